"""Makes decisions of what people answered about pairs of reports, or says of an answer why not and what would be understood."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from schemas.code_lists import code_list
from schemas.correction_workbook import PairKey
from schemas.decided_pairs import UNSURE, VERDICTS, DecidedPair, contradictions, fault_of_ids, pair_id, told
from steps.decided import NO_ANSWER, NotUnderstood, Taken, free_id, shown_answer
from steps.identity.decide import not_known
from steps.identity.given_answers import GivenVerdict

Understood = tuple[GivenVerdict, PairKey, str]  # the answer, its pair, its verdict


def take_answers(
    given: Iterable[GivenVerdict], earlier: Sequence[DecidedPair], known_ids: Collection[str], today: str, *, is_replacing: bool = False
) -> Taken[DecidedPair]:
    """Return the decisions after the answers were taken. `known_ids` are the reports that any build has seen, `today` is an ISO date.

    An answer that contradicts another one, or an earlier decision, is not taken; with `is_replacing` it takes the place of an earlier
    decision on the same pair. Answers also contradict each other through others: A is B and B is C, but A is not C. An answer that
    decides something needs a reason.
    """
    taken = Taken(list(earlier))
    understood: dict[str, list[Understood]] = {}
    for one in given:
        try:
            key, verdict = meaning(one, known_ids)
        except NotUnderstood as fault:
            taken.refusals.append(f"{_about(one)}: {fault}")
        else:
            understood.setdefault(pair_id(*key), []).append((one, key, verdict))
    new: dict[str, tuple[DecidedPair, GivenVerdict]] = {}  # by the id of the decision
    for answers in understood.values():
        if len({verdict for _, _, verdict in answers}) > 1:
            listed = "; ".join(f"{verdict} in {one.where}" for one, _, verdict in answers)
            taken.refusals += [f"{_about(one)}: the same pair has two answers ({listed}); leave one." for one, *_ in answers]
        elif decision := _decision(taken, answers, today, is_replacing):
            new[decision.decision_id] = decision, answers[0][0]
    _keep_what_holds(taken, new)
    return taken


def standing_verdicts(given: Sequence[GivenVerdict], earlier: Sequence[DecidedPair]) -> int:
    """Return how many answers say what was decided before."""
    return take_answers(given, earlier, {reported_id for one in given if one.key for reported_id in one.key}, today="").standing


def meaning(one: GivenVerdict, known_ids: Collection[str]) -> tuple[PairKey, str]:
    """Return the pair that an answer is about and its verdict. Raises NotUnderstood."""
    if one.key is None:
        raise NotUnderstood("the row does not name its pair any more; take the row from a fresh workbook or list.")
    fault = fault_of_ids(*one.key)
    if fault:
        raise NotUnderstood(f"{fault}.")
    for reported_id in one.key:
        if reported_id not in known_ids:
            raise NotUnderstood(not_known(reported_id, known_ids))
    if not one.answer_text:
        raise NotUnderstood(NO_ANSWER)
    verdicts = code_list(VERDICTS)
    verdict = verdicts.code_of(one.answer_text)
    if verdict is None:
        raise NotUnderstood(f"it is none of {', '.join(verdicts.codes)} in any language of the form.")
    return one.key, verdict


def _decision(taken: Taken[DecidedPair], answers: Sequence[Understood], today: str, is_replacing: bool) -> DecidedPair | None:
    """Return what the answers on one pair, which all say the same, ask for; None when it was decided before, or nobody says why."""
    one, key, verdict = answers[0]
    before = next((decision for decision in taken.choices if decision.pair_id == pair_id(*key)), None)
    reason = next((shown_answer(other.reason_text) for other, *_ in answers if other.reason_text), "")
    # The sheet shows by itself that somebody was unsure: without a reason, nobody has said so anew.
    if before and (before.verdict == verdict or (verdict == UNSURE and not reason)):
        taken.standing += len(answers)
        return None
    if not reason:
        taken.refusals += [f"{_about(other)}: it has no reason; say why in the same row." for other, *_ in answers]
        return None
    if before and not is_replacing:
        taken.refusals.append(
            f"{_about(one)}: {before.decision_id} says {before.verdict} ({before.decided_by}, {before.decided_date}); "
            "the earlier decision stays. Add --replace to put the answer in its place."
        )
        return None
    decision_id = before.decision_id if before else free_id(pair_id(*key), {decision.decision_id for decision in taken.choices})
    return DecidedPair(decision_id, *key, verdict, reason, one.decided_by, today)


def _keep_what_holds(taken: Taken[DecidedPair], new: dict[str, tuple[DecidedPair, GivenVerdict]]) -> None:
    """Put the new decisions among the earlier ones, without those that contradict any through others; each of these is told."""
    earlier = {decision.decision_id: decision for decision in taken.choices}
    while chain := _broken_by(new, every := earlier | {name: decision for name, (decision, _) in new.items()}):
        for decision_id in [decision.decision_id for decision in chain if decision.decision_id in new]:
            one = new.pop(decision_id)[1]
            taken.refusals.append(f"{_about(one)}: {told(chain)} contradict each other; correct what is wrong among them.")
    taken.added = len(set(new) - set(earlier))
    taken.replaced = len(new) - taken.added
    taken.choices = list(every.values())


def _broken_by(new: Collection[str], every: Mapping[str, DecidedPair]) -> tuple[DecidedPair, ...]:
    """Return decisions that contradict each other, a new one among them; none when all hold together."""
    chains = contradictions(list(every.values()))
    return next((chain for chain in chains if any(decision.decision_id in new for decision in chain)), ())


def _about(one: GivenVerdict) -> str:
    pair = f" for {pair_id(*one.key)}" if one.key else ""
    return f'{one.where}: "{shown_answer(one.answer_text)}"{pair}'
