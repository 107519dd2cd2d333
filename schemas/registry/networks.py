"""Tables on who is connected with whom: organisations in the graph of what they have in common, and corridors between localities."""

from schemas.registry.deliveries import COUNTRY, RESPONSE
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
NETWORK_TABLES = (ACTOR_CONNECTIONS, CORRIDORS)
