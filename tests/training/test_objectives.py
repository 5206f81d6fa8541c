"""Training by every objective: steps written out as in the papers, each kind of discriminator, and the right way."""

import math

import pytest
import torch
from torch import nn
from torch.nn.functional import linear, logsigmoid, normalize

from gan_utils.losses import OBJECTIVES, spectral_normalise
from gan_utils.models import ToyDiscriminator, ToyGenerator

from .support import STEPS, head_of, hurried, numbers, points, small_run, toy_pair, toy_run, watched_pair, weights

# What the players minimise, of D's values on real and on generated samples; written with -log sigmoid.
D_LOSSES = {
    "minimax": lambda r, f: (-logsigmoid(r).mean(), -logsigmoid(-f).mean()),
    "lsgan": lambda r, f: (((r - 1) ** 2).mean() / 2, (f**2).mean() / 2),
    "wgan": lambda r, f: (-r.mean(), f.mean()),
    "hinge": lambda r, f: ((1 - r).clamp(min=0).mean(), (1 + f).clamp(min=0).mean()),
    "ebgan": lambda r, f: (r.mean(), (1 - f).clamp(min=0).mean()),
    "began": lambda r, f: (r.mean(), -f.mean()),
}
D_LOSSES |= {"non_saturating": D_LOSSES["minimax"], "r1": D_LOSSES["minimax"], "wgan_gp": D_LOSSES["wgan"]}
D_LOSSES |= {"sngan": D_LOSSES["hinge"]}
G_LOSSES = {
    "minimax": lambda f: logsigmoid(-f).mean(),
    "non_saturating": lambda f: -logsigmoid(f).mean(),
    "lsgan": lambda f: ((f - 1) ** 2).mean() / 2,
    "wgan": lambda f: -f.mean(),
    "ebgan": lambda f: f.mean(),
}
G_LOSSES |= {"r1": G_LOSSES["non_saturating"], "began": G_LOSSES["ebgan"]}
G_LOSSES |= dict.fromkeys(("wgan_gp", "hinge", "sngan"), G_LOSSES["wgan"])
# Last layers and conjugates as they stand in the f-GAN paper's tables 6 and 2: T = g(v), and f*(t).
F_GANS = {
    "fgan_kl": (lambda v: v, lambda t: (t - 1).exp()),
    "fgan_reverse_kl": (lambda v: -(-v).exp(), lambda t: -1 - (-t).log()),
    "fgan_pearson": (lambda v: v, lambda t: t**2 / 4 + t),
    "fgan_hellinger": (lambda v: 1 - (-v).exp(), lambda t: t / (1 - t)),
    "fgan_js": (lambda v: math.log(2) - (1 + (-v).exp()).log(), lambda t: -(2 - t.exp()).log()),
}
for name, (g, star) in F_GANS.items():
    D_LOSSES[name] = lambda r, f, g=g, star=star: (-g(r).mean(), star(g(f)).mean())
    G_LOSSES[name] = lambda f, g=g, star=star: -star(g(f)).mean()
PENALTIES = {
    "wgan_gp": lambda lengths: 10 * ((lengths - 1) ** 2).mean(),
    "r1": lambda lengths: 10 / 2 * (lengths**2).mean(),
}


class Normalised:
    """A toy discriminator whose weights are divided by their largest singular values, by hand; SNGAN's algorithm 1."""

    def __init__(self, plain: ToyDiscriminator):
        self.plain = plain
        start = ToyDiscriminator(**plain.settings())
        start.load_state_dict(plain.state_dict())
        spectral_normalise(start)  # tested on its own; here it gives the first vectors alone
        self.vectors = [layer.parametrizations.weight[0].state_dict() for layer in start.layers[::2]]

    def __call__(self, values: torch.Tensor) -> torch.Tensor:
        for layer, own in zip(self.plain.layers[::2], self.vectors):
            weight = layer.weight
            with torch.no_grad():
                own["_u"] = normalize(weight @ own["_v"], dim=0)
                own["_v"] = normalize(weight.T @ own["_u"], dim=0)
            values = linear(values, weight / (own["_u"] @ weight @ own["_v"]), layer.bias)
            values = values if layer is self.plain.layers[-1] else values.relu()
        return values.flatten()


