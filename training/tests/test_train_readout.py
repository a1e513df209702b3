"""Training the readout under the moments of memories, as it is in use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from fovea_training import train_readout as training
from fovea_training.checkpoint import load_readout
from fovea_training.directions import find_pose
from fovea_training.features import Seen
from fovea_training.groups import POPULATION_MOMENTUM, measure_groups, read_groups
from fovea_training.network import FoveaNetwork, expect
from fovea_training.parity import random_network
from fovea_training.train_readout import ReadoutRun, save_readout, train_readout

SMALL = ReadoutRun(steps=300, groups=12, frames=12, rate=4e-3, noise=0.02, drop=0.02)
TINY = replace(SMALL, steps=4, groups=4)


@pytest.fixture
def network() -> FoveaNetwork:
    return random_network("tiny")


def make_people(features: int, count: int, seed: int, frames: int = 40) -> list[list[Seen]]:
    """People whose features are the gaze plus something of their own, far larger than the screen: alone they say next to nothing."""
    draw = torch.Generator().manual_seed(seed)
    mixing = torch.randn(2, features, generator=torch.Generator().manual_seed(0))
    people = []
    for _ in range(count):
        gaze = torch.rand(frames, 2, generator=draw)
        shape = (gaze + 2 * torch.rand(2, generator=draw)) @ mixing
        pose = 10 * torch.randn(frames, 3, generator=draw)
        pose[0] = torch.nan
        people.append([Seen(shape, gaze, pose=pose)])
    return people


@torch.no_grad()
def error_pct(network: FoveaNetwork, people: list[list[Seen]]) -> float:
    offsets = []
    for (seen,) in people:
        logits = network.readout.read_among(seen.features[:24], seen.features[24:])
        offsets.append((expect(logits, network.screen)[0] - seen.gaze[24:]).norm(dim=1))
    return 100 * torch.cat(offsets).mean().item()


def draw(features: int) -> tuple[Tensor, Tensor]:
    return torch.randn(2, 7, features), torch.randn(2, 3, features)


def test_moments_of_a_group_are_those_of_what_is_present() -> None:
    x = torch.randn(2, 5, 3)
    present = torch.tensor([[True, True, True, False, False], [False] * 5])
    mean, variance = measure_groups(x, present)
    torch.testing.assert_close(mean[0, 0], x[0, :3].mean(0))
    torch.testing.assert_close(variance[0, 0], x[0, :3].var(0, correction=0))
    assert mean[1].abs().max() == 0
    assert (variance[1] == 1).all()


def test_groups_are_read_as_memories_are(network: FoveaNetwork) -> None:
    entries, frames = draw(network.features)
    present = torch.tensor([[True] * 7, [True] * 4 + [False] * 3])
    read = read_groups(network.readout, entries, present, frames)
    for group, count in enumerate((7, 4)):
        there = entries[group, :count]
        among = network.readout.read_among(there, torch.cat([there, frames[group]]))
        torch.testing.assert_close(torch.cat([read[group, :count], read[group, 7:]]), among, atol=1e-3, rtol=1e-3)


def test_stored_moments_follow_the_frames_of_a_step(network: FoveaNetwork) -> None:
    entries, frames = draw(network.features)
    layer = network.readout.standardize
    before = layer.mean.clone()
    read_groups(network.readout.train(), entries, torch.ones(2, 7, dtype=torch.bool), frames)
    expected = before.lerp(torch.cat([entries, frames], 1).flatten(0, 1).mean(0), POPULATION_MOMENTUM)
    torch.testing.assert_close(layer.mean, expected)


def test_readout_learns_to_read_under_a_memory_s_moments(network: FoveaNetwork, capsys: pytest.CaptureFixture[str]) -> None:
    network.readout = train_readout(network, make_people(network.features, 100, 1), SMALL, log_every=100)
    assert capsys.readouterr().out.count("errorPct") == 3
    strangers = make_people(network.features, 20, 2)
    assert error_pct(network, strangers) < 16 < 28 < error_pct(random_network("tiny"), strangers)


def test_training_is_the_same_by_the_same_seed(network: FoveaNetwork) -> None:
    people = make_people(network.features, 6, 1)
    first, again, other = (train_readout(network, people, replace(TINY, seed=seed)).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)


def test_readout_comes_back_as_it_was_kept(network: FoveaNetwork, tmp_path: Path) -> None:
    readout = train_readout(network, make_people(network.features, 4, 1), TINY)
    save_readout(readout, tmp_path / "deep/readout.pt", TINY, {"measurements": 4})
    load_readout(network, tmp_path / "deep/readout.pt")
    assert all(torch.equal(value, readout.state_dict()[name]) for name, value in network.readout.state_dict().items())


def test_readout_of_the_eyes_reads_nothing_else_of_the_u_net_but_the_pose(network: FoveaNetwork) -> None:
    people = make_people(network.features, 6, 1)
    readout = train_readout(network, people, replace(TINY, eyes=True))
    kernel = readout.hidden[0].kernel.detach()[:, :, 0, 0]
    own = 2 * network.config.eyes.features
    hidden = slice(21, network.features - own)
    pose = find_pose(people, hidden)
    along = kernel[:, hidden]
    assert along.abs().max() > 1e-4
    # nothing is left across those three directions
    rest = along - torch.linalg.lstsq(pose.T, along.T).solution.T @ pose
    assert rest.abs().max() < 1e-4 * along.abs().max() + 1e-6
    assert (readout.standardize.gamma[hidden] == 1).all()
    assert kernel[:, :21].abs().min() > 0
    assert not torch.equal(kernel[:, -own:], network.readout.hidden[0].kernel.detach()[:, -own:, 0, 0]), "the rest is trained"


def test_readout_of_the_eyes_needs_features_with_the_pose(network: FoveaNetwork) -> None:
    people = [[replace(one[0], pose=None)] for one in make_people(network.features, 4, 1)]
    with pytest.raises(ValueError, match="pose"):
        train_readout(network, people, replace(TINY, eyes=True))


def test_readout_that_was_told_the_pose_reads_it_from_the_features(network: FoveaNetwork) -> None:
    own, count = 2 * network.config.eyes.features, network.features
    hidden = slice(21, count - own)
    draw = torch.Generator().manual_seed(5)
    mixing = torch.randn(3, hidden.stop - hidden.start, generator=draw)
    people = []
    for _ in range(40):
        pose = torch.randn(50, 3, generator=draw) * torch.tensor([8.0, 5.0, 3.0])
        features = torch.zeros(50, count)
        features[:, hidden] = pose @ mixing
        people.append([Seen(features, torch.rand(50, 2, generator=draw), pose=pose)])
    blinkers = training.Blinkers(network, people)
    told = network.readout.hidden[0].kernel.detach()[:, hidden, 0, 0][:, :3].clone()
    blinkers.translate(network.readout)
    kernel = network.readout.hidden[0].kernel.detach()[:, hidden, 0, 0]
    seen = people[0][0]
    by_features = training.standardize(seen.features[:, hidden]) @ kernel.T
    by_pose = (seen.pose - seen.pose.mean(0)) / torch.tensor([8.0, 5.0, 3.0]) @ told.T
    # a person moves a little more or less than people do
    assert (by_features - by_pose).square().mean() < 0.02 * by_pose.square().mean()
