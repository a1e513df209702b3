"""Trains the readout again, on kept features, as it is in use: under the moments of a memory, mixed with the population's.

    uv run python -m fovea_training.train_readout FEATURES --network RUN/settled.pt --out RUN/readout.pt [--steps 3000]

In memories of all lengths, of looks that lie all over the screen: how looks lie to each other is what it is asked for. Whatever a memory of
one place makes it say wrong is the memory reader's business, which is told what it says (`train_reader.py`).
"""

from __future__ import annotations

import argparse
import copy
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .checkpoint import load_checkpoint, load_network
from .directions import find_pose, standardize, unet_features
from .features import Seen, read_features
from .groups import read_groups
from .losses import SCREEN_SIGMA, WEIGHTS, gaussian
from .memories import draw_spread
from .network import FoveaNetwork, Readout, cell_centres, expect
from .train_reader import CLIP, EMA, GRID, MARGIN, ReaderRun, Step, draw_step, learning_rate


@dataclass
class ReadoutRun:
    """Every choice of a run; kept beside what it made."""

    steps: int = 3000
    groups: int = 24  # measurements of a step
    frames: int = 24  # that are asked about, of each
    rate: float = 2e-3
    weight_decay: float = 0.05
    noise: float = 0.1  # of a feature, in its deviations over the population
    strangers: float = 0.3  # share of measurements that are disguised, as for the reader
    drop: float = 0.15  # share of features that a memory and its frames go without, on average
    eyes: bool = False  # it reads the eyes' geometry, the second look, and of what the U-Net says besides only the head's pose
    seed: int = 1


class Blinkers:
    """Has a readout read nothing of what the U-Net says of a face besides the eyes' geometry but the head's pose: with few people it learns
    to know them by the rest."""

    def __init__(self, network: FoveaNetwork, copies: Sequence[Sequence[Seen]]) -> None:
        self.hidden = unet_features(network)
        self.pose = find_pose(copies, self.hidden)  # [3, H]
        self.onto = torch.linalg.pinv(self.pose) @ self.pose  # [H, H]
        turns = torch.cat([standardize(one[0].features[:, self.hidden]) @ self.pose.T for one in copies])
        self.deviation = turns.square().mean(0).sqrt()  # [3] of the pose that is read, within a measurement

    @torch.no_grad()
    def translate(self, readout: Readout) -> None:
        """Has a readout that was told the head's pose in the place of the first three features (`train --eyes`) read it from all."""
        kernel = readout.hidden[0].kernel
        told = kernel[:, self.hidden, 0, 0][:, : len(self.pose)]
        # what it was given was standardized; the directions of standardized features give fractions of POSE_SCALE_DEG
        kernel[:, self.hidden, 0, 0] = told / self.deviation @ self.pose

    @torch.no_grad()
    def put_on(self, readout: Readout) -> None:
        """Takes from the readout what it must not read; after every step, since each goes where it likes."""
        readout.standardize.gamma[self.hidden] = 1.0
        readout.standardize.beta[self.hidden] = 0.0
        kernel = readout.hidden[0].kernel
        kernel[:, self.hidden, 0, 0] = kernel[:, self.hidden, 0, 0] @ self.onto


def measure_loss(
    readout: Readout, step: Step, deviation: Tensor, screen: Tensor, run: ReadoutRun, kept_always: slice
) -> tuple[Tensor, Tensor]:
    """What is minimized, and the mean distance of gaze and target in screen fractions."""
    mean = readout.standardize.mean
    entries, frames = (values + run.noise * deviation * torch.randn_like(values) for values in (step.entries, step.frames))
    kept = torch.rand(len(entries), 1, entries.shape[-1]) >= 2 * run.drop * torch.rand(len(entries), 1, 1)
    kept[..., kept_always] = True
    entries, frames = (torch.where(kept, values, mean) for values in (entries, frames))
    logits = read_groups(readout, entries, step.present, frames)[:, entries.shape[1] :].flatten(0, 1)
    gaze, target = expect(logits, screen)[0], step.gaze.flatten(0, 1)
    offset = (gaze - target).square().sum(-1).add(1e-8).sqrt().mean()
    entropy = -(gaussian(target, screen, SCREEN_SIGMA) * logits.log_softmax(-1)).sum(-1).mean()
    return WEIGHTS["gaze"] * offset + WEIGHTS["heatmap"] * entropy, offset.detach()


