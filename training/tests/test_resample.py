"""Area resampling: what every pixel weighs, and the fast kernel against plain matrix products."""

from __future__ import annotations

import numpy as np
import pytest

from fovea_training import resample as resampling
from fovea_training.resample import area_taps, resample, to_network

PARTS = [(0.0, 1.0, 1.0), (0.1, 0.25, 1.0), (0.45, 0.55, 1.6), (-0.3, 0.8, 1.0), (0.7, 0.9, 1.4), (0.2, 0.05, 1.0)]  # start, extent, blur


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize(("start", "extent", "blur"), PARTS)
def test_weights_of_every_output_pixel_sum_to_one(start: float, extent: float, blur: float, flip: bool) -> None:
    taps = area_taps(256, 192, start, extent, flip, blur)
    matrix = taps.matrix()
    assert matrix.shape == (192, 256)
    assert matrix.min() >= 0
    np.testing.assert_allclose(matrix.sum(1), 1, atol=1e-6)
    assert taps.first.min() >= 0
    assert taps.first.max() + taps.weights.shape[1] <= 256


def test_source_pixels_weigh_as_much_as_is_covered_of_them() -> None:
    np.testing.assert_allclose(area_taps(4, 3).matrix(), [[3 / 4, 1 / 4, 0, 0], [0, 1 / 2, 1 / 2, 0], [0, 0, 1 / 4, 3 / 4]], atol=1e-6)
    np.testing.assert_allclose(area_taps(3, 3).matrix(), np.eye(3))
    np.testing.assert_allclose(area_taps(2, 4).matrix(), [[1, 0], [1, 0], [0, 1], [0, 1]])
    # the part from 1 px to 4 px of 8, in two pixels of 1.5 px each
    np.testing.assert_allclose(
        area_taps(8, 2, 1 / 8, 3 / 8).matrix(), [[0, 2 / 3, 1 / 3, 0, 0, 0, 0, 0], [0, 0, 1 / 3, 2 / 3, 0, 0, 0, 0]], atol=1e-6
    )


def test_outside_the_source_is_its_edge_pixel() -> None:
    matrix = area_taps(4, 4, -0.5, 1.0).matrix()  # two pixels beyond the left edge, then two of the source
    np.testing.assert_allclose(matrix, [[1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]], atol=1e-6)
    np.testing.assert_allclose(area_taps(4, 4, 0.5, 1.0).matrix()[2:], [[0, 0, 0, 1], [0, 0, 0, 1]], atol=1e-6)


@pytest.mark.parametrize(("start", "extent", "blur"), PARTS)
def test_flip_reverses_the_output(start: float, extent: float, blur: float) -> None:
    plain, flipped = (area_taps(64, 48, start, extent, flip, blur).matrix() for flip in (False, True))
    assert not np.allclose(plain, flipped)
    np.testing.assert_array_equal(flipped, plain[::-1])


def test_blur_widens_what_a_pixel_covers_around_its_middle() -> None:
    place = np.arange(64) + 0.5
    sharp, soft = (area_taps(64, 16, 0.25, 0.5, blur=blur).matrix() for blur in (1.0, 2.0))
    np.testing.assert_allclose(sharp @ place, soft @ place, atol=1e-3)
    assert ((soft > 0).sum(1) > (sharp > 0).sum(1)).all()


@pytest.mark.skipif(resampling.library() is None, reason="no g++")
@pytest.mark.parametrize(("start", "extent", "blur"), PARTS)
def test_fast_resampling_equals_the_matrix_products(start: float, extent: float, blur: float, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (2, 64, 64, 3), dtype=np.uint8)
    rows, columns = area_taps(64, 48, start, extent, False, blur), area_taps(64, 48, 0.1, extent, True, blur)
    luts = random.standard_normal((2, 3, 256)).astype(np.float32)
    fast = resample(images, rows, columns, luts)
    monkeypatch.setattr(resampling, "library", lambda: None)
    np.testing.assert_allclose(fast, resample(images, rows, columns, luts), atol=1e-4)


def test_views_are_cut_out_of_each_picture() -> None:
    images = np.random.default_rng(0).integers(0, 256, (2, 64, 64, 3), dtype=np.uint8)
    cut = to_network(images, 16, np.array([[0.25, 0.5, 0.25], [0.5, 0.0, 0.25]]))
    np.testing.assert_allclose((cut[0] + 1) * 127.5, images[0, 32:48, 16:32], atol=1e-3)
    np.testing.assert_allclose((cut[1] + 1) * 127.5, images[1, 0:16, 32:48], atol=1e-3)
    np.testing.assert_allclose(to_network(images, 48, np.tile([0.0, 0.0, 1.0], (2, 1))), to_network(images, 48), atol=1e-5)
    np.testing.assert_allclose(to_network(np.full((1, 64, 64, 3), 255, np.uint8), 48), 1, atol=1e-6)
