"""Chapter 5 as it is built: its six live figures answer, from a file and from a server. Each has its own tests too."""

import csv
import json

import pytest

from gan_utils.metrics.human import wilson_interval


@pytest.fixture(scope="module", params=["file", "http"])
def chapter(request, shared_visits, site, server):
    start = f"{site.as_uri()}/" if request.param == "file" else server
    return shared_visits(f"{start}book/05_evaluation.html")


def test_the_six_figures_are_there(chapter):
    kinds = chapter.locator("[data-widget]").evaluate_all("(roots) => roots.map((root) => root.dataset.widget)")
    assert kinds == [
        "real-or-fake",
        "real-or-fake",
        "inception-score-by-hand",
        "frechet-by-hand",
        "score-breaker",
        "real-or-fake",
    ]


def test_the_big_table_shows_all_its_columns(chapter):
    """The last one, the rater's, has a paragraph of its own. Where it does not fit, what is round it scrolls."""
    table = chapter.locator("table", has=chapter.get_by_role("columnheader", name="rater", exact=True))
    assert chapter.viewport_size["width"] == 1280 and table.count() == 1
    for part in (table, table.locator("xpath=..")):
        assert part.evaluate("(part) => part.scrollWidth <= part.clientWidth")
    named = [chapter.get_by_role(role, name="Who noticed").count() for role in ("region", "group")]
    assert named == [0, 0], "a group with a name only where it scrolls"
    assert table.evaluate("(table) => getComputedStyle(table).display") == "table"


def test_both_ways_to_be_bad_give_a_score_of_one(chapter, find):
    by_hand = find(chapter, "inception-score-by-hand")
    for preset in ("sure-all-the-same", "never-sure"):
        by_hand.click("preset-sure-and-varied")
        assert by_hand.number("score") > 3
        by_hand.click(f"preset-{preset}")
        assert by_hand.number("score") == pytest.approx(1, abs=1e-9)


def test_equal_gaussians_are_at_no_distance_and_yet_their_samples_are(chapter, find):
    figure = find(chapter, "frechet-by-hand")
    assert figure.number("distance") > 1
    figure.click("equal")
    assert figure.number("distance") == pytest.approx(0, abs=1e-9)
    assert figure.number("average-estimate") > 0
    figure.choose(shape="ring")
    assert figure.number("distance") == pytest.approx(0, abs=1e-9)


def test_the_scores_break_as_the_chapter_says(chapter, find):
    """One image of each digit: the Inception Score is content. A copyist: nobody notices, the FID rewards it."""
    breaker = find(chapter, "score-breaker")

    def verdicts(preset):
        breaker.click(f"preset-{preset}")
        chapter.wait_for_function("() => !document.querySelector('[aria-busy=\"true\"]')")
        names = ("is", "fid", "kid", "precision", "recall", "density", "coverage")
        return {name: breaker.exact(f"verdict-{name}") for name in names}

    one = verdicts("one")
    assert one["is"] != "noticed" and one["precision"] != "noticed"
    assert all(one[name] == "noticed" for name in ("fid", "kid", "recall", "coverage"))
    copies = verdicts("copyist")
    assert "noticed" not in copies.values() and copies["fid"] == "rewarded"
    five = verdicts("five")
    assert five["is"] == five["recall"] == "noticed" and five["precision"] != "noticed"
    assert set(verdicts("perfect").values()) == {"not"}
    assert verdicts("blurred")["fid"] == "noticed"


def test_a_game_ends_in_a_verdict_and_a_file(chapter, find):
    """Someone who says "real" to everything is right where the coin said real."""
    game = find(chapter, "real-or-fake")
    game.root.scroll_into_view_if_needed()
    game.control("stage").press("Enter")
    stage = game.control("stage").element_handle()
    for answers in range(1, 5):
        chapter.wait_for_function("(stage) => stage.dataset.phase === 'image'", arg=stage)
        chapter.keyboard.press("j")
        chapter.wait_for_function("(stage) => stage.dataset.phase === 'told'", arg=stage)
        assert game.exact("right").split("/")[1] == str(answers)
    game.control("stop").click()
    right = int(game.exact("right").split("/")[0])
    assert json.loads(game.exact("interval")) == pytest.approx(wilson_interval(right, 4), abs=1e-6)
    with chapter.expect_download() as download:
        game.control("export").click()
    with open(download.value.path(), newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["answer"] for row in rows[-4:]] == ["real"] * 4
    assert sum(row["truth"] == "real" for row in rows[-4:]) == right
