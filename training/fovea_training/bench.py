"""Measures how fast batches are made, how fast the network learns from them, and which of the two waits for the other.

    uv run python -m fovea_training.bench --data DIR [--network half] [--seconds 10]

Takes every option of `train` and writes nothing but the cache of decoded pictures.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from .augment import Batch
from .train import TrainConfig, Trainer, add_options, keep_memory, make_loader, wait_for_data

WARM_UP = 3  # steps that don't count
FEW = 4  # batches that the step alone goes round


@dataclass(frozen=True)
class Speed:
    """Batches of one kind of work in so many seconds."""

    batches: int
    seconds: float

    def frames_per_second(self, batch: int) -> float:
        return self.batches * batch / self.seconds

    def ms(self) -> float:
        return 1000 * self.seconds / self.batches


@dataclass(frozen=True)
class Speeds:
    """Of the loader alone, of the step alone, of both at once, and the share of that time in which the step waits."""

    loader: Speed
    step: Speed
    both: Speed
    waiting: float


def repeat(work: Callable[[], object], seconds: float) -> Speed:
    """Does the work at least once, until the time is over."""
    started, count = time.monotonic(), 0
    while count == 0 or time.monotonic() - started < seconds:
        work()
        count += 1
    return Speed(count, time.monotonic() - started)


def measure_speeds(config: TrainConfig, seconds: float) -> Speeds:
    """The three in turn, each for so many seconds."""
    torch.set_num_threads(config.threads)
    trainer = Trainer(config)
    library = wait_for_data(config)

    loader = make_loader(library, trainer)
    few: list[Batch] = [loader.next() for _ in range(FEW)]
    for _ in range(WARM_UP):
        loader.next()
    alone = repeat(loader.next, seconds)
    loader.close()

    def step() -> None:
        trainer.train_step([few[trainer.step % FEW]], 0.5)

    def both() -> None:
        trainer.train_step([loader.next()], 0.5)

    repeat(step, 0)
    for _ in range(WARM_UP):
        step()
    steps = repeat(step, seconds)

    loader = make_loader(library, trainer)
    for _ in range(WARM_UP):
        both()
    before = loader.waited_s
    together = repeat(both, seconds)
    waited = loader.waited_s - before
    loader.close()
    return Speeds(alone, steps, together, waited / together.seconds)


def table(speeds: Speeds, batch: int) -> str:
    """The speeds as lines of Markdown."""
    rows = {"loader alone": speeds.loader, "step alone": speeds.step, "both": speeds.both}
    lines = ["| | frames/s | ms a batch |", "|---|---|---|"]
    lines += [f"| {name} | {speed.frames_per_second(batch):.1f} | {speed.ms():.1f} |" for name, speed in rows.items()]
    return "\n".join([*lines, f"| the step waits | {100 * speeds.waiting:.1f} % of the time | |"])


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="Measure the speed of loader and training step.")
    add_options(parser)
    parser.add_argument("--seconds", type=float, default=10.0, help="for each of the three")
    options = vars(parser.parse_args(arguments))
    seconds = options.pop("seconds")
    keep_memory()
    config = TrainConfig(**options)
    speeds = measure_speeds(config, seconds)
    load = f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"
    print(f"{config.network}, batches of {config.batch}, {config.threads} threads, {config.loaders} loaders, {config.device}; {load}")
    print(table(speeds, config.batch))


if __name__ == "__main__":
    main()
