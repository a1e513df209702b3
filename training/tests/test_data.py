"""Reading measurements, resampling, augmentation, samplers and evaluation windows."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import SIDE, write_measurement

from fovea_training import resample as resampling
from fovea_training.augment import SWAP_EYES, Augmenter, View, draw_view, look, map_points
from fovea_training.data import ABSENT, CLOSED, OPEN, Library, MeasurementError, is_held_out, read_measurement
from fovea_training.resample import PLAIN_LUT, area_matrix, resample, to_network
from fovea_training.samplers import sample_measurement, sample_random, take, windows


def test_measurement_is_read_with_its_truth(data: Path) -> None:
    measurement = read_measurement(data / "p0003-m1")
    assert measurement.images.shape == (40, SIDE, SIDE, 3)
    assert measurement.eyes.tolist() == [OPEN] * 38 + [CLOSED, ABSENT]
    assert measurement.known.sum() == 39
    assert measurement.head_pose[0].tolist() == [9.0, 1.0, 0.5]
    assert 0 < measurement.landmarks[0].min() < measurement.landmarks[0].max() < 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda m: m.update(version=2), "version 2"),
        (lambda m: m.update(frames=[]), "no frames"),
        (lambda m: m["frames"][0].update(x=1.2), "outside the screen"),
        (lambda m: m["frames"][0].update(file="frames/999.jpg"), "999"),
    ],
)
def test_bad_measurement_is_refused_with_its_reason(tmp_path: Path, change, reason: str) -> None:  # noqa: ANN001
    folder = write_measurement(tmp_path, "p0001", frames=4)
    record = json.loads((folder / "measurement.json").read_text())
    change(record)
    (folder / "measurement.json").write_text(json.dumps(record))
    with pytest.raises(MeasurementError, match=reason):
        read_measurement(folder)


def test_people_with_the_lowest_numbers_are_held_out() -> None:
    assert is_held_out("p0024", 24)
    assert not is_held_out("p0025", 24)
    assert not is_held_out("anna", 24)


def test_shift_set_is_never_trained_on(tmp_path: Path) -> None:
    assert is_held_out("s0030", 24)
    assert is_held_out("s0001", 0)
    assert not is_held_out("sam", 24)
    write_measurement(tmp_path, "s0030", frames=4)
    library = Library(tmp_path, held_out=24)
    library.discover()
    assert (len(library.training), len(library.unfamiliar)) == (0, 1)


def test_sequences_of_held_out_people_are_found_by_their_folder(tmp_path: Path) -> None:
    write_measurement(tmp_path, "p0001", frames=4).rename(tmp_path / "p0001-m1-reading")
    library = Library(tmp_path, held_out=24, only_held_out=True)
    assert library.discover() == 1
    assert len(library.unfamiliar) == 1


def test_library_finds_measurements_that_appear_later_and_leaves_unfinished_ones(tmp_path: Path) -> None:
    write_measurement(tmp_path, "p0001", frames=4)
    library = Library(tmp_path, held_out=1)
    assert library.discover() == 1
    assert (len(library.training), len(library.unfamiliar)) == (0, 1)
    folder = write_measurement(tmp_path, "p0002", frames=4)
    folder.rename(tmp_path / ".p0002-m1.partial")
    assert library.discover() == 0
    (tmp_path / ".p0002-m1.partial").rename(folder)
    assert library.discover() == 1
    assert library.people() == 1


def test_pictures_are_decoded_anew_when_the_measurement_is_newer(tmp_path: Path) -> None:
    folder = write_measurement(tmp_path, "p0001", frames=4)
    before = np.array(read_measurement(folder).images)
    (folder / "frames/000.jpg").write_bytes((folder / "frames/001.jpg").read_bytes())
    assert np.array_equal(read_measurement(folder).images, before)
    os.utime(tmp_path / ".cache/p0001-m1.npy", (1, 1))
    after = read_measurement(folder).images
    assert np.array_equal(after[0], before[1])


@pytest.mark.parametrize(
    ("zoom", "shift", "flip", "blur"), [(1, 0, False, 1), (0.8, 0.3, True, 1.5), (2.2, -0.4, False, 1), (0.5, 0.9, True, 1)]
)
def test_area_matrix_rows_sum_to_one(zoom: float, shift: float, flip: bool, blur: float) -> None:
    matrix = area_matrix(256, 192, zoom, shift, flip, blur)
    assert matrix.shape == (192, 256)
    assert matrix.min() >= 0
    assert np.allclose(matrix.sum(1), 1, atol=1e-6)


def test_area_matrix_weighs_pixels_by_their_cover() -> None:
    assert np.allclose(area_matrix(4, 3), [[3 / 4, 1 / 4, 0, 0], [0, 1 / 2, 1 / 2, 0], [0, 0, 1 / 4, 3 / 4]])
    assert np.allclose(area_matrix(3, 3), np.eye(3))
    assert np.allclose(area_matrix(2, 4), [[1, 0], [1, 0], [0, 1], [0, 1]])


@pytest.mark.skipif(resampling.library() is None, reason="no g++")
@pytest.mark.parametrize("view", [View(), View(True, 0.8, 0.1, -0.05, 1.4), View(False, 2.0, -0.3, 0.2)])
def test_fast_resampling_equals_the_matrix_products(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (2, 64, 64, 3), dtype=np.uint8)
    rows, columns = area_matrix(64, 48, view.zoom, view.y_shift, False, view.blur), area_matrix(64, 48, view.zoom, view.x_shift, view.flip)
    luts = random.standard_normal((2, 3, 256)).astype(np.float32)
    fast = resample(images, rows, columns, luts)
    monkeypatch.setattr(resampling, "library", lambda: None)
    assert np.allclose(fast, resample(images, rows, columns, luts), atol=1e-4)


def test_plain_view_is_the_product_s_downscale(data: Path) -> None:
    frames = take(read_measurement(data / "p0001-m1"), np.array([0, 1]))
    batch = look(frames, View(), 48)
    assert np.array_equal(batch.images.permute(0, 2, 3, 1).numpy(), to_network(frames.images, 48))
    assert np.allclose(to_network(np.full((1, 64, 64, 3), 255, np.uint8), 48), 1)
    assert PLAIN_LUT[0, 0] == -1


@pytest.mark.parametrize("view", [View(flip=True), View(False, 0.8, 0.1, -0.05), View(True, 1.3, -0.05, 0.1)])
def test_landmarks_move_with_the_picture(view: View) -> None:
    """A dot is where the mapped landmark says it is."""
    rows, columns = np.mgrid[0:64, 0:64] + 0.5
    x, y = 25.0, 39.0
    picture = 255 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 18)
    image = np.repeat(picture[..., None], 3, 2).astype(np.uint8)[None]
    points = map_points(np.array([[x / 64, y / 64]], np.float32), view)[0]
    seen = resample(image, area_matrix(64, 48, view.zoom, view.y_shift), area_matrix(64, 48, view.zoom, view.x_shift, view.flip))
    mass = seen[0, :, :, 0] + 1
    line = (np.arange(48) + 0.5) / 48
    assert points[0] == pytest.approx((mass.sum(0) * line).sum() / mass.sum(), abs=0.004)
    assert points[1] == pytest.approx((mass.sum(1) * line).sum() / mass.sum(), abs=0.004)


def test_flip_swaps_the_eyes_and_mirrors_gaze_pose_and_rays(data: Path) -> None:
    frames = take(read_measurement(data / "p0002-m1"), np.arange(6))
    plain, flipped = look(frames, View(), 48), look(frames, View(flip=True), 48)
    assert np.allclose(flipped.gaze.numpy(), [1, 0] + plain.gaze.numpy() * [-1, 1])
    assert np.allclose(flipped.images.numpy(), plain.images.numpy()[..., ::-1], atol=1e-6)
    assert np.allclose(flipped.landmarks.numpy(), ([1, 0] + plain.landmarks.numpy() * [-1, 1])[:, SWAP_EYES], atol=1e-6)
    assert (flipped.landmarks[:, 0, 0] < flipped.landmarks[:, 5, 0]).all()  # the person's right eye stays at the image's left
    assert np.allclose(flipped.head_pose.numpy(), plain.head_pose.numpy() * [-1, 1, -1])
    assert np.allclose(flipped.rays.numpy(), plain.rays.numpy()[:, ::-1] * [-1, 1, 1])


def test_augmented_batch_has_one_view_and_is_a_function_of_its_seed(data: Path) -> None:
    measurement = read_measurement(data / "p0001-m1")
    frames = take(measurement, np.arange(32))
    augmenter = Augmenter(48)
    first, again = (augmenter(frames, 0.3, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(first.images.numpy(), again.images.numpy())
    # one scale and shift carries every frame's landmarks from the file to the batch
    before, after = measurement.landmarks[:32, :, 1].ravel(), first.landmarks[:, :, 1].numpy().ravel()
    before, after = (np.sort(values.reshape(32, 10), 1).ravel() for values in (before, after))
    scale, shift = np.polyfit(before, after, 1)
    assert np.allclose(after, scale * before + shift, atol=1e-5)
    assert 0.84 < scale < 2.3


def test_close_views_fade_out_and_keep_the_eyes_in_the_picture() -> None:
    eyes = np.array([0.3, 0.35], np.float32)
    early = [draw_view(eyes, 0.0, np.random.default_rng(i)) for i in range(200)]
    late = [draw_view(eyes, 0.9, np.random.default_rng(i)) for i in range(200)]
    assert max(view.zoom for view in early) > 2
    assert max(view.zoom for view in late) < 1.26
    places = np.array([map_points(eyes[None], view)[0] for view in early + late])
    assert ((places > 0.1) & (places < 0.9)).all()


def test_measurement_batch_is_of_one_measurement_without_repetition(data: Path) -> None:
    library = Library(data, 2)
    library.discover()
    for seed in range(20):
        frames = sample_measurement(library.training, 32, np.random.default_rng(seed))
        source = [m for m in library.training if (m.gaze == frames.gaze[0]).all(1).any()]
        assert len(source) == 1
        assert len(np.unique(frames.gaze, axis=0)) == 32
        assert all((source[0].gaze == gaze).all(1).any() for gaze in frames.gaze)


def test_measurement_batches_seldom_hold_closed_eyes_but_do(data: Path) -> None:
    library = Library(data, 2)
    library.discover()
    shares = [(sample_measurement(library.training, 32, np.random.default_rng(seed)).eyes != OPEN).mean() for seed in range(60)]
    assert 0 < np.mean(shares) < 0.06
    assert np.mean(np.array(shares) == 0) > 0.3


def test_random_batch_mixes_measurements(data: Path) -> None:
    library = Library(data, 2)
    library.discover()
    frames = sample_random(library.training, 32, np.random.default_rng(0))
    poses = frames.head_pose[frames.known]
    assert len(np.unique(poses[:, 0])) >= 4  # every person has a yaw of their own


def window_case(eyes: list[int]) -> list[tuple[list[int], int]]:
    return [(frames.tolist(), new) for frames, new in windows(SimpleNamespace(eyes=np.array(eyes)), 4)]


def test_windows_are_runs_of_open_eyes_the_last_extended_backwards() -> None:
    assert window_case([OPEN] * 8) == [([0, 1, 2, 3], 4), ([4, 5, 6, 7], 4)]
    assert window_case([OPEN, CLOSED] + [OPEN] * 5) == [([0, 2, 3, 4], 4), ([3, 4, 5, 6], 2)]
    assert window_case([OPEN, ABSENT, OPEN]) == [([0, 2], 2)]
    assert window_case([CLOSED, ABSENT]) == []


def test_windows_count_every_open_frame_once() -> None:
    eyes = np.random.default_rng(0).choice([OPEN, OPEN, OPEN, CLOSED], 100)
    counted = [frame for frames, new in windows(SimpleNamespace(eyes=eyes)) for frame in frames[-new:]]
    assert counted == np.flatnonzero(eyes == OPEN).tolist()
