"""Words within pictures: none is cut off at the edge, and none stands over another, on a desk and on a phone."""

import itertools

import pytest

from .figures import FIGURES, LOOKS
from .widget import Widget, wait_until_drawn

# Remembers where each word stands since its canvas was last painted, in pixels of the page.
WHERE = """
const { scale, fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.scale = function (...by) { this.canvas.spots = []; return scale.apply(this, by); };
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  const size = this.measureText(text), map = this.getTransform(), corners = [];
  for (const across of [-size.actualBoundingBoxLeft, size.actualBoundingBoxRight])
    for (const down of [-size.actualBoundingBoxAscent, size.actualBoundingBoxDescent])
      corners.push(map.transformPoint({ x: x + across, y: y + down }));
  const [xs, ys] = [corners.map((each) => each.x), corners.map((each) => each.y)], density = devicePixelRatio;
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map((each) => each / density);
  (this.canvas.spots ??= []).push([text, ...box]);
  return fillText.call(this, text, x, y);
};
"""
SPOTS = """(root) => [...root.querySelectorAll("canvas")].filter((each) => each.checkVisibility())
  .map((each) => [each.clientWidth, each.clientHeight, each.spots ?? []])"""
ROOM = 1.0  # pixels that smooth edges may touch
HELD = {
    "bound-explorer",
    "divergence-explorer",
    "frechet-by-hand",
    "inception-score-by-hand",
    "mle-fitter",
    "vending-machine",
}


def faults(pictures):
    """What is cut off, and which words stand over which."""
    for width, height, spots in pictures:
        for text, left, top, right, bottom in spots:
            if left < -ROOM or top < -ROOM or right > width + ROOM or bottom > height + ROOM:
                yield f"{text!r} leaves a picture of {width} x {height}: {left:.0f} {top:.0f} {right:.0f} {bottom:.0f}"
        for (one, *a), (other, *b) in itertools.combinations(spots, 2):
            if a[0] < b[2] - ROOM and b[0] < a[2] - ROOM and a[1] < b[3] - ROOM and b[1] < a[3] - ROOM:
                yield f"{one!r} and {other!r} stand over each other"


@pytest.mark.parametrize("look", [name for name, each in LOOKS.items() if each.figure in HELD])
def test_words_in_pictures_are_whole_and_apart(bench, look, subtests):
    kind = LOOKS[look]
    page = bench(FIGURES[kind.figure].make(**kind.traits), script=WHERE)
    widget = Widget(page.locator("[data-widget]"))
    kind.prepare(widget.root)
    for width in (360, 390, 1280):
        with subtests.test(width=width):
            page.set_viewport_size({"width": width, "height": 900})
            wait_until_drawn(page)
            page.wait_for_timeout(100)
            assert list(faults(widget.root.evaluate(SPOTS))) == []
