"""What is said of deliveries that arrive: in Dagster's pages, and by what reads them from there."""

from collections import Counter
from collections.abc import Mapping

from pipelines.arrivals.look import State
from schemas.countries import countries

NEEDS_A_PERSON = "Somebody has to look: "  # how a sentence begins that a person should be told of at once
NO_DELIVERIES = (
    "the folder of deliveries is not there, or holds no delivery of any country. No refresh is started, and readers keep what they have. "
    "Is it mounted, and may this user open it?"
)
NOT_AT_REST = "Deliveries are arriving or changing, or this is the first look. A refresh is asked for when two looks find the same."
AT_WORK = "A refresh waits or goes on. What has arrived meanwhile is looked at when it has ended."
NOT_READ_YET = "Deliveries are being read, to see what is new in them. The next look goes on with it."
NO_NEWS = "Nothing has arrived: the build {build} was made of just these files."
TRIED = (
    "A refresh was asked for with just these files, and readers have no build of them: it failed, or was stopped; its page says why. "
    "It is tried again when a file changes, in the night, or when somebody runs nightly_refresh."
)
NAMED_FILES = 5


def needs_a_person(sentence: str) -> str:
    """Return a sentence that a person should be told of at once."""
    return NEEDS_A_PERSON + sentence


def all_of_a_country_gone(gone: Mapping[str, tuple[str, ...]]) -> str:
    """Return what to say of countries of which no file is left; `gone` are the files that the build was made of, by country."""
    told = "; ".join(f"{countries()[code].name_en}: {_named(names)}" for code, names in gone.items())
    return (
        f"all deliveries of a country are gone ({told}). No refresh is started, since its rows would be lost. Bring the files back, or, "
        f"if this is meant, run the job accept_loss with {', '.join(gone)}."
    )


def _named(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - NAMED_FILES} more" if len(names) > NAMED_FILES else ""
    return ", ".join(names[:NAMED_FILES]) + more


def what_arrived(before: State, now: State) -> dict[str, str]:
    """Return what came, changed and went since a build, counted, by country: `{"MAR": "2 new, 1 removed"}`."""
    then, there = (dict(state) for state in (before, now))
    changes = Counter(
        (name.partition("/")[0], "new" if name not in then else "removed" if name not in there else "changed")
        for name in then.keys() | there.keys()
        if then.get(name) != there.get(name)
    )
    told = {
        code: [f"{changes[code, kind]} {kind}" for kind in ("new", "changed", "removed") if changes[code, kind]] for code in countries()
    }
    return {code: ", ".join(words) for code, words in told.items() if words}
