"""The sentence by which the data are cited, and the sources of places and names that want to be named."""

import pandas as pd

from publications.citation.rights import sources_of_places
from schemas.build_identity import BuildIdentity

TITLE = "JMDI mapping of locally led initiatives on migration and development"


def citation(made: BuildIdentity) -> str:
    """Return how a build is cited."""
    return f"{TITLE}, build {made.build_id}, made on {made.day}."


def attributions(gazetteer_sources: pd.DataFrame) -> list[str]:
    """Return how the sources of places and names in use want to be named, with their licences; `gazetteer_sources` is the table of
    that name. A source that says nothing is named as the table names it.
    """
    sources = sources_of_places(gazetteer_sources)
    return [f"{one['title']} ({one['licence']})" if "licence" in one else one["title"] for one in sources]
