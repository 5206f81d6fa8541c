"""What `make bench` is made of: its own page code runs here in Node, its figures are right on made-up numbers."""

import doctest
import importlib
import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from tools import find_node

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tools" / "bench"
NODE, _ = find_node.need()
OURS, OTHER, THIRD = "our engine", "TensorFlow.js wasm", "TensorFlow.js cpu"


@pytest.fixture(scope="module")
def bench():
    """The bench's modules."""
    names = [path.stem for path in FOLDER.glob("*.py")]
    return SimpleNamespace(**{name: importlib.import_module(f"tools.bench.{name}") for name in names})


def node(code, data=None):
    """What a module says that finds the bench's modules in `folder`, and `data`. Nothing of npm's is in reach."""
    head = f'import {{ readFileSync }} from "node:fs"; const folder = {json.dumps(FOLDER.as_uri())};'
    head += 'const data = JSON.parse(readFileSync(0, "utf8"));'
    command = [NODE, "--no-warnings", "--input-type=module", "-e", head + code]
    done = subprocess.run(command, input=json.dumps(data), capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_our_contestant_trains(bench):
    code = """
        const { open } = await import(`${folder}/training_ours.mjs`);
        const contestant = await open(), pace = await contestant.warm(data, 0.05);
        console.log(JSON.stringify([contestant.about, pace, await contestant.stretch(3)]));
    """
    about, pace, seconds = node(code, bench.bench.SETTINGS | {"width": 16, "batch_size": 8})
    assert about == "WebAssembly SIMD" and pace > 10 and 0 < seconds < 5


def test_a_stretch_takes_all_its_steps_and_waits_for_them():
    code = """
        const { pace, warm } = await import(`${folder}/pace.mjs`);
        let steps = 0, finished = 0;
        const trainer = { step() { steps += 1; }, async finish() {
          await new Promise((resolve) => setTimeout(resolve, 20));
          finished += 1;
        } };
        const seconds = await pace(trainer, 7), after = steps, rate = await warm(trainer, 0.01);
        console.log(JSON.stringify([seconds, after, rate, steps, finished]));
    """
    seconds, after, rate, steps, finished = node(code)
    assert 0.015 < seconds < 5 and after == 7
    assert 0 < rate < 100 and steps == 9 and finished == 3  # one cold, then one that was long enough


def test_our_contestant_draws_what_the_package_draws(bench):
    code = """
        const { makeImages } = await import(`${folder}/images_ours.mjs`);
        const images = makeImages(data.packed);
        console.log(JSON.stringify([await images.pixels(data.z), await images.times(5)]));
    """
    generator = bench.generators.generators()["digits"]
    z = torch.randn(64, generator=torch.Generator().manual_seed(1))
    pixels, times = node(code, {"packed": bench.generators.packed(generator), "z": z.tolist()})
    with torch.no_grad():
        expected = generator(z[None]).flatten()
    assert torch.allclose(torch.tensor(pixels), expected, atol=bench.bench.LARGEST_DIFFERENCE)
    assert len(times) == 5 and min(times) > 0


def test_the_other_contestants_are_modules_too():
    code = """
        const found = [];
        for (const name of ["training_tensorflow", "images_onnx"])
          found.push(typeof (await import(`${folder}/${name}.mjs`)).open);
        console.log(JSON.stringify(found));
    """
    assert node(code) == ["function", "function"]


@pytest.mark.parametrize("name", ["digits", "colour"])
def test_folding_batch_norm_away_changes_no_pixel(bench, name):
    generator = bench.generators.generators()[name]
    z = torch.randn(3, 64, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        assert torch.allclose(bench.generators.folded(generator)(z[:, :, None, None]), generator(z), atol=2 / 255)


def test_the_colour_generator_has_a_million_parameters(bench):
    count = sum(parameter.numel() for parameter in bench.generators.generators()["colour"].parameters())
    assert 0.9e6 < count < 1.1e6


def test_the_reports_examples_are_right(bench):
    done = doctest.testmod(bench.report)
    assert done.attempted >= 5 and not done.failed


def readings(rates, cpu=1.0):
    """Rounds of 100 steps with these rates, each with as much processor time as given."""
    return [{"steps": 100, "seconds": 100 / rate, "cpu": cpu} for rate in rates]


def test_a_load_that_hits_both_leaves_the_ratio(bench):
    contest = {OURS: readings([1000, 100, 400], 0.1), OTHER: readings([100, 10, 40], 0.5), THIRD: readings([10, 5, 9])}
    found = bench.report.compare(contest, [THIRD, OTHER, "one that did not run"])
    assert (found["fastest"], found["fastest_by_work"]) == (OTHER, OTHER)
    assert found["ratio"] == pytest.approx(10) and found["ratio_by_work"] == pytest.approx(5)
    assert bench.report.compare(contest, ["one that did not run"]) is None


def test_two_processors_may_be_fastest_by_the_clock_and_not_by_their_work(bench):
    contest = {OURS: readings([60] * 3, 1), OTHER: readings([20] * 3, 5), THIRD: readings([15] * 3, 4)}
    found = bench.report.compare(contest, [OTHER, THIRD])
    assert (found["fastest"], found["fastest_by_work"]) == (OTHER, THIRD)
    assert found["ratio"] == pytest.approx(3) and found["ratio_by_work"] == pytest.approx(4)


def test_the_table_of_the_training(bench):
    contests = {
        "64 x 128": {OURS: readings([1200] * 3, 0.1), OTHER: readings([100] * 3, 1.1), THIRD: readings([20] * 3, 5)},
        "64 x 256": {OURS: readings([900] * 3, 0.1), OTHER: readings([100] * 3, 1.2)},
    }
    text, ratios = bench.report.training(contests, {"plain": [OTHER, THIRD], "tuned": ["none"]}, 10)
    lines = {line.split("  ")[0]: line.split("  ")[1:] for line in text.splitlines()}
    assert [cell.strip() for cell in lines[OURS] if cell] == ["1200 ±0% (1000)", "900 ±0% (1000)"]
    assert [cell.strip() for cell in lines[THIRD] if cell] == ["20.0 ±0% (20.0)", "-"]
    assert [cell.strip() for cell in lines["ours / fastest TensorFlow.js"] if cell] == ["12.0", "9.0"]
    assert "aim: at least 10 times that: MISSED by the clock (9.00), met by processor time (11.0)" in text
    assert "fastest, tuned by hand: none ran" in text
    assert ratios["64 x 128"]["plain"]["ratio"] == pytest.approx(12) and ratios["64 x 256"]["tuned"] is None


def test_the_table_of_the_images(bench):
    def times(milliseconds, cpu):
        return [{"steps": 100, "seconds": 0.1, "median": milliseconds, "cpu": cpu / 10}] * 3

    contests = {
        "digits": {OURS: times(1.4, 1.3), "ORT 1": times(1.0, 1.0), "ORT 2": times(0.8, 1.8)},
        "colour": {OURS: times(9.0, 7.0), "ORT 1": times(6.0, 5.0)},
    }
    aims = {"ratio": 1.5, "milliseconds": 8.0, "bytes": 0.02}
    text, figures = bench.report.images(contests, {"engine": 1000, "ONNX Runtime": 100_000}, aims)
    assert figures["digits"]["ratio"] == pytest.approx({"ORT 1": 1.4, "ORT 2": 1.75})
    assert "times the time of ONNX Runtime's fastest: MISSED by the clock (1.75), met by processor time (1.30)" in text
    assert "colour in at most 8 ms: MISSED by the clock (9.00), met by processor time (7.00)" in text
    assert "bytes: engine 1,000, ONNX Runtime 100,000" in text and "met (1.00 %)" in text
    without, _ = bench.report.images({name: {OURS: each[OURS]} for name, each in contests.items()}, {"engine": 1}, aims)
    assert "ONNX" not in without


def test_both_routes_to_an_fid_find_the_same_and_are_timed(bench):
    """At a small size; `make bench` has 10,000 rows of 2048 features."""
    measure = bench.scoring.measurer(200, 16)
    contest = bench.bench.in_turns(list(bench.scoring.ROUTES), 2, measure)
    assert list(contest) == ["gan_utils", "scipy.linalg.sqrtm"]
    assert all(each["seconds"] > 0 and each["cpu"] > 0 for readings in contest.values() for each in readings)
    ours, theirs = (readings[0]["value"] for readings in contest.values())
    assert ours == pytest.approx(theirs, rel=1e-9) and 0.01 < ours < 10
    text, figures = bench.report.distances(contest, bench.bench.SCORE_AIMS)
    assert "differ by at most 0.001 of the distance: met" in text and figures["difference"] < 1e-9


def test_the_table_of_the_distances(bench):
    def times(seconds, cpu, value):
        return [{"steps": 1, "seconds": each, "cpu": cpu, "value": value} for each in seconds]

    aims = bench.bench.SCORE_AIMS
    assert aims["share"] == pytest.approx(1 / 3) and aims["difference"] == 1e-3 and aims["memory"] == 2e9
    contest = {"ours": times([2, 20, 2], 4, 1.002), "usual": times([8, 80, 8], 10, 1.0)}
    text, figures = bench.report.distances(contest, aims)
    assert figures == pytest.approx({"ratio": 0.25, "ratio_by_work": 0.4, "difference": 0.002})
    assert "ours in at most 0.333 of the time of usual: met by the clock (0.250), MISSED by processor time" in text
    assert "aim: they differ by at most 0.001 of the distance: MISSED (2.0e-03)" in text
    assert [line.split("  ")[0] for line in text.splitlines()[1:3]] == ["ours", "usual"]


@pytest.mark.slow
def test_memory_is_that_of_a_process_of_its_own(bench):
    """At a small size; `make bench` has 50,000 rows."""
    held = np.ones(100_000_000)  # 800 MB, which must not be charged to the processes that this one starts
    found = bench.scoring.peaks(1000, 400)
    assert held.sum() == 100_000_000 and set(found) == {"kid", "prdc"}
    assert all(20e6 < peak < 700e6 for peak in found.values()) and bench.scoring.own_peak() > 800e6
    with pytest.raises(RuntimeError, match="kid of 1 x 1 rows ended with 1"):
        bench.scoring.peaks(1, 4)


def test_contestants_take_turns_and_the_first_round_is_not_kept(bench):
    asked = []

    def measure(name):
        asked.append(name)
        return len(asked)

    readings = bench.bench.in_turns(["a", "b", "c"], 3, measure)
    assert "".join(asked) == "cab" + "abc" + "bca" + "cab"
    assert readings == {"a": [4, 9, 11], "b": [5, 7, 12], "c": [6, 8, 10]}


def test_generators_that_draw_differently_are_not_timed(bench):
    bench.bench.compare_pixels({OURS: [[0.0, 0.5]], "other": [[0.0, 0.505]]}, "digits")
    for wrong in (0.52, float("nan")):
        with pytest.raises(SystemExit, match="draw digits differently"):
            bench.bench.compare_pixels({OURS: [[0.0, 0.5]], "other": [[0.0, wrong]]}, "digits")


def test_the_engines_share_is_a_part_of_the_widget(bench, tmp_path, monkeypatch):
    monkeypatch.setattr(bench.fetch, "FOLDER", tmp_path)
    folder = tmp_path / "node_modules" / "onnxruntime-web" / "dist"
    folder.mkdir(parents=True)
    for name, size in {"a.mjs": 70, "a.wasm": 900, "b.mjs": 30}.items():
        (folder / name).write_bytes(bytes(size))
    found = bench.bench.sizes({"1 thread": ["a.mjs", "a.wasm"], "2 threads": ["a.mjs", "a.wasm", "b.mjs"]})
    assert found["ONNX Runtime"] == 970 and 5_000 < found["engine"] < found["whole widget"]
    assert "ONNX Runtime" not in bench.bench.sizes({})


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.*")), ids=lambda path: path.name)
def test_a_file_is_read_in_one_sitting(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 300 and max(map(len, lines)) <= 120


def test_dcgan_is_trained_by_both_and_told_with_its_aims(bench):
    code = """
        const { open } = await import(`${folder}/dcgan_ours.mjs`);
        const contestant = await open(), pace = await contestant.warm(data, 0.05);
        console.log(JSON.stringify([contestant.about, pace, await contestant.stretch(2)]));
    """
    settings = bench.image_training.settings(4)
    about, pace, seconds = node(code, settings)
    assert about == "WebAssembly SIMD" and pace > 1 and seconds > 0
    reading = bench.image_training.Trainer(4).stretch(2)
    assert reading["steps"] == 2 and reading["seconds"] > 0 and reading["cpu"] > 0

    def readings(steps):
        return [{"steps": steps, "seconds": 1.0, "cpu": 0.5} for _ in range(3)]

    contests = {
        "width 16": {OURS: readings(80), "PyTorch, 1 thread": readings(100)},
        "width 32": {OURS: readings(30), "PyTorch, 1 thread": readings(40)},
    }
    text, ratios = bench.report.image_training(contests, bench.bench.IMAGE_TRAINING_AIMS)
    assert ratios["width 16"] == {"ratio": 0.8, "ratio_by_work": 0.8}
    assert "width 16, at least 1 times PyTorch, 1 thread: MISSED by the clock (0.800)" in text
    assert "width 32, at least 0.7 times PyTorch, 1 thread: met by the clock (0.750)" in text
    assert {f"width {width}" for width in bench.image_training.WIDTHS} == set(bench.bench.IMAGE_TRAINING_AIMS)
