"""Measures the page's engine against TensorFlow.js (training), PyTorch (training DCGAN) and ONNX Runtime Web (images),
in headless Chromium, and the package's scores against SciPy's way (FID) and a limit of memory (KID, PRDC).

    python -m tools.bench.bench                    or `make bench`
    python -m tools.bench.bench --json file        keeps every reading too

What the page does runs on its main thread, in turns, so that a load on the machine hits all alike. What else runs there
slows the clock's figures down; those by processor time are hardly touched by it.
"""

import argparse
import json
import os
import platform
import time
from pathlib import Path
from statistics import median

import torch

from gan_utils.widgets import bundle
from tools.bench import fetch, generators, image_training, report, scoring
from tools.bench.page import Page
from tools.bench.report import OURS

SETTINGS = {
    "objective": "non_saturating",
    "unroll": 0,
    "unroll_lr": 3e-4,
    "d_steps": 1,
    "g_steps": 1,
    "lr": 1e-3,
    "lr_d": 3e-4,
    "optimiser": "adam",
    "z_dim": 16,
    "packing": 1,
    "penalty": 1,
    "clip": 0.1,
    "seed": 0,
    "target": "ring",
    "drawn": [],
}
GRID = [(64, 128), (64, 256), (128, 128), (128, 256)]  # width, batch size
AIMS = {"training": 10.0, "ratio": 1.5, "milliseconds": 8.0, "bytes": 0.02}
# Of PyTorch's steps a second with one thread, by width.
IMAGE_TRAINING_AIMS = {"width 16": 1.0, "width 32": 0.7}
SCORE_AIMS = {"share": 1 / 3, "difference": 1e-3, "memory": 2e9}
FEATURES, POINTS = (10_000, 2048), (50_000, 64)  # rows and width, of an FID and of the largest sets
SCORE_ROUNDS = 5
# TensorFlow.js as its guide has it, and with wasm's slow products avoided by hand: see training_tensorflow.mjs.
PLAIN = {
    "TensorFlow.js cpu": {"backend": "cpu"},
    "TensorFlow.js webgl": {"backend": "webgl"},
    "TensorFlow.js webgpu": {"backend": "webgpu"},
    "TensorFlow.js wasm": {"backend": "wasm"},
    "TensorFlow.js wasm, 2 threads": {"backend": "wasm", "threads": 2},
}
TUNED = {
    "TensorFlow.js wasm, tuned": {"backend": "wasm", "tuned": True},
    "TensorFlow.js wasm, 2 threads, tuned": {"backend": "wasm", "threads": 2, "tuned": True},
}
RUNTIMES = {"ONNX Runtime, 1 thread": 1, "ONNX Runtime, 2 threads": 2}
FIRST_WARM_SECONDS, WARM_SECONDS = 1.5, 0.5  # the browser compiles what runs often again, and that takes its time
STRETCH_SECONDS = 0.15
SLOWEST = 1 / 20  # of the fastest TensorFlow.js: what is slower gets no more readings
LARGEST_GAP = 0.02  # between weights that were trained alike, as a share of the way they went
LARGEST_DIFFERENCE = 2 / 255  # between pixels


def start_trainers(page: Page) -> tuple[dict, dict]:
    """What each contestant that can train says of itself, and why the others cannot."""
    about, refused = {OURS: page.open(OURS, "training_ours.mjs", {})}, {}
    for name, options in {**PLAIN, **TUNED}.items():
        try:
            found = page.open(name, "training_tensorflow.mjs", options)
            checked = page.call(name, "check")
            if not checked["gap"] <= LARGEST_GAP or checked["leaked"]:
                raise RuntimeError(f"it does not train as our engine does: {checked}")
            about[name] = found
        except RuntimeError as error:
            refused[name] = str(error)
    return about, refused


