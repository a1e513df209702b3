"""Area resampling of square images, separable: the pixels that every side of the product agrees on (`src/camera/area-downscale.ts`)."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .kernels import library

Array = NDArray[np.float32]

PLAIN_LUT: Array = np.tile(np.arange(256, dtype=np.float32) / 127.5 - 1, (3, 1))  # byte -> network input


@dataclass(frozen=True)
class Taps:
    """One axis of a resampling: output pixel i is the sum of `weights[i, k]` of source pixel `first[i] + k`."""

    side: int  # source pixels
    first: NDArray[np.int32]  # [size]
    weights: Array  # [size, taps], rows sum to one

    def matrix(self) -> Array:
        """The same as a matrix [size, side]."""
        out = np.zeros((len(self.first), self.side), np.float32)
        np.put_along_axis(out, self.first[:, None] + np.arange(self.weights.shape[1]), self.weights, 1)
        return out


def area_taps(side: int, size: int, start: float = 0.0, extent: float = 1.0, flip: bool = False, blur: float = 1.0) -> Taps:
    """`size` output pixels over the part [start, start + extent] of a source of `side` pixels (fractions of it).

    Each source pixel weighs as much as the output pixel covers of it (`blur` times as wide around its middle), and what lies outside
    the source falls to its edge pixel.
    """
    middle = (start + (np.arange(size, dtype=np.float64) + 0.5) / size * extent) * side
    half = 0.5 * blur * extent * side / size
    low, high = (middle - half)[:, None], (middle + half)[:, None]
    taps = min(side, math.ceil(2 * half) + 1)
    first = np.clip(np.floor(low), 0, side - taps)
    left = first + np.arange(taps)
    right = left + 1
    left[left == 0] = -np.inf
    right[right == side] = np.inf
    cover = np.clip(np.minimum(high, right) - np.maximum(low, left), 0, None)
    weights = (cover / cover.sum(1, keepdims=True)).astype(np.float32)
    step = -1 if flip else 1
    return Taps(side, np.ascontiguousarray(first[::step, 0], np.int32), np.ascontiguousarray(weights[::step]))


def resample(images: NDArray[np.uint8], rows: Taps, columns: Taps, lut: Array = PLAIN_LUT) -> Array:
    """Images [n, side, side, 3] of bytes -> [n, size, size, 3] = rows @ lut(image) @ columns^T per channel; lut [3, 256] or [n, 3, 256]."""
    images = np.ascontiguousarray(images)
    n, side = images.shape[:2]
    size = len(rows.first)
    luts = np.ascontiguousarray(np.broadcast_to(lut, (n, 3, 256)), dtype=np.float32)
    kernels = library()
    if kernels is None:
        values = np.take_along_axis(luts[:, None, None], images[..., None].astype(np.intp), 4)[..., 0]
        return np.einsum("yh,nhwc,xw->nyxc", rows.matrix(), values, columns.matrix(), optimize=True).astype(np.float32)
    out = np.empty((n, size, size, 3), np.float32)

    def at(array: NDArray) -> ctypes.c_void_p:
        return ctypes.c_void_p(array.ctypes.data)

    def long(value: int) -> ctypes.c_int64:
        return ctypes.c_int64(value)

    taps = [value for axis in (rows, columns) for value in (at(axis.first), at(axis.weights), long(axis.weights.shape[1]))]
    kernels.fovea_resample(at(images), long(n), long(side), at(luts), *taps, long(size), at(out))
    return out


def to_network(images: NDArray[np.uint8], size: int, views: NDArray[np.floating] | None = None) -> Array:
    """Images [n, side, side, 3] -> the network's input [n, size, size, 3] in -1..1: a plain area downscale, of views [n, 3] where given."""
    side = images.shape[1]
    if views is None:
        taps = area_taps(side, size)
        return resample(images, taps, taps)
    cut = [
        resample(image[None], area_taps(side, size, float(y), float(extent)), area_taps(side, size, float(x), float(extent)))
        for image, (x, y, extent) in zip(images, views, strict=True)
    ]
    return np.concatenate(cut)
