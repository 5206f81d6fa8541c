"""The book's own host of live figures: what it hands to a widget, and what the reader sees when one fails."""

import json
import re

import pytest

from gan_utils.widgets import OrbitStepper, SaddleSurface

CHAPTER = "book/03_convergence.html"
STATE = re.compile(r'(<script type="application/vnd.live-figures\+json">)(.*?)(</script>)', re.DOTALL)


def damaged(site, tmp_path, change):
    """The address of a copy of the chapter whose live figures' state went through ``change``."""

    def write(match):
        content = json.loads(match[2])
        change(content["states"])
        return match[1] + json.dumps(content).replace("</", "<\\/") + match[3]

    text = (site / CHAPTER).read_text(encoding="utf-8")
    assert STATE.search(text)
    base = f'<head><base href="{(site / CHAPTER).as_uri()}">'
    copy = tmp_path / "damaged.html"
    copy.write_text(STATE.sub(write, text).replace("<head>", base, 1), encoding="utf-8")
    return copy.as_uri()


BREAKS = {
    "its render fails": lambda state: state.update(
        _esm="export default { render() { throw new Error('on purpose'); } }"
    ),
    "its render fails later": lambda state: state.update(
        _esm="export default { async render() { await null; throw new Error('on purpose'); } }"
    ),
    "its module fails": lambda state: state.update(_esm="throw new Error('on purpose');"),
    "its module does not parse": lambda state: state.update(_esm="export default {"),
    "it has no module": lambda state: state.pop("_esm"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_a_figure_that_fails_says_so_and_leaves_the_others_alive(site, visits, tmp_path, broken):
    failed = []

    def change(states):
        model = next(model for model, record in states.items() if record["state"].get("surface"))
        failed.append(model)
        BREAKS[broken](states[model]["state"])

    page = visits(damaged(site, tmp_path, change))
    place = page.locator(f'.live-place[data-model="{failed[0]}"]')
    assert place.inner_text().startswith("This figure could not be brought to life: ")
    if "parse" not in broken and "no module" not in broken:
        assert "on purpose" in place.inner_text()
    figure = page.locator(".live-figure").filter(has=place)
    assert figure.locator(".live-still img").is_visible() and "is-live" not in figure.get_attribute("class")
    others = page.locator(f'.live-place:not([data-model="{failed[0]}"])')
    assert others.count() >= 1
    for number in range(others.count()):
        assert others.nth(number).locator("[data-widget] canvas").first.is_visible()
    troubles, visits.troubles = visits.troubles, []
    assert len(troubles) == 1 and troubles[0].startswith("console error"), troubles


def test_a_figure_without_a_state_says_so(site, visits, tmp_path):
    page = visits(damaged(site, tmp_path, lambda states: states.pop(next(iter(states)))))
    errors = page.locator(".live-place.live-error")
    assert errors.count() == 1 and errors.first.inner_text().startswith("This figure could not be brought to life")
    troubles, visits.troubles = visits.troubles, []
    assert len(troubles) == 1 and troubles[0].startswith("console error")


ECHO = """
export default {
  async render({ model, el }) {
    window.models = [...(window.models ?? []), model];
    const view = model.get("_weights");
    el.textContent = JSON.stringify([
      model.get("title"), view.constructor.name, [...new Uint8Array(view.buffer)],
      model.get("nested").parts[1].data.byteLength,
    ]);
  },
};
"""


def echo(page_states):
    for record in page_states.values():
        record["state"] |= {"_esm": ECHO, "nested": {"parts": ["text", {}]}}
        record["buffers"] = [
            {"path": ["_weights"], "data": "AAEC/w=="},
            {"path": ["nested", "parts", 1, "data"], "data": "AAEC"},
        ]


def test_bytes_arrive_as_a_notebook_hands_them_over_also_deep_inside(bench):
    page = bench(OrbitStepper(title="Echo"), change=echo)
    assert json.loads(page.locator(".live-place").inner_text()) == ["Echo", "DataView", [0, 1, 2, 255], 3]


def test_a_model_tells_its_listeners_of_changes_and_only_of_changes(bench):
    page = bench(OrbitStepper(title="Echo"), change=echo)
    seen = page.evaluate(
        """() => {
          const [model] = window.models, seen = [];
          const first = () => seen.push(`first ${model.get("title")}`), second = () => seen.push("second");
          model.on("change:title", first);
          model.on("change:title", second);
          model.set("title", "Echo");
          model.set("title", "B");
          model.off("change:title", first);
          model.set("title", "C");
          model.set("other", 1);
          model.off("change:nothing", first);
          model.save_changes();
          model.send({});
          return seen;
        }"""
    )
    assert seen == ["first B", "second", "second"]


def test_figures_of_one_kind_share_a_module_and_a_style_but_no_state(bench, find):
    page = bench(OrbitStepper(), OrbitStepper(method="proximal"), SaddleSurface())
    assert page.locator("style[data-live]").count() == 1
    one, other = find(page, "orbit-stepper", method="simultaneous"), find(page, "orbit-stepper", method="proximal")
    before = other.point()
    one.click("step", times=3)
    assert other.point() == before


def test_the_host_draws_once_even_when_its_script_is_there_twice(site, visits, tmp_path):
    text = (site / CHAPTER).read_text(encoding="utf-8")
    script = re.search(r'<script src="[^"]*widget-host\.js[^"]*"></script>', text)[0]
    copy = tmp_path / "twice.html"
    base = f'<head><base href="{(site / CHAPTER).as_uri()}">'
    copy.write_text(text.replace(script, script * 2).replace("<head>", base, 1), encoding="utf-8")
    page = visits(copy.as_uri())
    assert page.locator("[data-widget]").count() == page.locator(".live-place").count()


def test_a_state_that_cannot_be_read_is_said_in_every_place(site, visits, tmp_path):
    text = (site / CHAPTER).read_text(encoding="utf-8")
    base = f'<head><base href="{(site / CHAPTER).as_uri()}">'
    copy = tmp_path / "torn.html"
    torn = STATE.sub(lambda match: match[1] + match[2][: len(match[2]) // 2] + match[3], text)
    copy.write_text(torn.replace("<head>", base, 1), encoding="utf-8")
    page = visits(copy.as_uri())
    places = page.locator(".live-place")
    assert places.count() >= 3
    for place in places.all():
        assert place.inner_text().startswith("This figure could not be brought to life: ")
    assert page.locator(".live-figure.is-live").count() == 0
    visits.troubles.clear()  # the host also reports them to the console, as it should
