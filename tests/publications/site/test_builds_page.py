"""The page of trends: the figures of one build, of many, and of so many that each point stands for several."""

from datetime import UTC, datetime, timedelta

from publications.site.builds_page import MOST_POINTS, pages
from tests.publications.small_site import Page, small_contents

FIRST = datetime(2026, 1, 1, 2, tzinfo=UTC)
COUNTS = ("file_count", "received_count", "held_back_count", "please_check_count", "initiative_count", "mapped_initiative_count")
HEAD = "To be corrected"


def row(number, accepted=0, must_fix=0, new=0, country="MAR", hours=24):
    made = FIRST + timedelta(hours=hours * number)
    told = {"build_id": f"b{number:04}", "build_date": made.date().isoformat(), "made_at_text": made.isoformat(), "country_code": country}
    return dict.fromkeys(COUNTS, 0) | told | {"accepted_count": accepted, "must_fix_count": must_fix, "new_file_count": new}


def written(rows):
    return dict(pages(small_contents({"report_builds": rows})))["builds.html"]


def test_a_figure_is_said_with_how_far_it_moved():
    page = Page(written([row(0, 1200, 30, new=2), row(1, 1250, 25), row(0, 7, country="SEN"), row(1, 7, country="SEN")]))
    assert "Answers accepted 1 250 1 200 to 1 250; +50 since the build before" in page.text
    assert "To be corrected 25 25 to 30; -5 since the build before" in page.text
    assert "From 1 200 on 2026-01-01 to 1 250 on 2026-01-02; at least 1 200, at most 1 250." in page.text
    assert "A new file came last with a build of 2026-01-01." in page.text
    assert [told[0] for told in page.rows(HEAD)] == ["2026-01-02 02:00", "2026-01-01 02:00"]  # of Morocco
    assert "Answers accepted 7 Senegal: Answers accepted" in page.text, "what did not move says nothing of it"


def test_a_first_build_is_held_against_nothing():
    page = Page(written([row(0, 5)]))
    assert "This is the first build whose figures are kept" in page.text
    assert "since the" not in page.text
    assert "No build has left its figures yet." in Page(written([])).text


def test_years_of_nights_are_told_by_the_week_and_the_page_stays_light():
    nights = [row(night, night, new=night % 2, country=code) for night in range(800) for code in ("MAR", "SEN", "TUN", "NPL")]
    content = written(nights)
    page = Page(content)
    told = page.rows(HEAD)
    assert len(told) <= MOST_POINTS
    assert "each point is the last build of a week" in page.text
    # The newest full week ends with Sunday, 5 March 2028, and had a new file in three of its nights.
    last = next(cells for cells in told if cells[0].startswith("2028-03-05"))
    assert (last[2], last[4]) == ("3", "794")
    assert len(content) < 400_000


def test_many_builds_of_a_day_are_one_point():
    page = Page(written([row(number, number, hours=1) for number in range(5 * 24 + 1)]))
    assert [(told[0], told[4]) for told in page.rows(HEAD)][:2] == [("2026-01-06 02:00", "120"), ("2026-01-05 23:00", "117")]
