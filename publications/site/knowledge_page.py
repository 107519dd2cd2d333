"""Knowledge: the scorecard of its five pillars, the pyramid from answers to uses in policy as a picture, products and channels."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from publications.site.contents import Contents
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE
from publications.site.records import by_country, code_choice, country_choice, helpers, indexed
from publications.site.words import Words
from publications.table_rows import Row, grouped
from schemas.code_lists import code_list

NAME = "knowledge"
COUNTED = "counted"
PRODUCTS = "core_knowledge_products"
STEP, BAR, WIDTH = 46, 30, 560  # heights of a tier and of its bar, and the width of the widest bar, in units of the picture


class Tier(NamedTuple):
    """A tier of the pyramid over all countries that have reported: its records, and the bar that shows them (left, top, width)."""

    code: str
    record_count: int | None
    linked_count: int | None
    left: float
    top: int
    width: float


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the page of knowledge."""
    words = Words(MAIN_LANGUAGE)
    pillars = contents.rows("report_knowledge_pillars")
    pyramid = contents.rows("report_knowledge_pyramid")
    products = _products(contents)
    choices = [
        country_choice(products, words),
        code_choice("type", "Type", "knowledge_product_types", "product_type_code", products, words),
        code_choice("pillar", "Pillar", "pillars", "pillar_code", products, words),
    ]
    yield render(
        "knowledge.html", NAME, words.say("knowledge"), contents.edition, **helpers(words), products=products, choices=choices,
        tiers=tiers(pyramid), by_tier={code: indexed(rows, "tier_code") for code, rows in by_country(pyramid).items()},
        heights=(STEP, BAR, WIDTH), pillar_codes=code_list("pillars").codes,
        counted={code: indexed(rows, "pillar_code") for code, rows in by_country(_of_basis(pillars, counted=True)).items()},
        reported=grouped(_of_basis(pillars, counted=False), "pillar_code"), channels=_channels(contents),
        has_examples=any(contents.is_example("core_indicators", row["indicator_id"]) for row in contents.rows("core_indicators")),
    )  # fmt: skip


def tiers(pyramid: Sequence[Row]) -> list[Tier]:
    """Return the tiers, the narrow end first: records added up over countries, None where none of these has reported.

    A bar is as long as its tier has records, measured against the tier with most of them.
    """
    by_tier = grouped(pyramid, "tier_code")
    ordered = sorted(by_tier, key=lambda code: -by_tier[code][0]["tier_number"])
    counts = {code: _total(by_tier[code], "record_count") for code in ordered}
    most = max((count for count in counts.values() if count is not None), default=0)
    made = []
    for place, code in enumerate(ordered):
        width = round(WIDTH * (counts[code] or 0) / most, 1) if most else 0.0
        made.append(Tier(code, counts[code], _total(by_tier[code], "linked_count"), round((WIDTH - width) / 2, 1), place * STEP, width))
    return made


def _total(rows: Sequence[Row], column: str) -> int | None:
    values = [row[column] for row in rows if row[column] is not None]
    return sum(values) if values else None


def _of_basis(pillars: Sequence[Row], *, counted: bool) -> list[Row]:
    """Return the figures that the warehouse counts itself, or those that countries report, of each pillar the latest period first."""
    chosen = [row for row in pillars if (row["basis_code"] == COUNTED) == counted]
    return sorted(chosen, key=lambda row: (row["country_code"], row["indicator_name"], not row["is_latest"], -(row["period_year"] or 0)))


def _products(contents: Contents) -> list[Row]:
    """Return the products with their address and how they are used, by country."""
    stored = indexed(contents.rows(PRODUCTS), "product_id")
    rows = [
        {**row, "product_url": _address(stored.get(row["product_id"])), "is_example": contents.is_example(PRODUCTS, row["product_id"])}
        for row in contents.rows("report_knowledge_products")
    ]
    return [row for own in by_country(rows).values() for row in own]


def _address(product: Row | None) -> str | None:
    """Return where a product is found, when that is a page of the web."""
    address = product["product_url"] if product else None
    return address if isinstance(address, str) and address.lower().startswith(("http://", "https://")) else None


def _channels(contents: Contents) -> list[tuple[str, int, int]]:
    """Return channels with their products and those of these whose use is reported, the most used first; countries may be added up."""
    channels = grouped(contents.rows("report_product_channels"), "channel_code")
    counted = ((code, _total(rows, "product_count") or 0, _total(rows, "measured_product_count") or 0) for code, rows in channels.items())
    return sorted(counted, key=lambda row: (-row[1], row[0]))
