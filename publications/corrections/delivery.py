"""What a correction workbook is written from: one delivery, cut out of the tables of a build."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from publications.table_rows import Row
from schemas.code_lists import code_list
from schemas.correction_workbook import machine_sheets, words
from schemas.countries import countries
from schemas.form import SHEET_NAME_LENGTH

FORBIDDEN_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


@dataclass(frozen=True)
class Delivery:
    """One file received. Rows have None for whatever is missing.

    `submission` is its row of core_submissions; `sheets` its rows as they may be shown, with `cells`, `response_id`, `sheet_code` and
    `outcome_code`; `columns` its part of core_received_columns; `findings` its part of core_findings, with `key_text`; `pairs` what is
    asked about its reports that may be one initiative with another; `questions` what is asked about its places; `made_on` the day
    that the workbook names (ISO 8601).
    """

    submission: Row
    sheets: Sequence[Row]
    columns: Sequence[Row]
    findings: Sequence[Row]
    pairs: Sequence[Row]
    questions: Sequence[Row]
    made_on: str

    @cached_property
    def language(self) -> str:
        """The language in which its sender is answered: that of its rows, else of what is said about it, else of its country."""
        told = next((row["language_code"] for row in (*self.sheets, *self.findings) if row["language_code"]), None)
        return str(told) if told else countries()[str(self.submission["country_code"])].survey_language

    @property
    def is_refused(self) -> bool:
        """Whether the file could not be read."""
        return self.submission["outcome_code"] == "refused"

    def word(self, code: str) -> str:
        """Return one of the workbook's words in the sender's language."""
        return words()[code][self.language]

    def title(self, sheet_code: str) -> str:
        """Return the title of one of the workbook's own sheets."""
        return machine_sheets()[sheet_code][self.language]

    def severity(self, code: str) -> str:
        """Return the name of a severity."""
        return code_list("severities").labels[code][self.language]

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of the sender's sheets here, by name as received: other kinds of file allow longer ones and any mark."""
        taken = {title.casefold() for titles in machine_sheets().values() for title in titles.values()}
        titles = {}
        for name in dict.fromkeys(row["sheet_name"] for row in self.sheets):
            plain = str(name).translate(FORBIDDEN_IN_TITLES).strip("'").strip()[:SHEET_NAME_LENGTH] or "_"
            title, number = plain, 1
            while title.casefold() in taken:
                number += 1
                title = f"{plain[: SHEET_NAME_LENGTH - 4]} ({number})"
            taken.add(title.casefold())
            titles[str(name)] = title
        return titles
