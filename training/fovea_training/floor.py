"""The floor: how well gaze can be read from the true landmarks, alone and with noise on them, by readouts trained for that.

    uv run python -m fovea_training.floor --data DIR [--held-out 50] [--steps 8000]

It says what part of an error the pictures are to blame for and what part the method: 32 targets pin down a person's own angles only so
well. The readout sees what the network's readout sees of the eyes' geometry, in batches of 32 of one measurement, and the head's pose as
well. Noise is Gaussian, independent per coordinate, in px of a 192 px face view, where the eyes are 53 px apart.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from .data import is_held_out, picture_side, read_json
from .framing import FACE_SPAN
from .network import GEOMETRY, Readout, cell_centres, expect, eye_geometry

FACE_VIEW_PX = 192
POSE = 3
CELLS = 20
RATE = 3e-3
WINDOWS = (16, 32, 64)
CASES = ((128,), 0.0), ((256, 256), 0.0), ((256, 256), 0.25), ((256, 256), 0.5), ((256, 256), 1.0)


class Truth(NamedTuple):
    """The open-eyed frames of a measurement."""

    landmarks: Tensor  # [n, 10, 2] fractions of the square
    pose: Tensor  # [n, 3] yaw, pitch, roll / 30 degrees
    gaze: Tensor  # [n, 2]


def read_truth(folder: Path) -> Truth | None:
    """The truth of a measurement folder, without its pictures; None where fewer than 32 frames have it."""
    frames = [f for f in read_json(folder / "measurement.json")["frames"] if f.get("eyes") == "open" and "truth" in f]
    if len(frames) < 32:
        return None
    side = picture_side(folder / frames[0]["file"])
    return Truth(
        torch.tensor([f["truth"]["landmarks"] for f in frames]) / side,
        torch.tensor([f["truth"]["yawPitchRollDeg"] for f in frames]) / 30,
        torch.tensor([[f["x"], f["y"]] for f in frames]),
    )


class Floor:
    """A readout of noisy truth."""

    def __init__(self, hidden: tuple[int, ...], noise_px: float) -> None:
        torch.manual_seed(0)
        self.readout = Readout(GEOMETRY + POSE, hidden, CELLS**2)
        self.noise_px = noise_px
        self.screen = cell_centres(CELLS, 0.1)

    def read(self, truth: Truth, frames: Tensor) -> Tensor:
        """Distances [n] of gaze and target, the frames being one batch."""
        landmarks = truth.landmarks[frames]
        middles = landmarks.unflatten(1, (2, 5))[:, :, 1:3].mean(2)
        apart = (middles[:, 1] - middles[:, 0]).norm(dim=-1)[:, None, None]
        landmarks = landmarks + torch.randn_like(landmarks) * apart * FACE_SPAN * self.noise_px / FACE_VIEW_PX
        whole = torch.tensor([0.0, 0.0, 1.0]).expand(len(frames), 3)
        features = torch.cat([eye_geometry(landmarks, whole), truth.pose[frames]], 1)
        gaze, _ = expect(self.readout(features), self.screen)
        return (gaze - truth.gaze[frames]).square().sum(-1).add(1e-8).sqrt()

    def train(self, measurements: Sequence[Truth], steps: int) -> None:
        optimizer = torch.optim.AdamW(self.readout.parameters(), lr=RATE)
        random = np.random.default_rng(0)
        for step in range(steps):
            optimizer.param_groups[0]["lr"] = RATE * (0.01 + 0.5 * (1 + math.cos(math.pi * step / steps)))
            truth = measurements[random.integers(len(measurements))]
            loss = self.read(truth, torch.from_numpy(random.permutation(len(truth.gaze))[:32])).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    @torch.no_grad()
    def error_pct(self, measurements: Sequence[Truth], window: int) -> float:
        """Over whole windows of consecutive frames."""
        errors = [
            self.read(truth, torch.arange(start, start + window))
            for truth in measurements
            for start in range(0, len(truth.gaze) - window + 1, window)
        ]
        return 100 * float(torch.cat(errors).mean())


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="How well gaze can be read from the true landmarks.")
    parser.add_argument("--data", type=Path, required=True, help="folder of measurement folders")
    parser.add_argument("--held-out", type=int, default=50, help="people numbered up to this are tested, the others trained on")
    parser.add_argument("--steps", type=int, default=8000)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    training, tested = [], []
    for path in sorted(options.data.glob("*-m1/measurement.json")):
        truth = read_truth(path.parent)
        if truth:
            (tested if is_held_out(path.parent.name.partition("-")[0], options.held_out) else training).append(truth)
    print(f"trained on {len(training)} measurements, errorPct on {len(tested)} of other people")
    print("| hidden layers | noise, px | " + " | ".join(f"window of {window}" for window in WINDOWS) + " |")
    print("|---|---|" + "---|" * len(WINDOWS))
    for hidden, noise_px in CASES:
        floor = Floor(hidden, noise_px)
        floor.train(training, options.steps)
        cells = " | ".join(f"{floor.error_pct(tested, window):.1f}" for window in WINDOWS)
        print(f"| {', '.join(map(str, hidden))} | {noise_px:g} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
