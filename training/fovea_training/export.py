"""Writes what the extension ships: the weights (safetensors, fp16), their model card, and the reference vectors of the tests.

    uv run python -m fovea_training.export RUN/settled.pt --readout RUN/readout.pt --reader RUN/reader.pt --personal RUN/personal.pt \\
        --data DIR --out ../public/model/half.safetensors --fixtures ../tests/fixtures/parity

Every figure of the card is measured on the written file, on people that training never saw.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .calibration import calibrate
from .checkpoint import load_checkpoint, load_network, load_readout
from .data import Library, Measurement, is_held_out, read_measurement, sitting_number
from .evaluate import BY_FEATURES, BY_MEMORY, Reading, Result, predict, predict_by_features, see_faces, summarize
from .framing import frame_face
from .network import FoveaNetwork
from .parity import IMAGES, write_random, write_reference
from .pictures import to_bytes
from .resample import to_network
from .train import TrainConfig
from .train_personal import load_personal
from .train_reader import load_reader
from .weights import DROPPED, read_weights, write_weights

LICENCE = (
    "Trained on pictures rendered from ICT-FaceKit (MIT, (c) 2020 USC Institute for Creative Technologies), hair meshes of MakeHuman (CC0) "
    "and environment maps of Poly Haven (CC0). The weights hold none of these assets."
)
LIMITS = [
    "Trained and measured on rendered people only: the accuracy on real people is not known until real people measure it.",
    "The figures for `memory` and `batch` are for 32 frames of one measurement, with targets all over the screen; few places do worse.",
    "Without frames of the person the gaze is far less certain: see `alone`.",
    "One person in view, at a desk before a screen; what training/render does not draw was never seen.",
]


@dataclass(frozen=True)
class TestSet:
    """Measurements that the weights were not trained on, and how `evaluate` is told of them."""

    name: str
    measurements: Sequence[Measurement]
    command: str

    def figures(self, network: FoveaNetwork) -> dict[str, Any]:
        """The error block of every normalization, with the command that prints it."""
        people = {measurement.person for measurement in self.measurements}
        seen = [see_faces(network, measurement) for measurement in self.measurements]
        results: dict[Reading, list[Result]] = {mode: [predict_by_features(network, faces, mode) for faces in seen] for mode in BY_FEATURES}
        results["batch"] = [predict(network, measurement, "batch") for measurement in self.measurements]
        blocks = {mode: {**summarize(found), "command": f"{self.command} --reading {mode}"} for mode, found in results.items()}
        return {"on": f"{len(people)} rendered people, {len(self.measurements)} measurements", **blocks}


def find_test_sets(options: argparse.Namespace, held_out: int) -> list[TestSet]:
    """Unfamiliar people; where given, unfamiliar measurements of people in training, and the shift set."""
    evaluate = f"cd training && uv run python -m fovea_training.evaluate ../public/model/{options.out.name}"
    places = [
        ("unfamiliarPeople", options.test or options.data, held_out, None, f"--data DIR --held-out {held_out}"),
        ("unfamiliarMeasurements", options.left_out, 0, options.sitting, f"--data DIR --held-out 0 --sitting {options.sitting}"),
        ("shift", options.shift, 1, None, "--data SHIFT --held-out 1"),
    ]
    sets = []
    for name, folder, most, sitting, words in places:
        if folder is None:
            continue
        library = Library(folder, most, only_held_out=most > 0, sittings=sitting and range(sitting, sitting + 1))
        library.discover()
        sets.append(TestSet(name, library.training + library.unfamiliar, f"{evaluate} {words}"))
    return sets


def sample_training(folder: Path, held_out: int, left_out: int, count: int) -> list[Measurement]:
    """About `count` measurements of people in training, numbered below `left_out`, evenly spread over the folder, at their full size."""
    names = [path.parent.name for path in sorted(folder.glob("*/measurement.json"))]
    trained = [
        name
        for name in names
        if not name.startswith(".") and not is_held_out(name.partition("-")[0], held_out) and (sitting_number(name) or 0) < left_out
    ]
    return [read_measurement(folder / name) for name in trained[:: max(1, len(trained) // count)][:count]]


def describe_option(name: str, value: object) -> str:
    if isinstance(value, bool):
        return f"--{name}" if value else f"--no-{name}"
    return f"--{name} {value}"


def describe_command(config: dict[str, Any]) -> str:
    """The training command: every option that is not the default's, but for the folders and the machine."""
    default = asdict(TrainConfig())
    local = ("data", "out", "threads", "minutes", "steps", "network", "device", "loaders", "begin")
    schedule = f"--steps {config['steps']}" if config["steps"] else f"--minutes {config['minutes']:g}"
    start = ["--begin EARLIER_WEIGHTS"] if config.get("begin") else []
    words = [
        describe_option(name.replace("_", "-"), value)
        for name, value in config.items()
        if name in default and name not in local and value != default[name]
    ]
    return " ".join(
        ["uv run python -m fovea_training.train --data DIR --out RUN", f"--network {config['network']}", schedule, *start, *words]
    )


