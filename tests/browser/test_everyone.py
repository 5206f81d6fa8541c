"""Live figures for everyone: by keyboard, with less motion, on paper, without scripts, and pausing out of sight."""

import pytest

PAGES = ("03_convergence", "01_dcgan", "02_likelihood_free", "04_mode_collapse", "05_evaluation", "intro")


@pytest.fixture
def opened(visits, site):
    """``opened(name, ...)`` opens a page of the book from its file."""
    return lambda name, **options: visits(f"{site.as_uri()}/book/{name}.html", **options)


@pytest.mark.parametrize("name", PAGES)
def test_every_control_has_a_name_and_the_tab_key_reaches_it_and_shows_where_it_is(opened, name):
    page = opened(name)
    # What a screen reader says of a control: its label, or the words of a button.
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("[data-widget] :is(button, select, input, canvas[tabindex])")]
          .filter((e) => !e.getAttribute("aria-label") && !e.labels?.length)
          .filter((e) => e.tagName !== "BUTTON" || !e.textContent.trim())
          .map((e) => e.dataset.control)"""
    )
    assert nameless == []
    for number in range(page.locator("[data-widget]").count()):
        root = page.locator("[data-widget]").nth(number)
        expected = root.evaluate(
            """(root) => {
              const all = [...root.querySelectorAll("button, select, input, summary, [tabindex]")];
              // Of a group of radio buttons, Tab reaches the one that is on; arrow keys reach the others.
              // And of a wall of buttons, which arrow keys go through, it reaches the one that was last.
              const stops = all.filter((e) => e.tabIndex >= 0 && (e.type !== "radio" || e.checked));
              return stops.filter((e) => e.checkVisibility() && !e.disabled).map((e) => e.dataset.control);
            }"""
        )
        assert len(expected) >= 4
        root.locator(":is(button, select, input, [tabindex]):visible").first.evaluate(
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


@pytest.mark.parametrize("name", PAGES)
def test_arrow_keys_do_not_turn_the_page(opened, name):
    """The theme can turn pages by these keys: a reader who scrolls a wide output by them would lose a training."""
    page = opened(name)
    address = page.url
    page.evaluate("document.querySelector('article').tabIndex = 0")  # as a block that scrolls has it
    for place in ("[data-widget] [tabindex]", "[data-widget] button", "article", "body"):
        for key in ("ArrowLeft", "ArrowRight") if page.locator(place).count() else ():
            page.locator(place).first.press(key)
            page.wait_for_timeout(200)
            # What stands after it is the figures' states.
            assert page.url.split("#")[0] == address, f"{key} on {place}"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("name", ["02_likelihood_free", "03_convergence", "04_mode_collapse", "05_evaluation"])
def test_nothing_plays_by_itself(opened, name, motion):
    page = opened(name, reduced_motion=motion)
    state = """() => [...document.querySelectorAll("[data-widget]")].map((root) => [
      root.querySelector('[data-control="play"]')?.textContent ?? "Play", // few cannot be played; the saddle is turned
      ...[...root.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()),
    ])"""
    page.wait_for_timeout(200)
    before = page.evaluate(state)
    page.wait_for_timeout(500)
    assert page.evaluate(state) == before
    assert {play for play, *_ in before} <= {"Play", "Turn it"}


def test_playing_pauses_off_screen_and_goes_on_in_sight(opened, find):
    page = opened("03_convergence", viewport={"width": 1280, "height": 500})
    widget = find(page, "orbit-stepper")
    widget.click("restart")
    widget.control("play").click()
    step = widget.root.locator('[data-readout="step"]').element_handle()
    page.wait_for_function("(output) => Number(output.dataset.value) > 3", arg=step)
    # However short the chapter is:
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div style=\"height: 5000px\"></div>')")
    page.evaluate("window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.wait_for_timeout(200)
    held = widget.number("step")
    page.wait_for_timeout(500)
    assert widget.number("step") == held
    widget.root.scroll_into_view_if_needed()
    page.wait_for_function("([output, held]) => Number(output.dataset.value) > held + 3", arg=[step, held])
    assert widget.number("step") < held + 40, "the time off screen is not made up for"


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_the_still_figure_and_its_caption_are_there(opened, name):
    page = opened(name, drawn=False, java_script_enabled=False)
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
        image = stills.nth(number).locator("img")
        assert image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 200


def test_where_nothing_may_be_copied_no_error_escapes(address, visits, find):
    """Some readers refuse; from a file the browser may. Visits fail on an error that nobody caught."""
    page = visits(f"{address}book/01_dcgan.html")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    find(page, "latent-walk").reach("copy").click()
    page.wait_for_timeout(100)
