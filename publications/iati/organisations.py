"""Who reports and who takes part: `reporting-org`, `participating-org`, and the ids by which an activity is known."""

import re
from collections.abc import Iterable

from publications.iati.code_maps import organisation_roles
from publications.iati.elements import Element, add, clean_line, narrative
from publications.iati.left_out import BAD_ORG_REF, NO_ROLE
from publications.iati.reported import Reported, Row
from publications.iati.reporters import Reporter, reporter_of, reporters

ALLOWED_REF = re.compile(r"[^/&|?\s]+")  # the standard's rule, and no spaces
NOT_IN_IDENTIFIERS = re.compile(r"[^\w.~-]")
LEADING_ROLES = ("LEAD", "ACC")
OWN_ID, OTHER_ID = "A1", "A9"

Part = tuple[str, Row]  # a role of the standard and the organisation that has it


def reporter_for(told: Reported) -> Reporter:
    """Return who reports an initiative."""
    leads = [part["actor_id"] for part in told.actors if part["role_code"] in LEADING_ROLES]
    return reporter_of(told.initiative["country_code"], leads)


def activity_identifier(reporter: Reporter, initiative_id: str) -> str:
    """Return the identifier of an activity: the reporter's, a hyphen, and ours, with marks that the standard excludes as %XX.

    Two ids never become one, and the same id is always the same.
    """
    return f"{reporter.org_ref}-{NOT_IN_IDENTIFIERS.sub(_as_bytes, initiative_id)}"


def parts_of(told: Reported) -> list[Part]:
    """Return who takes part in which roles of the standard, each pair once, the roles in the standard's order."""
    known = organisation_roles()
    pairs = {(role, part["actor_id"]): part["actor"] for part in told.actors for role in known[part["role_code"]] if _name(part["actor"])}
    return [(role, actor) for (role, _), actor in sorted(pairs.items(), key=lambda pair: pair[0][0])]


def add_reporting_org(activity: Element, reporter: Reporter) -> None:
    """Add who reports."""
    secondary = "true" if reporter.is_secondary else "false"
    element = add(activity, "reporting-org", ref=reporter.org_ref, type=reporter.org_type_code, secondary_reporter=secondary)
    narrative(element, reporter.org_name, "en")


def add_participating_orgs(activity: Element, told: Reported, parts: Iterable[Part]) -> None:
    """Add who takes part, once for each role."""
    roles = organisation_roles()
    told.lacks += [NO_ROLE for part in told.actors if not roles[part["role_code"]]]
    for role, actor in parts:
        element = add(activity, "participating-org", ref=_ref(actor, told), type=actor["iati_org_type_code"], role=role)
        narrative(element, _name(actor))


def add_other_identifiers(activity: Element, told: Reported) -> None:
    """Add the id that the tables have, and those of reports that proved to be of the same initiative."""
    add(activity, "other-identifier", ref=clean_line(told.initiative["initiative_id"]), type=OWN_ID)
    for earlier in told.earlier_ids:
        add(activity, "other-identifier", ref=clean_line(earlier), type=OTHER_ID)


def _name(actor: Row) -> str:
    return clean_line(actor["actor_name"])


def _ref(actor: Row, told: Reported) -> str | None:
    """Return an organisation's identifier: that under which it reports, else its own, when it can be one."""
    named = reporters().get(actor["actor_id"])
    ref = named.org_ref if named else clean_line(actor["iati_org_ref"])
    if ref and not ALLOWED_REF.fullmatch(ref):
        told.lacks.append(BAD_ORG_REF)
        return None
    return ref


def _as_bytes(mark: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in mark[0].encode("utf-8", "surrogatepass"))
