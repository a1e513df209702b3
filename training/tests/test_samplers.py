"""Which frames make a batch, and which a window of evaluation."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from conftest import SIDE

from fovea_training.data import ABSENT, CLOSED, OPEN, Library
from fovea_training.pictures import FACE_PX
from fovea_training.samplers import sample, sample_measurement, sample_random, windows


def test_measurement_batch_is_of_one_measurement_without_repetition(library: Library) -> None:
    for seed in range(20):
        frames = sample_measurement(library.training, 32, np.random.default_rng(seed))
        source = [m for m in library.training if (m.gaze == frames.gaze[0]).all(1).any()]
        assert len(source) == 1
        assert len(np.unique(frames.gaze, axis=0)) == 32
        assert all((source[0].gaze == gaze).all(1).any() for gaze in frames.gaze)


def test_measurement_batches_seldom_hold_closed_eyes_but_do(library: Library) -> None:
    shares = [(sample_measurement(library.training, 32, np.random.default_rng(seed)).eyes != OPEN).mean() for seed in range(60)]
    assert 0 < np.mean(shares) < 0.06
    assert np.mean(np.array(shares) == 0) > 0.3


def test_random_batch_mixes_measurements(library: Library) -> None:
    frames = sample_random(library.training, 32, np.random.default_rng(0))
    poses = frames.head_pose[frames.known]
    assert len(np.unique(poses[:, 0])) >= 4  # every person has a yaw of their own


@pytest.mark.parametrize("name", ["measurement", "random"])
def test_a_share_of_the_batches_is_of_whole_squares(library: Library, name: str) -> None:
    batches = [sample(name, library.training, 8, np.random.default_rng(seed), 0.3) for seed in range(100)]
    assert 15 < sum(batch.whole for batch in batches) < 45
    for batch in batches:
        assert batch.images.shape == (8, *([SIDE] * 2 if batch.whole else [FACE_PX] * 2), 3)
        assert (batch.views == [0, 0, 1]).all() == batch.whole
    assert not any(sample(name, library.training, 8, np.random.default_rng(seed), 0.0).whole for seed in range(20))
    assert all(sample(name, library.training, 8, np.random.default_rng(seed), 1.0).whole for seed in range(20))


def window_case(eyes: list[int]) -> list[tuple[list[int], int]]:
    return [(frames.tolist(), new) for frames, new in windows(SimpleNamespace(eyes=np.array(eyes)), 4)]


def test_windows_are_runs_of_open_eyes_the_last_extended_backwards() -> None:
    assert window_case([OPEN] * 8) == [([0, 1, 2, 3], 4), ([4, 5, 6, 7], 4)]
    assert window_case([OPEN, CLOSED] + [OPEN] * 5) == [([0, 2, 3, 4], 4), ([3, 4, 5, 6], 2)]
    assert window_case([OPEN, ABSENT, OPEN]) == [([0, 2], 2)]
    assert window_case([CLOSED, ABSENT]) == []


def test_windows_count_every_open_frame_once() -> None:
    eyes = np.random.default_rng(0).choice([OPEN, OPEN, OPEN, CLOSED], 100)
    counted = [frame for frames, new in windows(SimpleNamespace(eyes=eyes)) for frame in frames[-new:]]
    assert counted == np.flatnonzero(eyes == OPEN).tolist()
