"""Training in thin and lopsided windows: part of the batches are normalized by few of their frames mixed with the population's moments.

In use the statistics come from what the window holds, (M * source + n * window) / (M + n), from its first frame on. A network that has seen
only statistics of 32 random targets knows nothing of that. So for a share of the batches each layer normalizes by the moments of the
batch's first n frames, mixed with the stored moments that count for M frames. As in Batch Renormalization (Ioffe 2017) the forward pass is
exact and the correction from the batch's own moments is constant for the gradient.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from .augment import Batch
from .layers import Mixture
from .network import FoveaNetwork, normalization_layers

LOPSIDED_SHARE = 0.3  # of the mixed batches: the window's frames lie to one side of the screen
SEED_SALT = 7  # so that a batch and its mixture are drawn apart
SOURCE_FRAMES = 4.0  # M, as the tracker has it


@dataclass(frozen=True)
class MixedBatch:
    """A batch in the order that the mixture asks for; `mixture` is None where the batch normalizes itself."""

    batch: Batch
    mixture: Mixture | None


def reorder(batch: Batch, order: Tensor) -> Batch:
    """The same frames in another order."""
    return replace(batch, **{name: value[order] for name, value in batch.tensors().items()})


def mix(batch: Batch, share: float, seed: Sequence[int]) -> MixedBatch:
    """With probability `share`, a mixture of 1 .. all frames, few being likelier; a function of its arguments."""
    chance, amount, side, angle, weight = np.random.default_rng([*seed, SEED_SALT]).random(5).tolist()
    if chance >= share:
        return MixedBatch(batch, None)
    count = len(batch.gaze)
    frames = max(1, round(count ** (0.25 + 0.75 * amount)))
    if side < LOPSIDED_SHARE:
        direction = batch.gaze.new_tensor([math.cos(math.tau * angle), math.sin(math.tau * angle)])
        batch = reorder(batch, (batch.gaze @ direction).argsort())
    return MixedBatch(batch, Mixture(frames, SOURCE_FRAMES * 2 ** (2 * weight - 1)))


@contextmanager
def mixing(network: FoveaNetwork, mixture: Mixture | None) -> Iterator[None]:
    """Within it every normalization layer uses the mixture in place of the batch's own moments."""
    layers = normalization_layers(network).values()
    for layer in layers:
        layer.mixture = mixture
    try:
        yield
    finally:
        for layer in layers:
            layer.mixture = None
