"""What may be handed on: a reason for everything left out, and nothing left that tells of it."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from schemas.contracts import check_references
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.tables import shape
from steps.handing_on.leave_out import leave_out
from tests.steps.handing_on.builds import Initiative, build

FREE = {"free": ("PUB", False)}


def kept(frames: dict[str, pd.DataFrame], name: str, column: str, **options: bool) -> list[str]:
    return leave_out(frames, **options).frames[name][column].tolist()


@pytest.mark.parametrize("consent", ["INT", "AGG", "NO", None])
def test_what_rests_on_a_delivery_that_may_not_be_published_is_left_out(consent):
    frames = build(FREE | {"other": (consent, False)}, {
        "a": Initiative(["free"]), "b": Initiative(["other"]), "c": Initiative(["free", "other"]),
    })  # fmt: skip
    handed = leave_out(frames)
    assert handed.frames["core_initiatives"]["initiative_id"].tolist() == ["a"]
    assert handed.frames["core_submissions"]["submission_id"].tolist() == ["free"]
    assert handed.frames["map_initiative_places"]["initiative_id"].tolist() == ["a"]
    assert handed.left_out["consent_is_not_publish"] == {
        "core_initiatives": 2, "core_initiative_places": 2, "core_practices": 2, "core_submissions": 1,
    }  # fmt: skip
    # The free delivery's own row on c stays, without what it says.
    answers = handed.frames["core_responses"].set_index("response_id")["answers_json"]
    assert {response: pd.notna(text) for response, text in answers.items()} == {"free/1/a": True, "free/1/c": False}


def test_a_confidential_initiative_goes_with_who_is_known_from_it_alone():
    frames = build(FREE, {
        "a": Initiative(["free"], actor="ministry"), "b": Initiative(["free"], "CONFIDENTIAL", "ministry"),
        "c": Initiative(["free"], "CONFIDENTIAL", "shelter"), "d": Initiative(["free"], "RESTRICTED"), "e": Initiative(["free"], None),
    })  # fmt: skip
    for actor in ("ministry", "shelter"):  # each has a row of its own in the sheet of actors
        listed = {"response_id": f"free/5/{actor}", "submission_id": "free", "outcome_code": "accepted", "country_code": "MAR"}
        frames["core_responses"] = shape([*frames["core_responses"].to_dict("records"), listed], table("core_responses"))
        named = {"table_name": "core_actors", "record_id": actor, "response_id": f"free/5/{actor}"}
        frames["core_lineage"] = shape([*frames["core_lineage"].to_dict("records"), named], table("core_lineage"))
    funders = [{"country_code": "MAR", "actor_id": actor, "initiative_count": 1} for actor in ("ministry", "shelter")]
    frames["report_funders"] = shape(funders, table("report_funders"))
    handed = leave_out(frames)
    assert handed.frames["report_funders"]["actor_id"].tolist() == ["ministry"]
    assert handed.frames["core_initiatives"]["initiative_id"].tolist() == ["a", "d", "e"]
    assert handed.frames["core_actors"]["actor_id"].tolist() == ["ministry"]
    assert handed.frames["core_workplan_activities"]["linked_initiative_ids"].tolist() == ["a|d|e"]
    assert handed.left_out["initiative_is_confidential"] == {"core_initiatives": 2}


def test_an_initiative_that_one_respondent_calls_confidential_is_so():
    frames = build(FREE, {"a": Initiative(["free"]), "b": Initiative(["free"])})
    said = {"initiative_id": "b", "column_name": "sensitivity_code", "value_text": "CONFIDENTIAL", "is_current": True}
    frames["core_initiative_history"] = shape([said], table("core_initiative_history"))
    assert kept(frames, "core_initiatives", "initiative_id") == ["a"]


def test_a_practice_that_is_not_released_is_left_out_and_its_initiative_stays():
    frames = build(FREE, {"a": Initiative(["free"]), "b": Initiative(["free"], is_released=False)})
    handed = leave_out(frames)
    assert handed.frames["core_practices"]["practice_id"].tolist() == ["practice-a"]
    assert handed.frames["report_practices"]["practice_id"].tolist() == ["practice-a"]
    assert handed.left_out["practice_is_not_released"] == {"core_practices": 1}


def test_an_organisation_of_a_closed_delivery_takes_no_free_initiative_along():
    frames = build(FREE | {"other": ("INT", False)}, {
        "a": Initiative(["free"], actor="ministry"), "b": Initiative(["other"], actor="ministry"),
    })  # fmt: skip
    handed = leave_out(frames)
    assert handed.frames["core_initiatives"]["initiative_id"].tolist() == ["a"]
    assert handed.frames["core_actors"].empty
    assert handed.frames["core_initiative_actors"].empty


def test_invented_examples_are_left_out_unless_asked_for():
    frames = build(FREE | {"example": ("PUB", True)}, {
        "a": Initiative(["free"]), "b": Initiative(["example"]), "c": Initiative(["free", "example"]),
    })  # fmt: skip
    assert kept(frames, "core_initiatives", "initiative_id") == ["a", "c"]
    assert kept(frames, "core_initiatives", "initiative_id", with_examples=True) == ["a", "b", "c"]


def test_findings_which_quote_deliveries_against_each_other_are_left_out():
    handed = leave_out(build(FREE, {"a": Initiative(["free"])}))
    assert handed.frames["core_findings"].empty
    assert handed.left_out == {"table_is_for_work_within_the_programme": {"core_findings": 1}}


def test_a_figure_of_a_pillar_goes_with_its_indicator_and_what_is_counted_stays():
    frames = build(FREE | {"other": (None, False)}, {"a": Initiative(["free"]), "b": Initiative(["other"])})
    common = {"country_code": "MAR", "pillar_code": "P1", "indicator_name": "meetings"}
    indicators = [common | {"indicator_id": name, "response_id": f"{name}/1/{letter}", "source_text": f"told by {name}"}
                  for name, letter in (("free", "a"), ("other", "b"))]  # fmt: skip
    unsaid = dict.fromkeys(("unit_name", "period_text", "disaggregation_text"), "not_stated")
    pillars = [common | unsaid | {"basis_code": "reported", "source_text": f"told by {name}"} for name in ("free", "other")]
    counted = common | unsaid | {"basis_code": "counted", "indicator_name": "products"}
    frames["core_indicators"] = shape(indicators, table("core_indicators"))
    frames["report_knowledge_pillars"] = shape([*pillars, counted], table("report_knowledge_pillars"))
    lineage = [{"table_name": "core_indicators", "record_id": one["indicator_id"], "response_id": one["response_id"]} for one in indicators]
    frames["core_lineage"] = pd.concat([frames["core_lineage"], shape(lineage, table("core_lineage"))], ignore_index=True)
    assert kept(frames, "report_knowledge_pillars", "basis_code") == ["reported", "counted"]
    assert kept(frames, "report_knowledge_pillars", "source_text")[0] == "told by free"


CONSENTS = st.tuples(st.sampled_from(["PUB", "PUB", "INT", "AGG", None]), st.booleans())
DELIVERIES = ("d1", "d2", "d3")


@given(
    st.fixed_dictionaries(dict.fromkeys(DELIVERIES, CONSENTS)),
    st.lists(
        st.builds(
            Initiative,
            st.lists(st.sampled_from(DELIVERIES), min_size=1, max_size=3, unique=True),
            st.sampled_from(["PUBLIC", None, "CONFIDENTIAL"]),
            st.sampled_from(["", "actor-1", "actor-2"]),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ),
)
@hypothesis_settings(max_examples=8)  # a build of many tables each
def test_whatever_the_consents_nothing_tells_of_what_is_left_out_and_every_reference_finds_its_row(consents, listed):
    initiatives = {f"initiative-{number}": one for number, one in enumerate(listed)}
    handed = leave_out(build(consents, initiatives))
    check_references(handed.frames, WAREHOUSE_TABLES)
    closed = {
        name
        for name, one in initiatives.items()
        if one.sensitivity == "CONFIDENTIAL"
        or any(consents[delivery][0] != "PUB" for delivery in one.deliveries)
        or all(consents[delivery][1] for delivery in one.deliveries)
    }
    assert set(handed.frames["core_initiatives"]["initiative_id"]) == set(initiatives) - closed
    # Ids of received rows end in the initiative's own: here they stand for a row number.
    texts = [
        str(value)
        for name, frame in handed.frames.items()
        if name != "core_countries"
        for column in frame.drop(columns=["response_id", "geometry"], errors="ignore").columns
        for value in frame[column].dropna()
    ]
    assert not [(text, name) for text in texts for name in closed if name in text]
