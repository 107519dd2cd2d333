"""The views handed over with the tables, as SQL with what they answer."""

from typing import NamedTuple


class View(NamedTuple):
    """A view: its name, what it answers, and its query."""

    name: str
    description: str
    sql: str


VIEWS = (
    View(
        "value_statements",
        "What every respondent said in every column of a record: file, sheet, cell, the text as received, the survey round, the "
        "organisation that reports, and whether the record's value is the one that stands there (is_kept).",
        """
        SELECT l.table_name, l.record_id, c.question_code AS column_name, s.round_name, r.reporting_unit_name, s.file_name, r.sheet_name,
               c.column_letter || coalesce(c.answer_row_number, r.row_number) AS cell_name,
               json_extract(r.answers_json, '$.' || c.question_code) AS value_text,
               l.column_names IS NULL OR instr('|' || l.column_names || '|', '|' || c.question_code || '|') > 0 AS is_kept,
               s.submission_id, r.response_id
        FROM core_lineage AS l
        JOIN core_responses AS r ON r.response_id = l.response_id
        JOIN core_submissions AS s ON s.submission_id = r.submission_id
        JOIN core_received_columns AS c
          ON c.submission_id = r.submission_id AND c.sheet_name = r.sheet_name AND c.table_number = r.table_number
         AND c.question_code IS NOT NULL
        WHERE json_extract(r.answers_json, '$.' || c.question_code) IS NOT NULL
        """,
    ),
    View(
        "value_origins",
        "Where every answer of a record came from: file, sheet and cell, and the text as received.",
        """
        SELECT table_name, record_id, column_name, file_name, sheet_name, cell_name, value_text
        FROM value_statements
        WHERE is_kept
        """,
    ),
    View(
        "example_records",
        "Records that rest on nothing but invented examples, as the covers of their files say: leave them out of what is published.",
        """
        SELECT l.table_name, l.record_id
        FROM core_lineage AS l
        JOIN core_responses AS r ON r.response_id = l.response_id
        JOIN core_submissions AS s ON s.submission_id = r.submission_id
        GROUP BY l.table_name, l.record_id
        HAVING min(coalesce(s.is_example, 0)) = 1
        """,
    ),
    View(
        "isolated_local_authorities",
        "Local authorities without a connection beyond their own initiative, funded or not, with that initiative where they have one.",
        """
        SELECT a.actor_id, a.actor_name, a.actor_type_code, a.is_isolated, a.is_in_funded_initiative, p.initiative_id, i.title_text
        FROM report_actor_connections AS a
        LEFT JOIN (SELECT DISTINCT actor_id, initiative_id FROM core_initiative_actors) AS p ON p.actor_id = a.actor_id
        LEFT JOIN core_initiatives AS i ON i.initiative_id = p.initiative_id
        WHERE a.is_isolated_local_authority
        """,
    ),
    View(
        "labelled_initiatives",
        "Initiatives with their codes spelled out in English, and how many of their places are on the map.",
        """
        SELECT i.initiative_id, n.name_en AS country_name, i.title_text, i.acronym_text, i.summary_text,
               status.label_en AS status_name, stage.label_en AS scaling_stage_name, theme.label_en AS primary_theme_name,
               i.start_date, i.start_date_precision_code, i.end_date, i.end_date_precision_code,
               i.budget_amount, i.currency_code, i.donors_text, i.website_url,
               (SELECT count(*) FROM core_initiative_places AS p WHERE p.initiative_id = i.initiative_id) AS place_count,
               (SELECT count(*) FROM core_initiative_places AS p
                 WHERE p.initiative_id = i.initiative_id AND p.status_code = 'matched') AS mapped_place_count
        FROM core_initiatives AS i
        JOIN core_countries AS n ON n.country_code = i.country_code
        LEFT JOIN core_codes AS status ON status.list_name = 'initiative_statuses' AND status.code = i.status_code
        LEFT JOIN core_codes AS stage ON stage.list_name = 'scaling_stages' AND stage.code = i.scaling_stage_code
        LEFT JOIN core_codes AS theme ON theme.list_name = 'themes' AND theme.code = i.primary_theme_code
        """,
    ),
)
