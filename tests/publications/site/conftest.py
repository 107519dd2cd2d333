"""The site in a browser: Debian's Chromium, headless, each page in a context of its own that tells what went wrong in it.

A test opens pages with the fixture `opened`. When it ends, it has failed if a page wrote an error to the console, or asked for anything
that is no file of the site.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
PATIENCE = 20_000  # milliseconds, on a busy machine
DESK = {"width": 1280, "height": 900}
MAP_IS_READY = "#map-app[data-ready]"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once a worker."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def sample_site(sample_folder: Path) -> Path:
    """The site of the build of the samples."""
    return (sample_folder / "warehouse" / "current").resolve() / "site"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a page: `opened(path, "#country=MAR", java_script_enabled=False)`; the rest are options of the context."""
    contexts, faults = [], []

    def open_page(path: Path, hash_: str = "", **options: object) -> Page:
        context = browser.new_context(**{"viewport": DESK} | options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else faults.append(request.url))
        page.goto(path.as_uri() + hash_)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
