"""Directions in the U-Net's features: those that tell the head's pose, and those that tell the gaze.

Most of what the U-Net says of a face besides the eyes' geometry tells people apart rather than gazes, and with few people whatever reads
all of it learns to know them by it. Directions are found by ridge regression over all measurements, each standardized within itself, so
that they say how far a head or a gaze is turned from how it is on average, and nothing of who it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor

from .features import Seen
from .layers import BN_EPSILON
from .losses import POSE_SCALE_DEG
from .network import GEOMETRY, FoveaNetwork

POSE_RIDGE = 0.01  # of a feature's sum of squares
GAZE_RIDGE = 0.03


def standardize(x: Tensor) -> Tensor:
    """Features [n, C] of one measurement by their own moments."""
    variance, mean = torch.var_mean(x, 0, correction=0)
    return (x - mean) * (variance + BN_EPSILON).rsqrt()


def unet_features(network: FoveaNetwork) -> slice:
    """Which features are the U-Net's, between geometry and second look. @raises ValueError where there is no second look"""
    if network.config.eyes is None:
        raise ValueError("this network has no eye encoder")
    return slice(GEOMETRY, network.features - 2 * network.config.eyes.features)


def regress(pairs: Iterable[tuple[Tensor, Tensor]], ridge: float) -> Tensor:
    """Ridge regression [K, H] from x [n, H] to y [n, K] over all pairs. @raises ValueError where there are none"""
    gram: Tensor | float = 0.0
    products: Tensor | float = 0.0
    for x, y in pairs:
        wide = x.double()
        gram, products = gram + wide.T @ wide, products + wide.T @ y.double()
    if not isinstance(gram, Tensor) or not isinstance(products, Tensor):
        raise ValueError("nothing to learn directions from")
    strength = ridge * gram.diagonal().mean() * torch.eye(len(gram), dtype=gram.dtype)
    return torch.linalg.solve(gram + strength, products).T.float()


def find_pose(copies: Sequence[Sequence[Seen]], hidden: slice) -> Tensor:
    """The directions [3, H] in which some features, each standardized within its measurement, say how far the head is turned from how it is
    on average. @raises ValueError where no pose was kept"""

    def turned(seen: Seen) -> tuple[Tensor, Tensor] | None:
        known = torch.zeros(0, dtype=torch.bool) if seen.pose is None else ~seen.pose.isnan().any(1)
        if seen.pose is None or known.sum() < 2:
            return None
        pose = seen.pose[known]
        return standardize(seen.features[known][:, hidden]), (pose - pose.mean(0)) / POSE_SCALE_DEG

    try:
        return regress(listed(copies, turned), POSE_RIDGE)
    except ValueError:
        raise ValueError("the features were kept without the head's pose: make them again") from None


def find_gaze(copies: Sequence[Sequence[Seen]], hidden: slice) -> Tensor:
    """Likewise the directions [2, H] in which they say how far the gaze is from its mean, x and y; of dots, which lie everywhere."""

    def moved(seen: Seen) -> tuple[Tensor, Tensor] | None:
        return None if seen.ordered else (standardize(seen.features[:, hidden]), seen.gaze - seen.gaze.mean(0))

    return regress(listed(copies, moved), GAZE_RIDGE)


def listed(copies: Sequence[Sequence[Seen]], pair: Callable[[Seen], tuple[Tensor, Tensor] | None]) -> Iterable[tuple[Tensor, Tensor]]:
    return filter(None, map(pair, itertools.chain.from_iterable(copies)))


def choose_inputs(network: FoveaNetwork, copies: Sequence[Sequence[Seen]]) -> Tensor:
    """What the memory reader is given of a frame's features, as a matrix [F, P]: the eyes' geometry and the second look as they are, and of
    the U-Net's other features the five directions. They were found in features standardized within a measurement; here each is scaled by
    how much it varies within one on average."""
    hidden = unet_features(network)
    within = torch.stack([one[0].features[:, hidden].var(0, correction=0) for one in copies]).mean(0)
    directions = torch.cat([find_pose(copies, hidden), find_gaze(copies, hidden)]) / (within + BN_EPSILON).sqrt()
    every = torch.eye(network.features)
    before, after = every[:, : hidden.start], every[:, hidden.stop :]
    told = torch.zeros(network.features, len(directions))
    told[hidden] = directions.T
    return torch.cat([before, told, after], 1)
