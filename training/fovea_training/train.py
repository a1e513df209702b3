"""Trains the network on rendered measurements.

    uv run python -m fovea_training.train --data DIR --out RUN --minutes 75 [--network half] [--sampler measurement] [--resume]
    torchrun --nproc-per-node 2 -m fovea_training.train ...   # several processes, each with its own GPU or --threads; see team.py

RUN gets `checkpoint.pt` (every few minutes, and at the end) and `log.jsonl`. The learning rate follows the share of the time budget that is
spent, so that a run ends at its budget with a decayed rate however fast the machine is; `--steps` makes it follow the steps instead.
"""

from __future__ import annotations

import argparse
import copy
import ctypes
import itertools
import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .augment import Batch
from .checkpoint import adopt, load_checkpoint, load_state, save_checkpoint
from .data import Library
from .layers import BN_MOMENTUM, Mixture
from .loader import Loader
from .losses import POSE_SCALE_DEG, measure_gaze_losses, measure_losses, total
from .mixture import mix, mixing
from .network import CONFIGS, FoveaNetwork, build, normalization_layers
from .samplers import SamplerName
from .stream import ShardLibrary, find_shards
from .team import Team, join_team, pick_device
from .validation import validate, validate_eyes

FIRST_MEASUREMENTS = 64  # read before training starts; the others join while it goes on
WHOLE_PX = 256  # most pixels of a whole square in training
SETTLED_MOMENTUM = 0.005  # of stored moments that are in use while they are taken
LANDMARK_NOISE = 0.006  # view fractions
LANDMARK_BIAS = 0.004  # and what a batch's frames share of it: the U-Net is off by something of a person's own
SHAPE_SPREAD = 0.07  # of the matrix that a batch's eyes are seen through, so that they are as wide, flat or askew as another person's
POSE_NOISE_DEG = 2.0  # about what a person's own pose can be told by from what the U-Net sees (train_readout.py)
SETTLED = Mixture(frames=0, source=1.0)
ALONE = Team()
SECOND = 1.0
MINUTE = 60 * SECOND


@dataclass
class TrainConfig:
    """Every choice of a run; kept in its checkpoint."""

    data: str = "data"  # folder of measurement folders or of shards (.tar), or a URL of shards
    buffer: int = 256  # measurements of shards that are held in memory
    out: str = "checkpoints/run"  # folder of the run
    network: str = "half"
    begin: str = ""  # checkpoint or weights to start from, where names and shapes agree
    sampler: SamplerName = "measurement"
    minutes: float = 75.0  # time budget; the schedule follows it unless `steps` is given
    steps: int = 0  # step budget; 0: by time
    batch: int = 32  # frames
    accumulate: int = 1  # batches per step, each through the network by itself
    held_out: int = 24  # people numbered 1 .. this are never trained on
    sittings: int = 4  # measurements 1 .. this of a person are trained on; later ones are left out
    rate: float = 3e-3  # highest learning rate
    warmup: float = 0.02  # share of the budget
    weight_decay: float = 0.02
    clip: float = 5.0  # gradient norm
    whole: float = 0.15  # share of batches of whole squares, not faces; 1: a network that needs no faces cut
    mixed: float = 0.0  # share of batches normalized by few of their frames and the stored moments
    settle: float = 1.0  # from this share of the budget on, all but the readout normalizes faces by the stored moments, as it does in use
    eyes: bool = False  # the eye encoder alone, on eyes where the truth has them; the rest is spared, the readout to be trained afterwards
    only: str = ""  # parts that are trained, as "eyes,readout,auxiliary"; the others stay as they are, under their stored moments
    ema: float = 0.998  # decay of the averaged weights per step
    bfloat16: bool = True
    threads: int = 2
    loaders: int = 1  # threads that make batches
    device: str = "auto"  # cpu, cuda
    seed: int = 1
    validate_minutes: float = 5.0
    validate_windows: int = 1  # of each held-out measurement
    checkpoint_minutes: float = 4.0
    progress_seconds: float = 20.0


def learning_rate(config: TrainConfig, progress: float) -> float:
    """Linear warm-up, then half a cosine down to a hundredth; progress is the spent share of the budget."""
    if progress < config.warmup:
        return config.rate * max(progress / config.warmup, 1e-2)
    done = min(1.0, (progress - config.warmup) / (1 - config.warmup))
    return config.rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))


