"""Tables on who is connected with whom: organisations in the graph of what they have in common, networks and how they grow, and corridors
between localities.
"""

from schemas.registry.deliveries import COUNTRY, RESPONSE
from schemas.registry.history import RESPONSES
from schemas.registry.subjects import ACTOR
from schemas.tables import Column, Table


def _count(name: str, description: str) -> Column:
    return Column(name, "count", description, is_required=True)


def _flag(name: str, description: str) -> Column:
    return Column(name, "flag", description, is_required=True)


ACTOR_CONNECTIONS = Table(
    "report_actor_connections",
    "one row per organisation",
    "Output 2: the graph of organisations. Two are connected when they are members of one network, partners, or take part in one "
    "initiative. The view isolated_local_authorities lists those that stand alone.",
    ("actor_id",),
    (
        ACTOR,
        Column("actor_name", "text", "Its name.", is_required=True),
        Column("actor_type_code", "code", "Its type.", "actor_types"),
        _count("degree_count", "Organisations that it is connected with (degree)."),
        _count("weighted_degree_count", "The same, each counted as often as the two have something in common (weighted degree)."),
        _count("network_count", "Networks that it shares with others."),
        _count("partnership_count", "Partnerships with others."),
        _count("initiative_count", "Initiatives that it takes part in together with others."),
        _count("component_number", "Its component: all that are connected, however indirectly; 1 is the largest."),
        _count("component_actor_count", "Organisations of the component."),
        Column(
            "betweenness_share", "share", "Of all pairs of other organisations of its component, the share whose shortest connections run "
            "through it, in percent (normalised betweenness of the two-mode graph of organisations and what they have in common).",
            is_required=True,
        ),
        Column(
            "betweenness_method_code", "code", "Whether it was counted from every organisation of the component or, where it has more "
            "than 256, from a fixed sample of 256.", "betweenness_methods", is_required=True,
        ),
        _flag("is_cut_point", "Whether its component would fall apart without it (cut vertex)."),
        Column("country_codes", "codes", "Its own countries, those of its partners, and those that report its connections, where known."),
        _flag("is_country_bridge", "Whether it is connected, and these are two countries or more."),
        _flag("is_isolated", "Whether it is connected with nobody."),
        _flag("is_in_funded_initiative", "Whether it takes part in an initiative that the JMDI supported."),
        _flag(
            "is_isolated_local_authority",
            "Whether it is a local authority without a network, a partnership or a second shared initiative: no connection beyond its own "
            "initiative, be it funded or not.",
        ),
    ),
)  # fmt: skip


def _end(side: str, what: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_actor_id", "text", f"The authority at {what}, in a partnership.", references="core_actors.actor_id"),
        Column(f"{side}_initiative_place_id", "text", f"The mention of {what}, in an initiative.",
               references="core_initiative_places.initiative_place_id"),
        Column(f"{side}_territory_role_code", "code", f"What {what} is to the initiative.", "territory_roles"),
        Column(f"{side}_place_id", "text", f"The place at {what}.", references="core_places.place_id"),
        Column(f"{side}_place_name", "text", "Its name."),
        Column(f"{side}_country_code", "text", f"Country of {what}, ISO 3166-1 alpha-3, where it is known."),
        Column(f"{side}_latitude", "latitude", "Latitude in decimal degrees, WGS 84."),
        Column(f"{side}_longitude", "longitude", "Longitude in decimal degrees, WGS 84."),
        Column(f"{side}_coordinate_precision_code", "code", "How good the point is.", "coordinate_precisions"),
        Column(f"{side}_gap_code", "code", f"Why {what} is open; empty when it has a point.", "corridor_gaps"),
    )  # fmt: skip


