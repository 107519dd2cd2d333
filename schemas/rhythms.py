"""How often each country is expected to send something: `reference/rhythms.csv`, so that one that falls silent is noticed."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.reference_files import read_reference

MONTHS_OF_YEAR = 12
LONGEST = 120  # months


@dataclass(frozen=True)
class Rhythm:
    """A country is silent when its last new file came more than so many months ago."""

    country_code: str
    months: int

    def is_over(self, last: datetime, now: datetime) -> bool:
        """Return whether more than its months lie between the last new file and now: 31 January and one month end on 1 March."""
        months = (now.year - last.year) * MONTHS_OF_YEAR + now.month - last.month
        rest_of_month = (now.day, now.time()) > (last.day, last.time())
        return months > self.months or (months == self.months and rest_of_month)


@cache
def rhythms() -> tuple[Rhythm, ...]:
    """Return the rhythm of every country that has one. Raises BrokenReference."""
    rows = read_reference("rhythms.csv", ("country_code", "months", "reason"), ("country_code",))
    return tuple(_rhythm(row) for row in rows)


def _rhythm(row: dict[str, str]) -> Rhythm:
    code, months = row["country_code"], row["months"]
    if code not in countries():
        raise BrokenReference(f"reference/rhythms.csv: {code} is no country of the programme; it is one of {', '.join(countries())}.")
    if not months.isdecimal() or not 1 <= int(months) <= LONGEST:
        raise BrokenReference(f"reference/rhythms.csv, {code}: months is '{months}'; it must be a number of months from 1 to {LONGEST}.")
    if not row["reason"]:
        raise BrokenReference(f"reference/rhythms.csv, {code}: the reason is empty; say why so many months are usual.")
    return Rhythm(code, int(months))
