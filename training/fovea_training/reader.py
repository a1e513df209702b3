"""The memory reader: reads the gaze from a frame's features together with those of recent frames of the same person.

Batch normalization by a person's own frames does two things at once: it takes away what is this person's, and with it whatever else the
frames share: where they all look. Reading the frames beside each other keeps the two apart. Every entry of the memory is the features of
one frame: how it lies in the population, and how it lies among the memory's own moments, as batch normalization would have it, so that a
person unlike all others is compared with themselves. Entries attend to each other, the frame that is asked about to all of them and to
itself: nobody attends to it, so that entries are read once for all frames. Of every frame it is also told where the readout by batch
normalization has it look, under the memory's moments: normalized layer by layer, that one is the better judge of how looks lie to each
other, and the reader of where they all lie, and of when to believe it. It is trained on memories as they occur: empty, thin, of one
place only, balanced, in the order of a page that is read. What a measurement's targets add is not its business but the personal
readout's (`personal.py`).

Parameter names equal the tensor names of the weights file, so that `src/model/memory-reader.ts` can be read beside this file.

References: Attention Is All You Need (Vaswani et al. 2017); Attentive Neural Processes (Kim et al. 2019): a set of examples attended to by
what is asked; Set Transformer (Lee et al. 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

NORM_EPSILON = 1e-5
LEAST_DEVIATION = 1e-3  # of a feature over the population
MOST_DEVIATIONS = 6.0  # that a feature counts for where it says whether the eyes are open, or lies among the memory's
MOST_APART = 8.0  # deviations from the population that count
TOLD = 2  # numbers of what the readout says: x, y
TOLD_DEVIATION = 0.25  # of them, in screen fractions
SOURCE_FRAMES = 8.0  # that the population's moments count for, beside the memory's
EPSILON = 1e-3  # of the memory's variance


@dataclass(frozen=True)
class ReaderConfig:
    """What the weights file says about the reader in its `__metadata__`."""

    width: int = 192
    layers: int = 3
    heads: int = 6
    inputs: int = 154


class Matrix(nn.Module):
    """y = x kernel + bias, kernel [in, out]: the layout of the weights file."""

    def __init__(self, inputs: int, outputs: int, bias: bool = True) -> None:
        super().__init__()
        self.kernel = nn.Parameter(torch.randn(inputs, outputs) * inputs**-0.5)
        if bias:
            self.bias = nn.Parameter(torch.zeros(outputs))
        self.biased = bias

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.kernel.T, self.bias if self.biased else None)


class LayerNorm(nn.Module):
    """(x - mean) / sqrt(variance + epsilon) * gamma + beta over the last axis."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(width)), nn.Parameter(torch.zeros(width))

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:], self.gamma, self.beta, NORM_EPSILON)