CORRIDORS = Table(
    "core_corridors",
    "one row per local-to-local corridor and record that states it",
    "Corridors between localities of two countries, with both ends. An end that cannot be located stays open, with the reason. A corridor "
    "that several records state has several rows.",
    ("corridor_id",),
    (
        Column("corridor_id", "text", "The corridor: the record that states it, and its two ends.", is_required=True),
        COUNTRY,
        Column("basis_code", "code", "What states it.", "corridor_bases", is_required=True),
        Column("partnership_id", "text", "The partnership that states it.", references="core_partnerships.partnership_id"),
        Column("initiative_id", "text", "The initiative that states it, or that the partnership serves.",
               references="core_initiatives.initiative_id"),
        Column("country_pair_code", "text", "Both countries in alphabetical order, as in FRA-MAR; empty unless both are known."),
        *_end("first", "the first end: origin, or else the reporting country"),
        *_end("second", "the second end: residence, or else abroad"),
        Column("is_complete", "flag", "Whether both ends have a point.", is_required=True),
        RESPONSE,
    ),
)  # fmt: skip
NETWORK = Column("network_id", "text", "The network.", references="core_networks.network_id", is_required=True)


def _members(name: str, description: str) -> Column:
    return Column(name, "count", f"{description}; empty when no member is named.")


NETWORKS = Table(
    "report_networks",
    "one row per network",
    "Output 2: networks of local actors: whom they unite, within and beyond the projects that the JMDI funded, and how alive they are. "
    "Members are those of core_network_members. Inside, outside and unknown are all members together, and so are local authorities, "
    "non-state, state and other.",
    ("network_id",),
    (
        NETWORK,
        COUNTRY,
        Column("network_name", "text", "Its name.", is_required=True),
        Column("level_code", "code", "Level at which it works.", "policy_levels"),
        _members("member_count", "Members"),
        _members("inside_count", "Members that take part in an initiative that the JMDI supported"),
        _members("outside_count", "Members that take part in none, be it that they take part in no initiative known here"),
        _members("unknown_count", "Members of which it is open, since nobody said whether the JMDI supported their initiative"),
        _members("local_authority_count", "Members that are local authorities or associations of them"),
        _members("non_state_count", "Members from civil society, diasporas, private sector, finance, academia, unions, foundations, media"),
        _members("state_count", "Members that are national governments, bilateral donors or multilateral bodies"),
        _members("other_count", "Members of another type, or whose type nobody said"),
        Column("country_codes", "codes", "Countries in which members are for certain: they govern a unit, have their seat or, of migrants' "
               "associations, live there or come from there."),
        _members("country_count", "How many countries these are"),
        _members("country_unknown_count", "Members without such a country"),
        Column("meeting_count", "count", "Meetings in the last twelve months, as reported; empty when nobody said."),
        Column("is_formalised", "flag", "Whether it has a formal status, as reported; empty when nobody said."),
        _flag("has_group_page", "Whether a page of its group on M4D Net is reported."),
        Column("founded_date", "date", "When it was founded, as reported."),
        Column("founded_date_precision_code", "code", "Which part of founded_date is known.", "date_precisions"),
        Column("has_non_jmdi_members", "flag", "Whether it has members outside the JMDI projects, as reported; empty when nobody said."),
        Column("is_contradicted", "flag", "Whether the members named say otherwise: one is outside where none should be, or all are "
               "inside; empty when nobody said, no member is named, or it depends on members of which it is unknown."),
        RESPONSE,
    ),
)  # fmt: skip
NETWORK_GROWTH = Table(
    "report_network_growth",
    "one row per network and round that describes it",
    "Output 2: how networks grow, by the members that the rows of each round name; several rows of a round are taken together. A network "
    "that names itself is no member of itself. A round "
    "is compared with the last one before it that names members. A round that says nothing of a network has no row: the network has not "
    "shrunk by that.",
    ("network_id", "round_name"),
    (
        NETWORK,
        COUNTRY,
        Column("round_name", "text", "The round.", is_required=True),
        Column("round_number", "count", "Place of the round among those that describe the network, from 1.", is_required=True),
        _members("member_count", "Members named in the round"),
        Column("joined_count", "count", "Members named that the round before did not name; empty without one, or when no member is named."),
        Column("left_count", "count", "Members that the round before named and this one does not; empty as joined_count is."),
        Column("cumulative_count", "count", "Different members named so far.", is_required=True),
        Column("unrecognised_count", "count", "Names of members that lead to no organisation; these count nowhere else.", is_required=True),
        Column("joined_actor_ids", "codes", "Who joined."),
        Column("left_actor_ids", "codes", "Who left."),
        RESPONSES,
    ),
)
NETWORK_TABLES = (ACTOR_CONNECTIONS, NETWORKS, NETWORK_GROWTH, CORRIDORS)
