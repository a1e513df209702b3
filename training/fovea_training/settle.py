"""Gives a checkpoint the population's moments that it will always run under, before anything is trained on what it sees.

    uv run python -m fovea_training.settle RUN/checkpoint.pt --data DIR --out RUN/settled.pt

Of several ways to have such moments (`population.candidates`) those are taken that do best on training people.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from .checkpoint import load_checkpoint, load_network, save_checkpoint
from .data import OPEN, Measurement, read_measurement
from .features import training_folders
from .framing import frame_face, locate_eyes
from .network import FoveaNetwork, expect, normalization, normalization_layers
from .population import candidates, input_of, write_moments

WINDOW = 32  # frames


def choose_moments(network: FoveaNetwork, measurements: Sequence[Measurement], trials: int = 24) -> dict[str, str]:
    """Gives the network the population moments that do best on training people, for whole squares (by where they find the eyes) and for
    faces (by the gaze); returns their names."""
    chosen = {}
    for whole in (True, False):
        errors = {}
        found = candidates(network, measurements, whole)
        for name, moments in found.items():
            write_moments(network, moments, whole)
            if whole:
                errors[name] = 100 * float(np.mean([eyes_offset(network, measurement) for measurement in measurements[:trials]]))
            else:
                errors[name] = 100 * float(np.mean([gaze_offset(network, measurement) for measurement in measurements[:trials]]))
        best = min(errors, key=lambda name: errors[name])
        write_moments(network, found[best], whole)
        kind, unit = ("whole", "% of the square off the eyes") if whole else ("faces", "errorPct, readout by batches")
        print(f"population moments for {kind}: {errors} ({unit}, training people)", flush=True)
        chosen[kind] = best
    return chosen


@torch.no_grad()
def eyes_offset(network: FoveaNetwork, measurement: Measurement, count: int = 16) -> float:
    """How far from the eyes the stored moments of whole squares find them, in fractions of the square, on average."""
    frames = np.flatnonzero(measurement.known & (measurement.eyes == OPEN))[:count]
    images, views = input_of(measurement, frames, network.config.input_size)
    with normalization(network, "whole"):
        found, _ = locate_eyes(network(images, views).landmarks.numpy())
    return float(np.linalg.norm(found - locate_eyes(measurement.landmarks[frames])[0], axis=-1).mean())


@torch.no_grad()
def gaze_offset(network: FoveaNetwork, measurement: Measurement) -> float:
    """How far off the gaze is when encoder and decoder run under the stored moments and the readout by batches, screen fractions."""
    frames = measurement.open_frames()[:WINDOW]
    images, views = input_of(measurement, frames, network.config.input_size, frame_face(measurement.landmarks[frames]))
    with normalization(network, "stored"):
        for layer in normalization_layers(network.readout).values():
            layer.mode = "batch"
        gaze, _ = expect(network(images, views).logits, network.screen)
    return float((gaze - torch.from_numpy(measurement.gaze[frames])).norm(dim=-1).mean())


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="Choose the population's moments of a checkpoint.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of measurement folders")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", dest="count", type=int, default=64, help="training measurements that they are taken from")
    options = parser.parse_args(arguments)
    state, network = load_checkpoint(options.checkpoint), load_network(options.checkpoint)
    config = state["config"]
    folders = training_folders(options.data, config["held_out"], config["sittings"])
    chosen = folders[:: max(1, len(folders) // options.count)][: options.count]
    named = choose_moments(network, [read_measurement(folder) for folder in chosen])
    kept = {name: value for name, value in state.items() if name not in ("model", "optimizer")}
    save_checkpoint(options.out, {**kept, "ema": network.state_dict(), "populationMoments": named})


if __name__ == "__main__":
    main()
