"""Trains the memory reader on kept features.

    uv run python -m fovea_training.train_reader FEATURES --network RUN/settled.pt --readout RUN/readout.pt --out RUN/reader.pt \
        [--steps 20000]

A step takes a memory and some frames of each of a few measurements, and of sequences what went before (`memories.py`). The features come
from `features.py`; of the U-Net's it is given the directions that tell pose and gaze (`directions.py`), and of the readout, which stays as
it is, where that has everybody look. A little noise keeps the reader from knowing the features by heart.
"""

from __future__ import annotations

import argparse
import copy
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from .checkpoint import load_network, load_readout
from .directions import choose_inputs
from .features import Seen, read_features
from .groups import read_groups
from .losses import SCREEN_SIGMA, WEIGHTS, gaussian
from .memories import draw_foreign, draw_memory, draw_past
from .network import CONFIGS, Readout, cell_centres, expect
from .reader import TOLD, MemoryReader, ReaderConfig

GRID, MARGIN = CONFIGS["half"].grid_size, CONFIGS["half"].margin
WARMUP_STEPS = 200
CLIP = 5.0
MOST_DISGUISE = 1.5  # of the way to the other's mean features
ANYWHERE = 0.5  # in deviations within the measurement
EMA = 0.998

Draw = Callable[[NDArray[np.floating], np.random.Generator], NDArray[np.int64]]  # of gaze [m, 2]: which frames a memory holds


@dataclass
class ReaderRun:
    """Every choice of a run; kept beside what it made."""

    steps: int = 20000
    groups: int = 24  # measurements of a step
    frames: int = 24  # that are asked about, of each
    rate: float = 1e-3
    weight_decay: float = 0.05
    noise: float = 0.1  # of a feature, in its deviations over the population
    strangers: float = 0.6  # share of measurements that are seen as if of somebody else: with another's mean features, or between the two
    drop: float = 0.2  # share of inputs that a memory and its frames go without, on average: nobody is to be known by heart
    sequences: int = 3  # how many times as often as a measurement of dots one of browsing is drawn
    seed: int = 1
    width: int = 192
    layers: int = 3
    heads: int = 6


@dataclass(frozen=True)
class Step:
    """Memories filled up to one length, and frames with what they look at."""

    entries: Tensor  # [G, N, F]
    present: Tensor  # [G, N] bool
    frames: Tensor  # [G, Q, F]
    gaze: Tensor  # [G, Q, 2]


def disguise(one: Seen, other: Seen, share: float, random: np.random.Generator) -> Seen:
    """A measurement with its mean features moved towards or past another's and a little anywhere: what its frames have in common is
    somebody else's, what they differ by stays. So the reader cannot do without comparing them."""
    if random.random() >= share:
        return one
    towards = random.uniform(0, MOST_DISGUISE) * (other.features.mean(0) - one.features.mean(0))
    anywhere = (
        abs(random.normal(0, ANYWHERE))
        * one.features.std(0)
        * torch.from_numpy(random.normal(size=one.features.shape[1]).astype(np.float32))
    )
    return Seen(one.features + towards + anywhere, one.gaze, one.ordered)


def draw_step(
    copies: Sequence[Sequence[Seen]], run: ReaderRun, random: np.random.Generator, draw: Draw = draw_memory, foreign: bool = True
) -> Step:
    """A pure function of its arguments. `draw`: what memories of dots hold; `foreign`: whether some hold frames of somebody else."""
    chosen = random.choice(len(copies), run.groups, replace=len(copies) < run.groups)
    seen = [copies[i][random.integers(len(copies[i]))] for i in chosen]
    seen = [disguise(one, seen[group - 1], run.strangers, random) for group, one in enumerate(seen)]
    frames, gaze, memories = [], [], []
    for group, one in enumerate(seen):
        memory, askable = draw_past(len(one), random) if one.ordered else (draw(one.gaze.numpy(), random), np.arange(len(one)))
        other = seen[group - 1]
        strange = draw_foreign(other.gaze.numpy(), random) if foreign and chosen[group] != chosen[group - 1] else None
        parts = [one.features[torch.from_numpy(memory)]]
        if strange is not None:
            parts.append(other.features[torch.from_numpy(strange)])
        memories.append(torch.cat(parts))
        asked = torch.from_numpy(random.choice(askable, run.frames, replace=len(askable) < run.frames))
        frames.append(one.features[asked])
        gaze.append(one.gaze[asked])
    lengths = torch.tensor([len(entries) for entries in memories])
    return Step(
        pad_sequence(memories, batch_first=True),
        torch.arange(int(lengths.max()))[None] < lengths[:, None],
        torch.stack(frames),
        torch.stack(gaze),
    )


def blur(values: Tensor, deviation: Tensor, noise: float) -> Tensor:
    """Features or inputs with noise in units of their deviation over the population."""
    return values + noise * deviation * torch.randn_like(values)


