"""Random changes of a batch: colour and camera once per batch (a measurement has one), where a face is cut, noise and flicker per frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .data import OPEN
from .framing import MOST_DRIFT, MOST_GROWTH, locate_eyes, place_view, to_view
from .resample import PLAIN_LUT, Taps, area_taps, resample
from .samplers import Frames

SWAP_EYES = np.array([5, 6, 7, 8, 9, 0, 1, 2, 3, 4])
NOISE_LENGTH = 1 << 22
CAMERA_ZOOM = 0.12  # spread (log) of the cameras that a batch's square could as well come from
CAMERA_SHIFT = 0.05  # and of where they point, fractions of the square


@dataclass(frozen=True)
class Look:
    """How frames are looked at: the part of the square that each shows, mirrored or not, sharp or softer."""

    views: NDArray[np.float64]  # [n, 3] before mirroring; may reach beyond the square
    flip: bool = False
    blur: float = 1.0
    camera: tuple[float, float, float] = (1.0, 0.0, 0.0)  # zoom and shift of the square that the network is told of


@dataclass
class Batch:
    """What the network sees and what it should say."""

    images: Tensor  # [n, 3, S, S] in -1..1, channels last
    views: Tensor  # [n, 3] which part of the square they show
    whole: bool  # whole squares, not faces
    gaze: Tensor  # [n, 2] xScreen, yScreen
    open: Tensor  # [n] bool
    known: Tensor  # [n] bool: open and with truth
    landmarks: Tensor  # [n, 10, 2] fractions of the view
    head_pose: Tensor  # [n, 3] degrees
    rays: Tensor  # [n, 2, 3]

    def tensors(self) -> dict[str, Tensor]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Tensor)}

    def to(self, device: torch.device) -> Batch:
        """The same on a device."""
        return replace(self, **{name: value.to(device, non_blocking=True) for name, value in self.tensors().items()})


def draw_look(frames: Frames, random: np.random.Generator) -> Look:
    """Half of the batches mirrored, a third softer. Faces are cut as a follower that lags cuts them: off by what one batch shares and by
    what each frame has of its own, up to where it would follow. Whole squares are zoomed by 0.85 .. 1.25 and shifted by a few per cent."""
    flip, soft = random.random(2) < (0.5, 0.3)
    blur = float(random.uniform(1, 1.6)) if soft else 1.0
    if frames.whole:
        side = float(np.exp(-random.uniform(np.log(0.85), np.log(1.25))))
        views = np.tile([*((1 - side) / 2 + random.normal(0, 0.03, 2)), side], (len(frames.gaze), 1))
    else:
        views = draw_face_views(frames, random)
    zoom = float(np.exp(random.normal(0, CAMERA_ZOOM)))
    return Look(views, bool(flip), blur, (zoom, *random.normal(0, CAMERA_SHIFT, 2)))


def draw_face_views(frames: Frames, random: np.random.Generator) -> NDArray[np.float64]:
    """Views [n, 3] around the faces; those of frames without truth lie where the batch's others do."""
    middle, distance = locate_eyes(frames.landmarks)
    known = frames.known
    if not known.any():
        return frames.views.astype(np.float64)
    middle[~known], distance[~known] = np.median(middle[known], 0), np.median(distance[known])
    count = len(distance)
    growth = np.exp(random.normal(0, 0.06) + random.uniform(-1, 1, count) * np.log(MOST_GROWTH))
    views = place_view(middle, distance * growth)
    views[:, :2] += (random.normal(0, 0.03, 2) + random.uniform(-MOST_DRIFT, MOST_DRIFT, (count, 2))) * views[:, 2:]
    views[:, :2] = np.clip(views[:, :2], 0, 1 - views[:, 2:])
    return views


def draw_luts(count: int, random: np.random.Generator) -> NDArray[np.float32]:
    """Byte -> network input per frame and channel, [count, 3, 256]: gain, gamma, contrast and tint of the batch, flicker of the frame."""
    gamma = np.exp(random.normal(0, 0.15))
    gain = np.exp(random.normal(-0.03, 0.1)) * np.exp(random.normal(0, 0.04, (1, 3, 1)))
    contrast, pivot = np.exp(random.normal(-0.03, 0.1)), random.uniform(0.3, 0.7)
    flicker = np.exp(random.normal(0, random.uniform(0, 0.03), (count, 1, 1)))
    value = (np.arange(256) / 255) ** gamma
    value = (value - pivot) * contrast + pivot
    return np.clip(value * gain * flicker, 0, 1).astype(np.float32) * 2 - 1


