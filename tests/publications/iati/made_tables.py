"""Public tables written as rows in a test, shaped as the registry declares them, and the file that is made of them."""

from datetime import UTC, datetime

from lxml import etree

from publications.iati.files import IatiFiles, iati_files
from schemas.build_identity import BuildIdentity
from schemas.registry import table
from schemas.tables import shape

IDENTITY = BuildIdentity("20180101T000000Z-test", datetime(2018, 1, 1, tzinfo=UTC), "1", "1")
TABLES = (
    "core_initiatives", "core_initiative_actors", "core_actors", "core_initiative_places", "core_places", "core_finance", "core_results",
    "core_initiative_redirects", "core_lineage", "core_responses", "core_submissions",
)  # fmt: skip
COTACACHI = {
    "place_id": "gn:3658780", "country_code": "ECU", "place_level_code": "admin2", "place_name": "Cotacachi", "pcode_text": "EC1003",
    "geonames_code": "3658780", "is_disputed_area": False,
}  # fmt: skip
IMBABURA = {
    "place_id": "EC-I", "country_code": "ECU", "place_level_code": "admin1", "place_name": "Imbabura", "pcode_text": "EC10",
    "geonames_code": "3655635", "is_disputed_area": False,
}  # fmt: skip
LAAYOUNE = {
    "place_id": "gn:2543878", "country_code": "MAR", "place_level_code": "admin2", "place_name": "Laâyoune", "national_code": "11.321",
    "geonames_code": "2543878", "is_disputed_area": True,
}  # fmt: skip
MURCIA = {"place_id": "gn:2513416", "country_code": "ESP", "place_level_code": "town", "place_name": "Murcia", "is_disputed_area": False}
ITALY = {"place_id": "ITA", "country_code": "ITA", "place_level_code": "country", "place_name": "Italia", "is_disputed_area": False}
GAZETTEER = [COTACACHI, IMBABURA, LAAYOUNE, MURCIA, ITALY]
CITY = {"actor_id": "ECU-aa", "actor_name": "GAD Municipal de Cotacachi", "iati_org_type_code": "11"}
UNDP = {"actor_id": "ORG-UNDP", "actor_name": "UNDP", "iati_org_type_code": "40", "iati_org_ref": "XM-DAC-41114"}


def initiative(**facts: object) -> dict[str, object]:
    """Return an initiative that has all that the standard demands of it."""
    known = {
        "initiative_id": "ECU-R1", "country_code": "ECU", "title_text": "Escuela de emprendimiento", "summary_text": "Forma a familias.",
        "status_code": "2", "start_date": "2012-03-01", "start_date_precision_code": "day", "language_code": "es",
        "response_id": "ECU-2015-a/2/4",
    }  # fmt: skip
    return known | facts


def place(of: dict[str, object], **facts: object) -> dict[str, object]:
    """Return a place of ECU-R1 that was found in the gazetteer."""
    level = of["place_level_code"]
    return {
        "initiative_id": "ECU-R1", "place_id": of["place_id"], "place_level_code": level, "status_code": "matched", "place_text": "x",
        "admin1_place_id": "EC-I" if of["country_code"] == "ECU" else None,
        "admin2_place_id": of["place_id"] if level == "admin2" else None,
        "latitude": 0.29947, "longitude": -78.26565, "location_exactness_code": "2",
    } | facts  # fmt: skip


def made(**rows: list[dict[str, object]]) -> IatiFiles:
    """Return the files of tables that hold the rows; what is not given is one initiative led by a municipality, in no place."""
    lead = [{"initiative_id": "ECU-R1", "actor_id": "ECU-aa", "role_code": "LEAD"}]
    given = {"core_initiatives": [initiative()], "core_actors": [CITY, UNDP], "core_initiative_actors": lead, "core_places": GAZETTEER}
    return iati_files({name: shape((given | rows).get(name, []), table(name)) for name in TABLES}, IDENTITY)


def only_activity(**rows: list[dict[str, object]]) -> etree._Element:
    """Return the one activity of the file."""
    (activity,) = etree.fromstring(made(**rows).files["iati-activities.xml"]).iter("iati-activity")
    return activity


def lacks(files: IatiFiles) -> list[tuple[str, bool, str, str]]:
    """Return what is left out: initiative, whether the rest is published, fact, and where to fill it in."""
    return [(one.initiative_id, one.is_published, one.lack.fact, one.lack.where) for one in files.left_out]


def attributes(activity: etree._Element, path: str) -> list[dict[str, str]]:
    """Return the attributes of the elements at a path."""
    return [dict(element.attrib) for element in activity.findall(path)]
