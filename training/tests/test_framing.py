"""Where a face is cut out, by the known answers that `src/camera/framing.ts` is held to as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fovea_training.data import WIDE_SPAN, wide_views
from fovea_training.framing import FACE_SPAN, SEEK_VIEWS, agree, follow_face, frame_face, to_square, to_view

ANSWERS = json.loads((Path(__file__).parents[2] / "tests/fixtures/framing.json").read_text())


def to_array(view: dict[str, float]) -> np.ndarray:
    return np.array([view["x"], view["y"], view["side"]])


@pytest.mark.parametrize("case", ANSWERS["frameFace"], ids=lambda case: case["name"])
def test_face_is_framed_as_the_product_does(case: dict[str, Any]) -> None:
    np.testing.assert_allclose(frame_face(np.array(case["landmarks"])), to_array(case["view"]), atol=1e-6)


@pytest.mark.parametrize("case", ANSWERS["followFace"], ids=lambda case: case["name"])
def test_face_is_followed_as_the_product_does(case: dict[str, Any]) -> None:
    followed = follow_face(to_array(case["view"]), np.array(case["landmarks"]))
    np.testing.assert_allclose(followed, to_array(case["expected"]), atol=1e-6)


@pytest.mark.parametrize("case", ANSWERS["agree"], ids=lambda case: case["name"])
def test_view_agrees_with_what_is_seen_in_it_as_in_the_product(case: dict[str, Any]) -> None:
    agreement = agree(to_array(case["view"])[None], np.array(case["landmarks"])[None], np.array([case["certainty"]]))
    np.testing.assert_allclose(agreement, [case["expected"]], atol=1e-6)


def test_faces_are_sought_in_the_whole_square_and_in_every_part_of_it() -> None:
    np.testing.assert_array_equal(SEEK_VIEWS[0], [0, 0, 1])
    corners, sides = SEEK_VIEWS[1:, :2], SEEK_VIEWS[1:, 2:]
    assert (corners >= 0).all()
    assert (corners + sides <= 1).all()
    # a small face anywhere lies whole in one of them
    for middle in np.random.default_rng(0).uniform(0.1, 0.9, (100, 2)):
        assert ((corners <= middle - 0.1) & (corners + sides >= middle + 0.1)).all(1).any()


def test_many_faces_are_framed_like_each_alone() -> None:
    faces = np.array([case["landmarks"] for case in ANSWERS["frameFace"]])
    np.testing.assert_array_equal(frame_face(faces), [frame_face(face) for face in faces])


def test_points_go_into_views_and_back() -> None:
    points = np.random.default_rng(0).random((2, 10, 2)).astype(np.float32)
    views = np.array([[0.1, 0.2, 0.5], [0.3, 0.0, 0.25]])
    inside = to_view(points, views)
    np.testing.assert_allclose(inside[1, :, 0], (points[1, :, 0] - 0.3) / 0.25, rtol=1e-5)
    np.testing.assert_allclose(inside[0, :, 1], (points[0, :, 1] - 0.2) / 0.5, rtol=1e-5)
    np.testing.assert_allclose(to_square(inside, views), points, atol=1e-6)


def test_faces_are_kept_with_room_around_them_and_frames_without_truth_where_the_others_are() -> None:
    face = np.array(ANSWERS["frameFace"][0]["landmarks"], np.float32)
    landmarks = np.stack([face, face + 0.01, face + 0.02, np.zeros_like(face)])
    views = wide_views(landmarks, np.array([True, True, True, False]))
    np.testing.assert_allclose(views[:3, 2], frame_face(landmarks[:3])[:, 2] * WIDE_SPAN / FACE_SPAN, rtol=1e-5)
    np.testing.assert_allclose(views[3], views[1])
    np.testing.assert_array_equal(wide_views(landmarks, np.zeros(4, bool)), np.tile([0, 0, 1], (4, 1)))
