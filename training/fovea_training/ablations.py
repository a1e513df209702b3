"""What the article tried and found worse, and what its reader would try: the network's other inputs, memories and normalizations.

Every variant is the same network (`network.py`, the same names of parameters) with one thing changed, and takes 32 labelled frames a step.

References: Group Normalization (Wu & He 2018), ActNorm (Kingma & Dhariwal 2018, Glow), GRU (Cho et al. 2014).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .augment import Augmenter, Batch
from .data import Measurement
from .layers import BN_EPSILON, Hidden, Normalization, Unit
from .network import FoveaNetwork, NetworkConfig, Readout, normalization_layers
from .samplers import Frames, join, sample_measurement, sample_random, take

STACK = 4  # frames that are one input of the stacked network
SEQUENCE = 16  # frames that the recurrent network sees of one person in training, two people a batch
GROUP = 8  # channels of a group of GroupNorm
PATCH = (0.42, 0.32)  # half width and half height of what hides an eye, in distances between the eyes
FLAT = 0.0  # and its colour, as network input: grey


# -- frames ------------------------------------------------------------------------------------------------------------------------


def mask_eyes(batch: Batch) -> Batch:
    """Hides both eyes behind flat patches. Where they lie and how large they are follows the eyes' corners alone, which stay where
    they are when the eyes turn; so the patch says where the head is, and nothing else."""
    right, left = batch.landmarks[:, 1:3].mean(1), batch.landmarks[:, 6:8].mean(1)  # [n, 2]
    half = (left - right).norm(dim=1)[:, None, None] * batch.landmarks.new_tensor(PATCH)  # [n, 1, 2]
    side = batch.images.shape[-1]
    line = (torch.arange(side, device=batch.images.device) + 0.5) / side
    middles = torch.stack([right, left], 1)  # [n, eye, 2]
    inside = (line - middles[..., None]).abs() <= half[..., None]  # [n, eye, axis, side]
    hidden = (inside[:, :, 1, :, None] & inside[:, :, 0, None, :]).any(1)  # [n, side, side]
    return replace(batch, images=batch.images.masked_fill(hidden[:, None], FLAT))


def stack_frames(batch: Batch) -> Batch:
    """Every `STACK` frames as the channels of one image, which is labelled as the first of them."""
    images = batch.images.unflatten(0, (-1, STACK)).flatten(1, 2).contiguous(memory_format=torch.channels_last)
    return replace(batch, **{**{name: value[::STACK] for name, value in batch.tensors().items()}, "images": images})


def draw_companions(candidates: np.ndarray, frame: int, random: np.random.Generator) -> np.ndarray:
    """The frame and `STACK` - 1 others of its measurement, different ones where there are so many."""
    others = candidates[candidates != frame]
    if not len(others):
        others = np.array([frame])
    return np.array([frame, *random.choice(others, STACK - 1, replace=len(others) < STACK - 1)])


def sample_stacks(measurements: Sequence[Measurement], size: int, random: np.random.Generator, whole: bool = False) -> Frames:
    """`size` frames as `sample_random` takes them, each followed by its companions: `STACK` * size frames."""
    parts = []
    for _ in range(size):
        measurement = measurements[random.integers(len(measurements))]
        frame = int(random.integers(len(measurement.eyes)))
        parts.append(take(measurement, draw_companions(measurement.open_frames(), frame, random), whole))
    return join(parts)


def sample_sequences(measurements: Sequence[Measurement], size: int, random: np.random.Generator, whole: bool = False) -> Frames:
    """`size` frames in runs of `SEQUENCE`: each of a measurement of its own drawing, in the order in which they were taken."""
    parts = []
    for _ in range(size // SEQUENCE):
        measurement = measurements[random.integers(len(measurements))]
        count = len(measurement.eyes)
        start = random.integers(max(1, count - SEQUENCE + 1))
        parts.append(take(measurement, np.arange(start, start + SEQUENCE) % count, whole))
    return join(parts)


# -- networks ----------------------------------------------------------------------------------------------------------------------


def normalize_groups(layer: Normalization, x: Tensor) -> Tensor:
    """GroupNorm of images [N, C, H, W] in groups of `GROUP` channels, of vectors [N, C] in one group."""
    groups = x.shape[1] // GROUP if x.dim() == 4 else 1
    return F.group_norm(x, groups, layer.gamma.to(x.dtype), layer.beta.to(x.dtype), BN_EPSILON)


class GroupedUnit(Unit):
    def activate(self, x: Tensor) -> Tensor:
        y = normalize_groups(self, x)
        return F.relu6(y) if self.relu else y


class GroupedHidden(Hidden):
    def activate(self, x: Tensor) -> Tensor:
        return F.relu6(normalize_groups(self, x))


class FixedScale(Normalization):
    """Scales features of unlike units, over which a group makes no sense, by the moments of the very first training batch (ActNorm)."""

    def forward(self, x: Tensor, relu: bool = False) -> Tensor:
        if self.training and not self.mean.any():
            with torch.no_grad():
                self.mean.copy_(x.mean(0))
                self.variance.copy_(x.var(0, unbiased=False))
        y = (x - self.mean) * (self.variance + BN_EPSILON).rsqrt() * self.gamma + self.beta
        return F.relu6(y) if relu else y


GROUPED = {Unit: GroupedUnit, Hidden: GroupedHidden, Normalization: FixedScale}


def without_batches(network: FoveaNetwork) -> FoveaNetwork:
    """Has every normalization layer see one frame alone; parameters and their names stay."""
    for layer in normalization_layers(network).values():
        layer.__class__ = GROUPED[type(layer)]
    return network


class RecurrentReadout(Readout):
    """The readout with a GRU between its first two layers, over the frames of a window in their order; what it says is added."""

    def __init__(self, features: int, hidden: tuple[int, ...], cells: int) -> None:
        super().__init__(features, hidden, cells)
        self.memory = nn.GRU(hidden[0], hidden[0], batch_first=True)

    def forward(self, features: Tensor) -> Tensor:
        """In training runs of `SEQUENCE` frames, else the whole batch is one window."""
        x = self.hidden[0](self.standardize(features))  # [N, H]
        told, _ = self.memory(x.unflatten(0, (-1, SEQUENCE if self.training else len(x))))
        return self.logits(self.hidden[1:](x + told.flatten(0, 1)))


def build_stacked(config: NetworkConfig) -> FoveaNetwork:
    """Reads `STACK` frames at once: images [N, 3 * STACK, S, S]."""
    network = FoveaNetwork(config)
    network.encoder.stem = Unit(3 * STACK, config.channels(32), 3, 2)
    return network


def build_grouped(config: NetworkConfig) -> FoveaNetwork:
    return without_batches(FoveaNetwork(config))


def build_recurrent(config: NetworkConfig) -> FoveaNetwork:
    """GroupNorm inside, so that no frame knows of another but through the GRU."""
    network = FoveaNetwork(config)
    network.readout = RecurrentReadout(network.features, config.hidden, config.grid_size**2)
    return without_batches(network)


# -- variants ----------------------------------------------------------------------------------------------------------------------

SAMPLERS = {"random": sample_random, "measurement": sample_measurement, "stacks": sample_stacks, "sequences": sample_sequences}


@dataclass(frozen=True)
class Variant:
    """A network of the experiment: what its batches are made of, and how it is built."""

    batches: Literal["random", "measurement", "stacks", "sequences"] = "random"
    masked: bool = False
    build: Callable[[NetworkConfig], FoveaNetwork] = FoveaNetwork
    people: int = 0  # to train on; 0: all

    def prepare(self, batch: Batch) -> Batch:
        """Augmented or plain frames as the network of this variant takes them."""
        batch = mask_eyes(batch) if self.masked else batch
        return stack_frames(batch) if self.batches == "stacks" else batch

    def make_batch(self, measurements: Sequence[Measurement], size: int, augmenter: Augmenter, seed: int, index: int, whole: bool) -> Batch:
        """Batch number `index`, of `size` labelled frames: a function of its arguments."""
        random = np.random.default_rng([seed, index])
        return self.prepare(augmenter(SAMPLERS[self.batches](measurements, size, random, whole), random))


VARIANTS = {
    "baseline": Variant(),
    "measurement": Variant("measurement"),
    "masked": Variant("measurement", masked=True),
    "stacked": Variant("stacks", build=build_stacked),
    "recurrent": Variant("sequences", build=build_recurrent),
    "grouped": Variant(build=build_grouped),
    "people-75": Variant("measurement", people=75),
    "people-150": Variant("measurement", people=150),
}
