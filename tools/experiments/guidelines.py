"""DCGAN's guidelines, one undone at a time, on drawn faces of 32 pixels; the networks of 2014; other latent spaces.

    python -m tools.experiments.guidelines >> tools/logs/guidelines.log     # an hour; goes on where it stopped

Every run has the same faces, batches, noise and number of steps. Its samples are measured by the attribute reader:
Frechet distance of its features, and how often it is sure of what it reads.
"""

import time

import numpy as np
import torch
from torch import nn

from gan_utils import experiments
from gan_utils.data import faces
from gan_utils.metrics.frechet import fid
from gan_utils.models import READ, DCGANDiscriminator, DCGANGenerator, MLPDiscriminator, MLPGenerator, initialise
from gan_utils.training import train
from tools.common.scores import read_faces, sample

COMMAND = "python -m tools.experiments.guidelines"
FACES, SIZE, WIDTH, Z_DIM, BATCH = 10_000, 32, 16, 64, 32
STEPS, LOOKS, SAMPLES, KEPT, SEEDS = 2500, (100, 250, 500, 1000, 1500, 2000, 2500), 2000, 8, 3
DENSE = 512  # units of a fully connected hidden layer
FEW = 4  # of the latent numbers
CONVOLUTIONS = (nn.Conv2d, nn.ConvTranspose2d)


def no_batch_norm(network: nn.Module, seed: int) -> None:
    """Takes the normalisation out; the layers before it get the biases that it had stood in for."""
    for layer in network.layers:
        if isinstance(layer, CONVOLUTIONS) and layer.bias is None:
            layer.bias = nn.Parameter(torch.zeros(layer.out_channels))
    network.layers = nn.Sequential(*[layer for layer in network.layers if not isinstance(layer, nn.BatchNorm2d)])


def he_start_alone(network: nn.Module, seed: int) -> None:
    """No batch normalisation, and first weights that keep the signal's strength without it: N(0, 2 / n).

    Of n numbers each value is the sum. A fractionally-strided convolution reaches it from one place in ``stride**2``
    of its kernel, and the first one, which sees a single place, from one in all.
    """
    no_batch_norm(network, seed)
    source, first = torch.Generator().manual_seed(seed), network.layers[0]
    for layer in network.layers:
        if isinstance(layer, CONVOLUTIONS):
            n = layer.in_channels * layer.kernel_size[0] ** 2
            if isinstance(layer, nn.ConvTranspose2d):
                n = layer.in_channels if layer is first else n // layer.stride[0] ** 2
            with torch.no_grad():
                layer.weight.normal_(0, (2 / n) ** 0.5, generator=source)


def batch_norm_everywhere(network: nn.Module, seed: int) -> None:
    """Normalises the two places that DCGAN spares: G's output before tanh, and D's first layer."""
    layers = list(network.layers)
    spared = next(i for i, layer in enumerate(layers) if isinstance(layer, CONVOLUTIONS) and layer.bias is not None)
    layers.insert(spared + 1, nn.BatchNorm2d(layers[spared].out_channels))
    network.layers = nn.Sequential(*layers)
    initialise(network, seed)


def pooling(network: nn.Module, seed: int) -> None:
    """Max pooling in D, and in G the nearest pixel repeated, each with a convolution that keeps the side."""
    layers = []
    for layer in network.layers:
        if not isinstance(layer, CONVOLUTIONS) or layer.stride == (1, 1):
            layers.append(layer)
            continue
        plain = nn.Conv2d(layer.in_channels, layer.out_channels, 3, padding=1, bias=layer.bias is not None)
        grows = isinstance(layer, nn.ConvTranspose2d)
        layers += [nn.Upsample(scale_factor=2), plain] if grows else [plain, nn.MaxPool2d(2)]
    network.layers = nn.Sequential(*layers)
    initialise(network, seed)


def pooling_in_d(network: nn.Module, seed: int) -> None:
    """The half of ``pooling`` that is D's."""
    if isinstance(network, DCGANDiscriminator):
        pooling(network, seed)


def repeating_in_g(network: nn.Module, seed: int) -> None:
    """The half of ``pooling`` that is G's."""
    if isinstance(network, DCGANGenerator):
        pooling(network, seed)


def plain_relu(network: nn.Module, seed: int) -> None:
    """ReLU in D as well."""
    network.layers = nn.Sequential(*[nn.ReLU() if isinstance(at, nn.LeakyReLU) else at for at in network.layers])


def dense_layers(network: nn.Module, seed: int) -> None:
    """A fully connected hidden layer, next to the latent point in G and next to the logit in D."""
    layers = list(network.layers)
    if isinstance(layers[0], nn.ConvTranspose2d):
        wide = layers[0].out_channels
        layers[:1] = [nn.Conv2d(Z_DIM, DENSE, 1), nn.ReLU(), nn.ConvTranspose2d(DENSE, wide, 4, bias=False)]
    else:
        layers[-1:] = [nn.Conv2d(layers[-1].in_channels, DENSE, 4), nn.LeakyReLU(0.2), nn.Conv2d(DENSE, 1, 1)]
    network.layers = nn.Sequential(*layers)
    initialise(network, seed)


