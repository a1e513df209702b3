"""Measurement folders (DESIGN.md section 6, with the renderer's truth) as arrays.

A folder whose name starts with a dot is unfinished; measurements that appear while training goes on are found by `discover`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .framing import WHOLE_VIEW, locate_eyes, place_view
from .pictures import CACHE, MeasurementError, Pictures, decode, picture_side

OPEN, CLOSED, ABSENT = 0, 1, 2
EYES = {"open": OPEN, "closed": CLOSED, "absent": ABSENT}
WIDE_SPAN = 3.9  # side of the views that faces are cut out by, in distances between the eyes: room to move a face view in


@dataclass(frozen=True)
class Screen:
    """The screen that a measurement was taken before; cm where known."""

    width_px: float
    height_px: float
    width_cm: float | None
    height_cm: float | None


@dataclass(frozen=True)
class Measurement:
    """One person's sitting: n frames in the file's order."""

    id: str
    person: str
    screen: Screen
    distance_cm: float | None
    images: Pictures  # [n, side, side, 3] the camera's whole square
    faces: Pictures  # [n, FACE_PX, FACE_PX, 3] what lies around the face
    face_views: NDArray[np.float32]  # [n, 3] which part of the square `faces` shows
    gaze: NDArray[np.float32]  # [n, 2] the target's xScreen, yScreen
    eyes: NDArray[np.int64]  # [n] OPEN, CLOSED or ABSENT
    known: NDArray[np.bool_]  # [n] whether the frame carries truth; what follows is zero where it does not
    landmarks: NDArray[np.float32]  # [n, 10, 2] fractions of the square
    head_pose: NDArray[np.float32]  # [n, 3] yaw, pitch, roll in degrees
    rays: NDArray[np.float32]  # [n, 2, 3] unit visual axes in camera space, right eye then left

    def open_frames(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.eyes == OPEN)


def person_number(person: str) -> int | None:
    """The number in a rendered person's name: 12 for p0012."""
    match = re.fullmatch(r"\D*(\d+)", person)
    return int(match.group(1)) if match else None


def sitting_number(measurement: str) -> int:
    """The number of the sitting in a rendered measurement's name: 2 for p0012-m2 or p0012-m2-reading; 0 where a name has none."""
    match = re.search(r"-m(\d+)(?:-|$)", measurement)
    return int(match.group(1)) if match else 0


def is_sequence(measurement: str) -> bool:
    """Whether a rendered measurement's name says that its frames follow each other: p0012-m2-reading or p0012-m2-browsing-lean."""
    return re.search(r"-m\d+-(browsing|reading|scanning|stare|pursuit)\b", measurement) is not None


def is_shift(person: str) -> bool:
    """Whether a person is of the renderer's shift set (s0001 ..): of what is held back, to test with and never to train on."""
    return re.fullmatch(r"s\d{4,}", person) is not None


def is_held_out(person: str, held_out: int) -> bool:
    """Whether a person is never trained on: those numbered 1 .. `held_out`, which exist as soon as rendering starts, and the shift set."""
    number = person_number(person)
    return is_shift(person) or (number is not None and number <= held_out)


def read_measurement(folder: Path, cache: Path | None = None, largest: int | None = None) -> Measurement:
    """Reads a folder; `cache` is the folder for its decoded images (default: `.cache` beside the measurement). `largest` is the most
    pixels that the sides of `images` may have; larger ones are scaled down, after the faces were cut from all their pixels."""
    record = read_json(folder / "measurement.json")
    files = frame_files(record, str(folder))
    side = picture_side(folder / files[0])
    beside = cache or folder.parent / CACHE
    return assemble(record, str(folder), side, lambda views: decode(folder, files, side, views, beside, largest))


def frame_files(record: dict[str, Any], source: str) -> list[str]:
    """The names of a measurement's frames; `source` is what errors name."""
    if (record.get("format"), record.get("version")) != ("fovea-measurement", 1):
        raise MeasurementError(
            f"{source}: not a fovea-measurement of version 1: {record.get('format')!r}, version {record.get('version')!r}"
        )
    if not record["frames"]:
        raise MeasurementError(f"{source}: has no frames")
    return [frame["file"] for frame in record["frames"]]


