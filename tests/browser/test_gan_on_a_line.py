"""GanOnALine: its page shows the run of its settings and seed, which is PyTorch's; every control does what it says."""

import numpy as np
import pytest
import torch

from gan_utils.divergences import wasserstein_1
from gan_utils.losses import OBJECTIVES
from gan_utils.widgets import CollapseLab, GanOnALine

from ..training.run_cases import PAGE, Fed
from .lab import WORK, Lab
from .line import DEFAULTS, QUICK, SEEN, Line, after, runs, seen
from .test_collapse_run import reachable
from .widget import wait_until_drawn

# Within the traits' ranges networks of tanh do not run away in the first thousands of rounds.
DIVERGING = {"lr_d": 1e38}


@pytest.fixture
def open_line(bench):
    """``open_line(traits)`` opens a page with one GAN on a line."""

    def opened(part="", change=lambda states: None, script=None, viewport=None, **traits):
        options = {name: value for name, value in {"script": script, "viewport": viewport}.items() if value}
        page = bench(GanOnALine(**QUICK | traits), change=change, **options)
        if part:
            address = page.url
            page.goto("about:blank")
            page.goto(address + part)
            wait_until_drawn(page)
        return Line(page.locator('[data-widget="gan-on-a-line"]'))

    return opened


def same(found, expected, tolerance=1e-6):
    """Whether read-outs agree, but for the last bits of exp, in which browsers differ. What is not there yet is NaN."""
    return all(
        np.isclose(found[name], expected[name], rtol=tolerance, atol=tolerance, equal_nan=True) for name in expected
    )


# The same run as in Node and in PyTorch.


def test_the_first_view_shows_a_run_at_its_start(open_line, engine):
    line = open_line()
    assert line.seen()["step"] == 0 and same(line.seen(), after(engine, 0)) and line.says() == ""
    assert line.text("loss-g") == "no step yet" and line.text("rate") == "paused"
    for number in (0, 1):
        pixels = line.pixels(line.canvas(number))
        assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 20, "something is drawn"


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_page_shows_the_run_of_its_settings_in_node_and_the_distance_of_python(open_line, engine, objective):
    line = open_line(objective=objective, seed=7)
    line.steps(12)
    (told,) = runs(engine, ({"objective": objective, "seed": 7}, [["train", 12]], {}))
    (picture,) = told["pictures"]
    assert same(line.seen(), seen(picture))
    exact = wasserstein_1(np.float32(picture["samples"]), np.float32(picture["target"]))
    assert abs(line.number("w1") - exact) < 1e-6
    assert line.root.locator('[data-readout="k"]').is_visible() == (objective == "began")
    assert line.root.locator('[data-readout="estimate"]').is_visible() == objective.startswith("wgan")


