"""How often the words of a text suggest the theme that a person gives it: `python -m benchmarks.suggestions`.

The 141 sample records state no code of the form. `theme_labels.csv` has the main theme, and others that fit, as one person read them
from title, summary and results before the keywords were written. Those records that state a topic in the words of their source (areas,
focus areas, SDG goals) are held against it where it has a code. Every miss is printed.
"""

import csv
from pathlib import Path

import pandas as pd

from schemas.code_lists import code_list
from schemas.reference_files import CHECKOUT
from schemas.registry import table
from schemas.tables import shape
from steps.codification.suggest import code_suggestions

LABELS = Path(__file__).parent / "theme_labels.csv"
FACTS = CHECKOUT / "scripts" / "sample_facts" / "initiatives.csv"
TEXTS = {"title": "title_text", "local_title": "local_title_text", "objective": "summary_text", "results_lessons": "results_text"}


def main() -> None:
    """Print the agreement and the misses."""
    facts, labels = _rows(FACTS), {row["record_id"]: row for row in _rows(LABELS)}
    suggested = _suggested(facts)
    by_list = {name: dict(list(group.groupby("record_id"))) for name, group in suggested.groupby("list_name")}
    for name in ("themes", "sdg_targets", "gcm_objectives"):
        found = by_list.get(name, {})
        size = suggested[suggested["list_name"] == name].shape[0] / max(1, len(found))
        print(f"{name}: suggested for {len(found)} of {len(facts)} records, {size:.1f} codes a record")
    themes = {record: list(zip(group["suggested_code"], group["rank_number"], strict=True)) for record, group in by_list["themes"].items()}
    _agreement(facts, labels, themes)
    stated = [(fact["record_id"], code) for fact in facts for code in _stated(fact)]
    held = [one for one in stated if one[1] in dict(themes.get(one[0], []))]
    print(f"stated in the words of the source and known as a theme: {len(held)} of {len(stated)} among the suggestions")


def _agreement(facts: list[dict[str, str]], labels: dict[str, dict[str, str]], themes: dict[str, list[tuple[str, int]]]) -> None:
    among = first = fits = 0
    for fact in facts:
        label, codes = labels[fact["record_id"]], dict(themes.get(fact["record_id"], []))
        main_code = label["primary_theme_code"]
        top = {code for code, rank in codes.items() if rank == 1}
        among += main_code in codes
        first += main_code in top
        fits += bool(top & {main_code, *label["other_theme_codes"].split("|")})
        if main_code not in codes:
            print(f"  missed {fact['record_id']} {main_code}, suggested {' '.join(codes) or 'nothing'}: {fact['title'][:70]}")
    print(f"main theme of {len(facts)} records: among the suggestions {among}, in the first place {first}; a first place fits {fits}")


def _suggested(facts: list[dict[str, str]]) -> pd.DataFrame:
    rows = [
        {TEXTS[name]: fact[name] or None for name in TEXTS} | {"initiative_id": fact["record_id"], "country_code": fact["country"]}
        for fact in facts
    ]
    return code_suggestions(shape(rows, table("core_initiatives")), shape([], table("core_practices")))


def _stated(fact: dict[str, str]) -> set[str]:
    topics = [part.strip() for name in ("thematic_areas", "focus_areas") for part in fact[name].split("|") if part.strip()]
    return {code for topic in topics if (code := code_list("themes").code_of(topic))}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
