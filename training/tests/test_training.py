"""Training, resuming and the loader on small generated measurements."""

from __future__ import annotations

import copy
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import look_plainly

from fovea_training import train as training
from fovea_training.augment import Batch, Look, view_frames
from fovea_training.data import ABSENT, CLOSED, Library
from fovea_training.framing import frame_face
from fovea_training.loader import Loader
from fovea_training.losses import WEIGHTS, gaussian, measure_losses, total
from fovea_training.mixture import MixedBatch, mix
from fovea_training.network import build, normalization, normalization_layers
from fovea_training.parity import random_network
from fovea_training.samplers import take
from fovea_training.train import TrainConfig, Trainer, learning_rate, train, wait_for_data
from fovea_training.validation import read_eyes


def test_targets_of_the_heatmaps_have_their_mean_where_the_point_is() -> None:
    cells = build("tiny").cells
    target = gaussian(torch.tensor([[0.43, 0.61]]), cells, 1 / 16)
    assert target.sum().item() == pytest.approx(1)
    assert torch.allclose(target @ cells, torch.tensor([[0.43, 0.61]]), atol=2e-3)


def test_closed_and_absent_eyes_count_for_presence_only(library: Library) -> None:
    network = build("tiny").eval()
    measurement = library.training[0]
    assert measurement.eyes[[38, 39]].tolist() == [CLOSED, ABSENT]
    batch = look_plainly(take(measurement, np.array([38, 39])), 64)
    losses = measure_losses(network, network(batch.images, batch.views), batch)
    assert set(losses) == set(WEIGHTS)
    assert [name for name, value in losses.items() if value.item() != 0] == ["openEyes", "presence"]


def test_learning_rate_warms_up_and_ends_at_a_hundredth() -> None:
    config = TrainConfig(rate=1e-3, warmup=0.1)
    rates = [learning_rate(config, progress) for progress in (0.05, 0.1, 0.55, 1.0)]
    assert rates == pytest.approx([5e-4, 1e-3, 0.505e-3, 1e-5])


def test_two_batches_accumulate_to_the_mean_of_their_gradients(library: Library) -> None:
    batches = [look_plainly(take(measurement, np.arange(16)), 64) for measurement in library.training[:2]]
    trainer = Trainer(TrainConfig(network="tiny", bfloat16=False, mixed=0.0, device="cpu", clip=1e9))
    for batch in batches:
        total(measure_losses(trainer.network, trainer.network(batch.images, batch.views), batch)).backward()
    expected = trainer.network.readout.logits.bias.grad / 2
    trainer.optimizer.zero_grad()
    seen: list[torch.Tensor] = []
    trainer.optimizer.register_step_pre_hook(lambda *_: seen.append(trainer.network.readout.logits.bias.grad.clone()))
    trainer.train_step(batches, 0.5)
    assert expected.abs().max() > 1e-3
    assert torch.allclose(seen[0], expected, atol=1e-5)


@pytest.mark.parametrize(("whole", "share", "moved"), [(False, 0.15, True), (True, 0.15, False), (True, 1.0, True)])
def test_stored_moments_follow_faces_and_not_whole_squares_unless_there_are_no_faces(
    library: Library, whole: bool, share: float, moved: bool
) -> None:
    trainer = Trainer(TrainConfig(network="tiny", bfloat16=False, whole=share, device="cpu"))
    batch = look_plainly(take(library.training[0], np.arange(16), whole), 64)
    before = trainer.network.encoder.stem.kernel.detach().clone()
    trainer.train_step([batch], 0.5)
    for name, layer in normalization_layers(trainer.network).items():
        assert bool(layer.mean.abs().max() > 0) == moved, name
        assert bool((layer.variance - 1).abs().max() > 0) == moved, name
        assert layer.whole_mean.abs().max() == 0, "those of whole squares are measured at export"
    assert not torch.equal(trainer.network.encoder.stem.kernel, before)