def map_points(points: NDArray[np.float32], look: Look) -> NDArray[np.float32]:
    """Points [n, ..., 2] of the square -> where the look shows them, in fractions of its views."""
    out = to_view(points, look.views)
    if look.flip:
        out[..., 0] = 1 - out[..., 0]
    return out


def told_views(look: Look) -> NDArray[np.float32]:
    """The views [n, 3] that the network is told of: mirrored like the picture, in the square of the camera that is made believe."""
    x, y, side = look.views.T
    if look.flip:
        x = 1 - (x + side)
    zoom, x_shift, y_shift = look.camera
    return np.stack([0.5 + (x - 0.5) * zoom + x_shift, 0.5 + (y - 0.5) * zoom + y_shift, side * zoom], 1).astype(np.float32)


def cut(frames: Frames, look: Look, size: int, luts: NDArray[np.float32]) -> NDArray[np.float32]:
    """The look's views out of the frames' images, [n, size, size, 3]; frames that show the same are cut together."""
    side = frames.images.shape[1]
    corner = (look.views[:, :2] - frames.views[:, :2]) / frames.views[:, 2:]
    extent = look.views[:, 2] / frames.views[:, 2]
    parts = np.column_stack([corner, extent])
    luts = np.broadcast_to(luts, (len(parts), 3, 256))

    def axes(part: NDArray[np.float64]) -> tuple[Taps, Taps]:
        x, y, wide = (float(value) for value in part)
        return area_taps(side, size, y, wide, False, look.blur), area_taps(side, size, x, wide, look.flip, look.blur)

    if (parts == parts[0]).all():
        return resample(frames.images, *axes(parts[0]), luts)
    return np.concatenate([resample(frames.images[i : i + 1], *axes(part), luts[i : i + 1]) for i, part in enumerate(parts)])


def view_frames(frames: Frames, look: Look, size: int, luts: NDArray[np.float32] = PLAIN_LUT) -> Batch:
    """Frames as the look has them, at `size` px. The mirrored world's right eye is where the left one was; its screen is mirrored too."""
    images = cut(frames, look, size, luts)
    landmarks, gaze, head_pose, rays = map_points(frames.landmarks, look), frames.gaze, frames.head_pose, frames.rays
    if look.flip:
        landmarks = landmarks[:, SWAP_EYES]
        gaze = np.stack([1 - gaze[:, 0], gaze[:, 1]], 1)
        head_pose = head_pose * np.array([-1, 1, -1], np.float32)
        rays = rays[:, ::-1] * np.array([-1, 1, 1], np.float32)
    is_open = frames.eyes == OPEN
    return Batch(
        torch.from_numpy(images).permute(0, 3, 1, 2),
        torch.from_numpy(told_views(look)),
        frames.whole,
        torch.from_numpy(gaze),
        torch.from_numpy(is_open),
        torch.from_numpy(is_open & frames.known),
        torch.from_numpy(landmarks),
        torch.from_numpy(head_pose),
        torch.from_numpy(np.ascontiguousarray(rays)),
    )


class Augmenter:
    """Draws a view, colours and noise for a batch; noise is cut from one long stretch: drawing it anew would cost more than the rest."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._noise = np.random.default_rng(0).standard_normal(NOISE_LENGTH, dtype=np.float32)

    def __call__(self, frames: Frames, random: np.random.Generator) -> Batch:
        batch = view_frames(frames, draw_look(frames, random), self.size, draw_luts(len(frames.gaze), random))
        images = batch.images.permute(0, 2, 3, 1).numpy()  # [n, S, S, 3], a view of the same memory
        self.add_noise(images, random)
        self.cut_out(images, random)
        return batch

    def add_noise(self, images: NDArray[np.float32], random: np.random.Generator) -> None:
        """Sensor noise of one strength per batch, different in every frame."""
        strength = abs(random.normal(0, 0.02))
        for image in images:
            flat = image.reshape(-1)
            start = random.integers(NOISE_LENGTH - flat.size) if flat.size < NOISE_LENGTH else 0
            flat += strength * self._noise[start : start + flat.size]

    def cut_out(self, images: NDArray[np.float32], random: np.random.Generator) -> None:
        """In one frame of ten, a flat square of up to a seventh of the side."""
        for image in images:
            if random.random() < 0.1:
                side = int(random.uniform(0.04, 0.14) * self.size)
                y, x = random.integers(self.size - side, size=2)
                image[y : y + side, x : x + side] = random.uniform(-1, 1, 3)
