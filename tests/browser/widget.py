"""A live figure on an open page, by the names that it carries for tests: controls and read-outs."""

import base64
import io

import numpy as np
from PIL import Image

# The margins of axes in pixels, as draw/axes.js leaves them: left, right, top, bottom.
AXES = (48, 8, 8, 34)
# What trains is drawn when its worker has answered for the first time, or when it says that it cannot; a figure that
# draws a little in each frame says how long it is busy.
DRAWN = """() => (!document.querySelector(".live-place") || document.documentElement.dataset.figures === "drawn")
  && !document.querySelector('[data-widget][aria-busy="true"]')
  && ["collapse-lab", "dcgan-lab", "gan-on-a-line"].every((name) =>
    [...document.querySelectorAll(`[data-widget="${name}"]`)].every((root) =>
      root.querySelector('[data-readout="step"]').dataset.value || root.querySelector('[data-kind="failed"]')))"""


def wait_until_drawn(page):
    """Until every live figure of the page, if there is one, has been drawn, and its canvases painted."""
    page.wait_for_function(DRAWN, timeout=20_000)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


# Takes the page's clock and frames in hand, presses Play, lets the frames pass, presses Pause, gives them back.
PLAY = """(button, frames) => {
  const { requestAnimationFrame: request, cancelAnimationFrame: cancel } = window;
  let now = performance.now(), queue = new Map(), last = 0;
  performance.now = () => now;
  window.requestAnimationFrame = (callback) => { queue.set(++last, callback); return last; };
  window.cancelAnimationFrame = (number) => queue.delete(number);
  button.click();
  for (let i = 0; i < frames; i++) {
    const due = [...queue.values()];
    queue = new Map();
    now += 100;
    due.forEach((callback) => callback(now));
  }
  button.click();
  delete performance.now;
  Object.assign(window, { requestAnimationFrame: request, cancelAnimationFrame: cancel });
  queue.forEach((callback) => request(callback));
}"""


class Widget:
    """A live figure on a page, by the names that it carries for tests: controls and read-outs."""

    def __init__(self, root):
        self.root, self.page = root, root.page

    def control(self, name):
        return self.root.locator(f'[data-control="{name}"]')

    def shows(self, name):
        return self.control(name).is_visible()

    def click(self, name, times=1):
        """Clicks within the page, as fast as it answers."""
        self.control(name).evaluate("(button, times) => { for (let i = 0; i < times; i++) button.click(); }", times)

    def reach(self, name):
        """A control, with the folds open that hide it."""
        control = self.control(name)
        control.first.evaluate("(e) => { for (; (e = e.closest('details:not([open])')); ) e.open = true; }")
        return control

    def choose(self, **choices):
        for name, value in choices.items():
            self.reach(name).select_option(value)

    def type(self, name, text):
        """Types into a number box and leaves it, as a reader does."""
        box = self.reach(name)
        box.fill(str(text))
        box.press("Tab")

    def slide(self, name, value):
        """Moves a slider to a value."""
        self.control(name).evaluate(
            "(range, value) => { range.value = value; range.dispatchEvent(new Event('input', { bubbles: true })); }",
            value,
        )

    def text(self, name):
        """What a read-out says, also where a fold hides it."""
        return self.root.locator(f'[data-readout="{name}"]').evaluate(
            "(output) => output.innerText || output.textContent"
        )

    def watch(self, name):
        """A function that tells all that a read-out has said since: what comes and goes between two looks as well."""
        said = self.root.locator(f'[data-readout="{name}"]').evaluate_handle(
            """(output) => {
              const said = [];
              const hear = () => { if (said.at(-1) !== output.textContent) said.push(output.textContent); };
              new MutationObserver(hear).observe(output, { childList: true, characterData: true, subtree: true });
              return said;
            }"""
        )
        return said.json_value

    def exact(self, name):
        """The full-precision value of a read-out, as text."""
        return self.root.locator(f'[data-readout="{name}"]').get_attribute("data-value")

    def number(self, name):
        return float(self.exact(name).replace("Infinity", "inf"))

    def point(self):
        return [self.number("x"), self.number("y")]

    def canvas(self, number=0):
        return self.root.locator(".gan-figure canvas").nth(number)

    def picture(self, number=0):
        """A canvas's pixels as text, once it has been painted."""
        self.settle()
        return self.canvas(number).evaluate("(canvas) => canvas.toDataURL()")

    def pixels(self, canvas):
        """A canvas's pixels, shape (height, width, 4), 0 to 255."""
        self.settle()
        png = canvas.evaluate("(canvas) => canvas.toDataURL().split(',')[1]")
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA"))

    def settle(self):
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def play(self, seconds):
        """Plays for so long by a clock of our own, ten frames a second, in much less time."""
        self.control("play").scroll_into_view_if_needed()
        self.settle()
        self.control("play").evaluate(PLAY, round(10 * seconds))
        self.settle()

    def in_axes(self, number, across, up):
        """Shares of a canvas at which a point stands within its axes, which is given in shares of theirs."""
        width, height = self.canvas(number).evaluate("(canvas) => [canvas.clientWidth, canvas.clientHeight]")
        left, right, top, bottom = AXES
        return (left + across * (width - left - right)) / width, 1 - (bottom + up * (height - top - bottom)) / height

    def drag(self, number, *places):
        """Presses the mouse at the first place of a canvas, moves through the others, lets go. Places are shares."""
        self.canvas(number).scroll_into_view_if_needed()
        box = self.canvas(number).bounding_box()
        spots = [(box["x"] + across * box["width"], box["y"] + down * box["height"]) for across, down in places]
        self.page.mouse.move(*spots[0])
        self.page.mouse.down()
        for spot in spots[1:]:
            self.page.mouse.move(*spot)
        self.page.mouse.up()
