"""Computes the rows of the article's table, each once: a row's result is kept in a file until its measurements change."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .ablations import VARIANTS, mask_eyes
from .article_data import Role, Viewer
from .article_live import balanced, by_dots, recent
from .article_readings import WINDOW, large_enough
from .article_rows import Row
from .article_training import Plan, train_network
from .augment import Batch
from .data import Measurement
from .evaluate import Result, error_pct, summarize
from .network import FoveaNetwork

Block = dict[str, Any]  # the error block of DESIGN.md, and `perPerson`


@dataclass
class Experiment:
    """The measurements, the networks, and where what is known of them is kept."""

    plan: Plan
    folder: Path
    training: Sequence[Measurement]
    sets: dict[Role, list[Measurement]]
    viewer: Viewer
    trained: dict[tuple[str, int], FoveaNetwork] = field(default_factory=dict)
    facts: dict[str, Block] = field(default_factory=dict)  # of the networks
    seen: dict[str, Batch] = field(default_factory=dict)

    def network(self, name: str, seed: int) -> FoveaNetwork:
        """Trains it, or goes on where that stopped, or reads it."""
        if (name, seed) not in self.trained:
            path = self.folder / f"{name}-seed{seed}.pt"
            self.trained[name, seed], self.facts[f"{name}, seed {seed}"] = train_network(self.plan, name, self.training, seed, path)
        return self.trained[name, seed]

    def look(self, measurement: Measurement) -> Batch:
        """A measurement's open-eyed frames as a network sees them."""
        if measurement.id not in self.seen:
            self.seen[measurement.id] = self.viewer.look(measurement, measurement.open_frames())
        return self.seen[measurement.id]

    @torch.no_grad()
    def read(self, row: Row, seed: int, measurement: Measurement) -> Result:
        batch = self.look(measurement)
        network = self.network(row.network, seed) if row.network else None
        if network is not None:
            batch = batch.to(next(network.parameters()).device)
            batch = mask_eyes(batch) if VARIANTS[row.network].masked else batch
        gaze = row.read(network, batch, measurement).cpu().numpy()
        return Result(measurement, measurement.open_frames(), gaze, np.zeros((0, 10), np.float32))

    def row(self, row: Row, seed: int, role: Role) -> Block | None:
        """A row on a set; None where there is no such set, or its measurements are too short."""
        measurements = self.sets[role]
        if not measurements or not large_enough(measurements, row.least):
            return None

        if row.network:
            self.network(row.network, seed)
        return self.kept(
            f"{row.key}-seed{seed}-{role}",
            measurements,
            lambda: describe([self.read(row, seed, measurement) for measurement in measurements]),
        )

    def live(self, task: str, policy: str, seed: int, sequences: Sequence[Measurement]) -> Block | None:
        """Row 13: the network of row 5 on one task's sequences under one policy; None where nobody's is long enough."""
        dots = {measurement.id: measurement for measurement in self.sets["people"]}
        usable = [s for s in sequences if len(s.open_frames()) >= WINDOW and (policy != "dots" or sitting(s) in dots)]
        if not usable:
            return None

        def compute() -> Block:
            network = self.network("measurement", seed)
            device = next(network.parameters()).device
            results = []
            for sequence in usable:
                looks = self.look(sequence).to(device)
                if policy == "dots":
                    gaze = by_dots(network, looks, self.look(dots[sitting(sequence)]).to(device))
                else:
                    gaze = {"recent": recent, "balanced": balanced}[policy](network, looks)
                frames = sequence.open_frames()[WINDOW - 1 :]
                results.append(Result(sequence, frames, gaze.cpu().numpy(), np.zeros((0, 10), np.float32)))
            return describe(results)

        return self.kept(f"13.{task}.{policy}-seed{seed}", usable, compute)

    def kept(self, name: str, measurements: Sequence[Measurement], compute: Callable[[], Block]) -> Block:
        """The result of that name, computed unless it is there for these very measurements."""
        path = self.folder / "rows" / f"{name}.json"
        frames = {measurement.id: len(measurement.eyes) for measurement in measurements}
        if path.exists() and (known := json.loads(path.read_text()))["measurements"] == frames:
            return known["result"]
        result = compute()
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps({"measurements": frames, "result": result}))
        temporary.rename(path)
        print(f"{name}: {result['errorPct']:.2f}", flush=True)
        return result


def sitting(sequence: Measurement) -> str:
    """The measurement of the same sitting: p0001-m1 of p0001-m1-reading."""
    return sequence.id.rpartition("-")[0]


def describe(results: Sequence[Result]) -> Block:
    """The error block over all frames, and every person's error."""
    people = sorted({result.measurement.person for result in results})
    each = {person: error_pct(result for result in results if result.measurement.person == person) for person in people}
    return {**summarize(results), "perPerson": each}


def over_seeds(blocks: Sequence[Block], baseline: Block | None = None) -> Block:
    """Several seeds' results as one, with the gain over the baseline (itself over seeds) and that gain's standard error over people."""
    people = {person: float(np.mean([block["perPerson"][person] for block in blocks])) for person in blocks[0]["perPerson"]}
    worst = max(people, key=lambda person: people[person])
    keys = ("errorPct", "diagonalPct", "centreErrorPct", "errorCm", "errorDeg")
    means = {key: float(np.mean([b[key] for b in blocks])) if blocks[0][key] is not None else None for key in keys}
    out = {**means, "seeds": [block["errorPct"] for block in blocks], "worstPerson": {"person": worst, "errorPct": people[worst]}}
    out |= {"frames": blocks[0]["frames"], "perPerson": people}
    if baseline is not None:
        gains = [baseline["perPerson"][person] - error for person, error in people.items()]
        out["gainPct"] = 100 * (1 - out["errorPct"] / baseline["errorPct"])
        out["gainStandardError"] = 100 * float(np.std(gains) / np.sqrt(len(gains))) / baseline["errorPct"]
    return out
