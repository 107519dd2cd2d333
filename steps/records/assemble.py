"""Assembles the records: answers that belong together become one row of a core table, with their references resolved."""

import numpy as np
import pandas as pd
from pandas.api.extensions import take

from schemas.form import REFERENCE_KINDS, form
from schemas.registry import table
from schemas.rows import values_of
from schemas.tables import shape
from steps.networks.circles import is_itself
from steps.records.identify import STANDS_FOR_EMPTY, TABLE_OF_SHEET, record_key

LEAD_ROLE = "LEAD"


def assemble(sheet_code: str, answers: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Return the core table of a sheet: one row per record, in the order of the ids (see `join_records`)."""
    declared = table(TABLE_OF_SHEET[sheet_code])
    return shape([] if answers.empty else join_records(sheet_code, answers, records, references), declared)


def join_records(sheet_code: str, answers: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Return the records of a sheet with all their answers, each from the row that supplies it, and the ids they refer to.

    `answers` is `clean_<sheet>`, or those columns of it that are asked for; `records` is clean_records, `references` clean_references. The
    record's `response_id` is its first row; `response_count` counts its rows. Lists that several rows supply are united.
    """
    name = TABLE_OF_SHEET[sheet_code]
    own = records[records["table_name"] == name]
    joined = own.merge(answers, on="response_id", validate="one_to_one").sort_values(["record_id", "rank_count"])
    supplied = _only_supplied(joined)
    merged = _first_answers(supplied)
    for question in (one for one in form()[sheet_code].questions if one.question_code in answers):
        if question.kind == "codes":
            _unite(merged, supplied, question.question_code)
        if question.kind in REFERENCE_KINDS:
            targets = _lists(links(question.question_code, records, references))
            merged[_id_name(question.question_code)] = merged["record_id"].map(targets)
    return merged.rename(columns={"record_id": record_key(name)})


def _first_answers(supplied: pd.DataFrame) -> pd.DataFrame:
    """Return one row per record, with the first filled value of each column; `supplied` is in the order of records.

    That is `groupby("record_id").first()` and the size of the groups, which pandas goes through group by group for texts.
    """
    is_first = ~supplied["record_id"].duplicated().to_numpy(dtype=bool)
    if is_first.all():  # as where each report is a record of its own
        return supplied[["record_id", *supplied.columns.drop("record_id")]].assign(response_count=1).reset_index(drop=True)
    groups, count = is_first.cumsum() - 1, int(is_first.sum())
    merged = {name: _first_filled(column, groups, count) for name, column in supplied.items() if name != "record_id"}
    own = supplied["record_id"][is_first].reset_index(drop=True)
    return pd.DataFrame({"record_id": own, **merged, "response_count": np.bincount(groups, minlength=count)})


def _first_filled(column: pd.Series, groups: np.ndarray, count: int) -> pd.Series:
    """Return the first filled value of each group of rows that follow one another, numbered from 0; missing where all are."""
    filled = np.flatnonzero(column.notna().to_numpy(dtype=bool))
    places = np.full(count, -1)
    places[groups[filled[::-1]]] = filled[::-1]  # the first is written last
    return pd.Series(take(column.array, places, allow_fill=True))


def _lists(linked: pd.DataFrame) -> dict[str, str]:
    """Return what each record refers to, joined by `|`. `linked` is that of `links`."""
    targets: dict[str, list[str]] = {}
    for owner, target in zip(values_of(linked["owner_id"]), values_of(linked["target_id"]), strict=True):
        targets.setdefault(owner, []).append(target)
    return {owner: "|".join(found) for owner, found in targets.items()}


def _unite(merged: pd.DataFrame, supplied: pd.DataFrame, column: str) -> None:
    """Fill in the codes of records for which several rows supply some: each once, in the order in which the rows count."""
    codes = supplied[["record_id", column]].dropna()
    several = codes[codes["record_id"].duplicated(keep=False)]
    if several.empty:
        return
    united: dict[str, dict[str, None]] = {}
    for record, text in zip(values_of(several["record_id"]), values_of(several[column]), strict=True):
        united.setdefault(record, {}).update(dict.fromkeys(text.split("|")))
    known = zip(values_of(merged["record_id"]), values_of(merged[column]), strict=True)
    merged[column] = ["|".join(united[record]) if record in united else text for record, text in known]


def _only_supplied(joined: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of records with the values that another row of the same record supplies taken out."""
    if joined["column_names"].isna().all():
        return joined
    fixed = ("response_id", "submission_id", "country_code", "table_name", "record_id", "rank_count", "column_names")
    parts = Parts(joined["column_names"])
    blanked = {column: joined[column].where(parts.supply(column)) for column in joined.columns.difference(fixed, sort=False)}
    return joined.assign(**blanked)


class Parts:
    """Which columns each row of a record supplies, from clean_records' `column_names`: the lists are few, the rows many."""

    def __init__(self, column_names: pd.Series) -> None:
        self._numbers, lists = pd.factorize(column_names)
        self._lists = [frozenset(text.split("|")) for text in lists]

    def supply(self, column: str) -> np.ndarray:
        """Return, for each row, whether it supplies a column; a row without a list is the only one of its record."""
        return np.array([*(column in names for names in self._lists), True])[self._numbers]  # without a list: number -1, the last


def _id_name(question_code: str) -> str:
    return question_code.replace("_refs", "_ids").replace("_ref", "_id")


def links(question_code: str, records: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Return what records refer to in a question, each once: owner_id, target_id, and the response_id that says so.

    For each record they are in the order in which its rows count, then as written.
    """
    asked = references[references["question_code"] == question_code].dropna(subset=["record_id"])
    said = asked.rename(columns={"record_id": "target_id"}).merge(records, on="response_id")
    supplied = said[_supply(question_code, said)].rename(columns={"record_id": "owner_id"})
    return supplied.sort_values("rank_count", kind="stable").drop_duplicates(["owner_id", "target_id"])


def _supply(question_code: str, rows: pd.DataFrame) -> pd.Series:
    """Return, for each row of a record, whether the record's answer to a question is taken from it."""
    return pd.Series(Parts(rows["column_names"]).supply(question_code), index=rows.index)


def assemble_practices(answers: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Return core_practices: each practice with the initiative, the work-plan activity or the work plan that it codifies."""
    practices = assemble("practices", answers, records, references)
    subjects = links("subject_ref", records, references).set_index("owner_id")["target_id"]
    subject = practices["practice_id"].map(subjects).astype("str")
    is_activity, is_plan = (practices["subject_type_code"].eq(one) for one in ("workplan_activity", "work_plan"))
    ids = {"initiative_id": ~(is_activity | is_plan), "activity_id": is_activity, "plan_id": is_plan}
    return shape(practices.assign(**{name: subject.where(is_one) for name, is_one in ids.items()}), table("core_practices"))


def assemble_initiative_actors(
    roles: pd.DataFrame, initiatives: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame
) -> pd.DataFrame:
    """Return core_initiative_actors: the parts on the sheet of roles, and the leads that the initiatives themselves name.

    `roles` is clean_initiative_actors, `initiatives` core_initiatives. A role that nobody stated is PAR.
    """
    joined = join_records("initiative_actors", roles, records, references).fillna(STANDS_FOR_EMPTY)
    stated = shape(joined, table("core_initiative_actors"))
    both = pd.concat([stated, _leads(initiatives, records, references)])
    first = both.drop_duplicates(["initiative_id", "actor_id", "role_code"])
    return shape(first.sort_values("initiative_actor_id"), table("core_initiative_actors"))


def _leads(initiatives: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    named = links("lead_actor_refs", records, references).rename(columns={"owner_id": "initiative_id", "target_id": "actor_id"})
    leads = named.assign(
        country_code=named["initiative_id"].map(initiatives.set_index("initiative_id")["country_code"]),
        initiative_actor_id=named["initiative_id"] + "/" + named["actor_id"] + "/" + LEAD_ROLE,
        role_code=LEAD_ROLE,
    )
    return shape(leads, table("core_initiative_actors"))


def network_members(networks: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Return core_network_members: one row per network and organisation that its answer names, but for the network itself.

    `networks` is core_networks, `records` clean_records, `references` clean_references, `names` core_actor_names.
    """
    named = links("member_actor_refs", records, references).rename(columns={"owner_id": "network_id", "target_id": "actor_id"})
    countries = named["network_id"].map(networks.set_index("network_id")["country_code"])
    members = named.assign(country_code=countries).drop_duplicates(["network_id", "actor_id"])
    return shape(members[~is_itself(members, networks, names)], table("core_network_members"))


def initiative_tags(initiatives: pd.DataFrame) -> pd.DataFrame:
    """Return core_initiative_tags: the codes of core_initiatives, one a row."""
    questions = [question for question in form()["initiatives"].questions if question.kind == "codes"]
    tags = [
        initiatives[["initiative_id"]].assign(
            question_code=question.question_code,
            list_name=question.code_list,
            tag_code=initiatives[question.question_code].str.split("|"),
        )
        for question in questions
    ]
    return shape(pd.concat(tags).explode("tag_code").dropna(subset=["tag_code"]), table("core_initiative_tags"))


def finance(initiatives: pd.DataFrame, initiative_actors: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Return core_finance: the budgets of initiatives and the contributions of single organisations, with the row that states each.

    `records` is clean_records: it tells which row of a record supplies the amount.
    """
    budgets = _amounts(initiatives, "initiative_id", "budget_amount", "budget")
    contributions = _amounts(initiative_actors, "initiative_actor_id", "contribution_amount", "contribution")
    stated = (
        budgets.assign(response_id=suppliers(budgets, records, "core_initiatives", "budget_amount")),
        contributions.assign(response_id=suppliers(contributions, records, "core_initiative_actors", "contribution_amount")),
    )
    return shape(pd.concat(stated), table("core_finance"))


def _amounts(frame: pd.DataFrame, key: str, amount: str, kind: str) -> pd.DataFrame:
    stated = frame.dropna(subset=[amount])
    renamed = stated.rename(columns={amount: "amount", f"{amount}_qualifier_code": "amount_qualifier_code"})
    return renamed.assign(finance_kind_code=kind, finance_id=stated[key] + "/" + kind, record_id=stated[key])


def suppliers(known: pd.DataFrame, records: pd.DataFrame, table_name: str, question_code: str) -> pd.Series:
    """Return, for each record of a table in `known` (record_id, response_id), the row that supplies its answer, else its first row."""
    parts = records[records["table_name"] == table_name].dropna(subset=["column_names"])
    supplies = parts[_supply(question_code, parts)]
    supplier = known["record_id"].map(supplies.set_index("record_id")["response_id"]).astype("str")
    return supplier.fillna(known["response_id"])
