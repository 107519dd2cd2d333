"""One page of each kind, opened: it says what it holds to everybody, asks for nothing from outside, and no fault is in its console."""

from axe_playwright_python.sync_playwright import Axe

from tests.publications.site.conftest import MAP_IS_READY

HEAVY = ("serious", "critical")
# axe may not fetch styles by itself: the policy of the pages forbids it.
AS_AXE_IS_RUN = {"resultTypes": ["violations"], "preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
# Rows, entries and shapes beyond the fifth of their kind are made as those before them, and axe would take minutes to say so.
THIN_OUT = """() => {
  for (const parent of document.querySelectorAll("body *")) {
    const met = {};
    for (const child of [...parent.children]) if ((met[child.tagName] = (met[child.tagName] || 0) + 1) > 5) child.remove();
  }
}"""

LARGE_LETTERS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html { font-size: 200% }");
  document.adoptedStyleSheets = [sheet];
}"""


def one_of_each_kind(site):
    """Return every page at the top of the site in the main language, one in Arabic, and the first page of each folder."""
    top = [path for path in sorted(site.glob("*.html")) if path.name.count(".") == 1]
    arabic = [site / "index.ar.html", site / "map.ar.html"]
    folders = [min(folder.glob("*.html"), default=None) for folder in sorted(site.iterdir()) if folder.is_dir()]
    return [*top, *arabic, *filter(None, folders)]


def test_no_kind_of_page_shuts_anybody_out(opened, sample_site):
    axe, heavy = Axe(), {}
    for path in one_of_each_kind(sample_site):
        page = opened(path)
        if path.name.startswith("map."):
            page.wait_for_selector(MAP_IS_READY)
        page.evaluate(THIN_OUT)
        found = axe.run(page, options=AS_AXE_IS_RUN).response["violations"]
        told = {one["id"]: [node["html"][:200] for node in one["nodes"][:3]] for one in found if one["impact"] in HEAVY}
        if told:
            heavy[path.relative_to(sample_site).as_posix()] = told
        page.context.close()
    assert heavy == {}


def test_letters_twice_as_large_stay_within_a_phone(opened, sample_site):
    for name in ("map.fr.html", "plans/ECU.html", "countries/MAR.ar.html"):
        page = opened(sample_site / name, viewport={"width": 390, "height": 844})
        if name.startswith("map."):
            page.wait_for_selector(MAP_IS_READY)
        page.evaluate(LARGE_LETTERS)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, name
