"""Knowledge products: what they draw on, through which channels they go, and how often they are used."""

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.knowledge.products import product_channels, product_practices, product_uses
from tests.deliveries import shown

PRODUCTS = [
    # product, country, practices, channels, downloads, participants
    ("K1", "ECU", "P1|P2", "webinar|print", 240, None),
    ("K2", "ECU", "P1", None, 0, 36),
    ("K3", "ECU", None, "print", None, 6),
    ("K4", "TUN", "P3", "print", None, None),
]
PRACTICES = [
    # practice, initiative, validated
    ("P1", "I1", True),
    ("P2", "I1", False),
    ("P3", None, True),
]


def products() -> pd.DataFrame:
    columns = ["product_id", "country_code", "source_practice_ids", "channel_codes", "download_count", "participant_count"]
    rows = [dict(zip(columns, row, strict=True)) | {"title_text": "x"} for row in PRODUCTS]
    return shape(rows, table("core_knowledge_products"))


def test_each_product_says_what_it_rests_on_and_how_it_is_used():
    practices = shape([{"practice_id": one, "initiative_id": initiative} for one, initiative, _ in PRACTICES], table("core_practices"))
    scores = shape([{"practice_id": one, "is_validated": validated} for one, _, validated in PRACTICES], table("report_practices"))
    uses = pd.DataFrame([("A1", "P1"), ("A2", "P1"), ("A2", "P2")], columns=["activity_id", "practice_id"])
    told = product_uses(products(), product_practices(products()), practices, scores, uses)
    counts = ("practice_count", "reviewed_practice_count", "initiative_count", "activity_count", "download_count", "participant_count")
    assert shown(told, "product_id", *counts, "is_suppressed") == [
        ("K1", 2, 1, 1, 2, 240, None, False),
        ("K2", 1, 1, 1, 2, 0, None, True),  # with the country's other count, it would tell that six came to K3
        ("K3", 0, 0, 0, 0, None, None, True),
        ("K4", 1, 1, 0, 0, None, None, False),
    ]


def test_a_product_counts_in_each_of_its_channels_and_once_in_the_sum_of_parts():
    columns = ("country_code", "channel_code", "product_count", "product_share_number", "measured_product_count")
    assert shown(product_channels(products()), *columns) == [
        ("ECU", "not_stated", 1, 1.0, 1),
        ("ECU", "print", 2, 1.5, 2),
        ("ECU", "webinar", 1, 0.5, 1),
        ("TUN", "print", 1, 1.0, 0),
    ]
