"""Still figures as they are drawn: on a desk and on a phone, on light paper and on dark, each word can be read."""

import pytest

from .legible import contrast
from .test_phone_and_theme import PAGES

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
# Of each figure: its width and its column's; of each text: what it says, its size on the screen, its box, its colour.
MEASURE = """() => [...document.querySelectorAll("figure.still")].map((figure) => {
  const box = (element) => { const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left, top, right, bottom]; };
  const rgba = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const behind = [];
  for (let at = figure; at; at = at.parentElement) behind.unshift(rgba(getComputedStyle(at).backgroundColor));
  const drawing = [...figure.querySelectorAll("svg")].find((svg) => svg.checkVisibility());
  const texts = [...(drawing ?? figure).querySelectorAll("text, .still-title")].filter((e) => e.textContent.trim());
  const scale = drawing ? drawing.getScreenCTM().a : 1;
  return {
    name: figure.querySelector("[role=img]").ariaLabel.slice(0, 60),
    box: box(figure), column: box(figure.parentElement), drawing: box(drawing ?? figure),
    texts: texts.map((text) => {
      const style = getComputedStyle(text);
      const least = Math.min(...[text, ...text.querySelectorAll("tspan")]
        .map((part) => parseFloat(getComputedStyle(part).fontSize)));
      return { says: text.textContent, size: scale * least, box: box(text),
        colour: rgba(drawing ? style.fill : style.color) };
    }),
    behind,
  };
})"""


def over_each_other(first, second):
    """Whether two boxes share more than the rims of their letters."""
    left, top, right, bottom = (pick(p, q) for pick, p, q in zip((max, max, min, min), first, second))
    return right - left > 1 and bottom - top > 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [name for name in PAGES if name != "intro"])
def test_every_word_of_a_figure_can_be_read(visits, site, name, size, scheme):
    page = visits(f"{site.as_uri()}/book/{name}.html", viewport=SIZES[size], color_scheme=scheme, drawn=False)
    figures = page.evaluate(MEASURE)
    assert len(figures) >= 6
    for figure in figures:
        left, top, right, bottom = figure["drawing"]
        assert figure["box"][2] <= figure["column"][2] + 1 and right <= SIZES[size]["width"], figure["name"]
        for place, text in enumerate(figure["texts"]):
            what = figure["name"], text["says"]
            assert text["size"] >= 9, (what, text["size"])
            assert contrast(text["colour"], figure["behind"]) >= 4.5, what
            assert text["box"][0] >= left - 2 and text["box"][2] <= right + 2, (what, text["box"], figure["drawing"])
            assert text["box"][1] >= top - 2 and text["box"][3] <= bottom + 2, (what, text["box"], figure["drawing"])
            others = [o["says"] for o in figure["texts"][place + 1 :] if over_each_other(text["box"], o["box"])]
            assert others == [], (what, others)


# Of each drawing that is no sheet of images: what its figure says of its width, boxes of drawing, caption and column.
BESIDE = """() => [...document.querySelectorAll("figure.still:not(.still-wide)")].filter((f) => f.checkVisibility())
  .map((figure) => {
    const drawing = [...figure.querySelectorAll("svg")].find((svg) => svg.checkVisibility());
    const box = (element) => element.getBoundingClientRect().toJSON();
    return { says: figure.querySelector("figcaption").textContent.slice(0, 60),
      drawn: figure.style.getPropertyValue("--drawn"), drawing: box(drawing ?? figure.querySelector("[role=img]")),
      caption: box(figure.querySelector("figcaption")),
      column: box(figure.parentElement) };
  })"""


@pytest.mark.parametrize("name", [name for name in PAGES if name != "intro"])
def test_a_caption_stands_beside_its_picture_and_near_it_else_below(visits, site, name):
    page = visits(f"{site.as_uri()}/book/{name}.html", viewport={"width": 1400, "height": 900}, drawn=False)
    figures = page.evaluate(BESIDE)
    assert figures
    for figure in figures:
        drawing, caption = figure["drawing"], figure["caption"]
        assert min(640, int(figure["drawn"].removesuffix("px"))) == pytest.approx(drawing["width"], abs=0.5), figure
        assert caption["left"] - drawing["right"] == pytest.approx(32, abs=1), figure
        assert 150 <= caption["width"] <= 352.5 and caption["right"] <= figure["column"]["right"] + 1, figure
        assert caption["bottom"] <= figure["column"]["bottom"] + 1 and caption["bottom"] > drawing["top"], figure
    page.set_viewport_size({"width": 390, "height": 844})
    for figure in page.evaluate(BESIDE):
        assert figure["caption"]["top"] >= figure["drawing"]["bottom"], figure
        assert figure["caption"]["left"] == pytest.approx(figure["column"]["left"], abs=1), figure
