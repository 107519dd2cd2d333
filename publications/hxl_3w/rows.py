"""The rows of the 3W: one per initiative, organisation that acts in it, and place where it works.

Who gives money only, or only benefits, does nothing and has no row; funders stand beside. An initiative without an organisation or place
has a row all the same, so that none is missing. Its themes stand in one cell (`+list`, as HXL tools expand it): a row each would make the
table several times as long, and count an organisation's work again for each.
"""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from publications.hxl_3w.figures import ELSEWHERE, over_places, stated_figures
from publications.hxl_3w.ocha_levels import units_of
from publications.spelled_out import country_name, joined, label, labels
from publications.table_rows import Row, codes, grouped, known_date
from publications.units import COUNTRY, units_of_places
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.rows import answers_of

FUNDER, BENEFICIARY = "FUND", "BEN"
NO_PLACE = "no place was reported"


def who_does_what_where(tables: Mapping[str, pd.DataFrame]) -> Iterator[Row]:
    """Yield the rows, initiative by initiative, with fields as `columns.py` names them; what is not known is absent or None.

    `tables` are public ones by name, without invented examples.
    """
    places, parts = grouped(answers_of(tables["core_initiative_places"]), "initiative_id"), _parts(tables)
    figures, reported = stated_figures(tables), _reported_on(tables)
    units = units_of_places(tables)
    names = {row["country_code"]: row["place_name"] for row in units.values() if row["place_level_code"] == COUNTRY}
    for initiative in sorted(answers_of(tables["core_initiatives"]), key=lambda row: row["initiative_id"]):
        own = _own_country_first(places.get(initiative["initiative_id"], []), units)
        who = parts.get(initiative["initiative_id"], [])
        what = {**_what(initiative), **_who_funds(who), "updated": reported.get(initiative["response_id"])}
        acting = _who_acts(who) or [{}]
        stated = over_places(figures.get(initiative["initiative_id"], {}), own or [{}])
        where = [_where(place, units, names) for place in own] or [_nowhere(initiative)]
        for place, once in zip(where, stated, strict=True):
            silent = {"figures_of": ELSEWHERE} if once else {}
            for number, organisation in enumerate(acting):
                yield {**what, **organisation, **place, **(silent if number else once)}


def _what(row: Row) -> Row:
    return {
        "initiative_id": row["initiative_id"], "title": row["title_text"],
        "theme": label("themes", row["primary_theme_code"]), "theme_code": row["primary_theme_code"],
        "themes": joined(labels("themes", row["theme_codes"] or row["primary_theme_code"])),
        "dac_codes": joined(codes(row["dac_purpose_codes"])),
        "interventions": joined(labels("intervention_types", row["intervention_codes"])),
        "status": label("initiative_statuses", row["status_code"]), "status_code": row["status_code"],
        "stage": label("scaling_stages", row["scaling_stage_code"]),
        "start": known_date(row, "start_date"), "end": known_date(row, "end_date"),
        "target_groups": joined(labels("target_groups", row["target_group_codes"])),
        "reporting_country": country_name(row["country_code"], {}), "source_id": row["response_id"], "url": row["website_url"],
    }  # fmt: skip


def _where(place: Row, units: Mapping[str, Row], names: Mapping[str, str]) -> Row:
    found = units.get(place["place_id"] or "")
    within = units_of(place, units)
    return {
        **_country(_country_of(place, units), names), **within,
        "place": _within_units(place, found, within), "place_as_reported": place["place_text"],
        "place_role": label("territory_roles", place["territory_role_code"]),
        "latitude": place["latitude"], "longitude": place["longitude"],
        "precision": label("coordinate_precisions", place["coordinate_precision_code"]),
        "precision_code": place["coordinate_precision_code"], "ucdp_code": place["geographic_precision_code"],
        "place_status": label("geocode_statuses", place["status_code"]),
    }  # fmt: skip


def _country_of(place: Row, units: Mapping[str, Row]) -> str:
    """Return the country that a place lies in; of one that was not found, the country that reports it."""
    found = units.get(place["place_id"] or "")
    return str(found["country_code"] if found else place["country_code"])


def _own_country_first(places: Sequence[Row], units: Mapping[str, Row]) -> list[Row]:
    """Return the places of an initiative with those abroad last, so that its figures stand in the country that reports it."""
    return sorted(places, key=lambda row: (_country_of(row, units) != row["country_code"], row["initiative_place_id"]))


def _within_units(place: Row, found: Row | None, within: Row) -> str | None:
    """Return the name of a place that is no country and none of the units named beside: read again, Upala in Upala were the town."""
    if found is None:
        return place["place_text"]
    return None if found["place_level_code"] == COUNTRY or found["place_id"] in within["unit_ids"] else found["place_name"]


def _nowhere(initiative: Row) -> Row:
    return {**_country(initiative["country_code"], {}), "place_status": NO_PLACE}


def _country(country_code: str, names: Mapping[str, str]) -> Row:
    known = countries().get(country_code)
    return {"country": country_name(country_code, names), "country_code": country_code, "iso2": known.iso2 if known else None}


def _parts(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[Row]]:
    """Return who does what in each initiative, in the order of the roles' list, then by name."""
    order = {code: place for place, code in enumerate(code_list("actor_roles").codes)}
    actors = {row["actor_id"]: row for row in answers_of(tables["core_actors"])}
    told = [{**actors[row["actor_id"]], **row} for row in answers_of(tables["core_initiative_actors"])]
    told.sort(key=lambda row: (order.get(row["role_code"], len(order)), row["actor_name"] or "", row["actor_id"]))
    return grouped(told, "initiative_id")


def _who_funds(parts: Sequence[Row]) -> Row:
    return {"funders": joined(row["actor_name"] or row["actor_id"] for row in parts if row["role_code"] == FUNDER)}


def _who_acts(parts: Sequence[Row]) -> list[Row]:
    """Return each organisation that acts once, with all its roles in the initiative."""
    acting = {row["actor_id"] for row in parts if row["role_code"] not in (FUNDER, BENEFICIARY)}
    own = grouped([row for row in parts if row["actor_id"] in acting], "actor_id")
    return [
        {
            "organisation": first["actor_name"], "organisation_id": first["actor_id"],
            "organisation_type": label("actor_types", first["actor_type_code"]), "organisation_type_code": first["actor_type_code"],
            "roles": joined(str(label("actor_roles", one["role_code"])) for one in all_roles),
        }
        for all_roles in own.values() for first in all_roles[:1]
    ]  # fmt: skip


def _reported_on(tables: Mapping[str, pd.DataFrame]) -> dict[str, str | None]:
    """Return by received row the day on which its delivery says that it was filled in."""
    days = {row["submission_id"]: known_date(row, "submission_date") for row in answers_of(tables["core_submissions"])}
    responses = tables["core_responses"]
    pairs = zip(responses["response_id"].tolist(), responses["submission_id"].tolist(), strict=True)
    return {response: days.get(submission) for response, submission in pairs}
