"""The experiment's sets: measurements to train on, unfamiliar people, unfamiliar measurements of people in training, the shift set.

Who belongs where is read off a folder's name, so that it does not depend on what has been rendered so far.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from .augment import Batch, Look, view_frames
from .data import Measurement, read_measurement
from .framing import WHOLE_VIEW, frame_face
from .network import FoveaNetwork, normalization
from .resample import to_network
from .samplers import take, windows

Role = Literal["training", "people", "measurements", "shift", "familiar"]
TEST_SETS: tuple[Role, ...] = ("people", "measurements", "shift")
NAME = re.compile(r"([ps])(\d{4,})-m(\d+)")  # p0051-m2; sequences and other renderings have more to their names
LEFT_OUT_PEOPLE = 50  # of those in training, one measurement of each is left out
LEFT_OUT = 2  # and it is this one
FAMILIAR = 50  # measurements that were trained on: how far training has come
LARGEST_PX = 256  # of whole squares


def role_of(name: str, held_out: int) -> Role | None:
    """What a folder is for: people numbered up to `held_out` are unfamiliar, measurement 2 of the next fifty is left out."""
    match = NAME.fullmatch(name)
    if match is None:
        return None
    kind, person, sitting = match[1], int(match[2]), int(match[3])
    if kind == "s":
        return "shift"
    if person <= held_out:
        return "people"
    return "measurements" if person <= held_out + LEFT_OUT_PEOPLE and sitting == LEFT_OUT else "training"


def names_of(folder: Path, role: Role, held_out: int) -> list[str]:
    """The finished measurements of a folder that have this role, in the order of their names."""
    names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir()) if folder.is_dir() else []
    return [name for name in names if role_of(name, held_out) == role and (folder / name / "measurement.json").exists()]


def read_training(folder: Path, held_out: int, people: int) -> list[Measurement]:
    """All measurements to train on of the first so many people."""
    names = names_of(folder, "training", held_out)
    chosen = sorted({name.partition("-")[0] for name in names})[:people]
    return [read_measurement(folder / name, largest=LARGEST_PX) for name in names if name.partition("-")[0] in chosen]


def first_people(measurements: Sequence[Measurement], people: int) -> list[Measurement]:
    """Those of the first so many people; 0: of all."""
    chosen = sorted({measurement.person for measurement in measurements})[: people or None]
    return [measurement for measurement in measurements if measurement.person in chosen]


@dataclass(frozen=True)
class Viewer:
    """How a measurement is shown to a network: its faces or its whole squares, at so many pixels."""

    side: int
    whole: bool = False
    locator: FoveaNetwork | None = None  # says where the faces are; else the truth does

    def look(self, measurement: Measurement, frames: np.ndarray) -> Batch:
        """Frames without augmentation, their labels beside them."""
        taken = take(measurement, frames, self.whole)
        if self.whole:
            views = np.tile(WHOLE_VIEW, (len(frames), 1))
        else:
            views = frame_face(taken.landmarks if self.locator is None else locate(self.locator, measurement)[frames])
        return view_frames(taken, Look(views), self.side)


@torch.no_grad()
def locate(locator: FoveaNetwork, measurement: Measurement) -> np.ndarray:
    """Landmarks [n, 10, 2] that a network finds in the whole squares of a measurement's open-eyed frames; zero for the others."""
    found = np.zeros_like(measurement.landmarks)
    with normalization(locator.eval(), "batch"):
        for window, _ in windows(measurement):
            images = torch.from_numpy(to_network(measurement.images[window], locator.config.input_size)).permute(0, 3, 1, 2)
            found[window] = locator(images).landmarks.numpy()
    return found


def positions(measurement: Measurement, length: int) -> list[tuple[Tensor, int]]:
    """`windows` as positions among the open-eyed frames."""
    frames = measurement.open_frames()
    return [(torch.from_numpy(np.searchsorted(frames, window)), new) for window, new in windows(measurement, length)]
