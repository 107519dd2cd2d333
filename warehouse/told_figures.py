"""Figures of a build that people are told by message: counts, codes and names of files, never an answer."""

from warehouse.figures import Build, Rows, source_of
from warehouse.query import has_table, query


def received_by_country(build: Build) -> Rows:
    """Return per country: code, rows with answers received, accepted, held back, superseded, findings to fix, to check."""
    return query(
        source_of(build),
        """
        SELECT country_code, received_count - form_count, accepted_count, held_back_count, superseded_count, must_fix_count,
               please_check_count
        FROM report_submission_quality ORDER BY country_code
        """,
    )


def files_by_country(build: Build) -> Rows:
    """Return per file received: country, its name as it may be told, its hash, what became of it."""
    return query(
        source_of(build),
        "SELECT country_code, file_name, file_hash, outcome_code FROM core_submissions ORDER BY country_code, file_name",
    )


def findings_by_cause(build: Build) -> Rows:
    """Return per country and cause: country, severity, cause, in how many cells. Notes and what was accepted are none; the most first."""
    return query(
        source_of(build),
        """
        SELECT country_code, severity_code, finding_code, sum(occurrence_count) FROM core_findings
        WHERE severity_code <> 'note' AND accepted_reason_text IS NULL
        GROUP BY country_code, severity_code, finding_code
        ORDER BY country_code, severity_code, sum(occurrence_count) DESC, finding_code
        """,
    )


def files_that_wait(build: Build) -> Rows:
    """Return the files that wait for people: country, submission_id, whether it was refused and asks for something (else answers wait)."""
    return query(
        source_of(build),
        """
        SELECT DISTINCT s.country_code, s.submission_id, s.outcome_code = 'refused' AS is_refused
        FROM core_submissions AS s JOIN core_findings AS f ON f.submission_id = s.submission_id
        WHERE f.accepted_reason_text IS NULL AND (
            (s.outcome_code = 'refused' AND f.severity_code <> 'note')
            OR f.finding_code IN ('pair-answers-wait', 'place-answers-wait')
        )
        ORDER BY s.country_code, s.submission_id
        """,
    )


def last_new_files(build: Build) -> Rows:
    """Return per country when its last new file came, as ISO 8601; of one that never sent any, when builds began to count it.

    A build made before builds were counted tells nothing.
    """
    if not has_table(source_of(build), "report_builds"):
        return []
    return query(
        source_of(build),
        """
        SELECT country_code, coalesce(max(CASE WHEN new_file_count > 0 THEN made_at_text END), min(made_at_text))
        FROM report_builds GROUP BY country_code ORDER BY country_code
        """,
    )
