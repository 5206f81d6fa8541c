"""Every prediction can be answered, and every Try it is resolved: in the notebook, below the box."""

import re

import pytest

from .test_notebooks import NOTEBOOKS, cells

FOLD = re.compile(r"\s*<details>\n<summary>(.*?)</summary>\n\n(.*?)\n\n</details>", re.DOTALL)
FIRST_BOLD = re.compile(r"\*\*(.*?)\*\*", re.DOTALL)
QUOTE = re.compile(r"(?:^>.*\n?)+", re.MULTILINE)


def boxes(text, kind):
    """(question, choices, title of the fold that follows, what it says) of each box of a kind in a cell."""
    found = []
    for quote in QUOTE.finditer(text):
        lines = [line.removeprefix(">").removeprefix(" ") for line in quote[0].splitlines()]
        if not lines[0].startswith(f"**{kind}"):
            continue
        fold = FOLD.match(text, quote.end())
        choices = [plain(line.removeprefix("- ")) for line in lines if line.startswith("- ")]
        found.append((lines[0], choices, *(fold.groups() if fold else (None, ""))))
    return found


def plain(words):
    return " ".join(words.split()).rstrip(".")


def in_book(kind):
    return [
        pytest.param(box, id=f"{path.stem}: {box[0][:50]}")
        for path in NOTEBOOKS
        for text in cells(path, "markdown")
        for box in boxes(text, kind)
    ]


def names_one(box):
    """Whether a prediction has choices and an answer whose first bold words are those of one of them."""
    _, choices, title, answer = box
    first = FIRST_BOLD.match(answer)
    return title == "Answer" and len(set(choices)) == len(choices) >= 2 and first and plain(first[1]) in choices


def test_there_are_boxes_to_look_at():
    assert len(in_book("Predict")) >= 20 and len(in_book("Try it")) >= 10


@pytest.mark.parametrize("box", in_book("Predict"))
def test_a_prediction_has_choices_and_an_answer_that_names_one(box):
    assert names_one(box)


@pytest.mark.parametrize("box", in_book("Predict"))
def test_an_answer_says_more_than_which(box):
    assert len(FIRST_BOLD.sub("", box[3], count=1).split()) >= 8


@pytest.mark.parametrize("box", in_book("Try it"))
def test_what_a_reader_tries_is_resolved(box):
    _, asked, title, answer = box
    assert title == "What you find"
    assert len(re.findall(r"^- ", answer, re.MULTILINE)) == len(asked) > 0 or len(asked) == 0, "an answer for each"


GOOD = "> **Predict.** Up?\n>\n> - Yes\n> - No\n\n<details>\n<summary>Answer</summary>\n\n**No.** Down.\n\n</details>"


def test_what_is_missing_would_be_found():
    assert names_one(boxes(GOOD, "Predict")[0])
    for broken in (
        ("**No.**", "**Never.**"),
        ("> - Yes\n", ""),
        ("Answer", "Solution"),
        ("\n\n<details>", "\n\nx\n<details>"),
    ):
        assert not names_one(boxes(GOOD.replace(*broken), "Predict")[0])
