"""How the weights do while somebody reads, skims a page, stares or follows something, against a batch of 32 random dots of the same people.

    uv run python -m fovea_training.live WEIGHTS --data SEQUENCES --dots DIR [--json]

SEQUENCES holds rendered sequences (p0001-m1-reading ..), DIR the dots of the same sittings (p0001-m1 ..), both of people who were not
trained on. Looks are two a second. The article's method over the last 32 looks stands beside what the memory reader makes of the same
looks, of all looks so far (from a cold start on), and of the dots, without their targets and with them. The faces are found by the weights
themselves; the ratio is the best memory's to the batch of 32 dots.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from .article_data import Viewer
from .article_live import TASKS, read_sequences, recent
from .article_readings import WINDOW, in_batches
from .augment import Batch
from .checkpoint import load_network
from .data import Measurement, read_measurement
from .evaluate import see_faces
from .network import FoveaNetwork

MEMORIES = {
    "lastLooks": "memory: the last 32 looks",
    "allLooks": "memory: all looks so far",
    "dots": "memory: dots of the sitting",
    "measured": "dots with their targets: the personal readout",
}


def error_pct(gaze: torch.Tensor, looks: Batch) -> float:
    """Of the looks from the 32nd on, or of all where there are as many gazes."""
    return 100 * float((gaze - looks.gaze[-len(gaze) :]).norm(dim=-1).mean())


@torch.no_grad()
def read_by_memories(network: FoveaNetwork, sequence: Measurement, measurement: Measurement) -> dict[str, torch.Tensor]:
    """The gaze from the 32nd look on [n - 31, 2], or of every look but the first four [n - 4, 2], beside every memory."""
    looks, dots = see_faces(network, sequence).features, see_faces(network, measurement)
    targets = torch.from_numpy(measurement.gaze[dots.frames])

    def beside(first: int, length: int) -> torch.Tensor:
        windows = [looks[max(0, end - length) : end] for end in range(first, len(looks) + 1)]
        return torch.cat([network.read_gaze(window, window[-1:])[0] for window in windows])

    late = looks[WINDOW - 1 :]
    return {
        "lastLooks": beside(WINDOW, WINDOW),
        "allLooks": beside(5, len(looks)),
        "dots": network.read_gaze(dots.features, late)[0],
        "measured": network.read_gaze(dots.features, late, targets)[0],
    }


@torch.no_grad()
def measure(network: FoveaNetwork, sequences: dict[str, list[Measurement]], dots_folder: Path) -> list[dict[str, Any]]:
    """One row a task: its people, the error of their dots in batches of 32, and that of the task under every policy."""
    viewer = Viewer(network.config.input_size, locator=network)
    rows = []
    for task in TASKS:
        usable = [sequence for sequence in sequences.get(task, []) if len(sequence.open_frames()) >= WINDOW]
        if not usable:
            continue
        errors: dict[str, list[float]] = {name: [] for name in ("batch", "recent", *MEMORIES)}
        for sequence in usable:
            measurement = read_measurement(dots_folder / sequence.id.rpartition("-")[0])
            dots = viewer.look(measurement, measurement.open_frames())
            looks = viewer.look(sequence, sequence.open_frames())
            errors["batch"].append(error_pct(in_batches(WINDOW)(network, dots, measurement), dots))
            errors["recent"].append(error_pct(recent(network, looks), looks))
            for name, gaze in read_by_memories(network, sequence, measurement).items():
                errors[name].append(error_pct(gaze, looks))
        means = {name: sum(values) / len(values) for name, values in errors.items()}
        rows.append({"task": task, "people": len(usable), **means, "ratio": min(means[name] for name in MEMORIES) / means["batch"]})
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="The error on rendered sequences, by normalization.")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of sequences")
    parser.add_argument("--dots", type=Path, required=True, help="folder of the dots of the same sittings")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    options = parser.parse_args(arguments)
    network = load_network(options.weights)
    with tempfile.TemporaryDirectory() as work:
        rows = measure(network, read_sequences(options.data, Path(work)), options.dots)
    if options.json:
        print(json.dumps(rows))
        return
    print(
        "| task | people | batch of 32 dots | batch of the last 32 looks | " + " | ".join(MEMORIES.values()) + " | best, times the batch |"
    )
    print("|---" * (len(MEMORIES) + 5) + "|")
    for row in rows:
        cells = " | ".join(f"{row[name]:.1f}" for name in ("batch", "recent", *MEMORIES))
        print(f"| {row['task']} | {row['people']} | {cells} | {row['ratio']:.2f} |")


if __name__ == "__main__":
    main()
