"""Figures of the bench from its readings: medians, spreads, ratios, and the tables that show them.

A reading is {"steps", "seconds", "cpu"}: steps taken, by the clock, and by the processors (all the browser's threads).
"""

from collections.abc import Callable
from math import nan
from statistics import median

OURS = "our engine"
KINDS = {"plain": "fastest TensorFlow.js", "tuned": "fastest, tuned by hand"}


def rates(readings: list[dict]) -> list[float]:
    """Steps a second of each round."""
    return [each["steps"] / each["seconds"] for each in readings]


def rate_of_work(readings: list[dict]) -> float:
    """Steps for a second of processor time, over all rounds: one round is too short for the processors' clock."""
    seconds = sum(each["cpu"] for each in readings)
    return sum(each["steps"] for each in readings) / seconds if seconds else nan


def spread(values: list[float]) -> float:
    """Half the distance of the quartiles, as a share of the median.

    >>> spread([8, 9, 10, 11, 12])
    0.1
    """
    ordered = sorted(values)
    quarter = len(ordered) // 4
    return (ordered[-1 - quarter] - ordered[quarter]) / 2 / median(ordered)


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the rounds' ratios: a load that comes and goes is on both sides of each.

    >>> ratio([10, 5, 12], [1, 1, 1])
    10.0
    """
    return median(a / b for a, b in zip(ours, theirs, strict=True))


def compare(contest: dict[str, list[dict]], names: list[str]) -> dict | None:
    """Our engine over the fastest of these: by the clock, and by processor time, which another may win."""
    running = [name for name in names if name in contest]
    if not running:
        return None
    ours = contest[OURS]
    quickest = max(running, key=lambda name: median(rates(contest[name])))
    thriftiest = max(running, key=lambda name: rate_of_work(contest[name]))
    return {
        "fastest": quickest,
        "ratio": ratio(rates(ours), rates(contest[quickest])),
        "fastest_by_work": thriftiest,
        "ratio_by_work": rate_of_work(ours) / rate_of_work(contest[thriftiest]),
    }


def pretty(value: float) -> str:
    """Three figures, or all that stand before the point.

    >>> [pretty(value) for value in (0.5123, 9.9999, 45.67, 1234.5)]
    ['0.512', '10.0', '45.7', '1234']
    """
    return f"{value:.0f}" if value > 99.9 else f"{value:#.3g}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Columns as wide as they must be, the first to the left, the others to the right.

    >>> print(table(["", "rate"], [["ours", "12"], ["theirs", "3"]]))
            rate
    ours      12
    theirs     3
    """
    lines = [head, *rows]
    first, *others = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join("  ".join([line[0].ljust(first), *map(str.rjust, line[1:], others)]).rstrip() for line in lines)


def verdict(what: str, clock: float, work: float, met: Callable[[float], bool]) -> str:
    """Whether an aim is met, by the clock and by processor time.

    >>> verdict("at most 8 ms", 8.21, 4.5, lambda found: found <= 8)
    'aim: at most 8 ms: MISSED by the clock (8.21), met by processor time (4.50)'
    """
    ways = {"the clock": clock, "processor time": work}
    words = [f"{'met' if met(found) else 'MISSED'} by {way} ({pretty(found)})" for way, found in ways.items()]
    return f"aim: {what}: {', '.join(words)}"


def training(contests: dict[str, dict], kinds: dict[str, list[str]], aim: float) -> tuple[str, dict]:
    """The table of the training, with its verdict, and its ratios for each configuration and kind of program."""
    ratios = {name: {kind: compare(contest, kinds[kind]) for kind in kinds} for name, contest in contests.items()}
    names = list(dict.fromkeys(name for contest in contests.values() for name in contest))
    rows = [[name, *(_rate(contest.get(name)) for contest in contests.values())] for name in names]
    for kind in kinds:
        found = [each[kind] for each in ratios.values()]
        for key, words in {"ratio": "", "ratio_by_work": ", by processor time"}.items():
            cells = ["-" if each is None else f"{each[key]:.1f}" for each in found]
            rows.append([f"ours / {KINDS[kind]}{words}", *cells])
    lines = [table(["training, steps a second (of processor time)", *contests], rows)]
    for kind in kinds:
        found = [each[kind] for each in ratios.values() if each[kind]]
        which = ", ".join(dict.fromkeys(each["fastest"] for each in found))
        lines.append(f"{KINDS[kind]}: {which or 'none ran'}")
        if found:
            lowest = [min(each[key] for each in found) for key in ("ratio", "ratio_by_work")]
            lines.append(verdict(f"at least {aim:g} times that", *lowest, lambda ratio: ratio >= aim))
    return "\n".join(lines), ratios


def image_training(contests: dict[str, dict], aims: dict[str, float]) -> tuple[str, dict]:
    """The table of DCGAN's training, ours first and then another's, with a verdict for each width, and its ratios."""
    ours, theirs = next(iter(contests.values()))
    ratios = {
        name: {
            "ratio": ratio(rates(contest[ours]), rates(contest[theirs])),
            "ratio_by_work": rate_of_work(contest[ours]) / rate_of_work(contest[theirs]),
        }
        for name, contest in contests.items()
    }
    rows = [[name, *(_rate(contest[name]) for contest in contests.values())] for name in (ours, theirs)]
    lines = [table(["training DCGAN, steps a second (of processor time)", *contests], rows)]
    for name, found in ratios.items():
        words = f"{name}, at least {aims[name]:g} times {theirs}"
        lines.append(verdict(words, *found.values(), lambda value, aim=aims[name]: value >= aim))
    return "\n".join(lines), ratios


