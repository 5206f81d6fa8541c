"""A generator that the page trained and wrote is opened by PyTorch as the generator that it is."""

import json
import os
import subprocess

import pytest
import torch

from gan_utils import pretrained
from gan_utils.widgets import bundle
from tools import find_node

from ..training.image_cases import pixels

NODE, _ = find_node.need()
# Trains a few steps on noise, writes the generator, and tells what it makes of latent points.
TRAIN = """
const { makeRun } = await import(process.env.SOURCES + "/page/training/run.js");
const { imagePlayers } = await import(process.env.SOURCES + "/page/training/images.js");
const { generatorFile } = await import(process.env.SOURCES + "/page/pretrained.js");
const fs = await import("node:fs");
const settings = JSON.parse(process.argv[1]);
const draw = (turn, numbers) => numbers.forEach((_, i) => (numbers[i] = Math.sin(7 * i + turn)));
const gan = makeRun(settings, { source: () => ({ real: draw, latent: draw, mix: null }), players: imagePlayers });
for (let i = 0; i < 12; i++) gan.step();
fs.writeFileSync(process.argv[2], generatorFile(settings, gan.weights()));
const z = Float32Array.from({ length: 3 * settings.z_dim }, (_, i) => Math.cos(i));
console.log(JSON.stringify({ z: [...z], made: [...gan.generate(z)] }));
"""


@pytest.mark.parametrize(
    ("size", "channels", "rules"),
    [
        (32, 1, {}),
        (64, 3, {}),
        (32, 3, {"norm": "none", "start": "he"}),
        (32, 1, {"norm": "everywhere"}),
        (32, 1, {"sampling": "pooling", "hidden": "dense", "activation": "relu"}),
    ],
)
def test_pixels_of_a_generator_from_the_page(size, channels, rules, tmp_path):
    settings = {"objective": "non_saturating", "unroll": 0, "d_steps": 1, "g_steps": 1, "lr": 1e-2, "lr_d": 2e-3}
    settings |= {"optimiser": "adam", "z_dim": 6, "width": 3, "batch_size": 4, "seed": 1, "size": size}
    settings |= {"channels": channels} | rules
    path = tmp_path / "page.safetensors"
    command = [NODE, "--input-type=module", "-e", TRAIN, json.dumps(settings), str(path)]
    environment = os.environ | {"SOURCES": bundle.FOLDER.as_uri()}
    told = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=120)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    generator = pretrained.read(path)
    assert (generator.z_dim, generator.width, generator.size, generator.channels) == (6, 3, size, channels)
    assert generator.undone == {rule: way for rule, way in rules.items() if rule in ("norm", "sampling", "hidden")}
    with torch.no_grad():
        made = pixels(generator(torch.tensor(found["z"]).reshape(3, 6)))
    expected = torch.tensor(found["made"]).reshape(3, -1)
    assert made.std() > 0.001, "a flat image shows no error"
    assert float((made - expected).abs().max()) < 3e-5
