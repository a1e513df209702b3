"""The personal readout: what a few known targets say about one person's gaze, by ridge regression in features that are learned for it.

The gaze that is read beside a memory is off by something that is particular to a person before a screen: how their eyes sit, how their
lids fall, where the camera is. A measurement tells: its frames' targets less the gaze that was read of them. So a small network embeds a
frame's features, ridge regression from the embeddings to those residuals is solved in closed form, and what it says of a frame is added to
its gaze. The embedding is trained through the solution (`train_personal.py`): the features are those in which a few targets carry far.

How strongly it is drawn to zero is chosen by leave-one-out, and whether it is used at all: where held-out targets are not better off, the
gaze stays as it was. Frames whose residual the others contradict (a blink, a glance away) count less.

`src/model/personal-readout.ts` is the same, and can be read beside this file.

References: Meta-learning with differentiable closed-form solvers (Bertinetto et al. 2019); leave-one-out in closed form: Regression
diagnostics (Belsley, Kuh, Welsch 1980); robust weights: Robust estimation of a location parameter (Huber 1964).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .reader import MOST_DEVIATIONS, Matrix, MemoryReader

LEAST_TARGETS = 5  # fewer say too little to be checked against each other
STRENGTHS = (0.25, 1.0, 4.0, 16.0, 64.0)  # of the ridge, times the trained one
ROUNDS = 3  # of finding frames that the others contradict
CONTRADICTED = 2.5  # median distances: beyond them a frame counts less
LEAST_GAIN = 0.02  # of the left-out frames' error, for the readout to be used
LEAST_SPREAD = 0.3  # that is left of the spread


@dataclass(frozen=True)
class PersonalConfig:
    """What the weights file says about the personal readout in its `__metadata__`."""

    width: int = 64
    hidden: int = 256


class PersonalReadout(nn.Module):
    """Standardized features [..., F] and the gaze [..., 2] that was read of them -> embeddings [..., width + 3]."""

    def __init__(self, features: int, config: PersonalConfig | None = None) -> None:
        super().__init__()
        self.config = config or PersonalConfig()
        width, hidden = self.config.width, self.config.hidden
        self.linear, self.widen, self.narrow = Matrix(features, width), Matrix(features, hidden), Matrix(hidden, width, bias=False)
        nn.init.zeros_(self.narrow.kernel)
        self.ridge = nn.Parameter(torch.tensor([20.0]))  # what is added to the diagonal of the embeddings' products
        self.scale = nn.Parameter(torch.ones(1))  # of the constant and of the gaze, which are embedded as they are

    def forward(self, standardized: Tensor, gaze: Tensor) -> Tensor:
        x = standardized.clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS)
        embedded = self.linear(x) + self.narrow(F.relu(self.widen(x)))
        return torch.cat([embedded, self.scale.expand(*gaze.shape[:-1], 1), (gaze - 0.5) * self.scale], -1)

    def embed(self, reader: MemoryReader, features: Tensor, gaze: Tensor) -> Tensor:
        return self((features - reader.mean) / reader.deviation, gaze)


@dataclass(frozen=True)
class PersonalFit:
    """What one person's targets say."""

    weights: Tensor  # [D, 2]
    spread: float  # what is left of the gaze's spread: the left-out frames' error with it, over that without

    def correct(self, embedded: Tensor) -> Tensor:
        """What to add to the gaze [n, 2] of frames with embeddings [n, D]."""
        return embedded @ self.weights.to(embedded)


def solve(embedded: Tensor, residual: Tensor, ridge: Tensor | float, counts: Tensor | None = None) -> Tensor:
    """Ridge regression: (X' diag(counts) X + ridge I)^-1 X' diag(counts) Y for X [..., N, D], Y [..., N, 2] -> [..., D, 2]."""
    weighted = embedded if counts is None else embedded * counts[..., None]
    products = weighted.mT @ embedded
    return torch.linalg.solve(products + ridge * torch.eye(products.shape[-1]).to(products), weighted.mT @ residual)


def leave_out(embedded: Tensor, residual: Tensor, ridge: float, counts: Tensor) -> Tensor:
    """How far every target [N] is from what the others say: |y - x W| / (1 - leverage)."""
    weighted = embedded * counts[:, None]
    products = weighted.mT @ embedded + ridge * torch.eye(embedded.shape[1]).to(embedded)
    solved = torch.linalg.solve(products, weighted.mT)  # [D, N]
    leverage = (embedded * solved.mT).sum(1).clamp_max(1 - 1e-6)
    return (residual - embedded @ (solved @ residual)).norm(dim=1) / (1 - leverage)


def fit_personal(embedded: Tensor, residual: Tensor, ridge: float) -> PersonalFit | None:
    """Fits embeddings [N, D] of frames to what their gaze lacks, targets less gaze [N, 2]; None where that is no better than nothing.

    In float64: with few frames the products are nearly singular but for the ridge."""
    if len(embedded) < LEAST_TARGETS:
        return None
    x, y = embedded.double(), residual.double()
    counts = torch.ones(len(x), dtype=x.dtype)
    for _ in range(ROUNDS):
        apart = leave_out(x, y, ridge, counts)
        counts = (CONTRADICTED * apart.quantile(0.5) / apart.clamp_min(1e-9)).clamp_max(1)
    without = float((counts * y.norm(dim=1)).sum())
    with_it = {ridge * times: float((counts * leave_out(x, y, ridge * times, counts)).sum()) for times in STRENGTHS}
    best = min(with_it, key=lambda strength: with_it[strength])
    if not with_it[best] < (1 - LEAST_GAIN) * without:
        return None
    return PersonalFit(solve(x, y, best, counts), max(LEAST_SPREAD, with_it[best] / without))
