"""Figures of a build that commands print: asked of its warehouse file or of the database, so that they are what analysts see."""

from pathlib import Path

from warehouse.builds import GEOPACKAGE
from warehouse.query import Asked, Source, has_table, query

Rows = list[tuple[object, ...]]
Build = Path | Asked  # the folder of a build, or the database that shows it


def source_of(build: Build) -> Source:
    """Return what answers SQL on a build: its warehouse file, or the database."""
    return build / GEOPACKAGE if isinstance(build, Path) else build


def country_figures(build: Build) -> Rows:
    """Return per country the figures of a refresh.

    Columns: name, rows received, of the form, accepted, held back, superseded, findings to fix, to check, reports, initiatives, mapped.
    """
    return query(
        source_of(build),
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


def country_states(build: Build) -> Rows:
    """Return per country: code, name, whether it has reported (0 or 1), its latest round, its initiatives."""
    return query(
        source_of(build),
        """
        SELECT c.country_code, n.name_en, c.has_reported, c.latest_round_name, c.initiative_count
        FROM report_completeness AS c JOIN core_countries AS n ON n.country_code = c.country_code
        ORDER BY n.name_en
        """,
    )


def refused_files(build: Build) -> Rows:
    """Return the files that were not read: name, and the reason in the sender's language."""
    return query(
        source_of(build),
        """
        SELECT f.file_name, f.message_text FROM core_findings AS f
        JOIN core_submissions AS s ON s.submission_id = f.submission_id
        WHERE s.outcome_code = 'refused' ORDER BY f.file_name
        """,
    )


def waiting_answers(build: Build) -> Rows:
    """Return the files with answers that nobody has taken as decisions: name, what waits, and what takes it, in the sender's language."""
    return query(
        source_of(build),
        """
        SELECT file_name, message_text, suggestion_text FROM core_findings
        WHERE finding_code IN ('pair-answers-wait', 'place-answers-wait') AND accepted_reason_text IS NULL
        ORDER BY file_name, finding_code
        """,
    )


def gazetteer_files_left_out(build: Build) -> Rows:
    """Return why files of own units took no part, one sentence a file."""
    return query(source_of(build), "SELECT problem_text FROM core_gazetteer_sources WHERE problem_text IS NOT NULL ORDER BY source_name")


def unresolved_places(build: Build) -> Rows:
    """Return the places that were not found: country code, its English name, and the names of the place and of the units given for it."""
    return query(
        source_of(build),
        """
        SELECT DISTINCT p.country_code, n.name_en, p.place_text, p.admin2_text, p.admin1_text
        FROM core_initiative_places AS p JOIN core_countries AS n ON n.country_code = p.country_code
        WHERE p.status_code IN ('ambiguous', 'conflict', 'none') AND p.country_text IS NULL
        ORDER BY p.country_code, p.place_text, p.admin1_text, p.admin2_text
        """,
    )


def file_count(build: Build) -> int:
    """Return how many files were received."""
    return int(str(query(source_of(build), "SELECT count(*) FROM core_submissions")[0][0]))


def example_count(build: Build) -> int:
    """Return how many of the files received say that their answers are invented examples."""
    return int(str(query(source_of(build), "SELECT count(*) FROM core_submissions WHERE is_example")[0][0]))


def initiative_ids(build: Build) -> set[object]:
    """Return the ids of the initiatives of a build."""
    return {row[0] for row in query(source_of(build), "SELECT initiative_id FROM core_initiatives")}


def joined_ids(build: Build) -> set[object]:
    """Return the ids that lead to an initiative with another id."""
    return {row[0] for row in query(source_of(build), "SELECT old_id FROM core_initiative_redirects WHERE initiative_id IS NOT NULL")}


def reports_and_initiatives(build: Build) -> dict[str, str]:
    """Return the reports of initiatives that this build or an earlier one has seen, with the initiative that each is, or was last."""
    rows = query(source_of(build), "SELECT reported_id, initiative_id FROM core_identity_ledger")
    return {str(report): str(initiative) for report, initiative in rows}


def reports_present(build: Build) -> dict[str, str]:
    """Return the reports that deliveries of this build have, with their initiatives; none when it was made before there were ledgers."""
    if not has_table(source_of(build), "core_identity_ledger"):
        return {}
    rows = query(source_of(build), "SELECT reported_id, initiative_id FROM core_identity_ledger WHERE is_present")
    return {str(report): str(initiative) for report, initiative in rows}


def joining_pairs(build: Build, country_code: str) -> Rows:
    """Return the pairs of reports by which reports of a country were put together: the two of each, those that people decided first.

    A pair that is one initiative through others only is none of them. A decision counts also when a report of it is gone.
    """
    return query(
        source_of(build),
        f"""
        SELECT first_reported_id, second_reported_id FROM (
            SELECT first_reported_id, second_reported_id, NULL AS match_weight FROM core_pair_decisions
            WHERE decision_code = 'same' AND country_code = {_quoted(country_code)}
            UNION ALL
            SELECT first_reported_id, second_reported_id, match_weight FROM core_initiative_pairs
            WHERE is_merged AND verdict_code = 'same' AND conflict_text IS NULL AND country_code = {_quoted(country_code)}
        ) AS joining ORDER BY match_weight IS NOT NULL, match_weight DESC, first_reported_id, second_reported_id
        """,  # noqa: S608  (quoted, and the connection only reads)
    )


def pair_figures(build: Build, pair_id: str) -> Rows:
    """Return the row of a pair, when there is one: is_merged, match_weight, match_probability, verdict_code, conflict_text."""
    return query(
        source_of(build),
        f"""
        SELECT is_merged, match_weight, match_probability, verdict_code, conflict_text FROM core_initiative_pairs
        WHERE pair_id = {_quoted(pair_id)}
        """,  # noqa: S608  (quoted, and the connection only reads)
    )


def pair_decision(build: Build, first: str, second: str) -> Rows:
    """Return the decision on two reports, in either order, when there is one: decision_code, author_name, decided_date, reason_text."""
    both = f"({_quoted(first)}, {_quoted(second)})"
    return query(
        source_of(build),
        f"""
        SELECT decision_code, author_name, decided_date, reason_text FROM core_pair_decisions
        WHERE first_reported_id IN {both} AND second_reported_id IN {both}
        """,  # noqa: S608  (quoted, and the connection only reads)
    )


def pair_reasons(build: Build, pair_id: str) -> Rows:
    """Return why a pair is one or two: comparison, what was found, weight in bits, what each report says.

    The weight before any comparison stands first, then the heaviest; together they are the match_weight of the pair.
    """
    return query(
        source_of(build),
        f"""
        SELECT comparison_code, level_text, weight, first_text, second_text FROM core_pair_reasons
        WHERE pair_id = {_quoted(pair_id)} ORDER BY comparison_code <> 'start', abs(weight) DESC, comparison_code
        """,  # noqa: S608  (quoted, and the connection only reads)
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
