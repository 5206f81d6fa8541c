"""The data that MleFitter draws from a seed, in Python."""

from gan_utils.widgets.mle_fitter.widget import draw


def drawn_cases():
    return [{"seed": seed, "data": draw(seed, count)} for seed in (0, 1, 7, 2**32 - 1) for count in (2, 14, 60)]


CASES = {"drawn": drawn_cases}
