"""All assets, in the order of the path, for whoever runs it: the definitions, and tests."""

from assets.actors import ACTORS
from assets.build import BUILD
from assets.clean import CLEAN
from assets.codification import CODIFICATION
from assets.core import CORE
from assets.history import HISTORY
from assets.iati_activities import IATI
from assets.identity import IDENTITY
from assets.knowledge import KNOWLEDGE
from assets.map_layers import MAP
from assets.map_site import MAP_SITE
from assets.networks import NETWORKS
from assets.open_files import OPEN_FILES
from assets.pair_decisions import PAIR_DECISIONS
from assets.policy import POLICY
from assets.publications import PUBLICATIONS
from assets.raw import INLETS
from assets.report import REPORTS
from assets.report_workbook import REPORT_WORKBOOK
from assets.scaling import SCALING

ASSETS = (
    *(*INLETS.values(), *CLEAN, *ACTORS, *IDENTITY, *PAIR_DECISIONS, *CORE, *HISTORY, *NETWORKS),
    *(*POLICY, *CODIFICATION, *KNOWLEDGE, *REPORTS, *SCALING, *MAP, *PUBLICATIONS, *REPORT_WORKBOOK, *IATI, *OPEN_FILES, *MAP_SITE, *BUILD),
)  # fmt: skip
