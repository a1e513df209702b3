"""Files of networks: weights, reference vectors, checkpoints, and their averages."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from fovea_training import average
from fovea_training.checkpoint import adopt, load_checkpoint, load_network, save_checkpoint
from fovea_training.network import GEOMETRY, FoveaNetwork, build, find_peaks, normalization, normalization_layers
from fovea_training.parity import plausible_targets, random_network, smooth_noise, to_input, write_random, write_reference
from fovea_training.personal import PersonalConfig, PersonalReadout
from fovea_training.reader import MemoryReader, ReaderConfig
from fovea_training.train import TrainConfig, Trainer
from fovea_training.weights import read_weights, write_weights

MODES = ("batch", "stored", "whole")
FLOAT32 = ("mean", "variance", "wholeMean", "wholeVariance", "deviation")


def test_weights_file_has_the_contract_s_names_layouts_and_types(tmp_path: Path) -> None:
    network = random_network("tiny")
    write_weights(network, tmp_path / "w.safetensors")
    with safe_open(tmp_path / "w.safetensors", "pt") as file:
        meta = file.metadata()
        shapes = {name: file.get_slice(name).get_shape() for name in file.keys()}  # noqa: SIM118 (not a dict)
        types = {name: file.get_tensor(name).dtype for name in shapes}
    assert meta == {
        "format": "fovea-weights",
        "version": "7",
        "config": "tiny",
        "inputSize": "80",
        "unetSize": "64",
        "width": "0.25",
        "depth": "0.34",
        "decoderChannels": "16,16,8",
        "hidden": "32,16",
        "gridSize": "20",
        "margin": "0.1",
        "spreadScale": "1.3000",
        "landmarks": "10",
        "eyeSize": "32",
        "eyeChannels": "8,8,16,16",
        "eyeBlocks": "1,2,1",
        "eyeContrast": "own",
        "eyeNarrow": "8",
        "eyeFeatures": "8",
        "readerWidth": "24",
        "readerLayers": "2",
        "readerHeads": "3",
        "readerInputs": str(network.features // 2),
        "personalWidth": "12",
        "personalHidden": "24",
    }
    assert shapes["encoder.stem.kernel"] == [3, 3, 3, 8]
    assert "encoder.1.0.expand.kernel" not in shapes
    assert shapes["eyes.rest8.1.a.kernel"] == [3, 3, 16, 16]
    assert shapes["eyes.out.kernel"] == [2, 2, 8, 8]
    assert shapes["encoder.2.0.expand.kernel"] == [1, 1, 8, 48]
    assert shapes["encoder.2.0.depthwise.kernel"] == [3, 3, 48, 1]
    assert shapes["encoder.7.0.project.variance"] == [80]
    assert shapes["decoder.16.merge.kernel"] == [1, 1, 80 + 32, 16]
    assert shapes["decoder.4.depthwise.kernel"] == [3, 3, 8, 1]
    assert shapes["landmarks.kernel"] == [1, 1, 8, 10]
    assert shapes["readout.standardize.gamma"] == [21 + 80 + 80 + 16]
    assert shapes["readout.hidden.0.kernel"] == [1, 1, 197, 32]
    assert shapes["readout.hidden.1.kernel"] == [1, 1, 32, 16]
    assert shapes["readout.hidden.1.wholeVariance"] == [16]
    assert shapes["readout.logits.kernel"] == [1, 1, 16, 400]
    assert "readout.logits.wholeMean" not in shapes
    assert shapes["presence.bias"] == [1]
    assert shapes["reader.mean"] == shapes["reader.deviation"] == [197]
    assert shapes["reader.inputs.kernel"] == [197, 98]
    assert shapes["reader.embed.kernel"] == shapes["reader.compare.kernel"] == [100, 24]
    assert shapes["reader.layers.1.widen.kernel"] == [24, 48]
    assert "reader.layers.2.widen.kernel" not in shapes
    assert shapes["reader.logits.kernel"] == [24, 400]
    assert shapes["personal.linear.kernel"] == [197, 12]
    assert shapes["personal.linear.bias"] == [12]
    assert shapes["personal.widen.kernel"] == [197, 24]
    assert shapes["personal.narrow.kernel"] == [24, 12]
    assert "personal.narrow.bias" not in shapes
    assert shapes["personal.ridge"] == shapes["personal.scale"] == [1]
    assert not any(name.startswith("auxiliary") for name in shapes)
    for name, dtype in types.items():
        assert dtype == (torch.float32 if name.endswith(FLOAT32) else torch.float16)


def test_matrices_of_reader_and_personal_readout_are_written_as_they_are(tmp_path: Path) -> None:
    """Their kernels are [in, out] already; a square one would not show that it was turned."""
    network = random_network("tiny")
    write_weights(network, tmp_path / "w.safetensors")
    written = load_file(tmp_path / "w.safetensors")
    kernels = {name: value for name, value in network.named_parameters() if name.startswith(("reader", "personal")) and value.dim() == 2}
    assert {name.partition(".")[0] for name in kernels} == {"reader", "personal"}
    assert any(value.shape[0] == value.shape[1] for value in kernels.values())
    for name, value in kernels.items():
        assert torch.equal(written[name], value.detach().half()), name


@pytest.mark.parametrize("config", [ReaderConfig(16, 1, 4), ReaderConfig(24, 3, 2)])
def test_reader_s_size_comes_back_from_the_file(tmp_path: Path, config: ReaderConfig) -> None:
    network = build("tiny").eval()
    network.reader = MemoryReader(network.features, 400, config)
    write_weights(network, tmp_path / "w.safetensors")
    assert read_weights(tmp_path / "w.safetensors").reader.config == config


def test_weights_without_a_reader_hold_nothing_of_one(tmp_path: Path) -> None:
    network = random_network("tiny")
    network.reader = network.personal = None
    write_weights(network, tmp_path / "w.safetensors")
    with safe_open(tmp_path / "w.safetensors", "pt") as file:
        assert not any(name.startswith(("reader", "personal")) for name in (*file.keys(), *file.metadata()))
    back = read_weights(tmp_path / "w.safetensors")
    assert back.reader is None
    assert back.personal is None
    images = to_input(smooth_noise(network.config.input_size))
    with torch.no_grad():
        torch.testing.assert_close(network(images).gaze, back(images).gaze, atol=0.04, rtol=0)
    with pytest.raises(ValueError, match="no memory reader"):
        write_reference(tmp_path / "w.safetensors", smooth_noise(network.config.input_size), torch.zeros(8, 3), tmp_path / "r.safetensors")


def test_personal_readout_comes_back_with_its_size_and_may_be_missing(tmp_path: Path) -> None:
    network = random_network("tiny")
    network.personal = PersonalReadout(network.features, PersonalConfig(7, 9))
    write_weights(network, tmp_path / "w.safetensors")
    back = read_weights(tmp_path / "w.safetensors")
    assert back.personal.config == PersonalConfig(7, 9)
    assert back.personal.ridge.item() == network.personal.ridge.item() == 20
    network.personal = None
    write_weights(network, tmp_path / "w.safetensors")
    assert read_weights(tmp_path / "w.safetensors").personal is None
    with pytest.raises(ValueError, match="no personal readout"):
        write_reference(tmp_path / "w.safetensors", smooth_noise(network.config.input_size), torch.zeros(8, 3), tmp_path / "r.safetensors")


def test_reader_of_another_size_than_the_file_says_is_refused(tmp_path: Path) -> None:
    network = random_network("tiny")
    network.reader.config = replace(network.reader.config, layers=3)
    write_weights(network, tmp_path / "w.safetensors")
    with pytest.raises(ValueError, match=r"missing \['reader\.layers\.2"):
        read_weights(tmp_path / "w.safetensors")


def test_weights_come_back_as_they_went(tmp_path: Path) -> None:
    network = random_network("tiny")
    write_weights(network, tmp_path / "w.safetensors")
    back = read_weights(tmp_path / "w.safetensors")
    assert back.config == network.config
    compared = [name for name in network.state_dict() if not name.startswith("auxiliary")]
    assert sum(name.endswith("whole_mean") for name in compared) == len(normalization_layers(network))
    for name in compared:
        moments = name.endswith(("mean", "variance", "deviation"))
        tolerance = {"rtol": 0, "atol": 0} if moments else {"rtol": 1e-3, "atol": 1e-4}
        torch.testing.assert_close(back.state_dict()[name], network.state_dict()[name], **tolerance)
    images = to_input(smooth_noise(network.config.input_size))
    for mode in ("batch", "stored", "whole"):
        with torch.no_grad(), normalization(network, mode), normalization(back, mode):
            torch.testing.assert_close(network(images).gaze, back(images).gaze, atol=0.04, rtol=0)
    assert back.reader.config == network.reader.config
    assert back.personal.config == network.personal.config
    with torch.no_grad(), normalization(network, "stored"):
        features = network.features_of(images, torch.tensor([[0.0, 0, 1]]).expand(8, 3))
        targets = plausible_targets(network, features)
        said = [each.read_gaze(features, features, targets) for each in (network, back)]
        assert (said[0][0] - network.read_gaze(features, features)[0]).abs().max() > 0.05, "the personal readout is used"
    for one, other in zip(*said, strict=True):
        torch.testing.assert_close(one, other, atol=0.01, rtol=0)


@pytest.mark.parametrize("name", ["half", "full"])
def test_what_ships_is_below_ten_megabytes(tmp_path: Path, name: str) -> None:
    network = build(name)
    inputs = GEOMETRY + 5 + 2 * network.config.eyes.features  # five directions of what the U-Net says besides
    network.reader = MemoryReader(network.features, network.config.grid_size**2, ReaderConfig(inputs=inputs))
    network.personal = PersonalReadout(network.features, PersonalConfig())
    write_weights(network, tmp_path / "w.safetensors")
    assert (tmp_path / "w.safetensors").stat().st_size < 10e6


def test_weights_of_another_version_are_refused(tmp_path: Path) -> None:
    save_file({"presence.bias": torch.zeros(1)}, tmp_path / "w.safetensors", {"format": "fovea-weights", "version": "5"})
    with pytest.raises(ValueError, match="version 7: 'fovea-weights', version '5'"):
        read_weights(tmp_path / "w.safetensors")


def say_all(network: FoveaNetwork, reference: dict[str, Tensor]) -> dict[str, Tensor]:
    """What a network says about the images, views and targets of a reference, under the reference's names."""
    images, views, targets = to_input(reference["images"]), reference["views"], reference["targets"]
    out: dict[str, Tensor] = {}
    with torch.no_grad():
        for name, mode in (("batch", "batch"), ("alone", "stored"), ("whole", "whole")):
            with normalization(network, mode):
                seen, features = network(images, views), network.features_of(images, views)
            peaks, certainty = find_peaks(seen.landmark_logits)
            landmarks = peaks if name == "whole" else seen.landmarks
            out |= {f"{name}.landmarks": landmarks, f"{name}.certainty": certainty, f"{name}.presence": seen.presence.sigmoid()}
            if name == "batch":
                out |= {"batch.gaze": seen.gaze, "batch.spread": seen.spread}
            if name == "alone":
                out["features"] = features
        for name, count, told in (("alone", 0, None), ("memory", len(images), None), ("measured", len(images), targets)):
            each = [network.read_gaze(out["features"][:count], frame[None], told) for frame in out["features"]]
            out |= {f"{name}.gaze": torch.cat([gaze for gaze, _ in each]), f"{name}.spread": torch.cat([spread for _, spread in each])}
        out["alone.presence"] = network.reader.open_logit(out["features"]).sigmoid()
    return out


