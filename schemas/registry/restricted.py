"""The tables of the restricted store: personal data, and what nobody vouched for. They are part of no other file of a build.

They are declared like all tables, so that whatever loads or erases them goes by the declaration. `contact_id` joins them with
core_submissions and core_actors, for those who may open both.
"""

from dataclasses import replace

from schemas.registry.deliveries import WITHHELD
from schemas.tables import Column, Table

CONTACTS = Table(
    "clean_contacts",
    "one row per row received that names a person",
    "The persons that covers, rows of organisations and rows of initiatives name: whom to ask about a delivery.",
    ("contact_id",),
    (
        Column("contact_id", "text", "The person as named in one row of one file; made from the row's place alone.", is_required=True),
        Column("submission_id", "text", "The file received.", is_required=True),
        Column("response_id", "text", "The row received; core_lineage leads from it to records.", is_required=True),
        Column("country_code", "text", "Country that reports, ISO 3166-1 alpha-3.", is_required=True),
        Column("round_name", "text", "Survey round.", is_required=True),
        Column("sheet_code", "text", "Sheet of the form: cover, actors or initiatives.", is_required=True),
        Column("organisation_name", "text", "Organisation that the person answers for, as the cover of the form names it."),
        Column("actor_id", "text", "The organisation of core_actors in whose row the person is named."),
        Column("contact_name", "text", "Name of the person, as written; in a row of organisations, the whole cell."),
        Column("role_text", "text", "Role of the person, as written."),
        Column("email_text", "text", "E-mail address, as written."),
        Column("phone_text", "text", "Telephone number, as written."),
        Column("consent_code", "code", "What the sender agrees may be published.", "consents"),
    ),
)
RESTRICTED_STEP_TABLES = (CONTACTS,)
RESTRICTED_TABLES = tuple(replace(one, name=one.name.removeprefix("clean_")) for one in (CONTACTS, WITHHELD))
