"""Human decisions on what was received: findings accepted with a reason, from `reference/decisions/`."""

from dataclasses import dataclass
from functools import cache

from schemas.correction_workbook import FindingKey
from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.findings import finding_codes
from schemas.reference_files import read_reference

ACCEPTABLE = "please_check"
_FILE = "decisions/accepted_findings.csv"
_COLUMNS = (
    "decision_id", "country_code", "finding_code", "file_hash", "sheet_code", "record_reference", "question_code", "value_text",
    "reason_text", "accepted_by", "accepted_date",
)  # fmt: skip
_FILLED = ("country_code", "finding_code", "reason_text", "accepted_by", "accepted_date")


@dataclass(frozen=True)
class AcceptedFinding:
    """A finding to check that somebody has accepted, with the reason. An empty part of `key`, or an empty `file_hash`, fits any."""

    decision_id: str
    country_code: str
    file_hash: str
    key: FindingKey
    reason_text: str


@cache
def accepted_findings() -> tuple[AcceptedFinding, ...]:
    """Return the accepted findings. Raises BrokenReference, also for one that must be fixed: no reason makes a wrong answer right."""
    return tuple(_accepted(row) for row in read_reference(_FILE, _COLUMNS, ("decision_id",)))


def _accepted(row: dict[str, str]) -> AcceptedFinding:
    name = f"reference/{_FILE}, {row['decision_id']}"
    missing = [column for column in _FILLED if not row[column]]
    if missing:
        raise BrokenReference(f"{name} lacks {', '.join(missing)}.")
    code, country = row["finding_code"], row["country_code"]
    if country not in countries() or code not in finding_codes():
        raise BrokenReference(f"{name}: {country if country not in countries() else code} is not known.")
    if finding_codes()[code]["severity_code"] != ACCEPTABLE:
        raise BrokenReference(f"{name}: {code} is not a finding to check; only those can be accepted, the others must be corrected.")
    key = FindingKey(code, row["sheet_code"], row["record_reference"], row["question_code"], row["value_text"])
    return AcceptedFinding(row["decision_id"], country, row["file_hash"], key, row["reason_text"])