def settling(**changes: object) -> Trainer:
    """A run about to settle, of a network whose stored moments are far from those of any batch."""
    config = TrainConfig(network="tiny", bfloat16=False, settle=0.5, device="cpu", **changes)
    return Trainer(config, make=lambda: random_network("tiny"))


@pytest.mark.parametrize(
    ("whole", "share", "progress", "settled"),
    [(False, 0.15, 0.5, True), (False, 0.15, 0.49, False), (True, 0.15, 0.5, False), (True, 1.0, 0.5, True)],
    ids=["faces", "before", "whole squares among faces", "whole squares only"],
)
def test_settled_step_sees_what_the_stored_moments_see(library: Library, whole: bool, share: float, progress: float, settled: bool) -> None:
    trainer = settling(whole=share)
    batch = look_plainly(take(library.training[0], np.arange(16), whole), 64)
    expected = copy.deepcopy(trainer.network)
    with torch.no_grad(), normalization(expected.eval(), "stored" if settled else "batch"):
        features = expected.features_of(batch.images, batch.views)
    with torch.no_grad(), normalization(expected, "batch" if settled else "stored"):
        assert not torch.allclose(features, expected.features_of(batch.images, batch.views), atol=0.1)
    with torch.no_grad(), normalization(expected, "batch"):
        logits = expected.readout(features)  # the readout goes on by batches
    seen: list[torch.Tensor] = []
    trainer.network.readout.register_forward_hook(lambda _, inputs, output: seen.extend((inputs[0].detach(), output.detach())))
    trainer.train_step([batch], progress)
    torch.testing.assert_close(seen[0], features, atol=2e-3, rtol=2e-3)
    torch.testing.assert_close(seen[1], logits, atol=5e-2, rtol=5e-2)
    assert all(layer.mixture is None for layer in normalization_layers(trainer.network).values())


def test_settled_moments_still_follow_the_faces_slowly(library: Library) -> None:
    batch = look_plainly(take(library.training[0], np.arange(16)), 64)
    moved = []
    for progress in (0.49, 0.5):
        trainer = settling()
        before = trainer.network.encoder.stem.mean.clone()
        trainer.train_step([batch], progress)
        moved.append((trainer.network.encoder.stem.mean - before).norm().item())
    assert moved[1] == pytest.approx(moved[0] * training.SETTLED_MOMENTUM / training.BN_MOMENTUM, rel=1e-3)


def losses_of(log: Path) -> list[dict]:
    return [line for line in map(json.loads, log.read_text().splitlines()) if "gaze" in line]


def test_resumed_run_goes_on_as_if_nothing_had_happened(data: Path, tmp_path: Path) -> None:
    def config(out: str, **changes: object) -> TrainConfig:
        settings = {
            "network": "tiny",
            "steps": 6,
            "batch": 8,
            "held_out": 2,
            "threads": 1,
            "device": "cpu",
            "mixed": 0.5,
            "whole": 0.4,
            "seed": 5,
            "settle": 0.5,
            "progress_seconds": 0.0,
            **changes,
        }
        return TrainConfig(data=str(data), out=str(tmp_path / out), **settings)

    drawn: list[tuple[bool, bool]] = []  # of the uninterrupted run's batches: whole squares, a mixture

    def noted(batch: Batch, share: float, seed: tuple[int, int]) -> MixedBatch:
        mixed = mix(batch, share, seed)
        drawn.append((batch.whole, mixed.mixture is not None))
        return mixed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "mix", noted)
        whole = train(config("whole"))
    assert {kind for kind, _ in drawn} == {mixture for _, mixture in drawn} == {True, False}, "batches of every kind are in the run"
    assert {kind for kind, _ in drawn[3:]} == {True, False}, "also after it has settled"

    class StopHere(Exception):  # noqa: N818 (not an error)
        pass

    broken = config("broken", checkpoint_minutes=0.0)
    before = Trainer.train_step

    def interrupted(self: Trainer, batches: list, progress: float) -> dict[str, float]:
        if self.step == 3:
            raise StopHere
        return before(self, batches, progress)

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


