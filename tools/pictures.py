"""The pictures that stand outside the pages' text: the card that a shared link shows, and the digits of page 404.

python -m tools.pictures

Both show what the book shows: digits that dcgan-digits draws, and two players who step at the same time and run away.
The card's letters come from npm.
"""

from pathlib import Path

import numpy as np
import torch
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnnotationBbox, OffsetImage
from PIL import Image

from gan_utils import games, latent, metrics, models, pretrained, seeded
from gan_utils.colours import GENERATED
from tools import find_node

ROOT = Path(__file__).parents[1]
CARD = ROOT / "book" / "_static" / "social.png"
MISSING, SEEN = ROOT / "book" / "_ext" / "missing.png", 400  # digits to choose from
FONTS = {"source-serif-4@5.2.9": "latin-600-normal", "inter@5.2.8": "latin-400-normal"}
PAPER, INK, MUTED, LINE = "#111418", "#e6e9ec", "#a3adb8", "#56b4e9"
SEEDS, STEP, DIGITS, DPI = (656, 665, 836, 951), 0.3, 57, 100


def main() -> None:
    generator = pretrained.load("dcgan-digits")
    draw_card(generator)
    draw_missing(generator)


def pixels(generator, points: np.ndarray) -> np.ndarray:
    """Images in [0, 1], shape (N, 32, 32)."""
    return (models.sample(generator, points).float().numpy()[:, 0] + 1) / 2


def corners(generator, seed: int) -> np.ndarray:
    return seeded.normals(seed, 3 * generator.z_dim).reshape(3, generator.z_dim)


def draw_card(generator) -> None:
    """Every step of the two players is a digit of one walk through latent space, larger the further they are away."""
    serif, sans = fonts()
    figure = Figure(figsize=(12, 6.3), dpi=DPI, facecolor=PAPER)
    axes = figure.add_axes((0.45, 0, 0.55, 1))
    axes.set(xlim=(-3.75, 2.85), ylim=(-3.15, 3.15))
    axes.axis("off")
    orbit = games.bilinear_orbit("simultaneous", STEP, (0.26, 0), steps=DIGITS)[1:]
    axes.plot(*orbit.T, color=LINE, lw=1, alpha=0.35)
    ends = np.vstack([corners(generator, seed) for seed in SEEDS])
    points = latent.walk(ends, -(-DIGITS // (len(ends) - 1)) + 1)[:DIGITS]
    colours = [INK] * (DIGITS - 1) + [GENERATED]
    for place, picture, colour in zip(orbit, pixels(generator, points), colours):
        axes.add_artist(digit(place, picture, colour))
    for height, words in ((0.62, "Why GANs work,"), (0.51, "and why they"), (0.40, "are hard to train")):
        figure.text(0.055, height, words, color=INK, size=41, font=serif)
    figure.text(
        0.057, 0.25, "Every figure runs in the page:\ntrain it, play with it, break it", color=MUTED, size=19, font=sans
    )
    figure.savefig(CARD, facecolor=PAPER)
    Image.open(CARD).convert("RGB").quantize(128, method=Image.Quantize.MEDIANCUT).save(CARD, optimize=True)
    print(CARD.relative_to(ROOT), CARD.stat().st_size)


def digit(place: np.ndarray, picture: np.ndarray, colour: str) -> AnnotationBbox:
    side = round(42 * np.hypot(*place))
    large = Image.fromarray(np.uint8(255 * picture)).resize((side, side), Image.Resampling.BICUBIC)
    drawn = np.empty((side, side, 4))
    drawn[..., :3], drawn[..., 3] = to_rgb(colour), np.asarray(large) / 255
    return AnnotationBbox(OffsetImage(drawn, zoom=72 / DPI), place, frameon=False)


def fonts() -> list[Path]:
    """Two typefaces as matplotlib reads them."""
    folder = ROOT / "_build" / "card-fonts"
    find_node.fetch(folder, *(f"@fontsource/{name}" for name in FONTS))
    found = []
    for name, style in FONTS.items():
        family = name.split("@")[0]
        font = TTFont(folder / "node_modules" / "@fontsource" / family / "files" / f"{family}-{style}.woff")
        font.flavor = None
        font.save(folder / f"{family}.ttf")
        font_manager.fontManager.addfont(folder / f"{family}.ttf")
        found.append(folder / f"{family}.ttf")
    return found


def draw_missing(generator) -> None:
    """404 in digits, as a mask: the page fills it with its own colour."""
    drawn = pixels(generator, np.stack([seeded.normals(seed, generator.z_dim) for seed in range(SEEN)]))
    judged = metrics.probabilities(torch.from_numpy(2 * drawn[:, None] - 1), pretrained.load("digit-classifier"))
    side = 3 * drawn.shape[1]
    large = [
        Image.fromarray(np.uint8(255 * drawn[judged[:, number].argmax()])).resize(
            (side, side), Image.Resampling.BICUBIC
        )
        for number in (4, 0, 4)
    ]
    alpha = Image.fromarray(np.hstack([np.asarray(one) // 16 * 17 for one in large]))
    Image.merge("LA", (Image.new("L", alpha.size), alpha)).save(MISSING, optimize=True)
    print(MISSING.relative_to(ROOT), MISSING.stat().st_size)


if __name__ == "__main__":
    main()
