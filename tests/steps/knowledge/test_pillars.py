"""The scorecard of the pillars: what countries report, and what is counted where they have reported at all."""

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.knowledge.pillars import counted_figures, pillars
from steps.knowledge.products import product_practices
from tests.deliveries import shown

INDICATORS = [
    # pillar, indicator, unit, baseline, target, value, period
    ("P1", "Communes in the network", "communes", 3, 8, 4, "2016"),
    ("P1", "Communes in the Network", "communes", 3, 8, 9, "January to June 2017"),
    ("P2", "Forms received", None, 20, None, 35, "last year"),
    ("P4", "Readers", "people", 50, 50, None, "2017"),
]
COLUMNS = ("pillar_code", "indicator_name", "unit_name", "baseline_number", "target_number", "indicator_number", "period_text")


def scorecard(indicators: list[tuple[object, ...]]) -> pd.DataFrame:
    reported = shape(
        [
            dict(zip(COLUMNS, row, strict=True)) | {"country_code": "MAR", "indicator_id": f"MAR-{number}"}
            for number, row in enumerate(indicators)
        ],
        table("core_indicators"),
    )
    products = shape(
        [
            {"product_id": "K1", "country_code": "MAR", "source_practice_ids": "P1", "download_count": 12},
            {"product_id": "K2", "country_code": "MAR", "download_count": 0},
        ],
        table("core_knowledge_products"),
    )
    members = pd.DataFrame([("MAR", "a"), ("MAR", "b"), ("MAR", "a")], columns=["country_code", "actor_id"])
    reports = pd.DataFrame([("MAR", "r1"), ("MAR", "r2")], columns=["country_code", "response_id"])
    counted = counted_figures(members, reports, products, product_practices(products), reported)
    return pillars(reported, counted, pd.Index(["MAR", "NPL"]))


def test_reported_figures_show_how_far_they_are_from_their_target():
    told = scorecard(INDICATORS).query("basis_code == 'reported'")
    assert shown(told, "indicator_name", "unit_name", "period_year", "is_latest", "progress_number") == [
        ("Communes in the Network", "communes", 2017, True, 120.0),  # one indicator, however it is capitalised
        ("Communes in the network", "communes", 2016, False, 20.0),
        ("Forms received", "not_stated", None, True, None),
        ("Readers", "people", 2017, True, None),
    ]


def test_few_people_are_hidden_with_what_would_give_them_away():
    rows = [
        ("P1", "Mujeres formadas", "personas", 2, 20, 12, "2017"),
        ("P3", "Women trained", None, 0, 20, 4, "2017"),
        ("P4", "مستفيدون من التكوين", "أشخاص", None, None, 9, "2017"),
        ("P5", "Organisations of women", "organisations", 1, 4, 2, "2017"),
    ]
    told = scorecard(rows).query("basis_code == 'reported'")
    assert shown(told, "indicator_name", "baseline_number", "target_number", "indicator_number", "progress_number", "is_suppressed") == [
        ("Mujeres formadas", None, 20, None, None, True),
        ("Women trained", None, 20, None, None, True),
        ("مستفيدون من التكوين", None, None, None, None, True),
        ("Organisations of women", 1, 4, 2, 33.3, False),
    ]


def test_every_pillar_is_counted_in_every_country_and_silence_is_no_zero():
    told = scorecard(INDICATORS).query("basis_code == 'counted'")
    assert len(told) == 8 * 5
    figures = {
        country: list(rows.sort_values("pillar_code")["indicator_number"].astype(object)) for country, rows in told.groupby("country_code")
    }
    assert figures["MAR"] == [2, 2, 1, 1, 1]
    assert figures["NPL"] == [0, 0, 0, 0, 0]
    assert all(pd.isna(number) for number in figures["SEN"])


def test_without_a_single_indicator_the_scorecard_still_stands():
    assert len(scorecard([])) == 8 * 5
