"""The registry: every table of the product by name, in the order of the path. Declared once, read everywhere."""

from schemas.errors import BrokenReference
from schemas.registry.actors import ACTOR_STEP_TABLES, ACTOR_TABLES
from schemas.registry.changes import CHANGE_TABLES
from schemas.registry.codification import CODIFICATION_TABLES
from schemas.registry.deliveries import CLEAN_TABLES, DELIVERY_TABLES, RAW_TABLES, STEP_TABLES
from schemas.registry.history import HISTORY_TABLES
from schemas.registry.identity import IDENTITY_STEP_TABLES, IDENTITY_TABLES
from schemas.registry.knowledge import KNOWLEDGE_TABLES
from schemas.registry.map_layers import MAP_LAYERS
from schemas.registry.networks import NETWORK_TABLES
from schemas.registry.pair_decisions import PAIR_DECISION_TABLES
from schemas.registry.policy import POLICY_TABLES
from schemas.registry.reference import REFERENCE_TABLES
from schemas.registry.reports import REPORT_TABLES
from schemas.registry.restricted import RESTRICTED_STEP_TABLES
from schemas.registry.scaling import SCALING_TABLES
from schemas.registry.subjects import EXACT_TABLES, SUBJECT_TABLES
from schemas.tables import Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *(*RAW_TABLES, *CLEAN_TABLES, *STEP_TABLES, *IDENTITY_STEP_TABLES, *ACTOR_STEP_TABLES, *REFERENCE_TABLES, *DELIVERY_TABLES),
        *(*SUBJECT_TABLES, *ACTOR_TABLES, *IDENTITY_TABLES, *PAIR_DECISION_TABLES, *HISTORY_TABLES, *NETWORK_TABLES, *REPORT_TABLES),
        *(*SCALING_TABLES, *POLICY_TABLES, *CODIFICATION_TABLES, *KNOWLEDGE_TABLES, *CHANGE_TABLES),
        *(*RESTRICTED_STEP_TABLES, *EXACT_TABLES),
    )
}
WAREHOUSE_TABLES: tuple[Table, ...] = tuple(table for table in TABLES.values() if table.layer in ("core", "report"))


def table(name: str) -> Table:
    """Return the declaration of a table or map layer; BrokenReference when the registry has none of that name."""
    if name in MAP_LAYERS:
        return MAP_LAYERS[name]
    if name not in TABLES:
        raise BrokenReference(f"The registry has no table named {name}.")
    return TABLES[name]