class ReaderLayer(nn.Module):
    """x + attend(norm(x)), then x + mix(norm(x))."""

    def __init__(self, config: ReaderConfig) -> None:
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.norm, self.query = LayerNorm(width), Matrix(width, width)
        self.key, self.value, self.out = Matrix(width, width, bias=False), Matrix(width, width), Matrix(width, width)
        self.mix_norm, self.widen, self.narrow = LayerNorm(width), Matrix(width, 2 * width), Matrix(2 * width, width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Tokens [G, T, width]; mask [G, T, T] true where a row's token may look at a column's."""
        normed = self.norm(x)
        query, key, value = (part(normed).unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (self.query, self.key, self.value))
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None])
        x = x + self.out(seen.transpose(1, 2).flatten(2))
        return x + self.narrow(F.relu(self.widen(self.mix_norm(x))))


class Inputs(nn.Module):
    """What the reader is given of a frame's features [..., F]: numbers [..., P] along fixed directions (`train_reader.choose_inputs`). Of
    all that the U-Net says most tells people apart rather than gazes."""

    kernel: Tensor
    mean: Tensor
    deviation: Tensor

    def __init__(self, features: int, inputs: int) -> None:
        super().__init__()
        self.register_buffer("kernel", torch.eye(features, inputs))
        self.register_buffer("mean", torch.zeros(inputs))  # over the population
        self.register_buffer("deviation", torch.ones(inputs))

    def forward(self, features: Tensor) -> Tensor:
        return features @ self.kernel


class MemoryReader(nn.Module):
    """Entries and frames of G memories, and where the readout has them look -> logits of the heatmap over the screen for every frame."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, features: int, cells: int, config: ReaderConfig | None = None) -> None:
        super().__init__()
        self.config = config or ReaderConfig()
        width = self.config.width
        self.register_buffer("mean", torch.zeros(features))  # of the features over the population
        self.register_buffer("deviation", torch.ones(features))
        self.inputs = Inputs(features, self.config.inputs)
        self.embed = Matrix(self.config.inputs + TOLD, width)
        self.compare = Matrix(self.config.inputs + TOLD, width, bias=False)
        self.layers = nn.ModuleList([ReaderLayer(self.config) for _ in range(self.config.layers)])
        self.norm, self.logits = LayerNorm(width), Matrix(width, cells)
        self.presence = Matrix(features, 1)  # fitted at export (calibration.py)

    def forward(self, entries: Tensor, frames: Tensor, told: Tensor, present: Tensor | None = None) -> Tensor:
        """Entries [G, N, F] and frames [G, Q, F] -> [G, N + Q, cells]: of every entry among the others, then of every frame beside them.
        `told` [G, N + Q, 2]: where the readout has them look, in screen fractions. `present` [G, N] is false for entries that are only
        there to fill up."""
        return self.read(self.inputs(entries), self.inputs(frames), told, present)

    def read(self, entries: Tensor, frames: Tensor, told: Tensor, present: Tensor | None = None) -> Tensor:
        """The same of inputs [G, N, P] and [G, Q, P]."""
        apart = (torch.cat([entries, frames], 1) - self.inputs.mean) / self.inputs.deviation
        apart = torch.cat([apart, (told - 0.5) / TOLD_DEVIATION], -1).clamp(-MOST_APART, MOST_APART)
        mean, variance = measure_memory(apart[:, : entries.shape[1]], present)
        among = ((apart - mean) * (variance + EPSILON).rsqrt()).clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS)
        x = self.embed(apart) + self.compare(among)
        mask = reachable(entries.shape[:2], frames.shape[1], present)
        for layer in self.layers:
            x = layer(x, mask)
        return self.logits(self.norm(x))

    def open_logit(self, features: Tensor) -> Tensor:
        """Features [n, F] of faces -> the logit of open eyes [n]: a logistic regression."""
        return self.presence(((features - self.mean) / self.deviation).clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS))[:, 0]

    @torch.no_grad()
    def standardize(self, features: Tensor) -> None:
        """Takes the population's mean and deviation from features [n, F]."""
        for part, values in ((self, features), (self.inputs, self.inputs(features))):
            part.mean.copy_(values.mean(0))
            part.deviation.copy_(values.std(0).clamp_min(LEAST_DEVIATION))


def measure_memory(entries: Tensor, present: Tensor | None) -> tuple[Tensor, Tensor]:
    """Mean and variance [G, 1, P] of the entries [G, N, P] that are present, mixed with the population's, 0 and 1, by the law of total
    variance."""
    there = torch.ones(entries.shape[:2]).to(entries) if present is None else present.to(entries)
    count = there.sum(1)[:, None, None]
    weights = there[..., None] / count.clamp_min(1)
    mean = (entries * weights).sum(1, keepdim=True)
    variance = ((entries - mean).square() * weights).sum(1, keepdim=True)
    share = count / (count + SOURCE_FRAMES)
    mixed = share * mean
    return mixed, share * (variance + (mean - mixed).square()) + (1 - share) * (1 + mixed.square())


def reachable(memory: torch.Size, frames: int, present: Tensor | None) -> Tensor:
    """Who may look at whom [G, N + Q, N + Q]: everyone at the entries that are there, and at themselves."""
    groups, entries = memory
    mask = torch.zeros(groups, entries + frames, entries + frames, dtype=torch.bool, device=None if present is None else present.device)
    mask[:, :, :entries] = True if present is None else present[:, None]
    return mask | torch.eye(entries + frames, dtype=torch.bool, device=mask.device)
