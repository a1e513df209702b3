"""Directions in features, found in measurements each of which has them in its own way."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from fovea_training.directions import choose_inputs, find_gaze, find_pose, unet_features
from fovea_training.features import Seen
from fovea_training.parity import random_network


def test_pose_is_found_in_features_that_say_it_in_each_measurement_in_its_own_way() -> None:
    draw = torch.Generator().manual_seed(4)
    copies = []
    for person in range(20):
        pose, gaze = 8 * torch.randn(30, 3, generator=draw), torch.rand(30, 2, generator=draw)
        pose[3] = torch.nan
        told = torch.cat([pose.nan_to_num(), torch.randn(30, 4, generator=draw)], 1)
        copies.append([Seen(told * (1 + person) + 100 * person, gaze, pose=pose + 5 * person)])
    directions = find_pose(copies, slice(1, 6))
    assert directions.shape == (3, 5)
    # yaw is not among the features asked about
    torch.testing.assert_close(directions[1:, :2] * 30, torch.eye(2) * 8, atol=1.0, rtol=0)
    assert directions[:, 2:].abs().max() * 30 < 1.5


def make_looking(features: int, hidden: slice, people: int = 20) -> list[list[Seen]]:
    """People whose gaze is told by the first two of some features, each person far from the others."""
    draw = torch.Generator().manual_seed(5)
    copies = []
    for person in range(people):
        gaze, told = torch.rand(30, 2, generator=draw), torch.randn(30, features, generator=draw)
        told[:, hidden.start : hidden.start + 2] = 4 * gaze + 100 * person
        copies.append([Seen(told, gaze, pose=8 * torch.randn(30, 3, generator=draw))])
    return copies


def test_gaze_is_found_as_far_as_it_is_from_its_mean() -> None:
    copies = make_looking(7, slice(1, 6))
    directions = find_gaze(copies, slice(1, 6))
    assert directions.shape == (2, 5)
    # standardized features of one deviation: that of a uniform gaze
    torch.testing.assert_close(directions[:, :2], torch.eye(2) * 12**-0.5, atol=0.03, rtol=0)
    assert directions[:, 2:].abs().max() < 0.03


def test_what_is_read_one_after_the_other_says_nothing_of_directions() -> None:
    copies = [[replace(seen, ordered=True, gaze=1 - seen.gaze) for seen in one] for one in make_looking(7, slice(1, 6))]
    with pytest.raises(ValueError, match="nothing to learn"):
        find_gaze(copies, slice(1, 6))


def test_directions_want_poses() -> None:
    copies = [[replace(seen, pose=None) for seen in one] for one in make_looking(7, slice(1, 6))]
    with pytest.raises(ValueError, match="make them again"):
        find_pose(copies, slice(1, 6))


def test_the_reader_is_given_geometry_and_second_look_as_they_are_and_five_directions_of_the_rest() -> None:
    network = random_network("tiny")
    hidden, features = unet_features(network), network.features
    copies = make_looking(features, hidden)
    inputs = choose_inputs(network, copies)
    own = features - hidden.stop
    assert inputs.shape == (features, hidden.start + 5 + own)
    frames = torch.randn(4, features)
    given = frames @ inputs
    torch.testing.assert_close(given[:, : hidden.start], frames[:, : hidden.start])
    torch.testing.assert_close(given[:, -own:], frames[:, hidden.stop :])
    # of how people look, in the same units for all of them
    (one,) = copies[3]
    told = (one.features @ inputs)[:, hidden.start + 3 : hidden.start + 5]
    offset, gaze = told - told.mean(0), one.gaze - one.gaze.mean(0)
    assert ((offset * gaze).sum(0) / (offset.norm(dim=0) * gaze.norm(dim=0))).min() > 0.95
