"""The scores against other people's code, in one run: torchmetrics, prdc and SciPy, on the same images or features.

pytorch-fid, clean-fid and torch-fidelity all need torchvision, which is not used here. torchmetrics asks for
torch-fidelity only to build its own Inception; with a network of ours its classes run without.
"""

import numpy as np
import pytest
import scipy.linalg
import torch
from prdc import compute_prdc
from torch import nn
from torchmetrics.image.fid import FrechetInceptionDistance
from torchmetrics.image.inception import InceptionScore
from torchmetrics.image.kid import KernelInceptionDistance, poly_mmd

from gan_utils.metrics.features import features, probabilities
from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.neighbours import prdc

pytestmark = pytest.mark.filterwarnings("ignore:Metric `:UserWarning", "ignore:.*rows of .* features:UserWarning")


class Classifier(nn.Module):
    """Six features of images of 4 x 4 pixels, or as many logits, in float64 so that only conventions can differ."""

    num_features = 6

    def __init__(self):
        super().__init__()
        weights = torch.randn(6, 16, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
        self.weights = nn.Parameter(weights, requires_grad=False)

    def forward(self, images):
        return torch.relu(images.flatten(1) @ self.weights.T)


def image_sets(n: int = 120, m: int = 120) -> tuple[torch.Tensor, torch.Tensor]:
    random = np.random.default_rng(0)
    real, generated = random.normal(size=(n, 1, 4, 4)), 0.8 * random.normal(size=(m, 1, 4, 4)) + 0.2
    return torch.from_numpy(real), torch.from_numpy(generated)


def theirs(metric, real, generated, batch: int = 50):
    for images, is_real in ((real, True), (generated, False)):
        for part in images.split(batch):
            metric.update(part, real=is_real)
    return metric.compute()


def with_a_matrix_root(real, generated, eps: float = 0.0) -> float:
    """The usual route: SciPy's root of the product of covariances, after ``eps`` on both diagonals."""
    (mean_1, cov_1), (mean_2, cov_2) = [(rows.mean(axis=0), np.cov(rows, rowvar=False)) for rows in (real, generated)]
    offset = eps * np.eye(len(mean_1))
    root = scipy.linalg.sqrtm((cov_1 + offset) @ (cov_2 + offset))
    return float(((mean_1 - mean_2) ** 2).sum() + np.trace(cov_1) + np.trace(cov_2) - 2 * np.trace(root).real)


# FID: all take covariances with ddof 1. They differ in the root alone.


@pytest.mark.parametrize("n, m", [(120, 120), (40, 200)])
def test_fid_is_torchmetrics_and_scipys(n, m):
    classifier, sets = Classifier(), image_sets(n, m)
    rows = [features(images, classifier) for images in sets]
    found = fid(*rows)
    assert found > 0.5
    assert found == pytest.approx(float(theirs(FrechetInceptionDistance(classifier, normalize=True), *sets)), rel=1e-10)
    assert found == pytest.approx(with_a_matrix_root(*rows), rel=1e-10)


def test_fid_with_ddof_0_would_be_lower_by_one_part_in_n_of_its_second_term():
    rows = [features(images, Classifier()) for images in image_sets()]
    means = ((rows[0].mean(axis=0) - rows[1].mean(axis=0)) ** 2).sum()
    statistics = [(each.mean(axis=0), np.cov(each, rowvar=False, ddof=0)) for each in rows]
    root = scipy.linalg.sqrtm(statistics[0][1] @ statistics[1][1])
    ddof_0 = means + sum(np.trace(cov) for _, cov in statistics) - 2 * np.trace(root).real
    assert ddof_0 == pytest.approx(means + (fid(*rows) - means) * 119 / 120, rel=1e-10)


def test_fid_of_flat_covariances_differs_by_the_rounding_of_the_others():
    """Ours takes eigenvalues of a symmetric product and sets those below 0 to 0. The eigenvalues of the plain product
    are off by 1e-14 about 0, and the root makes 1e-7 of each: they give less, by a few millionths here."""
    random = np.random.default_rng(1)
    real, generated = random.normal(size=(20, 64)), 1.3 * random.normal(size=(20, 64))
    found, root = fid(real, generated), with_a_matrix_root(real, generated)
    metric = FrechetInceptionDistance(nn.Flatten(), normalize=True, input_img_size=(1, 1, 64))
    images = [torch.from_numpy(rows)[:, None, None] for rows in (real, generated)]
    for other in (root, float(theirs(metric, *images))):
        assert other == pytest.approx(found, rel=1e-6) and abs(other - found) > 1e-9


def test_an_eps_on_the_diagonals_lowers_fid_by_thousandths_when_they_are_flat():
    """The authors' code adds 1e-6 when the root fails. In directions where one covariance is flat and the other has
    variance v, the root of 1e-6 v counts; elsewhere 1e-6 itself, and both are taken off twice."""
    random = np.random.default_rng(1)
    real, generated = random.normal(size=(20, 64)), 1.3 * random.normal(size=(20, 64))
    moved = with_a_matrix_root(real, generated, 1e-6) - fid(real, generated)
    assert -0.1 < moved < -5e-4
    real, generated = random.normal(size=(2000, 4)), random.normal(size=(2000, 4))
    moved = with_a_matrix_root(real, generated, 1e-6) - fid(real, generated)
    assert moved == pytest.approx(-8e-6, rel=0.1)


# KID: the same kernel, (x.y / d + 1)^3, and the same unbiased sum, without pairs of a row with itself.


def test_kid_of_all_rows_is_torchmetrics():
    """With one subset of all rows its random order does not matter."""
    classifier, sets = Classifier(), image_sets()
    mean, deviation = theirs(KernelInceptionDistance(classifier, subsets=1, subset_size=120, normalize=True), *sets)
    rows = [features(images, classifier) for images in sets]
    assert kid(*rows) == pytest.approx(float(mean), rel=1e-10) and float(deviation) == 0
    assert kid(*rows, subsets=1, size=120) == (pytest.approx(float(mean), rel=1e-10), 0)


def test_kid_of_subsets_is_torchmetrics_up_to_which_rows_they_draw():
    """Both draw without repetition within a subset and give a deviation with ddof 0; the draws are other ones."""
    torch.manual_seed(0)
    classifier, sets = Classifier(), image_sets(400, 400)
    mean, deviation = theirs(KernelInceptionDistance(classifier, subsets=200, subset_size=50, normalize=True), *sets)
    ours = kid(*(features(images, classifier) for images in sets), subsets=200, size=50)
    assert ours[0] == pytest.approx(float(mean), abs=4 * (2 / 200) ** 0.5 * float(deviation))
    assert ours[1] == pytest.approx(float(deviation), rel=0.25)


def test_torchmetrics_kid_divides_by_the_rows_of_the_first_set_and_ours_by_each_sets_own():
    """Its class always draws two subsets of one size, so only its function shows it."""
    real, generated = (features(images, Classifier()) for images in image_sets(60, 120))
    first = float(poly_mmd(torch.from_numpy(real), torch.from_numpy(generated)))
    n, m = 60, 120
    sums = {}
    for name, (one, other) in {"own": (real, real), "its": (generated, generated), "both": (real, generated)}.items():
        table = (one @ other.T / 6 + 1) ** 3
        sums[name] = table.sum() - (np.trace(table) if name != "both" else 0)
    assert first == pytest.approx((sums["own"] + sums["its"]) / (n * (n - 1)) - 2 * sums["both"] / n**2, rel=1e-9)
    right = sums["own"] / (n * (n - 1)) + sums["its"] / (m * (m - 1)) - 2 * sums["both"] / (n * m)
    assert kid(real, generated) == pytest.approx(right, rel=1e-9) and abs(first - right) > 1


def test_the_biased_estimate_is_higher_by_the_diagonal():
    """With pairs of a row with itself: up by (mean of k(x, x) less mean of the other k) / n, for either set."""
    rows = [features(images, Classifier()) for images in image_sets()]
    tables = [(rows[i] @ rows[j].T / 6 + 1) ** 3 for i, j in ((0, 0), (1, 1), (0, 1))]
    biased = tables[0].mean() + tables[1].mean() - 2 * tables[2].mean()
    extra = 0.0
    for table in tables[:2]:
        own = np.trace(table) / 120
        extra += (own - (table.sum() - np.trace(table)) / (120 * 119)) / 120
    assert biased == pytest.approx(kid(*rows) + extra, rel=1e-9) and extra > 0.01


# Inception Score: the same mean, another order of the rows, another deviation, and other splits of odd numbers.


def test_inception_score_is_torchmetrics_on_the_rows_in_its_order():
    """It shuffles by PyTorch's global seed, where ours asks for rows in random order; and its deviation over ten
    splits has ddof 1, 5.4 % more than ours with ddof 0, as in the authors' code."""
    classifier, (images, _) = Classifier(), image_sets()
    metric = InceptionScore(classifier, splits=10)
    for part in images.split(50):
        metric.update(part)
    torch.manual_seed(3)
    mean, deviation = metric.compute()
    torch.manual_seed(3)
    found = inception_score(probabilities(images, classifier)[torch.randperm(120)], splits=10)
    assert found[0] == pytest.approx(float(mean), rel=1e-10)
    assert found[1] * (10 / 9) ** 0.5 == pytest.approx(float(deviation), rel=1e-10) and found[1] > 0.01


def test_torchmetrics_splits_odd_numbers_into_fewer_parts():
    """25 rows in 10 splits: nine parts of at most 3, where ours are ten, five of 3 and five of 2."""
    classifier, images = Classifier(), image_sets(25)[0]
    metric = InceptionScore(classifier, splits=10)
    metric.update(images)
    torch.manual_seed(4)
    mean, _ = metric.compute()
    torch.manual_seed(4)
    table = probabilities(images, classifier)[torch.randperm(25)]
    parts = [inception_score(table[start : start + 3], splits=1)[0] for start in range(0, 25, 3)]
    assert len(parts) == 9 and float(mean) == pytest.approx(np.mean(parts), rel=1e-10)
    ours = [inception_score(part, splits=1)[0] for part in np.array_split(table, 10)]
    assert inception_score(table, splits=10)[0] == pytest.approx(np.mean(ours), rel=1e-12)
    assert abs(float(mean) - np.mean(ours)) > 0.01


# Precision, recall, density, coverage.


def package(real, generated, k) -> list[float]:
    found = compute_prdc(np.asarray(real, dtype=float), np.asarray(generated, dtype=float), nearest_k=k)
    return [found[name] for name in ("precision", "recall", "density", "coverage")]


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("n, m, d", [(120, 120, 6), (80, 150, 2), (300, 300, 64)])
def test_prdc_is_its_authors_package_where_no_point_lies_on_an_edge(n, m, d, k):
    """Both count k without the point itself: the package asks for the (k + 1)-th smallest with a 0 among them."""
    random = np.random.default_rng(n + d)
    real, generated = random.normal(size=(n, d)), 0.9 * random.normal(size=(m, d))
    found = prdc(real, generated, k=k)
    assert list(found) == pytest.approx(package(real, generated, k), abs=1e-12)
    assert 0 < min(found) < 1


def test_prdc_of_images_is_the_packages():
    rows = [features(images, Classifier()) for images in image_sets()]
    assert list(prdc(*rows)) == pytest.approx(package(*rows, 5), abs=1e-12)


def test_on_an_edge_the_package_says_outside_for_all_four():
    """Precision and recall are Kynkaanniemi's, who count the edge (<=); the package has < everywhere. Here the points
    1 and 2 lie on the edges of each other's balls, and that is the whole difference: a third of the points."""
    real, generated = [[-1.5], [0.0], [1.0]], [[2.0], [3.0], [4.5]]
    assert list(prdc(real, generated, k=1)) == pytest.approx([1 / 3, 1 / 3, 0, 0])
    assert package(real, generated, 1) == [0, 0, 0, 0]


def test_the_greatest_k_is_ours_alone():
    """All others are the neighbours then, k = N - 1. The package's own search for the k-th wants a row more."""
    real, generated = [[-1.5], [0.0], [1.0]], [[2.0], [3.0], [4.5]]
    assert prdc(real, generated, k=2).precision == 2 / 3  # the ball of 1 reaches to 3.5
    with pytest.raises(ValueError, match="out of bounds"):
        package(real, generated, 2)


def test_in_a_thousand_dimensions_the_packages_published_example_is_one_draw_of_many():
    """Its README prints P 0.4772, R 0.4705, D 1.0555, C 0.9735 for 10,000 rows each of N(0, I), without a seed.

    Seeds 0 to 3 gave us P 0.46 to 0.49, D 0.86 to 1.15, C 0.954 to 0.980, in 15 s each, and the package the same.
    The means of density and coverage do not depend on the features, 1 and 0.969, but in so many dimensions a few
    points are the neighbours of very many, and one draw lies far from the mean.
    """
    found = []
    for seed in range(6):
        real, generated = np.random.default_rng(seed).normal(size=(2, 500, 1000))
        found.append(prdc(real, generated))
        if seed == 0:
            assert list(found[0]) == pytest.approx(package(real, generated, 5), abs=1e-12)
    _, _, density, coverage = np.transpose(found)
    assert density.std() > 0.05 and abs(density.mean() - 1) < 4 * density.std() / 6**0.5
    assert coverage.std() > 0.005 and abs(coverage.mean() - 0.969) < 4 * coverage.std() / 6**0.5
