"""What it is about: `sector`, `tag`, `policy-marker`, and the descriptions in words."""

from publications.iati.code_maps import vocabularies
from publications.iati.elements import Element, add, clean, divided, narrative, percentage
from publications.iati.reported import Reported
from schemas.code_lists import code_list

DAC_PURPOSES = "1"
NOT_SPECIFIED = "99810"  # "Sectors not specified" in the list of the OECD's DAC
SDG_GOALS, SDG_TARGETS = "2", "3"
DAC_MARKERS, GENDER_EQUALITY = "1", "1"
GENERAL, TARGET_GROUPS, OTHER = "1", "3", "4"
ENGLISH = "en"


def add_descriptions(activity: Element, told: Reported) -> None:
    """Add the summary, the target groups by their English names, and the results in the respondent's words."""
    narrative(add(activity, "description", type=GENERAL), clean(told.initiative["summary_text"]))
    groups = [code_list("target_groups").labels[code][ENGLISH] for code in told.codes("target_group_codes")]
    if groups:
        narrative(add(activity, "description", type=TARGET_GROUPS), "; ".join(groups), ENGLISH)
    results = clean(told.initiative["results_text"])
    if results:
        narrative(add(activity, "description", type=OTHER), results)


def add_sectors(activity: Element, told: Reported) -> None:
    """Add purpose codes and themes. Nobody states their shares, so each vocabulary is divided in equal parts, as the standard demands."""
    purposes = told.codes("dac_purpose_codes") or [NOT_SPECIFIED]
    for code, share in zip(purposes, _equal_shares(purposes), strict=True):
        add(activity, "sector", vocabulary=DAC_PURPOSES, code=code, percentage=share)
    themes = told.codes("primary_theme_code", "theme_codes")
    vocabulary, uri = vocabularies()["themes"]
    for code, share in zip(themes, _equal_shares(themes), strict=True):
        element = add(activity, "sector", vocabulary=vocabulary, vocabulary_uri=uri, code=code, percentage=share)
        narrative(element, code_list("themes").labels[code][ENGLISH], ENGLISH)


def add_tags(activity: Element, told: Reported) -> None:
    """Add goals and targets of sustainable development, and objectives of the Global Compact for Migration."""
    targets = told.codes("sdg_target_codes")
    for goal in dict.fromkeys(target.partition(".")[0] for target in targets):
        add(activity, "tag", vocabulary=SDG_GOALS, code=goal)
    for target in targets:
        add(activity, "tag", vocabulary=SDG_TARGETS, code=target)
    vocabulary, uri = vocabularies()["gcm_objectives"]
    for code in told.codes("gcm_objective_codes"):
        element = add(activity, "tag", vocabulary=vocabulary, vocabulary_uri=uri, code=code)
        narrative(element, code_list("gcm_objectives").definitions[code], ENGLISH)


def add_policy_markers(activity: Element, told: Reported) -> None:
    """Add how far gender equality is an objective, where that is stated."""
    significance = told.initiative["gender_marker_code"]
    if significance:
        add(activity, "policy-marker", vocabulary=DAC_MARKERS, code=GENDER_EQUALITY, significance=significance)


def _equal_shares(codes: list[str]) -> list[str]:
    return [percentage(share) for share in divided([1.0] * len(codes))] if codes else []
