"""The book's colours: one table, one meaning each, in every figure of every chapter, still or live.

``PALETTE`` has each colour four times: as a mark and as a line or lettering, on light and on dark paper. A mark stands
out from its paper by 3 : 1 and a line or a letter by 4.5 : 1. ``widgets/ui/style.css`` has the marks for live figures.
"""

from typing import NamedTuple


class Shades(NamedTuple):
    """A colour on light paper and on dark: of marks and areas, and of lines and lettering."""

    mark: str
    line: str
    dark_mark: str
    dark_line: str


REAL, GENERATED, SECOND, THIRD, HIGHLIGHT = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"  # Okabe and Ito
INK = "#6e7781"  # between black and white: it reads on a light page and on a dark one
MUTED = "#76808a"

PALETTE = {
    REAL: ("real", Shades("#0072b2", "#0072b2", "#56b4e9", "#56b4e9")),
    GENERATED: ("generated", Shades("#d55e00", "#b95200", "#f08033", "#f08033")),
    SECOND: ("second", Shades("#009e73", "#007d5b", "#2fc79a", "#2fc79a")),
    THIRD: ("third", Shades("#b4558d", "#a84a82", "#d990bd", "#d990bd")),
    HIGHLIGHT: ("highlight", Shades("#b27b00", "#8f6200", "#f0b429", "#f0b429")),
    INK: ("ink", Shades("#1b1f24", "#1b1f24", "#e6e9ec", "#e6e9ec")),
    MUTED: ("muted", Shades("#59636e", "#59636e", "#a3adb8", "#a3adb8")),
}

# Whose part in a GAN it is: what D says has a colour of its own, beside the two kinds of samples.
PLAYERS = {"generator": GENERATED, "discriminator": SECOND}
# What G is trained by.
OBJECTIVES = {"minimax": THIRD, "non_saturating": HIGHLIGHT}
# Which generator it is, by the names of the chapters.
MODELS = {"DCGAN": GENERATED, "collapsed": GENERATED, "healthy": SECOND, "MLP GAN": SECOND, "memoriser": THIRD}
# How long one generator has been trained, in epochs.
AGES = {10: HIGHLIGHT, 30: GENERATED}
# What has become of a run on the ring.
REGIMES = {"hops": THIRD, "sits": HIGHLIGHT, "covers": SECOND, "between": MUTED}
# How x and y, or D and G, take their steps.
UPDATES = {
    "simultaneous": REAL,
    "alternating": GENERATED,
    "extragradient": SECOND,
    "optimistic": THIRD,
    "proximal": HIGHLIGHT,
    "consensus": INK,
}
# A quantity from small to large, and one that comes round again: each is to be seen on light paper and on dark.
RAMP = ("#00897b", "#3f7fb5", "#8a6fc0", "#c0508a")
WHEEL = (*RAMP, "#b8612a", "#7a7d14", "#3d8a3a", RAMP[0])