def trained_weights(network: nn.Module) -> dict[str, torch.Tensor]:
    """What an optimiser moves, by the names that it has without spectral normalisation."""
    named = network.named_parameters()
    return {name.replace("parametrizations.weight.original", "weight"): weight.detach() for name, weight in named}


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_steps_are_the_papers_written_out(objective):
    """D twice, each time on a fresh batch, with all that keeps it in bounds and its own step size; then G."""
    generator, discriminator, shown, given = watched_pair(head=head_of(objective))
    records = list(toy_run((generator, discriminator), objective=hurried(objective), steps=3, lr_d=0.02, d_steps=2))

    g, plain = toy_pair(head=head_of(objective))
    d, k = Normalised(plain) if objective == "sngan" else plain, 0.0
    adam_g = torch.optim.Adam(g.parameters(), 0.01, (0.5, 0.999))
    adam_d = torch.optim.Adam(plain.parameters(), 0.02, (0.5, 0.999))
    looks, noise = iter(shown), iter(given)
    for record in records:
        for _ in range(2):
            real, fake = next(looks), g(next(noise))
            torch.testing.assert_close(next(looks), fake.detach(), rtol=1e-3, atol=1e-3)
            real_values, fake_values = d(real), d(fake.detach())
            terms = [*D_LOSSES[objective](real_values, fake_values), torch.zeros(())]
            if objective == "began":
                terms[1] = k * terms[1]
                energies = [values.detach().mean().item() for values in (real_values, fake_values)]
                balance = 0.9 * energies[0] - energies[1]
                k, measure = min(max(k + 0.1 * balance, 0), 1), energies[0] + abs(balance)
            if objective in PENALTIES:
                places = next(looks).requires_grad_(True)  # tested on their own in test_points.py
                (slopes,) = torch.autograd.grad(d(places).sum(), places, create_graph=True)
                terms[2] = PENALTIES[objective](slopes.norm(dim=1))
            adam_d.zero_grad()
            sum(terms).backward()
            adam_d.step()
            for weight in plain.parameters() if objective == "wgan" else ():
                weight.data.clamp_(-0.01, 0.01)
        loss_g = G_LOSSES[objective](d(fake))
        next(looks)
        adam_g.zero_grad()
        loss_g.backward()
        adam_g.step()
        chances = real_values.sigmoid().mean(), fake_values.sigmoid().mean()
        expected = [value.item() for value in (*terms, loss_g, *chances)]
        assert list(numbers([record])[0][1:]) == pytest.approx(expected, rel=1e-3, abs=1e-4)
        if objective == "began":
            assert (record.k, record.measure) == pytest.approx((k, measure), rel=1e-3, abs=1e-4)
            assert 0.05 < record.k < 1
    assert next(looks, None) is next(noise, None) is None
    for network, by_hand in ((generator, g), (discriminator, plain)):
        found, expected = trained_weights(network), trained_weights(by_hand)
        assert set(found) == set(expected)
        for name in found:
            torch.testing.assert_close(found[name], expected[name], rtol=1e-3, atol=1e-3)  # Adam blows rounding up


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("options", [{}, {"packing": 2}, {"kernels": 3}, {"packing": 2, "kernels": 3}], ids=str)
def test_every_objective_trains_every_discriminator(objective, options):
    networks = toy_pair(head=head_of(objective), **options)
    run = toy_run(networks, objective=objective)
    before = [trained_weights(network) for network in networks]
    before = [{name: weight.clone() for name, weight in own.items()} for own in before]
    records = list(run)
    assert [record.step for record in records] == list(range(1, STEPS + 1))
    assert all(type(number) is float and math.isfinite(number) for row in numbers(records) for number in row[1:])
    assert all((record.penalty > 0) == (objective in ("wgan_gp", "r1")) for record in records)
    assert all(0 < record.d_real < 1 and 0 < record.d_fake < 1 for record in records)
    assert all(math.isfinite(record.k) == math.isfinite(record.measure) == (objective == "began") for record in records)
    assert all(tensor.isfinite().all() for tensor in weights(*networks))
    still = [
        name
        for was, network in zip(before, networks)
        for name, weight in trained_weights(network).items()
        if torch.equal(was[name], weight)
    ]
    last = f"layers.{len(networks[1].layers) - 1}.bias"
    unneeded = objective in ("wgan", "wgan_gp", "hinge", "sngan")  # a shift of D is worth nothing there
    if objective != "ebgan":  # where both halves may pull the last bias to the same side, and then exactly as much
        assert still == ([last] if unneeded else [])
    assert still in ([], [last])


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("unroll", [0, 2])
def test_the_generator_follows_the_points(objective, unroll):
    """From (0, 0) to one heap of points: a sign error would turn G away. An auto-encoder has to learn first."""
    generator = ToyGenerator(z_dim=4, width=16, seed=1)
    discriminator = ToyDiscriminator(width=16, head=head_of(objective), seed=2)
    real, z = points(64), torch.randn(64, 4, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        before = (generator(z).mean(dim=0) - real.mean(dim=0)).norm()
    options = {"objective": objective, "batch_size": 16, "lr": 0.003, "unroll": unroll}
    options["steps"] = 40 if head_of(objective) == "energy" else 20
    list(small_run(generator, discriminator, real, **options))
    with torch.no_grad():
        after = (generator(z).mean(dim=0) - real.mean(dim=0)).norm()
    assert after < 0.8 * before