class FedByPage(Fed):
    """PyTorch's training from the page's first weights, on the page's batches."""

    def __init__(self, s, told):
        super().__init__(PAGE | s | {"dims": 1, "activation": "tanh"})
        rows, z_dim = s["batch_size"], s["z_dim"]
        self.reals = [torch.tensor(each).double().reshape(rows, 1) for each in told["real"]]
        self.latents = [torch.tensor(each).double().reshape(rows, z_dim) for each in told["latent"]]
        self.mixes = [torch.tensor(each).double() for each in told["mix"]]
        left = torch.tensor(told["weights"]).double()
        modules = [*self.generator.modules(), *self.discriminator.modules()]
        layers = [module for module in modules if isinstance(module, torch.nn.Linear)]
        norms = [layer.parametrizations.weight for layer in layers if hasattr(layer, "parametrizations")]
        with torch.no_grad():
            for layer in layers:
                weight = layer.parametrizations.weight.original if hasattr(layer, "parametrizations") else layer.weight
                weight.copy_(left[: weight.numel()].reshape(weight.shape[::-1]).t())
                layer.bias.copy_(left[weight.numel() : weight.numel() + len(layer.bias)])
                left = left[weight.numel() + len(layer.bias) :]
            for vector in (each for norm in norms for each in (norm[0]._u, norm[0]._v)):
                vector.copy_(left[: len(vector)])
                left = left[len(vector) :]
        assert not len(left)
        self.players.keep()  # the norms' vectors are statistics, which a step would put back


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_first_20_rounds_are_those_of_pytorch(open_line, engine, objective):
    turns = {"wgan": 3, "wgan_gp": 2}.get(objective, 1)
    settings = DEFAULTS | QUICK | {"objective": objective, "d_steps": turns, "target": "three_bumps"}
    (told,) = runs(engine, (settings, [["train", 20]], {"turns": 20 * turns}))
    run, line = FedByPage(settings, told), open_line(**settings)
    for step in range(1, 21):
        record = run.advance()
        line.click("step")
        line.settle()
        expected = [record.loss_real, record.loss_fake, record.loss_g]
        found = [line.number(name) for name in ("loss-real", "loss-fake", "loss-g")]
        assert np.allclose(found, expected, rtol=0, atol=1e-4), (step, found, expected)
        if objective == "began":
            balance = [line.number("k"), line.number("measure")]
            assert np.allclose(balance, [record.k, record.measure], rtol=0, atol=1e-4)
    assert line.seen()["step"] == 20


# Controls.

