"""Which frames make a batch: `measurement` (of one measurement, the article's trick) or `random` (of anywhere, its baseline).

A batch is a pure function of the measurements and of the seed it is given, so that a resumed run sees what an uninterrupted one would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .data import OPEN, Measurement
from .framing import WHOLE_VIEW

SamplerName = Literal["measurement", "random"]

PLAIN_SHARE = 0.5  # share of measurement batches with open eyes only; the others take frames as they come


@dataclass
class Frames:
    """A batch before augmentation: the fields of Measurement for n chosen frames."""

    images: NDArray[np.uint8]  # [n, side, side, 3]
    views: NDArray[np.float32]  # [n, 3] which part of the camera's square they show
    whole: bool  # the square itself, or faces
    gaze: NDArray[np.float32]
    eyes: NDArray[np.int64]
    known: NDArray[np.bool_]
    landmarks: NDArray[np.float32]
    head_pose: NDArray[np.float32]
    rays: NDArray[np.float32]


SHARED = ("gaze", "eyes", "known", "landmarks", "head_pose", "rays")


def take(measurement: Measurement, chosen: NDArray[np.int64], whole: bool = False) -> Frames:
    """Chosen frames of one measurement: their faces, or the whole square."""
    views = np.tile(WHOLE_VIEW.astype(np.float32), (len(chosen), 1)) if whole else measurement.face_views[chosen]
    images = (measurement.images if whole else measurement.faces)[chosen]
    return Frames(images, views, whole, **{field: getattr(measurement, field)[chosen] for field in SHARED})


def join(parts: Sequence[Frames]) -> Frames:
    """Several sets of frames as one."""
    joined = {field: np.concatenate([getattr(part, field) for part in parts]) for field in ("images", "views", *SHARED)}
    return Frames(whole=parts[0].whole, **joined)


def sample_measurement(measurements: Sequence[Measurement], size: int, random: np.random.Generator, whole: bool = False) -> Frames:
    """`size` frames of one measurement, without repetition where it has that many."""
    measurement = measurements[random.integers(len(measurements))]
    frames = measurement.open_frames()
    if random.random() >= PLAIN_SHARE or len(frames) == 0:
        frames = np.arange(len(measurement.eyes))
    return take(measurement, np.sort(random.choice(frames, size, replace=len(frames) < size)), whole)


def sample_random(measurements: Sequence[Measurement], size: int, random: np.random.Generator, whole: bool = False) -> Frames:
    """`size` frames, each of a measurement of its own drawing; closed and absent eyes as often as they occur."""
    parts = []
    for _ in range(size):
        measurement = measurements[random.integers(len(measurements))]
        parts.append(take(measurement, random.integers(len(measurement.eyes), size=1), whole))
    return join(parts)


def sample(
    name: SamplerName, measurements: Sequence[Measurement], size: int, random: np.random.Generator, whole_share: float = 0.0
) -> Frames:
    """A batch by the sampler's name; `whole_share` is how many of the batches are whole squares, not faces."""
    whole = bool(random.random() < whole_share)
    return (sample_measurement if name == "measurement" else sample_random)(measurements, size, random, whole)


def windows(measurement: Measurement, length: int = 32) -> list[tuple[NDArray[np.int64], int]]:
    """Evaluation windows of a measurement: (frames, how many of the last of them count).

    Consecutive runs of `length` open-eyed frames in the file's order; the last run, if short, is extended backwards to `length` frames and
    only its new frames count; where there are fewer than `length` in all, they are one window.
    """
    frames = np.flatnonzero(measurement.eyes == OPEN)
    out = []
    for start in range(0, len(frames), length):
        end = min(start + length, len(frames))
        out.append((frames[max(0, end - length) : end], end - start))
    return out
