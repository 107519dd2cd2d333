"""Tables on what was received: files, rows, columns, findings, and where every value came from."""

from dataclasses import replace

from schemas.countries import countries
from schemas.form import answer_columns, form
from schemas.tables import Column, Table

COUNTRY = Column(
    "country_code",
    "text",
    "Country of the programme, ISO 3166-1 alpha-3.",
    references="core_countries.country_code",
    is_required=True,
)
CONTACT = Column("contact_id", "text", "The person whom its row names, a row of the restricted store's table contacts.")
SUBMISSION = Column("submission_id", "text", "The file received.", references="core_submissions.submission_id", is_required=True)
RESPONSE = Column(
    "response_id",
    "text",
    "The row received that says so: the one that counts most, when there are several.",
    references="core_responses.response_id",
    is_required=True,
)

_RAW_COLUMNS = (
    Column("submission_id", "text", "The file: country, round and the beginning of its SHA-256.", is_required=True),
    Column("country_code", "text", "Country whose folder holds the file.", is_required=True),
    Column("round_name", "text", "Survey round: the name of the folder.", is_required=True),
    Column("file_name", "text", "Path of the file below the folder of raw deliveries.", is_required=True),
    Column("file_hash", "text", "SHA-256 of the file.", is_required=True),
    Column("size_count", "count", "Size of the file in bytes.", is_required=True),
    Column("finding_code", "text", "Why the file was refused; empty for a file that was read."),
    Column("detail_text", "text", "The fact behind the refusal."),
    Column("sheet_name", "text", "Name of the sheet; empty for a refused file."),
    Column("is_hidden_sheet", "flag", "Whether the sender hid the sheet."),
    Column("row_number", "count", "Row in the sheet, from 1; empty for a refused file."),
    Column("cells", "cells", "The row's filled cells: column number, kind of value, text."),
    Column("is_hidden_row", "flag", "Whether the sender hid the row."),
    Column("spans", "cells", "Merged ranges that begin in the row: first column, last column, last row."),
    Column("notes", "cells", "On a file's first row: what its reader noticed about the whole file, finding code and fact."),
)
RAW_TABLES = tuple(
    Table(
        f"raw_rows_{code.lower()}",
        "one row per filled row received from the country; a refused file is one row",
        f"Everything received from {country.name_en}, exactly as it stands in its files.",
        ("submission_id", "file_name", "sheet_name", "row_number"),
        _RAW_COLUMNS,
    )
    for code, country in countries().items()
)

