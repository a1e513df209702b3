"""Trains one network of the article's experiment; what it has done so far is kept, so that it goes on where it stopped."""

from __future__ import annotations

import itertools
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from .ablations import VARIANTS
from .article_data import first_people
from .augment import Augmenter, Batch
from .checkpoint import load_checkpoint, save_checkpoint
from .data import Measurement
from .network import CONFIGS, FoveaNetwork, NetworkConfig
from .team import pick_device
from .train import MINUTE, TrainConfig, Trainer

SAVE_EVERY_S = 2 * MINUTE
SHOW_EVERY_S = 20.0


@dataclass(frozen=True)
class Plan:
    """What all networks of the experiment have in common."""

    network: str = "half"
    side: int = 96  # px of the network's input
    whole: bool = False  # it reads whole squares, not faces
    steps: int = 2400  # of every network, 32 labelled frames each
    minutes: float = 0.0  # for the baseline; the others take as many steps as it did. 0: `steps`
    batch: int = 32
    threads: int = 1
    device: str = "auto"

    def network_config(self) -> NetworkConfig:
        return replace(CONFIGS[self.network], input_size=self.side, unet_size=self.side, eyes=None)

    def train_config(self, seed: int) -> TrainConfig:
        return TrainConfig(
            network=self.network,
            steps=self.steps,
            minutes=self.minutes,
            batch=self.batch,
            whole=float(self.whole),
            threads=self.threads,
            device=self.device,
            seed=seed,
        )


def train_network(plan: Plan, name: str, training: Sequence[Measurement], seed: int, path: Path) -> tuple[FoveaNetwork, dict[str, Any]]:
    """The averaged network of a variant, and how it was trained; from its checkpoint where there is one."""
    torch.set_num_threads(plan.threads)
    variant = VARIANTS[name]
    measurements = first_people(training, variant.people)
    trainer = Trainer(plan.train_config(seed), make=lambda: variant.build(plan.network_config()))
    ids = [measurement.id for measurement in measurements]
    if path.exists():
        state = load_checkpoint(path)
        if state["measurements"] != ids:
            raise ValueError(f"{path} was trained on {len(state['measurements'])} other measurements; another --work starts anew")
        trainer.restore(state)
    augmenter = Augmenter(plan.side)

    def make(index: int) -> Batch:
        return variant.make_batch(measurements, plan.batch, augmenter, seed, index, plan.whole)

    clock = time.monotonic() - trainer.elapsed_s
    saved = shown = trainer.elapsed_s
    batches = compute_ahead(make, trainer.step, count_workers(plan))
    while trainer.progress() < 1:
        parts = trainer.train_step([next(batches)], trainer.progress())
        trainer.elapsed_s = time.monotonic() - clock
        done = trainer.progress() >= 1
        if trainer.elapsed_s - shown > SHOW_EVERY_S or done:
            speed = trainer.step * plan.batch / trainer.elapsed_s
            shares = [f"step {trainer.step}", f"minutes {trainer.elapsed_s / MINUTE:.1f}", f"frames/s {speed:.0f}"]
            print("  ".join([f"{name}, seed {seed}:", *shares, *(f"{part} {value:.3g}" for part, value in parts.items())]), flush=True)
            shown = trainer.elapsed_s
        if trainer.elapsed_s - saved > SAVE_EVERY_S or done:
            save_checkpoint(path, {**trainer.state(), "measurements": ids})
            saved = trainer.elapsed_s
    batches.close()
    people = len({measurement.person for measurement in measurements})
    facts = {"steps": trainer.step, "minutes": trainer.elapsed_s / MINUTE, "people": people, "measurements": len(ids)}
    return trainer.ema.eval(), {**facts, "photos": sum(len(measurement.eyes) for measurement in measurements)}


def count_workers(plan: Plan) -> int:
    """Threads that make batches: a GPU eats more than one can."""
    return 1 if pick_device(plan.device).type == "cpu" else max(1, (os.cpu_count() or 2) // 2)


def compute_ahead(make: Callable[[int], Batch], first: int, workers: int) -> Iterator[Batch]:
    """make(first), make(first + 1), .. in their order, a few of them computed early by threads."""
    with ThreadPoolExecutor(workers) as pool:
        early = deque(pool.submit(make, index) for index in range(first, first + 2 * workers))
        for index in itertools.count(first + 2 * workers):
            yield early.popleft().result()
            early.append(pool.submit(make, index))
