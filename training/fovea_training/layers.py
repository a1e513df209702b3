"""The layers that encoder, decoder, eye encoder and readout are made of, and their normalization.

References: Batch Normalization (Ioffe & Szegedy 2015), Batch Renormalization (Ioffe 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .kernels import depthwise, measure, normalize_batch

NormalizationMode = Literal["batch", "stored", "whole"]

BN_EPSILON = 1e-3
BN_MOMENTUM = 0.02


@dataclass(frozen=True)
class Mixture:
    """Statistics of a batch's first `frames` frames, mixed with the stored ones, which count for `source` frames; 0: the stored ones."""

    frames: int
    source: float


class Normalization(nn.Module):
    """y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, per channel.

    `batch`: mean and (biased) variance of this batch, over N, H and W; in training they also move the stored ones.
    `stored`: the stored (population) moments. `whole`: those of pictures that were not cut to the face.
    """

    mean: Tensor
    variance: Tensor
    whole_mean: Tensor
    whole_variance: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("variance", torch.ones(channels))
        self.register_buffer("whole_mean", torch.zeros(channels))
        self.register_buffer("whole_variance", torch.ones(channels))
        self.mode: NormalizationMode = "batch"
        self.momentum = BN_MOMENTUM  # share of the newest batch in the stored moments
        self.mixture: Mixture | None = None  # in training: what takes the place of the batch's own moments

    def forward(self, x: Tensor, relu: bool = False) -> Tensor:
        if self.mode != "batch":
            mean, variance = (self.mean, self.variance) if self.mode == "stored" else (self.whole_mean, self.whole_variance)
            y = F.batch_norm(x, mean, variance, self.gamma, self.beta, False, 0.0, BN_EPSILON)
            return F.relu6(y) if relu else y
        gamma, beta = (self.gamma, self.beta) if self.mixture is None else self.renormalize(x, self.mixture)
        y, mean, variance = normalize_batch(x, gamma, beta, BN_EPSILON, relu)
        if self.training:
            with torch.no_grad():
                self.mean.lerp_(mean, self.momentum)
                self.variance.lerp_(variance, self.momentum)
        return y

    def renormalize(self, x: Tensor, mixture: Mixture) -> tuple[Tensor, Tensor]:
        """Gamma and beta that, after normalization by the batch's own moments, give what the mixture's moments would have given:
        gamma * r and beta + gamma * d with r = sd(batch) / sd(mixture), d = (mean(batch) - mean(mixture)) / sd(mixture), both constant."""
        with torch.no_grad():
            mean, variance = measure(x)
            few_mean, few_variance = measure(x[: mixture.frames]) if mixture.frames else (self.mean, self.variance)
            share = mixture.frames / (mixture.frames + mixture.source)
            mixed_mean, mixed_variance = self.mix(few_mean, few_variance, share)
            inverse = (mixed_variance + BN_EPSILON).rsqrt()
            r = (variance + BN_EPSILON).sqrt() * inverse
            d = (mean - mixed_mean) * inverse
        return self.gamma * r, self.beta + self.gamma * d

    def mix(self, mean: Tensor, variance: Tensor, share: float) -> tuple[Tensor, Tensor]:
        """The stored mean and variance mixed with these, which count for `share`: the law of total variance."""
        mixed = self.mean.lerp(mean, share)
        within = self.variance.lerp(variance, share)
        return mixed, within + (self.mean - mixed).square().lerp((mean - mixed).square(), share)


class Unit(Normalization):
    """Convolution without bias (padding k // 2), normalization, and ReLU6 unless `linear`."""

    def __init__(self, inputs: int, outputs: int, size: int = 1, stride: int = 1, depthwise: bool = False, linear: bool = False) -> None:
        super().__init__(outputs)
        fan_in = size * size * (1 if depthwise else inputs)
        self.kernel = nn.Parameter(torch.randn(outputs, 1 if depthwise else inputs, size, size) * (2 / fan_in) ** 0.5)  # OIHW
        self.stride, self.depthwise, self.relu = stride, depthwise, not linear

    def convolve(self, x: Tensor) -> Tensor:
        if self.depthwise:
            return depthwise(x, self.kernel, self.stride)
        return F.conv2d(x, self.kernel, None, self.stride, self.kernel.shape[-1] // 2)

    def activate(self, x: Tensor) -> Tensor:
        return super().forward(x, self.relu)

    def forward(self, x: Tensor) -> Tensor:
        return self.activate(self.convolve(x))


class Linear(nn.Module):
    """A convolution with bias and without padding, or on vectors a matrix product; in float32 whatever the autocast."""

    def __init__(self, inputs: int, outputs: int, std: float, size: int = 1) -> None:
        super().__init__()
        self.kernel = nn.Parameter(torch.randn(outputs, inputs, size, size) * std)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x: Tensor) -> Tensor:
        if x.dim() == 2:
            return F.linear(x, self.kernel[:, :, 0, 0], self.bias)
        return F.conv2d(x, self.kernel, self.bias)


class Hidden(Unit):
    """A Unit on vectors [N, C]."""

    def convolve(self, x: Tensor) -> Tensor:
        return F.linear(x, self.kernel[:, :, 0, 0])
