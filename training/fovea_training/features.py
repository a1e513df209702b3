"""Features of augmented frames, kept in a folder: what the memory reader is trained on.

    uv run python -m fovea_training.features RUN/settled.pt --data DIR --out FEATURES [--copies 4]

A copy is a measurement seen once through the augmentation; encoder and decoder run as in use, under the population's moments (settle.py).
Files that are there already are left as they are, so that an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .augment import Augmenter, Batch
from .checkpoint import load_network
from .data import is_held_out, is_sequence, read_measurement, sitting_number
from .network import FoveaNetwork, normalization
from .samplers import take

CHUNK = 64  # frames at once
LEAST_FRAMES = 8  # of a measurement


@dataclass(frozen=True)
class Seen:
    """Frames of one measurement: their features [n, F], what was looked at [n, 2], the head's pose [n, 3] in degrees, NaN where unknown."""

    features: Tensor
    gaze: Tensor
    ordered: bool = False  # one after the other, as somebody reads or looks around
    pose: Tensor | None = None

    def __len__(self) -> int:
        return len(self.gaze)


@torch.no_grad()
def extract(network: FoveaNetwork, images: Tensor, views: Tensor) -> Tensor:
    """Features [n, F] of images [n, 3, S, S] of faces that lie at views [n, 3], under the population's moments."""
    with normalization(network, "stored"):
        parts = [network.features_of(images[i : i + CHUNK], views[i : i + CHUNK]) for i in range(0, len(images), CHUNK)]
    return torch.cat(parts)


def see(network: FoveaNetwork, batch: Batch, ordered: bool = False) -> Seen:
    pose = torch.where(batch.known[:, None], batch.head_pose, torch.nan)
    return Seen(extract(network, batch.images, batch.views), batch.gaze, ordered, pose)


def training_folders(folder: Path, held_out: int, sittings: int) -> list[Path]:
    """Finished measurements, of dots or of what else somebody does, that may be trained on, by name."""
    return [
        path.parent
        for path in sorted(folder.glob("*/measurement.json"))
        if not path.parent.name.startswith(".")
        and not is_held_out(path.parent.name.partition("-")[0], held_out)
        and sitting_number(path.parent.name) <= sittings
    ]


def read_features(folder: Path) -> list[list[Seen]]:
    """The copies of every measurement. @raises FileNotFoundError where there is none"""
    copies: dict[str, list[Seen]] = {}
    for path in sorted(folder.glob("*.pt")):
        copies.setdefault(path.stem.rpartition(".")[0], []).append(Seen(**torch.load(path, weights_only=True)))
    if not copies:
        raise FileNotFoundError(f"{folder} holds no features")
    return list(copies.values())


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="Keep the features of augmented frames.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of measurement folders")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--copies", type=int, default=4, help="of every measurement")
    parser.add_argument("--first-copy", type=int, default=0, help="so that several processes can share the work")
    parser.add_argument("--held-out", type=int, default=24, help="people numbered up to this are left out")
    parser.add_argument("--sittings", type=int, default=4, help="so are sittings numbered above this")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    network = load_network(options.checkpoint)
    augmenter = Augmenter(network.config.input_size)
    options.out.mkdir(parents=True, exist_ok=True)
    folders = training_folders(options.data, options.held_out, options.sittings)
    started, frames = time.monotonic(), 0
    for copy in range(options.first_copy, options.first_copy + options.copies):
        for number, folder in enumerate(folders):
            path = options.out / f"{folder.name}.{copy}.pt"
            if path.exists():
                continue
            measurement = read_measurement(folder, largest=256)
            chosen = measurement.open_frames()
            if len(chosen) < LEAST_FRAMES:
                continue
            seen = see(network, augmenter(take(measurement, chosen), np.random.default_rng([copy, number])), is_sequence(folder.name))
            temporary = path.with_suffix(".tmp")
            torch.save(vars(seen), temporary)
            temporary.rename(path)
            frames += len(seen)
            if number % 50 == 0:
                print(f"copy {copy}, {folder.name}: {frames / (time.monotonic() - started):.0f} frames/s", flush=True)


if __name__ == "__main__":
    main()