def make_card(
    state: dict[str, Any], network: FoveaNetwork, weights: Path, sets: Sequence[TestSet], fitted: dict[str, Any], note: str | None
) -> dict[str, Any]:
    """The model card: what the weights were made from, how good they are, on whom, and what is not known."""
    config = state["config"]
    parameters = sum(p.numel() for name, p in network.named_parameters() if not name.startswith(DROPPED))
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
            "data": "rendered by training/render",
            "steps": state["step"],
            "framesSeen": state["step"] * config["batch"] * config["accumulate"] * state.get("processes", 1),
            "minutes": round(state["elapsed_s"] / 60, 1),
            "machine": describe_machine(state),
            "batches": config["sampler"],
            "seed": config["seed"],
            "command": describe_command(config),
            **({"note": note} if note else {}),
            **fitted,
        },
        "evaluation": {
            "errorPct": "100 * mean distance of prediction and target, x in screen widths, y in screen heights",
            "readings": "memory: 32 frames of one measurement beside each other, their targets unknown; alone: each beside nothing; "
            "measured: each beside every second frame of the measurement, whose targets make the personal readout; "
            "readout: 32 as one batch, for the readout by batch normalization alone; batch: the article's method, 32 as one batch",
            **{tested.name: tested.figures(network) for tested in sets},
            "sameInTheProduct": f"npm run evaluate -- DIR/* --config {network.config.name}",
        },
        "limits": LIMITS,
        "licence": LICENCE,
    }


def describe_machine(state: dict[str, Any]) -> str:
    """What the training ran on, and an estimate of its energy where the machine's power is a matter of record."""
    config = state["config"]
    processes = state.get("processes", 1)
    threads = f"{processes} x {config['threads']} CPU threads" if processes > 1 else f"{config['threads']} CPU thread(s)"
    return f"{state.get('device', threads)}, {'bfloat16' if config['bfloat16'] else 'float32'}"


def describe_part(path: Path) -> dict[str, Any]:
    """How the memory reader or the personal readout was trained."""
    return {name: value for name, value in torch.load(path, weights_only=True).items() if name != "state"}


def reference_input(measurement: Measurement, size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Eight faces of a measurement as the network sees them, rounded to bytes, uint8 [8, size, size, 3], and their views [8, 3]."""
    frames = measurement.open_frames()
    chosen = frames[np.linspace(0, len(frames) - 1, IMAGES).round().astype(int)]
    views = frame_face(measurement.landmarks[chosen])
    return torch.from_numpy(to_bytes(to_network(measurement.images[chosen], size, views))), torch.from_numpy(views.astype(np.float32))


def round_figures(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    if isinstance(value, float):
        return round(value, 3) if abs(value) >= 0.01 else float(f"{value:.3g}")
    if isinstance(value, dict):
        return {key: round_figures(item) for key, item in value.items()}
    return value


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="Export a checkpoint for the extension.")
    parser.add_argument(
        "checkpoint", type=Path, nargs="?", help="settled.pt of a run (settle.py); without it only the tiny reference is written"
    )
    parser.add_argument("--data", type=Path, help="folder of measurement folders")
    parser.add_argument("--test", type=Path, help="folder of the unfamiliar people (default: that of --data)")
    parser.add_argument("--left-out", type=Path, help="folder of measurements that were left out of the training, of people in it")
    parser.add_argument("--sitting", type=int, default=5, help="their number")
    parser.add_argument("--shift", type=Path, help="folder of the shift set")
    parser.add_argument("--held-out", type=int, default=None, help="people numbered up to this are measured (default: as in training)")
    parser.add_argument("--out", type=Path, help="weights file to write; the card goes beside it")
    parser.add_argument("--fixtures", type=Path, help="folder for the reference vectors")
    parser.add_argument("--readout", type=Path, help="readout.pt of train_readout.py, trained on this checkpoint's features")
    parser.add_argument("--reader", type=Path, help="reader.pt of train_reader.py, trained on this checkpoint's features")
    parser.add_argument("--personal", type=Path, help="personal.pt of train_personal.py, trained beside that reader")
    parser.add_argument("--calibrate-on", type=int, default=128, help="training measurements that presence and spread are calibrated on")
    parser.add_argument("--note", help="a sentence for the card on how the run was made, where the command alone does not say it")
    options = parser.parse_args(arguments)
    if options.fixtures:
        write_random("tiny", options.fixtures, "tiny")
    if options.checkpoint is None:
        return
    if None in (options.data, options.out, options.readout, options.reader, options.personal):
        parser.error("a checkpoint needs --data, --readout, --reader, --personal and --out")
    state = load_checkpoint(options.checkpoint)
    network = load_network(options.checkpoint)
    held_out = state["config"]["held_out"] if options.held_out is None else options.held_out
    load_readout(network, options.readout)
    network.reader, network.personal = load_reader(options.reader), load_personal(options.personal)
    trained = sample_training(options.data, held_out, options.sitting, options.calibrate_on)
    fitted = {
        "populationMoments": state["populationMoments"],
        "calibration": calibrate(network, trained),
        "readout": describe_part(options.readout),
        "reader": describe_part(options.reader),
        "personal": describe_part(options.personal),
    }
    write_weights(network, options.out)
    sets = find_test_sets(options, held_out)
    card = make_card(state, read_weights(options.out), options.out, sets, fitted, options.note)
    options.out.with_suffix(".json").write_text(json.dumps(round_figures(card), indent=2, ensure_ascii=False) + "\n")
    if options.fixtures:
        images, views = reference_input(sets[0].measurements[0], network.config.input_size)
        write_reference(options.out, images, views, options.fixtures / f"{network.config.name}.reference.safetensors")
    for tested, mode in itertools.product(sets, (*BY_MEMORY, "batch")):
        block = card["evaluation"][tested.name][mode]
        centre, worst = block["centreErrorPct"], block["worstPerson"]
        print(f"{tested.name}, {mode}: errorPct {block['errorPct']:.2f}, centre {centre:.2f}, worst person {worst}")
    print(f"wrote {options.out} ({options.out.stat().st_size / 1e6:.2f} MB)")


if __name__ == "__main__":
    main()
