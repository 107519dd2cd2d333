"""The same initiative under several titles, from several respondents, is one; its neighbours are not."""

from tests.deliveries import shown, tables_of

COVER = "## Cover\n| Country | Reporting organisation | Language |\n| Senegal | {unit} | English |\n"
INITIATIVES = "## Initiatives\n| Own reference | Title | Summary | Lead actor | Start date | Total budget | Currency | Donors |\n"
ACTORS = "## Actors\n| Actor reference | Name | Type of actor |\n| A1 | Commune de Louga | Municipality |\n| A2 | ONG Yakaar | NGO |\n"
PLACES = "## Locations\n| Initiative | Place |\n"
TABLES = ("core_initiatives", "core_identity_ledger", "core_initiative_redirects", "core_initiative_pairs", "core_initiative_places",
          "core_findings", "core_lineage")  # fmt: skip


def book(unit: str, *rows: str, places: tuple[str, ...]) -> str:
    return "\n".join([COVER.format(unit=unit) + INITIATIVES + "\n".join(rows), ACTORS + PLACES + "\n".join(places)])


def test_municipality_ngo_and_donor_report_one_initiative_in_three_languages(tmp_path):
    books = {
        "SEN/2015/ngo.xlsx": book(
            "ONG Yakaar",
            "| N1 | Returnee women's beekeeping cooperatives (NGALAX) | Honey | A1 | 2014-03 | 100 | EUR | AFD |",
            "| N2 | Scholarships for the children of migrants | School | A2 | 2014-03 | 900 | EUR | AFD |",
            places=("| N1 | Louga |", "| N2 | Louga |"),
        ),
        "SEN/2015/donor.xlsx": book(
            "Agence",
            "| D7 | NGALAX : coopératives d'apiculture des femmes de retour | Miel | A1 | 2014 | | | AFD |",
            "| D8 | NGALAX phase 2 | Miel | A1 | 2016 | | | AFD |",
            places=("| D7 | Louga |", "| D8 | Louga |"),
        ),
        "SEN/2015/town.xlsx": book(
            "Commune de Louga",
            "| 1 | Cooperativas apícolas de mujeres retornadas NGALAX | Miel | A1 | 2014-03-15 | 120 | EUR | |",
            places=("| 1 | Louga |",),
        ),
    }
    tables = tables_of(tmp_path, books, *TABLES)
    groups = dict(shown(tables["core_identity_ledger"], "reported_id", "initiative_id"))
    assert groups == {"SEN-1": "SEN-1", "SEN-N1": "SEN-1", "SEN-D7": "SEN-1", "SEN-D8": "SEN-D8", "SEN-N2": "SEN-N2"}
    assert dict(shown(tables["core_initiative_redirects"], "old_id", "initiative_id")) == {"SEN-D7": "SEN-1", "SEN-N1": "SEN-1"}
    # The town's own word counts, the others' is told with it; its date is also the most precise.
    kept = tables["core_initiatives"].set_index("initiative_id").loc["SEN-1"]
    assert (kept["budget_amount"], kept["start_date"], kept["donors_text"]) == (120.0, "2014-03-15", "AFD")
    contradictions = tables["core_findings"].query("finding_code == 'values-contradict'")
    assert shown(contradictions, "file_name", "question_code", "value_text") == [("SEN/2015/ngo.xlsx", "budget_amount", "100")]
    # The place that all three name stands once, and says which rows name it.
    places = tables["core_initiative_places"].query("initiative_id == 'SEN-1'")
    assert len(places) == 1
    assert sum(tables["core_lineage"]["record_id"] == places["initiative_place_id"].iloc[0]) == 3
    # The second phase looks alike and is another initiative; the pair says why.
    pairs = tables["core_initiative_pairs"].set_index("pair_id")
    assert "phases differ" in pairs.loc["SEN-D7 + SEN-D8", "conflict_text"]
    assert not pairs.loc["SEN-D7 + SEN-D8", "is_merged"]


# Titles without a telling word: two reports of one title, in any language, are not one for that.
COMMON = (
    "Projet de développement", "Migration and development project", "Proyecto de codesarrollo", "Programme d'appui aux migrants",
    "Plan de développement local de la commune pour le renforcement des capacités", "مشروع دعم التنمية المحلية", "आप्रवासन र विकास परियोजना",
)  # fmt: skip


def test_projects_launched_on_one_day_in_one_town_and_titles_that_very_many_have_stay_apart(tmp_path):
    titles = ("Radio des jeunes", "Forages villageois", "Théâtre et mémoire", "Accueil des migrants de retour", "Crédit pour artisanes")
    rows = [f"| P{n} | {title} | Un projet | A{n} | 2015-05-23 | | | AFD |" for n, title in enumerate(titles, start=1)]
    rows += [f"| C{n}{side} | {title} | | | | | | |" for n, title in enumerate(COMMON) for side in "ab"]
    actors = "\n".join(f"| A{n} | Association {n * 'Ker '} | NGO |" for n in range(1, 6))
    places = "\n".join(f"| P{n} | Louga |" for n in range(1, 6))
    sheets = (INITIATIVES, "\n".join(rows), "## Actors\n| Actor reference | Name | Type of actor |", actors, PLACES + places)
    text = COVER.format(unit="ONG") + "\n".join(sheets)
    ledger = tables_of(tmp_path, {"SEN/2015/a.xlsx": text}, "core_identity_ledger")["core_identity_ledger"]
    assert list(ledger["reported_id"]) == list(ledger["initiative_id"])