def usual_start(network: nn.Module, seed: int) -> None:
    """PyTorch's own first weights in place of N(0, 0.02)."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for layer in network.layers:
            if hasattr(layer, "reset_parameters"):
                layer.reset_parameters()


class Cube(nn.Module):
    """Normal numbers to uniform ones on (-1, 1), each by itself."""

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return 2 * torch.special.ndtr(z) - 1


class Few(nn.Module):
    """The first numbers of a latent point; the others count as 0."""

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return torch.cat([z[:, :FEW], torch.zeros_like(z[:, FEW:])], dim=1)


def from_a_cube(network: nn.Module, seed: int) -> None:
    """G's latent points fill a cube, as DCGAN's own did."""
    if isinstance(network, DCGANGenerator):
        network.layers.insert(0, Cube())


def from_few_numbers(network: nn.Module, seed: int) -> None:
    """G sees few numbers of its latent point."""
    if isinstance(network, DCGANGenerator):
        network.layers.insert(0, Few())


def as_it_is(network: nn.Module, seed: int) -> None:
    """DCGAN itself."""


# Name -> what is done to both networks, and what is changed in the training.
VARIANTS = {
    "as DCGAN says": (as_it_is, {}),
    "no batch norm": (no_batch_norm, {}),
    "no batch norm, He start": (he_start_alone, {}),
    "batch norm everywhere": (batch_norm_everywhere, {}),
    "pooling": (pooling, {}),
    "pooling in D only": (pooling_in_d, {}),
    "repeating in G only": (repeating_in_g, {}),
    "ReLU in D": (plain_relu, {}),
    "fully connected layers": (dense_layers, {}),
    "PyTorch's first weights": (usual_start, {}),
    "momentum 0.9": (as_it_is, {"betas": (0.9, 0.999)}),
    "step size 0.001": (as_it_is, {"lr": 1e-3}),
    "networks of 2014": (None, {}),
    "64 uniform numbers": (from_a_cube, {}),
    "4 normal numbers": (from_few_numbers, {}),
}


def networks(change, seed: int) -> tuple[nn.Module, nn.Module]:
    """G and D, with a change made to both; None asks for the networks of 2014."""
    if change is None:
        return MLPGenerator(Z_DIM, 3, SIZE, seed=2 * seed), MLPDiscriminator(3, SIZE, seed=2 * seed + 1)
    pair = DCGANGenerator(Z_DIM, 3, SIZE, WIDTH, seed=2 * seed), DCGANDiscriminator(3, SIZE, WIDTH, seed=2 * seed + 1)
    for place, network in enumerate(pair):
        change(network, 2 * seed + place)
        network.to(memory_format=torch.channels_last)
    return pair


def measure(generator: nn.Module, seed: int, real: np.ndarray) -> tuple[dict, torch.Tensor]:
    """How good samples are; batch normalisation as in use, and training then goes on as before."""
    images = sample(generator.eval(), SAMPLES, 1000 + seed)
    generator.train()
    read, features = read_faces(images)
    yes_or_no = read[:, [READ.index(name) for name in faces.CHANCES]]
    sure = float(((yes_or_no - 0.5).abs() > 0.4).float().mean())
    return {"frechet_distance": round(fid(real, features), 2), "sure": round(sure, 3)}, images[:KEPT]


def main() -> None:
    torch.set_num_threads(1)
    images, _ = faces.sample(FACES, SIZE, seed=0)
    _, real = read_faces(faces.sample(SAMPLES, SIZE, seed=2)[0])
    _, others = read_faces(faces.sample(SAMPLES, SIZE, seed=3)[0])
    results = {
        "data": f"{FACES} drawn faces (gan_utils.data.faces, seed 0), {SIZE} x {SIZE}",
        "judge": f"attribute-reader-32, {SAMPLES} samples against {SAMPLES} unseen drawn faces (seed 2)",
        "networks": {"width": WIDTH, "z_dim": Z_DIM},
        "training": {"steps": STEPS, "batch_size": BATCH},
        "drawn": {"frechet_distance": round(fid(real, others), 2)},
        "variants": {name: [] for name in VARIANTS},
    }
    kept = {}
    if "guidelines" in experiments.names():
        done, kept = experiments.read("guidelines")["variants"], experiments.images("guidelines")
        results["variants"] |= done
    for seed in range(SEEDS):
        for name, (change, training) in VARIANTS.items():
            if seed in [run["seed"] for run in results["variants"][name]]:
                continue
            generator, discriminator = networks(change, seed)
            looks, started = [], time.process_time()
            run = {"seed": seed, "looks": looks, "stopped": None}
            settings = {"steps": STEPS, "batch_size": BATCH, "seed": seed, "progress": False} | training
            try:
                for record in train(generator, discriminator, images, **settings):
                    if record.step in LOOKS:
                        seen, samples = measure(generator, seed, real)
                        d_says = {"d_real": round(record.d_real, 3), "d_fake": round(record.d_fake, 3)}
                        looks.append({"step": record.step} | seen | d_says)
            except FloatingPointError as error:
                run["stopped"] = str(error)
            run["seconds"] = round(time.process_time() - started, 1)
            results["variants"][name].append(run)
            print(f"{name:24} seed {seed}  {run['seconds']:6.1f} s  {looks[-1:]} {run['stopped'] or ''}", flush=True)
            if seed == 0:
                kept[name] = samples.numpy()
                experiments.write_images("guidelines", {each: kept[each] for each in VARIANTS if each in kept})
            experiments.write("guidelines", COMMAND, results)


if __name__ == "__main__":
    main()
