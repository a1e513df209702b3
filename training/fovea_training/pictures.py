"""The frames of a measurement as bytes in memory: decoded once into a cache, or from a packed file when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .resample import to_network

CACHE = ".cache"  # folder of decoded images inside the data folder
FACE_PX = 400  # side of the cut-out faces


class MeasurementError(ValueError):
    """A measurement that can't be read; says which and why."""


class Pictures(Protocol):
    """Frames in memory, mapped from a cache, or decoded when they are asked for."""

    def __getitem__(self, chosen: NDArray[np.int64], /) -> NDArray[np.uint8]:
        """Pictures [n, side, side, 3] of the chosen frames [n]."""


@dataclass(frozen=True)
class Packed:
    """Frames that are kept as they were compressed: a thirtieth of the memory."""

    files: Sequence[bytes]
    names: Sequence[str]  # what errors call them
    side: int  # px
    kept: int  # px of the pictures that are handed out, unless there are views
    views: NDArray[np.float32] | None = None  # [n, 3] hands out these, as faces

    def __getitem__(self, chosen: NDArray[np.int64], /) -> NDArray[np.uint8]:
        pictures = np.stack([read_picture(BytesIO(self.files[i]), self.side, self.names[i]) for i in chosen])
        return shrink(pictures, self.kept) if self.views is None else cut_faces(pictures, self.views[chosen])


def picture_side(picture: Path | BytesIO, name: str | None = None) -> int:
    """Pixels of a square picture's side; `name` is what errors call it (default: its path)."""
    try:
        with Image.open(picture) as image:
            width, height = image.size
    except OSError as error:
        raise MeasurementError(f"{name or picture}: {error}") from error
    if width != height:
        raise MeasurementError(f"{name or picture}: frames are squares, this one is {width} x {height} px")
    return width


def decode(
    folder: Path, files: list[str], side: int, views: NDArray[np.float32], cache: Path, largest: int | None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """All frames and their faces as memory-mapped arrays, decoded on the first call; decoded anew where the folder is newer."""
    kept = side if largest is None else min(side, largest)
    images, faces = cache / f"{folder.name}.{kept}.npy", cache / f"{folder.name}.faces.npy"
    newest = (folder / "measurement.json").stat().st_mtime
    if not all(path.exists() and path.stat().st_mtime >= newest for path in (images, faces)):
        pictures = np.stack([read_picture(folder / file, side) for file in files])
        save(faces, cut_faces(pictures, views))
        save(images, shrink(pictures, kept))
    return np.load(images, mmap_mode="r"), np.load(faces, mmap_mode="r")


def read_picture(picture: Path | BytesIO, side: int, name: str | None = None) -> NDArray[np.uint8]:
    """A picture [side, side, 3]; `name` is what errors call it (default: its path)."""
    try:
        with Image.open(picture) as image:
            pixels = np.asarray(image.convert("RGB"))
    except OSError as error:
        raise MeasurementError(f"{name or picture}: {error}") from error
    if pixels.shape != (side, side, 3):
        raise MeasurementError(f"{name or picture}: frames are squares of one size, this one is {pixels.shape[1]} x {pixels.shape[0]} px")
    return pixels


def cut_faces(pictures: NDArray[np.uint8], views: NDArray[np.float32]) -> NDArray[np.uint8]:
    """What the views [n, 3] show of pictures [n, side, side, 3], [n, FACE_PX, FACE_PX, 3]."""
    return to_bytes(to_network(pictures, FACE_PX, views))


def shrink(pictures: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The pictures with sides of `side` px."""
    return pictures if pictures.shape[1] == side else to_bytes(to_network(pictures, side))


def to_bytes(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Network input -> bytes."""
    return ((values + 1) * 127.5).round().clip(0, 255).astype(np.uint8)


def save(path: Path, array: NDArray[np.uint8]) -> None:
    """Writes whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        np.save(file, array)
    temporary.rename(path)
