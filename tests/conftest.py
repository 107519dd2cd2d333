"""What all tests share: the option that rewrites golden files, a server of PostgreSQL, a build of the samples."""

import os

import pytest
from hypothesis import settings

from tests.postgresql_server import server  # noqa: F401  (a fixture)
from tests.sample_build import sample_folder  # noqa: F401  (a fixture)

# Property tests judge answers, never seconds: a busy machine is no fault of theirs.
# Where a change is judged, they try the same examples each time; at a desk, new ones.
settings.register_profile("suite", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-goldens", action="store_true", help="write the golden files from what the code makes now")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that take longest first: what is short fills the gap at the end, when one worker has nothing left."""
    items.sort(key=lambda item: "whole_path" not in item.path.parts)


@pytest.fixture(scope="session")
def rewrites_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten instead of compared."""
    return bool(request.config.getoption("--rewrite-goldens"))
