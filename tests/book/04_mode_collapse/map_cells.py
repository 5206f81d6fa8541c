"""The map of the learning rates, as the tests of what chapter 4 says of it take it: from the results that ship."""

from gan_utils import collapse_map, experiments

CHAPTER = "04_mode_collapse"
KINDS = ("hops", "sits", "covers", "between")
RATES = collapse_map.rates()
PLAIN = {(cell.lr, cell.lr_d): cell for cell in collapse_map.cells("plain")}
LATE = {(cell.lr, cell.lr_d): cell for cell in collapse_map.cells("plain", 12_000)}


def at_the_end(lr, lr_d, name, method="plain", steps=3000):
    """What each seed has come to, as it was written down."""
    wanted = {"method": method, "lr": lr, "lr_d": lr_d, "steps": steps}
    cells = experiments.read("collapse-map")["cells"]
    (found,) = [cell for cell in cells if {key: cell[key] for key in wanted} == wanted]
    return found[name][-1]


def in_common(one, other):
    """How many runs two lists of as many regimes have in common."""
    return sum(min(one.count(kind), other.count(kind)) for kind in KINDS)


def count(cells, kind):
    return sum(cell.regimes.count(kind) for cell in cells)
