"""The network: shapes of its outputs, DSNT, the eyes' geometry and normalization."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from fovea_training import network as module
from fovea_training.layers import Mixture, Normalization
from fovea_training.network import (
    BN_EPSILON,
    CONFIGS,
    LANDMARKS,
    MEMORY_SOURCE_FRAMES,
    Readout,
    build,
    cell_centres,
    expect,
    eye_geometry,
    make_divisible,
    normalization,
    normalization_layers,
    share_of_batch,
)
from fovea_training.parity import plausible_targets, random_network, smooth_noise, to_input
from fovea_training.personal import PersonalFit, fit_personal


@pytest.mark.parametrize(("channels", "expected"), [(32 * 0.5, 16), (40 * 0.25, 16), (24 * 0.5, 16), (112 * 0.5, 56), (3, 8), (320, 320)])
def test_channels_are_multiples_of_eight_that_lose_at_most_a_tenth(channels: float, expected: int) -> None:
    assert make_divisible(channels) == expected


@pytest.mark.parametrize("name", list(CONFIGS))
def test_outputs_have_the_shapes_of_the_contract(name: str) -> None:
    network = build(name).eval()
    size = network.config.input_size
    with torch.no_grad():
        output = network(torch.rand(2, 3, size, size) * 2 - 1)
    assert output.gaze.shape == (2, 2)
    assert output.spread.shape == (2,)
    assert output.logits.shape == (2, 400)
    assert output.landmarks.shape == (2, LANDMARKS, 2)
    assert output.landmark_logits.shape == (2, LANDMARKS, network.config.unet_size // 4, network.config.unet_size // 4)
    assert output.presence.shape == (2,)


def test_full_is_the_network_of_the_design() -> None:
    parameters = sum(p.numel() for name, p in build("full").named_parameters() if not name.startswith("auxiliary"))
    assert 2.8e6 < parameters < 3.3e6


def test_expectation_is_a_peak_s_place_and_its_spread() -> None:
    centres = cell_centres(20, 0.1)
    place = torch.tensor([[0.31, 0.72]])
    logits = -(centres - place).square().sum(-1)[None] / (2 * 0.08**2)
    point, spread = expect(logits, centres)
    assert torch.allclose(point, place, atol=2e-3)
    assert spread.item() == pytest.approx(0.08 * 2**0.5, rel=0.03)


def test_screen_cells_reach_a_margin_beyond_the_screen_rows_first() -> None:
    centres = cell_centres(20, 0.1)
    assert centres[0].tolist() == pytest.approx([-0.07, -0.07])
    assert centres[1].tolist() == pytest.approx([-0.01, -0.07])
    assert centres[-1].tolist() == pytest.approx([1.07, 1.07])


def draw_eyes(count: int) -> Tensor:
    """Landmarks [count, 10, 2] of eyes that are well apart."""
    middles = torch.tensor([[0.35, 0.45], [0.65, 0.45]])[:, None]
    return (middles + 0.1 * (torch.rand(count, 2, 5, 2) - 0.5)).flatten(1, 2)


WHOLE = torch.tensor([[0.0, 0.0, 1.0]]).expand(3, 3)


def test_geometry_does_not_change_when_the_face_moves_or_comes_nearer() -> None:
    landmarks = draw_eyes(3)
    moved = landmarks * 1.7 + torch.tensor([0.3, -0.2])
    before, after = eye_geometry(landmarks, WHOLE), eye_geometry(moved, WHOLE)
    torch.testing.assert_close(before[:, :16], after[:, :16], atol=1e-4, rtol=0)
    assert (before[:, 16:] - after[:, 16:]).abs().min(0).values.gt(1e-3).all(), "where the eyes are and how far apart does change"


def test_geometry_does_not_change_with_the_view_that_landmarks_are_told_in() -> None:
    landmarks = draw_eyes(3)
    views = torch.tensor([[0.2, 0.1, 0.6], [0.3, 0.3, 0.4], [-0.1, 0.05, 1.3]])
    told = (landmarks - views[:, None, :2]) / views[:, None, 2:]
    torch.testing.assert_close(eye_geometry(told, views), eye_geometry(landmarks, WHOLE), atol=1e-5, rtol=0)
    assert not torch.allclose(eye_geometry(told, WHOLE), eye_geometry(landmarks, WHOLE), atol=1e-2)


def test_network_reads_a_view_by_where_it_lies() -> None:
    network = random_network("tiny")
    images = to_input(smooth_noise(64))
    views = torch.tensor([[0.3, 0.2, 0.5]]).expand(len(images), 3)
    whole = torch.tensor([[0.0, 0.0, 1.0]]).expand(len(images), 3)
    with torch.no_grad(), normalization(network, "stored"):
        plain, told, as_whole = network(images), network(images, views), network(images, whole)
    torch.testing.assert_close(plain.gaze, as_whole.gaze)
    torch.testing.assert_close(plain.landmarks, told.landmarks)
    assert not torch.allclose(plain.gaze, told.gaze, atol=1e-3)


def test_geometry_stays_finite_when_all_points_are_one() -> None:
    landmarks = torch.full((1, LANDMARKS, 2), 0.5, requires_grad=True)
    eye_geometry(landmarks, WHOLE[:1]).sum().backward()
    assert torch.isfinite(landmarks.grad).all()


def test_training_moves_the_stored_moments_towards_the_batch_s() -> None:
    layer = Normalization(8).train()
    layer.momentum = 0.25
    x = torch.randn(4, 8, 6, 6) * 3 + 2
    layer(x)
    assert torch.allclose(layer.mean, 0.25 * x.mean((0, 2, 3)), atol=1e-5)
    assert torch.allclose(layer.variance, 0.75 + 0.25 * x.var((0, 2, 3), unbiased=False), atol=1e-4)


def test_stored_moments_of_the_same_batch_give_the_batch_s_output() -> None:
    torch.manual_seed(0)
    network = build("tiny")
    images = torch.rand(6, 3, 64, 64) * 2 - 1
    for layer in normalization_layers(network).values():
        layer.momentum = 1.0
    with torch.no_grad():
        batch = network.train()(images)
        with normalization(network.eval(), "stored"):
            stored = network(images)
    assert torch.allclose(batch.gaze, stored.gaze, atol=1e-4)
    assert all(layer.mode == "batch" for layer in normalization_layers(network).values())


def test_whole_squares_have_stored_moments_of_their_own() -> None:
    network = random_network("tiny")
    images = to_input(smooth_noise(64))
    said = {}
    for mode in ("batch", "stored", "whole"):
        with torch.no_grad(), normalization(network, mode):
            said[mode] = network(images).gaze
    assert not torch.allclose(said["stored"], said["whole"], atol=1e-2)
    for layer in normalization_layers(network).values():
        layer.mean.copy_(layer.whole_mean)
        layer.variance.copy_(layer.whole_variance)
    with torch.no_grad(), normalization(network, "stored"):
        torch.testing.assert_close(network(images).gaze, said["whole"])


def test_merge_equals_a_convolution_of_upsampled_and_skip() -> None:
    step = build("tiny").decoder["8"]
    low = step.merge.kernel.shape[1] - 16
    x, skip = torch.randn(2, low, 4, 4), torch.randn(2, 16, 8, 8)
    joined = torch.cat([F.interpolate(x, scale_factor=2, mode="nearest"), skip], 1)
    expected = step.project(step.depthwise(step.merge(joined)))
    assert torch.allclose(step(x, skip), expected, atol=1e-4)


@pytest.mark.parametrize("shape", [(8, 16, 6, 6), (8, 16)])
def test_a_mixture_normalizes_by_few_frames_and_the_stored_moments(shape: tuple[int, ...]) -> None:
    torch.manual_seed(0)
    layer = Normalization(shape[1]).train()
    layer.momentum = 0
    layer.mean.normal_()
    layer.variance.uniform_(0.5, 2)
    layer.gamma.data.normal_()
    layer.mixture = Mixture(frames=3, source=2)
    x = torch.randn(shape) * 2 + 1
    few = x[:3].transpose(0, 1).flatten(1)  # [C, values]
    mean = (2 * layer.mean + 3 * few.mean(1)) / 5
    spread = 2 * (layer.variance + (layer.mean - mean).square()) + 3 * (few.var(1, correction=0) + (few.mean(1) - mean).square())
    broadcast = [1, -1, *([1] * (len(shape) - 2))]
    expected = (x - mean.view(broadcast)) / (spread / 5 + BN_EPSILON).sqrt().view(broadcast)
    expected = expected * layer.gamma.view(broadcast) + layer.beta.view(broadcast)
    torch.testing.assert_close(layer(x), expected, atol=1e-4, rtol=1e-4)


CLOSE = {"atol": 1e-4, "rtol": 1e-4}


@pytest.mark.parametrize(("population", "few"), [(16, 5), (4, 12), (7, 1)])
def test_mixed_moments_are_those_of_both_samples_together(population: int, few: int) -> None:
    """The law of total variance, against NumPy on all values at once."""
    random = np.random.default_rng(population)
    stored, seen = random.normal(1, 2, (population, 8)), random.normal(-2, 0.5, (few, 8))
    layer = Normalization(8)
    layer.mean.copy_(torch.from_numpy(stored.mean(0)))
    layer.variance.copy_(torch.from_numpy(stored.var(0)))
    mean, variance = layer.mix(*(torch.from_numpy(value).float() for value in (seen.mean(0), seen.var(0))), few / (few + population))
    together = np.concatenate([stored, seen])
    np.testing.assert_allclose(mean.numpy(), together.mean(0), atol=1e-5)
    np.testing.assert_allclose(variance.numpy(), together.var(0), rtol=1e-5)


@pytest.fixture
def readout() -> Readout:
    """Its stored moments are far from what it will read."""
    readout = Readout(10, (12, 8), 16)
    with torch.no_grad():
        for layer in normalization_layers(readout).values():
            layer.mean.normal_()
            layer.variance.uniform_(0.5, 2)
            layer.gamma.uniform_(0.5, 1.5)
            layer.beta.normal_()
    return readout.eval()


@torch.no_grad()
def test_readout_among_entries_is_that_of_the_batch_where_the_population_does_not_count(
    readout: Readout, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = 3 * torch.randn(9, 10) + 1
    with normalization(readout, "batch"):
        batch = readout(entries)
    mixed = readout.read_among(entries, entries)
    assert (mixed - batch).abs().max() > 0.1, "mostly the population counts"
    monkeypatch.setattr(module, "MEMORY_SOURCE_FRAMES", 1e-6)
    torch.testing.assert_close(readout.read_among(entries, entries), batch, **CLOSE)


@torch.no_grad()
def test_readout_among_entries_is_the_stored_one_where_the_population_is_all_that_counts(
    readout: Readout, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, frames = 3 * torch.randn(9, 10) + 1, torch.randn(4, 10)
    monkeypatch.setattr(module, "MEMORY_SOURCE_FRAMES", 1e9)
    with normalization(readout, "stored"):
        torch.testing.assert_close(readout.read_among(entries, frames), readout(frames), **CLOSE)


@torch.no_grad()
def test_readout_among_entries_is_what_numpy_makes_of_every_layer(readout: Readout) -> None:
    """Each layer normalizes frames by the entries' moments at that layer, mixed with the population's that count for 16 frames."""
    entries, frames = 3 * torch.randn(9, 10) + 1, torch.randn(4, 10)
    x, y = entries.double().numpy(), frames.double().numpy()
    for layer in (readout.standardize, *readout.hidden):
        if layer is not readout.standardize:
            kernel = layer.kernel[:, :, 0, 0].double().numpy()
            x, y = x @ kernel.T, y @ kernel.T
        mean, variance, gamma, beta = (value.double().numpy() for value in (layer.mean, layer.variance, layer.gamma, layer.beta))
        mixed = (9 * x.mean(0) + 8 * mean) / 17
        spread = (9 * (x.var(0) + (x.mean(0) - mixed) ** 2) + 8 * (variance + (mean - mixed) ** 2)) / 17
        x, y = (gamma * (z - mixed) / np.sqrt(spread + BN_EPSILON) + beta for z in (x, y))
        if layer is not readout.standardize:
            x, y = np.clip(x, 0, 6), np.clip(y, 0, 6)
    expected = y @ readout.logits.kernel[:, :, 0, 0].double().numpy().T + readout.logits.bias.double().numpy()
    np.testing.assert_allclose(readout.read_among(entries, frames).numpy(), expected, atol=1e-3)
    assert MEMORY_SOURCE_FRAMES == 8


@torch.no_grad()
def test_a_frame_that_is_read_among_entries_costs_nothing_of_the_others(readout: Readout) -> None:
    entries, frames = torch.randn(6, 10), torch.randn(4, 10)
    together = readout.read_among(entries, frames)
    for i in range(4):
        torch.testing.assert_close(readout.read_among(entries, frames[i : i + 1])[0], together[i], atol=1e-5, rtol=1e-5)
    frames[0] += 100
    torch.testing.assert_close(readout.read_among(entries, frames)[1:], together[1:], atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("count", [0, 1, 8, 30])
@torch.no_grad()
def test_the_reader_is_told_what_the_readout_says_beside_the_same_entries(count: int) -> None:
    network = random_network("tiny")
    entries, frames = torch.randn(count, network.features), torch.randn(3, network.features)
    said = network.read_beside(entries, frames)
    assert said.shape == (count + 3, 400)
    told, _ = expect(network.readout.read_among(entries, torch.cat([entries, frames])), network.screen)
    assert told.std(0).min() > 0.05
    read = network.reader(entries[None], frames[None], told[None])[0].log_softmax(-1)
    deaf = network.reader(entries[None], frames[None], 1 - told[None])[0].log_softmax(-1)
    assert (read - deaf).abs().max() > 0.1, "it listens"
    if count:
        share = share_of_batch(expect(read[:count], network.screen)[0])
        assert share > 0.01 or count == 1
        among = network.readout.read_among(entries, torch.cat([entries, frames])).log_softmax(-1)
        read = (1 - share) * read + share * among
    torch.testing.assert_close(said, read, **CLOSE)


def test_the_readout_counts_where_looks_are_many_and_lie_wide_in_every_direction() -> None:
    wide, turn = torch.rand(4000, 2), torch.tensor([[0.6, 0.8], [-0.8, 0.6]])
    assert share_of_batch(wide).item() == pytest.approx(0.6, abs=0.01)
    assert share_of_batch(wide[:8] * 4).item() == pytest.approx(0.6 * 8 / 12)
    assert share_of_batch(wide * 0.2).item() == 0, "one place"
    line = wide * torch.tensor([3.0, 0.14 * 12**0.5])
    for looks in (line, line @ turn, line @ turn + 5):
        assert share_of_batch(looks).item() == pytest.approx(0.3, abs=0.01), "a strip, however it lies"
    assert share_of_batch(wide[:1]).item() == 0


@torch.no_grad()
def test_without_entries_the_readout_reads_by_the_population(readout: Readout) -> None:
    frames = torch.randn(4, 10)
    with normalization(readout, "stored"):
        torch.testing.assert_close(readout.read_among(frames[:0], frames), readout(frames), **CLOSE)


def test_reading_beside_without_a_reader_is_an_error() -> None:
    network = build("tiny")
    with pytest.raises(ValueError, match="no memory reader"):
        network.read_beside(torch.zeros(0, network.features), torch.zeros(1, network.features))


@torch.no_grad()
def test_known_targets_correct_the_gaze_by_what_the_entries_lack() -> None:
    network = random_network("tiny")
    with normalization(network, "stored"):
        features = network.features_of(to_input(smooth_noise(64)), WHOLE[:1].expand(8, 3))
    entries, frames = features[:7], features[5:]
    targets = plausible_targets(network, features)[:7]
    targets[2, 0] = 0.5  # half a target is not known either
    point, spread = expect(network.read_beside(entries, frames), network.screen)
    plain = network.read_gaze(entries, frames)
    torch.testing.assert_close(plain[0], point[7:])
    torch.testing.assert_close(plain[1], spread[7:] * 1.3)
    told = torch.tensor([0, 1, 3, 4, 6])
    fit = fit_personal(
        network.personal.embed(network.reader, entries[told], point[told]), targets[told] - point[told], float(network.personal.ridge)
    )
    assert isinstance(fit, PersonalFit)
    gaze, narrowed = network.read_gaze(entries, frames, targets)
    assert (gaze - plain[0]).abs().max() > 0.05
    torch.testing.assert_close(gaze, plain[0] + fit.correct(network.personal.embed(network.reader, frames, plain[0])), **CLOSE)
    torch.testing.assert_close(narrowed, plain[1] * fit.spread, **CLOSE)


@pytest.mark.parametrize("why", ["nothing known", "four known", "no personal readout"])
@torch.no_grad()
def test_too_few_targets_or_no_readout_leave_the_gaze_as_it_was(why: str) -> None:
    network = random_network("tiny")
    entries, frames = torch.randn(8, network.features), torch.randn(3, network.features)
    targets = expect(network.read_beside(entries, frames), network.screen)[0][:8] + 0.2
    plain = network.read_gaze(entries, frames)
    assert (network.read_gaze(entries, frames, targets)[0] - plain[0]).abs().max() > 0.02, "eight known ones do not"
    if why == "no personal readout":
        network.personal = None
    else:
        targets[0 if why == "nothing known" else 4 :] = torch.nan
    for value, same in zip(network.read_gaze(entries, frames, targets), plain, strict=True):
        assert torch.equal(value, same)
