"""RealOrFake in Python: which images it takes, how it packs them, and in which order it deals them."""

import zlib

import numpy as np
import pytest
import torch
from matplotlib.text import Text

from gan_utils.data import digits
from gan_utils.seeded import LARGEST_SEED, uniforms
from gan_utils.widgets import RealOrFake


def grey(count, *shape):
    return torch.zeros(count, *(shape or (1, 8, 8)))


@pytest.mark.parametrize(
    ("real", "opponents", "message"),
    [
        (grey(7), {"a": grey(8)}, "real must have at least 8 images, not 7"),
        (grey(8), {"a": grey(8), "b": grey(3)}, "opponent 'b' must have at least 8 images, not 3"),
        (grey(8, 8, 8), {"a": grey(8)}, r"real must have shape .* not \(8, 8, 8\)"),
        (grey(8, 2, 8, 8), {"a": grey(8)}, r"channels 1 or 3, not \(8, 2, 8, 8\)"),
        (grey(8), {"a": grey(8, 3, 8, 8)}, r"opponent 'a' .* of the real ones, \(1, 8, 8\), not \(3, 8, 8\)"),
        (grey(8), {"a": grey(8, 1, 4, 4)}, r"opponent 'a' .* of the real ones, \(1, 8, 8\), not \(1, 4, 4\)"),
        (grey(8, 1, 8, 4), {"a": grey(8, 1, 8, 4)}, "real must have shape"),
        (grey(8), {"a": grey(8) + 1.5}, r"^opponent 'a' must lie in \[-1, 1\]"),
        (grey(8) + float("nan"), {"a": grey(8)}, r"^real must be finite"),
        (grey(8), {}, "at least one name and its images, not {}"),
        (grey(8), grey(8), "opponents must be a dict"),
        (grey(8), {"": grey(8)}, "a text that is not empty, not ''"),
        (grey(8), {3: grey(8)}, "a text that is not empty, not 3"),
    ],
)
def test_images_that_cannot_be_played_with_are_named(real, opponents, message):
    with pytest.raises(ValueError, match=message):
        RealOrFake(real, opponents)


def test_all_opponents_are_packed_one_after_the_other():
    real, late = digits.load("test")[0][:40], digits.load("test")[0][40:100]
    game = RealOrFake(real, {"early": torch.zeros(9, 1, 32, 32), "late": late})
    assert game.opponent == "early"
    assert [(sheet["name"], sheet["count"]) for sheet in game._made_sheets] == [("early", 9), ("late", 60)]
    first, second = (sheet["bytes"] for sheet in game._made_sheets)
    assert first + second == len(game._made)
    levels = np.frombuffer(zlib.decompress(game._made[first:]), np.uint8).reshape(late.shape)
    back = np.cumsum(levels.astype(np.int64), axis=3) % 256
    np.testing.assert_array_equal(back, ((late + 1) * 127.5).round().numpy())


@pytest.mark.parametrize("opponent", ["few", "many"])
@pytest.mark.parametrize("seed", [0, 9, LARGEST_SEED])
def test_a_game_shows_all_of_a_set_before_one_comes_twice(seed, opponent):
    game = RealOrFake(grey(30), {"few": grey(8), "many": grey(90)}, seed=seed, count=100, opponent=opponent)
    dealt = game.dealt()
    assert [real for real, _ in dealt] == (uniforms(seed, 100) < 0.5).tolist() and len(dealt) == 100
    for kind, size in ((True, 30), (False, {"few": 8, "many": 90}[opponent])):
        places = [place for real, place in dealt if real == kind]
        assert len(places) > 30
        for start in range(0, len(places), size):
            part = places[start : start + size]
            assert len(set(part)) == len(part) and set(part) <= set(range(size))
        if len(places) >= 2 * size:
            assert places[:size] == places[size : 2 * size]


def test_seeds_and_opponents_deal_differently():
    def game(**traits):
        return RealOrFake(grey(30), {"a": grey(30), "b": grey(30)}, **traits).dealt()

    assert game() == game() and game(count=40)[:20] == game()
    assert game() != game(seed=1)
    one, other = game(), game(opponent="b")
    assert [kind for kind, _ in one] == [kind for kind, _ in other]
    assert [place for real, place in one if real] == [place for real, place in other if real]
    assert [place for real, place in one if not real] != [place for real, place in other if not real]


def test_the_still_is_the_game_on_paper():
    images = torch.linspace(-1, 1, 30)[:, None, None, None].expand(30, 1, 8, 8)
    game = RealOrFake(images, {"a machine": -images}, seed=4)
    figure = game.still()
    axes = figure.axes
    assert len(axes) == 12
    for each, (real, place) in zip(axes, game.dealt()):
        level = (images[place] if real else -images[place]).flatten()[0]
        np.testing.assert_allclose(each.images[0].get_array(), np.full((8, 8), (level + 1) / 2), atol=1e-6)
    real_ones = ", ".join(str(number) for number, (real, _) in enumerate(game.dealt()[:12], start=1) if real)
    written = " ".join(text.get_text() for text in figure.findobj(Text))
    assert f"The real ones are: {real_ones}. The others: a machine." in written