def test_reference_holds_what_the_network_says_by_every_way_of_reading(tmp_path: Path) -> None:
    write_random("tiny", tmp_path, "w")
    network = read_weights(tmp_path / "w.safetensors")
    reference = load_file(tmp_path / "w.reference.safetensors")
    with safe_open(tmp_path / "w.reference.safetensors", "pt") as file:
        assert file.metadata() == {"format": "fovea-reference", "version": "7", "config": "tiny"}
    expected = say_all(network, reference)
    assert reference.keys() == {"images", "views", "targets", *expected}
    for name, value in expected.items():
        torch.testing.assert_close(reference[name], value, atol=1e-5, rtol=1e-5)
    assert reference["targets"].shape == (8, 2)
    assert reference["targets"].isnan().all(1).nonzero()[:, 0].tolist() == [2, 5], "some targets are known, some are not"
    for name in ("alone", "memory", "measured", "batch"):
        assert reference[f"{name}.gaze"].std(0).min() > 0.02, "a reference that hardly varies shows nothing"
    assert reference["measured.spread"].max() < 0.999 * reference["memory.spread"].max(), "the personal readout is used"
    for name, other in itertools.combinations(("alone", "memory", "measured", "batch"), 2):
        assert not torch.allclose(reference[f"{name}.gaze"], reference[f"{other}.gaze"], atol=0.05)
    for name, other in itertools.combinations(("alone", "whole", "batch"), 2):
        assert not torch.allclose(reference[f"{name}.landmarks"], reference[f"{other}.landmarks"], atol=0.05)
    assert reference["views"][:, 2].min() < 0.6
    assert reference["views"][0].tolist() == [0, 0, 1]


