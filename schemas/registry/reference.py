"""Tables handed over with the data so that they can be read: countries, codes, places, and the dictionary of columns."""

from schemas.code_lists import code_list
from schemas.form import LANGUAGES
from schemas.tables import Column, Table

LANGUAGE_NAMES = {language: code_list("languages").labels[language]["en"] for language in LANGUAGES}
COUNTRIES = Table(
    "core_countries",
    "one row per country of the programme",
    "The eight countries of the programme.",
    ("country_code",),
    (
        Column("country_code", "text", "Country, ISO 3166-1 alpha-3.", is_required=True),
        Column("iso2", "text", "Country, ISO 3166-1 alpha-2.", is_required=True),
        *(Column(f"name_{language}", "text", f"Name in {name}.", is_required=True) for language, name in LANGUAGE_NAMES.items()),
        Column("survey_language", "code", "Language in which its focal point is usually written to.", "languages", is_required=True),
        Column("currency_code", "code", "Its currency.", "currencies", is_required=True),
        Column("level1_name", "text", "What it calls its first-level units.", is_required=True),
        Column("level2_name", "text", "What it calls its second-level units.", is_required=True),
        Column("level3_name", "text", "What it calls its third-level units.", is_required=True),
    ),
)
CODES = Table(
    "core_codes",
    "one row per code of a code list",
    "The code lists: every code with its labels and meaning.",
    ("list_name", "code"),
    (
        Column("list_name", "text", "Code list.", is_required=True),
        Column("code", "text", "The code.", is_required=True),
        *(Column(f"label_{language}", "text", f"Label in {name}.", is_required=True) for language, name in LANGUAGE_NAMES.items()),
        Column("definition_text", "text", "What the code means."),
    ),
)
PLACES = Table(
    "core_places",
    "one row per administrative unit or town of the gazetteer",
    "The gazetteer: countries of the world, and the units and towns of the eight countries.",
    ("place_id",),
    (
        Column("place_id", "text", "The place.", is_required=True),
        Column("country_code", "text", "Country of the place, ISO 3166-1 alpha-3.", is_required=True),
        Column("place_level_code", "code", "Country, administrative level, or town.", "place_levels", is_required=True),
        Column("unit_kind_code", "text", "What the unit is, as its country calls it: region, canton, commune and so on."),
        Column("place_name", "text", "Official name.", is_required=True),
        Column("parent_place_id", "text", "The unit it lies in.", references="core_places.place_id"),
        Column("iso_3166_2_code", "text", "ISO 3166-2 code, where it has one."),
        Column("national_code", "text", "Code of the country's statistical office, where it is known."),
        Column("pcode_text", "text", "P-code of OCHA's common operational datasets, where it is known."),
        Column("pcode_source_code", "text", "Where the P-code comes from: derived from the national code, by_hand, or a user's file."),
        Column("geonames_code", "text", "GeoNames id, where it has one."),
        Column("latitude", "latitude", "Latitude in decimal degrees, WGS 84."),
        Column("longitude", "longitude", "Longitude in decimal degrees, WGS 84."),
        Column(
            "coordinate_precision_code", "code", "How good the point is: of the place, or of what stands for it.",
            "coordinate_precisions", is_required=True,
        ),
        Column("population_count", "count", "Inhabitants, where GeoNames says."),
        Column("valid_from_text", "text", "Since when the unit is what it is, a date or year, where a reform made it."),
        Column("valid_until_text", "text", "First day, or year, on which a former unit was no more; empty for units of today."),
        Column("is_disputed_area", "flag", "Whether it lies in Western Sahara, a non-self-governing territory to the United Nations."),
    ),
)  # fmt: skip
PLACE_NAMES = Table(
    "core_place_names",
    "one row per place and name",
    "All names and spellings of the gazetteer's places.",
    ("place_id", "name_text"),
    (
        Column("place_id", "text", "The place.", references="core_places.place_id", is_required=True),
        Column("name_text", "text", "A name of the place, in any script.", is_required=True),
        Column("name_kind_code", "text", "official, alternate, or former for a name that it no longer bears.", is_required=True),
    ),
)
PLACE_CODES = Table(
    "core_place_codes",
    "one row per place and code",
    "All codes by which the gazetteer's places are known, those of today and earlier ones.",
    ("place_id", "code_text"),
    (
        Column("place_id", "text", "The place.", references="core_places.place_id", is_required=True),
        Column("code_text", "text", "A code of the place.", is_required=True),
        Column("code_system_name", "text", "Whose code it is, and of which year where codes changed.", is_required=True),
        Column("is_current", "flag", "Whether it is in use today.", is_required=True),
    ),
)
PLACE_SUCCESSORS = Table(
    "core_place_successors",
    "one row per former unit and unit of today that holds its territory or a part of it",
    "What became of units that are no more.",
    ("place_id", "successor_place_id"),
    (
        Column("place_id", "text", "The former unit.", references="core_places.place_id", is_required=True),
        Column("successor_place_id", "text", "The unit of today.", references="core_places.place_id", is_required=True),
        Column("changed_on_text", "text", "Date or year of the change.", is_required=True),
        Column("reason_text", "text", "What changed it.", is_required=True),
    ),
)
GAZETTEER_SOURCES = Table(
    "core_gazetteer_sources",
    "one row per source of the gazetteer",
    "What the gazetteer was made from: the shipped sources, and the files of own units, used or left out.",
    ("source_name",),
    (
        Column("source_name", "text", "The source: its name, or the file in reference/gazetteer/own/.", is_required=True),
        Column("is_shipped", "flag", "Whether it comes with the product.", is_required=True),
        Column("is_used", "flag", "Whether its units take part.", is_required=True),
        Column("profile_text", "text", "Convention of its columns."),
        Column("coverage_text", "text", "Countries and levels that it covers, with the number of units."),
        Column("unit_count", "count", "Units; of a shipped source, the places that it took part in.", is_required=True),
        Column("matched_count", "count", "Units that the gazetteer had."),
        Column("added_count", "count", "Units that it had not."),
        Column("doubtful_count", "count", "Units that may be several places, and so change nothing."),
        Column("lacking_count", "count", "Units of the gazetteer, of the same countries and levels, that the file lacks."),
        Column("polygon_count", "count", "Units with a shape."),
        Column("file_hash", "text", "SHA-256 of the file, with what lies beside it."),
        Column("licence_text", "text", "Licence, as given."),
        Column("attribution_text", "text", "Who is to be named, as given."),
        Column("valid_on_text", "text", "Day on which its units were valid."),
        Column("version_text", "text", "Its version."),
        Column("problem_text", "text", "Why it is left out."),
        Column("note_text", "text", "What else is to be known about it, a line each."),
    ),
)
DICTIONARY_TABLES = Table(
    "core_dictionary_tables",
    "one row per table, map layer or view",
    "What every table, map layer and view means, and how the figures of reports add up.",
    ("table_name",),
    (
        Column("table_name", "text", "The table, map layer or view.", is_required=True),
        Column("kind_name", "text", "table, map layer or view.", is_required=True),
        Column("topic_name", "text", "What it is about: tables of one topic belong together.", is_required=True),
        Column("grain_text", "text", "What one row is; empty for views."),
        Column("description_text", "text", "What it holds or answers.", is_required=True),
        Column("totals_text", "text", "Over what the figures of a report may be added up, and over what not."),
    ),
)
DICTIONARY = Table(
    "core_dictionary",
    "one row per column of a table or map layer",
    "What every column means.",
    ("table_name", "column_name"),
    (
        Column(
            "table_name",
            "text",
            "The table or map layer.",
            references="core_dictionary_tables.table_name",
            is_required=True,
        ),
        Column("column_name", "text", "The column.", is_required=True),
        Column("column_number", "count", "Place of the column in its table, from 1.", is_required=True),
        Column("grain_text", "text", "What one row of the table is.", is_required=True),
        Column("kind_name", "text", "Kind of values: text, code, date, amount and so on.", is_required=True),
        Column("description_text", "text", "What the column says.", is_required=True),
        Column("list_name", "text", "Code list that its values come from."),
        Column("reference_text", "text", "Table and column that it refers to."),
        Column("is_key", "flag", "Whether it belongs to the table's key.", is_required=True),
        Column("is_required", "flag", "Whether it is always filled.", is_required=True),
    ),
)
REFERENCE_TABLES = (COUNTRIES, CODES, PLACES, PLACE_NAMES, PLACE_CODES, PLACE_SUCCESSORS, GAZETTEER_SOURCES, DICTIONARY_TABLES, DICTIONARY)
