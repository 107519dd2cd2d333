"""Reads a cell in which organisations are written freely, such as the donors of an initiative, into the organisations it names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from steps.actors.listed import EVERYWHERE, GOVERNMENT, find_listed, government_of, is_country, listed, scope_of, without_office
from steps.actors.words import WORD, Words, content_words, phrases, read_name, words_of, words_of_acronym
from steps.places.spelling import REMEMBERED, key
from steps.text import clean_text

PARTED = re.compile(r"\s*[|;؛\n•]\s*")  # between these, everything is a name of its own
APART = re.compile(r"[,،&+/():\[\]–—]|\s-\s")  # these part names only where a listed one stands beside them
ARTICLE_LIKE = frozenset(("un",))  # the United Nations only in capitals
ARABIC_AND = "وال"


class _Atom(NamedTuple):
    """A listed organisation, a word that joins two, or any other word, and where it stands in the part."""

    start: int
    end: int
    actor_id: str
    joins: bool
    words: Words


@dataclass
class _Run:
    """What stands between two separators: listed organisations, and the words that are none."""

    text: str = ""
    actors: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    is_in_brackets: bool = False
    is_after_and: bool = False

    @property
    def government(self) -> str | None:
        """The government that the run means, when it names a country and nothing else."""
        country = is_country(self.text)
        return GOVERNMENT + country if country else government_of(self.text)

    @property
    def is_name(self) -> bool:
        """Whether it names an organisation that is not listed."""
        return not self.actors and not _says_nothing(self.words) and self.government is None


@lru_cache(maxsize=REMEMBERED)
def organisations_in(text: str, country_code: str) -> tuple[tuple[str, str], ...]:
    """Return the organisations that a cell names: id of the master list, `GOV-` and a country, or the name's words; and the text.

    Reports of a country know its own organisations by their names. What is not listed is parted only where the cell parts names
    clearly: by a bar or semicolon, or beside a listed one. An organisation named twice is returned once, in the order of the cell.
    """
    found: dict[str, str] = {}
    for part in PARTED.split(clean_text(text)):
        for actor, written in _in_part(part.strip(" .,"), country_code):
            found.setdefault(actor, written)
    return tuple(found.items())


def _in_part(part: str, country_code: str) -> Iterable[tuple[str, str]]:
    if not key(part):
        return []
    whole = find_listed(part, "", (country_code,))
    if whole:
        return [(whole.actor_id, part)]
    runs = list(_runs(part, country_code))
    if any(run.actors for run in runs) or not any(run.is_name for run in runs):
        return _told(runs)
    kept = [f"({run.text})" if run.is_in_brackets else run.text for run in runs if tuple(run.words) not in phrases("others")]
    return _unlisted(kept if len(kept) < len(runs) else [part])


def _told(runs: Sequence[_Run]) -> Iterator[tuple[str, str]]:
    """Yield what the runs of a part name; unlisted names that only an "and" parts are one, and what a bracket adds to a name is none."""
    open_names: list[str] = []
    for run in runs:
        if not (run.is_name and run.is_after_and):
            yield from _unlisted(open_names)
            open_names = []
        if run.is_name:
            open_names += [] if run.is_in_brackets else [run.text]
        elif run.actors:
            is_of_larger_name = not run.is_in_brackets and not _says_nothing(run.words)
            yield from _unlisted([run.text]) if is_of_larger_name else run.actors
        elif run.government:
            yield run.government, run.text
    yield from _unlisted(open_names)


def _unlisted(texts: Sequence[str]) -> list[tuple[str, str]]:
    text = " ".join(texts).strip()
    return [(" ".join(read_name(text).bare), text)] if key(text) else []


def _says_nothing(words: Sequence[str]) -> bool:
    """Whether words beside a listed name tell no other organisation: support of, fund, office in a country."""
    rest, _ = without_office(("", *words))
    return tuple(words) in phrases("others") or all(word in _idle_words() for word in rest if word)


@cache
def _idle_words() -> frozenset[str]:
    meanings = ("filler", "others", "office", "government")
    return frozenset(word for meaning in meanings for phrase in phrases(meaning) for word in phrase)


def _runs(part: str, country_code: str) -> Iterator[_Run]:
    run: _Run | None = None
    start = end = depth = 0
    is_after_and = False
    for atom in _atoms(part, country_code):
        between = part[end : atom.start]
        is_apart = bool(APART.search(between))
        if run and (is_apart or atom.joins):
            run.text = part[start:end]
            yield run
            run = None
        depth += sum(between.count(mark) for mark in "([") - sum(between.count(mark) for mark in ")]")
        is_after_and = atom.joins or (is_after_and and not is_apart)
        if not atom.actor_id and not atom.words:
            continue
        end = atom.end
        if run is None:
            run, start = _Run(is_in_brackets=depth > 0, is_after_and=is_after_and), atom.start
            is_after_and = False
        run.actors += [(atom.actor_id, part[atom.start : atom.end])] if atom.actor_id else []
        run.words += atom.words
    if run:
        run.text = part[start:end]
        yield run


def _atoms(part: str, country_code: str) -> Iterator[_Atom]:
    tokens = list(WORD.finditer(part))
    number = 0
    while number < len(tokens):
        token = tokens[number]
        length, actor_id = _longest(tokens, number, country_code)
        end = tokens[number + length - 1].end()
        if actor_id:
            yield _Atom(token.start(), end, actor_id, token[0].startswith(ARABIC_AND), ())
        elif key(token[0]) in _joining():
            yield _Atom(token.start(), end, "", True, ())
        else:
            yield _Atom(token.start(), end, "", token[0].startswith(ARABIC_AND), content_words(token[0]))
        number += length


@cache
def _joining() -> frozenset[str]:
    return frozenset(" ".join(phrase) for meaning in ("and", "through") for phrase in phrases(meaning))


def _longest(tokens: Sequence[re.Match[str]], at: int, country_code: str) -> tuple[int, str]:
    """Return how many tokens the longest listed name takes from a place on, and whose it is; one token and nobody when there is none."""
    first = content_words(tokens[at][0])
    for words, actor_id in _beginning(country_code).get(first[0], ()) if first else ():
        length = _length(tokens[at:], words)
        if length and (len(words) > 1 or _is_written_as_name(tokens[at][0])):
            return length, actor_id
    return 1, ""


def _length(tokens: Sequence[re.Match[str]], words: Words) -> int:
    """Return how many tokens have exactly these words, small words between them aside; 0 when they go on otherwise."""
    taken = 0
    for number, token in enumerate(tokens):
        own = content_words(token[0])
        if own != words[taken : taken + len(own)]:
            return 0
        taken += len(own)
        if taken == len(words):
            return number + 1
    return 0


def _is_written_as_name(text: str) -> bool:
    """Whether a single word is written as a name: capitals, or a capital where it cannot be an article."""
    bare = text.split("'")[-1].split("’")[-1]
    return bare.isupper() or not bare.isascii() or (bare[:1].isupper() and key(bare) not in ARTICLE_LIKE)


@cache
def _beginning(country_code: str) -> dict[str, list[tuple[Words, str]]]:
    """Return the names and acronyms that hold in a country by their first word, the longest first."""
    found: dict[Words, str] = {}
    for actor in listed().actors.values():
        if scope_of(actor) in (EVERYWHERE, country_code):
            clear = [one for one in actor.acronyms if listed().called(words_of_acronym(one), (country_code,))]
            found |= {words_of(one): actor.actor_id for one in (*clear, *actor.full_names)}
    by_first: dict[str, list[tuple[Words, str]]] = defaultdict(list)
    for words, actor_id in sorted(found.items(), key=lambda item: (-len(item[0]), item[0])):
        by_first[words[0]].append((words, actor_id))
    return by_first
