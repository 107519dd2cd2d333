"""The views handed over with the tables, as SQL with what they answer: one text for SQLite and PostgreSQL.

What the two spell differently is written in a way that both understand (`CASE WHEN is_x THEN 1 ELSE 0 END` before max or sum, `cast(… AS
text)` before substr of a date, `cast(… AS numeric)` before round); instr, json_extract and group_concat are made on PostgreSQL by
`warehouse/postgresql/functions.py`.
"""

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
        "organisation that reports, whether the record's value was taken from there (is_kept), and whether it says the same (is_agreed): "
        "in the same words, or for initiatives as a value that core_initiative_history has as current.",
        """
        SELECT said.*,
               is_kept
               OR EXISTS (  -- no window, so that whoever asks for one record reads the rows of one record
                     SELECT 1 FROM core_lineage AS k JOIN core_responses AS a ON a.response_id = k.response_id
                     WHERE k.table_name = said.table_name AND k.record_id = said.record_id
                       AND json_extract(a.answers_json, '$.' || said.column_name) = said.value_text
                       AND (k.column_names IS NULL OR instr('|' || k.column_names || '|', '|' || said.column_name || '|') > 0))
               OR (table_name = 'core_initiatives' AND EXISTS (
                     SELECT 1 FROM core_initiative_history AS h
                     WHERE h.initiative_id = said.record_id AND h.column_name = said.column_name AND h.is_current
                       AND instr('|' || h.response_ids || '|', '|' || said.response_id || '|') > 0)) AS is_agreed
        FROM (
            SELECT l.table_name, l.record_id, c.question_code AS column_name, s.round_name, r.reporting_unit_name, s.file_name,
                   r.sheet_name, c.column_letter || coalesce(c.answer_row_number, r.row_number) AS cell_name,
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
        ) AS said
        """,
    ),
    View(
        "value_origins",
        "Where every answer of a record came from, and every respondent who says the same: file, sheet and cell, the organisation that "
        "reports, the text as received, and whether the answer was taken from there (is_kept).",
        """
        SELECT table_name, record_id, column_name, file_name, sheet_name, cell_name, value_text, reporting_unit_name, is_kept
        FROM value_statements
        WHERE is_agreed
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
        HAVING min(CASE WHEN s.is_example THEN 1 ELSE 0 END) = 1
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
        "pair_reasons",
        "Why two reports are one initiative or two: both reports, what each comparison found, and its weight; the weights of a pair add up "
        "to its match_weight. Two that only a person put beside each other have one row, without a comparison.",
        """
        SELECT p.country_code, p.pair_id, p.first_reported_id, p.first_initiative_id, p.second_reported_id, p.second_initiative_id,
               p.is_merged, p.verdict_code, p.match_weight, p.conflict_text, r.comparison_code, r.level_text, r.weight,
               r.first_text, r.second_text, d.decision_code, d.reason_text AS decision_reason_text
        FROM core_initiative_pairs AS p
        LEFT JOIN core_pair_reasons AS r ON r.pair_id = p.pair_id
        LEFT JOIN core_pair_decisions AS d ON d.decision_id = p.decision_id
        """,
    ),
    View(
        "bridges_and_unreached_by_country",
        "By country that reports them: organisations that bridge, and local authorities that no network and no partnership reaches. A "
        "bridge holds together what would fall apart without it (is_cut_point) or connects countries (is_country_bridge). One that is "
        "both a bridge and unreached has two rows.",
        """
        SELECT n.country_code, s.standing, a.actor_id, a.actor_name, a.actor_type_code, a.is_cut_point, a.is_country_bridge,
               a.betweenness_share, a.network_count, a.partnership_count, a.initiative_count, a.is_isolated, a.is_in_funded_initiative
        FROM (
            SELECT actor_id, 'bridge' AS standing FROM report_actor_connections WHERE is_cut_point OR is_country_bridge
            UNION ALL
            SELECT actor_id, 'unreached' FROM report_actor_connections
            WHERE substr(actor_type_code, 1, 3) = 'LA_' AND network_count = 0 AND partnership_count = 0
        ) AS s
        JOIN report_actor_connections AS a ON a.actor_id = s.actor_id
        JOIN core_actors AS o ON o.actor_id = s.actor_id
        JOIN core_countries AS n ON instr('|' || o.reporting_country_codes || '|', '|' || n.country_code || '|') > 0
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
