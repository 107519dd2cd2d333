"""Tables on the programme's subject: initiatives, actors, and its three outputs. Answer columns come from the survey form."""

from dataclasses import replace

from schemas.form import answer_columns_linked
from schemas.registry.actors import ACTOR
from schemas.registry.deliveries import COUNTRY, RESPONSE
from schemas.tables import Column, Table


def _id(name: str, description: str, references: str = "", is_required: bool = True) -> Column:
    return Column(name, "text", description, references=references, is_required=is_required)


INITIATIVE = _id("initiative_id", "The initiative.", "core_initiatives.initiative_id")

INITIATIVES = Table(
    "core_initiatives",
    "one row per initiative",
    "Locally led migration and development initiatives. Reports of a country that describe one are one row: see core_initiative_pairs.",
    ("initiative_id",),
    (
        _id("initiative_id", "The initiative: country and own reference of the report first seen; it never changes."),
        COUNTRY,
        *answer_columns_linked("initiatives"),
        Column("response_count", "count", "Received rows that it was made from.", is_required=True),
        RESPONSE,
    ),
)
INITIATIVE_TAGS = Table(
    "core_initiative_tags",
    "one row per initiative, code list and code",
    "The themes, interventions, target groups, goals and other codes of initiatives, one a row.",
    ("initiative_id", "question_code", "tag_code"),
    (
        INITIATIVE,
        Column("question_code", "text", "Column of core_initiatives that holds the code.", is_required=True),
        Column("list_name", "text", "Code list.", is_required=True),
        Column("tag_code", "text", "The code.", is_required=True),
    ),
)
INITIATIVE_PLACES = Table(
    "core_initiative_places",
    "one row per initiative, place and role of the territory",
    "Where initiatives work, as named and, when there is no doubt, as a place of the gazetteer. Nothing is guessed. A place that several "
    "rows or reports of an initiative name stands once.",
    ("initiative_place_id",),
    (
        _id("initiative_place_id", "The place of the initiative: the row that names it first and its number within it."),
        INITIATIVE,
        COUNTRY,
        RESPONSE,
        Column("place_text", "text", "The place as written.", is_required=True),
        Column("context_text", "text", "The other names of the row, the largest unit first."),
        Column("territory_role_code", "code", "What the territory is to the initiative.", "territory_roles"),
        Column("status_code", "code", "Whether the place was found.", "geocode_statuses", is_required=True),
        Column("reason_text", "text", "Why it was not."),
        Column("decision_id", "text", "The decision of a person that it follows, a row of place_choices.csv."),
        _id("place_id", "The place of the gazetteer.", "core_places.place_id", is_required=False),
        Column("place_name", "text", "Its official name."),
        Column("place_level_code", "code", "Its level.", "place_levels"),
        _id("admin1_place_id", "The first-level unit that it is or lies in.", "core_places.place_id", is_required=False),
        _id("admin2_place_id", "The second-level unit that it is or lies in.", "core_places.place_id", is_required=False),
        _id("admin3_place_id", "The third-level unit that it is or lies in.", "core_places.place_id", is_required=False),
        _id("former_place_id", "The former unit that was named, where place_id is today's.", "core_places.place_id", is_required=False),
        Column("latitude", "latitude", "Latitude in decimal degrees, WGS 84; empty unless the place was matched."),
        Column("longitude", "longitude", "Longitude in decimal degrees, WGS 84; empty unless the place was matched."),
        Column("coordinate_precision_code", "code", "How good the point is.", "coordinate_precisions"),
        Column("is_centroid", "flag", "Whether the point only stands for the area of a unit."),
        Column("location_exactness_code", "code", "IATI's exactness of the point.", "location_exactness"),
        Column("geographic_precision_code", "code", "Precision by UCDP and AidData, 1 exact to 6 country.", "geographic_precisions"),
        Column(
            "is_disputed_area", "flag", "Whether the place lies in Western Sahara, a non-self-governing territory to the United Nations."
        ),
        Column("geocode_method_code", "code", "How the place was found.", "geocode_methods", is_required=True),
        Column("geocode_score", "number", "Certainty of the match, 0 to 1; exact matches have 1."),
        Column("candidate_place_ids", "codes", "Places that it may be, when there is doubt."),
        Column("stated_latitude", "latitude", "Latitude as reported, not yet checked."),
        Column("stated_longitude", "longitude", "Longitude as reported, not yet checked."),
        *answer_columns_linked("locations", without=("place_text", "territory_role_code", "latitude", "longitude")),
    ),
)
PLACE_CHOICES = Table(
    "core_place_choices",
    "one row per decision of a person on a place",
    "What people decided that a text means, or that it means no place; such a decision wins over what the geocoder finds.",
    ("decision_id",),
    (
        _id("decision_id", "The decision, a row of place_choices.csv."),
        COUNTRY,
        Column("place_text", "text", "The text that was decided on.", is_required=True),
        Column("context_text", "text", "The other names of the row that it was decided for, `(alone)` for none; empty for any."),
        _id("place_id", "The place that is meant; empty when it is no place.", "core_places.place_id", is_required=False),
        Column("reason_text", "text", "Why.", is_required=True),
        Column("author_name", "text", "Who decided.", is_required=True),
        Column("decided_date", "date", "When.", is_required=True),
        Column("use_count", "count", "Places that follow the decision in this build.", is_required=True),
    ),
)
INITIATIVE_ACTORS = Table(
    "core_initiative_actors",
    "one row per initiative, organisation and role",
    "Who does what in an initiative.",
    ("initiative_actor_id",),
    (
        _id("initiative_actor_id", "The part that the organisation takes in the initiative."),
        INITIATIVE,
        ACTOR,
        COUNTRY,
        Column("role_code", "code", "Role; PAR when it was not stated or not understood.", "actor_roles", is_required=True),
        *answer_columns_linked("initiative_actors", without=("role_code",)),
        RESPONSE,
    ),
)
FINANCE = Table(
    "core_finance",
    "one row per amount reported",
    "Money reported for initiatives: their budgets, and contributions of single organisations. The two must not be added up.",
    ("finance_id",),
    (
        _id("finance_id", "The amount: the record that states it, and its kind."),
        INITIATIVE,
        COUNTRY,
        _id("actor_id", "The organisation that contributes; empty for a whole budget.", "core_actors.actor_id", is_required=False),
        Column("finance_kind_code", "text", "budget or contribution.", is_required=True),
        Column("amount", "amount", "The amount, in its currency.", is_required=True),
        Column("amount_qualifier_code", "code", "Exact, at least, at most or about.", "amount_qualifiers"),
        Column("currency_code", "code", "Its currency; empty when none was stated.", "currencies"),
        Column("amount_usd", "amount", "The amount in US dollars, to the cent; empty without a currency or a rate."),
        Column(
            "amount_usd_method_text", "text", "stated in dollars; else at the rate of the start_year or, without one, of the round_year."
        ),
        Column("rate_year", "year", "Year whose average rate was used (reference/currency_rates.csv)."),
        RESPONSE,
    ),
)


