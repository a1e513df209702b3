"""Memories as they occur: a function of the generator, of frames that are there, in the shares that the constants name."""

from __future__ import annotations

import numpy as np
import pytest

from fovea_training import memories
from fovea_training.memories import EARLY, MOST, MOST_STRIDE, NEXT, draw_count, draw_foreign, draw_memory, draw_past

DRAWS = 4000
GAZE = np.random.default_rng(7).random((100, 2))


@pytest.fixture(scope="module")
def drawn() -> list[np.ndarray]:
    random = np.random.default_rng(1)
    return [draw_memory(GAZE, random) for _ in range(DRAWS)]


def share(claims: list[bool], expected: float) -> object:
    """That so many of the claims hold as `expected`, within four standard deviations of a share."""
    noise = 4 * np.sqrt(expected * (1 - expected) / len(claims))
    return np.mean(claims) == pytest.approx(expected, abs=noise)


def test_a_memory_is_a_function_of_the_generator_s_state() -> None:
    def draw(seed: int) -> list[list[int]]:
        random = np.random.default_rng(seed)
        return [draw_memory(GAZE, random).tolist() for _ in range(20)]

    assert draw(3) == draw(3)
    assert draw(3) != draw(4)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 40, 200])
def test_memories_hold_frames_that_are_there(count: int) -> None:
    random = np.random.default_rng(count)
    gaze = random.random((count, 2))
    longest = 0
    for _ in range(300):
        memory = draw_memory(gaze, random)
        assert len(memory) <= min(MOST, count)
        assert ((memory >= 0) & (memory < count)).all()
        longest = max(longest, len(memory))
    assert longest == min(MOST, count)


def test_counts_are_empty_few_or_many_in_their_shares() -> None:
    random = np.random.default_rng(2)
    counts = [draw_count(MOST, random) for _ in range(DRAWS)]
    assert share([count == 0 for count in counts], memories.EMPTY)
    fewer_than_half = np.log(MOST / 2 - 0.5) / np.log(MOST)  # of MOST ** uniform, rounded
    assert share([0 < count < MOST // 2 for count in counts], memories.THIN * fewer_than_half)
    assert max(counts) == MOST
    few = [count for count in counts if 0 < count < MOST // 2]
    assert np.mean([count <= 8 for count in few]) > 0.5, "few are likelier"


def test_empty_memories_occur_in_their_share(drawn: list[np.ndarray]) -> None:
    assert share([len(memory) == 0 for memory in drawn], memories.EMPTY)


def test_memories_of_one_place_hold_a_few_frames_over_and_over_in_their_share(drawn: list[np.ndarray]) -> None:
    distinct = [len(set(memory.tolist())) for memory in drawn if len(memory) >= 20]
    assert share([count <= 4 for count in distinct], memories.PLACE * memories.REPEATED)


def test_memories_lie_anywhere_or_somewhere(drawn: list[np.ndarray]) -> None:
    """Frames that lie anywhere have nearly the spread of all; those that lie somewhere have less, and are half of them at most."""
    shares = (memories.SPREAD, memories.PLACE, memories.SIDE, memories.LINES, memories.DWELL)
    assert sum(shares) == pytest.approx(1)
    middle = [memory for memory in drawn if 32 <= len(memory) <= 50]
    spread = np.array([GAZE[memory].var(0).min() for memory in middle]) / GAZE.var(0).min()
    lopsided = np.mean(spread < 0.6)
    assert memories.PLACE < lopsided < 1 - memories.SPREAD / 2
    longest = [memory for memory in drawn if len(memory) > 50]
    assert longest, "one that lies anywhere may hold more than half of the frames"
    assert all(len(set(memory.tolist())) == len(memory) for memory in longest)


def test_memories_hold_strangers_in_their_share() -> None:
    random = np.random.default_rng(5)
    foreign = [draw_foreign(GAZE, random) for _ in range(DRAWS)]
    assert share([memory is not None for memory in foreign], memories.FOREIGN)


@pytest.mark.parametrize("count", [1, 5, 40, 300])
def test_a_past_is_what_went_before_the_frames_that_come_next(count: int) -> None:
    random = np.random.default_rng(count)
    strides, moments, longest = set(), [], 0
    for _ in range(1000):
        past, coming = draw_past(count, random)
        now = int(coming[0])
        assert coming.tolist() == list(range(now, min(now + NEXT, count)))
        assert len(past) <= MOST
        assert past.tolist() == sorted(past.tolist(), reverse=True)
        if now:
            assert past[0] == now - 1, "the newest look is remembered"
            assert past[-1] >= 0
        else:
            assert len(past) == 0
        steps = set((-np.diff(past)).tolist())
        assert len(steps) <= 1, "every one, or evenly some"
        strides |= steps
        if len(past) > 1 and len(past) < MOST:
            assert past[-1] < steps.pop(), "it reaches back to the start"
        moments.append(now)
        longest = max(longest, len(past))
    assert strides == set(range(1, min(MOST_STRIDE, max(0, count - 2)) + 1))
    assert longest == min(MOST, count - 1)
    if count == 300:
        assert share([now < count / 4 for now in moments], (1 / 4) ** (1 / EARLY))
