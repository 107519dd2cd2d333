"""What is not told to IATI and why: whole activities that lack what the standard demands, and single facts; with where to fill them in."""

from collections.abc import Iterable
from typing import NamedTuple

from publications.csv_tables.excel_safe import csv_file
from schemas.form import form


class Lack(NamedTuple):
    """A fact that is not told: what it is, why, and the sheet and the question of the form that would mend it."""

    fact: str
    why: str
    sheet_code: str
    question_code: str

    @property
    def where(self) -> str:
        """The sheet and the column of the form, as its English edition names them."""
        sheet = form()[self.sheet_code]
        return f"{sheet.labels['en']}: {sheet.question(self.question_code).labels['en']}"


class LeftOut(NamedTuple):
    """A lack of an initiative; `is_published` says whether the rest of it is an activity of the file."""

    initiative_id: str
    country_name: str
    title: str
    is_published: bool
    lack: Lack


NO_TITLE = Lack("title", "not stated", "initiatives", "title_text")
NO_DESCRIPTION = Lack("description", "not stated", "initiatives", "summary_text")
NO_ORGANISATION = Lack("organisation", "none is stated with a role that the standard knows", "initiative_actors", "role_code")
NO_STATUS = Lack("status", "not stated", "initiatives", "status_code")
NO_START = Lack("start date", "not stated", "initiatives", "start_date")
NOT_PUBLIC = Lack("whole record", "its sensitivity is not public", "initiatives", "sensitivity_code")
END_BEFORE_START = Lack("end date", "before the start date", "initiatives", "end_date")
NO_ROLE = Lack("organisation", "its role is not stated, or the standard has none for it", "initiative_actors", "role_code")
BAD_ORG_REF = Lack("identifier of an organisation", "has characters that no IATI identifier has", "actors", "iati_org_text")
PLACE_UNCLEAR = Lack("place", "not found without doubt", "locations", "place_text")
BAD_ADDRESS = Lack("web page", "no complete web address (http or https)", "initiatives", "website_url")
BUDGET_NOT_EXACT = Lack("budget", "the amount is no exact one", "initiatives", "budget_amount")
BUDGET_NO_CURRENCY = Lack("budget", "no currency", "initiatives", "currency_code")
BUDGET_NO_END = Lack("budget", "the standard wants its period, and no end date is known", "initiatives", "end_date")
BUDGET_TOO_LONG = Lack("budget", "its period is longer than the year that the standard allows", "initiatives", "budget_amount")
CONTRIBUTION_UNDATED = Lack(
    "contribution", "the standard wants the day of payment, which the form does not ask", "initiative_actors", "contribution_amount"
)
RESULT_NO_PERIOD = Lack("result", "its period is no year, years, month or days as digits", "results", "period_text")
RESULT_NO_FIGURE = Lack("result", "no figure, or one kept back to protect few people", "results", "result_number")
LANGUAGE_OF_LOCAL_TITLE = Lack("title in a local language", "its language is not known", "initiatives", "local_title_text")

COLUMNS = ("initiative_id", "country", "title", "is_published", "fact_left_out", "why", "where_to_fill_it_in")


def left_out_csv(left_out: Iterable[LeftOut]) -> bytes:
    """Return the list as CSV that a spreadsheet may open: one row per initiative and fact."""
    return csv_file([COLUMNS, *(_cells(one) for one in left_out)])


def _cells(one: LeftOut) -> tuple[str, ...]:
    published = "yes" if one.is_published else "no"
    return (one.initiative_id, one.country_name, one.title, published, one.lack.fact, one.lack.why, one.lack.where)
