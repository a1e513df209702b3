"""Evaluation, population moments, and an export that says the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import write_measurement
from torch import Tensor, nn

from fovea_training import evaluate, export
from fovea_training.data import Library, Measurement, read_measurement
from fovea_training.framing import WHOLE_VIEW, frame_face, to_view
from fovea_training.network import CONFIGS, Output, normalization_layers
from fovea_training.parity import random_network, smooth_noise, to_input
from fovea_training.population import measure_batch, pool
from fovea_training.resample import to_network
from fovea_training.train import TrainConfig, train


def test_error_block_is_right_on_known_offsets(data: Path) -> None:
    measurement = read_measurement(data / "p0001-m1")
    frames = np.arange(10)
    gaze = measurement.gaze[frames] + np.array([0.03, 0.04], np.float32)
    block = evaluate.summarize([evaluate.Result(measurement, frames, gaze, np.ones((10, 10), np.float32))])
    assert block["frames"] == 10
    assert block["errorPct"] == pytest.approx(5, abs=1e-3)
    assert block["diagonalPct"] == pytest.approx(100 * np.hypot(0.03 * 1920, 0.04 * 1080) / np.hypot(1920, 1080), abs=1e-3)
    assert block["errorCm"] == pytest.approx(np.hypot(0.03 * 34.5, 0.04 * 19.4), abs=1e-4)
    assert block["errorDeg"] == pytest.approx(np.degrees(np.arctan(block["errorCm"] / 60)), abs=1e-4)
    assert block["worstPerson"] == {"person": "p0001", "errorPct": pytest.approx(5, abs=1e-3)}


def test_every_open_frame_is_predicted_once_and_stored_ones_stand_alone(library: Library) -> None:
    network = random_network("tiny")
    measurement = library.unfamiliar[0]
    result = evaluate.predict(network, measurement, "batch")
    assert result.frames.tolist() == list(range(38))
    whole = evaluate.predict(network, measurement, "stored")
    small = evaluate.predict(network, measurement, "stored", length=5)
    assert np.allclose(whole.gaze, small.gaze, atol=2e-3)
    assert not np.allclose(result.gaze, evaluate.predict(network, measurement, "batch", length=5).gaze, atol=1e-2)


def to_tensor(images: np.ndarray) -> Tensor:
    return torch.from_numpy(images).permute(0, 3, 1, 2)


class Seer(nn.Module):
    """Says where the landmarks of a measurement's open frames truly are, and notes which views it is shown."""

    def __init__(self, measurement: Measurement) -> None:
        super().__init__()
        self.config, self.landmarks = CONFIGS["tiny"], measurement.landmarks[measurement.open_frames()]
        self.shown: list[np.ndarray] = []
        self.weight = nn.Parameter(torch.zeros(1))  # says which device the network is on

    def forward(self, images: Tensor, views: Tensor | None = None) -> Output:
        shown = np.tile(WHOLE_VIEW, (len(images), 1)) if views is None else views.numpy()
        self.shown.append(shown)
        empty = torch.zeros(len(images), 2)
        return Output(empty, *(None,) * 2, torch.from_numpy(to_view(self.landmarks, shown)), *(None,) * 4)


@pytest.mark.parametrize("framed", [True, False])
def test_faces_are_found_in_whole_squares_and_read_in_their_views(tmp_path: Path, framed: bool) -> None:
    measurement = read_measurement(write_measurement(tmp_path, "p0004", frames=20))
    seer = Seer(measurement)
    result = evaluate.predict(seer, measurement, "batch", framed=framed)
    views = frame_face(seer.landmarks) if framed else np.tile(WHOLE_VIEW, (18, 1))
    assert len(seer.shown) == (2 if framed else 1)
    np.testing.assert_array_equal(seer.shown[0][:, 2], 1)
    np.testing.assert_allclose(seer.shown[-1], views, atol=1e-5)
    assert views[0, 2] < 0.7 or not framed
    np.testing.assert_allclose(result.landmark_px, 0, atol=1e-3)


def test_second_reading_is_of_the_face_in_the_frame_s_own_pixels(library: Library) -> None:
    network, measurement = random_network("tiny"), library.unfamiliar[0]
    window = measurement.open_frames()[:32]
    with torch.no_grad():
        first = network(to_tensor(to_network(measurement.images[window], 64)))
        views = frame_face(first.landmarks.numpy())
        second = network(to_tensor(to_network(measurement.images[window], 64, views)), torch.from_numpy(views.astype(np.float32)))
    result = evaluate.predict(network, measurement, "batch", limit=1)
    np.testing.assert_allclose(result.gaze, second.gaze.numpy(), atol=1e-4)
    unframed = evaluate.predict(network, measurement, "batch", limit=1, framed=False)
    np.testing.assert_allclose(unframed.gaze, first.gaze.numpy(), atol=1e-4)
    assert np.abs(first.gaze.numpy() - second.gaze.numpy()).max() > 0.02


def test_stored_reading_finds_faces_by_the_moments_of_whole_squares(library: Library) -> None:
    network, measurement = random_network("tiny"), library.unfamiliar[0]
    before = [evaluate.predict(network, measurement, "stored", framed=framed).gaze for framed in (True, False)]
    for layer in normalization_layers(network).values():
        layer.whole_mean.add_(layer.whole_variance.sqrt())
    after = [evaluate.predict(network, measurement, "stored", framed=framed).gaze for framed in (True, False)]
    assert np.abs(after[0] - before[0]).max() > 1e-3
    np.testing.assert_array_equal(after[1], before[1])


def test_pooled_moments_are_those_of_all_images_together() -> None:
    network = random_network("tiny")
    images = to_input(smooth_noise(64))
    stem = normalization_layers(network)["encoder.stem"].mean.clone()
    pooled, joined = pool([measure_batch(network, images[:4]), measure_batch(network, images[4:])]), measure_batch(network, images)
    for one, other in zip(pooled["encoder.stem"], joined["encoder.stem"], strict=True):
        assert torch.allclose(one, other, rtol=1e-3, atol=1e-4)
    assert torch.equal(normalization_layers(network)["encoder.stem"].mean, stem)
    assert all(layer.momentum < 1 for layer in normalization_layers(network).values())


def test_export_writes_weights_card_and_reference_that_agree(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    train(TrainConfig(data=str(data), out=str(run), network="tiny", steps=2, batch=8, held_out=2, threads=1, device="cpu"))
    out = tmp_path / "model/tiny.safetensors"
    files = ["--out", str(out), "--fixtures", str(tmp_path / "parity")]
    export.main([str(run / "checkpoint.pt"), "--data", str(data), *files, "--moments-from", "2"])
    card = json.loads(out.with_suffix(".json").read_text())
    figures = card["evaluation"]["unfamiliarPeople"]
    assert card["training"]["people"] == 6
    assert card["training"]["framesSeen"] == 16
    assert figures["batch"]["frames"] == 2 * 38
    assert card["bytes"] == out.stat().st_size
    assert (tmp_path / "parity/tiny.reference.safetensors").exists()
    capsys.readouterr()
    evaluate.main([str(out), "--data", str(data), "--held-out", "2", "--json"])
    printed = json.loads(capsys.readouterr().out)
    for mode in ("batch", "stored"):
        assert printed[mode]["overall"]["errorPct"] == pytest.approx(figures[mode]["errorPct"], abs=0.01)
        assert [m["id"] for m in printed[mode]["measurements"]] == ["p0001-m1", "p0002-m1"]
