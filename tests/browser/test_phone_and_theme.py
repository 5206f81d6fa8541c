"""Live figures on a phone and on a desk, in light and in dark: nothing sticks out, everything can be read."""

import itertools

import pytest

from .widget import wait_until_drawn

PAGES = ("03_convergence", "01_dcgan", "02_likelihood_free", "04_mode_collapse", "intro")
WIDTHS = (360, 390, 1280)

# Texts of a widget, each with its colour and the colours behind it, outermost first; and what is drawn into canvases.
TEXTS = """(root) => {
  const rgba = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const behind = (element) => {
    const found = [];
    for (let at = element; at; at = at.parentElement) found.unshift(rgba(getComputedStyle(at).backgroundColor));
    return found;
  };
  const paper = behind(root);
  const shown = [...root.querySelectorAll("*")].filter((element) => element.checkVisibility() && !element.disabled
    && (["INPUT", "SELECT"].includes(element.tagName) ? element.type !== "range"
      : [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())));
  const texts = shown.map((element) => [element.textContent.slice(0, 30) || element.dataset.control,
    rgba(getComputedStyle(element).color), behind(element)]);
  const drawn = [...root.querySelectorAll("canvas")].flatMap((canvas) => [...(canvas.written ?? [])]
    .map(([text, colour]) => [text, rgba(colour), paper]));
  return [...texts, ...drawn];
}"""
OUTSIDE = """() => [...document.querySelectorAll("[data-widget] *")].filter((element) => {
  const { left, right } = element.getBoundingClientRect();
  return element.checkVisibility() && (left < 0 || right > innerWidth + 0.5);
}).map((element) => element.dataset.control ?? element.className)"""
# Remembers what is written into each canvas, and in which colour, since it was last cleared.
LISTEN = """
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
  const ink = this.fillStyle;
  const rgb = ink.startsWith("#") ? ink.slice(1).match(/../g).map((part) => parseInt(part, 16)).join(",") : ink;
  (this.canvas.written ??= new Map()).set(text, ink.startsWith("#") ? `rgb(${rgb})` : rgb);
  return write.call(this, text, ...rest);
};
"""


def luminance(colour):
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def over(layers):
    """The colour that layers of red, green, blue and opacity give, on white paper."""
    seen = [255, 255, 255]
    for *colour, opacity in layers:
        seen = [opacity * top + (1 - opacity) * below for top, below in zip(colour, seen)]
    return seen


def contrast(colour, layers):
    """As the Web Content Accessibility Guidelines define it."""
    light, dark = sorted((luminance(over([*layers, colour])), luminance(over(layers))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_guidelines():
    black, white = (0, 0, 0, 1), (255, 255, 255, 1)
    assert contrast(black, [white]) == pytest.approx(21) and contrast(white, [white]) == 1
    assert contrast((119, 119, 119, 1), [white]) == pytest.approx(4.48, abs=0.01)
    assert contrast(white, [white, (0, 0, 0, 0)]) == 1


@pytest.fixture
def opened(visits, site):
    """``opened(name, ...)`` opens a page of the book from its file, listening to what is written into canvases."""

    def visit(name, **options):
        page = visits("about:blank", **options)
        page.add_init_script(LISTEN)
        page.goto(f"{site.as_uri()}/book/{name}.html")
        wait_until_drawn(page)
        return page

    return visit


def choose_theme(page, theme):
    switch = page.locator("button.theme-switch-button:visible").first
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.mode") == theme:
            return
        switch.click()
    assert page.evaluate("document.documentElement.dataset.mode") == theme


@pytest.mark.parametrize("name", PAGES)
def test_widgets_fit_phones_and_read_well_in_light_and_dark(opened, name, subtests):
    page = opened(name)
    widgets = page.locator("[data-widget]")
    assert widgets.count() >= 1
    for theme, width in itertools.product(("light", "dark"), WIDTHS):
        with subtests.test(theme=theme, width=width):
            page.set_viewport_size({"width": width, "height": 800})
            choose_theme(page, theme)
            page.wait_for_function(
                "(dark) => [...document.querySelectorAll('[data-widget]')].every((root) => root.dataset.dark === dark)",
                arg=str(theme == "dark").lower(),
            )
            page.wait_for_timeout(400)  # the theme fades from one to the other
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width
            assert page.evaluate(OUTSIDE) == []
            for number in range(widgets.count()):
                texts = widgets.nth(number).evaluate(TEXTS)
                assert len(texts) > 10
                found = {text: round(contrast(ink, layers), 2) for text, ink, layers in texts}
                weak = {text: ratio for text, ratio in found.items() if ratio < 4.5}
                assert weak == {}, widgets.nth(number).get_attribute("data-widget")


@pytest.mark.parametrize("name", ["02_likelihood_free", "03_convergence", "04_mode_collapse"])
def test_controls_can_be_hit_with_a_thumb(opened, name):
    page = opened(name, viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll("[data-widget] :is(button, select, input)")]
          .filter((e) => e.checkVisibility()).map((e) => [e.dataset.control, e.type === "checkbox" ? e.labels[0] : e])
          .map(([name, e]) => [name, e.getBoundingClientRect().height])
          .filter(([, height]) => height < 24)"""
    )
    assert small == []  # the guidelines ask for 24 pixels


@pytest.mark.parametrize("preferred", ["light", "dark"])
def test_without_a_choice_the_widgets_follow_the_system(opened, preferred):
    page = opened("03_convergence", color_scheme=preferred)
    dark = page.locator("[data-widget]").first.get_attribute("data-dark")
    assert dark == str(preferred == "dark").lower()
    page.emulate_media(color_scheme={"light": "dark", "dark": "light"}[preferred])
    other = str(preferred == "light").lower()
    page.locator(f'[data-widget][data-dark="{other}"]').first.wait_for()
