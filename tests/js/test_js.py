"""The page's JavaScript in Node: number for number what the Python package computes.

``node --test`` runs the ``*.test.mjs`` beside this file on copies of the widgets' sources; conftest.py
writes the numbers that they are compared with.
"""

import os
import shutil
import subprocess
from pathlib import Path

import find_node
import pytest

from gan_utils.widgets import bundle

NODE, _ = find_node.need()
FILES = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    """The widgets' JavaScript where Node knows it for ES modules."""
    folder = tmp_path_factory.mktemp("sources")
    for part in ("page", "widgets"):
        shutil.copytree(bundle.FOLDER / part, folder / part, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


def environment(sources, fixtures):
    return os.environ | {"GAN_SOURCES": str(sources), "GAN_FIXTURES": str(fixtures), "NO_COLOR": "1"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_node_finds_no_difference(file, sources, fixtures):
    done = subprocess.run(
        [NODE, "--test-reporter=spec", file],
        env=environment(sources, fixtures),
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, f"node {file.name} says:\n{done.stdout}{done.stderr}"
    assert "ℹ skipped 0" in done.stdout and "ℹ todo 0" in done.stdout and "ℹ pass 0" not in done.stdout


def first_signs(file, sources, fixtures):
    """The marks of a file's tests, ✔ and ✖, until one of each is seen: there is no need to wait for the rest."""
    command = [NODE, "--test-reporter=spec", file]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "encoding": "utf-8"}
    with subprocess.Popen(command, env=environment(sources, fixtures), **quiet) as running:
        seen = set()
        for line in running.stdout:
            seen |= {line.strip()[:1]} & {"✔", "✖"}
            if len(seen) == 2:
                running.kill()
                break
        return seen


@pytest.mark.parametrize(
    ("source", "right", "wrong", "file"),
    [
        ("page/games/bilinear.js", "s.lr * (2 * y - pastY)", "s.lr * (2 * y - 1.0001 * pastY)", "games.test.mjs"),
        ("page/games/dirac.js", "const bend = -a * (1 - a);", "const bend = -a * (1 - a) / 2;", "games.test.mjs"),
        ("page/seeded.js", "mixed | 61", "mixed | 60", "seeded.test.mjs"),
        ("page/models/dcgan.js", "(2 * m + down) * wide + 2 * n", "(2 * m + down) * wide + n", "generator.test.mjs"),
        ("page/engine/bytes.js", "exponent - 25", "exponent - 24", "generator.test.mjs"),
        ("page/latent.js", "if (wa + wb === 0) return c;", "", "latent.test.mjs"),
        ("widgets/densities/distances.js", ": Math.log(a) - Math.log(b)", ": Math.log(a / b)", "extremes.test.mjs"),
        (
            "page/metrics/human.js",
            "1 - lowerEnd(total - successes, total)",
            "lowerEnd(total - successes, total)",
            "extremes.test.mjs",
        ),
        ("page/families/normal.js", "Math.exp(each[k] - most)", "Math.exp(each[k])", "extremes.test.mjs"),
        (
            "widgets/vending_machine/estimates.js",
            "Math.exp(Math.log(p) - logit)",
            "p * Math.exp(-logit)",
            "extremes.test.mjs",
        ),
        ("widgets/bound_explorer/bound.js", "mass * v * (v / 4 + 1)", "mass * ((v * v) / 4 + v)", "extremes.test.mjs"),
        ("page/latent.js", "value / most", "value", "extremes.test.mjs"),
        ("widgets/orbit_stepper/verdict.js", "path < 0.1 * radius", "path < 0", "verdict.test.mjs"),
        ("widgets/orbit_stepper/verdict.js", "if (flips === 1)", "if (flips === 9)", "verdict.test.mjs"),
        ("widgets/latent_walk/triangle.js", "Math.max(0, weight)", "weight", "helpers.test.mjs"),
        ("page/engine/kernel.js", "heap[(g >> 2) + i]", "heap[(x >> 2) + i]", "kernel.test.mjs"),
        ("page/engine/kernel.js", "heap.fill(0, out >> 2, (out >> 2) + columns)", "", "kernel.test.mjs"),
        ("page/engine/kernel.js", "larger.set(heap);", "", "kernel.test.mjs"),
        ("page/engine/tape.js", "multiply(g, a, true, acrossA)", "multiply(g, a, true, !acrossA)", "tape.test.mjs"),
        ("page/engine/tape.js", "before ? add(before, part) : part", "part", "tape.test.mjs"),
        ("page/engine/tape.js", "below * below * 2 * root", "below * 2 * root", "tape.test.mjs"),
        ("page/engine/optimiser.js", "BETAS = [0.5, 0.999]", "BETAS = [0.5, 0.99]", "engine.test.mjs"),
        ("page/engine/optimiser.js", "-lr, gradients[i]", "lr, gradients[i]", "engine.test.mjs"),
        (
            "page/losses/plain.js",
            "tape.times(share, real), tape.times(rest, fake)",
            "tape.times(rest, real), tape.times(share, fake)",
            "engine.test.mjs",
        ),
        (
            "page/losses/plain.js",
            "tape.scale(-1, softplusMean(tape, a, 1))",
            "softplusMean(tape, a, 1)",
            "engine.test.mjs",
        ),
        ("page/training/run.js", "state.weights), s.unroll_lr", "state.weights), -s.unroll_lr", "engine.test.mjs"),
        (
            "page/training/run.js",
            "state = clip(descend(tape, state, tape.gradients(loss, state.weights), s.unroll_lr))",
            "state = descend(tape, state, tape.gradients(loss, state.weights), s.unroll_lr)",
            "engine.test.mjs",
        ),
        ("page/engine/tape.js", "Math.abs(x) <= bound ? 1 : 0", "1", "tape.test.mjs"),
        ("page/engine/tape.js", "shifted(times(y, y), -1, 1)", "shifted(y, -1, 1)", "tape.test.mjs"),
        ("page/training/run.js", "tape.scale(s.penalty, ", "tape.scale(2 * s.penalty, ", "engine.test.mjs"),
        ("page/training/run.js", "Math.floor(i / (dims * copies))", "Math.floor(i / dims)", "engine.test.mjs"),
        ("page/training/run.js", "    objective.clip ? {", "    false ? {", "steps.test.mjs"),
        ("page/training/run.js", "if (answered) turn += 1;", "turn += 1;", "steps.test.mjs"),
        (
            "page/training/run.js",
            "if (!Number.isFinite(number)) throw",
            "if (Number.isNaN(number)) throw",
            "limits.test.mjs",
        ),
        ("page/training/run.js", "tape.tanh(tape.scale(1 / s.fence, out))", "tape.tanh(out)", "lab.test.mjs"),
        ("widgets/collapse_lab/figures.js", "THRESHOLD * target.std", "5 * target.std", "lab.test.mjs"),
        ("widgets/ui/player.js", " && !document.hidden", "", "player.test.mjs"),
        ("widgets/live/rounds.js", "step + byHand, ...record()", "step, ...record()", "line.test.mjs"),
        ("page/models/toy.js", "if (i + 2 < weights.length)", "", "noise.test.mjs"),
        ("page/training/run.js", "balance.k + rate * gap", "balance.k - rate * gap", "engine.test.mjs"),
        ("page/training/run.js", "fill(1 / seen)", "fill(1)", "engine.test.mjs"),
        (
            "page/training/run.js",
            "judgeWith(d.weights, false)(shown)",
            "judgeWith(d.weights)(shown)",
            "family.test.mjs",
        ),
        ("page/losses/table.js", "tape.shifted(a, -1, MARGIN)", "tape.shifted(a, -1, 2 * MARGIN)", "engine.test.mjs"),
        (
            "page/losses/table.js",
            "tape.combine(0.25, tape.power(a, 2), 1, a)",
            "tape.combine(0.5, tape.power(a, 2), 1, a)",
            "engine.test.mjs",
        ),
        ("page/engine/spectral.js", "if (learning) turn(weight, pair);", "", "family.test.mjs"),
        ("page/engine/spectral.js", "tape.numbers(each).slice()", "tape.numbers(pair.u).slice()", "engine.test.mjs"),
        ("widgets/gan_on_a_line/theory.js", "1 - u ** -0.5", "1 - u ** 0.5", "line.test.mjs"),
        ("widgets/gan_on_a_line/theory.js", "Math.abs(value - other[i])", "value - other[i]", "line.test.mjs"),
        ("widgets/gan_on_a_line/run.js", "SAMPLES * push", "push", "line.test.mjs"),
        ("page/data/toys.js", "u < bound", "u <= bound", "points.test.mjs"),
        ("page/engine/noise.js", "numbers.length + 1", "numbers.length", "noise.test.mjs"),
        ("page/data/toys.js", "u < 0.5 ? -0.6 : 0.6", "u <= 0.5 ? -0.6 : 0.6", "points.test.mjs"),
        ("page/engine/layers.js", "(1 + Math.exp(-x))", "(1 + Math.exp(-2 * x))", "reader.test.mjs"),
        ("page/models/attribute_reader.js", "4 * (2 * m + down) * wide", "4 * (m + down) * wide", "reader.test.mjs"),
        ("page/models/attribute_reader.js", "4 * padding * (wide + 1)", "4 * padding * wide", "reader.test.mjs"),
        ("widgets/latent_arithmetic/arithmetic.js", "value - b[i] + c[i]", "value - b[i] - c[i]", "reader.test.mjs"),
        ("widgets/latent_arithmetic/arithmetic.js", "row * point.length + i", "i", "reader.test.mjs"),
        ("widgets/latent_arithmetic/arithmetic.js", "fits[q] - fits[p]", "fits[p] - fits[q]", "reader.test.mjs"),
        ("widgets/latent_arithmetic/faces.js", "place * width", "place", "reader.test.mjs"),
        ("page/metrics/modes.js", "least <= reach", "least < reach", "points.test.mjs"),
        ("widgets/densities/cells.js", "if (places[i] >= 0)", "if (places[i] > 1e9)", "divergences.test.mjs"),
        (
            "widgets/densities/distances.js",
            "w1 += Math.abs(ahead) * CELL;",
            "w1 += Math.abs(a - b) * CELL;",
            "divergences.test.mjs",
        ),
        ("widgets/densities/distances.js", "!finite ? null", "Number.isNaN(slope) ? null", "divergences.test.mjs"),
        ("widgets/bound_explorer/bound.js", "best: (r) => r / 2", "best: (r) => r", "divergences.test.mjs"),
        ("widgets/bound_explorer/bound.js", "gradient[k]) / seen[k]", "gradient[k]) / 1", "divergences.test.mjs"),
        ("page/models/toy_alone.js", "from = made;", "from = point;", "machine.test.mjs"),
        ("widgets/vending_machine/estimates.js", "factor *= change;\n      } // the", "} // the", "machine.test.mjs"),
        ("widgets/vending_machine/estimates.js", "Math.log(p) - logit", "Math.log(p) + logit", "machine.test.mjs"),
        ("widgets/vending_machine/machine.js", "u >= sum", "u > sum + weights[k + 1]", "machine.test.mjs"),
        ("widgets/vending_machine/machine.js", "HELD + i", "i", "machine.test.mjs"),
        ("widgets/vending_machine/machines.js", "Math.min(4 * given, ", "Math.max(given, ", "machine.test.mjs"),
        (
            "page/families/normal.js",
            "term((x - mean) / model.stds[k], model.stds[k])",
            "term(x - mean, model.stds[k])",
            "fitting.test.mjs",
        ),
        ("page/families/normal.js", "along((z) => z * z - 1)", "along((z) => z * z)", "fitting.test.mjs"),
        ("page/families/normal.js", "Math.max(a, b) + Math.log1p", "a + Math.log1p", "fitting.test.mjs"),
        ("page/families/normal.js", "clamp(weights[0], ...RANGES.weight)", "weights[0]", "fitting.test.mjs"),
        (
            "page/families/normal.js",
            "second = logs[1][Math.floor(i / side)]",
            "second = logs[1][i % side]",
            "fitting.test.mjs",
        ),
        ("page/metrics/human.js", "right ? -down : up", "right ? -up : down", "human.test.mjs"),
        ("page/metrics/human.js", "logs[correct] + 1e-7", "logs[correct] - 1e-7", "human.test.mjs"),
        (
            "widgets/real_or_fake/rating.js",
            'truth === "fake" && other === opponent',
            'truth === "fake"',
            "human.test.mjs",
        ),
        ("widgets/real_or_fake/store.js", "version !== VERSION || ", "", "rating.test.mjs"),
        ("widgets/real_or_fake/trial.js", "wanted - frame / 2", "wanted", "rating.test.mjs"),
        ("widgets/real_or_fake/trial.js", "!unseen && ", "", "rating.test.mjs"),
        ("page/metrics/inception.js", "klTerm(p, 1) / rows", "klTerm(p, 1) / (rows - 1)", "inception.test.mjs"),
        ("widgets/frechet_by_hand/gaussians.js", "2 * draw + which", "draw + which", "gaussians.test.mjs"),
        ("widgets/frechet_by_hand/gaussians.js", "Math.sqrt(2 - THICKNESS ** 2)", "Math.sqrt(2)", "gaussians.test.mjs"),
        ("page/models/digit_classifier.js", "Math.max(a, b, c, d)", "Math.max(a, b, c)", "scores.test.mjs"),
        ("page/metrics/frechet.js", "traces - 2 *", "traces - 1.9999 *", "scores.test.mjs"),
        ("page/metrics/neighbours.js", "square < radius", "square <= radius", "scores.test.mjs"),
        ("page/metrics/neighbours.js", "i === own || ", "", "scores.test.mjs"),
        ("page/metrics/kernel.js", " - own) / ", ") / ", "scores.test.mjs"),
        ("page/data/spoil.js", "laterSeed(seed, 3)", "seed", "scores.test.mjs"),
        ("widgets/score_breaker/judged.js", "if (now !== distortion) table.forget(count);", "", "scores.test.mjs"),
    ],
)
def test_node_finds_a_mistake_put_in_on_purpose(source, right, wrong, file, sources, fixtures, tmp_path):
    """A comparison that cannot fail proves nothing. What agrees all the same shows that the file did run."""
    broken = tmp_path / "sources"
    shutil.copytree(sources, broken, copy_function=os.link)
    text = (broken / source).read_text(encoding="utf-8")
    assert text.count(right) == 1, f"{source} reads otherwise now: choose another mistake"
    (broken / source).unlink()  # the link, so that the sources themselves stay as they are
    (broken / source).write_text(text.replace(right, wrong), encoding="utf-8")
    assert first_signs(Path(__file__).parent / file, broken, fixtures) == {"✔", "✖"}