def test_a_run_by_steps_reads_all_there_is_before_it_starts(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else its batches would hang on how fast the pictures are decoded."""
    monkeypatch.setattr(training, "FIRST_MEASUREMENTS", 3)
    assert len(wait_for_data(TrainConfig(data=str(data), held_out=2, minutes=5)).training) == 1
    assert len(wait_for_data(TrainConfig(data=str(data), held_out=2, steps=5)).training) == 6


def test_run_is_not_overwritten(data: Path, tmp_path: Path) -> None:
    (tmp_path / "checkpoint.pt").touch()
    with pytest.raises(FileExistsError, match="--resume"):
        train(TrainConfig(data=str(data), out=str(tmp_path), network="tiny", steps=1, threads=1, device="cpu"))


def test_loader_hands_its_thread_s_error_to_the_step(data: Path) -> None:
    library = Library(data, held_out=100)  # nobody is left to train on
    library.discover()
    loader = Loader(library, "measurement", 8, 64, 1, 0.0, itertools.count())
    with pytest.raises(ValueError, match="high"):
        loader.next()
    loader.close()


def test_network_learns_where_a_generated_face_looks(library: Library) -> None:
    """Overfits one measurement: far better than always saying the centre."""
    trainer = Trainer(TrainConfig(network="tiny", bfloat16=False, rate=4e-3, ema=0.9, device="cpu"))
    measurement = library.training[0]
    taken = take(measurement, np.arange(24))
    batch = view_frames(taken, Look(frame_face(taken.landmarks)), 64)
    for step in range(160):
        trainer.train_step([batch], step / 160)
    with torch.no_grad():
        output = trainer.ema(batch.images, batch.views)
    error = (output.gaze - batch.gaze).norm(dim=1).mean()
    assert error < 0.08
    assert error < (batch.gaze - 0.5).norm(dim=1).mean() / 4
    assert (output.landmarks - batch.landmarks)[:, [0, 5]].norm(dim=-1).mean() * 64 < 4


def test_only_the_named_parts_are_trained_and_the_others_keep_their_moments(library: Library) -> None:
    config = TrainConfig(network="tiny", bfloat16=False, device="cpu", only="eyes,readout,auxiliary")
    trainer = Trainer(config, make=lambda: random_network("tiny"))
    before = copy.deepcopy(trainer.network.state_dict())
    measurement = library.training[0]
    batch = look_plainly(take(measurement, np.arange(16)), trainer.network.config.input_size)
    trainer.train_step([batch], 0.5)
    moved = {name.split(".")[0] for name, value in trainer.network.state_dict().items() if not torch.equal(value, before[name])}
    assert moved == {"eyes", "readout", "auxiliary"}


def test_a_part_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="no such part: ears; known: encoder, "):
        Trainer(TrainConfig(network="tiny", device="cpu", only="eyes,ears"))


def test_eyes_alone_learn_where_a_generated_face_looks(library: Library) -> None:
    """As above, with encoder and decoder left as they were."""
    trainer = Trainer(TrainConfig(network="tiny", bfloat16=False, rate=4e-3, ema=0.9, device="cpu", eyes=True))
    before = trainer.network.encoder.stem.kernel.clone()
    measurement = library.training[0]
    taken = take(measurement, np.arange(24))
    batch = view_frames(taken, Look(frame_face(taken.landmarks)), trainer.network.config.input_size)
    for step in range(100):
        trainer.train_step([batch], step / 100)
    errors = read_eyes(trainer.ema, measurement, settled=False)
    assert len(errors) == 32
    assert errors.mean() < (batch.gaze - 0.5).norm(dim=1).mean() / 2
    assert torch.equal(trainer.network.encoder.stem.kernel, before)