def train_readout(
    network: FoveaNetwork, copies: Sequence[Sequence[Seen]], run: ReadoutRun, log_every: int = 500, told_pose: bool = False
) -> Readout:
    """The averaged readout at the end of a run, begun from the network's where that has seen such features; `told_pose`: those that
    it has seen are of `train --eyes`, the head's pose in the place of the U-Net's."""
    dots = [many for many in copies if not many[0].ordered]
    if not dots:
        raise ValueError("no measurement of dots to train on")
    torch.manual_seed(run.seed)
    random = np.random.default_rng(run.seed)
    readout = copy.deepcopy(network.readout).train()
    blinkers = Blinkers(network, copies) if run.eyes else None
    everything = torch.cat([one[0].features for one in copies])
    variance, mean = torch.var_mean(everything, 0, correction=0)
    readout.standardize.mean.copy_(mean)
    readout.standardize.variance.copy_(variance)
    if blinkers:
        if told_pose:
            blinkers.translate(readout)
        blinkers.put_on(readout)
    kept_always = blinkers.hidden if blinkers else slice(0)  # a pose of many features falls apart without some
    average = copy.deepcopy(readout)
    optimizer = torch.optim.AdamW(readout.parameters(), lr=run.rate, weight_decay=run.weight_decay, betas=(0.9, 0.99))
    drawn = ReaderRun(steps=run.steps, groups=run.groups, frames=run.frames, rate=run.rate, strangers=run.strangers)
    screen, error, started = cell_centres(GRID, MARGIN), 0.0, time.monotonic()
    for step in range(run.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(drawn, step)
        seen = draw_step(dots, drawn, random, draw_spread, foreign=False)
        loss, offset = measure_loss(readout, seen, variance.sqrt(), screen, run, kept_always)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(readout.parameters(), CLIP)
        optimizer.step()
        optimizer.zero_grad()
        if blinkers:
            blinkers.put_on(readout)
        with torch.no_grad():
            decay = min(EMA, (1 + step) / (10 + step))
            torch._foreach_lerp_(list(average.state_dict().values()), list(readout.state_dict().values()), 1 - decay)
        error += (float(offset) - error) * max(0.01, 1 / (step + 1))
        if (step + 1) % log_every == 0 or step + 1 == run.steps:
            minutes = (time.monotonic() - started) / 60
            print(f"step {step + 1}  minutes {minutes:.1f}  errorPct {100 * error:.2f} (memories all over the screen)", flush=True)
    return average.eval()


def save_readout(readout: Readout, path: Path, run: ReadoutRun, note: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"run": asdict(run), "state": readout.state_dict(), **note}, path)


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines; every field of ReadoutRun is an option."""
    parser = argparse.ArgumentParser(description="Train the readout on kept features.")
    parser.add_argument("features", type=Path)
    parser.add_argument("--network", type=Path, required=True, help="settled.pt that the features are of")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    for name, default in asdict(ReadoutRun()).items():
        if isinstance(default, bool):
            parser.add_argument("--" + name, action="store_true")
        else:
            parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=default)
    options = vars(parser.parse_args(arguments))
    features, network, out, threads = (options.pop(name) for name in ("features", "network", "out", "threads"))
    torch.set_num_threads(threads)
    run, copies = ReadoutRun(**options), read_features(features)
    started = time.monotonic()
    told_pose = network.suffix == ".pt" and bool(load_checkpoint(network).get("config", {}).get("eyes", False))
    readout = train_readout(load_network(network), copies, run, told_pose=told_pose)
    save_readout(readout, out, run, {"measurements": len(copies), "minutes": (time.monotonic() - started) / 60})


if __name__ == "__main__":
    main()
