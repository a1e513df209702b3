"""Trains the embedding of the personal readout on kept features, through the ridge regression that it is used in.

    uv run python -m fovea_training.train_personal FEATURES --network RUN/settled.pt --readout RUN/readout.pt --reader RUN/reader.pt \\
        --out RUN/personal.pt

A step takes measurements, plays that some of a measurement's targets are known, and asks for the others. The gaze that is corrected is the
one that the product reads: beside the frames whose targets are known.
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

from .checkpoint import load_network, load_readout
from .features import Seen, read_features
from .network import FoveaNetwork, expect
from .personal import PersonalConfig, PersonalReadout, solve
from .train_reader import CLIP, EMA, ReaderRun, blur, disguise, learning_rate, load_reader

LEAST_FRAMES = 40  # of a measurement that is trained on


@dataclass
class PersonalRun:
    """Every choice of a run; kept beside what it made."""

    steps: int = 4000
    groups: int = 16  # measurements of a step
    frames: int = 40  # of each: those with known targets, and those that are asked about
    rate: float = 1e-3
    weight_decay: float = 0.02
    noise: float = 0.1  # of a feature, in its deviations over the population
    strangers: float = 0.3  # share of measurements that are disguised, as for the reader
    drop: float = 0.2  # share of features that a measurement goes without, on average
    seed: int = 1
    width: int = 64
    hidden: int = 256


COUNTS = (5, 9, 9, 16, 16, 25, 25, 36)  # targets that are known


def draw_step(copies: Sequence[Sequence[Seen]], run: PersonalRun, random: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Features [G, frames, F] in a random order, and what was looked at [G, frames, 2]."""
    chosen = random.choice(len(copies), run.groups, replace=len(copies) < run.groups)
    seen = [copies[i][random.integers(len(copies[i]))] for i in chosen]
    seen = [disguise(one, seen[group - 1], run.strangers, random) for group, one in enumerate(seen)]
    order = [torch.from_numpy(random.permutation(len(one))[: run.frames]) for one in seen]
    features = torch.stack([one.features[positions] for one, positions in zip(seen, order, strict=True)])
    return features, torch.stack([one.gaze[positions] for one, positions in zip(seen, order, strict=True)])


@torch.no_grad()
def read_groups(network: FoveaNetwork, features: Tensor, known: int) -> Tensor:
    """The gaze [G, n, 2] of frames [G, n, F]: of the first `known` of a group among each other, of the rest beside them."""
    return torch.stack([expect(network.read_beside(group[:known], group[known:]), network.screen)[0] for group in features])


def measure_loss(network: FoveaNetwork, personal: PersonalReadout, step: tuple[Tensor, Tensor], known: int, run: PersonalRun) -> Tensor:
    """The mean distance [2] of gaze and target of the frames that are asked about, in screen fractions: with the readout, and without."""
    reader = network.reader
    if reader is None:
        raise ValueError("the network has no memory reader")
    features, targets = step
    features = blur(features, reader.deviation, run.noise)
    gaze = read_groups(network, features, known)
    kept = torch.rand(len(features), 1, features.shape[-1]) >= 2 * run.drop * torch.rand(len(features), 1, 1)
    embedded = personal.embed(reader, torch.where(kept, features, reader.mean), gaze)
    weights = solve(embedded[:, :known], (targets - gaze)[:, :known], personal.ridge)
    corrected = gaze[:, known:] + embedded[:, known:] @ weights
    return torch.stack([(found - targets[:, known:]).square().sum(-1).add(1e-4).sqrt().mean() for found in (corrected, gaze[:, known:])])


def train_personal(network: FoveaNetwork, copies: Sequence[Sequence[Seen]], run: PersonalRun, log_every: int = 500) -> PersonalReadout:
    """The averaged readout at the end of a run."""
    torch.manual_seed(run.seed)
    random = np.random.default_rng(run.seed)
    usable = [many for many in copies if min(map(len, many)) >= run.frames and not many[0].ordered]
    if not usable:
        raise ValueError(f"no measurement of dots has {run.frames} frames with open eyes")
    personal = PersonalReadout(usable[0][0].features.shape[1], PersonalConfig(run.width, run.hidden))
    average = copy.deepcopy(personal)
    optimizer = torch.optim.AdamW(personal.parameters(), lr=run.rate, weight_decay=run.weight_decay, betas=(0.9, 0.99))
    schedule = ReaderRun(steps=run.steps, rate=run.rate)
    mean, started = torch.zeros(2), time.monotonic()
    for step in range(run.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(schedule, step)
        known = min(int(random.choice(COUNTS)), run.frames - 4)
        losses = measure_loss(network, personal, draw_step(usable, run, random), known, run)
        losses[0].backward()
        torch.nn.utils.clip_grad_norm_(personal.parameters(), CLIP)
        optimizer.step()
        optimizer.zero_grad()
        with torch.no_grad():
            decay = min(EMA, (1 + step) / (10 + step))
            torch._foreach_lerp_(list(average.parameters()), list(personal.parameters()), 1 - decay)
        mean += (losses.detach() - mean) * max(0.01, 1 / (step + 1))
        if (step + 1) % log_every == 0 or step + 1 == run.steps:
            minutes = (time.monotonic() - started) / 60
            print(f"step {step + 1}  minutes {minutes:.1f}  errorPct {100 * mean[0]:.2f}, without {100 * mean[1]:.2f}", flush=True)
    return average.eval()


def save_personal(personal: PersonalReadout, path: Path, run: PersonalRun, note: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"run": asdict(run), "state": personal.state_dict(), **note}, path)


def load_personal(path: Path) -> PersonalReadout:
    """The readout that a run made."""
    kept = torch.load(path, weights_only=True)
    state, run = kept["state"], PersonalRun(**kept["run"])
    personal = PersonalReadout(len(state["linear.kernel"]), PersonalConfig(run.width, run.hidden))
    personal.load_state_dict(state)
    return personal.eval()


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines; every field of PersonalRun is an option."""
    parser = argparse.ArgumentParser(description="Train the personal readout.")
    parser.add_argument("features", type=Path)
    parser.add_argument("--network", type=Path, required=True, help="settled.pt that the features are of")
    parser.add_argument("--readout", type=Path, required=True, help="readout.pt of the same features")
    parser.add_argument("--reader", type=Path, required=True, help="reader.pt of the same features")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    for name, default in asdict(PersonalRun()).items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=default)
    options = vars(parser.parse_args(arguments))
    names = ("features", "network", "readout", "reader", "out", "threads")
    features, network_path, readout, reader, out, threads = (options.pop(name) for name in names)
    torch.set_num_threads(threads)
    run = PersonalRun(**options)
    network = load_network(network_path)
    load_readout(network, readout)
    network.reader = load_reader(reader)
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    copies = read_features(features)
    started = time.monotonic()
    personal = train_personal(network, copies, run)
    save_personal(personal, out, run, {"measurements": len(copies), "minutes": (time.monotonic() - started) / 60})


if __name__ == "__main__":
    main()
