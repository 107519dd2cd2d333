"""Which organisations that nobody has listed are one: by name, by the acronym that one states and another is called by, by IATI id.

Rounds are taken one after another, each as a whole: what a round says never changes the id that an earlier one gave, and the order of
rows is of no account. What would join two ids handed out before is told, not joined.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from steps.actors.words import ReadName, Words, read_name, words_of_acronym
from steps.records.identify import hashed_id

IATI = "IATI-"


class Report(NamedTuple):
    """An organisation as a country reports it: what its first round says of it.

    `names` are its name and that in a local language, `acronym` and `iati` empty when none is stated, `type_code` when none or several
    are; `seat` is its country as stated, `within` the first- and second-level units of its seat.
    """

    reported_id: str
    country_code: str
    response_id: str
    name: str
    local_name: str
    acronym: str
    type_code: str
    iati: str
    seat: str
    within: tuple[str, str]

    @property
    def read(self) -> ReadName:
        """The name as it is compared."""
        return read_name(self.name)

    @property
    def acronyms(self) -> frozenset[str]:
        """The short names it is called by: beside a longer one, or alone."""
        own = words_of_acronym(self.acronym)
        return frozenset(one for one in (*self.read.acronyms, own, self.read.short) if len(one) > 1)

    @property
    def form(self) -> str:
        """The legal forms that its name states, in one text."""
        return "+".join(sorted(self.read.forms))


Named = Mapping[str, Sequence[Report]]  # the reports of a round in order, by the id that their name gives


class Alike(NamedTuple):
    """Two reports that may be of one organisation and were not joined; the first is the one to be asked about."""

    report: Report
    other_name: str


@dataclass
class _Known:
    """What is known of one organisation: the forms its names state, its names in words, and one name to tell."""

    name: str
    forms: set[str] = field(default_factory=set)
    names: set[Words] = field(default_factory=set)

    def take(self, report: "Report") -> None:
        """Learn from a report."""
        self.name = min(self.name, report.name)
        self.names.add(report.read.bare)
        self.forms |= {report.form} - {""}


@dataclass
class Unlisted:
    """The organisations of earlier rounds, by country where nothing else joins them."""

    ids: dict[str, str] = field(default_factory=dict)  # of reports
    joined_by_acronym: set[str] = field(default_factory=set)
    alike: list[Alike] = field(default_factory=list)
    _known: dict[str, _Known] = field(default_factory=dict)
    _by_bare: dict[tuple[str, Words], set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_acronym: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_iati: dict[str, str] = field(default_factory=dict)

    def take_round(self, reports: Sequence[Report]) -> None:
        """Give the organisations of a round their ids: those of earlier ones, or new ones. The order of reports is of no account."""
        reports = sorted(reports)
        by_name = self._by_name(reports)
        of_name: dict[str, list[Report]] = defaultdict(list)
        for report in reports:
            of_name[by_name[report.reported_id]].append(report)
        joined = _Joined()
        self._join_by_iati(reports, by_name, joined)
        self._join_by_acronym(of_name, joined)
        settled = self._settled(of_name, joined)
        for report in reports:
            own, final = by_name[report.reported_id], settled[by_name[report.reported_id]]
            self.ids[report.reported_id] = final
            if own != final and not report.iati:
                self.joined_by_acronym.add(report.reported_id)
        for report in reports:
            self._learn(report, self.ids[report.reported_id])

    def _by_name(self, reports: Iterable[Report]) -> dict[str, str]:
        """Return an id for each report by its name alone: equal words are one, unless they state legal forms that differ."""
        groups: dict[tuple[str, Words], list[Report]] = defaultdict(list)
        for report in reports:
            groups[report.country_code, report.read.bare].append(report)
        return {
            report.reported_id: own
            for key, group in groups.items()
            for report, own in zip(group, self._named(key, [report.form for report in group]), strict=True)
        }

    def _named(self, key: tuple[str, Words], stated: Sequence[str]) -> Iterator[str]:
        """Yield the ids of reports of one name, by the legal forms that each states."""
        country, bare = key
        before = {actor_id: self._known[actor_id].forms for actor_id in self._by_bare[key]}
        plain = hashed_id(country, ["actor", *bare])
        forms = {one for known in before.values() for one in known} | set(stated) - {""}
        for form in stated:
            same = [actor_id for actor_id, known in before.items() if (form in known if form else not known)]
            if len(forms) < 2:
                yield min(before, default=plain)
            elif same:
                yield min(same)
            else:
                yield hashed_id(country, ["actor", *bare, form]) if form or plain in before else plain

    def _join_by_iati(self, reports: Iterable[Report], by_name: dict[str, str], joined: "_Joined") -> None:
        for report in reports:
            if report.iati:
                joined.join(by_name[report.reported_id], self._by_iati.get(report.iati, IATI + report.iati))

    def _join_by_acronym(self, of_name: Named, joined: "_Joined") -> None:
        """Join what states an acronym with what is called by it, where only one organisation of the country can be meant."""
        called: dict[tuple[str, str], set[str]] = defaultdict(set)
        about: dict[str, _Known] = {}
        for own, reports in of_name.items():
            for report in reports:
                about.setdefault(own, _Known(report.name)).take(report)
                for acronym in report.acronyms:
                    called[report.country_code, acronym].add(own)
        for place, callers in sorted(called.items()):
            every = callers | self._by_acronym.get(place, set())
            known = [one for actor_id in every for one in (about.get(actor_id), self._known.get(actor_id)) if one]
            if len(every) > 1 and _are_one(known):
                for one in sorted(every):
                    joined.join(min(every), one)
            elif len(every) > 1:
                self._tell_shared(of_name, every, callers)

    def _settled(self, of_name: Named, joined: "_Joined") -> dict[str, str]:
        """Return the id that each organisation of the round has in the end; joins that would take away an id are told instead."""
        earlier = self._known.keys() | set(self._by_iati.values())
        settled: dict[str, str] = {}
        for group in joined.groups(set(of_name)):
            before = sorted(group & earlier)
            if len(before) > 1:
                self._tell_shared(of_name, group, group & of_name.keys())
                settled |= {one: one for one in group}
                continue
            settled |= dict.fromkeys(group, before[0] if before else self._first(group, of_name))
        return settled

    @staticmethod
    def _first(group: set[str], of_name: Named) -> str:
        """Return the id of a new organisation with several names: by its IATI id, else by its longest name."""
        by_iati = [one for one in group if one.startswith(IATI)]
        lengths = {one: max((len(report.read.bare) for report in of_name.get(one, ())), default=0) for one in group}
        return min(by_iati) if by_iati else min(group, key=lambda one: (-lengths[one], one))

    def _tell_shared(self, of_name: Named, every: set[str], own: set[str]) -> None:
        """Note each new organisation that may be another one."""
        names = {one: self._known[one].name for one in every if one in self._known}
        names |= {one: of_name[one][0].name for one in every if one in of_name}
        ordered = sorted(names)
        for report, one in sorted((report, own_id) for own_id in own for report in of_name[own_id]):
            other = next((other for other in ordered if other != one), None)
            if other and (other < one or other in self._known):
                self.alike.append(Alike(report, names[other]))

    def _learn(self, report: Report, actor_id: str) -> None:
        self._known.setdefault(actor_id, _Known(report.name)).take(report)
        self._by_bare[report.country_code, report.read.bare].add(actor_id)
        for acronym in report.acronyms:
            self._by_acronym[report.country_code, acronym].add(actor_id)
        if report.iati:
            self._by_iati.setdefault(report.iati, actor_id)


def _are_one(known: Sequence[_Known]) -> bool:
    """Whether those that share an acronym can be one organisation: each name has all words of the next shorter one, no forms differ."""
    chain = sorted((words for one in known for words in one.names if len(words) > 1), key=lambda words: (len(words), words))
    forms = {form for one in known for form in one.forms}
    return len(forms) < 2 and all(set(shorter) <= set(longer) for shorter, longer in pairwise(chain))


class _Joined:
    """Which ids are of one organisation: a union of pairs."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = first

    def _root(self, one: str) -> str:
        parent = self._parent.setdefault(one, one)
        if parent != one:
            parent = self._parent[one] = self._root(parent)
        return parent

    def groups(self, own: set[str]) -> list[set[str]]:
        """Return the ids joined to any of `own`, those of one organisation together."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in (*self._parent, *own):
            found[self._root(one)].add(one)
        return [group for group in found.values() if group & own]
