"""Organisations as they stand in the tables: what they are, what they are called, and their territories."""

from schemas.registry import table
from schemas.tables import shape
from steps.actors.assemble_actors import actor_names, actor_places, assemble_actors, iati_type
from steps.actors.resolve import resolve_actors
from steps.records import summarise
from tests.deliveries import shown
from tests.steps.actors.reports import frames, reports

ROWS = reports("""
    MAR | 2015 | OIM au Maroc | type=CSO | seat=Maroc
    SEN | 2015 | OIM | type=UN
    MAR | 2015 | Commune d'Agadir
    MAR | 2016 | Ville d'Agadir | type=LA_MUN
    SEN | 2015 | Amicale des ressortissants de Podor | type=DIASP | seat=France
    SEN | 2015 | Amicale de Matam | type=DIASP | seat=Sénégal | admin1=Matam
""")


def made():
    answers, reported, rows, columns = frames(ROWS)
    identities = resolve_actors(answers, reported, rows, columns).identities
    of_report = dict(identities[["reported_actor_id", "actor_id"]].itertuples(index=False, name=None))
    newest_first = reported.iloc[::-1].assign(record_id=reported["record_id"].map(of_report))
    ranked = newest_first.assign(rank_count=newest_first.groupby("record_id").cumcount(), column_names=None)
    records = shape(ranked, table("clean_records"))
    actors = assemble_actors(answers, records, shape([], table("clean_references")), identities)
    return answers, records, actors


def test_the_list_names_what_it_has_and_the_unit_tells_type_and_tier():
    _, _, actors = made()
    columns = ("actor_name", "reporting_country_codes", "actor_type_code", "actor_type_method_code", "iati_org_type_code", "country_text")
    assert sorted(shown(actors, *columns)) == [
        ("Amicale de Matam", "SEN", "DIASP", "STATED", "24", "Sénégal"),
        ("Amicale des ressortissants de Podor", "SEN", "DIASP", "STATED", "90", "France"),
        ("International Organization for Migration", "MAR|SEN", "UN", "LISTED", "40", None),
        ("Ville d'Agadir", "MAR", "LA_MUN", "STATED", "11", None),
    ]
    agadir = actors[actors["governed_place_id"].notna()]
    assert shown(agadir, "governed_place_id", "local_authority_level_code", "local_authority_level_method_code") == [
        ("MAR:09.001.01.01", "L3", "UNIT")
    ]
    assert iati_type("LA_ASSOC", "FRA") == "15"


def test_every_name_is_kept_with_where_it_comes_from():
    answers, records, actors = made()
    names = actor_names(answers, records, actors)
    columns = ("name_text", "name_source_code", "language_code", "is_acronym", "row_count")
    of_agadir = names[names["actor_id"].str.startswith("MAR-")]
    assert shown(of_agadir, *columns) == [
        ("Commune d'Agadir", "REPORTED", None, False, 1),
        ("Ville d'Agadir", "REPORTED", None, False, 1),
    ]
    of_iom = shown(names[names["actor_id"] == "ORG-IOM"], *columns)
    assert {
        ("OIM", "REPORTED", None, False, 1),
        ("OIM", "LISTED", None, True, 0),
        ("المنظمة الدولية للهجرة", "LISTED", "ar", False, 0),
    } <= {*of_iom}


def test_a_migrants_association_has_both_its_territories():
    _, _, actors = made()
    podor = actors.set_index("actor_name")["actor_id"]["Amicale des ressortissants de Podor"]
    place = {"initiative_place_id": "p", "initiative_id": "SEN-1", "territory_role_code": "ORG", "status_code": "matched"}
    places = [place | {"place_id": "SN-SL", "place_text": "Podor"}, place | {"territory_role_code": "RES", "place_id": "FRA"}]
    parts = [{"initiative_actor_id": "x", "initiative_id": "SEN-1", "actor_id": podor, "country_code": "SEN", "role_code": "LEAD"}]
    initiative_places, initiative_actors = shape(places, table("core_initiative_places")), shape(parts, table("core_initiative_actors"))
    found = actor_places(actors, initiative_places, initiative_actors).merge(actors[["actor_id", "actor_name"]], on="actor_id")
    columns = ("actor_name", "relation_code", "place_id", "place_country_code", "method_code")
    assert sorted(shown(found, *columns)) == [
        ("Amicale de Matam", "origin", "SEN", "SEN", "REPORT"),
        ("Amicale de Matam", "residence", "SN-MT", "SEN", "SEAT"),
        ("Amicale des ressortissants de Podor", "origin", "SEN", "SEN", "REPORT"),
        ("Amicale des ressortissants de Podor", "origin", "SN-SL", "SEN", "INITIATIVE"),
        ("Amicale des ressortissants de Podor", "residence", "FRA", "FRA", "SEAT"),
        ("Ville d'Agadir", "governs", "MAR:09.001.01.01", "MAR", "NAME"),
    ]


def test_reports_count_an_organisation_in_each_country_that_it_works_in_or_is_reported_by():
    _, _, actors = made()
    parts = [{"initiative_actor_id": "x", "initiative_id": "SEN-1", "actor_id": "ORG-IOM", "country_code": "SEN", "role_code": "FUND"}]
    initiative_actors = shape(parts, table("core_initiative_actors"))
    counted = summarise.actors(actors, initiative_actors)
    assert shown(counted, "country_code", "actor_type_code", "role_code", "actor_count") == [
        ("MAR", "LA_MUN", "not_stated", 1),
        ("SEN", "DIASP", "not_stated", 2),
        ("SEN", "UN", "FUND", 1),
    ]
    assert shown(summarise.funders(actors, initiative_actors), "country_code", "actor_name") == [
        ("SEN", "International Organization for Migration")
    ]
