"""Checkpoints of a training run: everything that an interrupted run needs to go on as if nothing had happened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch

from .network import FoveaNetwork, build
from .weights import read_weights


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Writes the state whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    torch.save(state, temporary)
    temporary.rename(path)


def load_checkpoint(path: Path) -> dict[str, Any]:
    return torch.load(path, map_location="cpu", weights_only=True)


def load_network(path: Path) -> FoveaNetwork:
    """The averaged (EMA) network of a checkpoint, or the network of exported weights."""
    if path.suffix == ".safetensors":
        return read_weights(path)
    state = load_checkpoint(path)
    network = build(state["config"]["network"])
    network.load_state_dict(state["ema"])
    return network.eval()