def test_committed_reference_is_what_the_network_says_today() -> None:
    folder = Path(__file__).parents[2] / "tests/fixtures/parity"
    reference = load_file(folder / "tiny.reference.safetensors")
    network = read_weights(folder / "tiny.safetensors")
    for mode in ("batch", "stored", "whole"):
        with normalization(network, mode), torch.no_grad():
            seen = network(to_input(reference["images"]), reference["views"])
        first, second = seen.landmark_logits.flatten(2).softmax(-1).topk(2, -1).values.unbind(-1)
        assert ((first - second) / first).min() > 1e-3, "two cells are as high as each other: which is the peak is left to rounding"
    for name, value in say_all(read_weights(folder / "tiny.safetensors"), reference).items():
        torch.testing.assert_close(reference[name], value, atol=1e-4, rtol=1e-4)


def test_checkpoint_loads_its_averaged_network(tmp_path: Path) -> None:
    trainer = Trainer(TrainConfig(network="tiny"))
    with torch.no_grad():
        trainer.ema.presence.bias.fill_(7)
    save_checkpoint(tmp_path / "c.pt", trainer.state())
    assert load_network(tmp_path / "c.pt").presence.bias.item() == 7
    assert load_checkpoint(tmp_path / "c.pt")["step"] == 0


def test_network_takes_over_what_has_its_names_and_shapes() -> None:
    network, other = build("tiny"), random_network("tiny", seed=3)
    state = other.state_dict()
    kept = network.readout.hidden[0].kernel.detach().clone()
    state["readout.hidden.0.kernel"] = torch.zeros(48, 197, 1, 1)  # another width
    state["readout.hidden.kernel"] = torch.zeros(32, 197, 1, 1)  # a name of earlier checkpoints
    assert adopt(network, state) == len(network.state_dict()) - 1
    assert torch.equal(network.readout.hidden[0].kernel, kept)
    assert torch.equal(network.encoder.stem.kernel, other.encoder.stem.kernel)
    assert torch.equal(network.encoder.stem.whole_mean, other.encoder.stem.whole_mean)


def test_nothing_to_take_over_is_an_error() -> None:
    with pytest.raises(ValueError, match="no tensor"):
        adopt(build("tiny"), {"encoder.stem.kernel": torch.zeros(3)})


@pytest.mark.parametrize("kind", ["checkpoint", "weights"])
def test_run_starts_from_the_averaged_network_of_another(tmp_path: Path, kind: str) -> None:
    trainer = Trainer(TrainConfig(network="tiny", seed=5))
    with torch.no_grad():
        trainer.ema.landmarks.bias.fill_(0.25)
    start = tmp_path / ("c.pt" if kind == "checkpoint" else "w.safetensors")
    save_checkpoint(start, trainer.state()) if kind == "checkpoint" else write_weights(trainer.ema, start)
    begun = Trainer(TrainConfig(network="tiny", seed=6, begin=str(start)))
    for network in (begun.network, begun.ema):
        torch.testing.assert_close(network.landmarks.bias.data, torch.full((10,), 0.25))
        torch.testing.assert_close(network.encoder.stem.kernel, trainer.ema.encoder.stem.kernel, atol=1e-3, rtol=1e-3)
    assert begun.step == 0


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
