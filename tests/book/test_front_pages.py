"""README, claims, glossary and references, against the package, the chapters and each other."""

import json
import re
from pathlib import Path

import pytest

from gan_utils import pretrained

from ..tools.test_commands import today
from .test_notebooks import anchors

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
# The article's hedges: what a fair paraphrase of a claim keeps, and a word that a verdict must not use against it.
HEDGES = {
    "A4": "in most situations",
    "A20": "suggest",
    "A22": "under suitable assumptions",
    "A27": "can be analysed as",
    "A29": "usually",
    "A32": "hard to get directly",
    "A39": "coupled",
    "A49": "the way it is solved",
    "A54": "networks break the assumptions",
    "A57": "non-optimal",
    "A58": "not completely solved",
    "A59": "images",
}
# Korean words as the article writes them; "mode collapse" stands there in English.
KOREAN = {
    "생성기",
    "구별자",
    "은닉",
    "공간",
    "벡터",
    "산술",
    "연산",
    "가치",
    "함수",
    "안장점",
    "평형점",
    "구배",
    "감소법",
    "학습율",
    "궤도",
    "최빈값",
    "목표",
    "분포",
    "우도",
    "샘플러",
    "모수",
    "모델",
    "적합",
    "측도",
    "비지도",
    "학습",
    "자판기",
}


def page(name: str) -> str:
    return (BOOK / name).read_text(encoding="utf-8")


def claims() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| (A\d+) (.*?) \| (.*?) \|", page("claims.md"), re.MULTILINE)
    return {name: (claim, verdict) for name, claim, verdict in rows}


def prose() -> str:
    """All pages but the references, which are linked to from them."""
    texts = [page(path.name) for path in BOOK.glob("*.md") if path.name != "references.md"]
    for path in BOOK.glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return "\n".join(texts)


@pytest.mark.parametrize("name", HEDGES)
def test_a_claim_keeps_the_articles_hedge(name):
    assert HEDGES[name] in claims()[name][0]


def test_a_hedge_is_not_held_against_the_claim():
    verdicts = {name: verdict for name, (_, verdict) in claims().items()}
    for name in ("A20", "A22", "A29", "A58", "A59"):
        assert verdicts[name].startswith("right"), f"{name}: {verdicts[name]}"
    for name in ("A4", "A19", "A33"):
        assert verdicts[name].startswith("imprecise"), f"{name}: {verdicts[name]}"
    assert verdicts["A35"].startswith("wrong for two of three")


def test_the_readme_does_not_promise_to_test_opinions():
    assert any("opinion" in verdict for _, verdict in claims().values())
    assert not re.search(r"tests? every claim", (ROOT / "README.md").read_text(encoding="utf-8"))


def test_every_reference_is_cited_by_a_chapter_or_the_glossary():
    cited = set(re.findall(r"\(references\.md#([^)]+)\)", prose()))
    assert anchors(BOOK / "references.md") - cited == {"references"}


def test_references_and_glossary_are_in_the_order_of_the_alphabet():
    names = re.findall(r"^## (.*)$", page("references.md"), re.MULTILINE)
    assert names == sorted(names, key=str.lower) and len(names) == len(set(names))
    words = re.findall(r"^\| \*\*(.*?)\*\*", page("glossary.md"), re.MULTILINE)
    plain = [re.sub(r"\$.*?\$", "", word).strip().lower().replace("é", "e").replace("–", "-") for word in words]
    assert plain == sorted(plain) and len(plain) == len(set(plain))


def test_the_glossarys_korean_words_are_the_articles():
    words = set(re.findall(r"[가-힣]+", page("glossary.md")))
    assert words <= KOREAN and "최빈값" in words


def test_the_readme_says_which_tool_trained_which_weights():
    table = re.findall(r"^\| (`.*?) \| `python -m ([\w.]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    tools = {name: tool for names, tool in table for name in re.findall(r"`([\w-]+)`", names)}
    for name in pretrained.names():
        family = re.sub(r"-(discriminator|epoch-\d+)$", "", name)
        assert today(pretrained.card(name)["command"]) == tools[family], name