def make_optimizer(network: FoveaNetwork, config: TrainConfig) -> torch.optim.AdamW:
    """AdamW that decays kernels only."""
    trained = [p for p in network.parameters() if p.requires_grad]
    kernels, rest = [p for p in trained if p.dim() > 1], [p for p in trained if p.dim() <= 1]
    groups = [{"params": kernels, "weight_decay": config.weight_decay}, {"params": rest, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=config.rate, betas=(0.9, 0.99), fused=True)


def keep_all_but(network: FoveaNetwork, parts: Sequence[str]) -> None:
    """Has all but the named parts stay as they are, under their stored moments. @raises ValueError where there is no such part"""
    names = [name for name, _ in network.named_children()]
    if unknown := set(parts) - set(names):
        raise ValueError(f"no such part: {', '.join(sorted(unknown))}; known: {', '.join(names)}")
    for name, part in network.named_children():
        if name not in parts:
            part.requires_grad_(False)
            for layer in normalization_layers(part).values():
                layer.mode = "stored"


class Trainer:
    """A run: the network, its running average, the optimizer, and how far it has come."""

    def __init__(self, config: TrainConfig, team: Team = ALONE, make: Callable[[], FoveaNetwork] | None = None) -> None:
        """`make` builds a network that no configuration names; it draws from the generator that `seed` has set."""
        torch.manual_seed(config.seed)
        self.config, self.team, self.device = config, team, pick_device(config.device)
        self.network = make() if make else build(config.network)
        if config.begin:
            adopt(self.network, load_state(Path(config.begin)))
        self.network = self.network.train().to(self.device, memory_format=torch.channels_last)
        self.layers = list(normalization_layers(self.network).values())
        self.eyesight = [layer for name, layer in normalization_layers(self.network).items() if not name.startswith("readout.")]
        if config.only:
            keep_all_but(self.network, config.only.split(","))
        self.ema = copy.deepcopy(self.network).eval()
        self.optimizer = make_optimizer(self.network, config)
        self.step = 0
        self.elapsed_s = 0.0

    def progress(self) -> float:
        """Spent share of the budget, 0..1."""
        if self.config.steps:
            return self.step / self.config.steps
        return self.elapsed_s / (self.config.minutes * MINUTE)

    def train_step(self, batches: Sequence[Batch], progress: float) -> dict[str, float]:
        """One step over one or more batches, the team's others taking theirs; returns the parts of everyone's loss. `progress` is 0..1."""
        rate = learning_rate(self.config, progress)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        sums: dict[str, float] = {}
        for number, batch in enumerate(batches):
            mixed = mix(batch.to(self.device), self.config.mixed, (self.config.seed, self.batch_index(number)))
            batch = mixed.batch
            autocast = torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.bfloat16)
            with autocast, self.moments(batch, mixed.mixture, progress >= self.config.settle):
                losses = self.measure(batch)
            (total(losses) / len(batches)).backward()
            for name, value in zip(losses, torch.stack(list(losses.values())).tolist(), strict=True):
                sums[name] = sums.get(name, 0.0) + value / len(batches)
        sums = self.team.mean(sums, self.device)
        if not all(math.isfinite(value) for value in sums.values()):
            raise FloatingPointError(f"the loss is {sums} at step {self.step}; a lower --rate may help")
        self.team.average([p.grad for p in self.network.parameters() if p.grad is not None])
        self.team.average([moment for layer in self.layers for moment in (layer.mean, layer.variance)])
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.config.clip, foreach=True)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        self.average()
        return sums

    def measure(self, batch: Batch) -> dict[str, Tensor]:
        """The parts of the loss of one batch."""
        if not self.config.eyes:
            return measure_losses(self.network, self.network(batch.images, batch.views), batch)
        # off by about what the U-Net is off
        noise, bias = torch.randn_like(batch.landmarks), torch.randn_like(batch.landmarks[:1])
        landmarks = batch.landmarks + LANDMARK_NOISE * noise + LANDMARK_BIAS * bias
        pose = (batch.head_pose + POSE_NOISE_DEG * torch.randn_like(batch.head_pose)) / POSE_SCALE_DEG
        identity = torch.eye(2, device=self.device)
        shapes = (identity + SHAPE_SPREAD * torch.randn(2, 2, device=self.device)).expand(2, 2, 2)  # both eyes are one person's
        seen = self.network.read_eyes(batch.images, batch.views, landmarks, pose, shapes)
        return measure_gaze_losses(self.network, seen, batch, shapes)

    def validate(self, library: Library | ShardLibrary) -> dict[str, Any]:
        """The averaged network on held-out people."""
        settled = self.progress() >= self.config.settle
        if self.config.eyes:
            return validate_eyes(self.ema, library.unfamiliar, settled)
        reading = "readout" if self.config.only or settled else "batch"
        return validate(self.ema, library.unfamiliar, reading, self.config.batch, self.config.validate_windows)

    @property
    def frames_per_step(self) -> int:
        """Of the whole team."""
        return self.config.batch * self.config.accumulate * self.team.size

    def batch_index(self, number: int, step: int | None = None) -> int:
        """Which of the run's batches is this process's number 0, 1, .. of a step (default: the current one)."""
        step = self.step if step is None else step
        return (step * self.team.size + self.team.rank) * self.config.accumulate + number

    def batch_indices(self) -> Iterator[int]:
        """The numbers of this process's batches from the current step on."""
        for step in itertools.count(self.step):
            for number in range(self.config.accumulate):
                yield self.batch_index(number, step)

    @contextmanager
    def moments(self, batch: Batch, mixture: Mixture | None, settled: bool) -> Iterator[None]:
        """What a batch is normalized by. The stored moments follow batches of faces only, unless there are none."""
        apart = batch.whole and self.config.whole < 1
        for layer in self.layers:
            layer.momentum = 0.0 if apart else SETTLED_MOMENTUM if settled else BN_MOMENTUM
        with mixing(self.network, mixture):
            if settled and not apart:
                for layer in self.eyesight:
                    layer.mixture = SETTLED
            yield

    @torch.no_grad()
    def average(self) -> None:
        """Moves the averaged network towards the network, fast at first."""
        decay = min(self.config.ema, (1 + self.step) / (10 + self.step))
        torch._foreach_lerp_(tensors(self.ema), tensors(self.network), 1 - decay)

    def state(self) -> dict[str, Any]:
        return {
            "config": asdict(self.config),
            "step": self.step,
            "elapsed_s": self.elapsed_s,
            "processes": self.team.size,
            **({"device": torch.cuda.get_device_name(self.device)} if self.device.type == "cuda" else {}),
            "model": self.network.state_dict(),
            "ema": self.ema.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.network.load_state_dict(state["model"])
        self.ema.load_state_dict(state["ema"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.elapsed_s = state["step"], state["elapsed_s"]


def tensors(network: FoveaNetwork) -> list[Tensor]:
    """Parameters and stored moments."""
    return [value for value in network.state_dict().values() if value.is_floating_point()]


class Log:
    """A line on the terminal for people, a line of JSON in a file for programs."""

    def __init__(self, path: Path, silent: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.silent = silent
        self.file = path.open("a")

    def write(self, record: dict[str, Any]) -> None:
        if self.silent:
            return
        rounded = {key: float(f"{value:.5g}") if isinstance(value, float) else value for key, value in record.items()}
        self.file.write(json.dumps(rounded) + "\n")
        self.file.flush()
        print("  ".join(f"{key} {value}" for key, value in rounded.items()), flush=True)


def keep_memory() -> None:
    """Has glibc reuse big blocks instead of giving them back to the system: fresh pages cost a tenth of a step."""
    try:
        libc = ctypes.CDLL("libc.so.6")
    except OSError:
        return
    mmap_max, trim_threshold, top_pad = -4, -1, -2
    libc.mallopt(mmap_max, 0)
    libc.mallopt(trim_threshold, 2**31 - 1)
    libc.mallopt(top_pad, 2**26)


def train(config: TrainConfig, resume: bool = False, team: Team = ALONE) -> Trainer:
    """Runs until the budget is spent."""
    torch.set_num_threads(config.threads)
    out = Path(config.out)
    checkpoint = out / "checkpoint.pt"
    trainer = Trainer(config, team)
    if resume:
        trainer.restore(load_checkpoint(checkpoint))
    elif checkpoint.exists():
        raise FileExistsError(f"{checkpoint} exists: --resume goes on with it, another --out starts anew")
    library = wait_for_data(config, team, trainer.step)
    log = Log(out / "log.jsonl", silent=not team.leads)
    loader = make_loader(library, trainer)
    clock = time.monotonic() - trainer.elapsed_s
    means: dict[str, float] = {}
    shown, shown_step, shown_wait = trainer.elapsed_s, trainer.step, 0.0
    validated = saved = trainer.elapsed_s
    try:
        while (progress := team.told(trainer.progress(), trainer.device)) < 1:
            parts = trainer.train_step([loader.next() for _ in range(config.accumulate)], progress)
            means = {name: means.get(name, value) * 0.98 + value * 0.02 for name, value in parts.items()}
            trainer.elapsed_s = now = time.monotonic() - clock
            if not team.leads:
                continue
            done = trainer.progress() >= 1
            if now - shown > config.progress_seconds or done:
                log.write(
                    {
                        "step": trainer.step,
                        "minutes": round(now / MINUTE, 2),
                        "framesPerSecond": (trainer.step - shown_step) * trainer.frames_per_step / (now - shown),
                        "waitedPct": 100 * (loader.waited_s - shown_wait) / (now - shown),
                        "rate": trainer.optimizer.param_groups[0]["lr"],
                        "measurements": len(library.training),
                        **means,
                    }
                )
                shown, shown_step, shown_wait = now, trainer.step, loader.waited_s
            if now - validated > config.validate_minutes * MINUTE or done:
                log.write(
                    {"step": trainer.step, "minutes": round(now / MINUTE, 2), "people": library.people(), **trainer.validate(library)}
                )
                validated = trainer.elapsed_s = time.monotonic() - clock
            if now - saved > config.checkpoint_minutes * MINUTE or done:
                save_checkpoint(checkpoint, {**trainer.state(), "people": library.people(), "measurements": len(library.training)})
                saved = now
    finally:
        loader.close()
    return trainer


def make_loader(library: Library | ShardLibrary, trainer: Trainer) -> Loader:
    """The batches of a run from its current step on."""
    config = trainer.config
    size = trainer.network.config.input_size
    return Loader(library, config.sampler, config.batch, size, config.seed, config.whole, trainer.batch_indices(), config.loaders)


def wait_for_data(config: TrainConfig, team: Team = ALONE, step: int = 0) -> Library | ShardLibrary:
    """The measurements of the data folder or of the shards, as soon as there is one to train on; a resumed run begins other shards."""
    limits: dict[str, Any] = {"largest": WHOLE_PX, "sittings": range(config.sittings + 1)}
    if shards := find_shards(config.data):
        library = ShardLibrary(shards, config.held_out, config.buffer, (config.seed, step), team, **limits)
    else:
        library = Library(Path(config.data), config.held_out, **limits)
    library.discover(None if config.steps else FIRST_MEASUREMENTS)  # by steps, batches must not hang on how fast pictures are decoded
    while not library.training:
        print(f"waiting for a measurement of a person above number {config.held_out} in {config.data}", flush=True)
        time.sleep(10)
        library.discover()
    return library


def add_options(parser: argparse.ArgumentParser) -> None:
    """Every field of TrainConfig as an option."""
    for field in fields(TrainConfig):
        kind = type(field.default)
        option = "--" + field.name.replace("_", "-")
        if kind is bool:
            parser.add_argument(option, action=argparse.BooleanOptionalAction, default=field.default)
        else:
            choices = {"network": list(CONFIGS), "sampler": ["measurement", "random"]}.get(field.name)
            parser.add_argument(option, type=kind, default=field.default, choices=choices)


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines; every field of TrainConfig is an option."""
    parser = argparse.ArgumentParser(description="Train the gaze network on rendered measurements.")
    add_options(parser)
    parser.add_argument("--resume", action="store_true", help="go on with RUN/checkpoint.pt")
    options = vars(parser.parse_args(arguments))
    resume = options.pop("resume")
    keep_memory()
    config = TrainConfig(**options)
    team = join_team(pick_device(config.device))
    try:
        train(config, resume, team)
    finally:
        team.leave()


if __name__ == "__main__":
    main()
