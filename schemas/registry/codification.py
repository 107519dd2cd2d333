"""Tables on output 3's codification: how practices are reviewed, how complete they are, what they teach, and codes that texts suggest."""

from schemas.registry.deliveries import COUNTRY, RESPONSE
from schemas.registry.reports import NOT_STATED
from schemas.tables import Column, Table

PRACTICE = Column("practice_id", "text", "The practice.", references="core_practices.practice_id", is_required=True)
COMPLETENESS = "Filled needed sections of needed sections, in percent"


def _count(name: str, description: str) -> Column:
    return Column(name, "count", description, is_required=True)


def _of_country(name: str, description: str) -> Column:
    return Column(name, "count", f"{description}; empty when the country has sent no file that could be read.")


def _stated(name: str, description: str) -> Column:
    return Column(name, "text", f"{description}; {NOT_STATED} when nobody said.", is_required=True)


EMPTY_COUNTRY = (
    f"A country without any has one row, `{NOT_STATED}` throughout: its counts are zero if it has reported, and empty if it has not."
)
REVIEWS = Table(
    "core_practice_reviews",
    "one row per practice and move of its review",
    "Output 3: how the review of a practice moved from state to state over the rounds, and whether the rules of "
    "reference/codification/review_moves.csv allow it. A round shows the state of its day: states that may lie unseen between two rounds "
    "are taken to have been passed, a validation only where its validator and its day are stated. Respondents of one round who state "
    "different things: the one that counts most is followed.",
    ("practice_id", "move_number"),
    (
        PRACTICE,
        COUNTRY,
        _count("move_number", "Place of the move in the review of the practice, from 1."),
        Column("round_name", "text", "First round that states the new state.", is_required=True),
        Column("from_status_code", "code", "State before; empty for the first one known.", "review_statuses"),
        Column("to_status_code", "code", "State reached.", "review_statuses", is_required=True),
        Column("passed_status_codes", "codes", "States that were passed unseen between the two.", "review_statuses"),
        Column("mover_codes", "codes", "Who may make the move, or the last one of several.", "review_roles"),
        Column("by_text", "text", "Who is stated: the validator of a validation, the author organisation of its own moves."),
        Column("validated_date", "date", "Day of validation, where the move passes or reaches one and a day is stated."),
        Column("validated_date_precision_code", "code", "Which part of validated_date is known.", "date_precisions"),
        Column("is_allowed", "flag", "Whether the rules allow it.", is_required=True),
        Column("fault_codes", "codes", "Why not.", "review_move_faults"),
        Column("other_status_codes", "codes", "States that other respondents of the round state.", "review_statuses"),
        Column("response_ids", "codes", "All received rows of the round that state it, the one that counts most first.", is_required=True),
        RESPONSE,
    ),
)  # fmt: skip
PRACTICE_SCORES = Table(
    "report_practices",
    "one row per codified practice",
    "Output 3: how complete each codification is, how strong its evidence, how easily it is repeated. They are never made one figure. "
    "Which sections a project's and a policy plan's sheet need is reference/codification/sections.csv; a practice that does not state "
    "its subject is judged as a project.",
    ("practice_id",),
    (
        PRACTICE,
        COUNTRY,
        Column("title_text", "text", "Its title.", is_required=True),
        Column("sheet_code", "text", "Sheet by which it is judged: project or policy_plan.", is_required=True),
        Column("practice_kind_code", "code", "Kind of practice; empty when not stated.", "practice_kinds"),
        Column("review_status_code", "code", "State of the review; empty when not stated.", "review_statuses"),
        _count("needed_section_count", "Sections that its sheet needs."),
        _count("filled_section_count", "Needed sections that are filled."),
        Column("completeness_share", "share", f"{COMPLETENESS}.", is_required=True),
        Column("missing_section_codes", "codes", "Needed sections that are not filled (reference/codification/sections.csv)."),
        Column("missing_sections_text", "text", "The same in words."),
        Column("evidence_level_code", "code", "Strength of the evidence as stated, E0 to E3; empty when not stated.", "evidence_levels"),
        Column("replicability_score", "count", "How easily others can repeat it as stated, 1 (hardly) to 5 (easily); empty when not."),
        Column("has_replicability_conditions", "flag", "Whether it states conditions for repeating it.", is_required=True),
        _count("lesson_count", "Its lessons."),
        _count("works_lesson_count", "Of these, what works."),
        _count("avoid_lesson_count", "Of these, what is to be avoided; lessons that do not say which are in neither."),
        Column(
            "is_validated", "flag", "Whether its review is validated or published, by a last move that the rules allow.", is_required=True
        ),
        Column("barrier_codes", "codes", "What forbids to hand its texts over; empty when nothing is known to.", "release_barriers"),
        RESPONSE,
    ),
)
CODIFICATION = Table(
    "report_codification",
    "one row per country, kind of practice, review state and evidence level",
    f"Output 3: how many practices are codified, and how completely. A practice counts once. {EMPTY_COUNTRY}",
    ("country_code", "practice_kind_code", "review_status_code", "evidence_level_code"),
    (
        COUNTRY,
        _stated("practice_kind_code", "Kind of practice (practice_kinds)"),
        _stated("review_status_code", "State of the review (review_statuses)"),
        _stated("evidence_level_code", "Strength of the evidence (evidence_levels)"),
        _of_country("practice_count", "Practices"),
        _of_country("needed_section_count", "Sections that their sheets need, together"),
        _of_country("filled_section_count", "Of these, sections that are filled"),
        Column("mean_completeness_share", "share", "Mean of their completeness_share, each practice alike; empty without a practice."),
        _of_country("replicability_count", "Practices that state their replicability"),
        _of_country("lesson_count", "Their lessons"),
    ),
)
LESSON_COUNTS = Table(
    "report_lessons",
    "one row per country, type of lesson and polarity",
    f"Output 3: what practices teach, by type, and whether it works or is to be avoided. A lesson counts once. {EMPTY_COUNTRY}",
    ("country_code", "lesson_type_code", "polarity_code"),
    (
        COUNTRY,
        _stated("lesson_type_code", "What the lesson is about (lesson_types)"),
        _stated("polarity_code", "Works, or to be avoided (lesson_polarities)"),
        _of_country("lesson_count", "Lessons"),
        _of_country("validated_lesson_count", "Of these, lessons of practices whose review is validated or published"),
        _of_country("evidenced_lesson_count", "Lessons that state their evidence, validated or not"),
        _of_country("practice_count", "Practices that teach them: one that teaches several kinds counts in each, do not add up"),
    ),
)
SUGGESTIONS = Table(
    "report_code_suggestions",
    "one row per initiative or practice, code list and suggested code",
    "Output 3: themes, SDG targets and GCM objectives that the words of a text suggest. A suggestion only, for a person to look at: "
    "nothing is filled in from it. A code is suggested from a weight of 2 on; the words and their weights are "
    "reference/codification/keywords.csv and keyword_codes.csv. On the 141 sample records, whose themes one person read from the text, the "
    "main theme is among the suggestions of 117 and in the first place of 108; the keywords were written by somebody who knew these "
    "texts, so expect less elsewhere.",
    ("table_name", "record_id", "list_name", "suggested_code"),
    (
        Column("table_name", "text", "Table of the record: core_initiatives or core_practices.", is_required=True),
        Column("record_id", "text", "Key of the record.", is_required=True),
        COUNTRY,
        Column("list_name", "text", "Code list: themes, sdg_targets or gcm_objectives.", is_required=True),
        Column("suggested_code", "text", "The code.", is_required=True),
        _count("keyword_weight", "Weight of the different things found, together: 1 is a hint, 2 tells by itself."),
        _count("rank_number", "Place among the codes of the list for the record, 1 the weightiest; equal weights share a place."),
        Column("found_text", "text", "Words found, as keywords.csv writes them, with their columns.", is_required=True),
        Column("column_names", "codes", "Columns in which they stand.", is_required=True),
        Column("is_stated", "flag", "Whether the respondent stated the code already.", is_required=True),
        Column("is_any_stated", "flag", "Whether the respondent stated any code of the list.", is_required=True),
        RESPONSE,
    ),
)
TEXTS = Table(
    "core_practice_texts",
    "one row per codified practice whose texts may be handed over",
    "Output 3: what practices say, for the full-text search practice_search over it: SELECT practice_id FROM practice_search WHERE "
    "practice_search MATCH 'retorno'. Practices that report_practices gives a barrier are left out.",
    ("practice_id",),
    (
        PRACTICE,
        COUNTRY,
        Column("title_text", "text", "Its title.", is_required=True),
        Column("sections_text", "text", "The texts of its sections, one after the other."),
        Column("lessons_text", "text", "Its lessons with their evidence and recommendations."),
        Column("keywords_text", "text", "Its keywords."),
        Column("spellings_text", "text", "Arabic and Nepali words in the other forms that a reader may ask for: without joined particles, "
               "endings and postpositions, and with one letter for those that writers use one for the other."),
        RESPONSE,
    ),
)  # fmt: skip
CODIFICATION_TABLES = (REVIEWS, TEXTS, PRACTICE_SCORES, CODIFICATION, LESSON_COUNTS, SUGGESTIONS)
