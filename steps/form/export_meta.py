"""The columns that survey tools add to their exports: how an export is known, and what links, times and reviews of a row it tells.

Sources: KoboToolbox formpack (reporting/export.py, schema/fields.py), ODK Central (lib/data/briefcase.js and its tests), SurveyCTO
("Data format" in its help).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

KOBO = frozenset({
    "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_version_", "_version",
    "_tags", "_index", "_parent_table_name", "_parent_index", "_root_uuid", "meta/rootuuid", "meta/instanceid", "_xform_id_string",
    "_attachments", "_geolocation", "_media_all_received", "_duration", "_edited", "_total_media", "_media_count", "formhub/uuid",
})  # fmt: skip
ODK = frozenset({
    "submissiondate", "key", "parent_key", "instanceid", "instancename", "meta-instanceid", "meta-instancename", "submitterid",
    "submittername", "attachmentspresent", "attachmentsexpected", "status", "reviewstate", "deviceid", "edits", "formversion",
    "isvalidated", "formdef_version", "review_status", "review_comments", "review_corrections", "review_quality", "completiondate",
    "starttime", "endtime", "caseid", "subscriberid", "simid", "devicephonenum", "username", "duration",
})  # fmt: skip
FORM_FIELDS = frozenset({"start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "email", "audit"})
# What proves that a table is an export: all columns of one of these sets.
PROOFS = (
    {"_uuid", "_submission_time"}, {"_id", "_uuid"}, {"_uuid", "_index"}, {"_parent_table_name", "_parent_index"},
    {"key", "submissiondate"}, {"key", "parent_key"}, {"key", "instanceid"}, {"key", "formdef_version"},
)  # fmt: skip
SET_OF = "set-of-"
OF_SUBMISSION = "_submission_"  # KoboToolbox copies columns of the submission into the sheets of its repeats
# Reviews, as code in XML exports and as label in others.
NOT_APPROVED = frozenset({"validation_status_not_approved", "not approved", "not_approved", "rejected"})
ON_HOLD = frozenset({"validation_status_on_hold", "on hold", "on_hold", "hasissues", "has issues", "pending"})
REVIEWED = frozenset({"validation_status_approved", "approved", "received", "edited", "none", "validation_status_no_status", ""})


@dataclass(frozen=True)
class Meta:
    """The columns of an export that are no answers, by their folded name."""

    columns: dict[str, int]
    is_kobo: bool

    @property
    def is_repeat(self) -> bool:
        """Whether the table holds the rows of a repeat."""
        return "_parent_index" in self.columns or "parent_key" in self.columns


class Links(NamedTuple):
    """What a row says of itself and its parent, without the prefix `uuid:`. `lasting` stays the same when a submission is edited."""

    submission: str
    lasting: str
    key: str
    parent_key: str
    row_index: str
    parent_table: str
    parent_index: str
    review: str  # as written


def find_meta(headers: Mapping[int, str]) -> Meta | None:
    """Return the columns that a tool has added, or None when a header is not that of an export."""
    names = {number: text.strip().casefold() for number, text in headers.items()}
    if not any(proof <= set(names.values()) for proof in PROOFS):
        return None
    is_kobo = any(name.startswith("_") and name in KOBO for name in names.values())
    own = KOBO if is_kobo else ODK
    columns = {
        name: number
        for number, name in names.items()
        if name in own or name.startswith(SET_OF) or (is_kobo and name.startswith(OF_SUBMISSION)) or name in FORM_FIELDS
    }
    return Meta(columns, is_kobo)


def links_of(meta: Meta, cells: Mapping[int, str]) -> Links:
    """Return the links of a row, from the texts of its cells by column."""

    def said(*names: str) -> str:
        texts = (cells.get(meta.columns[name], "").strip() for name in names if name in meta.columns)
        return next((text for text in texts if text), "")

    key = _bare(said("key"))
    parent = _bare(said("parent_key"))
    submission = _bare(said("_submission__uuid") if meta.is_repeat else said("_uuid")) or (parent or key).partition("/")[0]
    return Links(
        submission,
        _bare(said("_root_uuid", "meta/rootuuid")) or submission,
        key,
        parent,
        _whole(said("_index")),
        said("_parent_table_name"),
        _whole(said("_parent_index")),
        said("_validation_status", "_submission__validation_status", "reviewstate", "review_status"),
    )


def _bare(text: str) -> str:
    return text.strip().removeprefix("uuid:")


def _whole(text: str) -> str:
    return re.sub(r"\.0+$", "", text)  # an index typed as a number may come as 3.0
