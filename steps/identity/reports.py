"""What people are shown of reports when they judge two of them: where each stands, and what its rows say."""

import pandas as pd

from schemas.registry import table
from schemas.rows import answers_of, values_of
from schemas.tables import shape

ACTORS, INITIATIVES = "core_actors", "core_initiatives"
LEADS = "lead_actor_refs"
BETWEEN_NAMES = " | "
ANSWERS = (
    "response_id", "title_text", "start_date", "start_date_precision_code", "end_date", "end_date_precision_code", "budget_amount",
    "currency_code",
)  # fmt: skip
STANDS = ("response_id", "submission_id", "country_code", "file_name", "round_name", "sheet_name", "row_number")
SHOWN_OF_DATE = {"day": 10, "month": 7, "year": 4}  # letters of an ISO date


def reports_shown(
    pairs: pd.DataFrame,
    rows: pd.DataFrame,
    initiatives: pd.DataFrame,
    actors: pd.DataFrame,
    records: pd.DataFrame,
    references: pd.DataFrame,
    places: pd.DataFrame,
) -> pd.DataFrame:
    """Return clean_pair_reports: what the rows of the reports in `pairs` (core_initiative_pairs) say.

    `rows` is clean_rows, `initiatives` and `actors` clean_initiatives and clean_actors, `records`, `references` and `places`
    clean_reported_records, clean_reported_references and clean_located_places.
    """
    reported_ids = {*pairs["first_reported_id"], *pairs["second_reported_id"]}
    of_initiatives = records[(records["table_name"] == INITIATIVES) & records["record_id"].isin(reported_ids)]
    said = of_initiatives[["record_id", "response_id", "rank_count"]].merge(initiatives[list(ANSWERS)], on="response_id")
    shown = said.rename(columns={"record_id": "reported_id"}).merge(rows[list(STANDS)], on="response_id")
    plain = answers_of(shown)
    leads, named = _leads(references, records, actors), _joined(places, "initiative_id", "place_text")
    made = shown.assign(
        lead_name=[leads.get(row["response_id"]) for row in plain],
        place_text=[named.get(row["reported_id"]) for row in plain],
        period_text=[_period(row) for row in plain],
        budget_text=[_budget(row) for row in plain],
    )
    return shape(made.sort_values(["reported_id", "rank_count"], kind="stable"), table("clean_pair_reports"))


def _leads(references: pd.DataFrame, records: pd.DataFrame, actors: pd.DataFrame) -> dict[str, str]:
    """Return the names of the organisations that each row says lead its initiative."""
    first = records[(records["table_name"] == ACTORS) & (records["rank_count"] == 0)]
    names = first.merge(actors[["response_id", "actor_name"]], on="response_id").set_index("record_id")["actor_name"]
    written = references[references["question_code"] == LEADS].sort_values(["response_id", "reference_number"], kind="stable")
    return _joined(written.assign(lead_name=written["record_id"].map(names)), "response_id", "lead_name")


def _joined(frame: pd.DataFrame, by: str, column: str) -> dict[str, str]:
    """Return the texts of a column, each once, by the id in another."""
    filled = frame.dropna(subset=[by, column])
    texts: dict[str, dict[str, None]] = {}
    for one, text in zip(values_of(filled[by]), values_of(filled[column]), strict=True):
        texts.setdefault(one, {})[text] = None
    return {one: BETWEEN_NAMES.join(own) for one, own in texts.items()}


def _period(row: dict[str, object]) -> str | None:
    start, end = (_date(row[name], row[f"{name}_precision_code"]) for name in ("start_date", "end_date"))
    return f"{start} – {end}" if start or end else None


def _date(date: object, precision: object) -> str:
    return str(date or "")[: SHOWN_OF_DATE.get(str(precision), 10)]


def _budget(row: dict[str, object]) -> str | None:
    if row["budget_amount"] is None:
        return None
    amount = f"{float(str(row['budget_amount'])):,.2f}".removesuffix(".00").replace(",", " ")  # a comma means a point to half the readers
    return f"{amount} {row['currency_code'] or ''}".strip()
