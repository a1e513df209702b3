"""The readout under the moments of many memories at once, differentiable: what it and the memory reader are trained with."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .layers import BN_EPSILON, Normalization
from .network import MEMORY_SOURCE_FRAMES, Readout

POPULATION_MOMENTUM = 0.01  # of the stored moments, which follow all frames of a step


def measure_groups(x: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and biased variance [G, 1, C] of the vectors [G, N, C] that are present [G, N]; 0 and 1 where none is."""
    weights = present[..., None] / present.sum(1)[:, None, None].clamp_min(1)
    mean = (x * weights).sum(1, keepdim=True)
    variance = ((x - mean).square() * weights).sum(1, keepdim=True)
    return mean, torch.where(present.any(1)[:, None, None], variance, 1.0)


def normalize(layer: Normalization, x: Tensor, count: int, present: Tensor) -> Tensor:
    """Entries, the first `count` of [G, N + Q, C], and frames, normalized by the entries' moments mixed with the population's; in training
    the population's follow."""
    if layer.training:
        with torch.no_grad():
            there = torch.cat([x[:, :count][present], x[:, count:].flatten(0, 1)])
            variance, mean = torch.var_mean(there, 0, correction=0)
            layer.mean.lerp_(mean, POPULATION_MOMENTUM)
            layer.variance.lerp_(variance, POPULATION_MOMENTUM)
    entries = present.sum(1)[:, None, None].to(x)
    mean, variance = layer.mix(*measure_groups(x[:, :count], present), entries / (entries + MEMORY_SOURCE_FRAMES))
    return (x - mean) * (variance + BN_EPSILON).rsqrt() * layer.gamma + layer.beta


def read_groups(readout: Readout, entries: Tensor, present: Tensor, frames: Tensor) -> Tensor:
    """`Readout.read_among` for many memories at once, differentiable: entries [G, N, F] of which some are present [G, N], frames
    [G, Q, F] -> logits of the entries among each other, and of the frames beside them [G, N + Q, cells]."""
    count = entries.shape[1]
    x = normalize(readout.standardize, torch.cat([entries, frames], 1), count, present)
    for layer in readout.hidden:
        x = F.relu6(normalize(layer, F.linear(x, layer.kernel[:, :, 0, 0]), count, present))
    return F.linear(x, readout.logits.kernel[:, :, 0, 0], readout.logits.bias)
