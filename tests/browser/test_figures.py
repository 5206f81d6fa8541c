"""What is true of every figure, whichever it is: it fits a phone, can be read in both themes, hit with a thumb, pressed
by keyboard and reset; its numbers stand in it in full; and it may come to the page late.

Where it stands in a chapter, test_everyone.py and test_phone_and_theme.py see it; what is its own, its own file.
"""

import base64
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
    spelt = {kind.replace("d-c-g-a-n", "dcgan").replace("g-a-n", "gan") for kind in kinds}
    assert spelt == set(FIGURES)


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
        """(root) => [...root.querySelectorAll("button:not(.gan-skip), select, input")]
              .filter((e) => e.checkVisibility())
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


@pytest.mark.parametrize("name", FIGURES)
def test_its_state_is_in_a_link(bench, name):
    """Changed, left and reloaded: the same link and read-outs. What cannot be read is said, and breaks nothing."""
    page = bench(FIGURES[name].make(), permissions=["clipboard-read", "clipboard-write"])
    widget = ready(page, name)
    first = link_of(widget)
    for control in widget.root.locator(":is(input[type=range], select)[data-control]").all():
        change(control)
        wait_until_drawn(page)
    changed, said = link_of(widget), readouts(widget)
    assert changed != first and "#" in changed
    page.goto("about:blank")
    page.goto(changed)
    wait_until_drawn(page)
    assert (link_of(widget), readouts(ready(page, name))) == (changed, said)
    part = changed.partition("#")[2].partition("=")[0]
    for broken in ("seed:nothing,::,%E0%A4%A,lr:[[", "p:[1],q:{},data:[],start:[[1]],probabilities:[[2]],knots:[1]"):
        page.goto("about:blank")
        page.goto(f"{first.partition('#')[0]}#{part}={broken}")
        wait_until_drawn(page)
        assert "cannot be read" in widget.root.inner_text()
        assert link_of(widget) == first


def link_of(widget):
    """The figure's link, as a reader copies it."""
    widget.click("copy-link")
    widget.root.locator('[data-control="copy-link"]:has-text("Copied")').wait_for()
    return widget.page.evaluate("() => navigator.clipboard.readText()")


def readouts(widget):
    """All that the figure says of its state: not of the link, and not where it has come from."""
    state = widget.root.evaluate(STATE)
    return {name: value for name, value in state.items() if not name.startswith("control ") and name not in PASSING}


# What says what was done last, not how the figure stands.
PASSING = {"tells", "says", "predict", "timeline"}