CHANGES = {
    "target": "needles",
    "objective": "hinge",
    "batch_size": 128,
    "d_steps": 3,
    "g_steps": 2,
    "lr": 0.004,
    "lr_d": 0.005,
    "width": 24,
    "z_dim": 7,
    "seed": 11,
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_setting_is_the_one_of_the_run(open_line, engine, name):
    line, setting = open_line(), {name: CHANGES[name]}
    line.put(**setting)
    line.steps(8)
    assert same(line.seen(), after(engine, 8, **setting))
    assert not same(line.seen(), after(engine, 8))
    assert line.controls()[name] == str(CHANGES[name])


@pytest.mark.parametrize(
    ("objective", "name", "value"), [("wgan_gp", "penalty", 2.5), ("r1", "penalty", 2.5), ("wgan", "clip", 0.3)]
)
def test_what_only_some_objectives_have_is_there_for_them(open_line, engine, objective, name, value):
    line = open_line()
    line.reach("penalty")
    assert not line.shows("penalty") and not line.shows("clip")
    line.choose(objective=objective)
    assert line.shows(name)
    line.put(**{name: value})
    line.steps(8)
    assert same(line.seen(), after(engine, 8, objective=objective, **{name: value}))
    assert not same(line.seen(), after(engine, 8, objective=objective))


def test_a_change_on_the_way_goes_on_and_other_networks_begin_anew(open_line, engine):
    line = open_line(name="one")
    line.steps(5)
    line.choose(objective="minimax")
    line.settle()
    assert line.seen()["step"] == 5
    line.steps(3)
    changed = DEFAULTS | QUICK | {"objective": "minimax"}
    assert same(line.seen(), after(engine, 8, changes=[[5, changed]]))
    assert line.hash() == "#one=;5/objective:minimax"
    for name, value in {"objective": "sngan", "width": 24, "z_dim": 2, "seed": 3}.items():
        line.put(**{name: value})
        assert line.seen()["step"] == 0, name
        line.steps(1)


def test_step_d_and_step_g_move_one_player_and_are_no_round(open_line, engine):
    line = open_line()
    line.steps(4)
    line.click("step-d")
    line.settle()
    line.click("step-g")
    line.settle()
    acts = [["train", 4], ["stepD", None], ["stepG", None]]
    (told,) = runs(engine, ({}, acts, {}))
    assert same(line.seen(), seen(told["pictures"][2])) and line.seen()["step"] == 4
    assert line.says().startswith("Some steps were taken by hand")
    first, second, third = map(seen, told["pictures"])
    assert first["w1"] == second["w1"] != third["w1"] and first["d-fake"] != second["d-fake"]


def test_step_d_50_times_runs_ahead_and_the_curves_follow(open_line, engine):
    line = open_line()
    curves = line.picture(1)
    line.click("step-d-50", times=2)
    line.settle()
    (told,) = runs(engine, ({}, [["stepD", None]] * 100, {}))
    ahead = told["pictures"][-1]
    assert same(line.seen(), seen(ahead)) and line.seen()["step"] == 0
    assert line.picture(1) != curves, "the losses of steps by hand are drawn"
    line.choose(objective="minimax")
    line.settle()
    assert line.number("d-fake") == pytest.approx(ahead["dFake"], rel=1e-6), "the D that was trained by hand stays"
    assert line.number("push") < 0.5 * ahead["push"]


def test_a_frozen_d_stays_and_a_frozen_g_stays(open_line):
    line = open_line(g_steps=0)
    before = line.seen()["w1"]
    line.steps(6)
    assert line.seen()["w1"] == before and line.text("loss-g") == "no step yet"
    line = open_line(d_steps=0)
    before, pushed = line.picture(0), line.seen()
    line.steps(6)
    assert line.seen()["w1"] != pushed["w1"] and line.picture(0) != before and line.text("loss-real") == "no step yet"


def test_play_pauses_and_reset_begins_the_same_run_again(open_line, engine):
    line = open_line()
    for speed in ("fast", "frame", "slow"):
        line.choose(speed=speed)
        rounds = line.play_past(line.seen()["step"] + 3)
        assert same(line.seen(), after(engine, int(rounds)), tolerance=1e-3), speed
        assert line.text("rate") == "paused"
    line.click("restart")
    line.settle()
    assert same(line.seen(), after(engine, 0))
    line.steps(3)
    assert same(line.seen(), after(engine, 3))


def test_the_pictures_change_with_the_run(open_line):
    line = open_line()
    before = [line.picture(number) for number in (0, 1)]
    line.steps(30)
    assert all(line.picture(number) != old for number, old in enumerate(before))
    assert line.pixels(line.canvas(0)).shape[0] > 300


def test_reset_is_as_first_shown_whatever_a_link_or_a_reader_has_set(open_line):
    first = open_line(name="one")
    shown = first.seen(), first.controls(), first.picture(0), first.picture(1)
    line = open_line(part="#one=objective:wgan_gp,seed:3", name="one")
    line.choose(speed="slow")
    line.put(lr=0.004)
    line.steps(4)
    line.click("reset")
    line.settle()
    assert str((line.seen(), line.controls(), line.picture(0), line.picture(1))) == str(shown)
    assert line.control("speed").input_value() == "fast" and line.hash() == ""


def test_what_happened_is_told_from_the_numbers_shown(open_line):
    line = open_line()
    start = line.number("w1")
    line.click("step-d-50", times=2)
    line.settle()
    line.steps(30)
    line.click("tell")
    said = line.text("tells")
    assert said.startswith("After 30 rounds and 100 steps by hand the distance to the target is ")
    assert f"{line.text('w1')}, " in said and f"from {start:.3g} at the start" in said
    push = f"and where it pushes them, their loss falls by {line.text('push')} per unit of x"
    assert f"D says {line.text('d-fake')} on average, {push}" in said
    assert "loss per unit of x" in line.root.locator('div:has(> dd > [data-readout="push"]) dt').inner_text()


# Links.


def test_a_link_opens_the_same_run_and_leaves_other_parts_alone(open_line, engine):
    settings = {"target": "uneven", "objective": "wgan_gp", "d_steps": 4, "lr_d": 0.0043, "penalty": 0.5, "seed": 9}
    line = open_line(name="one")
    line.put(**settings)
    link = line.hash()
    assert all(f"{name}:{value}" in link for name, value in settings.items())
    again = open_line(part=link + "&two=seed:3", name="one")
    assert again.controls() == {name: str(value) for name, value in (DEFAULTS | QUICK | settings).items()}
    again.steps(6)
    assert same(again.seen(), after(engine, 6, **settings)) and "two=seed:3" in again.hash()
    broken = open_line(part="#one=objective:gan,seed:2", name="one")
    assert "objective:gan" in broken.text("predict") and broken.controls()["seed"] == "2"


def test_copy_link_copies_an_address(open_line):
    line = open_line(name="one", script="navigator.clipboard.writeText = async (text) => { window.copied = text; };")
    line.put(seed=5)
    line.click("copy-link")
    line.page.wait_for_function("window.copied")
    assert line.page.evaluate("window.copied").endswith("#one=seed:5")


def test_a_lab_beside_it_keeps_its_own_part_of_the_address(bench):
    page = bench(GanOnALine(**QUICK), CollapseLab(width=16, z_dim=4, batch_size=64))
    line = Line(page.locator('[data-widget="gan-on-a-line"]'))
    line.put(seed=5)
    Lab(page.locator('[data-widget="collapse-lab"]')).type("seed", 9)
    line.settle()
    assert line.hash() == "#line=seed:5&lab=seed:9"


# Bad weather.


def test_a_run_that_diverges_says_so_and_reset_begins_anew(open_line, engine):
    def change(states):
        for record in states.values():
            record["state"] |= DIVERGING

    line = open_line(change=change)
    line.click("play")
    line.root.locator('[data-kind="failed"]').wait_for(timeout=WORK)
    line.settle()
    (told,) = runs(engine, (DIVERGING, [["train", 2000]], {}))
    (picture,) = told["pictures"]
    assert picture["failure"] and picture["step"] < 10
    assert line.says().startswith(f"The run has diverged: {picture['failure']}.")
    assert line.seen()["step"] == picture["step"] and line.control("play").inner_text() == "Play"
    line.click("step")
    line.settle()
    assert line.seen()["step"] == picture["step"]
    line.click("reset")
    line.settle()
    assert line.seen()["step"] == 0 and line.says() == ""


def test_out_of_sight_it_stands_still_and_in_sight_it_goes_on(open_line):
    line = open_line(viewport={"width": 1280, "height": 500})
    page = line.page
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div style=\"height: 5000px\"></div>')")
    line.control("play").click()
    line.until("n > 5")
    page.evaluate("window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.wait_for_timeout(200)
    line.settle()
    held = line.seen()["step"]
    page.wait_for_timeout(400)
    assert line.seen()["step"] == held
    line.control("play").scroll_into_view_if_needed()
    line.until("n > values.held + 3", held=held)
    line.control("play").click()
    line.settle()


def test_a_change_from_python_opens_a_new_run(open_line, engine):
    line = open_line(change=reachable)
    line.steps(3)
    line.page.evaluate("() => { window.model.set('objective', 'fgan_js'); window.model.set('seed', 5); }")
    line.settle()
    assert line.seen()["step"] == 0 and line.controls()["objective"] == "fgan_js"
    line.steps(3)
    assert same(line.seen(), after(engine, 3, objective="fgan_js", seed=5))


def test_without_webassembly_the_numbers_are_the_same(open_line, engine):
    def change(states):
        for record in states.values():
            record["state"]["_worker"] = "delete self.WebAssembly;\n" + record["state"]["_worker"]

    line = open_line(change=change, objective="sngan")
    assert line.text("engine") == "JavaScript"
    line.steps(6)
    assert same(line.seen(), after(engine, 6, objective="sngan"))


def test_every_readout_is_compared(open_line):
    line = open_line()
    shown = line.root.locator("output[data-readout]").evaluate_all("(all) => all.map((each) => each.dataset.readout)")
    assert set(shown) == {*SEEN, "rate", "engine"}
