"""Live figures on a phone, in the dark, by keyboard, with less motion, on paper and without scripts."""

import itertools

import pytest

PAGES = ("03_convergence", "01_dcgan", "intro")
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
        page.wait_for_function("document.documentElement.dataset.figures === 'drawn'")
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
            outside = page.evaluate(
                """() => [...document.querySelectorAll("[data-widget] *")].filter((e) => e.checkVisibility()).filter((e) => {
                  const { left, right } = e.getBoundingClientRect();
                  return left < 0 || right > innerWidth + 0.5;
                }).map((e) => e.dataset.control ?? e.className ?? e.tagName)"""
            )
            assert outside == []
            for number in range(widgets.count()):
                texts = widgets.nth(number).evaluate(TEXTS)
                assert len(texts) > 10
                weak = {text: round(contrast(ink, layers), 2) for text, ink, layers in texts if contrast(ink, layers) < 4.5}
                assert weak == {}, widgets.nth(number).get_attribute("data-widget")


def test_controls_can_be_hit_with_a_thumb(opened):
    page = opened("03_convergence", viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll("[data-widget] :is(button, select, input)")]
          .filter((e) => e.checkVisibility()).map((e) => [e.dataset.control, e.getBoundingClientRect().height])
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


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_reaches_every_control_and_shows_where_it_is(opened, name):
    page = opened(name)
    for number in range(page.locator("[data-widget]").count()):
        root = page.locator("[data-widget]").nth(number)
        expected = root.evaluate(
            """(root) => {
              const all = [...root.querySelectorAll("button, select, input, [tabindex]")];
              return all.filter((e) => e.checkVisibility() && !e.disabled).map((e) => e.dataset.control);
            }"""
        )
        assert len(expected) >= 4
        root.locator("button, select, input, [tabindex]").first.evaluate(
            "(first) => { first.tabIndex = first.tabIndex; first.focus({ focusVisible: true }); }"
        )
        reached = []
        for _ in expected:
            control, style, width = page.evaluate(
                """() => {
                  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
                  return [document.activeElement.dataset.control, outlineStyle, parseFloat(outlineWidth)];
                }"""
            )
            assert style == "solid" and width >= 2, f"{control} has no outline: {style} {width}"
            reached.append(control)
            page.keyboard.press("Tab")
        assert reached == expected


@pytest.mark.parametrize("key", ["ArrowLeft", "ArrowRight"])
def test_an_arrow_key_in_a_figure_does_not_turn_the_page(opened, key, subtests):
    """The theme turns pages by these keys, unless a control has the focus."""
    for name in PAGES:
        page = opened(name)
        with subtests.test(page=name):
            address = page.url
            page.locator("[data-widget] canvas[tabindex]").first.press(key)
            page.wait_for_timeout(300)
            assert page.url == address


def test_every_control_has_a_name(opened):
    """What a screen reader says of it: a label, or the words of a button."""
    for name in PAGES:
        nameless = opened(name).evaluate(
            """() => [...document.querySelectorAll("[data-widget] :is(button, select, input, canvas[tabindex])")]
              .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() && e.tagName === "BUTTON" || e.labels?.length))
              .map((e) => e.dataset.control)"""
        )
        assert nameless == []


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_plays_by_itself(opened, motion):
    page = opened("03_convergence", reduced_motion=motion)
    state = """() => [...document.querySelectorAll("[data-widget]")].map((root) => [
      root.querySelector('[data-control="play"]').textContent, ...[...root.querySelectorAll("canvas")].map((c) => c.toDataURL())])"""
    page.wait_for_timeout(200)
    before = page.evaluate(state)
    page.wait_for_timeout(500)
    assert page.evaluate(state) == before
    assert all(play == "Play" for play, *_ in before)


def test_playing_pauses_off_screen_and_goes_on_in_sight(opened, find):
    page = opened("03_convergence", viewport={"width": 1280, "height": 500})
    widget = find(page, "orbit-stepper")
    widget.click("reset")
    widget.control("play").click()
    step = widget.root.locator('[data-readout="step"]').element_handle()
    page.wait_for_function("(output) => Number(output.dataset.value) > 3", arg=step)
    away = "() => { const far = document.createElement('div'); far.style.height = '5000px'; document.body.append(far); }"
    page.evaluate(away)  # however short the chapter is
    page.evaluate("window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.wait_for_timeout(200)
    held = widget.number("step")
    page.wait_for_timeout(500)
    assert widget.number("step") == held
    widget.root.scroll_into_view_if_needed()
    page.wait_for_function("([output, held]) => Number(output.dataset.value) > held + 3", arg=[step, held])
    assert widget.number("step") < held + 40, "the time off screen is not made up for"


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_the_still_figure_and_its_caption_are_there(visits, site, name):
    page = visits(f"{site.as_uri()}/book/{name}.html", drawn=False, java_script_enabled=False)
    stills = page.locator(".live-still")
    assert stills.count() >= 1
    for number in range(stills.count()):
        image, words = stills.nth(number).locator("img"), stills.nth(number).locator("p")
        assert words.is_visible() and len(words.inner_text()) > 20
        box = image.bounding_box()
        assert box["width"] > 200 and box["height"] > 80
    assert page.locator("[data-widget]").count() == 0


def test_a_live_figure_hides_its_still_on_the_screen_and_shows_it_on_paper(opened):
    page = opened("03_convergence")
    stills, places = page.locator(".live-still"), page.locator(".live-place")
    numbers = range(stills.count())
    assert len(numbers) >= 2
    assert not any(stills.nth(number).is_visible() for number in numbers)
    assert all(places.nth(number).is_visible() for number in numbers)
    page.emulate_media(media="print")
    assert not any(places.nth(number).is_visible() for number in numbers)
    for number in numbers:
        assert stills.nth(number).locator("img").is_visible() and stills.nth(number).locator("p").is_visible()
        loaded = stills.nth(number).locator("img").evaluate("async (image) => { await image.decode(); return image.naturalWidth; }")
        assert loaded > 200