def _rate(readings: list[dict] | None) -> str:
    if not readings:
        return "-"
    values = rates(readings)
    return f"{pretty(median(values))} ±{100 * spread(values):.0f}% ({pretty(rate_of_work(readings))})"


def images(contests: dict[str, dict], sizes: dict[str, int], aims: dict[str, float]) -> tuple[str, dict]:
    """The table of the images, with its verdicts, and its figures. Readings have "median" too, in milliseconds.

    `sizes` are bytes: "engine" is our share of the widget, "ONNX Runtime" what a page must load of it.
    """
    figures = {generator: _figures(contest) for generator, contest in contests.items()}
    names = list(dict.fromkeys(name for contest in contests.values() for name in contest))
    rows = [[name, *(_time(contest.get(name)) for contest in contests.values())] for name in names]
    for key, words in {"ratio": "", "ratio_by_work": ", by processor time"}.items():
        for name in names[1:]:
            cells = [each[key].get(name) for each in figures.values()]
            rows.append([f"ours / {name}{words}", *("-" if cell is None else f"{cell:.2f}" for cell in cells)])
    lines = [table(["images, milliseconds (of processor time)", *contests], rows)]
    digits, colour = figures["digits"], figures["colour"]
    if digits["ratio"]:
        slowest = [max(digits[key].values()) for key in ("ratio", "ratio_by_work")]
        words = f"digits in at most {aims['ratio']:g} times the time of ONNX Runtime's fastest"
        lines.append(verdict(words, *slowest, lambda found: found <= aims["ratio"]))
    words, times = f"colour in at most {aims['milliseconds']:g} ms", (colour["milliseconds"], colour["by_work"])
    lines.append(verdict(words, *times, lambda found: found <= aims["milliseconds"]))
    lines.append("bytes: " + ", ".join(f"{name} {size:,}" for name, size in sizes.items()))
    if "ONNX Runtime" in sizes:
        share = sizes["engine"] / sizes["ONNX Runtime"]
        words = f"engine under {100 * aims['bytes']:g} % of ONNX Runtime's bytes"
        lines.append(f"aim: {words}: {'met' if share < aims['bytes'] else 'MISSED'} ({100 * share:.2f} %)")
    return "\n".join(lines), figures


def distances(contest: dict[str, list[dict]], aims: dict[str, float]) -> tuple[str, dict]:
    """The table of one score by two routes, ours first, with its verdicts, and its figures.

    Readings have "value" too, what the route finds.
    """
    ours, theirs = contest.values()
    clock = ratio([each["seconds"] for each in ours], [each["seconds"] for each in theirs])
    work = rate_of_work(theirs) / rate_of_work(ours)
    values = [median(each["value"] for each in readings) for readings in (ours, theirs)]
    difference = abs(values[0] / values[1] - 1)
    rows = [[name, _seconds(readings)] for name, readings in contest.items()]
    first, second = contest
    lines = [table(["FID, seconds (of processor time)", ""], rows)]
    words = f"{first} in at most {aims['share']:.3f} of the time of {second}"
    lines.append(verdict(words, clock, work, lambda found: found <= aims["share"]))
    met = "met" if difference <= aims["difference"] else "MISSED"
    lines.append(f"aim: they differ by at most {aims['difference']:g} of the distance: {met} ({difference:.1e})")
    return "\n".join(lines), {"ratio": clock, "ratio_by_work": work, "difference": difference}


def memory(peaks: dict[str, int], size: str, aim: float) -> str:
    """Whether scores of so many rows stay within as many bytes.

    >>> memory({"kid": 150_000_000, "prdc": 2_500_000_000}, "50,000 x 50,000", 2e9)
    'aim: 50,000 x 50,000 rows within 2 GB: kid met (0.150 GB), prdc MISSED (2.50 GB)'
    """
    words = [f"{name} {'met' if peak <= aim else 'MISSED'} ({pretty(peak / 1e9)} GB)" for name, peak in peaks.items()]
    return f"aim: {size} rows within {aim / 1e9:g} GB: {', '.join(words)}"


def _seconds(readings: list[dict]) -> str:
    values = [each["seconds"] for each in readings]
    return f"{pretty(median(values))} ±{100 * spread(values):.0f}% ({pretty(1 / rate_of_work(readings))})"


def _figures(contest: dict[str, list[dict]]) -> dict:
    """Our milliseconds, by the clock and by the processors, and our time over each other's in the same two ways."""
    medians = {name: [each["median"] for each in readings] for name, readings in contest.items()}
    work = {name: 1000 / rate_of_work(readings) for name, readings in contest.items()}
    others = [name for name in contest if name != OURS]
    return {
        "milliseconds": median(medians[OURS]),
        "by_work": work[OURS],
        "ratio": {name: ratio(medians[OURS], medians[name]) for name in others},
        "ratio_by_work": {name: work[OURS] / work[name] for name in others},
    }


def _time(readings: list[dict] | None) -> str:
    if not readings:
        return "-"
    values = [each["median"] for each in readings]
    return f"{pretty(median(values))} ±{100 * spread(values):.0f}% ({pretty(1000 / rate_of_work(readings))})"
