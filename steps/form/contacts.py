"""Gathers the persons that rows received name, and gives each an id that says nothing about whom it stands for."""

import hashlib

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.form.withhold import ACTORS, NAMES

# What an answer that is kept apart tells about a person: the sheet of the form that asks it, and the column of clean_contacts.
TELLS = {
    "contact_name": ("cover", "contact_name"),
    "contact_email_text": ("cover", "email_text"),
    "contact_phone_text": ("cover", "phone_text"),
    "contact_role_text": ("initiatives", "role_text"),
    **dict.fromkeys(sorted(NAMES), (ACTORS, "contact_name")),
}
REASONS = ("contact", "person")
PART = "+"  # opens what tells the parts of a row that answers several sheets
OF_ROW = ["submission_id", "country_code", "round_name", "filling_id"]


def contact_id(response_id: str, sheet_code: str) -> str:
    """Return the id of the person whom a row received names: it is made from the place of the row, never from what is written there."""
    return "c-" + hashlib.sha256(f"{response_id}/{sheet_code}".encode()).hexdigest()[:16]


def contacts(withheld: pd.DataFrame, rows: pd.DataFrame, cover: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Return clean_contacts: one row per row received that names a person.

    `withheld` is clean_withheld_values, `rows` clean_rows, `cover` clean_cover, `records` clean_records.
    """
    told = withheld[withheld["reason_code"].isin(REASONS) & withheld["question_code"].isin(TELLS)]
    if told.empty:
        return shape([], table("clean_contacts"))
    asked = pd.DataFrame([TELLS[one] for one in told["question_code"]], index=told.index, columns=["sheet_code", "column"])
    keys = ["response_id", "sheet_code"]
    said = told.join(asked).drop_duplicates([*keys, "column"]).pivot(index=keys, columns="column", values="value_text").reset_index()
    about = rows.drop_duplicates("response_id").set_index("response_id")
    named = said.merge(about[OF_ROW], left_on="response_id", right_index=True, how="inner")
    fillings = _of_fillings(cover, about["filling_id"])
    senders = [fillings.get(filling, {}) for filling in named["filling_id"]]
    roles = [one.get("submitter_role_text") if sheet == "cover" else None for one, sheet in zip(senders, named["sheet_code"], strict=True)]
    own_roles = named["role_text"] if "role_text" in named else pd.Series(None, named.index, dtype="str")
    found = named.assign(
        contact_id=[contact_id(*key) for key in zip(*(named[name] for name in keys), strict=True)],
        organisation_name=[one.get("reporting_unit_name") for one in senders],
        consent_code=[one.get("consent_code") for one in senders],
        role_text=own_roles.fillna(pd.Series(roles, named.index, dtype="str")),
        actor_id=_actors_of(named, records),
    )
    return shape(found, table("clean_contacts"))


def _actors_of(named: pd.DataFrame, records: pd.DataFrame) -> list[str | None]:
    """Return the organisation in whose row each person is named; None elsewhere, and where the row is held back."""
    own = records[records["table_name"] == "core_actors"]
    ids = dict(zip(own["response_id"].str.partition(PART)[0], own["record_id"], strict=True)) if len(own) else {}
    pairs = zip(named["response_id"], named["sheet_code"], strict=True)
    return [ids.get(response) if sheet == ACTORS else None for response, sheet in pairs]


def _of_fillings(cover: pd.DataFrame, fillings: pd.Series) -> dict[str, dict[str, str]]:
    """Return what the first cover of each filled-in form says of its sender."""
    said = cover.assign(filling_id=cover["response_id"].map(fillings)).drop_duplicates("filling_id").set_index("filling_id")
    asked = said[["reporting_unit_name", "submitter_role_text", "consent_code"]].astype(object)
    return {str(key): row for key, row in asked.where(asked.notna(), None).to_dict("index").items()}


def with_contacts(records: pd.DataFrame, contacts: pd.DataFrame, column: str, sheet_code: str) -> pd.DataFrame:
    """Return files or organisations with their `contact_id`: the first person named for them (`column`) on a sheet of the form."""
    named = contacts[contacts["sheet_code"] == sheet_code].dropna(subset=[column]).drop_duplicates(column)
    return records.assign(contact_id=records[column].map(named.set_index(column)["contact_id"]).astype("str"))
