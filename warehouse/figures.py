"""Figures of a build that commands print: asked of its warehouse file, so that they are what analysts see."""

from pathlib import Path

from warehouse.builds import GEOPACKAGE
from warehouse.query import query

Rows = list[tuple[object, ...]]


def country_figures(build: Path) -> Rows:
    """Return per country the figures of a refresh.

    Columns: name, rows received, of the form, accepted, held back, superseded, findings to fix, to check, reports, initiatives, mapped.
    """
    return query(
        build / GEOPACKAGE,
        """
        SELECT n.name_en, q.received_count, q.form_count, q.accepted_count, q.held_back_count, q.superseded_count,
               q.must_fix_count, q.please_check_count,
               (SELECT count(*) FROM core_identity_ledger AS l WHERE l.country_code = q.country_code AND l.is_present),
               c.initiative_count, c.mapped_initiative_count
        FROM report_submission_quality AS q
        JOIN report_completeness AS c ON c.country_code = q.country_code
        JOIN core_countries AS n ON n.country_code = q.country_code
        ORDER BY n.name_en
        """,
    )


def country_states(build: Path) -> Rows:
    """Return per country: code, name, whether it has reported (0 or 1), its latest round, its initiatives."""
    return query(
        build / GEOPACKAGE,
        """
        SELECT c.country_code, n.name_en, c.has_reported, c.latest_round_name, c.initiative_count
        FROM report_completeness AS c JOIN core_countries AS n ON n.country_code = c.country_code
        ORDER BY n.name_en
        """,
    )


def refused_files(build: Path) -> Rows:
    """Return the files that were not read: name, and the reason in the sender's language."""
    return query(
        build / GEOPACKAGE,
        """
        SELECT f.file_name, f.message_text FROM core_findings AS f
        JOIN core_submissions AS s ON s.submission_id = f.submission_id
        WHERE s.outcome_code = 'refused' ORDER BY f.file_name
        """,
    )


def gazetteer_files_left_out(build: Path) -> Rows:
    """Return why files of own units took no part, one sentence a file."""
    return query(build / GEOPACKAGE, "SELECT problem_text FROM core_gazetteer_sources WHERE problem_text IS NOT NULL ORDER BY source_name")


def unresolved_places(build: Path) -> Rows:
    """Return the places that were not found: country code, its English name, and the names of the place and of the units given for it."""
    return query(
        build / GEOPACKAGE,
        """
        SELECT DISTINCT p.country_code, n.name_en, p.place_text, p.admin2_text, p.admin1_text
        FROM core_initiative_places AS p JOIN core_countries AS n ON n.country_code = p.country_code
        WHERE p.status_code IN ('ambiguous', 'conflict', 'none') AND p.country_text IS NULL
        ORDER BY p.country_code, p.place_text, p.admin1_text, p.admin2_text
        """,
    )


def file_count(build: Path) -> int:
    """Return how many files were received."""
    return int(str(query(build / GEOPACKAGE, "SELECT count(*) FROM core_submissions")[0][0]))


def example_count(build: Path) -> int:
    """Return how many of the files received say that their answers are invented examples."""
    return int(str(query(build / GEOPACKAGE, "SELECT count(*) FROM core_submissions WHERE is_example")[0][0]))


def initiative_ids(build: Path) -> set[object]:
    """Return the ids of the initiatives of a build."""
    return {row[0] for row in query(build / GEOPACKAGE, "SELECT initiative_id FROM core_initiatives")}


def joined_ids(build: Path) -> set[object]:
    """Return the ids that lead to an initiative with another id."""
    return {row[0] for row in query(build / GEOPACKAGE, "SELECT old_id FROM core_initiative_redirects WHERE initiative_id IS NOT NULL")}


def reports_and_initiatives(build: Path) -> dict[str, str]:
    """Return the reports of initiatives that this build or an earlier one has seen, with the initiative that each is, or was last."""
    rows = query(build / GEOPACKAGE, "SELECT reported_id, initiative_id FROM core_identity_ledger")
    return {str(report): str(initiative) for report, initiative in rows}


def pairs_of_initiative(build: Path, initiative_id: str) -> Rows:
    """Return the pairs of reports that were put together in an initiative: the two reports of each, the likest first."""
    return query(
        build / GEOPACKAGE,
        f"""
        SELECT first_reported_id, second_reported_id FROM core_initiative_pairs
        WHERE is_merged AND first_initiative_id = {_quoted(initiative_id)}
        ORDER BY decision_id IS NULL, match_weight DESC, pair_id
        """,
    )


def pair_figures(build: Path, pair_id: str) -> Rows:
    """Return the row of a pair, when there is one.

    Its columns are is_merged, match_weight, match_probability, conflict_text, and the decision on it: decision_code, author_name,
    decided_date, reason_text.
    """
    return query(
        build / GEOPACKAGE,
        f"""
        SELECT p.is_merged, p.match_weight, p.match_probability, p.conflict_text, d.decision_code, d.author_name, d.decided_date,
               d.reason_text
        FROM core_initiative_pairs AS p LEFT JOIN core_pair_decisions AS d ON d.decision_id = p.decision_id
        WHERE p.pair_id = {_quoted(pair_id)}
        """,
    )


def pair_reasons(build: Path, pair_id: str) -> Rows:
    """Return why a pair is one or two, the heaviest first: comparison, what was found, weight in bits, what each report says."""
    return query(
        build / GEOPACKAGE,
        f"""
        SELECT comparison_code, level_text, weight, first_text, second_text FROM core_pair_reasons
        WHERE pair_id = {_quoted(pair_id)} ORDER BY abs(weight) DESC, comparison_code
        """,
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