SUPPRESSED = Column("is_suppressed", "flag", "Whether a count of 1 to 9 people, or one that gives it away, was left out.", is_required=True)


def _record(name: str, sheet: str, grain: str, description: str, key: Column, *links: Column, more: tuple[Column, ...] = ()) -> Table:
    own_reference = key.name.removesuffix("_id") + "_ref"
    columns = (key, COUNTRY, *links, *answer_columns_linked(sheet, without=(own_reference,)), RESPONSE, *more)
    return Table(name, grain, description, (key.name,), columns)


PARTNERSHIPS = _record(
    "core_partnerships", "partnerships", "one row per partnership of two organisations", "Partnerships between organisations.",
    _id("partnership_id", "The partnership."),
    _id("initiative_id", "The initiative it serves.", "core_initiatives.initiative_id", is_required=False),
    _id("first_actor_id", "One partner.", "core_actors.actor_id"), _id("second_actor_id", "The other partner.", "core_actors.actor_id"),
)  # fmt: skip
RESULTS = _record(
    "core_results", "results", "one row per initiative, indicator and period", "Results of initiatives in figures.",
    _id("result_id", "The result."), INITIATIVE, more=(SUPPRESSED,),
)  # fmt: skip
SCALING_STEPS = _record(
    "core_scaling_steps", "scaling_steps", "one row per initiative and stage reached",
    "Output 1: how initiatives scale up, up to the tipping point at which they are institutionalised.",
    _id("scaling_step_id", "The step."), INITIATIVE, more=(SUPPRESSED,),
)  # fmt: skip
NETWORKS = _record(
    "core_networks", "networks", "one row per network", "Output 2: networks of local actors.", _id("network_id", "The network."),
)  # fmt: skip
NETWORK_MEMBERS = Table(
    "core_network_members",
    "one row per network and member",
    "Output 2: which organisations belong to which network. An organisation that bears the name of the network is the network itself, and "
    "no member of it.",
    ("network_id", "actor_id"),
    (_id("network_id", "The network.", "core_networks.network_id"), ACTOR, COUNTRY, RESPONSE),
)
WORKPLAN_ACTIVITIES = _record(
    "core_workplan_activities", "workplan_activities", "one row per activity of a policy work plan",
    "Output 2: the activities of policy work plans, each with its plan, objective and target policy.",
    _id("activity_id", "The activity."),
    _id("plan_id", "Its plan; empty when it names none.", "core_work_plans.plan_id", is_required=False),
    _id("objective_id", "Its objective within the plan.", "core_work_plan_objectives.objective_id", is_required=False),
    _id("target_policy_id", "The policy that it aims at.", "core_target_policies.target_policy_id", is_required=False),
    _id("lead_actor_id", "Responsible organisation.", "core_actors.actor_id", is_required=False),
    Column("partner_actor_ids", "codes", "Partner organisations."), Column("linked_initiative_ids", "codes", "Initiatives it builds on."),
    Column("linked_practice_ids", "codes", "Codified practices it builds on."),
)  # fmt: skip
PRACTICES = _record(
    "core_practices", "practices", "one row per codified practice", "Output 3: good practices and lessons, codified.",
    _id("practice_id", "The practice."),
    _id("initiative_id", "The initiative codified, when it is one.", "core_initiatives.initiative_id", is_required=False),
    _id("activity_id", "The work-plan activity codified, when it is one.", "core_workplan_activities.activity_id", is_required=False),
    _id("plan_id", "The work plan codified, when it is one.", "core_work_plans.plan_id", is_required=False),
)  # fmt: skip
LESSONS = _record(
    "core_lessons", "lessons", "one row per lesson of a codified practice", "Output 3: lessons learned.",
    _id("lesson_id", "The lesson; it stays when a later round of its sender words the lesson anew under its number."),
    _id("practice_id", "Its practice.", "core_practices.practice_id"),
)  # fmt: skip
KNOWLEDGE_PRODUCTS = _record(
    "core_knowledge_products", "knowledge_products", "one row per knowledge product", "Output 3: knowledge products.",
    _id("product_id", "The product."), Column("source_practice_ids", "codes", "Codified practices that it draws on."),
    more=(SUPPRESSED,),
)  # fmt: skip
INDICATORS = _record(
    "core_indicators", "indicators", "one row per pillar, indicator and period", "Output 3: how success is measured, by pillar.",
    _id("indicator_id", "The figure."), more=(SUPPRESSED,),
)  # fmt: skip

# With the figures as they were reported, for the steps that reckon with them.
EXACT_TABLES = tuple(
    replace(one, name=one.name.replace("core_", "clean_exact_"), columns=one.columns[:-1])
    for one in (RESULTS, SCALING_STEPS, KNOWLEDGE_PRODUCTS, INDICATORS)
)
SUBJECT_TABLES = (
    INITIATIVES, INITIATIVE_TAGS, INITIATIVE_PLACES, PLACE_CHOICES, INITIATIVE_ACTORS, FINANCE, PARTNERSHIPS, RESULTS,
    SCALING_STEPS, NETWORKS, NETWORK_MEMBERS, WORKPLAN_ACTIVITIES, PRACTICES, LESSONS, KNOWLEDGE_PRODUCTS, INDICATORS,
)  # fmt: skip