def assemble(
    record: dict[str, Any], source: str, side: int, pictures: Callable[[NDArray[np.float32]], tuple[Pictures, Pictures]]
) -> Measurement:
    """A measurement of a record, of frames with sides of `side` px; `pictures` gives the images and faces for the faces' views."""
    frames: list[dict[str, Any]] = record["frames"]
    n = len(frames)
    gaze = np.array([[frame["x"], frame["y"]] for frame in frames], np.float32)
    if not ((gaze >= 0) & (gaze <= 1)).all():
        raise MeasurementError(f"{source}: a target lies outside the screen")
    known = np.array(["truth" in frame for frame in frames])
    landmarks, head_pose, rays = np.zeros((n, 10, 2), np.float32), np.zeros((n, 3), np.float32), np.zeros((n, 2, 3), np.float32)
    for i in np.flatnonzero(known):
        truth = frames[i]["truth"]
        landmarks[i] = np.array(truth["landmarks"])
        head_pose[i] = truth["yawPitchRollDeg"]
        rays[i] = truth["gazeRays"]
    landmarks /= side
    face_views = wide_views(landmarks, known)
    eyes = np.array([EYES[frame.get("eyes", "open")] for frame in frames])
    screen = record["screen"]
    return Measurement(
        record["id"],
        record["person"],
        Screen(screen["widthPx"], screen["heightPx"], screen.get("widthCm"), screen.get("heightCm")),
        record.get("distanceCm"),
        *pictures(face_views),
        face_views,
        gaze,
        eyes,
        known,
        landmarks,
        head_pose,
        rays,
    )


def read_json(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text())
    except (OSError, json.JSONDecodeError) as error:
        raise MeasurementError(f"{path}: {error}") from error


def wide_views(landmarks: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Views [n, 3] with room around the faces; where a frame has no truth, the measurement's typical one, else the whole square."""
    views = np.tile(WHOLE_VIEW, (len(landmarks), 1))
    if known.any():
        views[known] = place_view(*locate_eyes(landmarks[known]), WIDE_SPAN)
        views[~known] = np.median(views[known], axis=0)
    return views.astype(np.float32)


class Library:
    """The measurements of a data folder, split by person; grows with `discover`."""

    def __init__(
        self,
        folder: Path,
        held_out: int,
        cache: Path | None = None,
        only_held_out: bool = False,
        largest: int | None = None,
        sittings: range | None = None,
    ) -> None:
        self.folder, self.held_out, self.cache, self.only_held_out, self.largest = folder, held_out, cache, only_held_out, largest
        self.sittings = sittings  # numbers of the sittings that are read; None: of all
        self.training: list[Measurement] = []
        self.unfamiliar: list[Measurement] = []  # of held-out people
        self._seen: set[str] = set()

    def discover(self, limit: int | None = None) -> int:
        """Reads finished folders not read before, at most `limit`, in the order of their names; returns how many."""
        if not self.folder.is_dir():
            return 0
        names = sorted(entry.name for entry in os.scandir(self.folder) if entry.is_dir() and not entry.name.startswith("."))
        new = [name for name in names if name not in self._seen and (self.folder / name / "measurement.json").exists()][:limit]
        for name in new:
            self._seen.add(name)
            if self.sittings is not None and sitting_number(name) not in self.sittings:
                continue
            if self.only_held_out and not is_held_out(name.partition("-")[0], self.held_out):
                continue
            # of held-out people all that the camera saw: in smaller pictures their faces would be poorer than those that are trained on
            largest = None if is_held_out(name.partition("-")[0], self.held_out) else self.largest
            measurement = read_measurement(self.folder / name, self.cache, largest)
            (self.unfamiliar if is_held_out(measurement.person, self.held_out) else self.training).append(measurement)
        return len(new)

    def advance(self, frames: int) -> None:
        """So many frames were taken for a batch; a folder's measurements stay."""

    def people(self) -> int:
        """How many people there are to train on."""
        return len({measurement.person for measurement in self.training})
