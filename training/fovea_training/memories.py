"""Memories as they occur: which frames of a measurement a memory holds. Pure functions of a generator.

Live, a memory starts empty, holds one place while somebody stares, two lines while they read, the whole screen after a minute of browsing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST = 64  # entries of a memory in training
EMPTY = 0.06  # share of memories without entries
THIN = 0.35  # share with few: 1 .. MOST, few being likelier
SPREAD = 0.38  # share whose frames lie anywhere; the others lie
PLACE = 0.17  # around one place,
SIDE = 0.13  # to one side,
LINES = 0.15  # at about one height, as lines that are read,
DWELL = 0.17  # mostly at one place and now and then elsewhere: the rest
FOREIGN = 0.3  # share that also holds frames of somebody else, or of another sitting, as after a change of seats
EARLY = 1.5  # above 1: the start of a sequence, where the memory is thin, comes oftener
MOST_STRIDE = 3  # frames of a sequence from one that is remembered to the next
LEAST_SPREAD = 8  # entries of a memory that lies all over the screen
NEXT = 12  # frames of a sequence that are asked about
REPEATED = 0.5  # share of the memories of one place that hold a few frames over and over, as a stare does


def draw_memory(gaze: NDArray[np.floating], random: np.random.Generator) -> NDArray[np.int64]:
    """Which frames a memory holds of a measurement whose frames look at gaze [m, 2]: positions, with repetition."""
    return draw_frames(gaze, draw_count(min(MOST, len(gaze)), random), random)


def draw_spread(gaze: NDArray[np.floating], random: np.random.Generator) -> NDArray[np.int64]:
    """Likewise, of frames that lie all over the screen, and no few."""
    most = min(MOST, len(gaze))
    return random.permutation(len(gaze))[: random.integers(min(LEAST_SPREAD, most), most + 1)]


def draw_foreign(gaze: NDArray[np.floating], random: np.random.Generator) -> NDArray[np.int64] | None:
    """What a memory holds of another measurement, whose frames look at gaze [m, 2]; mostly nothing."""
    return draw_memory(gaze, random) if random.random() < FOREIGN else None


def draw_past(count: int, random: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of a sequence of `count` frames: those that are remembered at some moment of it, every one or some of the last, and those that
    come next."""
    now = round(count * random.random() ** EARLY)
    now = min(now, count - 1)
    past = np.arange(now - 1, -1, -int(random.integers(1, MOST_STRIDE + 1)))[:MOST]
    return past, np.arange(now, min(now + NEXT, count))


def draw_count(most: int, random: np.random.Generator) -> int:
    """How many entries, 0 .. most."""
    chance = random.random()
    if chance < EMPTY:
        return 0
    if chance < EMPTY + THIN:
        return round(most ** random.random())
    return int(random.integers(most // 2, most + 1))


def draw_frames(gaze: NDArray[np.floating], count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Which frames; a memory that lies somewhere has at most half of them."""
    order, chance = random.permutation(len(gaze)), random.random()
    if chance < SPREAD:
        return order[:count]
    count = min(count, len(gaze) // 2)
    if chance < SPREAD + PLACE:
        near = np.linalg.norm(gaze - random.random(2), axis=1).argsort()
        if random.random() < REPEATED:
            return random.choice(near[: random.integers(1, 5)], count)
        return near[:count]
    if chance < SPREAD + PLACE + SIDE:
        angle = random.uniform(0, 2 * np.pi)
        return (gaze @ np.array([np.cos(angle), np.sin(angle)])).argsort()[:count]
    if chance < SPREAD + PLACE + SIDE + LINES:
        return np.abs(gaze[:, 1] - random.random()).argsort()[:count]
    near = np.linalg.norm(gaze - random.random(2), axis=1).argsort()
    elsewhere = int(random.integers(0, count // 2 + 1))
    return np.concatenate([near[: count - elsewhere], order[:elsewhere]])
