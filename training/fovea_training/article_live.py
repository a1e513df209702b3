"""Row 13: windows as they occur while somebody reads, skims a page, stares or follows something that moves.

A rendered sequence is looked at twice a second. Every look is normalized by the moments of a window that it is part of: the last 32 looks,
or a memory that is balanced by gaze, a grid over the screen whose cells each keep the newest look that was predicted to lie there.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import torch
from torch import Tensor

from .article_data import LARGEST_PX
from .article_readings import WINDOW, say, say_together, storing
from .augment import Batch
from .data import Measurement, read_json, read_measurement
from .mixture import reorder
from .network import FoveaNetwork
from .population import measure_batch

TASKS = ("reading", "scanning", "stare", "pursuit")
SEQUENCE_NAME = re.compile(rf"(p\d{{4,}}-m\d+)-({'|'.join(TASKS)})")
LOOK_EVERY_MS = 500
CELLS = 6  # of the balanced memory, each way
POLICIES = {
    "recent": "the last 32 looks (16 s)",
    "balanced": f"the newest look per cell of {CELLS} x {CELLS} over the predicted gaze",
    "dots": "the person's own dots of the same sitting, each look alone",
}


def thin(folder: Path, out: Path) -> Path:
    """A measurement folder that holds a sequence's looks only, two a second."""
    source, target = folder / "measurement.json", out / "measurement.json"
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return out
    record = read_json(source)
    looks, next_ms = [], -float("inf")
    for frame in record["frames"]:
        if frame["timestampMs"] >= next_ms:
            looks.append(frame)
            next_ms = frame["timestampMs"] + LOOK_EVERY_MS
    out.mkdir(parents=True, exist_ok=True)
    frames = out / "frames"
    if not frames.is_symlink():
        frames.symlink_to((folder / "frames").resolve())
    target.write_text(json.dumps({**record, "frames": looks}))
    return out


def read_sequences(folder: Path, work: Path) -> dict[str, list[Measurement]]:
    """The looks of every rendered sequence, by task."""
    out: dict[str, list[Measurement]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        match = SEQUENCE_NAME.fullmatch(path.name)
        if match and (path / "measurement.json").exists():
            out.setdefault(match[2], []).append(read_measurement(thin(path, work / path.name), largest=LARGEST_PX))
    return out


def cell_of(gaze: Tensor) -> tuple[int, int]:
    """Which cell of the grid a gaze [2] falls in; what lies outside the screen falls in the nearest."""
    x, y = (gaze.clamp(0, 1 - 1e-6) * CELLS).long().tolist()
    return x, y


@torch.no_grad()
def recent(network: FoveaNetwork, looks: Batch) -> Tensor:
    """The gaze [n - 31, 2] from the 32nd look on, each the last of its own window."""
    ends = range(WINDOW, len(looks.gaze) + 1)
    return torch.stack([say_together(network, reorder(looks, torch.arange(end - WINDOW, end)))[-1] for end in ends])


@torch.no_grad()
def balanced(network: FoveaNetwork, looks: Batch) -> Tensor:
    """The same with the balanced memory, which the first 32 looks fill as one batch."""
    first = say_together(network, reorder(looks, torch.arange(WINDOW)))
    memory = {cell_of(gaze): look for look, gaze in enumerate(first[:-1])}
    out = []
    for look in range(WINDOW - 1, len(looks.gaze)):
        gaze = say_together(network, reorder(looks, torch.tensor([*memory.values(), look])))[-1]
        memory[cell_of(gaze)] = look
        out.append(gaze)
    return torch.stack(out)


@torch.no_grad()
def by_dots(network: FoveaNetwork, looks: Batch, dots: Batch) -> Tensor:
    """The same with the moments of the person's dots."""
    with storing(network, measure_batch(network, dots.images, dots.views)):
        return say(network, reorder(looks, torch.arange(WINDOW - 1, len(looks.gaze))), "stored")
