"""The pyramid of knowledge: counts and drop ratios from responses up to policy uses."""

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.knowledge.products import product_practices
from steps.knowledge.pyramid import pyramid
from tests.deliveries import shown


def counted(practices: list[tuple[str, str | None, str]], lessons: list[tuple[str, str]], uses: list[tuple[str, str]]) -> pd.DataFrame:
    """Morocco: four answers on two initiatives, two products of which one draws on P1. Nepal has sent an empty form, others nothing."""
    reports = pd.DataFrame(
        [("MAR", "I1", "r1"), ("MAR", "I1", "r2"), ("MAR", "I1", "r3"), ("MAR", "I2", "r4")],
        columns=["country_code", "record_id", "response_id"],
    )
    products = shape(
        [{"product_id": "K1", "country_code": "MAR", "source_practice_ids": "P1"}, {"product_id": "K2", "country_code": "MAR"}],
        table("core_knowledge_products"),
    )
    return pyramid(
        reports,
        shape(
            [
                {"practice_id": one, "initiative_id": subject, "review_status_code": state, "country_code": "MAR"}
                for one, subject, state in practices
            ],
            table("core_practices"),
        ),
        shape(
            [{"practice_id": one, "is_validated": state in ("VALIDATED", "PUBLISHED")} for one, _, state in practices],
            table("report_practices"),
        ),
        shape([{"lesson_id": one, "practice_id": of, "country_code": "MAR"} for one, of in lessons], table("core_lessons")),
        products,
        product_practices(products),
        pd.DataFrame([(*use, "MAR") for use in uses], columns=["activity_id", "practice_id", "country_code"]),
        pd.Index(["MAR", "NPL"]),
    )


TIERS = ("tier_code", "record_count", "linked_count", "drop_ratio_number")


def test_each_tier_is_counted_and_compared_with_the_one_below():
    practices = [("P1", "I1", "PUBLISHED"), ("P2", None, "DRAFT"), ("P3", "I2", "RETIRED")]
    lessons = [("L1", "P1"), ("L2", "P1"), ("L3", "P2"), ("L4", "P3")]
    told = counted(practices, lessons, [("A1", "P1"), ("A1", "P2"), ("A2", "P2")])
    assert shown(told.query("country_code == 'MAR'"), *TIERS) == [
        ("responses", 4, 4, None),
        ("initiatives", 2, 2, 0.5),
        ("practices", 2, 1, 1.0),
        ("lessons", 2, 2, 1.0),
        ("products", 2, 1, 1.0),
        ("policy_uses", 2, 1, 1.0),
    ]


def test_an_empty_form_counts_zero_and_a_silent_country_nothing():
    told = counted([], [], [])
    assert shown(told.query("country_code == 'NPL'"), *TIERS)[:2] == [("responses", 0, 0, None), ("initiatives", 0, 0, None)]
    assert shown(told.query("country_code == 'SEN'"), *TIERS)[:2] == [("responses", None, None, None), ("initiatives", None, None, None)]
    assert shown(told.query("country_code == 'MAR'"), *TIERS)[2:] == [
        ("practices", 0, 0, 0.0),
        ("lessons", 0, 0, None),
        ("products", 2, 1, None),  # nothing below it to compare with
        ("policy_uses", 0, 0, 0.0),
    ]
