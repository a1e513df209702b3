"""Looks at frames: landmarks move with the picture, told views say where it lies, faces stay in view."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from conftest import look_plainly

from fovea_training.augment import SWAP_EYES, Augmenter, Look, draw_look, map_points, told_views, view_frames
from fovea_training.data import ABSENT, OPEN, Library
from fovea_training.framing import MOST_DRIFT, WHOLE_VIEW, frame_face
from fovea_training.samplers import Frames, take

SIDE = 128
IRISES = [0, 5]


def draw_dots(places: np.ndarray, shown: np.ndarray) -> Frames:
    """Frames that show the parts `shown` [n, 3] of squares with a bright dot at `places` [n, 2] (fractions); all landmarks are the dot."""
    count = len(places)
    line = (np.arange(SIDE) + 0.5) / SIDE
    x, y = (shown[:, i, None] + shown[:, 2:] * line for i in (0, 1))  # [n, SIDE] where the pixels lie
    sigma = 0.03 * shown[:, 2, None, None]
    dots = np.exp(-((x[:, None] - places[:, 0, None, None]) ** 2 + (y[:, :, None] - places[:, 1, None, None]) ** 2) / (2 * sigma**2))
    images = np.repeat((255 * dots).round().astype(np.uint8)[..., None], 3, 3)
    landmarks = np.repeat(places[:, None].astype(np.float32), 10, 1)
    zeros = np.zeros((count, 2), np.float32)
    whole = bool((shown == WHOLE_VIEW).all())
    known = np.ones(count, bool)
    rays = np.zeros((count, 2, 3), np.float32)
    return Frames(
        images, shown.astype(np.float32), whole, zeros, np.full(count, OPEN), known, landmarks, np.zeros((count, 3), np.float32), rays
    )


def find_dots(images: np.ndarray) -> np.ndarray:
    """Middles [n, 2] of the dots in network input [n, 3, S, S], in fractions of it."""
    mass = images[:, 0] + 1
    mass = np.where(mass > 0.02, mass, 0)
    line = (np.arange(mass.shape[-1]) + 0.5) / mass.shape[-1]
    total = mass.sum((1, 2))
    return np.stack([(mass.sum(1) * line).sum(1) / total, (mass.sum(2) * line).sum(1) / total], 1)


PLACES = np.array([[0.42, 0.55], [0.5, 0.47]])
WHOLE = np.tile(WHOLE_VIEW, (2, 1))
FACES = np.array([[0.2, 0.25, 0.5], [0.24, 0.2, 0.52]])
NEAR = np.array([[0.3, 0.4, 0.3], [0.36, 0.33, 0.35]])


@pytest.mark.parametrize("shown", [WHOLE, FACES], ids=["whole", "faces"])
@pytest.mark.parametrize("views", [WHOLE, FACES, NEAR], ids=["everything", "one view per frame", "near"])
@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("blur", [1.0, 1.5])
def test_landmarks_move_with_the_picture(shown: np.ndarray, views: np.ndarray, flip: bool, blur: float) -> None:
    if (shown is FACES) and (views is WHOLE):
        views = np.array([[0.22, 0.27, 0.45]] * 2)  # what is not in the picture can't be looked at
    batch = view_frames(draw_dots(PLACES, shown), Look(views, flip, blur), 96)
    found = find_dots(batch.images.numpy())
    np.testing.assert_allclose(batch.landmarks.numpy(), np.repeat(found[:, None], 10, 1), atol=0.004)
    assert np.abs(batch.landmarks.numpy() - PLACES[:, None]).max() > 0.05 or views is WHOLE


@pytest.mark.parametrize("flip", [False, True])
def test_told_views_put_landmarks_where_they_are_in_the_square(flip: bool) -> None:
    landmarks = np.random.default_rng(0).random((2, 10, 2)).astype(np.float32)
    look = Look(NEAR, flip)
    told, seen = told_views(look), map_points(landmarks, look)
    placed = told[:, None, :2] + told[:, None, 2:] * seen
    np.testing.assert_allclose(placed, [1, 0] + landmarks * [-1, 1] if flip else landmarks, atol=1e-5)


def test_another_camera_changes_only_what_the_network_is_told() -> None:
    frames = draw_dots(PLACES, WHOLE)
    plain, other = (view_frames(frames, Look(NEAR, camera=camera), 48) for camera in ((1.0, 0.0, 0.0), (1.2, 0.1, -0.05)))
    np.testing.assert_array_equal(plain.images.numpy(), other.images.numpy())
    np.testing.assert_array_equal(plain.landmarks.numpy(), other.landmarks.numpy())
    placed = plain.views[:, None, :2] + plain.views[:, None, 2:] * plain.landmarks
    moved = other.views[:, None, :2] + other.views[:, None, 2:] * other.landmarks
    np.testing.assert_allclose(moved.numpy(), 0.5 + 1.2 * (placed.numpy() - 0.5) + [0.1, -0.05], atol=1e-5)


def test_flip_swaps_the_eyes_and_mirrors_gaze_pose_and_rays(library: Library) -> None:
    frames = take(library.training[0], np.arange(6), whole=True)
    plain, flipped = look_plainly(frames, 48), look_plainly(frames, 48, flip=True)
    np.testing.assert_allclose(flipped.gaze.numpy(), [1, 0] + plain.gaze.numpy() * [-1, 1])
    np.testing.assert_allclose(flipped.images.numpy(), plain.images.numpy()[..., ::-1], atol=1e-6)
    np.testing.assert_allclose(flipped.landmarks.numpy(), ([1, 0] + plain.landmarks.numpy() * [-1, 1])[:, SWAP_EYES], atol=1e-6)
    assert (flipped.landmarks[:, 0, 0] < flipped.landmarks[:, 5, 0]).all()  # the person's right eye stays at the image's left
    np.testing.assert_allclose(flipped.head_pose.numpy(), plain.head_pose.numpy() * [-1, 1, -1])
    np.testing.assert_allclose(flipped.rays.numpy(), plain.rays.numpy()[:, ::-1] * [-1, 1, 1])


@pytest.mark.parametrize("whole", [False, True])
def test_augmented_batch_is_a_function_of_its_seed(library: Library, whole: bool) -> None:
    frames = take(library.training[0], np.arange(32), whole)
    augmenter = Augmenter(48)
    first, again, other = (augmenter(frames, np.random.default_rng(seed)) for seed in (5, 5, 6))
    for name, value in first.tensors().items():
        assert value.equal(again.tensors()[name]), name
    assert not first.images.equal(other.images)
    assert first.whole == whole


def test_whole_squares_of_a_batch_share_one_view_and_faces_have_their_own(library: Library) -> None:
    for seed in range(20):
        random = np.random.default_rng(seed)
        whole, faces = (draw_look(take(library.training[0], np.arange(16), kind), random).views for kind in (True, False))
        assert len(np.unique(whole, axis=0)) == 1
        assert 1 / 1.26 < whole[0, 2] < 1 / 0.84
        assert len(np.unique(faces, axis=0)) == 16


def test_faces_lie_as_far_off_as_a_follower_lets_them_and_in_the_square(library: Library) -> None:
    frames = take(library.training[0], np.arange(16))
    drifts, inside = [], []
    for seed in range(60):
        look = draw_look(frames, np.random.default_rng(seed))
        assert look.views[:, :2].min() >= 0
        assert (look.views[:, :2] + look.views[:, 2:]).max() <= 1 + 1e-9
        seen = map_points(frames.landmarks, look)
        assert ((seen[:, IRISES] > 0) & (seen[:, IRISES] < 1)).all()
        inside.append(((seen > 0) & (seen < 1)).all((1, 2)))
        wanted = frame_face(frames.landmarks)
        middles = look.views[:, 0] + look.views[:, 2] / 2 - wanted[:, 0] - wanted[:, 2] / 2
        drifts.append(middles / look.views[:, 2])
    spread = np.abs(np.concatenate(drifts))
    assert spread.max() > MOST_DRIFT
    assert spread.max() < MOST_DRIFT + 5 * 0.03
    assert np.mean(inside) > 0.95, "an eye's outer corner may be cut off now and then: eyes are drawn wide here"


def test_frames_without_truth_are_cut_where_the_others_are_or_as_they_lie(library: Library) -> None:
    measurement = library.training[0]
    absent = np.flatnonzero(measurement.eyes == ABSENT)
    assert len(absent) == 1
    with_others = draw_look(take(measurement, np.append(np.arange(8), absent)), np.random.default_rng(0)).views
    assert np.abs(with_others[-1, :2] - with_others[:-1, :2].mean(0)).max() < 0.25 * with_others[-1, 2]
    alone = take(measurement, absent)
    np.testing.assert_allclose(draw_look(alone, np.random.default_rng(0)).views, alone.views)


def test_frames_that_show_the_same_are_cut_as_each_alone(library: Library) -> None:
    frames = take(library.training[0], np.arange(3), whole=True)
    views = np.tile([0.1, 0.2, 0.6], (3, 1))
    together = view_frames(frames, Look(views), 48).images.numpy()
    one_by_one = view_frames(frames, Look(views + np.array([[0], [1e-9], [0]])), 48).images.numpy()
    np.testing.assert_allclose(together, one_by_one, atol=1e-5)
    other = dataclasses.replace(frames, images=frames.images[::-1])
    assert not np.allclose(view_frames(other, Look(views), 48).images.numpy(), together, atol=1e-2)
