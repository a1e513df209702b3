"""How the weights do while somebody reads, skims a page or stares, against a batch of 32 random dots of the same people.

    uv run python -m fovea_training.live WEIGHTS --data SEQUENCES --dots DIR [--json]

SEQUENCES holds rendered sequences (p0001-m1-reading ..), DIR the dots of the same sittings (p0001-m1 ..), both of people who were not
trained on. Looks are two a second, and every normalization of `article_live.py` is tried; the ratio is to the batch of 32 dots. The faces
are found by the weights themselves.
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
from .article_live import POLICIES, TASKS, balanced, by_dots, read_sequences, recent
from .article_readings import WINDOW, in_batches
from .augment import Batch
from .checkpoint import load_network
from .data import Measurement, read_measurement
from .network import FoveaNetwork


def error_pct(gaze: torch.Tensor, looks: Batch) -> float:
    """Of the looks from the 32nd on, or of all where there are as many gazes."""
    return 100 * float((gaze - looks.gaze[-len(gaze) :]).norm(dim=-1).mean())


@torch.no_grad()
def measure(network: FoveaNetwork, sequences: dict[str, list[Measurement]], dots_folder: Path) -> list[dict[str, Any]]:
    """One row a task: its people, the error of their dots in batches of 32, and that of the task under every policy."""
    viewer = Viewer(network.config.input_size, locator=network)
    rows = []
    for task in TASKS:
        usable = [sequence for sequence in sequences.get(task, []) if len(sequence.open_frames()) >= WINDOW]
        if not usable:
            continue
        errors: dict[str, list[float]] = {name: [] for name in ("batch", *POLICIES)}
        for sequence in usable:
            measurement = read_measurement(dots_folder / sequence.id.rpartition("-")[0])
            dots = viewer.look(measurement, measurement.open_frames())
            looks = viewer.look(sequence, sequence.open_frames())
            errors["batch"].append(error_pct(in_batches(WINDOW)(network, dots, measurement), dots))
            errors["recent"].append(error_pct(recent(network, looks), looks))
            errors["balanced"].append(error_pct(balanced(network, looks), looks))
            errors["dots"].append(error_pct(by_dots(network, looks, dots), looks))
        means = {name: sum(values) / len(values) for name, values in errors.items()}
        rows.append({"task": task, "people": len(usable), **means, "ratio": min(means[name] for name in POLICIES) / means["batch"]})
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
    print("| task | people | batch of 32 dots | " + " | ".join(POLICIES.values()) + " | best, times the batch |")
    print("|---" * (len(POLICIES) + 4) + "|")
    for row in rows:
        cells = " | ".join(f"{row[name]:.1f}" for name in ("batch", *POLICIES))
        print(f"| {row['task']} | {row['people']} | {cells} | {row['ratio']:.2f} |")


if __name__ == "__main__":
    main()
