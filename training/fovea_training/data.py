"""Measurement folders (DESIGN.md section 6, with the renderer's truth) as arrays; images are decoded once into a cache.

A folder whose name starts with a dot is unfinished; measurements that appear while training goes on are found by `discover`.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

OPEN, CLOSED, ABSENT = 0, 1, 2
EYES = {"open": OPEN, "closed": CLOSED, "absent": ABSENT}
CACHE = ".cache"  # folder of decoded images inside the data folder


class MeasurementError(ValueError):
    """A measurement that can't be read; says which and why."""


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
    images: NDArray[np.uint8]  # [n, side, side, 3], memory-mapped
    gaze: NDArray[np.float32]  # [n, 2] the target's xScreen, yScreen
    eyes: NDArray[np.int64]  # [n] OPEN, CLOSED or ABSENT
    known: NDArray[np.bool_]  # [n] whether the frame carries truth; what follows is zero where it does not
    landmarks: NDArray[np.float32]  # [n, 10, 2] crop fractions
    head_pose: NDArray[np.float32]  # [n, 3] yaw, pitch, roll in degrees
    rays: NDArray[np.float32]  # [n, 2, 3] unit visual axes in camera space, right eye then left

    def open_frames(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.eyes == OPEN)


def person_number(person: str) -> int | None:
    """The number in a rendered person's name: 12 for p0012."""
    match = re.fullmatch(r"\D*(\d+)", person)
    return int(match.group(1)) if match else None


def is_shift(person: str) -> bool:
    """Whether a person is of the renderer's shift set (s0001 ..): of what is held back, to test with and never to train on."""
    return re.fullmatch(r"s\d{4,}", person) is not None


def is_held_out(person: str, held_out: int) -> bool:
    """Whether a person is never trained on: those numbered 1 .. `held_out`, which exist as soon as rendering starts, and the shift set."""
    number = person_number(person)
    return is_shift(person) or (number is not None and number <= held_out)


def read_measurement(folder: Path, cache: Path | None = None) -> Measurement:
    """Reads a folder; `cache` is the folder for its decoded images (default: `.cache` beside the measurement)."""
    record = read_json(folder / "measurement.json")
    if (record.get("format"), record.get("version")) != ("fovea-measurement", 1):
        raise MeasurementError(
            f"{folder}: not a fovea-measurement of version 1: {record.get('format')!r}, version {record.get('version')!r}"
        )
    frames: list[dict[str, Any]] = record["frames"]
    if not frames:
        raise MeasurementError(f"{folder}: has no frames")
    images = decode(folder, [frame["file"] for frame in frames], (cache or folder.parent / CACHE) / f"{folder.name}.npy")
    n, side = images.shape[:2]
    gaze = np.array([[frame["x"], frame["y"]] for frame in frames], np.float32)
    if not ((gaze >= 0) & (gaze <= 1)).all():
        raise MeasurementError(f"{folder}: a target lies outside the screen")
    known = np.array(["truth" in frame for frame in frames])
    landmarks, head_pose, rays = np.zeros((n, 10, 2), np.float32), np.zeros((n, 3), np.float32), np.zeros((n, 2, 3), np.float32)
    for i in np.flatnonzero(known):
        truth = frames[i]["truth"]
        landmarks[i] = np.array(truth["landmarks"]) / side
        head_pose[i] = truth["yawPitchRollDeg"]
        rays[i] = truth["gazeRays"]
    eyes = np.array([EYES[frame.get("eyes", "open")] for frame in frames])
    screen = record["screen"]
    return Measurement(
        record["id"],
        record["person"],
        Screen(screen["widthPx"], screen["heightPx"], screen.get("widthCm"), screen.get("heightCm")),
        record.get("distanceCm"),
        images,
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


def decode(folder: Path, files: list[str], cached: Path) -> NDArray[np.uint8]:
    """All frames as one memory-mapped array [n, side, side, 3], decoded on the first call; decoded anew where the folder is newer."""
    if cached.exists() and cached.stat().st_mtime >= (folder / "measurement.json").stat().st_mtime:
        return np.load(cached, mmap_mode="r")
    images = []
    for file in files:
        try:
            with Image.open(folder / file) as image:
                images.append(np.asarray(image.convert("RGB")))
        except OSError as error:
            raise MeasurementError(f"{folder / file}: {error}") from error
        if images[-1].shape != images[0].shape or images[-1].shape[0] != images[-1].shape[1]:
            raise MeasurementError(f"{folder / file}: frames are squares of one size, this one is {images[-1].shape[1::-1]}")
    cached.parent.mkdir(parents=True, exist_ok=True)
    temporary = cached.with_name(f".{cached.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        np.save(file, np.stack(images))
    temporary.rename(cached)
    return np.load(cached, mmap_mode="r")


class Library:
    """The measurements of a data folder, split by person; grows with `discover`."""

    def __init__(self, folder: Path, held_out: int, cache: Path | None = None, only_held_out: bool = False) -> None:
        self.folder, self.held_out, self.cache, self.only_held_out = folder, held_out, cache, only_held_out
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
            if self.only_held_out and not is_held_out(name.partition("-")[0], self.held_out):
                continue
            measurement = read_measurement(self.folder / name, self.cache)
            (self.unfamiliar if is_held_out(measurement.person, self.held_out) else self.training).append(measurement)
        return len(new)

    def people(self) -> int:
        """How many people there are to train on."""
        return len({measurement.person for measurement in self.training})
