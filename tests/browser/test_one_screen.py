"""One screen: at the size of a laptop's window and of a phone, a figure's bar, its pictures and the read-outs that
answer its question are in sight together, under the page's header.
"""

import pytest

from .figures import FIGURES
from .rating import HOLD
from .widget import wait_until_drawn

HEADER = 52  # pixels at the top of the page that are not the figure's
SCREENS = {"laptop": (1280, 900), "phone": (390, 844)}
# The page's own margins: a card is as wide as in the book.
MARGIN = "() => { document.body.style.margin = '0 16px'; }"
PLACES = """(root) => {
  const top = root.getBoundingClientRect().top;
  const of = (element) => element.getBoundingClientRect().bottom - top;
  const ends = {};
  for (const name of [".gan-bar", ".gan-pictures", ".gan-answers"])
    for (const element of root.querySelectorAll(name)) if (element.checkVisibility()) ends[name] = of(element);
  for (const name of ["play", "start"]) {
    const button = root.querySelector(`button[data-control="${name}"]`);
    if (button?.checkVisibility()) ends[name] = of(button);
  }
  return ends;
}"""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", FIGURES)
def test_what_belongs_together_is_seen_together(bench, name, screen):
    width, height = SCREENS[screen]
    phone = {"has_touch": True, "is_mobile": True} if screen == "phone" else {}
    page = bench(FIGURES[name].make(), viewport={"width": width, "height": height}, script=HOLD, **phone)
    page.evaluate(MARGIN)
    wait_until_drawn(page)
    page.wait_for_timeout(200)
    ends = page.locator(f'[data-widget="{name}"]').evaluate(PLACES)
    assert ".gan-pictures" in ends and {".gan-bar", "play", "start"} & set(ends)
    assert {part: end for part, end in ends.items() if end > height - HEADER} == {}
