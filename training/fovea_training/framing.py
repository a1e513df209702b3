"""Where to cut a face out of the camera's square, as `src/camera/framing.ts` does it; both are held to `tests/fixtures/framing.json`.

A view [3] is x, y (upper left corner) and side, in fractions of the square. The face view is a square around the eyes, wide enough for the
face and for how far it moves before the view follows it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WHOLE_VIEW = np.array([0.0, 0.0, 1.0])
FACE_SPAN = 2.6  # side of a face view, in distances between the eyes
EYES_AT = 0.42  # how far down in it the eyes lie
LEAST_DISTANCE = 0.02  # between the eyes, in fractions of the square
MOST_DRIFT = 0.1  # of the side: farther from where they should be the eyes don't get before the view follows
MOST_GROWTH = 1.18  # nor does the face become this many times larger or smaller
# where a face is sought, in turn: the whole square, then overlapping quarters, in which small faces are large and other things few
SEEK_VIEWS = np.array([[0.0, 0.0, 1.0], *([x / 4, y / 4, 0.5] for y in range(3) for x in range(3))])
SURE = 0.8  # agreement at which a face need not be sought any further


def locate_eyes(landmarks: NDArray[np.floating]) -> tuple[Floats, Floats]:
    """Landmarks [..., 10, 2] -> the middle between the eyes [..., 2], and their distance [...]; each eye is the middle of its corners."""
    points = np.asarray(landmarks, np.float64)
    right, left = points[..., 1:3, :].mean(-2), points[..., 6:8, :].mean(-2)
    return (right + left) / 2, np.linalg.norm(left - right, axis=-1)


def place_view(middle: Floats, distance: Floats | float, span: float = FACE_SPAN) -> Floats:
    """The view [..., 3] of `span` eye distances around eyes at `middle` [..., 2], moved and shrunk to stay inside the square."""
    side = np.minimum(1, span * np.maximum(distance, LEAST_DISTANCE))
    x = np.clip(middle[..., 0] - side / 2, 0, 1 - side)
    y = np.clip(middle[..., 1] - EYES_AT * side, 0, 1 - side)
    return np.stack([x, y, side], -1)


def frame_face(landmarks: NDArray[np.floating]) -> Floats:
    """Landmarks [..., 10, 2] in fractions of the square -> face views [..., 3]."""
    return place_view(*locate_eyes(landmarks))


def follow_face(view: Floats, landmarks: NDArray[np.floating]) -> Floats:
    """The same view [3] while the face is well inside it, else a new one."""
    wanted = frame_face(landmarks)
    drift = np.abs(wanted[:2] - view[:2]).max()
    growth = wanted[2] / view[2]
    kept = view[2] < 1 and drift <= MOST_DRIFT * view[2] and 1 / MOST_GROWTH <= growth <= MOST_GROWTH
    return view if kept else wanted


def agree(views: NDArray[np.floating], landmarks: NDArray[np.floating], certainty: NDArray[np.floating]) -> Floats:
    """How far views [n, 3] show a face where they should, [n]: at most 1, when these landmarks [n, 10, 2] (fractions of the square) are
    seen in them, whose heatmaps have `certainty` [n] of their mass at their peaks."""
    wanted = frame_face(landmarks)
    shift = np.abs(wanted[:, :2] - views[:, :2]).max(-1) / views[:, 2]
    return certainty - shift - np.abs(np.log(wanted[:, 2] / views[:, 2]))


def to_square(points: NDArray[np.floating], views: NDArray[np.floating]) -> NDArray[np.float32]:
    """Points [n, ..., 2] in fractions of views [n, 3] -> in fractions of the square."""
    corner, side = _spread(points, views)
    return (corner + side * points).astype(np.float32)


def to_view(points: NDArray[np.floating], views: NDArray[np.floating]) -> NDArray[np.float32]:
    """Points [n, ..., 2] in fractions of the square -> in fractions of views [n, 3]."""
    corner, side = _spread(points, views)
    return ((points - corner) / side).astype(np.float32)


def _spread(points: NDArray[np.floating], views: NDArray[np.floating]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    shape = (len(views), *(1,) * (points.ndim - 2))
    return views[:, :2].reshape(*shape, 2), views[:, 2].reshape(*shape, 1)
