"""Training, evaluation, resuming and export on small generated measurements."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from fovea_training import average, evaluate, export
from fovea_training.augment import View, look
from fovea_training.checkpoint import load_checkpoint, load_network, save_checkpoint
from fovea_training.data import Library, read_measurement
from fovea_training.loader import Loader
from fovea_training.losses import WEIGHTS, gaussian, measure_losses, total
from fovea_training.network import build, normalization, normalization_layers
from fovea_training.parity import random_network, smooth_noise, to_input, write_reference
from fovea_training.population import measure_batch, pool
from fovea_training.samplers import take
from fovea_training.train import TrainConfig, Trainer, learning_rate, train
from fovea_training.weights import read_weights, write_weights


def test_targets_of_the_heatmaps_have_their_mean_where_the_point_is() -> None:
    cells = build("tiny").cells
    target = gaussian(torch.tensor([[0.43, 0.61]]), cells, 1 / 16)
    assert target.sum().item() == pytest.approx(1)
    assert torch.allclose(target @ cells, torch.tensor([[0.43, 0.61]]), atol=2e-3)


def test_closed_and_absent_eyes_count_for_presence_only(data: Path) -> None:
    torch.manual_seed(0)
    network = build("tiny").eval()
    batch = look(take(read_measurement(data / "p0001-m1"), np.array([38, 39])), View(), 64)
    losses = measure_losses(network, network(batch.images), batch)
    assert set(losses) == set(WEIGHTS)
    assert [name for name, value in losses.items() if value.item() != 0] == ["presence"]


def test_learning_rate_warms_up_and_ends_at_a_hundredth() -> None:
    config = TrainConfig(rate=1e-3, warmup=0.1)
    rates = [learning_rate(config, progress) for progress in (0.05, 0.1, 0.55, 1.0)]
    assert rates == pytest.approx([5e-4, 1e-3, 0.505e-3, 1e-5])


def test_two_batches_accumulate_to_the_mean_of_their_gradients(data: Path) -> None:
    batches = [look(take(read_measurement(data / f"p000{i}-m1"), np.arange(16)), View(), 64) for i in (1, 2)]
    trainer = Trainer(TrainConfig(network="tiny", bfloat16=False, mixed=0.0))
    expected = torch.zeros(400)
    for batch in batches:
        total(measure_losses(trainer.network, trainer.network(batch.images), batch)).backward()
    expected = trainer.network.readout.logits.bias.grad / 2
    trainer.optimizer.zero_grad()
    seen: list[torch.Tensor] = []
    trainer.config.clip = 1e9
    trainer.optimizer.register_step_pre_hook(lambda *_: seen.append(trainer.network.readout.logits.bias.grad.clone()))
    trainer.train_step(batches)
    assert torch.allclose(seen[0], expected, atol=1e-5)


def losses_of(log: Path) -> list[dict]:
    return [line for line in map(json.loads, log.read_text().splitlines()) if "gaze" in line]


def test_resumed_run_goes_on_as_if_nothing_had_happened(data: Path, tmp_path: Path) -> None:
    def config(out: str, **changes: object) -> TrainConfig:
        settings = {"network": "tiny", "steps": 6, "batch": 8, "held_out": 2, "threads": 1, "progress_seconds": 0.0, **changes}
        return TrainConfig(data=str(data), out=str(tmp_path / out), **settings)

    whole = train(config("whole"))

    class StopHere(Exception):  # noqa: N818 (not an error)
        pass

    broken = config("broken", checkpoint_minutes=0.0)
    before = Trainer.train_step

    def interrupted(self: Trainer, batches: list) -> dict[str, float]:
        if self.step == 3:
            raise StopHere
        return before(self, batches)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trainer, "train_step", interrupted)
        with pytest.raises(StopHere):
            train(broken)
    resumed = train(broken, resume=True)
    assert resumed.step == whole.step == 6
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name]), name
    for name, value in whole.ema.state_dict().items():
        assert torch.equal(value, resumed.ema.state_dict()[name]), name
    first, second = losses_of(tmp_path / "whole/log.jsonl")[3:], losses_of(tmp_path / "broken/log.jsonl")[3:]
    assert [line["step"] for line in second] == [4, 5, 6]
    assert [line["rate"] for line in first] == [line["rate"] for line in second]


def test_run_is_not_overwritten(data: Path, tmp_path: Path) -> None:
    (tmp_path / "checkpoint.pt").touch()
    with pytest.raises(FileExistsError, match="--resume"):
        train(TrainConfig(data=str(data), out=str(tmp_path), network="tiny", steps=1, threads=1))


def test_loader_hands_its_thread_s_error_to_the_step(data: Path) -> None:
    library = Library(data, held_out=100)  # nobody is left to train on
    library.discover()
    loader = Loader(library, "measurement", 8, 64, 1, lambda _: 0.0)
    with pytest.raises(ValueError, match="high"):
        loader.next()
    loader.close()


def test_network_learns_where_a_generated_face_looks(data: Path) -> None:
    """Overfits one measurement: far better than always saying the centre."""
    trainer = Trainer(TrainConfig(network="tiny", bfloat16=False, rate=4e-3, steps=100, ema=0.9))
    measurement = read_measurement(data / "p0001-m1")
    batch = look(take(measurement, np.arange(32)), View(), 64)
    for _ in range(100):
        trainer.train_step([batch])
    result = evaluate.predict(trainer.ema, measurement, "batch", limit=1)
    block = evaluate.summarize([result])
    assert block["errorPct"] < 6
    assert block["errorPct"] < block["centreErrorPct"] / 5
    assert block["irisPx"] < 4


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


def test_every_open_frame_is_predicted_once_and_stored_ones_stand_alone(data: Path) -> None:
    torch.manual_seed(0)
    network = random_network("tiny")
    measurement = read_measurement(data / "p0001-m1")
    result = evaluate.predict(network, measurement, "batch")
    assert result.frames.tolist() == list(range(38))
    whole = evaluate.predict(network, measurement, "stored")
    small = evaluate.predict(network, measurement, "stored", length=5)
    assert np.allclose(whole.gaze, small.gaze, atol=1e-4)
    assert not np.allclose(result.gaze, evaluate.predict(network, measurement, "batch", length=5).gaze, atol=1e-2)


def test_pooled_moments_are_those_of_all_images_together() -> None:
    network = random_network("tiny")
    images = to_input(smooth_noise(64))
    stem = normalization_layers(network)["encoder.stem"].mean.clone()
    pooled, joined = pool([measure_batch(network, images[:4]), measure_batch(network, images[4:])]), measure_batch(network, images)
    for one, other in zip(pooled["encoder.stem"], joined["encoder.stem"], strict=True):
        assert torch.allclose(one, other, rtol=1e-3, atol=1e-4)
    assert torch.equal(normalization_layers(network)["encoder.stem"].mean, stem)
    assert all(layer.momentum < 1 for layer in normalization_layers(network).values())


def test_weights_file_has_the_contract_s_names_layouts_and_types(tmp_path: Path) -> None:
    network = random_network("tiny")
    write_weights(network, tmp_path / "w.safetensors")
    with safe_open(tmp_path / "w.safetensors", "pt") as file:
        meta = file.metadata()
        shapes = {name: file.get_slice(name).get_shape() for name in file.keys()}  # noqa: SIM118 (not a dict)
        types = {name: file.get_tensor(name).dtype for name in shapes}
    assert meta == {
        "format": "fovea-weights",
        "version": "1",
        "config": "tiny",
        "inputSize": "64",
        "width": "0.25",
        "depth": "0.34",
        "decoderChannels": "16,16,8",
        "hidden": "32",
        "gridSize": "20",
        "margin": "0.1",
        "landmarks": "10",
    }
    assert shapes["encoder.stem.kernel"] == [3, 3, 3, 8]
    assert "encoder.1.0.expand.kernel" not in shapes
    assert shapes["encoder.2.0.expand.kernel"] == [1, 1, 8, 48]
    assert shapes["encoder.2.0.depthwise.kernel"] == [3, 3, 48, 1]
    assert shapes["encoder.7.0.project.variance"] == [80]
    assert shapes["decoder.16.merge.kernel"] == [1, 1, 80 + 32, 16]
    assert shapes["decoder.4.depthwise.kernel"] == [3, 3, 8, 1]
    assert shapes["landmarks.kernel"] == [1, 1, 8, 10]
    assert shapes["readout.standardize.gamma"] == [21 + 80 + 80]
    assert shapes["readout.hidden.kernel"] == [1, 1, 181, 32]
    assert shapes["readout.logits.kernel"] == [1, 1, 32, 400]
    assert shapes["presence.bias"] == [1]
    assert not any(name.startswith("auxiliary") for name in shapes)
    for name, dtype in types.items():
        assert dtype == (torch.float32 if name.endswith(("mean", "variance")) else torch.float16)


def test_weights_come_back_as_they_went(tmp_path: Path) -> None:
    network = random_network("tiny")
    write_weights(network, tmp_path / "w.safetensors")
    back = read_weights(tmp_path / "w.safetensors")
    for name, value in network.state_dict().items():
        if not name.startswith("auxiliary"):
            assert torch.allclose(value, back.state_dict()[name], rtol=1e-3, atol=1e-4), name


def test_reference_holds_the_outputs_of_both_normalizations(tmp_path: Path) -> None:
    write_weights(random_network("tiny"), tmp_path / "w.safetensors")
    network = read_weights(tmp_path / "w.safetensors")
    images = smooth_noise(64)
    write_reference(tmp_path / "w.safetensors", images, tmp_path / "r.safetensors")
    reference = load_file(tmp_path / "r.safetensors")
    for mode in ("batch", "stored"):
        with torch.no_grad(), normalization(network, mode):
            expected = network(to_input(reference["images"]))
        assert torch.allclose(reference[f"{mode}.gaze"], expected.gaze, atol=1e-5)
        assert reference[f"{mode}.landmarks"].shape == (8, 10, 2)
        assert reference[f"{mode}.gaze"].std(0).min() > 0.02, "a reference that hardly varies shows nothing"
    assert not torch.allclose(reference["batch.gaze"], reference["stored.gaze"], atol=0.05)


def test_committed_reference_is_what_the_network_says_today() -> None:
    folder = Path(__file__).parents[2] / "tests/fixtures/parity"
    reference = load_file(folder / "tiny.reference.safetensors")
    network = read_weights(folder / "tiny.safetensors")
    for mode in ("batch", "stored"):
        with torch.no_grad(), normalization(network, mode):
            output = network(to_input(reference["images"]))
        assert torch.allclose(output.gaze, reference[f"{mode}.gaze"], atol=1e-4)
        assert torch.allclose(output.landmarks, reference[f"{mode}.landmarks"], atol=1e-4)


def test_export_writes_weights_card_and_reference_that_agree(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    train(TrainConfig(data=str(data), out=str(run), network="tiny", steps=2, batch=8, held_out=2, threads=1))
    out = tmp_path / "model/tiny.safetensors"
    export.main([str(run / "checkpoint.pt"), "--data", str(data), "--out", str(out), "--fixtures", str(tmp_path / "parity")])
    card = json.loads(out.with_suffix(".json").read_text())
    assert card["training"]["people"] == 6
    assert card["training"]["framesSeen"] == 16
    assert card["evaluation"]["batch"]["frames"] == 2 * 38
    assert card["bytes"] == out.stat().st_size
    assert (tmp_path / "parity/tiny.reference.safetensors").exists()
    capsys.readouterr()
    evaluate.main([str(out), "--data", str(data), "--held-out", "2", "--json"])
    printed = json.loads(capsys.readouterr().out)
    for mode in ("batch", "stored"):
        assert printed[mode]["overall"]["errorPct"] == pytest.approx(card["evaluation"][mode]["errorPct"], abs=0.01)
        assert [m["id"] for m in printed[mode]["measurements"]] == ["p0001-m1", "p0002-m1"]


def test_checkpoint_loads_its_averaged_network(tmp_path: Path) -> None:
    trainer = Trainer(TrainConfig(network="tiny"))
    with torch.no_grad():
        trainer.ema.presence.bias.fill_(7)
    save_checkpoint(tmp_path / "c.pt", trainer.state())
    assert load_network(tmp_path / "c.pt").presence.bias.item() == 7
    assert load_checkpoint(tmp_path / "c.pt")["step"] == 0


def test_average_is_the_mean_of_the_averaged_networks(tmp_path: Path) -> None:
    paths = []
    for seed, level in ((1, 0.25), (2, 0.75)):
        trainer = Trainer(TrainConfig(network="tiny", seed=seed))
        trainer.ema.landmarks.bias.data.fill_(level)
        paths.append(tmp_path / f"{seed}.pt")
        save_checkpoint(paths[-1], trainer.state())
    average.main([*map(str, paths), "--out", str(tmp_path / "mean.pt")])
    torch.testing.assert_close(load_network(tmp_path / "mean.pt").landmarks.bias.data, torch.full((10,), 0.5))


def test_networks_of_different_sizes_are_not_averaged() -> None:
    states = [{"config": {"network": name}, "step": 1, "ema": {}} for name in ("half", "full")]
    with pytest.raises(ValueError, match="full, half"):
        average.average(states)