def train(page: Page, rounds: int) -> tuple[dict, dict, dict]:
    """Readings for each configuration, what each contestant says of itself, and why others did not run."""
    about, refused = start_trainers(page)
    running, contests = list(about), {}
    for width, batch_size in GRID:
        label, settings = f"{width} x {batch_size}", SETTINGS | {"width": width, "batch_size": batch_size}
        seconds, pace = WARM_SECONDS if contests else FIRST_WARM_SECONDS, {}
        for name in running:
            try:
                pace[name] = page.call(name, "warm", settings, seconds)
            except RuntimeError as error:
                refused[name] = f"at {label}: {error}"
        limit = SLOWEST * max([rate for name, rate in pace.items() if name != OURS], default=0)
        for name in [name for name in pace if pace[name] < limit]:
            refused[name] = f"{pace[name]:.2g} steps a second at {label}, too slow for more readings"
        running = [name for name in running if name not in refused]
        contests[label] = in_turns(running, rounds, lambda name: stretch(page, name, pace[name]))
        say(f"{label}: {report.pretty(median(report.rates(contests[label][OURS])))} steps a second")
    return contests, about, refused


def in_turns(names: list[str], rounds: int, measure) -> dict[str, list]:
    """Each name's readings, one a round. Who comes first changes; a round that is not kept comes before."""
    readings = {name: [] for name in names}
    for turn in range(-1, rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            reading = measure(name)
            if turn >= 0:
                readings[name].append(reading)
    return readings


def stretch(page: Page, name: str, pace: float) -> dict:
    """One reading of a trainer that takes about so many steps a second."""
    steps, before = max(2, round(pace * STRETCH_SECONDS)), page.processor_seconds()
    seconds = page.call(name, "stretch", steps)
    return {"steps": steps, "seconds": seconds, "cpu": page.processor_seconds() - before}


def train_images(page: Page, rounds: int) -> dict:
    """Readings of DCGAN's training at each width, the page's and PyTorch's in turns."""
    page.open(OURS, "dcgan_ours.mjs", {})
    contests = {}
    for width in image_training.WIDTHS:
        theirs = image_training.Trainer(width)
        pace = page.call(OURS, "warm", image_training.settings(width), FIRST_WARM_SECONDS)

        def measure(name, theirs=theirs, pace=pace):
            if name == OURS:
                return stretch(page, OURS, 2 * pace)
            return theirs.stretch(max(2, round(2 * pace * STRETCH_SECONDS)))

        contest = in_turns([OURS, image_training.TORCH], rounds, measure)
        contests[f"width {width}"] = contest
        say(f"DCGAN, width {width}: {report.pretty(median(report.rates(contest[OURS])))} steps a second")
    page.clear()
    return contests


def draw(page: Page, rounds: int) -> tuple[dict, dict, dict, dict]:
    """Readings for each generator, what the contestants say, why others did not run, and ONNX Runtime's files."""
    contests, about, refused, files = {}, {}, {}, {}
    for generator in generators.generators():
        page.clear()
        running = [OURS]
        about[OURS] = page.open(OURS, "images_ours.mjs", {"name": generator})
        for name, threads in RUNTIMES.items():
            try:
                about[name] = page.open(name, "images_onnx.mjs", {"name": generator, "threads": threads})
                running.append(name)
                files[name] = sorted(set(page.call(name, "files")))
            except RuntimeError as error:
                refused[name] = str(error)
        points = torch.randn(4, 64, generator=torch.Generator().manual_seed(0)).tolist()
        compare_pixels({name: [page.call(name, "pixels", z) for z in points] for name in running}, generator)
        pace = {name: 1000 / median(page.call(name, "times", 20)) for name in running}
        contests[generator] = in_turns(running, rounds, lambda name: look(page, name, pace[name]))
        say(f"{generator}: {median(each['median'] for each in contests[generator][OURS]):.2f} ms an image")
    return contests, about, refused, files


def look(page: Page, name: str, pace: float) -> dict:
    """One reading of a generator that draws about so many images a second."""
    count, before = max(2, round(pace * STRETCH_SECONDS)), page.processor_seconds()
    times = page.call(name, "times", count)
    cpu = page.processor_seconds() - before
    return {"steps": count, "seconds": sum(times) / 1000, "median": median(times), "cpu": cpu}


def compare_pixels(images: dict[str, list], generator: str) -> None:
    """Refuses to time generators that draw different images."""
    ours = torch.tensor(images[OURS])
    for name, pixels in images.items():
        difference = float((torch.tensor(pixels) - ours).abs().max())
        if not difference <= LARGEST_DIFFERENCE:
            raise SystemExit(f"{name} and {OURS} draw {generator} differently: by {difference:.4f}")


def sizes(files: dict[str, list[str]]) -> dict[str, int]:
    """Bytes that a page loads besides weights: our share for generators, our whole widget, and ONNX Runtime."""
    scripts = {"engine": bundle.script("page/models/dcgan"), "whole widget": bundle.script("widgets/latent_walk/view")}
    found = {name: len(script.encode()) for name, script in scripts.items()}
    folder = fetch.FOLDER / "node_modules" / "onnxruntime-web" / "dist"
    others = [sum((folder / file).stat().st_size for file in each) for each in files.values()]
    return found | ({"ONNX Runtime": min(others)} if others else {})


def say(what: str) -> None:
    print(f"  {what} (load {os.getloadavg()[0]:.1f})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="where every reading is kept")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    fetch.fetch_packages()
    fetch.make_onnx_importable()
    generators.write(fetch.FOLDER)
    started, load = time.perf_counter(), os.getloadavg()[0]
    with Page() as page:
        machine = f"Chromium {page.version}, {platform.machine()}, {os.cpu_count()} cores"
        print(f"{machine}; our engine and its readings so far:", flush=True)
        contests, about, refused = train(page, options.rounds)
        page.clear()
        dcgan_contests = train_images(page, options.rounds)
        image_contests, image_about, image_refused, files = draw(page, options.rounds)
    print("  FIDs, then the memory of large sets, which takes minutes", flush=True)
    distances = in_turns(list(scoring.ROUTES), SCORE_ROUNDS, scoring.measurer(*FEATURES))
    peaks = scoring.peaks(*POINTS)
    load = [round(each, 1) for each in (load, os.getloadavg()[0])]
    training_text, ratios = report.training(contests, {"plain": list(PLAIN), "tuned": list(TUNED)}, AIMS["training"])
    dcgan_text, dcgan_ratios = report.image_training(dcgan_contests, IMAGE_TRAINING_AIMS)
    image_text, figures = report.images(image_contests, sizes(files), AIMS)
    distance_text, distance_figures = report.distances(distances, SCORE_AIMS)
    memory_text = report.memory(peaks, f"{POINTS[0]:,} x {POINTS[0]:,}", SCORE_AIMS["memory"])
    print(f"\n{training_text}\n\n{dcgan_text}\n\n{image_text}\n\n{distance_text}\n{memory_text}\n")
    for name, words in {**about, **image_about}.items():
        print(f"{name}: {words}{'; ' + refused[name] if name in refused else ''}")
    for name, reason in {**refused, **image_refused}.items():
        if name not in about:
            print(f"{name} did not run: {reason}")
    busy = ": busy, so the figures by processor time are the better ones" if max(load) > os.cpu_count() else ""
    print(f"load of the machine before and after {load[0]} and {load[1]}{busy}; {time.perf_counter() - started:.0f} s")
    if options.json:
        kept = {
            "machine": machine,
            "load": load,
            "packages": fetch.PACKAGES,
            "about": about,
            "image_about": image_about,
            "refused": refused | image_refused,
            "training": ratios,
            "dcgan": dcgan_ratios,
            "dcgan_readings": dcgan_contests,
            "images": figures,
            "bytes": sizes(files),
            "files": files,
            "readings": contests,
            "image_readings": image_contests,
            "distances": distance_figures,
            "distance_readings": distances,
            "peaks": peaks,
        }
        options.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
