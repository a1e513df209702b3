"""Random changes of a batch: geometry and colour once per batch (a measurement has one camera), noise and flicker per frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .data import OPEN
from .resample import PLAIN_LUT, area_matrix, resample
from .samplers import Frames

SWAP_EYES = np.array([5, 6, 7, 8, 9, 0, 1, 2, 3, 4])
NOISE_LENGTH = 1 << 22
NEAR_UNTIL = 0.5  # share of the training over which close views fade out


@dataclass(frozen=True)
class View:
    """How a batch is looked at: mirrored or not, zoomed about the middle, shifted (fractions of the output)."""

    flip: bool = False
    zoom: float = 1.0
    x_shift: float = 0.0
    y_shift: float = 0.0
    blur: float = 1.0


@dataclass
class Batch:
    """What the network sees and what it should say."""

    images: Tensor  # [n, 3, S, S] in -1..1, channels last
    gaze: Tensor  # [n, 2] xScreen, yScreen
    open: Tensor  # [n] bool
    known: Tensor  # [n] bool: open and with truth
    landmarks: Tensor  # [n, 10, 2] crop fractions
    head_pose: Tensor  # [n, 3] degrees
    rays: Tensor  # [n, 2, 3]


def draw_view(eyes: NDArray[np.float32], progress: float, random: np.random.Generator) -> View:
    """A view: half of them mirrored, a zoom, a shift of a few per cent, sometimes a softer lens.

    Early in training (`progress` 0..1) it comes close, up to 2.2 times, and narrows to 0.85 .. 1.25 by the middle: in a near face irises
    move by whole pixels, and what is learnt there carries over to far ones. `eyes` [2] is the middle of the batch's eyes (crop fractions);
    a close view moves it towards the middle, so that it stays in the picture.
    """
    near = max(0.0, 1 - progress / NEAR_UNTIL)
    zoom = float(np.exp(random.uniform(np.log(0.85 + 0.15 * near), np.log(1.25 + 0.95 * near))))
    flip = bool(random.random() < 0.5)
    target = 0.5 + (eyes - 0.5) * min(1.0, 1.25 / zoom) + random.normal(0, 0.03, 2)
    shift = target - 0.5 - (eyes - 0.5) * zoom
    return View(flip, zoom, float(shift[0]), float(shift[1]), float(random.uniform(1, 1.6)) if random.random() < 0.3 else 1.0)


def middle_of_eyes(frames: Frames) -> NDArray[np.float32]:
    """Where the eyes of the batch are on average, [2] in crop fractions; the middle where no frame says."""
    return frames.landmarks[frames.known].mean((0, 1)) if frames.known.any() else np.full(2, 0.5, np.float32)


def draw_luts(count: int, random: np.random.Generator) -> NDArray[np.float32]:
    """Byte -> network input per frame and channel, [count, 3, 256]: gain, gamma, contrast and tint of the batch, flicker of the frame."""
    gamma = np.exp(random.normal(0, 0.15))
    gain = np.exp(random.normal(-0.03, 0.1)) * np.exp(random.normal(0, 0.04, (1, 3, 1)))
    contrast, pivot = np.exp(random.normal(-0.03, 0.1)), random.uniform(0.3, 0.7)
    flicker = np.exp(random.normal(0, random.uniform(0, 0.03), (count, 1, 1)))
    value = (np.arange(256) / 255) ** gamma
    value = (value - pivot) * contrast + pivot
    return np.clip(value * gain * flicker, 0, 1).astype(np.float32) * 2 - 1


def map_points(points: NDArray[np.float32], view: View) -> NDArray[np.float32]:
    """Points [..., 2] of the crop -> where the view shows them: u = 0.5 + shift + (s - 0.5) * zoom, then mirrored."""
    out = 0.5 + np.array([view.x_shift, view.y_shift], np.float32) + (points - 0.5) * view.zoom
    if view.flip:
        out[..., 0] = 1 - out[..., 0]
    return out.astype(np.float32)


def look(frames: Frames, view: View, size: int, luts: NDArray[np.float32] = PLAIN_LUT) -> Batch:
    """Frames through a view at `size` px. The mirrored world has its right eye where the left one was, and its screen mirrored too."""
    side = frames.images.shape[1]
    rows = area_matrix(side, size, view.zoom, view.y_shift, False, view.blur)
    columns = area_matrix(side, size, view.zoom, view.x_shift, view.flip, view.blur)
    images = resample(frames.images, rows, columns, luts)
    landmarks, gaze, head_pose, rays = map_points(frames.landmarks, view), frames.gaze, frames.head_pose, frames.rays
    if view.flip:
        landmarks = landmarks[:, SWAP_EYES]
        gaze = np.stack([1 - gaze[:, 0], gaze[:, 1]], 1)
        head_pose = head_pose * np.array([-1, 1, -1], np.float32)
        rays = rays[:, ::-1] * np.array([-1, 1, 1], np.float32)
    is_open = frames.eyes == OPEN
    return Batch(
        torch.from_numpy(images).permute(0, 3, 1, 2),
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

    def __call__(self, frames: Frames, progress: float, random: np.random.Generator) -> Batch:
        count = len(frames.gaze)
        batch = look(frames, draw_view(middle_of_eyes(frames), progress, random), self.size, draw_luts(count, random))
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