SUBMISSIONS = Table(
    "core_submissions",
    "one row per file received",
    "The files received, what became of them, and what their cover says.",
    ("submission_id",),
    (
        Column("submission_id", "text", "The file: country, round and the beginning of its SHA-256.", is_required=True),
        COUNTRY,
        *_RAW_COLUMNS[2:6],
        Column("outcome_code", "code", "Whether the file was read, refused, or superseded.", "submission_outcomes", is_required=True),
        Column("received_count", "count", "Filled rows received in the file.", is_required=True),
        Column("form_count", "count", "Of these, titles, headers and notes of the form itself.", is_required=True),
        Column("accepted_count", "count", "Of these, answers that were accepted.", is_required=True),
        Column("held_back_count", "count", "Of these, answers that are held back until corrected.", is_required=True),
        Column("superseded_count", "count", "Of these, rows that a corrected file has replaced.", is_required=True),
        *(replace(column, is_required=False) for column in answer_columns("cover")),  # a refused file says nothing
        replace(CONTACT, description="The person whom its cover names; of several covers, the first who is named."),
    ),
)
RESPONSES = Table(
    "core_responses",
    "one row per filled row received in a file that was read, and sheet of the form that it answers",
    "Every row received, as it stands in the file, and what became of it. Personal data and unknown columns are kept apart.",
    ("response_id",),
    (
        Column(
            "response_id",
            "text",
            "The row: submission, place of the sheet, row number; with the sheet of the form where a row answers more than one.",
            is_required=True,
        ),
        SUBMISSION,
        COUNTRY,
        Column("sheet_name", "text", "Name of the sheet in the file.", is_required=True),
        Column("sheet_code", "text", "Sheet of the form that it is; empty when it was not recognised."),
        Column("table_number", "count", "Place of the table on the sheet, from 1; empty for rows of no table."),
        Column("row_number", "count", "Row in the sheet, from 1.", is_required=True),
        Column("outcome_code", "code", "Part of the form, accepted, held back, or superseded.", "response_outcomes", is_required=True),
        Column(
            "reporting_unit_name",
            "text",
            "Organisation that says so: the cover of the form that was filled in names it. An export holds the forms of several.",
        ),
        Column("answers_json", "json", "The answers as received: question code and text."),
    ),
)
RECEIVED_COLUMNS = Table(
    "core_received_columns",
    "one row per column of a table received",
    "Which column of which sheet answered which question.",
    ("submission_id", "sheet_name", "table_number", "header_cell_name", "answer_number"),
    (
        SUBMISSION,
        COUNTRY,
        Column("sheet_name", "text", "Name of the sheet in the file.", is_required=True),
        Column("table_number", "count", "Place of the table on the sheet, from 1.", is_required=True),
        Column("header_cell_name", "text", "Cell of the header, such as C3.", is_required=True),
        Column("column_letter", "text", "Letter of the column that holds the answers.", is_required=True),
        Column("answer_number", "count", "Which of the questions that the column answers in this table, from 1.", is_required=True),
        Column("answer_row_number", "count", "Row of the only answer, where a table is laid out downwards, as covers are."),
        Column("header_text", "text", "Header as received; empty when it had none."),
        Column("sheet_code", "text", "Sheet of the form.", is_required=True),
        Column("question_code", "text", "Question that the column answers; empty when it was not recognised."),
    ),
)
FINDINGS = Table(
    "core_findings",
    "one row per thing that a sender should correct or know",
    "What was found in the deliveries: where, what, what is accepted, and the likely fix, in the sender's language.",
    ("finding_id",),
    (
        Column("finding_id", "text", "Number of the finding in its file.", is_required=True),
        SUBMISSION,
        COUNTRY,
        Column("file_name", "text", "Path of the file below the folder of raw deliveries.", is_required=True),
        Column("sheet_name", "text", "Sheet in the file; empty when the whole file is meant."),
        Column("cell_name", "text", "Cell, such as D17: the first one, when several share the cause."),
        Column("question_code", "text", "Question that the cell answers."),
        Column("value_text", "text", "What was written there; personal data are left out."),
        Column("finding_code", "text", "The cause, a code of `reference/finding_codes.csv`.", is_required=True),
        Column("severity_code", "code", "Must be fixed, please check, or a note.", "severities", is_required=True),
        Column("message_text", "text", "What is wrong, in the sender's language.", is_required=True),
        Column("suggestion_text", "text", "What is accepted or the likely fix, in the sender's language."),
        Column("occurrence_count", "count", "Rows of the sheet with this cause.", is_required=True),
        Column("other_cells_text", "text", "The other cells that share the cause, such as D18 D21."),
        Column("accepted_reason_text", "text", "Why it was accepted as it is; such a finding is no longer to be checked."),
        Column("language_code", "code", "Language of the message.", "languages", is_required=True),
    ),
)
LINEAGE = Table(
    "core_lineage",
    "one row per record and received row that it was made from",
    "Where records came from. The view `value_origins` spells it out by cell.",
    ("table_name", "record_id", "response_id"),
    (
        Column("table_name", "text", "Table of the record.", is_required=True),
        Column("record_id", "text", "Key of the record.", is_required=True),
        RESPONSE,
        Column("column_names", "codes", "Columns that this row supplied; NULL when it supplied all of them."),
    ),
)
WITHHELD = Table(
    "clean_withheld_values",
    "one row per cell that is kept apart",
    "Personal data and cells nobody vouched for: they go to the restricted store of the build and nowhere else.",
    ("submission_id", "sheet_name", "cell_name"),
    (
        *_RAW_COLUMNS[:2],
        _RAW_COLUMNS[3],
        Column("response_id", "text", "The row received."),
        Column("sheet_name", "text", "Name of the sheet in the file.", is_required=True),
        Column("cell_name", "text", "Cell, such as D17.", is_required=True),
        Column("question_code", "text", "Question that the cell answers, when it is known."),
        Column(
            "reason_code",
            "text",
            "contact, personal_data, person, unknown_column, unknown_sheet, above_header, total_row, note_row, held_back_row, "
            "technical_column, consent, small_count or sensitive_place.",
            is_required=True,
        ),
        Column("value_text", "text", "What is written there.", is_required=True),
    ),
)
HIDDEN = replace(
    WITHHELD,
    name="clean_hidden_answers",
    grain="one row per answer that is reckoned with and not shown",
    description="Small counts of people (small_count) and exact places of restricted initiatives (sensitive_place), as they were written.",
)
ROWS = Table(
    "clean_rows",
    "one row per filled row received in a file that was read, and sheet of the form that it answers",
    "The rows received, with the sheet of the form that they stand on and the answers by question.",
    ("response_id",),
    (
        *RESPONSES.columns[:1],
        Column(
            "filling_id",
            "text",
            "The form as filled in once: the file, or one of the submissions in an export, with its cover.",
            is_required=True,
        ),
        *_RAW_COLUMNS[:4],
        Column("language_code", "text", "Language in which the sender is answered.", is_required=True),
        Column(
            "is_mapped",
            "flag",
            "Whether a column map tells what the row says; such rows repeat what they have in common.",
            is_required=True,
        ),
        *RESPONSES.columns[3:7],
        Column("outcome_code", "text", "form, answer, held_back or superseded.", is_required=True),
        Column("answers", "cells", "Question code and cell of every answer."),
    ),
)
RECORDS = Table(
    "clean_records",
    "one row per answer that became a record or a part of one",
    "Which record each accepted row belongs to. Rows that describe the same record share its id; the first row counts most.",
    ("response_id",),
    (
        Column("response_id", "text", "The row received.", is_required=True),
        Column("table_name", "text", "Table of the record.", is_required=True),
        Column("record_id", "text", "Key of the record.", is_required=True),
        Column("rank_count", "count", "Order among the rows of the record: 0 counts most.", is_required=True),
        Column("column_names", "codes", "Columns that this row supplies; missing when it supplies all of them."),
    ),
)
REFERENCES = Table(
    "clean_references",
    "one row per reference written in an answer",
    "What the references in answers refer to.",
    ("response_id", "question_code", "reference_number"),
    (
        Column("response_id", "text", "The row received.", is_required=True),
        Column("question_code", "text", "The question.", is_required=True),
        Column("reference_number", "count", "Place of the reference in its cell, from 1.", is_required=True),
        Column("reference_text", "text", "The reference as written.", is_required=True),
        Column("record_id", "text", "Key of the record referred to; empty when none was found."),
    ),
)
FINDING_STAGES = tuple(
    Table(f"clean_{stage}_findings", FINDINGS.grain, f"What was found {when}.", ("finding_number",), (
        Column("finding_number", "count", "Place of the finding among those of this step.", is_required=True), *FINDINGS.columns[1:],
    ))
    for stage, when in {
        "form": "while files were opened and laid over the form",
        "answer": "while answers were read",
        "identity": "while records were told apart and references followed",
        "place": "while places were looked up",
        "check": "when answers were held against each other",
        "actor": "when organisations were told apart",
        "pair": "when decisions on pairs were held against the reports",
        "waiting": "when answers of people were looked for that nobody has taken as decisions",
        "finance": "while amounts were converted to US dollars",
        "practice": "when codified practices were judged",
    }.items()
)  # fmt: skip
SHOWN_ROWS = Table(
    "clean_shown_rows",
    "one row per filled row of a sender's sheet",
    "The rows received as they may stand in a file that others read: what is kept apart is a mark that names its cell.",
    ("submission_id", "sheet_name", "row_number"),
    (
        *_RAW_COLUMNS[:2],
        *(replace(column, is_required=column.name not in ("spans", "is_hidden_row")) for column in _RAW_COLUMNS[8:14]),
        Column("sheet_number", "count", "Place of the sheet in the file, from 1, by which marks name it.", is_required=True),
        Column("response_id", "text", "The row received."),
        *(
            replace(column, is_required=column.name == "outcome_code")
            for column in ROWS.columns
            if column.name in ("language_code", "sheet_code", "outcome_code")
        ),
    ),
)
REASONS = Table(
    "clean_reasons",
    "one row per reason written into a correction workbook that came back",
    "Why a sender leaves a finding as it is.",
    ("submission_id", "row_number"),
    (
        *_RAW_COLUMNS[:2],
        _RAW_COLUMNS[3],
        Column("sheet_name", "text", "Name of the sheet of problems.", is_required=True),
        Column("row_number", "count", "Row in that sheet, from 1.", is_required=True),
        Column("cell_name", "text", "Cell of the reason.", is_required=True),
        Column("key_text", "text", "Key of the finding (see `schemas.correction_workbook`).", is_required=True),
        Column("reason_text", "text", "The reason.", is_required=True),
    ),
)
STEP_TABLES = (ROWS, SHOWN_ROWS, WITHHELD, HIDDEN, RECORDS, REFERENCES, REASONS, *FINDING_STAGES)
DELIVERY_TABLES = (SUBMISSIONS, RESPONSES, RECEIVED_COLUMNS, FINDINGS, LINEAGE)

CLEAN_TABLES = tuple(
    Table(
        f"clean_{code}",
        sheet.grain,
        f"The answers on the sheet {sheet.labels['en']}, read and typed; references as written.",
        ("response_id",),
        (
            Column("response_id", "text", "The row received.", is_required=True),
            Column("submission_id", "text", "The file received.", is_required=True),
            Column("country_code", "text", "Country that reports, ISO 3166-1 alpha-3.", is_required=True),
            *answer_columns(code),
        ),
    )
    for code, sheet in form().items()
)
