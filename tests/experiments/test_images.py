"""The samples that experiments kept: a byte a pixel, there and back, and those that ship."""

import numpy as np
import pytest

from gan_utils import experiments


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(experiments, "FOLDER", tmp_path)
    return tmp_path


def samples(seed: int = 0, shape: tuple = (4, 3, 5, 6)) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype(np.float32)


def test_what_is_written_is_read_within_half_a_step_of_a_byte(folder):
    kept = {"as it is": samples(), "without batch normalisation": samples(1, (2, 1, 8, 8))}
    experiments.write_images("trial", kept)
    found = experiments.images("trial")
    assert list(found) == list(kept)
    for key, images in kept.items():
        assert found[key].dtype == np.float32 and found[key].shape == images.shape
        np.testing.assert_allclose(found[key], images, rtol=0, atol=1 / 255 + 1e-6)
        assert np.abs(found[key]).max() <= 1


def test_errors_of_rounding_have_no_direction(folder):
    """Cutting off instead would darken every image by half a step."""
    images = samples(shape=(50, 3, 32, 32))
    experiments.write_images("trial", {"many": images})
    assert abs(float((experiments.images("trial")["many"] - images).mean())) < 5 / 255 / np.sqrt(images.size)


def test_every_byte_comes_back_exactly_and_a_second_time(folder):
    bytes_ = (np.arange(256, dtype=np.float32) / 127.5 - 1).reshape(1, 1, 16, 16)
    for _ in range(2):  # the second time over what is there
        experiments.write_images("trial", {"all": bytes_})
        bytes_ = experiments.images("trial")["all"]
    np.testing.assert_allclose(bytes_.ravel(), np.arange(256) / 127.5 - 1, atol=1e-6)
    assert bytes_.min() == -1 and bytes_.max() == 1


def test_one_file_of_a_byte_a_number_is_all_that_is_written(folder):
    experiments.write_images("trial", {"some": samples(shape=(20, 3, 16, 16))})
    assert [path.name for path in folder.iterdir()] == ["trial.npz"]
    assert (folder / "trial.npz").stat().st_size < 20 * 3 * 16 * 16 + 1000
    assert experiments.names() == []  # its numbers are kept elsewhere


def test_flat_images_take_next_to_nothing(folder):
    experiments.write_images("trial", {"flat": np.zeros((20, 3, 64, 64))})
    assert (folder / "trial.npz").stat().st_size < 2000


@pytest.mark.parametrize("name", ["other", "", None, "../trial", "trial.npz"])
def test_an_unknown_name_is_answered_with_those_that_there_are(folder, name):
    experiments.write_images("trial", {"one": samples()})
    experiments.write("numbers", "command", {})  # an experiment that kept no samples
    with pytest.raises(ValueError, match="name must be one of 'trial', not ") as caught:
        experiments.images(name)
    assert repr(name) in str(caught.value)
    with pytest.raises(ValueError, match="not 'numbers'"):
        experiments.images("numbers")


def test_where_nothing_was_kept_there_is_no_name(folder):
    with pytest.raises(ValueError, match="not 'trial'"):
        experiments.images("trial")


@pytest.mark.parametrize("name", sorted(path.stem for path in experiments.FOLDER.glob("*.npz")))
def test_the_samples_that_ship_belong_to_an_experiment_and_are_images(name):
    assert name in experiments.names()
    for images in experiments.images(name).values():
        assert images.ndim == 4 and images.shape[1] in (1, 3) and images.dtype == np.float32
        assert -1 <= images.min() < images.max() <= 1


@pytest.mark.parametrize("value", [1.1, -1.1, float("nan")])
def test_samples_out_of_range_are_refused_and_leave_no_file(folder, value):
    with pytest.raises(ValueError, match=r"odd must lie in \[-1, 1\]"):
        experiments.write_images("some", {"odd": np.full((1, 3, 2, 2), value)})
    assert list(folder.iterdir()) == []
