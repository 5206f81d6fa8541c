"""What is true of every figure, whichever it is: it fits a phone, can be read in both themes, hit with a thumb, pressed
by keyboard and reset; its numbers stand in it in full; and it may come to the page late.

Where it stands in a chapter, test_everyone.py and test_phone_and_theme.py see it; what is its own, its own file.
"""

import itertools
import re

import pytest

from gan_utils import widgets

from .conftest import write_bench
from .figures import FIGURES, LOOKS
from .legible import LISTEN, assert_fits, assert_reads_well, forget_writing, paint_bench
from .rating import HOLD
from .widget import Widget, wait_until_drawn

# Draws the page's first figure once more, into an element of no page, and puts that on the page afterwards.
AGAIN = """async () => {
  const page = JSON.parse(document.querySelector('script[type="application/vnd.live-figures+json"]').textContent);
  const [{ state, buffers }] = Object.values(page.states), listeners = {};
  for (const { path, data } of buffers) path.slice(0, -1).reduce((inner, key) => inner[key], state)[path.at(-1)] = data;
  const module = await import(URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" })));
  const model = {
    get: (name) => state[name],
    set(name, value) { state[name] = value; (listeners[`change:${name}`] ?? []).forEach((each) => each()); },
    save_changes() {}, off() {},
    on(event, listener) { (listeners[event] ??= []).push(listener); },
  };
  window.drawn = document.createElement("div");
  window.leave = await module.default.render({ model, el: window.drawn });
  await new Promise((done) => setTimeout(done, 100));
  document.body.replaceChildren(window.drawn);
}"""
# All that a figure says and that its controls show, but for what takes time.
STATE = """(root) => Object.fromEntries([
  ...[...root.querySelectorAll("[data-readout]")].map((e) => [e.dataset.readout, e.dataset.value ?? e.textContent]),
  ...[...root.querySelectorAll(":is(input, select)[data-control]")]
    .map((e) => [`control ${e.dataset.control}`, e.type === "checkbox" ? e.checked : e.value]),
].filter(([name]) => !["rate", "milliseconds", "engine"].includes(name)))"""


def ready(page, name):
    """The figure, when it has drawn all that it draws by itself."""
    widget = Widget(page.locator(f'[data-widget="{name}"]'))
    wait_until_drawn(page)
    return widget


def press(widget, figure, by):
    """Presses the figure's button, and waits until what should answer does."""
    seen = "(root) => root.querySelector('canvas').toDataURL()"
    if figure.answer:
        seen = f"(root) => root.querySelector('[data-readout=\"{figure.answer}\"]').dataset.value"
    root = widget.root.element_handle()
    widget.page.wait_for_function(seen, arg=root)
    before = root.evaluate(seen)
    by(widget.control(figure.press).first)
    widget.page.wait_for_function(f"([root, before]) => ({seen})(root) !== before", arg=[root, before])


@pytest.fixture(scope="module", params=FIGURES)
def opened(request, site, shared_visits, tmp_path_factory):
    """One page for the tests of a figure that leave it as it was."""
    figure = FIGURES[request.param]
    file = tmp_path_factory.mktemp("figure") / "bench.html"
    return figure, ready(shared_visits(write_bench(site, file, [figure.make()])), request.param)


def test_no_figure_is_left_out():
    kinds = {re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in widgets.__all__}
    assert {kind.replace("g-a-n", "gan") for kind in kinds} == set(FIGURES)


def test_each_number_that_is_shown_stands_there_in_full(opened):
    _, widget = opened
    short = widget.root.evaluate(
        """(root) => [...root.querySelectorAll("[data-readout]")]
          .filter((e) => e.checkVisibility() && !e.dataset.value && /^[−+\\d.\\s%]+$/.test(e.textContent.trim()))
          .map((e) => e.dataset.readout)"""
    )
    assert short == [] and widget.root.locator("[data-readout][data-value]").count() >= 1


def test_it_is_pressed_by_keyboard_and_reset_brings_the_first_view_back(opened):
    figure, widget = opened
    first = widget.root.evaluate(STATE)
    press(widget, figure, lambda button: button.press("Enter"))
    if not widget.control("reset").count():
        return
    assert widget.root.evaluate(STATE) != first or figure.answer is None
    widget.control("reset").press("Enter")
    for _ in range(50):
        if widget.root.evaluate(STATE) == first:
            break
        widget.page.wait_for_timeout(100)
    assert widget.root.evaluate(STATE) == first


@pytest.mark.parametrize("name", FIGURES)
def test_controls_can_be_hit_with_a_thumb(bench, name):
    figure = FIGURES[name]
    page = bench(figure.make(), viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    boxes = ready(page, name).root.evaluate(
        """(root) => [...root.querySelectorAll("button, select, input")].filter((e) => e.checkVisibility())
          .map((e) => [e.dataset.control, ["checkbox", "radio"].includes(e.type) ? e.labels[0] : e])
          .map(([name, e]) => [name, e.getBoundingClientRect().width, e.getBoundingClientRect().height])"""
    )
    assert len(boxes) == figure.controls
    assert [box for box in boxes if min(box[1:]) < figure.thumb] == []


@pytest.mark.parametrize("look", LOOKS)
def test_it_fits_phones_and_reads_well_in_light_and_dark(bench, look, subtests):
    look = LOOKS[look]
    page = bench(FIGURES[look.figure].make(**look.traits), script=LISTEN + HOLD)
    root = page.locator(f'[data-widget="{look.figure}"]')
    look.prepare(root)
    for theme, width in itertools.product(("light", "dark"), (360, 390, 1280)):
        with subtests.test(theme=theme, width=width):
            forget_writing(page)
            page.set_viewport_size({"width": width, "height": 800})
            paint_bench(page, theme)
            page.wait_for_timeout(100)
            wait_until_drawn(page)
            assert_fits(page, width)
            assert look.texts <= assert_reads_well(root, look.least)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("paper", ["#ffffff", "#111111"])
def test_a_figure_that_comes_to_the_page_late_is_alive_and_takes_its_theme(bench, name, paper):
    """As JupyterLab does with what is out of sight."""
    page = bench(FIGURES[name].make())
    page.evaluate("(paper) => { document.body.style.background = paper; }", paper)
    page.evaluate(AGAIN)
    dark = str(paper == "#111111").lower()
    page.locator(f'[data-widget][data-dark="{dark}"]').wait_for()
    press(ready(page, name), FIGURES[name], lambda button: button.click())
    page.evaluate("() => window.leave()")
