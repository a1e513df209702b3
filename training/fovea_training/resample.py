"""Area resampling of square images, separable: the pixels that every side of the product agrees on (`src/camera/area-downscale.ts`)."""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray

from .kernels import library

Array = NDArray[np.float32]

PLAIN_LUT: Array = np.tile(np.arange(256, dtype=np.float32) / 127.5 - 1, (3, 1))  # byte -> network input


def area_matrix(side: int, size: int, zoom: float = 1.0, shift: float = 0.0, flip: bool = False, blur: float = 1.0) -> Array:
    """Weights [size, side] of output pixels (rows) over source pixels; rows sum to one.

    Output pixel i covers u in [i, i + 1] / size of the output, which is s = 0.5 + (u - 0.5 - shift) / zoom of the source (`blur` times
    as wide around its middle); each source pixel weighs as much as it is covered, and what lies outside falls to the edge pixel.
    """
    i = np.arange(size, dtype=np.float64)
    middle = 0.5 + ((i + 0.5) / size - 0.5 - shift) / zoom
    half = 0.5 * blur / size / zoom
    low, high = (middle - half)[:, None] * side, (middle + half)[:, None] * side
    left = np.arange(side, dtype=np.float64)[None]
    right = left + 1
    left[0, 0], right[0, -1] = -np.inf, np.inf
    cover = np.clip(np.minimum(high, right) - np.maximum(low, left), 0, None)
    weights = (cover / cover.sum(1, keepdims=True)).astype(np.float32)
    return np.ascontiguousarray(weights[::-1] if flip else weights)


def band(matrix: Array) -> tuple[NDArray[np.int32], Array]:
    """The matrix as its non-zero taps: first source index [size] and weights [size, taps]."""
    side = matrix.shape[1]
    filled = matrix > 0
    start = filled.argmax(1)
    taps = int((side - filled[:, ::-1].argmax(1) - start).max())
    first = np.minimum(start, side - taps)
    return first.astype(np.int32), np.ascontiguousarray(np.take_along_axis(matrix, first[:, None] + np.arange(taps), 1))


def resample(images: NDArray[np.uint8], rows: Array, columns: Array, lut: Array = PLAIN_LUT) -> Array:
    """Images [n, side, side, 3] of bytes -> [n, size, size, 3] = rows @ lut(image) @ columns^T per channel; lut [3, 256] or [n, 3, 256]."""
    images = np.ascontiguousarray(images)
    n, side = images.shape[:2]
    size = rows.shape[0]
    luts = np.ascontiguousarray(np.broadcast_to(lut, (n, 3, 256)), dtype=np.float32)
    kernels = library()
    if kernels is None:
        values = np.take_along_axis(luts[:, None, None], images[..., None].astype(np.intp), 4)[..., 0]
        return np.einsum("yh,nhwc,xw->nyxc", rows, values, columns, optimize=True).astype(np.float32)
    out = np.empty((n, size, size, 3), np.float32)
    (row_first, row_weights), (column_first, column_weights) = band(rows), band(columns)

    def at(array: NDArray) -> ctypes.c_void_p:
        return ctypes.c_void_p(array.ctypes.data)

    def long(value: int) -> ctypes.c_int64:
        return ctypes.c_int64(value)

    taps = at(row_first), at(row_weights), long(row_weights.shape[1]), at(column_first), at(column_weights), long(column_weights.shape[1])
    kernels.fovea_resample(at(images), long(n), long(side), at(luts), *taps, long(size), at(out))
    return out


def to_network(images: NDArray[np.uint8], size: int) -> Array:
    """Images [n, side, side, 3] -> the network's input [n, size, size, 3] in -1..1: a plain area downscale."""
    matrix = area_matrix(images.shape[1], size)
    return resample(images, matrix, matrix)
