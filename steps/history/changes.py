"""What changed since the build before: rows counted by table and country, and initiatives and columns told one by one."""

from collections.abc import Iterator, Mapping

import pandas as pd

from schemas.registry import table
from schemas.rows import answers_of
from schemas.tables import Table, shape

Frames = Mapping[str, pd.DataFrame]
NO_COUNTRY = "none"
COUNTRY = "country_code"
WHOLE_RECORD = "all"
TOLD = {"core_initiatives": ["title_text"], "core_dictionary": ["table_name", "column_name"]}  # and how people know a record
CHANGES = ("added", "changed", "removed")
SAME = "unchanged"
# Where a value came from says nothing of the record: a file that comes anew would make another one of every row.
FROM_WHERE = {"response_id", "response_ids", "response_count", "submission_id", "submission_ids", "contact_id"}


def changes(before: Frames, now: Frames) -> pd.DataFrame:
    """Return report_changes. `before` and `now` hold tables of the warehouse by name; a table that only one of them has is left out."""
    counted = [_counts(table(name), before, now) for name in now if name in before and not _are_same(table(name), before, now)]
    return shape(pd.concat(counted) if counted else [], table("report_changes"))


def _are_same(declared: Table, before: Frames, now: Frames) -> bool:
    """Whether a table has the same rows in the same order in both builds, as most have: the quick look before they are compared by key."""
    columns = _compared_columns(declared, before, now)
    return before[declared.name][columns].equals(now[declared.name][columns])


def _counts(declared: Table, before: Frames, now: Frames) -> pd.DataFrame:
    both = _compared(declared, before, now)
    counts = both.groupby("group")["change"].value_counts().unstack(fill_value=0).reindex(columns=[*CHANGES, SAME], fill_value=0)
    told = counts[counts[list(CHANGES)].sum(axis=1) > 0].add_suffix("_count").rename_axis("change_group_name").reset_index()
    is_country = told["change_group_name"] != NO_COUNTRY
    return told.assign(table_name=declared.name, country_code=told["change_group_name"].where(is_country))


def _compared(declared: Table, before: Frames, now: Frames) -> pd.DataFrame:
    """Return the keys of a table in both builds, with `change` (added, changed, removed or unchanged) and `group`, a country or none."""
    columns = _compared_columns(declared, before, now)
    then, left = (_marked(declared, frames, columns) for frames in (before, now))
    stays, stayed = left["mark"].isin(then["mark"]), then["mark"].isin(left["mark"])
    same = left[stays].drop(columns="mark").assign(change=SAME)  # most rows: only the others are held against each other by their key
    keys = list(declared.key)
    both = then[~stayed].merge(left[~stays], on=keys, how="outer", indicator=True, suffixes=("_then", "_now"), validate="one_to_one")
    change = both["_merge"].astype("str").map({"left_only": "removed", "right_only": "added", "both": "changed"})
    other = both[keys].assign(change=change, group=both["group_now"].fillna(both["group_then"]))
    return pd.concat([same, other], ignore_index=True)


def _compared_columns(declared: Table, before: Frames, now: Frames) -> list[str]:
    return [name for name in _columns(declared, before, now) if name not in FROM_WHERE or name in declared.key]


def _columns(declared: Table, before: Frames, now: Frames) -> list[str]:
    """Return the columns of a table that both builds have."""
    return [name for name in before[declared.name] if name in now[declared.name].columns]


def _marked(declared: Table, frames: Frames, columns: list[str]) -> pd.DataFrame:
    """Return the keys of a table, with the country of each row, and a mark that differs when a value of the columns, or the key, does."""
    frame = frames[declared.name]
    marks = pd.util.hash_pandas_object(frame[columns], index=False) if len(frame) else pd.Series(dtype="uint64")
    return frame[list(declared.key)].assign(group=_countries(declared, frames).fillna(NO_COUNTRY), mark=marks.astype("UInt64"))


def _countries(declared: Table, frames: Frames) -> pd.Series:
    """Return the country of each row of a table: its own, or that of the first record it refers to that has one."""
    frame = frames[declared.name]
    if COUNTRY in frame:
        return frame[COUNTRY]
    for column in declared.columns:
        target, _, key = column.references.partition(".")
        if target in frames and COUNTRY in frames[target] and column.name in frame:
            return frame[column.name].map(frames[target].drop_duplicates(key).set_index(key)[COUNTRY])
    return pd.Series(None, frame.index, dtype="str")


def changed_values(before: Frames, now: Frames) -> pd.DataFrame:
    """Return clean_changed_values. Of tables that only one of them has, nothing is told."""
    if not before:
        return shape([], table("clean_changed_values"))
    led_on = now["core_initiative_redirects"].dropna(subset=["initiative_id"])  # without an heir, an initiative is gone
    heirs = dict(zip(led_on["old_id"], led_on["initiative_id"], strict=True))
    both = [table(name) for name in TOLD if name in before and name in now]
    rows = [_joined(row, heirs) for one in both if not _are_same(one, before, now) for row in _told(one, before, now)]
    return shape(rows, table("clean_changed_values"))


def _told(declared: Table, before: Frames, now: Frames) -> Iterator[dict[str, object]]:
    compared = _compared(declared, before, now)
    compared = compared[compared["change"] != SAME]
    then, left = (_by_key(declared, frames[declared.name], compared) for frames in (before, now))
    columns = [name for name in _columns(declared, before, now) if name not in FROM_WHERE]
    for record, change in zip(_ids(declared, compared), compared["change"], strict=True):
        about = then[record] if change == "removed" else left[record]
        told = {"table_name": declared.name, "record_id": record, "country_code": about.get(COUNTRY), "record_name": _name(declared, about)}
        if change == "changed":
            yield from (told | difference for difference in _differences(then[record], left[record], columns))
        else:
            yield told | {"change_name": change, "column_name": WHOLE_RECORD}


def _joined(row: dict[str, object], heirs: Mapping[object, object]) -> dict[str, object]:
    """Return what is told of a record, as joined when it is an initiative that another one took in."""
    heir = heirs.get(row["record_id"]) if row["change_name"] == "removed" and row["table_name"] == "core_initiatives" else None
    return row | {"change_name": "joined", "later_text": heir} if heir is not None else row


def _ids(declared: Table, frame: pd.DataFrame) -> list[str]:
    """Return the key of each row as one text."""
    return [".".join(map(str, key)) for key in frame[list(declared.key)].itertuples(index=False, name=None)]


def _by_key(declared: Table, frame: pd.DataFrame, wanted: pd.DataFrame) -> dict[str, dict[str, object]]:
    """Return the wanted records as Python's own values, by their key as one text."""
    chosen = frame.merge(wanted[list(declared.key)], on=list(declared.key))
    return dict(zip(_ids(declared, chosen), answers_of(chosen), strict=True))


def _name(declared: Table, about: Mapping[str, object]) -> str | None:
    return ".".join(str(about[name]) for name in TOLD[declared.name] if about[name] is not None) or None


def _differences(then: Mapping[str, object], left: Mapping[str, object], columns: list[str]) -> Iterator[dict[str, object]]:
    for name in columns:
        if then[name] != left[name]:
            yield {"change_name": "changed", "column_name": name, "earlier_text": _text(then[name]), "later_text": _text(left[name])}


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)
