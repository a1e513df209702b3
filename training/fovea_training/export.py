"""Writes what the extension ships: the weights (safetensors, fp16), their model card, and the reference vectors of the tests.

    uv run python -m fovea_training.export RUN/checkpoint.pt --data DIR \\
        --out ../public/model/half.safetensors --fixtures ../tests/fixtures/parity

Every figure of the card is measured on the written file, on people that training never saw.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .checkpoint import load_checkpoint, load_network
from .data import OPEN, Library, Measurement, to_bytes
from .evaluate import error_pct, predict, report
from .framing import frame_face, locate_eyes
from .network import FoveaNetwork, normalization
from .parity import IMAGES, write_random, write_reference
from .population import candidates, input_of, write_moments
from .resample import to_network
from .train import TrainConfig
from .weights import DROPPED, read_weights, write_weights

LICENCE = (
    "Trained on pictures rendered from ICT-FaceKit (MIT, (c) 2020 USC Institute for Creative Technologies), hair meshes of MakeHuman (CC0) "
    "and environment maps of Poly Haven (CC0). The weights hold none of these assets."
)
LIMITS = [
    "Trained and measured on rendered people only: the accuracy on real people is not known until real people measure it.",
    "The batch figures are for 32 frames of one measurement, with targets all over the screen; a live window of few gazes does worse.",
    "With the stored population moments alone, without frames of the person, the gaze is far less certain: see evaluation.stored.",
    "One person in view, at a desk before a screen; what training/render does not draw was never seen.",
]


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
                errors[name] = error_pct(predict(network, measurement, "stored", limit=1) for measurement in measurements[:trials])
        best = min(errors, key=lambda name: errors[name])
        write_moments(network, found[best], whole)
        kind, unit = ("whole", "% of the square off the eyes") if whole else ("faces", "errorPct, stored")
        print(f"population moments for {kind}: {errors} ({unit}, training people)", flush=True)
        chosen[kind] = best
    return chosen


@torch.no_grad()
def eyes_offset(network: FoveaNetwork, measurement: Measurement, count: int = 16) -> float:
    """How far from the eyes the stored moments of whole squares find them, in fractions of the square, on average."""
    frames = np.flatnonzero(measurement.known & (measurement.eyes == OPEN))[:count]
    images, views = input_of(measurement, frames, network.config.input_size, True)
    with normalization(network, "whole"):
        found, _ = locate_eyes(network(images, views).landmarks.numpy())
    return float(np.linalg.norm(found - locate_eyes(measurement.landmarks[frames])[0], axis=-1).mean())


def figures(network: FoveaNetwork, measurements: Sequence[Measurement], command: str) -> dict[str, Any]:
    """The error block of both normalizations, with the command that prints it."""
    return {
        mode: {**report(network, measurements, mode)["overall"], "command": f"{command} --normalization {mode}"}
        for mode in ("batch", "stored")
    }


def describe_command(config: dict[str, Any]) -> str:
    """The training command: every option that is not the default's, but for the folders and the machine."""
    default = asdict(TrainConfig())
    local = ("data", "out", "threads", "minutes", "steps", "network")
    schedule = f"--steps {config['steps']}" if config["steps"] else f"--minutes {config['minutes']:g}"
    words = [
        f"--{name.replace('_', '-')} {value}"
        for name, value in config.items()
        if name in default and name not in local and value != default[name]
    ]
    return " ".join(["uv run python -m fovea_training.train --data DIR --out RUN", f"--network {config['network']}", schedule, *words])


