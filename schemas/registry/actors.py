"""Tables on organisations: who they are, what they are called, which territories are theirs, and which reports mean them."""

from schemas.form import answer_columns_linked
from schemas.registry.deliveries import CONTACT, RESPONSE
from schemas.tables import Column, Table

ACTOR = Column("actor_id", "text", "The organisation.", references="core_actors.actor_id", is_required=True)
ACTOR_NAMES_LANGUAGE = "Language of the name, where the master list says it."

ACTORS = Table(
    "core_actors",
    "one row per organisation",
    "Organisations: those of the master list reference/actors.csv wherever they are reported, local authorities by the unit that they "
    "govern, all others by their names in a country. Nothing is guessed: names that are nearly the same stay apart and are findings.",
    ("actor_id",),
    (
        Column(
            "actor_id",
            "text",
            "The organisation: its id in the master list (ORG-), IATI- and its identifier there, GOV- and a country, "
            "else country and a hash.",
            is_required=True,
        ),
        Column("reporting_country_codes", "codes", "Countries of the programme that report it.", is_required=True),
        *answer_columns_linked("actors", without=("actor_ref",)),
        Column("is_listed", "flag", "Whether the master list has it: name, acronym and type are the list's.", is_required=True),
        Column("actor_type_method_code", "code", "How its type is known.", "actor_type_methods"),
        Column("iati_org_type_code", "code", "Its type as IATI has it.", "iati_org_types"),
        Column("iati_org_ref", "text", "Its IATI organisation identifier, by the master list or as stated."),
        Column("local_authority_level_method_code", "code", "How its tier is known.", "actor_type_methods"),
        Column(
            "governed_place_id", "text", "The unit that a local authority governs, where it is certain.", references="core_places.place_id"
        ),
        Column("response_count", "count", "Received rows that it was made from.", is_required=True),
        RESPONSE,
        CONTACT,
    ),
)
ACTOR_NAMES = Table(
    "core_actor_names",
    "one row per organisation, name and where the name comes from",
    "What organisations are called: as reported, and in the master list. Equal spellings are one.",
    ("actor_id", "name_text", "name_source_code"),
    (
        ACTOR,
        Column("name_text", "text", "The name.", is_required=True),
        Column("name_source_code", "code", "Where it comes from.", "actor_name_sources", is_required=True),
        Column("language_code", "code", ACTOR_NAMES_LANGUAGE, "languages"),
        Column("is_acronym", "flag", "Whether it is given as an acronym.", is_required=True),
        Column("row_count", "count", "Received rows that say so; 0 for a name of the master list.", is_required=True),
    ),
)
ACTOR_PLACES = Table(
    "core_actor_places",
    "one row per organisation, relation and place",
    "Territories of organisations: the unit that a local authority governs, the seat, and of migrants' associations both ends: where they "
    "live and where they come from. Only what is certain.",
    ("actor_id", "relation_code", "place_id"),
    (
        ACTOR,
        Column("relation_code", "code", "What the place is to the organisation.", "actor_place_relations", is_required=True),
        Column("place_id", "text", "The place.", references="core_places.place_id", is_required=True),
        Column("place_country_code", "text", "The country that it lies in, ISO 3166-1 alpha-3.", is_required=True),
        Column("method_code", "code", "How it is known.", "actor_place_methods", is_required=True),
        Column("place_score", "number", "Certainty, 0 to 1.", is_required=True),
        Column("source_text", "text", "The text that says so."),
    ),
)
ACTOR_IDENTITIES = Table(
    "clean_actor_identities",
    "one row per report of an organisation",
    "Which organisation each report means. Reports are told apart by country and name.",
    ("reported_actor_id",),
    (
        Column("reported_actor_id", "text", "The report: country and a hash of the name.", is_required=True),
        Column("actor_id", "text", "The organisation.", is_required=True),
        Column("method_code", "code", "How it was recognised.", "actor_methods", is_required=True),
        Column("match_score", "number", "Certainty, 0 to 1.", is_required=True),
        Column("matched_text", "text", "What it was recognised by.", is_required=True),
        Column("governed_place_id", "text", "The unit that it governs."),
        Column("authority_type_code", "code", "The type of local authority that its name says.", "actor_types"),
    ),
)
ACTOR_STEP_TABLES = (ACTOR_IDENTITIES,)
ACTOR_TABLES = (ACTORS, ACTOR_NAMES, ACTOR_PLACES)
