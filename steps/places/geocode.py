"""Looks places up: right, or unresolved.

The ladder of a name: code, official name, other name, former name, other spelling of the same sounds, and last a slip of the pen,
which is looked for only among the places that the other names of the row leave. All names of a row must fit each other: each is the
place itself or a unit that it lies in, lay in, or is grouped with. What fits in two ways is ambiguous, what fits in none a conflict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from steps.places.choose import (
    LEVEL_OF_COLUMN,
    SMALLEST_TOWN,
    is_swapped,
    not_said_twice,
    of_kind,
    of_level,
    outermost,
    own_rung,
    support,
    surest_of,
    told_apart,
    without_former,
    without_hamlets,
    without_seats,
)
from steps.places.gazetteer import ADMIN1, ADMIN2, ADMIN3, TOWN, CountryNames, Gazetteer, Place
from steps.places.heard import CODE, FUZZY, HIST, VARIANT, Heard, looked_up, same_in_two_scripts
from steps.places.mentions import CODE_COLUMNS, REMEMBERED, Mention, Mentions, Question, is_name, mentions
from steps.places.similar import is_near, nearest, nearest_alone, of_places
from steps.places.spelling import bare, key, sound

# Levels at which a name of a column is looked for when it is misspelled: its own, and those that it is exchanged with.
LEVELS_NEAR = {
    "admin1_text": (ADMIN1, ADMIN2), "admin2_text": (ADMIN1, ADMIN2, ADMIN3), "admin3_text": (ADMIN2, ADMIN3, TOWN),
    "place_text": (ADMIN1, ADMIN2, ADMIN3, TOWN),
}  # fmt: skip
FIRST_LEVELS = (ADMIN1, ADMIN2)
# What the rungs are called, and what a place found by them scores.
METHODS = ("CODE", "EXACT", "ALIAS", "HIST", "VARIANT", "FUZZY")
SCORES = (1.0, 1.0, 0.98, 0.95, 0.9, 0.85)
SCORE_OF_EDIT = 0.1
SCORE_ALONE = 0.9  # of a first-level unit named without more, when smaller units bear the name elsewhere


@dataclass(frozen=True)
class Resolution:
    """What a question is: `status` matched, ambiguous, conflict, national or none.

    `finding_code` names the reason when it is not on the map, `candidates` the places it may be, `unit` the name in question.
    `former` is the unit of another time that was named, when `place` is today's. `notes` are findings about a matched place.
    """

    status: str
    place: Place | None = None
    method: str = "NONE"
    score: float = 0.0
    finding_code: str = ""
    candidates: tuple[Place, ...] = ()
    unit: str = ""
    former: Place | None = None
    notes: tuple[str, ...] = field(default=())


def resolve(question: Question, gazetteer: Gazetteer) -> Resolution:
    """Return what a question is, or why it is left unresolved. The same question always has the same answer."""
    said = mentions(question.cells, question.country_code, gazetteer)
    foreign = [country for country in said.countries if country.place_id != question.country_code]
    if foreign and (said.names or len(said.countries) > 1):
        abroad = _abroad(question, said)
        if abroad and (found := resolve(abroad, gazetteer)).status == "matched":
            return found
        return Resolution("conflict", finding_code="place-conflict", candidates=tuple(foreign), unit=foreign[0].name)
    if said.meaning == "no_place" and not said.names:
        return Resolution("none", finding_code="place-not-a-place")
    if not said.names:
        return _national(said, question, gazetteer)
    finder = Finder(question.country_code, gazetteer)
    found = finder.resolve(said.names, question.beside)
    if found.status != "none" or not said.whole:
        return found
    unparted = finder.resolve(said.whole)
    return unparted if unparted.status == "matched" else found


def _abroad(question: Question, said: Mentions) -> Question | None:
    """Return the question as one about the only other country that its cells name, if no column states the country."""
    if question.is_country_stated or len(said.countries) != 1:
        return None
    return replace(question, country_code=said.countries[0].country_code, is_country_stated=True)


def _national(said: Mentions, question: Question, gazetteer: Gazetteer) -> Resolution:
    country = said.countries[0] if said.countries else gazetteer.by_id.get(question.country_code)
    if country is None or not (said.countries or said.meaning):
        return Resolution("none", finding_code="place-missing")
    alone = question.cells[-1][1]
    if len(question.cells) == 1 and is_name(alone, question.country_code, gazetteer.names[question.country_code]):
        units = [unit for unit in Finder(question.country_code, gazetteer).bearers(alone) if unit.level == ADMIN1]
        if units:
            return Resolution("ambiguous", finding_code="place-ambiguous", candidates=(country, *units))
    return Resolution("national", country, "EXACT", 1.0)


@lru_cache(maxsize=REMEMBERED)
def _together(names: tuple[Mention, ...], country_code: str, gazetteer: Gazetteer) -> Resolution:
    return Finder(country_code, gazetteer).together(names)


class Finder:
    """Looks names up in one country."""

    def __init__(self, country_code: str, gazetteer: Gazetteer) -> None:
        self.country_code, self.gazetteer = country_code, gazetteer
        self.names: CountryNames = gazetteer.names[country_code]

    def resolve(self, names: Sequence[Mention], beside: Sequence[str] = ()) -> Resolution:
        """Return what the names mean together; a name beside them is heeded only when it settles a doubt."""
        known = tuple(name for name in names if name.column not in CODE_COLUMNS or self._heard(name).places)
        if not known:
            return Resolution("none", finding_code="place-code-unknown", unit=names[-1].text)
        found = _together(known, self.country_code, self.gazetteer)
        if found.status != "matched":
            found = self._with_one_beside(known, beside) or found
        return replace(found, notes=(*found.notes, "place-code-unknown")) if len(known) < len(names) else found

    def _with_one_beside(self, known: tuple[Mention, ...], beside: Sequence[str]) -> Resolution | None:
        """Return what the names mean with the first of the names beside them that settles the doubt."""
        for other in beside:
            found = _together((Mention(other, "place_text"), *known), self.country_code, self.gazetteer)
            if found.status == "matched" and found.place is not None and found.place.place_id in self._heard(known[-1]).places:
                return found
        return None

    def bearers(self, text: str) -> list[Place]:
        """Return the places that a text is known to mean, those in others of them left out."""
        heard = self._heard(Mention(text, "place_text")).places
        return outermost([self.gazetteer.by_id[place_id] for place_id in heard if place_id in self.gazetteer.by_id])

    def _heard(self, mention: Mention) -> Heard:
        """Return what a mention is known to mean, without regard to the others."""
        if mention.column in CODE_COLUMNS:
            return Heard(mention, {place.place_id: (CODE, 0) for place in self.gazetteer.coded(self.country_code, mention.text)})
        kinds = bare(key(mention.text), self.country_code).kinds
        return Heard(mention, dict(looked_up(mention.text, self.country_code, self.gazetteer)), kinds)

    def together(self, names: Sequence[Mention]) -> Resolution:
        """Return what the names mean together, whatever stands beside them."""
        heard = self._of_kinds_beside_a_code(same_in_two_scripts([self._heard(name) for name in names]))
        full = self._with_misspelled(heard)
        unknown = [one for one in full if not one.places]
        if unknown:
            return self._unknown(full, unknown)
        grouped = self._grouped(full)
        if grouped:
            return grouped
        fitting = self._fitting(full)
        if not fitting:
            return self._heard_otherwise(full) or self._conflict(full)
        return self._chosen(fitting, full)

    def _heard_otherwise(self, heard: list[Heard]) -> Resolution | None:
        """Return what the names mean when exactly one of them is known elsewhere only, and here sounds like what the others leave.

        A name that is no unit's, but a hamlet's elsewhere, may be a slip of the pen too: "Tivaoune; Niakhène" means Tivaouane.
        """
        found = []
        for number, one in enumerate(heard):
            others = [other for other in heard if other is not one]
            if one.mention.is_code or not others:
                continue
            anew = self._misspelled(one.mention, others, is_slip=self._is_hamlet(one))
            if anew and (fitting := self._fitting(changed := [*heard[:number], Heard(one.mention, anew, one.kinds), *heard[number + 1 :]])):
                found.append(self._chosen(fitting, changed))
        return found[0] if len(found) == 1 and found[0].status == "matched" else None

    def _is_hamlet(self, one: Heard) -> bool:
        places = [self.gazetteer.by_id.get(place_id) for place_id in one.places]
        return all(place and place.level == TOWN and place.population < SMALLEST_TOWN for place in places)

    # ── names that are not known as they are written ──

    def _with_misspelled(self, heard: list[Heard]) -> list[Heard]:
        """Return the mentions with meanings for the unknown ones too, where exactly the places that the others leave resemble them."""
        found = list(heard)
        for number, one in enumerate(found):
            if not one.places:
                known = [other for other in found if other.places]
                found[number] = Heard(one.mention, self._misspelled(one.mention, known), one.kinds)
        return found

    def _misspelled(self, mention: Mention, known: list[Heard], is_slip: bool = True) -> dict[str, tuple[int, int]]:
        """Return what a mention sounds like among the places that the known ones leave, or, if it `is_slip`, what it resembles."""
        asked = bare(key(mention.text), self.country_code)
        left = self._left_by(known)
        if left is None and self.gazetteer.anywhere(mention.text):
            return {}  # Salamanca is no slip of the pen for Talamanca
        levels = LEVELS_NEAR[mention.column]
        sounding = self._sounding(asked.key, levels, left)
        if sounding and (not asked.kinds or self._of_kinds(asked.kinds, sounding)):
            return self._of_kinds(asked.kinds, sounding) or sounding
        if not is_slip:
            return {}
        near = {place_id: (FUZZY, edits) for place_id, edits in self._nearest(asked.key, levels, left).items()}
        return self._of_kinds(asked.kinds, near) or sounding or near

    def _sounding(self, asked: str, levels: Sequence[str], left: set[str] | None) -> dict[str, tuple[int, int]]:
        return {
            named.place_id: (VARIANT, 0)
            for named in self.names.by_sound.get(sound(asked), ())
            if (left is None or named.place_id in left)
            and (TOWN in levels or self._level(named.place_id) != TOWN)
            and is_near(asked, named.place_id, self.names)
        }

    def _of_kinds_beside_a_code(self, heard: list[Heard]) -> list[Heard]:
        """Return the mentions, those beside a code with what their unit words say only: "Cebu City" holds no code of Mandaue."""
        if not any(rung == CODE for one in heard for rung, _ in one.places.values()):
            return heard
        return [Heard(one.mention, self._of_kinds(one.kinds, one.places) or one.places, one.kinds) for one in heard]

    def _of_kinds(self, kinds: frozenset[str], found: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
        """Return the places found that are what the word beside the name says: a region is no city that sounds like it."""
        return {place_id: rung for place_id, rung in found.items() if (unit := self.gazetteer.by_id.get(place_id)) and unit.kind in kinds}

    def _nearest(self, asked: str, levels: Sequence[str], left: set[str] | None) -> dict[str, int]:
        if left is not None:
            return nearest(asked, of_places([place_id for place_id in left if self._level(place_id) in levels], self.names))
        return nearest_alone(asked, levels, FIRST_LEVELS, self.names)

    def _level(self, place_id: str) -> str:
        place = self.gazetteer.by_id.get(place_id)
        return place.level if place else ""

    def _left_by(self, known: list[Heard]) -> set[str] | None:
        """Return the places that lie in, or hold, one that each known mention may mean; None when nothing is known."""
        left: set[str] | None = None
        for one in known:
            today = [place_id for place_id in one.places if not self._is_former(place_id)]  # what is written means it sooner
            fits = {other for place_id in today or one.places for other in self._around_and_within(place_id)}
            left = fits if left is None else left & fits
        return left

    def _is_former(self, place_id: str) -> bool:
        place = self.gazetteer.by_id.get(place_id)
        return place is not None and place.is_former

    def _around_and_within(self, place_id: str) -> Iterable[str]:
        place = self.gazetteer.by_id.get(place_id)
        yield from place.around if place else ()
        yield from self.gazetteer.within(self.country_code).get(place_id, ())

    # ── what fits together ──

    def _fitting(self, heard: list[Heard]) -> list[Place]:
        """Return the places in which all mentions meet: each means the place itself, or something around it."""
        meanings = [one.places.keys() for one in heard]
        every = set().union(*meanings)
        fitting = [
            place
            for place_id in sorted(every)
            if (place := self.gazetteer.by_id.get(place_id)) and all(not place.around.isdisjoint(one) for one in meanings)
        ]
        fitting = [place for place in fitting if all(self._stands_at_its_level(place, one) for one in heard[:-1])] or fitting
        # "Alajuela, Alajuela" names two things where there are two: the canton in the province.
        told = {place.place_id: told_apart(place, meanings) for place in fitting}
        most = max(told.values(), default=0)
        fitting = [place for place in fitting if told[place.place_id] == most]
        return [place for place in fitting if self._is_in_order(place, heard)] or not_said_twice(without_former(fitting, heard), heard)

    def _stands_at_its_level(self, place: Place, one: Heard) -> bool:
        """Whether a name in the column of a level means a unit of that level around the place, or the place."""
        level = LEVEL_OF_COLUMN.get(one.mention.column)
        return not level or any(self._level(unit) == level for unit in one.places if unit == place.place_id or unit in place.ancestors)

    def _is_in_order(self, place: Place, heard: list[Heard]) -> bool:
        """Whether each name stands in its column: the last one means the place, the others units of the levels of their columns.

        "Sunsari; Koshi" is the local level Koshi in Sunsari, not Sunsari in the province Koshi.
        """
        return place.place_id in heard[-1].places and all(self._is_of_its_column(place, one) for one in heard[:-1])

    def _is_of_its_column(self, place: Place, one: Heard) -> bool:
        level = LEVEL_OF_COLUMN.get(one.mention.column)
        return any(unit in place.ancestors and self._level(unit) == level for unit in one.places)

    def _chosen(self, fitting: list[Place], heard: list[Heard]) -> Resolution:
        rungs = {place.place_id: own_rung(place, heard) for place in fitting}
        left = of_kind(of_level(fitting, heard), heard)
        surest = min(rungs[place.place_id] for place in left)
        left = surest_of(left, rungs, surest, is_alone=len(heard) == 1)
        left = [place for place in left if not place.is_former] or left
        left = without_seats(without_hamlets(outermost(left)))
        if len(left) > 1 and (next_below := self._directly_below(left, heard)):
            others = tuple(place for place in left if place is not next_below)
            found = self._today(next_below, heard)
            return replace(found, score=min(found.score, SCORE_ALONE), candidates=others, notes=(*found.notes, "place-next-level"))
        if len(left) > 1:
            return Resolution("ambiguous", finding_code="place-ambiguous", candidates=tuple(left))
        return self._today(left[0], heard)

    def _directly_below(self, places: list[Place], heard: list[Heard]) -> Place | None:
        """Return the only place that lies directly in the smallest unit named, or in the country when none is.

        "Heredia, San Pablo" is the canton of Heredia, not the district of a canton that nobody named: the form asks for every unit.
        """
        named = {place_id for one in heard for place_id in one.places}
        below = [place for place in places if place.level != TOWN and self._is_next(place, named)]
        return below[0] if len(below) == 1 and len({place.level for place in places}) > 1 else None

    def _is_next(self, place: Place, named: set[str]) -> bool:
        above = place.ancestors[0] if place.ancestors else ""
        return place.level == ADMIN1 or above in named

    def _today(self, place: Place, heard: list[Heard]) -> Resolution:
        """Return the match, and for a former unit today's, where one took its place."""
        rung, edits = own_rung(place, heard), max(support(place, one)[1] for one in heard)
        weakest = max(rung, *(support(place, one)[0] for one in heard))
        score = round(SCORES[weakest] - SCORE_OF_EDIT * max(edits - 1, 0), 3)
        notes = ("place-levels-swapped",) if is_swapped(place, heard, self.gazetteer) else ()
        found = Resolution("matched", place, METHODS[rung], score, notes=notes)
        if not place.is_former:
            return found
        found = replace(found, method="HIST", score=min(score, SCORES[HIST]), former=place)
        if len(place.successors) == 1:
            return replace(found, place=self.gazetteer.by_id[place.successors[0]])
        return replace(found, candidates=tuple(self.gazetteer.by_id[place_id] for place_id in place.successors))

    # ── what does not ──

    def _unknown(self, heard: list[Heard], unknown: list[Heard]) -> Resolution:
        last = heard[-1]
        if last in unknown:
            return Resolution("none", finding_code="place-unknown", unit=last.mention.text)
        candidates = outermost([self.gazetteer.by_id[place_id] for place_id in sorted(last.places) if place_id in self.gazetteer.by_id])
        return Resolution("none", finding_code="place-without-parent", candidates=tuple(candidates), unit=unknown[0].mention.text)

    def _grouped(self, heard: list[Heard]) -> Resolution | None:
        """Return the units of a group that is all that is named, as candidates: the Visayas are no place, but regions.

        A hamlet that bears the name too, as one does that of Luzon, is not what is meant.
        """
        named = {place_id for one in heard for place_id in one.places}
        groups = [place_id for place_id in named if place_id not in self.gazetteer.by_id]
        if not groups or any(self._level(place_id) not in ("", TOWN) for place_id in named):
            return None
        within = self.gazetteer.within(self.country_code)
        inside = [self.gazetteer.by_id[place_id] for group in sorted(groups) for place_id in within.get(group, ())]
        return Resolution("ambiguous", finding_code="place-ambiguous", candidates=tuple(outermost(inside)))

    def _conflict(self, heard: list[Heard]) -> Resolution:
        last = heard[-1]
        candidates = [self.gazetteer.by_id[place_id] for place_id in sorted(last.places) if place_id in self.gazetteer.by_id]
        against = [one for one in heard[:-1] if not any(support(place, one) for place in candidates)] or heard[:-1] or heard
        return Resolution("conflict", None, "NONE", 0.0, "place-conflict", tuple(outermost(candidates)), against[-1].mention.text)
