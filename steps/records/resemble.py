"""Finds initiatives of a country that look alike, for their sender to judge: here those with the same title in the same place."""

from itertools import pairwise

import pandas as pd

from steps.text import fold

SIDES = ("first", "second")
FACTS = ("file_name", "sheet_name", "row_number", "title_text", "place_text")
COLUMNS = ["country_code", *(f"{side}_{fact}" for side in SIDES for fact in FACTS), "likeness_share"]


def lookalikes(initiatives: pd.DataFrame, places: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of initiatives that look alike: for each side the file, sheet and row, title and place; the likeness in percent.

    `initiatives` is core_initiatives, `places` core_initiative_places, `rows` clean_rows. Two initiatives are a pair when their folded
    titles are equal and they share a place named alike, or neither names one.
    """
    named = dict(iter(places.dropna(subset=["place_text"]).groupby("initiative_id")["place_text"]))
    stands = rows.set_index("response_id")
    groups: dict[tuple[str, str, str], dict[str, dict[str, object]]] = {}
    for one in initiatives.to_dict("records"):
        texts = list(dict.fromkeys(named.get(one["initiative_id"], [])))
        row = stands.loc[one["response_id"]]
        about = {**{fact: row[fact] for fact in FACTS[:3]}, "title_text": one["title_text"], "place_text": " | ".join(texts)}
        for place in dict.fromkeys(map(fold, texts)) or ("",):  # in order: the workbook lists the pairs as they are met
            groups.setdefault((one["country_code"], fold(one["title_text"]), place), {})[one["initiative_id"]] = about
    pairs = {(country, *ids): both for (country, _, _), alike in groups.items() for ids, both in _pairs(alike)}
    found = [{"country_code": key[0], **_side("first", one), **_side("second", other), "likeness_share": 100.0}
             for key, (one, other) in pairs.items()]  # fmt: skip
    return pd.DataFrame(found, columns=COLUMNS)


def _pairs(alike: dict[str, dict[str, object]]) -> list[tuple[tuple[str, str], tuple[dict[str, object], dict[str, object]]]]:
    """Return neighbours in the order of their ids: of ten that are alike, nine pairs say it as well as forty-five."""
    return [((one, other), (alike[one], alike[other])) for one, other in pairwise(sorted(alike))]


def _side(side: str, about: dict[str, object]) -> dict[str, object]:
    return {f"{side}_{fact}": about[fact] for fact in FACTS}
