"""Checkpoints of a training run: everything that an interrupted run needs to go on as if nothing had happened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

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


def load_state(path: Path) -> dict[str, Tensor]:
    """The tensors of a checkpoint's averaged network, or of exported weights."""
    return read_weights(path).state_dict() if path.suffix == ".safetensors" else load_checkpoint(path)["ema"]


def adopt(network: FoveaNetwork, state: dict[str, Tensor]) -> int:
    """Takes over every tensor that has its name and shape in the network; the rest stays as it is. Returns how many were taken."""
    own = network.state_dict()
    taken = {name: value for name, value in state.items() if name in own and own[name].shape == value.shape}
    if not taken:
        raise ValueError("no tensor of the weights to start from fits the network")
    network.load_state_dict({**own, **taken})
    return len(taken)


def load_readout(network: FoveaNetwork, path: Path) -> None:
    """Gives the network the readout that a run made."""
    network.readout.load_state_dict(torch.load(path, weights_only=True)["state"])
