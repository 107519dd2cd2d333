"""What all tests share: the option that rewrites golden files."""

import os

import pytest
from hypothesis import settings

# Property tests judge answers, never seconds: a busy machine is no fault of theirs.
# Where a change is judged, they try the same examples each time; at a desk, new ones.
settings.register_profile("suite", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-goldens", action="store_true", help="write the golden files from what the code makes now")


@pytest.fixture(scope="session")
def rewrites_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten instead of compared."""
    return bool(request.config.getoption("--rewrite-goldens"))
