"""Memories as they occur: a function of the generator, of frames that are there, in the shares that the constants name."""

from __future__ import annotations

import numpy as np
import pytest

from fovea_training import memories
from fovea_training.memories import MOST, Memory, draw_count, draw_foreign, draw_memory

DRAWS = 4000
GAZE = np.random.default_rng(7).random((100, 2))


@pytest.fixture(scope="module")
def drawn() -> list[Memory]:
    random = np.random.default_rng(1)
    return [draw_memory(GAZE, random) for _ in range(DRAWS)]


def share(claims: list[bool], expected: float) -> object:
    """That so many of the claims hold as `expected`, within four standard deviations of a share."""
    noise = 4 * np.sqrt(expected * (1 - expected) / len(claims))
    return np.mean(claims) == pytest.approx(expected, abs=noise)


def test_a_memory_is_a_function_of_the_generator_s_state() -> None:
    def draw(seed: int) -> list[tuple[list[int], list[bool]]]:
        random = np.random.default_rng(seed)
        several = [draw_memory(GAZE, random) for _ in range(20)]
        return [(memory.frames.tolist(), memory.known.tolist()) for memory in several]

    assert draw(3) == draw(3)
    assert draw(3) != draw(4)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 40, 200])
def test_memories_hold_frames_that_are_there_each_with_its_claim(count: int) -> None:
    random = np.random.default_rng(count)
    gaze = random.random((count, 2))
    longest = 0
    for _ in range(300):
        memory = draw_memory(gaze, random)
        assert memory.known.dtype == bool
        assert len(memory.known) == len(memory.frames) <= min(MOST, count)
        assert ((memory.frames >= 0) & (memory.frames < count)).all()
        longest = max(longest, len(memory.frames))
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


def test_empty_memories_occur_in_their_share(drawn: list[Memory]) -> None:
    assert share([len(memory.frames) == 0 for memory in drawn], memories.EMPTY)


def test_targets_are_known_in_their_share_all_or_some(drawn: list[Memory]) -> None:
    long = [memory.known.mean() for memory in drawn if len(memory.frames) >= 20]
    some = memories.MEASURED * (1 - 0.3 / 40)  # of those with a share of targets, about one in 40 has none by chance
    assert share([known > 0 for known in long], some)
    assert 0.6 < np.mean([known == 1 for known in long if known > 0]) < 0.85


def test_memories_of_one_place_hold_a_few_frames_over_and_over_in_their_share(drawn: list[Memory]) -> None:
    long = [memory for memory in drawn if len(memory.frames) >= 20]
    distinct = [len(set(memory.frames.tolist())) for memory in long]
    assert share([count <= 4 for count in distinct], memories.PLACE * memories.REPEATED)


def test_memories_lie_anywhere_or_somewhere(drawn: list[Memory]) -> None:
    """Frames that lie anywhere have nearly the spread of all; those that lie somewhere have less, and are half of them at most."""
    shares = (memories.SPREAD, memories.PLACE, memories.SIDE, memories.DWELL)
    assert sum(shares) == pytest.approx(1)
    middle = [memory for memory in drawn if 32 <= len(memory.frames) <= 50]
    spread = np.array([GAZE[memory.frames].var(0).min() for memory in middle]) / GAZE.var(0).min()
    lopsided = np.mean(spread < 0.6)
    assert memories.PLACE < lopsided < 1 - memories.SPREAD / 2
    longest = [memory for memory in drawn if len(memory.frames) > 50]
    assert longest, "one that lies anywhere may hold more than half of the frames"
    assert all(len(set(memory.frames.tolist())) == len(memory.frames) for memory in longest)


def test_memories_hold_strangers_in_their_share() -> None:
    random = np.random.default_rng(5)
    foreign = [draw_foreign(GAZE, random) for _ in range(DRAWS)]
    assert share([memory is not None for memory in foreign], memories.FOREIGN)