def measure_loss(reader: MemoryReader, readout: Readout, step: Step, screen: Tensor, run: ReaderRun) -> tuple[Tensor, Tensor]:
    """What is minimized on a step, and the mean distance of gaze and target in screen fractions."""
    entries, frames = (blur(values, reader.deviation, run.noise) for values in (step.entries, step.frames))
    told = tell(readout, entries, step.present, frames, screen)
    mean = torch.cat([reader.inputs.mean, told.new_full((TOLD,), 0.5)])
    kept = torch.rand(len(entries), 1, len(mean)) >= 2 * run.drop * torch.rand(len(entries), 1, 1)
    given = torch.cat([reader.inputs(torch.cat([entries, frames], 1)), told], -1)
    given, told = torch.where(kept, given, mean).split([len(reader.inputs.mean), TOLD], -1)
    count = entries.shape[1]
    logits = reader.read(given[:, :count], given[:, count:], told, step.present)[:, count:].flatten(0, 1)
    gaze, target = expect(logits, screen)[0], step.gaze.flatten(0, 1)
    offset = (gaze - target).square().sum(-1).add(1e-8).sqrt().mean()
    entropy = -(gaussian(target, screen, SCREEN_SIGMA) * logits.log_softmax(-1)).sum(-1).mean()
    return WEIGHTS["gaze"] * offset + WEIGHTS["heatmap"] * entropy, offset.detach()


@torch.no_grad()
def tell(readout: Readout, entries: Tensor, present: Tensor, frames: Tensor, screen: Tensor) -> Tensor:
    """Where the readout has entries [G, N, F] look, of which some are present [G, N], and frames [G, Q, F] beside them, [G, N + Q, 2]."""
    logits = read_groups(readout, entries, present, frames)
    return expect(logits.flatten(0, 1), screen)[0].unflatten(0, logits.shape[:2])


def learning_rate(run: ReaderRun, step: int) -> float:
    """Linear warm-up, then half a cosine down to a hundredth."""
    cosine = 0.5 * (1 + math.cos(math.pi * step / run.steps))
    return run.rate * min(1, (step + 1) / WARMUP_STEPS) * (0.01 + 0.99 * cosine)


def train_reader(
    copies: Sequence[Sequence[Seen]],
    run: ReaderRun,
    readout: Readout,
    log_every: int = 500,
    start: Path | None = None,
    inputs: Tensor | None = None,
) -> MemoryReader:
    """The averaged reader at the end of a run, begun from nothing or from another one of the same features; `readout` is what it is told
    of, `inputs` [F, P] what it is given of the features, all of them where there is nothing else to go by."""
    readout = readout.eval()
    torch.manual_seed(run.seed)
    random = np.random.default_rng(run.seed)
    features = copies[0][0].features.shape[1]
    chosen = torch.eye(features) if inputs is None else inputs
    reader = MemoryReader(features, GRID**2, ReaderConfig(run.width, run.layers, run.heads, chosen.shape[1]))
    if start:
        reader.load_state_dict(load_reader(start).state_dict())
    else:
        reader.inputs.kernel.copy_(chosen)
        reader.standardize(torch.cat([one[0].features for one in copies]))
    copies = [*copies, *[one for one in copies if one[0].ordered] * (run.sequences - 1)]
    screen = cell_centres(GRID, MARGIN)
    optimizer = torch.optim.AdamW(reader.parameters(), lr=run.rate, weight_decay=run.weight_decay, betas=(0.9, 0.99))
    average = copy.deepcopy(reader)
    mean, started = 0.0, time.monotonic()
    for step in range(run.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(run, step)
        loss, offset = measure_loss(reader, readout, draw_step(copies, run, random), screen, run)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), CLIP)
        optimizer.step()
        optimizer.zero_grad()
        with torch.no_grad():
            decay = min(EMA, (1 + step) / (10 + step))
            torch._foreach_lerp_(list(average.parameters()), list(reader.parameters()), 1 - decay)
        mean += (float(offset) - mean) * max(0.01, 1 / (step + 1))
        if (step + 1) % log_every == 0 or step + 1 == run.steps:
            print(
                f"step {step + 1}  minutes {(time.monotonic() - started) / 60:.1f}  errorPct {100 * mean:.2f} (all kinds of memories)",
                flush=True,
            )
    return average.eval()


def save_reader(reader: MemoryReader, path: Path, run: ReaderRun, note: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"run": asdict(run), "state": reader.state_dict(), **note}, path)


def load_reader(path: Path) -> MemoryReader:
    """The reader that a run made."""
    kept = torch.load(path, weights_only=True)
    state, run = kept["state"], ReaderRun(**kept["run"])
    reader = MemoryReader(
        len(state["mean"]), state["logits.kernel"].shape[1], ReaderConfig(run.width, run.layers, run.heads, len(state["inputs.mean"]))
    )
    reader.load_state_dict(state)
    return reader.eval()


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines; every field of ReaderRun is an option."""
    parser = argparse.ArgumentParser(description="Train the memory reader.")
    parser.add_argument("features", type=Path)
    parser.add_argument("--network", type=Path, required=True, help="settled.pt that the features are of")
    parser.add_argument("--readout", type=Path, required=True, help="readout.pt of the same features")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="reader.pt to go on from, trained on features of the same settled.pt")
    parser.add_argument("--threads", type=int, default=1)
    for name, default in asdict(ReaderRun()).items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=default)
    options = vars(parser.parse_args(arguments))
    names = ("features", "network", "readout", "out", "threads", "start")
    features, network_path, readout, out, threads, start = (options.pop(name) for name in names)
    torch.set_num_threads(threads)
    run = ReaderRun(**options)
    copies = read_features(features)
    started = time.monotonic()
    network = load_network(network_path)
    load_readout(network, readout)
    reader = train_reader(copies, run, network.readout, start=start, inputs=choose_inputs(network, copies))
    people = len({path.name.partition("-")[0] for path in features.glob("*.pt")})
    note = {"people": people, "measurements": len(copies), "copies": max(map(len, copies)), "minutes": (time.monotonic() - started) / 60}
    save_reader(reader, out, run, note)


if __name__ == "__main__":
    main()
