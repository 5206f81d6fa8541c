"""FrechetByHand: two Gaussians in the plane to drag, the Fréchet distance between them, and what it cannot see."""

import numpy as np
import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array
from gan_utils.colours import GENERATED, HIGHLIGHT, REAL, SECOND, THIRD
from gan_utils.metrics.frechet import fid, frechet_distance
from gan_utils.seeded import LARGEST_SEED, normals
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.traits import Number, Numbers, Point

FEWEST, MOST = 20, 2000  # samples of each
DRAWS = 20  # of which the first is shown
REACH = 2.5  # of a mean
STDS = (0.2, 1.5)
THICKNESS = 0.12  # std of the ring's radius
SPREAD = 0.3  # std of a clump


def standard(shape: str, numbers: Array) -> Array:
    """Points with mean 0 and covariance I, whatever their shape, from four normal numbers a, b, c, d each.

    - ``"gaussian"``: (a, b).
    - ``"ring"``: r (cos t, sin t) with t the angle of (a, b), which is uniform, and r = sqrt(2 - s^2) + s c for
      s = 0.12. Then E r^2 = 2, and half of it falls to each direction.
    - ``"two_clumps"``: (m sign(c) + s a, b) with s = 0.3 and m = sqrt(1 - s^2), so that m^2 + s^2 = 1.
    - ``"four_clumps"``: (m sign(c) + s a, m sign(d) + s b) with the same m and s.

    Args:
        shape: one of the four.
        numbers: shape ``(n, 4)``.
    Returns:
        shape ``(n, 2)``.

    >>> points = standard("ring", normals(0, 4 * 100_000).reshape(-1, 4))
    >>> bool(abs(points.mean(axis=0)).max() < 0.01 and abs(np.cov(points.T) - np.eye(2)).max() < 0.01)
    True
    """
    a, b, c, d = numbers.T
    if shape == "ring":
        radius, angle = np.sqrt(2 - THICKNESS**2) + THICKNESS * c, np.arctan2(b, a)
        return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    aside = np.sqrt(1 - SPREAD**2)
    x = aside * np.sign(c) + SPREAD * a if shape in ("two_clumps", "four_clumps") else a
    y = aside * np.sign(d) + SPREAD * b if shape == "four_clumps" else b
    return np.stack([x, y], axis=1)


class FrechetByHand(Card):
    """Two Gaussians, real and generated, to drag; their Fréchet distance and its two terms; the FID of samples.

    The generated points need not be of a Gaussian: other shapes have the same mean and covariance, so their distance
    is the same. The numbers are those of ``metrics.frechet``: ``distance()``, and ``estimates()`` from samples.

    Args (all are traits; the page changes them too):
        real_mean, generated_mean: two numbers from -2.5 to 2.5.
        real_stds, generated_stds: standard deviations along the two axes of the ellipse, two numbers from 0.2 to 1.5.
        real_angle, generated_angle: from the first feature to the ellipse's first axis, -180 to 180 degrees.
        shape: of what the generated points are: ``"gaussian"``, ``"ring"``, ``"two_clumps"`` or ``"four_clumps"``.
        count: samples of each, 20 to 2000.
        seed: of the samples, 0 to 2**32 - 1.
    Raises:
        traitlets.TraitError: for a value that is out of range, naming it and what is allowed.

    >>> same = {"real_stds": [1, 0.5], "generated_stds": [1, 0.5], "real_angle": 30, "generated_angle": 30}
    >>> round(FrechetByHand(real_mean=[0, 0], generated_mean=[2, 0], shape="ring", **same).distance(), 9)
    4.0
    """

    _esm = bundle.script("widgets/frechet_by_hand/view")
    constants = {"draws": DRAWS, "thickness": THICKNESS, "spread": SPREAD}
    real_mean = Point((-0.9, -0.4), REACH).tag(sync=True)
    real_stds = Numbers((1.3, 0.5), *STDS, least=2, most=2).tag(sync=True)
    real_angle = Number(40.0, -180.0, 180.0).tag(sync=True)
    generated_mean = Point((0.8, 0.5), REACH).tag(sync=True)
    generated_stds = Numbers((1.0, 0.35), *STDS, least=2, most=2).tag(sync=True)
    generated_angle = Number(-50.0, -180.0, 180.0).tag(sync=True)
    shape = traitlets.Enum(("gaussian", "ring", "two_clumps", "four_clumps"), "gaussian").tag(sync=True)
    count = traitlets.Int(300, min=FEWEST, max=MOST).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    title = traitlets.Unicode("The Fréchet distance by hand").tag(sync=True)
    caption = traitlets.Unicode(
        "Drag the handles until the distance is 0, then choose another shape. Estimates from samples stay above 0."
    ).tag(sync=True)

    def moments(self, which: str) -> tuple[Array, Array]:
        """Mean ``(2,)`` and covariance ``(2, 2)`` of ``"real"`` or ``"generated"``."""
        factor = self._factor(which)
        return np.array(getattr(self, f"{which}_mean")), factor @ factor.T

    def distance(self) -> float:
        """The Fréchet distance between the two Gaussians, in squared feature units."""
        return frechet_distance(*self.moments("real"), *self.moments("generated"))

    def samples(self, draw: int = 0) -> tuple[Array, Array]:
        """The real and the generated samples, shape ``(count, 2)`` each, of one of 20 draws; the page shows draw 0."""
        made = []
        for k, (which, shape) in enumerate((("real", "gaussian"), ("generated", self.shape))):
            numbers = normals(self.seed, 4 * self.count, 4 * MOST * (2 * draw + k)).reshape(-1, 4)
            made.append(getattr(self, f"{which}_mean") + standard(shape, numbers) @ self._factor(which).T)
        return tuple(made)

    def estimates(self) -> Array:
        """The FID of the samples of each of the 20 draws."""
        return np.array([fid(*self.samples(draw)) for draw in range(DRAWS)])

    def still(self) -> Figure:
        """Both Gaussians with their samples, and the FID of more and more of them, as a matplotlib figure."""
        figure = Figure(figsize=(7.2, 3.6), layout="constrained")
        plane, terms = figure.subplots(1, 2, width_ratios=(3, 1))
        turn = np.linspace(0, 2 * np.pi, 100)
        circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        for which, samples, colour in zip(("real", "generated"), self.samples(), (REAL, GENERATED)):
            mean, factor = getattr(self, f"{which}_mean"), self._factor(which)
            for sigmas in (1, 2):
                plane.fill(*(mean + sigmas * circle @ factor.T).T, color=colour, alpha=0.15)
            plane.plot(*samples.T, ".", color=colour, markersize=2, label=which)
        plane.set(xlim=(-6, 6), ylim=(-4, 4), aspect="equal", xlabel="feature 1", ylabel="feature 2")
        plane.legend(frameon=False)
        distance, estimate = self.distance(), fid(*self.samples())
        means = float(np.sum((np.array(self.real_mean) - self.generated_mean) ** 2))
        terms.bar(["distance"], [means], color=SECOND, label="of the means")
        terms.bar(["distance"], [distance - means], bottom=[means], color=THIRD, label="of the covariances")
        terms.bar([f"from {self.count}\nsamples"], [estimate], color=HIGHLIGHT)
        terms.set(ylabel="squared feature units", ylim=(0, 1.4 * max(distance, estimate)))
        terms.legend(frameon=False, fontsize=8)
        return figure

    def _factor(self, which: str) -> Array:
        """The matrix f with f f' = the covariance: its columns are the ellipse's axes."""
        angle = np.radians(getattr(self, f"{which}_angle"))
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        factor: Array = turn * getattr(self, f"{which}_stds")
        return factor
