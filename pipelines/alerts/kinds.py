"""The kinds of trouble that operators are told of, each with its words in `reference/alerts/phrases.csv`."""

from dataclasses import dataclass

REFRESH_FAILED, ROWS_LOST, RUN_STUCK, DAEMON_SILENT, HEALTH_UNKNOWN = (
    "refresh_failed", "rows_lost", "run_stuck", "daemon_silent", "health_unknown",
)  # fmt: skip
NO_BUILD, BUILD_STALE, BUILD_DAMAGED, FILES_BEHIND, WAREHOUSE_UNKNOWN = (
    "no_build", "build_stale", "build_damaged", "files_behind", "warehouse_unknown",
)  # fmt: skip
COUNTRY_SILENT, FILES_REFUSED, ANSWERS_WAIT = "country_silent", "files_refused", "answers_wait"
DISK_LOW, UNDELIVERED = "disk_low", "undelivered"

OF_HEALTH = (REFRESH_FAILED, ROWS_LOST, RUN_STUCK, DAEMON_SILENT, DISK_LOW)  # known only while Dagster's state can be read
OF_WAREHOUSE = (NO_BUILD, BUILD_STALE, BUILD_DAMAGED, FILES_BEHIND, COUNTRY_SILENT, FILES_REFUSED, ANSWERS_WAIT)
SLOW = (COUNTRY_SILENT, FILES_REFUSED, ANSWERS_WAIT)  # they wait for people elsewhere: told again once a week instead of once a day
UNSURE = (DAEMON_SILENT, RUN_STUCK)  # a start takes a moment, and stuck runs are cleared: told when a later look finds them too
# The gravest first: this is their order in a message, and the first one is its subject.
KINDS = (
    BUILD_DAMAGED, WAREHOUSE_UNKNOWN, NO_BUILD, ROWS_LOST, REFRESH_FAILED, BUILD_STALE, FILES_BEHIND, DAEMON_SILENT, HEALTH_UNKNOWN,
    RUN_STUCK, DISK_LOW, UNDELIVERED, COUNTRY_SILENT, FILES_REFUSED, ANSWERS_WAIT,
)  # fmt: skip


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong now.

    `country_code` is the country that it is about, if it is about one. `facts` fill its words. `sentences` are what the program itself says
    of it, in English. `marks` are the single things that it is made of, such as runs or files: one that is new makes it news again.
    """

    kind: str
    country_code: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sentences: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What it is remembered by."""
        return f"{self.kind}:{self.country_code}" if self.country_code else self.kind


def kind_and_country(key: str) -> tuple[str, str]:
    """Return the kind and the country of a trouble by what it is remembered by."""
    kind, _, country_code = key.partition(":")
    return kind, country_code
