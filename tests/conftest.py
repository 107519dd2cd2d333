"""What all tests share: the option that rewrites golden files, a server of PostgreSQL, a build of the samples, the page of faults."""

import os

import pytest
from hypothesis import settings

from tests.dagster_home import made_home, own_home  # noqa: F401  (fixtures)
from tests.faults.page import pytest_sessionfinish  # noqa: F401  (a hook)
from tests.faults.record import proved  # noqa: F401  (a fixture)
from tests.postgresql_server import server  # noqa: F401  (a fixture)
from tests.sample_build import sample_folder  # noqa: F401  (a fixture)

# Property tests judge answers, never seconds: a busy machine is no fault of theirs.
# Where a change is judged, they try the same examples each time; at a desk, new ones.
settings.register_profile("suite", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-goldens", action="store_true", help="write the golden files from what the code makes now")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the files of tests that take longest first, in turn at the head of each worker's share: what is short fills the gap at the end.

    xdist hands each worker a share of the list, one after the other, and lets those that are done take from the ends of the others'.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    long = [item for item in items if _takes_long(item)]
    files = list(dict.fromkeys(item.path for item in long))
    heads = [[item for item in long if files.index(item.path) % workers == number] for number in range(workers)]
    short = [item for item in items if not _takes_long(item)]
    ordered: list[pytest.Item] = []
    for number, head in enumerate(heads):
        share = len(items) * (number + 1) // workers - len(ordered) - len(head)
        rest = share if number + 1 < workers else len(short)
        ordered += [*head, *short[:rest]]
        short = short[rest:]
    items[:] = ordered


def _takes_long(item: pytest.Item) -> bool:
    return "whole_path" in item.path.parts or item.path.name in ("test_server.py", "test_forget.py", "test_every_kind_of_page.py")


@pytest.fixture(scope="session")
def rewrites_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten instead of compared."""
    return bool(request.config.getoption("--rewrite-goldens"))
