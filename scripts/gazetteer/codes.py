"""Codes of places: every code by which a delivery may name a place, each in the writings that are in use, for place_codes.csv."""

from collections.abc import Iterator

from scripts.gazetteer.place import Place

CODE_COLUMNS = ("place_id", "code_text", "code_system", "is_current")
# Whose numbering `national_code` is.
NATIONAL_SYSTEMS = {
    "CRI": "dta", "ECU": "inec", "SLV": "national", "MAR": "hcp_2024", "NPL": "mofaga", "PHL": "psgc", "SEN": "ansd", "TUN": "ins",
}  # fmt: skip
CODE_FIELDS = {"iso_3166_2": "iso_3166_2", "pcode": "pcode", "geonames_id": "geonames"}


def code_rows(place: Place) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of place_codes.csv: the codes in its columns, then `former_codes`; a writing stands once, as current if it is."""
    national = place.national_code and [(NATIONAL_SYSTEMS[place.country_code], place.national_code)]
    others = [(system, getattr(place, column)) for column, system in CODE_FIELDS.items() if getattr(place, column)]
    is_current = "no" if place.valid_until else "yes"
    seen: set[str] = set()
    for current, codes in ((is_current, [*(national or []), *others]), ("no", place.former_codes)):
        for system, code in codes:
            for text in writings(code):
                if text not in seen:
                    seen.add(text)
                    yield place.place_id, text, system, current


def writings(code: str) -> tuple[str, ...]:
    """Return a code as written, and in digits alone where it has full stops: `01.511.05.07` is also `015110507`."""
    digits = code.replace(".", "")
    return (code, digits) if digits != code else (code,)
