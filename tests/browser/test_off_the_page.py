"""Figures that are drawn before they are on a page, as JupyterLab does with what is out of sight."""

import pytest
import torch

from gan_utils.data import digits
from gan_utils.models import DigitClassifier
from gan_utils.widgets import (
    BoundExplorer,
    CollapseLab,
    DivergenceExplorer,
    FrechetByHand,
    GanOnALine,
    InceptionScoreByHand,
    MleFitter,
    OrbitStepper,
    RealOrFake,
    SaddleSurface,
    ScoreBreaker,
)

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


def rating():
    return RealOrFake(torch.ones(8, 1, 8, 8), {"GAN": torch.zeros(8, 1, 8, 8)})


def breaker():
    images, labels = digits.load("test")
    return ScoreBreaker(images[:130], images[130:280], DigitClassifier(), labels[130:280])


# Each with a control to press, and what then reads otherwise.
FIGURES = {
    OrbitStepper: ("step", "step"),
    MleFitter: ("step", "mean"),
    DivergenceExplorer: ("step", "js"),
    BoundExplorer: ("best", "gap"),
    GanOnALine: ("step", "step"),
    CollapseLab: ("step", "step"),
    InceptionScoreByHand: ("preset-never-sure", "score"),
    FrechetByHand: ("equal", "distance"),
    rating: ("start", "progress"),
    breaker: ("preset-perfect", "kid"),
}


@pytest.mark.parametrize("figure", [*FIGURES, SaddleSurface])
@pytest.mark.parametrize("paper", ["#ffffff", "#111111"])
def test_a_figure_that_comes_to_the_page_late_is_alive_and_takes_its_theme(bench, figure, paper):
    widget = figure()
    page = bench(widget)
    page.evaluate("(paper) => { document.body.style.background = paper; }", paper)
    page.evaluate(AGAIN)
    dark = str(paper == "#111111").lower()
    page.locator(f'[data-widget][data-dark="{dark}"]').wait_for()
    if figure in FIGURES:
        control, readout = FIGURES[figure]
        value = f"() => document.querySelector('[data-readout=\"{readout}\"]').dataset.value"
        page.wait_for_function(value)
        before = page.evaluate(value)
        page.locator(f'[data-control="{control}"]').click()
        page.wait_for_function(f"(before) => ({value})() !== before", arg=before)
    page.evaluate("() => window.leave()")
