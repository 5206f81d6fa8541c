"""Nothing that a figure's controls say is cut off, on a phone nor on a laptop, whatever is chosen or typed."""

import pytest

from .figures import FIGURES
from .rating import HOLD
from .widget import wait_until_drawn

# With all folds open: choices, boxes, labels and buttons that have too little room for what they say.
CUT = """(root) => {
  root.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  const pen = document.createElement("canvas").getContext("2d");
  const room = (box, beside) => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(box);
    pen.font = font;
    return box.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - beside;
  };
  const cut = [];
  const look = (box, text, beside) => {
    const short = pen.measureText(text).width - room(box, beside);
    if (short > 0.5) cut.push([box.dataset.control, text, Math.round(short)]);
  };
  // But for names that are there for screen readers alone.
  const seen = (selector) => [...root.querySelectorAll(selector)]
    .filter((each) => each.checkVisibility() && getComputedStyle(each).clipPath === "none");
  for (const box of seen("select")) {
    room(box, 0); // sets the pen's font
    for (const option of box.options) look(box, option.textContent, 16); // for the arrow
  }
  for (const box of seen("input[type=number]")) {
    room(box, 0);
    for (const end of [box.min, box.max]) look(box, end, 0);
  }
  for (const each of seen(".gan-field span, button, dt, dd, .gan-tick"))
    if (each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
      cut.push([each.dataset.control ?? each.className, each.textContent, each.scrollWidth - each.clientWidth]);
  return cut;
}"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", FIGURES)
def test_all_that_controls_say_is_seen(bench, name, width):
    page = bench(FIGURES[name].make(), viewport={"width": width, "height": 844}, script=HOLD)
    page.evaluate("() => { document.body.style.margin = '0 16px'; }")
    wait_until_drawn(page)
    assert page.locator(f'[data-widget="{name}"]').evaluate(CUT) == []


UNTOLD = """(root) => [...root.querySelectorAll("input[type=number]")]
  .filter((box) => !box.closest(".gan-field").textContent.includes(`${box.min} to ${box.max}`.replaceAll("-", "−")))
  .map((box) => box.dataset.control)"""


@pytest.mark.parametrize("name", FIGURES)
def test_what_may_be_typed_stands_beside_each_box(bench, name):
    assert bench(FIGURES[name].make(), script=HOLD).locator(f'[data-widget="{name}"]').evaluate(UNTOLD) == []


# Three read-outs of which one falls into a second row.
FALLEN = """(root) => {
  root.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  return [...root.querySelectorAll(".gan-readouts")].map((list) =>
    [...list.children].filter((row) => row.checkVisibility() && !row.classList.contains("gan-wide")))
    .filter((rows) => rows.length === 3
      && new Set(rows.map((row) => Math.round(row.getBoundingClientRect().top))).size === 2)
    .map((rows) => rows.map((row) => row.textContent));
}"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", FIGURES)
def test_three_readouts_stand_in_one_row_or_one_column(bench, name, width):
    traits = {"method": "alternating"} if name == "orbit-stepper" else {}
    page = bench(FIGURES[name].make(**traits), viewport={"width": width, "height": 844}, script=HOLD)
    page.evaluate("() => { document.body.style.margin = '0 16px'; }")
    wait_until_drawn(page)
    assert page.locator(f'[data-widget="{name}"]').evaluate(FALLEN) == []
