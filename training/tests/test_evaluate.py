"""Evaluation, population moments, and an export that says the same."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import write_measurement
from torch import Tensor, nn

from fovea_training import evaluate, export, features, train_personal, train_reader, train_readout
from fovea_training.checkpoint import load_network
from fovea_training.data import Library, Measurement, read_measurement
from fovea_training.framing import WHOLE_VIEW, frame_face, to_view
from fovea_training.network import CONFIGS, FoveaNetwork, Output, expect, normalization, normalization_layers, share_of_batch
from fovea_training.parity import random_network, smooth_noise, to_input
from fovea_training.population import measure_batch, pool
from fovea_training.resample import to_network
from fovea_training.seek import seek_faces
from fovea_training.weights import write_weights


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
    whole = evaluate.predict(network, measurement, "stored", framed=False)
    small = evaluate.predict(network, measurement, "stored", length=5, framed=False)
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
        self.readout = nn.Identity()
        self.weight = nn.Parameter(torch.zeros(1))  # says which device the network is on

    def forward(self, images: Tensor, views: Tensor | None = None) -> Output:
        shown = np.tile(WHOLE_VIEW, (len(images), 1)) if views is None else views.numpy()
        self.shown.append(shown)
        empty = torch.zeros(len(images), 2)
        return Output(empty, *(None,) * 2, torch.from_numpy(to_view(self.landmarks, shown)), *(None,) * 6)


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
        first = network(to_tensor(to_network(measurement.images[window], network.config.input_size)))
        views = frame_face(first.landmarks.numpy())
        pictures = to_network(measurement.images[window], network.config.input_size, views)
        second = network(to_tensor(pictures), torch.from_numpy(views.astype(np.float32)))
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
    images = to_input(smooth_noise(network.config.input_size))
    stem = normalization_layers(network)["encoder.stem"].mean.clone()
    pooled, joined = pool([measure_batch(network, images[:4]), measure_batch(network, images[4:])]), measure_batch(network, images)
    for one, other in zip(pooled["encoder.stem"], joined["encoder.stem"], strict=True):
        assert torch.allclose(one, other, rtol=1e-3, atol=1e-4)
    assert torch.equal(normalization_layers(network)["encoder.stem"].mean, stem)
    assert all(layer.momentum < 1 for layer in normalization_layers(network).values())


READ = {"atol": 1e-4, "rtol": 0}


@pytest.fixture
def network() -> FoveaNetwork:
    return random_network("tiny")


@pytest.fixture
def faces(network: FoveaNetwork, library: Library) -> evaluate.Faces:
    """What it sees in the 38 open-eyed frames of somebody it does not know."""
    return evaluate.see_faces(network, library.unfamiliar[0])


def retold(faces: evaluate.Faces, row: int) -> evaluate.Faces:
    """The same with another target of one frame."""
    gaze = faces.measurement.gaze.copy()
    gaze[faces.frames[row]] = 1 - gaze[faces.frames[row]]
    return dataclasses.replace(faces, measurement=dataclasses.replace(faces.measurement, gaze=gaze))


def reseen(faces: evaluate.Faces, rows: list[int] | slice) -> evaluate.Faces:
    """The same with other features in some rows."""
    other = faces.features.clone()
    other[rows] += 1
    return dataclasses.replace(faces, features=other)


def changed(a: evaluate.Result, b: evaluate.Result) -> set[int]:
    """Which frames are read otherwise."""
    before, after = (result.gaze[result.frames.argsort()] for result in (a, b))
    return set(np.flatnonzero(np.abs(before - after).max(1) > READ["atol"]).tolist())


@torch.no_grad()
def test_frames_are_seen_one_by_one_under_the_population_s_moments(network: FoveaNetwork, library: Library) -> None:
    measurement = library.unfamiliar[0]
    frames = measurement.open_frames()
    views = np.concatenate([seek_faces(network, measurement, frames[[i]]).views for i in range(len(frames))])
    shown = to_tensor(to_network(measurement.images[frames], network.config.input_size, views))
    with normalization(network, "stored"):
        expected = network.features_of(shown, torch.from_numpy(views.astype(np.float32)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate, "CHUNK", 7)
        faces = evaluate.see_faces(network, measurement)
    np.testing.assert_array_equal(faces.frames, frames)
    np.testing.assert_allclose(faces.views, views, atol=1e-5)
    torch.testing.assert_close(faces.features, expected, atol=1e-2, rtol=1e-3)
    assert (evaluate.see_faces(network, measurement, framed=False).views == WHOLE_VIEW).all()


@torch.no_grad()
def test_reading_by_memory_is_of_each_window_by_the_reader_that_the_readout_tells(network: FoveaNetwork, faces: evaluate.Faces) -> None:
    result = evaluate.predict_by_features(network, faces, "memory")
    np.testing.assert_array_equal(result.frames, faces.frames)
    for window, new in ((slice(0, 32), slice(0, 32)), (slice(6, 38), slice(32, 38))):
        entries, frames = faces.features[window], faces.features[new]
        among = network.readout.read_among(entries, torch.cat([entries, frames]))
        told, _ = expect(among, network.screen)
        read = network.reader(entries[None], frames[None], told[None])[0].log_softmax(-1)
        share = share_of_batch(expect(read[:32], network.screen)[0])
        gaze, _ = expect(((1 - share) * read + share * among.log_softmax(-1))[32:], network.screen)
        np.testing.assert_allclose(result.gaze[new], gaze.numpy(), **READ)
    again = evaluate.predict(network, faces.measurement, "memory")
    np.testing.assert_allclose(again.gaze, result.gaze, **READ)
    np.testing.assert_allclose(again.landmark_px, result.landmark_px, **READ)
    assert len(evaluate.predict(network, faces.measurement, "memory", length=8, limit=2).frames) == 16


def test_reading_by_memory_takes_in_every_frame_of_the_window_in_any_order(network: FoveaNetwork, faces: evaluate.Faces) -> None:
    plain = evaluate.predict_by_features(network, faces, "memory", limit=1)
    order = np.random.default_rng(0).permutation(32)
    shuffled = evaluate.predict_by_features(
        network, dataclasses.replace(faces, features=torch.cat([faces.features[order], faces.features[32:]])), "memory", limit=1
    )
    np.testing.assert_allclose(shuffled.gaze, plain.gaze[order], **READ)
    assert len(changed(plain, evaluate.predict_by_features(network, reseen(faces, [3]), "memory", limit=1))) > 16
    assert changed(plain, evaluate.predict_by_features(network, retold(faces, 3), "memory", limit=1)) == set(), "targets are not known"


def test_frames_read_alone_do_not_depend_on_others(network: FoveaNetwork, faces: evaluate.Faces) -> None:
    plain = evaluate.predict_by_features(network, faces, "alone")
    others = evaluate.predict_by_features(network, reseen(faces, slice(1, None)), "alone")
    assert changed(plain, others) == set(range(1, 38))
    assert changed(plain, evaluate.predict_by_features(network, faces, "alone", length=5)) == set()
    assert changed(plain, evaluate.predict_by_features(network, retold(faces, 3), "alone")) == set()
    assert len(changed(plain, evaluate.predict_by_features(network, faces, "memory"))) > 30


@torch.no_grad()
def learnable(network: FoveaNetwork, faces: evaluate.Faces) -> evaluate.Faces:
    """The same with targets that are off what is read by something personal, so that the personal readout has a use."""
    gaze = faces.measurement.gaze.copy()
    for odd in (0, 1):
        half = faces.features[odd::2]
        read = expect(network.read_beside(half, half[:0]), network.screen)[0].numpy()
        gaze[faces.frames[odd::2]] = read + np.array([0.2, -0.15]) + np.random.default_rng(odd).normal(0, 0.01, read.shape)
    return dataclasses.replace(faces, measurement=dataclasses.replace(faces.measurement, gaze=gaze))


@pytest.mark.parametrize("row", [4, 7])
def test_measured_reading_never_sees_a_frame_s_own_target(network: FoveaNetwork, faces: evaluate.Faces, row: int) -> None:
    faces = learnable(network, faces)
    plain = evaluate.predict_by_features(network, faces, "measured")
    assert sorted(plain.frames.tolist()) == faces.frames.tolist()
    read = changed(plain, evaluate.predict_by_features(network, retold(faces, row), "measured"))
    between = set(range(1 - row % 2, 38, 2))
    assert read <= between, "only frames of the other half are read beside it"
    assert len(read) > len(between) / 2
    told = torch.from_numpy(faces.measurement.gaze[faces.frames[1::2]])
    with torch.no_grad():
        expected, _ = network.read_gaze(faces.features[1::2], faces.features[0::2], told)
        untold, _ = network.read_gaze(faces.features[1::2], faces.features[0::2])
    even = plain.gaze[plain.frames.argsort()][0::2]
    np.testing.assert_allclose(even, expected.numpy(), **READ)
    assert np.abs(even - untold.numpy()).mean() > 0.1, "the personal readout adds what the targets say"


@pytest.mark.parametrize("mode", evaluate.BY_MEMORY)
def test_a_measurement_of_one_frame_is_read_too(network: FoveaNetwork, tmp_path: Path, mode: evaluate.Reading) -> None:
    measurement = read_measurement(write_measurement(tmp_path, "p0001", frames=3))
    assert evaluate.predict(network, measurement, mode).gaze.shape == (1, 2)


@pytest.mark.parametrize("mode", evaluate.BY_MEMORY)
def test_a_network_without_a_reader_says_so(network: FoveaNetwork, library: Library, mode: evaluate.Reading) -> None:
    network.reader = None
    with pytest.raises(ValueError, match="no memory reader"):
        evaluate.predict(network, library.unfamiliar[0], mode)


def test_command_reads_by_memory_unless_told_otherwise(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights = tmp_path / "w.safetensors"
    write_weights(random_network("tiny"), weights)
    command = [str(weights), "--data", str(data), "--held-out", "1"]
    printed = {}
    for options in ([], ["--reading", "alone"], ["--reading", "all"]):
        evaluate.main([*command, *options, "--json"])
        printed[" ".join(options)] = json.loads(capsys.readouterr().out)
    assert [list(block) for block in printed.values()] == [["memory"], ["alone"], list(evaluate.READINGS)]
    everything = printed["--reading all"]
    assert everything["memory"] == printed[""]["memory"]
    assert all(block["overall"]["frames"] == 38 for block in everything.values())
    assert len({block["overall"]["errorPct"] for block in everything.values()}) == len(everything)
    evaluate.main(command)
    assert "memory:" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        evaluate.main([*command, "--reading", "guess"])


def test_export_writes_weights_card_and_reference_that_agree(
    data: Path, run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settled, reader, out = run / "settled.pt", tmp_path / "reader.pt", tmp_path / "model/tiny.safetensors"
    features.main([str(settled), "--data", str(data), "--out", str(tmp_path / "features"), "--copies", "1", "--held-out", "2"])
    sizes = ["--steps", "3", "--groups", "4", "--width", "24", "--layers", "1", "--heads", "3"]
    readout, personal = tmp_path / "readout.pt", tmp_path / "personal.pt"
    train_readout.main([str(tmp_path / "features"), "--network", str(settled), "--out", str(readout), "--steps", "3", "--groups", "4"])
    beside = ["--network", str(settled), "--readout", str(readout)]
    train_reader.main([str(tmp_path / "features"), *beside, "--out", str(reader), *sizes])
    beside = [*beside, "--reader", str(reader), "--out", str(personal)]
    train_personal.main([str(tmp_path / "features"), *beside, "--steps", "3", "--groups", "2", "--frames", "24", "--width", "8"])
    files = ["--out", str(out), "--fixtures", str(tmp_path / "parity")]
    parts = ["--readout", str(readout), "--reader", str(reader), "--personal", str(personal)]
    export.main([str(settled), *parts, "--data", str(data), *files, "--calibrate-on", "2"])
    card = json.loads(out.with_suffix(".json").read_text())
    figures, made = card["evaluation"]["unfamiliarPeople"], card["training"]
    assert made["people"] == 6
    assert made["framesSeen"] == 16
    assert made["populationMoments"].keys() == {"whole", "faces"}
    assert (made["reader"]["people"], made["reader"]["run"]["steps"]) == (6, 3)
    assert (made["readout"]["measurements"], made["readout"]["run"]["steps"]) == (6, 3)
    assert (made["personal"]["measurements"], made["personal"]["run"]["frames"]) == (6, 24)
    assert load_network(out).personal.config.width == 8
    assert card["bytes"] == out.stat().st_size
    assert (tmp_path / "parity/tiny.reference.safetensors").exists()
    capsys.readouterr()
    evaluate.main([str(out), "--data", str(data), "--held-out", "2", "--reading", "all", "--json"])
    printed = json.loads(capsys.readouterr().out)
    for mode in ("memory", "alone", "measured", "readout", "batch"):
        assert figures[mode]["frames"] == 2 * 38
        assert printed[mode]["overall"]["errorPct"] == pytest.approx(figures[mode]["errorPct"], abs=0.01)
        assert [m["id"] for m in printed[mode]["measurements"]] == ["p0001-m1", "p0002-m1"]
        assert figures[mode]["command"].endswith(f"--held-out 2 --reading {mode}")


@pytest.mark.parametrize("given", ["--readout", "--reader", "--personal"])
def test_export_of_a_checkpoint_asks_for_all_that_was_trained_after_it(
    run: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    with pytest.raises(SystemExit):
        export.main([str(run / "settled.pt"), "--data", str(data), "--out", str(tmp_path / "w.safetensors"), given, str(tmp_path / "x.pt")])
    assert "needs --data, --readout, --reader, --personal and --out" in capsys.readouterr().err
