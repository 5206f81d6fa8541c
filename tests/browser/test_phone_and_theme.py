"""Live figures on a phone and on a desk, in light and in dark: nothing sticks out, everything can be read."""

import itertools

import pytest

from .legible import LISTEN, assert_fits, assert_reads_well, contrast, forget_writing, wait_for_theme
from .widget import wait_until_drawn

PAGES = ("03_convergence", "01_dcgan", "02_likelihood_free", "04_mode_collapse", "05_evaluation", "intro")
WIDTHS = (360, 390, 1280)


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
            forget_writing(page)  # another width writes all of it anew
            page.set_viewport_size({"width": width, "height": 800})
            choose_theme(page, theme)
            wait_for_theme(page, theme)
            page.wait_for_timeout(400)  # the theme fades from one to the other
            assert_fits(page, width)
            for number in range(widgets.count()):
                assert_reads_well(widgets.nth(number), 10, widgets.nth(number).get_attribute("data-widget"))


@pytest.mark.parametrize("preferred", ["light", "dark"])
def test_without_a_choice_the_widgets_follow_the_system(opened, preferred):
    page = opened("03_convergence", color_scheme=preferred)
    dark = page.locator("[data-widget]").first.get_attribute("data-dark")
    assert dark == str(preferred == "dark").lower()
    page.emulate_media(color_scheme={"light": "dark", "dark": "light"}[preferred])
    other = str(preferred == "light").lower()
    page.locator(f'[data-widget][data-dark="{other}"]').first.wait_for()
