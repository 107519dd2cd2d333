"""Makes the organisations of their reports and the master list: what they are, what they are called, which territories are theirs."""

from collections.abc import Iterator
from functools import cache

import pandas as pd

from schemas.countries import countries
from schemas.reference_files import read_reference
from schemas.registry import table
from schemas.tables import shape
from steps.actors.listed import GOVERNMENT, is_country, listed
from steps.actors.local_authorities import level_of
from steps.places.gazetteer import Gazetteer, gazetteer
from steps.places.geocode import resolve
from steps.places.mentions import Question
from steps.records.assemble import join_records

DIASPORA, GOVERNMENT_TYPE = "DIASP", "NATGOV"
IATI_OTHER = "90"
STATED, LISTED, BY_NAME, BY_UNIT, REPORTED = "STATED", "LISTED", "NAME", "UNIT", "REPORTED"
SEAT = ("country_text", "admin1_text", "admin2_text")
NAME_COLUMNS = ("actor_name", "local_name", "acronym_text")
SCORES = {"NAME": 0.98, "SEAT": 0.95, "LISTED": 1.0, "REPORT": 0.9, "INITIATIVE": 0.9}


def assemble_actors(answers: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """Return core_actors: one row per organisation, named and typed by the master list where that has it, else as reported last.

    `answers` is clean_actors, `records` clean_records, `references` clean_references, `identities` clean_actor_identities.
    """
    joined = join_records("actors", answers, records, references)
    reporting = _rows_of(answers, records).groupby("actor_id")["country_code"].agg(lambda codes: "|".join(sorted(set(codes))))
    governed = identities.dropna(subset=["governed_place_id"]).drop_duplicates("actor_id").set_index("actor_id")
    filled = joined.astype(object).where(joined.notna(), None)
    made = [_actor({str(name): value for name, value in row.items()}, governed, gazetteer()) for row in filled.to_dict("records")]
    frame = shape(made, table("core_actors"))
    return shape(frame.assign(reporting_country_codes=frame["actor_id"].map(reporting)), table("core_actors"))


def _rows_of(answers: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that report organisations, each with its organisation."""
    own = records.loc[records["table_name"] == "core_actors", ["response_id", "record_id"]].rename(columns={"record_id": "actor_id"})
    return own.merge(answers, on="response_id", validate="one_to_one")


def _actor(row: dict[str, object], governed: pd.DataFrame, places: Gazetteer) -> dict[str, object]:
    actor_id = str(row["actor_id"])
    master = listed().actors.get(actor_id)
    if master:
        # Offices of one organisation have seats of their own; the list says where its own is.
        acronym = master.acronyms[0] if master.acronyms else row["acronym_text"]
        said = {"actor_name": master.actor_name, "acronym_text": acronym, "local_name": None} | dict.fromkeys(SEAT)
        row = row | said | {"actor_type_code": master.actor_type_code, "actor_type_method_code": LISTED}
    elif row["actor_type_code"]:
        row = row | {"actor_type_method_code": STATED}
    if actor_id in governed.index:
        row = row | _authority(row, governed.loc[actor_id], places)
    elif row["local_authority_level_code"]:
        row = row | {"local_authority_level_method_code": STATED}
    if actor_id.startswith(GOVERNMENT) and not row["actor_type_code"]:
        row = row | {"actor_type_code": GOVERNMENT_TYPE, "actor_type_method_code": BY_NAME}
    seat = master.country_code if master else _country(row["country_text"])
    iati = (master.iati_org_ref or row["iati_org_text"]) if master else row["iati_org_text"]
    return row | {"is_listed": master is not None, "iati_org_ref": iati, "iati_org_type_code": iati_type(row["actor_type_code"], seat)}


def _authority(row: dict[str, object], governed: pd.Series, places: Gazetteer) -> dict[str, object]:
    """Return what the unit that an authority governs says of it; what respondents state stays, but for a tier not stated."""
    found: dict[str, object] = {"governed_place_id": governed["governed_place_id"]}
    if row["actor_type_code"] in (None, "LA_UNS", "oth"):
        found |= {"actor_type_code": governed["authority_type_code"], "actor_type_method_code": BY_NAME}
    if row["local_authority_level_code"]:
        return found | {"local_authority_level_method_code": STATED}
    level = level_of(places.by_id[str(governed["governed_place_id"])])
    return found | {"local_authority_level_code": level, "local_authority_level_method_code": BY_UNIT if level else None}


def iati_type(type_code: object, seat_country: str | None) -> str | None:
    """Return IATI's type of an organisation; a migrants' association has 24 in a country of the programme, else 90 (CL05)."""
    if type_code == DIASPORA and seat_country not in countries():
        return IATI_OTHER
    return _iati_types().get(str(type_code))


@cache
def _iati_types() -> dict[str, str]:
    return {row["code"]: row["iati_code"] for row in read_reference("code_lists/actor_types.csv", ("code", "iati_code"), ("code",))}


def _country(text: object) -> str | None:
    return is_country(str(text)) if text else None


def actor_names(answers: pd.DataFrame, records: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Return core_actor_names: what each organisation is called, as reported and in the master list. `actors` is core_actors."""
    rows = _rows_of(answers, records)
    said = [
        rows[["actor_id", column]].dropna().rename(columns={column: "name_text"}).assign(is_acronym=column == "acronym_text")
        for column in NAME_COLUMNS
    ]
    counts = pd.concat(said).groupby(["actor_id", "name_text"], as_index=False)
    reported = counts.agg(row_count=("is_acronym", "size"), is_acronym=("is_acronym", "all")).assign(name_source_code=REPORTED)
    known = [name for actor_id in actors.loc[actors["is_listed"], "actor_id"] for name in _listed_names(actor_id)]
    both = pd.concat([shape(reported, table("core_actor_names")), shape(known, table("core_actor_names"))])
    return shape(both.sort_values(["actor_id", "name_source_code", "name_text"]), table("core_actor_names"))


def _listed_names(actor_id: str) -> Iterator[dict[str, object]]:
    actor = listed().actors[actor_id]
    languages = {name: language for language, name in reversed(actor.names)}
    for name in dict.fromkeys((*actor.full_names, *actor.acronyms)):
        about = {"language_code": languages.get(name), "is_acronym": name in actor.acronyms and name not in actor.full_names}
        yield {"actor_id": actor_id, "name_text": name, "name_source_code": LISTED, "row_count": 0} | about


def actor_places(actors: pd.DataFrame, initiative_places: pd.DataFrame, initiative_actors: pd.DataFrame) -> pd.DataFrame:
    """Return core_actor_places: the territories of each organisation, as far as they are certain (see the table's description).

    `actors` is core_actors, `initiative_places` and `initiative_actors` the core tables of those names.
    """
    origins = initiative_places[initiative_places["territory_role_code"].eq("ORG") & initiative_places["status_code"].eq("matched")]
    named = (
        initiative_actors[["actor_id", "initiative_id"]]
        .drop_duplicates()
        .merge(origins[["initiative_id", "place_id", "place_text"]], on="initiative_id")
    )
    of_actor = named.drop_duplicates(["actor_id", "place_id"]).groupby("actor_id")[["place_id", "place_text"]]
    from_initiatives = {str(actor): list(group.itertuples(index=False, name=None)) for actor, group in of_actor}
    filled = actors.astype(object).where(actors.notna(), None)
    found = [
        {"actor_id": row["actor_id"], "place_score": SCORES[str(one["method_code"])]} | one
        for row in filled.to_dict("records")
        for one in _places(row, from_initiatives.get(str(row["actor_id"]), []), gazetteer())
    ]
    rows = shape(found, table("core_actor_places")).drop_duplicates(["actor_id", "relation_code", "place_id"])
    return shape(rows, table("core_actor_places"))


def _places(row: dict[str, object], origins: list[tuple[str, str]], places: Gazetteer) -> Iterator[dict[str, object]]:
    if row["governed_place_id"]:
        yield _place("governs", str(row["governed_place_id"]), "NAME", row["actor_name"], places)
    is_diaspora = row["actor_type_code"] == DIASPORA or row["is_diaspora"] is True
    seat = _seat(row, places)
    if seat:
        yield _place("residence" if is_diaspora else "seat", seat[0], seat[1], seat[2], places)
    if is_diaspora:
        for place_id, text in origins:
            yield _place("origin", place_id, "INITIATIVE", text, places)
        for country in str(row["reporting_country_codes"]).split("|"):
            yield _place("origin", country, "REPORT", None, places)


def _place(relation: str, place_id: str, method: str, text: object, places: Gazetteer) -> dict[str, object]:
    country = places.by_id[place_id].country_code
    return {"relation_code": relation, "place_id": place_id, "place_country_code": country, "method_code": method, "source_text": text}


def _seat(row: dict[str, object], places: Gazetteer) -> tuple[str, str, str] | None:
    """Return the place of a seat, how it is known and by what text: the smallest unit that is named without doubt."""
    master = listed().actors.get(str(row["actor_id"]))
    if master:
        return (master.country_code, LISTED, master.country_code) if master.country_code in places.by_id else None
    text = ", ".join(str(row[column]) for column in reversed(SEAT) if row[column])
    country = _country(row["country_text"])
    cells = tuple((column, str(row[column])) for column in SEAT[1:] if row[column])
    if not country and (row["country_text"] or not cells):
        return None
    country = country or str(row["reporting_country_codes"]).partition("|")[0]
    found = resolve(Question(country, cells), places) if cells else None
    if found and found.status == "matched" and found.place:
        return found.place.place_id, "SEAT", text
    return (country, "SEAT", text) if country in places.by_id and row["country_text"] else None
