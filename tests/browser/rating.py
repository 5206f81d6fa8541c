"""A rating game on an open page, played by a clock of our own or by the page's."""

import base64
import csv
import io
import json
import math
import statistics

import numpy as np
import pytest
import torch
from PIL import Image

from gan_utils.metrics.human import binomial_test, wilson_interval
from gan_utils.widgets import RealOrFake

from .widget import Widget

FRAME = 1000 / 60
# hold() takes the page's clock and frames in hand, pass(ms) lets frames go by, letGo() gives them back.
HOLD = """
window.hold = () => {
  const { requestAnimationFrame: request, cancelAnimationFrame: cancel } = window;
  let now = performance.now(), queue = new Map(), last = 0;
  performance.now = () => now;
  window.requestAnimationFrame = (callback) => { queue.set(++last, callback); return last; };
  window.cancelAnimationFrame = (number) => queue.delete(number);
  window.pass = (milliseconds, frame = 1000 / 60) => {
    for (let left = milliseconds; left > 1e-6; left -= frame) {
      const due = [...queue.values()];
      queue = new Map();
      now += frame;
      due.forEach((callback) => callback(now));
    }
  };
  window.letGo = () => {
    delete performance.now;
    Object.assign(window, { requestAnimationFrame: request, cancelAnimationFrame: cancel });
    queue.forEach((callback) => request(callback));
  };
};
"""


def coded(count, kind, channels=1):
    """Images that tell which they are: the first pixel holds the kind, the second the place in the set."""
    levels = torch.full((count, channels, 8, 8), 128.0)
    levels[:, :, 2:6, 2:6] = 100.0 * kind
    levels[:, :, 0, 0] = 10.0 * kind
    levels[:, :, 0, 1] = torch.arange(count)[:, None].float()
    return levels / 127.5 - 1


REAL, EARLY, LATE = coded(60, 0), coded(40, 1), coded(9, 2)


def rating(**traits):
    return RealOrFake(REAL, {"early": EARLY, "late": LATE}, **traits)


class Rating(Widget):
    """The game. What is held passes no time by itself: ``wait`` lets time go by."""

    ROOT = '[data-widget="real-or-fake"]'

    def hold(self):
        self.page.evaluate("() => window.hold()")
        return self

    def let_go(self):
        self.page.evaluate("() => window.letGo()")

    def wait(self, milliseconds, frame=FRAME):
        self.page.evaluate("([milliseconds, frame]) => window.pass(milliseconds, frame)", [milliseconds, frame])

    def phase(self):
        return self.control("stage").get_attribute("data-phase")

    def begin(self):
        self.control("stage").press("Enter")
        return self

    def to_image(self):
        """Until an image is shown, and no longer."""
        for _ in range(200):
            if self.phase() == "image":
                return self
            self.wait(FRAME)
        raise AssertionError(self.phase())

    def shown(self):
        """Which image the canvas holds: ``(kind, place)``, kind 0 for the real ones."""
        return self.code_of(self.root.locator(".gan-rate-image"))

    def code_of(self, canvas):
        """The kind and the place that an image of ``coded`` tells."""
        png = canvas.evaluate("(canvas) => canvas.toDataURL().split(',')[1]")
        first, second = np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("L"))[0, :2]
        return int(first) // 10, int(second)

    def answer(self, side):
        self.page.keyboard.press({"fake": "f", "real": "j"}[side])

    def play(self, answers):
        """Answers so many trials of a game that has begun; stays where the reader is told."""
        for side in answers:
            self.wait(520)
            while self.phase() in ("told", "blank", "cross"):
                self.wait(100)
            self.answer(side)
            assert self.phase() in ("told", "blank"), self.phase()

    def finish(self):
        self.wait(1000)
        assert self.phase() == "done"

    def kept(self, store="real-or-fake"):
        """The trials in the browser's store."""
        text = self.page.evaluate("(key) => localStorage.getItem(key)", f"gan_utils.real-or-fake.{store}")
        return json.loads(text)["trials"] if text else []

    def exported(self):
        """The CSV file that the button gives, as dicts."""
        with self.page.expect_download() as download:
            self.control("export").click()
        with open(download.value.path(), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(io.StringIO(file.read())))

    def heard(self):
        """What a screen reader was told last."""
        return self.root.locator(".gan-rate-heard").inner_text()


def right(dealt):
    """The right answers to what a widget deals."""
    return ["real" if real else "fake" for real, _ in dealt]


def wrong(dealt):
    return ["fake" if real else "real" for real, _ in dealt]


def agrees(shown, trials):
    """The read-outs are what Python says of these trials."""
    told = [(t["truth"], t["truth"] == t["answer"]) for t in trials if t["counted"]]
    total, correct = len(told), sum(hit for _, hit in told)
    assert shown.exact("right") == f"{correct}/{total}" and shown.text("right") == f"{correct} of {total}"
    assert shown.number("share") == pytest.approx(correct / total, abs=1e-6)
    assert shown.number("error-rate") == pytest.approx(1 - correct / total, abs=1e-6)
    assert shown.number("p") == pytest.approx(binomial_test(correct, total), abs=1e-6)
    assert json.loads(shown.exact("interval")) == pytest.approx(wilson_interval(correct, total), abs=1e-6)
    for truth, name in (("real", "real-called-real"), ("fake", "fake-called-fake")):
        hits = [hit for kind, hit in told if kind == truth]
        assert shown.number(name) == pytest.approx(np.mean(hits) if hits else math.nan, abs=1e-6, nan_ok=True)
    times = [t["answer_ms"] for t in trials if t["counted"]]
    assert shown.number("answer-time") == pytest.approx(statistics.median(times), abs=1e-6)
    telling = [k for k in range(total + 1) if k > total / 2 and binomial_test(k, total) < 0.05]
    assert shown.exact("needed") == (str(telling[0]) if telling else "none")
    return correct, total
