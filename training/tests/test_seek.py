"""Where faces are sought: peaks of heatmaps, second looks, and parts of the square."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from fovea_training import seek
from fovea_training.framing import SEEK_VIEWS, frame_face, to_view
from fovea_training.network import find_peaks

GRID = 16


def heat(points: Tensor, weights: Tensor | None = None, sigma: float = 0.6) -> Tensor:
    """Logits [K, G, G] of Gaussians around points [K, m, 2] in fractions, weighed [m]."""
    line = (torch.arange(GRID) + 0.5) / GRID
    y, x = torch.meshgrid(line, line, indexing="ij")
    squared = (torch.stack([x, y], -1)[None, None] - points[:, :, None, None]).square().sum(-1) * GRID**2
    blobs = (-squared / (2 * sigma**2)).exp()  # [K, m, G, G]
    return (blobs * (1 if weights is None else weights[:, None, None])).sum(1).add(1e-9).log()


def test_peak_is_where_most_of_a_heatmap_lies_whatever_else_there_is() -> None:
    here, there = torch.tensor([0.26, 0.4]), torch.tensor([0.8, 0.7])
    logits = heat(torch.stack([here, there])[None], torch.tensor([0.6, 0.4]))[None]
    peaks, certainty = find_peaks(logits)
    torch.testing.assert_close(peaks[0, 0], here, atol=2e-3, rtol=0)
    assert certainty.item() == pytest.approx(0.6, abs=0.01)
    expectation = logits.flatten(2).softmax(-1).reshape(1, 1, GRID, GRID).sum(2)[0, 0] @ ((torch.arange(GRID) + 0.5) / GRID)
    assert expectation > 0.4, "the expectation lies between the two"


def test_certainty_is_the_mean_of_the_landmarks_and_full_where_each_has_one_peak() -> None:
    one = heat(torch.tensor([[[0.5, 0.5]]]))
    flat = torch.zeros(1, GRID, GRID)
    _, certainty = find_peaks(torch.stack([torch.cat([one, one]), torch.cat([one, flat])]))
    assert certainty[0].item() == pytest.approx(1, abs=1e-3)
    assert certainty[1].item() == pytest.approx((1 + 9 / GRID**2) / 2, abs=0.05)


def test_peak_at_the_border_stays_inside() -> None:
    peaks, _ = find_peaks(heat(torch.tensor([[[0.0, 1.0]]]))[None])
    assert ((peaks >= 0) & (peaks <= 1)).all()


class Sight(NamedTuple):
    landmarks: Tensor
    landmark_logits: Tensor


class Frames(NamedTuple):
    """Stands for a measurement: where the eyes are in each frame [n, 10, 2], and how large views may be for them to be found."""

    landmarks: np.ndarray
    largest: np.ndarray


class Seer(nn.Module):
    """A network that finds the eyes in views that show them and are small enough, and something else in others."""

    def __init__(self) -> None:
        super().__init__()
        self.config = type("Config", (), {"input_size": 8})()
        self.weight = nn.Parameter(torch.zeros(1))
        self.looks: list[int] = []

    def look(self, frames: Frames, views: Tensor) -> Sight:
        self.looks.append(len(views))
        inside = to_view(frames.landmarks, views.numpy().astype(np.float64))
        seen = ((inside > 0) & (inside < 1)).all((1, 2)) & (views[:, 2].numpy() <= frames.largest)
        other = np.tile(np.linspace(0.1, 0.9, 10)[:, None], (1, 2))
        landmarks = torch.from_numpy(np.where(seen[:, None, None], inside, other)).float()
        spread = torch.from_numpy(np.where(seen, 0.6, 8.0))
        return Sight(landmarks, torch.stack([heat(each[:, None], sigma=s) for each, s in zip(landmarks, spread.tolist(), strict=True)]))


@pytest.fixture
def seer(monkeypatch: pytest.MonkeyPatch) -> Seer:
    def show(frames: Frames, chosen: np.ndarray, size: int, views: np.ndarray, device: object) -> tuple[Frames, Tensor]:
        return Frames(frames.landmarks[chosen], frames.largest[chosen]), torch.from_numpy(views).float()

    monkeypatch.setattr(seek, "input_of", show)
    return Seer()


def eyes_at(x: float, y: float, distance: float) -> np.ndarray:
    return np.array([[x + side * distance / 2 + wide * distance / 6, y] for side in (-1, 1) for wide in (0, 1, -1, 0, 0)])


def test_faces_are_found_in_the_whole_square_in_two_looks_or_in_a_part_of_it(seer: Seer) -> None:
    landmarks = np.stack([eyes_at(0.5, 0.4, 0.15), eyes_at(0.7, 0.6, 0.06)])
    found = seek.seek_faces(seer, Frames(landmarks, np.array([1.0, 0.6])), np.array([0, 1]))
    wanted = frame_face(landmarks)
    np.testing.assert_allclose(found.views, wanted, atol=0.05)
    assert (found.agreement > 0.8).all()
    assert seer.looks[:2] == [2, 2], "both are sought in the whole square"
    assert set(seer.looks[2:]) == {1}, "only the doubtful one goes on"


def test_a_face_that_is_nowhere_is_sought_everywhere_and_each_frame_keeps_its_best(seer: Seer) -> None:
    landmarks = eyes_at(0.5, 0.4, 0.15)[None]
    found = seek.seek_faces(seer, Frames(landmarks, np.zeros(1)), np.array([0]))
    assert len(seer.looks) == 3 * len(SEEK_VIEWS)
    assert found.agreement[0] < 0.8
    assert np.isfinite(found.agreement).all()