def change(control):
    """Another choice, or a step of a slider, as a reader makes it."""
    control.evaluate(
        """(control) => {
          if (control.disabled) return;
          if (control.tagName === "SELECT") control.selectedIndex = control.options.length > 1 ? 1 : 0;
          else control[Number(control.value) < Number(control.max) ? "stepUp" : "stepDown"]();
          control.dispatchEvent(new Event("input", { bubbles: true }));
          control.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )


def test_it_says_what_happened_and_gives_its_numbers_and_pictures_away(opened):
    figure, widget = opened
    widget.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if figure.press == "start":  # before a game there is not much to say
        widget.click("start")
    widget.click("tell")
    said = widget.text("tells")
    assert len(said.split()) > 3 and said.endswith((".", "!", "?")) and "undefined" not in said and "NaN" not in said
    widget.click("reset" if widget.control("reset").count() else figure.press)
    assert widget.text("tells") == "", "it is no longer true"
    widget.click("copy-numbers")
    widget.page.wait_for_function("() => navigator.clipboard.readText().then((text) => text.includes(','))")
    rows = widget.page.evaluate("() => navigator.clipboard.readText()").split("\n")
    # A game that was not played has no more than the head.
    assert len(rows) >= 2 - (figure.press == "start") and "," in rows[0] and "undefined" not in "".join(rows)
    if not widget.root.locator("canvas:visible").count():
        return
    files = {}
    for kind in ("png", "svg"):
        with widget.page.expect_download() as waiting:
            widget.click(f"save-{kind}")
        assert waiting.value.suggested_filename.endswith(f".{kind}")
        files[kind] = base64.b64encode(waiting.value.path().read_bytes()).decode()
    different, drawn = widget.page.evaluate(APART, [files["png"], files["svg"]])
    # The edges of large pixels may lie a part of a dot apart.
    pixels = widget.root.evaluate("(root) => [...root.querySelectorAll('canvas')].some((each) => !each.drawing)")
    assert different < (12 if pixels else 4) and drawn > 0.005


def test_the_keyboard_may_skip_it(opened):
    _, widget = opened
    widget.control("skip").focus()
    box = widget.control("skip").bounding_box()
    assert box["width"] > 60 and box["height"] >= 20, "seen when it has the focus"
    widget.page.keyboard.press("Enter")
    assert widget.root.evaluate("(root) => root.lastElementChild === document.activeElement"), "Tab now leaves it"
    widget.page.keyboard.press("Shift+Tab")
    assert widget.root.evaluate("(root) => root.querySelector('.gan-foot').contains(document.activeElement)")


@pytest.mark.parametrize("name", ["orbit-stepper", "mle-fitter", "frechet-by-hand"])
def test_what_keys_move_is_summed_up_and_the_page_stays(bench, name):
    widget = ready(bench(FIGURES[name].make()), name)
    widget.root.locator(
        "[data-control][role=application], [data-control][role=slider], button.gan-handle"
    ).first.focus()
    for key in ("ArrowRight", "End", "PageUp"):
        before = [widget.text("tells"), widget.page.evaluate("scrollY")]
        widget.page.keyboard.press(key)
        widget.page.wait_for_function(
            """(said) => ![said, ""].includes(document.querySelector('[data-readout="tells"]').textContent)""",
            arg=before[0],
        )
        assert widget.page.evaluate("scrollY") == before[1]


# How far the two pictures lie apart, in shades of 255 a dot, and the share of the dots that are not paper.
APART = """async ([png, svg]) => {
  const of = async (kind, text) => {
    const image = new Image();
    image.src = `data:image/${kind};base64,${text}`;
    await image.decode();
    return image;
  };
  const [dots, lines] = [await of("png", png), await of("svg+xml", svg)];
  const pixels = (image) => {
    const sheet = Object.assign(document.createElement("canvas"), { width: dots.width, height: dots.height });
    const context = sheet.getContext("2d");
    context.drawImage(image, 0, 0, dots.width, dots.height);
    return context.getImageData(0, 0, dots.width, dots.height).data;
  };
  const [a, b] = [pixels(dots), pixels(lines)];
  let [apart, drawn] = [0, 0];
  for (let i = 0; i < a.length; i += 4) {
    apart += Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) + Math.abs(a[i + 2] - b[i + 2]);
    drawn += Math.abs(a[i] - a[0]) + Math.abs(a[i + 1] - a[1]) + Math.abs(a[i + 2] - a[2]) > 30;
  }
  return [apart / (0.75 * a.length), drawn / (a.length / 4)];
}"""


@pytest.mark.parametrize("name", FIGURES)
def test_a_finger_that_scrolls_changes_nothing(bench, name):
    """Upwards over each picture, at its edge, where no handle is, and over each slider: only the page moves."""
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = bench(FIGURES[name].make(), **phone)
    widget = ready(page, name)
    page.evaluate("() => { document.body.style.padding = '400px 0 1200px'; }")
    touch = page.context.new_cdp_session(page)
    before = widget.root.evaluate(STATE)
    for target in widget.root.locator("canvas[tabindex], input[type=range], [data-drag]").all():
        if not target.is_visible():
            continue
        target.evaluate("(element) => element.scrollIntoView({ block: 'center' })")
        box = target.bounding_box()
        x, y = box["x"] + 0.04 * box["width"] + 2, box["y"] + 0.5 * box["height"]
        at = page.evaluate("() => scrollY")
        for i in range(10):
            kind = "touchMove" if i else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - 12 * i}]})
            page.wait_for_timeout(16)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_function("(at) => scrollY > at + 40", arg=at)
    wait_until_drawn(page)
    assert widget.root.evaluate(STATE) == before


def test_no_read_out_speaks_by_itself_but_the_lines_that_are_to(opened):
    _, widget = opened
    assert widget.root.locator('output:not([aria-live="off"])').count() == 0
    assert 1 <= widget.root.locator("[role=status]").count() <= 3
