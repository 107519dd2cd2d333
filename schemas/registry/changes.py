"""Tables on builds: what changed since the one before, counted for analysts and told one by one, and the figures of every one."""

from schemas.registry.deliveries import COUNTRY
from schemas.tables import Column, Table

_COUNTRY = Column("country_code", "text", "Country, ISO 3166-1 alpha-3; empty for rows of no single country.")

CHANGES = Table(
    "report_changes",
    "one row per table and country with rows that were added, changed or removed since the build before",
    "What changed against the build that was current when this one was made. Without rows nothing changed, or there was no build before: "
    "`build.json` says against which. Rows are known by the key of their table.",
    ("table_name", "change_group_name"),
    (
        Column("table_name", "text", "The table.", is_required=True),
        Column("change_group_name", "text", "The country, or `none` for rows of no single country.", is_required=True),
        _COUNTRY,
        Column("added_count", "count", "Rows that the build before had not.", is_required=True),
        Column(
            "changed_count",
            "count",
            "Rows of both with another value in a column that both have; from which response does not count.",
            is_required=True,
        ),
        Column("removed_count", "count", "Rows that are no more.", is_required=True),
        Column("unchanged_count", "count", "Rows that are the same.", is_required=True),
    ),
)
CHANGED_VALUES = Table(
    "clean_changed_values",
    "one row per initiative, or column of the dictionary, that came or went, and one per value of either that changed",
    "What the page of changes tells one by one.",
    ("table_name", "record_id", "column_name"),
    (
        Column("table_name", "text", "core_initiatives or core_dictionary.", is_required=True),
        Column("record_id", "text", "The record.", is_required=True),
        _COUNTRY,
        Column("record_name", "text", "How people know it: the title of an initiative, table and column of the dictionary."),
        Column("change_name", "text", "added, changed, removed, or joined for an initiative that is part of another one now.",
               is_required=True),
        Column("column_name", "text", "The column that changed; `all` where the record came or went.", is_required=True),
        Column("earlier_text", "text", "Its value in the build before."),
        Column("later_text", "text", "Its value now; of a joined initiative, the id of the one that it is part of."),
    ),
)  # fmt: skip


def _count(name: str, description: str) -> Column:
    return Column(name, "count", description, is_required=True)


# Each build takes over the rows of the one before: a column that is added later must not be required, since earlier builds lack it.
BUILDS = Table(
    "report_builds",
    "one row per build and country of the programme",
    "What each build held of each country, so that its quality can be followed from build to build: this build and those that it follows, "
    "800 at most. After `jmdi restore` the next build follows the restored one.",
    ("build_id", "country_code"),
    (
        Column("build_id", "text", "The build.", is_required=True),
        Column("build_date", "date", "The day on which it was begun, in UTC.", is_required=True),
        Column("made_at_text", "text", "The moment at which it was begun, in UTC, as ISO 8601 has it.", is_required=True),
        COUNTRY,
        _count("file_count", "Files received."),
        _count("new_file_count", "Of these, files that the build before had not, by their SHA-256; of the first build, all."),
        _count("received_count", "Filled rows received in files that were read."),
        _count("accepted_count", "Of these, answers accepted."),
        _count("held_back_count", "Of these, answers held back."),
        _count("must_fix_count", "Findings that must be fixed."),
        _count("please_check_count", "Findings to check."),
        _count("initiative_count", "Initiatives."),
        _count("mapped_initiative_count", "Initiatives with at least one place found."),
    ),
)
CHANGE_TABLES = (CHANGES, CHANGED_VALUES, BUILDS)
TOLD_OF_BUILDS = (CHANGES.name, BUILDS.name)  # they tell of builds, not of deliveries: two builds of the same deliveries differ in them
