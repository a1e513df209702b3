"""Several processes that train one network, as `torchrun` starts them: gloo on CPU, NCCL on GPUs. One process alone is a team of one.

Every member takes its own batches of a step; gradients are averaged, so that a team of W does what one process does with W times as many
batches a step (`--accumulate`), and the stored moments are averaged too.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor


@dataclass(frozen=True)
class Team:
    """This process among `size`."""

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        return self.rank == 0

    @torch.no_grad()
    def average(self, tensors: Sequence[Tensor]) -> None:
        """Gives every member the mean of everyone's, in one exchange."""
        if self.size == 1 or not tensors:
            return
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        dist.all_reduce(flat)
        flat /= self.size
        for tensor, mean in zip(tensors, flat.split([tensor.numel() for tensor in tensors]), strict=True):
            tensor.copy_(mean.view(tensor.shape))

    def mean(self, values: dict[str, float], device: torch.device) -> dict[str, float]:
        """The mean of everyone's values; where one has a value that is no number, everybody has."""
        if self.size == 1:
            return values
        shared = torch.tensor(list(values.values()), dtype=torch.float32, device=device)
        self.average([shared])
        return dict(zip(values, shared.tolist(), strict=True))

    def told(self, value: float, device: torch.device) -> float:
        """The first member's value: clocks differ."""
        if self.size == 1:
            return value
        shared = torch.tensor([value], dtype=torch.float64 if device.type == "cpu" else torch.float32, device=device)
        dist.broadcast(shared, 0)
        return float(shared.item())

    def leave(self) -> None:
        if self.size > 1:
            dist.destroy_process_group()


def join_team(device: torch.device) -> Team:
    """Joins the processes that `torchrun` has started together (WORLD_SIZE in the environment), if it has."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        return Team()
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    return Team(dist.get_rank(), size)


def pick_device(name: str) -> torch.device:
    """`cpu`, `cuda`, or `auto`: a GPU where there is one, this process's own under `torchrun`."""
    if name == "cpu" or (name == "auto" and not torch.cuda.is_available()):
        return torch.device("cpu")
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    torch.cuda.set_device(device)
    return device