def make_card(
    state: dict[str, Any], network: FoveaNetwork, weights: Path, library: Library, moments: dict[str, str], note: str | None
) -> dict[str, Any]:
    """The model card: what the weights were made from, how good they are, on whom, and what is not known."""
    config = state["config"]
    parameters = sum(p.numel() for name, p in network.named_parameters() if not name.startswith(DROPPED))
    people = {measurement.person for measurement in library.unfamiliar}
    path = f"public/model/{weights.name}"
    command = f"cd training && uv run python -m fovea_training.evaluate ../{path} --data DIR --held-out {library.held_out}"
    frames = state["step"] * config["batch"] * config["accumulate"]
    lengths = [len(measurement.eyes) for measurement in library.training]
    return {
        "name": f"fovea-{network.config.name}",
        "weights": weights.name,
        "bytes": weights.stat().st_size,
        "parameters": parameters,
        "inputPx": network.config.input_size,
        "task": "Point of gaze on the screen, as fractions of its width and height, from a square webcam image.",
        "training": {
            "people": state["people"],
            "measurements": state["measurements"],
            "data": f"rendered by training/render; {sum(lengths)} frames of 256 px, {min(lengths)} to {max(lengths)} in a measurement",
            "steps": state["step"],
            "framesSeen": frames,
            "minutes": round(state["elapsed_s"] / 60, 1),
            "machine": f"{config['threads']} CPU threads, {'bfloat16' if config['bfloat16'] else 'float32'}",
            "batches": config["sampler"],
            "seed": config["seed"],
            "command": describe_command(config),
            **({"note": note} if note else {}),
            "populationMoments": moments,
        },
        "evaluation": {
            "on": f"{len(people)} rendered people who were not trained on, {len(library.unfamiliar)} measurements",
            "errorPct": "100 * mean distance of prediction and target, x in screen widths, y in screen heights",
            **figures(network, library.unfamiliar, command),
            "sameInTheProduct": f"npm run evaluate -- DIR/p00{{01..24}}-m* --normalization batch --config {network.config.name}",
        },
        "limits": LIMITS,
        "licence": LICENCE,
    }


def reference_input(measurement: Measurement, size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Eight faces of a measurement as the network sees them, rounded to bytes, uint8 [8, size, size, 3], and their views [8, 3]."""
    frames = measurement.open_frames()
    chosen = frames[np.linspace(0, len(frames) - 1, IMAGES).round().astype(int)]
    views = frame_face(measurement.landmarks[chosen])
    return torch.from_numpy(to_bytes(to_network(measurement.images[chosen], size, views))), torch.from_numpy(views.astype(np.float32))


def round_figures(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: round_figures(item) for key, item in value.items()}
    return value


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="Export a checkpoint for the extension.")
    parser.add_argument("checkpoint", type=Path, nargs="?", help="checkpoint.pt of a run; without it only the tiny reference is written")
    parser.add_argument("--data", type=Path, help="folder of measurement folders")
    parser.add_argument("--held-out", type=int, default=None, help="people numbered up to this are measured (default: as in training)")
    parser.add_argument("--out", type=Path, help="weights file to write; the card goes beside it")
    parser.add_argument("--fixtures", type=Path, help="folder for the reference vectors")
    parser.add_argument("--moments-from", type=int, default=64, help="training measurements that the population moments are taken from")
    parser.add_argument("--note", help="a sentence for the card on how the run was made, where the command alone does not say it")
    options = parser.parse_args(arguments)
    if options.fixtures:
        write_random("tiny", options.fixtures, "tiny")
    if options.checkpoint is None:
        return
    if options.data is None or options.out is None:
        parser.error("a checkpoint needs --data and --out")
    state = load_checkpoint(options.checkpoint)
    network = load_network(options.checkpoint)
    library = Library(options.data, state["config"]["held_out"] if options.held_out is None else options.held_out)
    library.discover()
    every = max(1, len(library.training) // options.moments_from)
    moments = choose_moments(network, library.training[::every][: options.moments_from])
    write_weights(network, options.out)
    card = make_card(state, read_weights(options.out), options.out, library, moments, options.note)
    options.out.with_suffix(".json").write_text(json.dumps(round_figures(card), indent=2, ensure_ascii=False) + "\n")
    if options.fixtures:
        images, views = reference_input(library.unfamiliar[0], network.config.input_size)
        write_reference(options.out, images, views, options.fixtures / f"{network.config.name}.reference.safetensors")
    for mode in ("batch", "stored"):
        block = card["evaluation"][mode]
        print(f"{mode}: errorPct {block['errorPct']:.2f}, centre {block['centreErrorPct']:.2f}, worst person {block['worstPerson']}")
    print(f"wrote {options.out} ({options.out.stat().st_size / 1e6:.2f} MB)")


if __name__ == "__main__":
    main()
