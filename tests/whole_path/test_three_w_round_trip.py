"""A 3W that is handed on can be sent in again, and says the same."""

from pathlib import Path

from publications.hxl_3w.files import hxl_3w
from tests.deliveries import shown, tables_of
from tests.publications.public_rows import MADE

DELIVERY = """
## Cover
| Country | Language |
| Costa Rica | English |
## Initiatives
| Own reference | Title | Status | Start date | End date |
| 1 | Centro para migrantes | 2 | 2018-08-05 | 2020-03 |
| 2 | Escuela "nueva"; y más | 4 | 2019 | |
## Locations
| Initiative | First-level unit | Second-level unit | Place |
| 1 | Alajuela | Upala | |
| 1 | Limón | Talamanca | |
| 2 | Guanacaste | Liberia | |
## Actors
| Actor reference | Name | Type of actor |
| A | Municipalidad de Upala | LA_MUN |
## Roles of actors
| Initiative | Actor | Role |
| 1 | A | IMPL |
"""
OF_A_3W = (
    "core_initiatives", "core_initiative_places", "core_initiative_actors", "core_actors", "core_results", "core_scaling_steps",
    "core_finance", "core_places", "core_submissions", "core_responses",
)  # fmt: skip
COMPARED = ("core_initiatives", "core_initiative_places", "core_actors")


def test_a_3w_that_was_handed_on_reads_as_what_it_was_made_from(tmp_path: Path):
    first = tables_of(tmp_path / "first", {"CRI/2021/survey.xlsx": DELIVERY}, *OF_A_3W)
    sent = tmp_path / "second" / "raw" / "CRI" / "2021" / "3w.csv"
    sent.parent.mkdir(parents=True)
    sent.write_bytes(hxl_3w(first, MADE)["3w.csv"])
    second = tables_of(tmp_path / "second", {}, *COMPARED)
    answers = ("title_text", "status_code", "start_date", "start_date_precision_code", "end_date", "end_date_precision_code")
    assert shown(second["core_initiatives"], *answers) == shown(first["core_initiatives"], *answers) != []
    units = ("admin1_place_id", "admin2_place_id", "status_code")
    assert set(shown(second["core_initiative_places"], *units)) == set(shown(first["core_initiative_places"], *units))
    assert len(second["core_initiative_places"]) == len(first["core_initiative_places"]) == 3
    assert shown(second["core_actors"], "actor_name", "actor_type_code") == shown(first["core_actors"], "actor_name", "actor_type_code")
