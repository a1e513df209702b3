"""Measures a checkpoint or exported weights on measurements of people they were not trained on.

    uv run python -m fovea_training.evaluate WEIGHTS --data DIR [--held-out 24] [--window 32] [--reading memory] [--json]

The rule, which `npm run evaluate` follows too. Only frames with open eyes count. A measurement is cut into windows: consecutive runs of 32
open-eyed frames in the file's order; the last one, if short, is extended backwards to 32 frames and only its new frames count; fewer than
32 in all make one window.

By memory (`read_gaze` in network.py), every frame seen under the population's statistics:
- `memory`: the frames of a window are read beside each other, without their targets.
- `alone`: each is read beside nothing.
- `measured`: beside every second open-eyed frame of the measurement, whose targets make the personal readout (`personal.py`), for the
  ones between, and the other way round.

By the readout that batch normalization trained, the article's method:
- `readout`: every window is one batch for the readout; what is before it runs under the population's statistics, as it is shipped to.
- `batch`: every window is one batch, normalized by its own statistics.
- `stored`: every frame stands alone, normalized by the population's.
- `person`: it stands alone too, but the statistics are those of other frames of the measurement, halved as above.

A frame is read twice: as the whole square, area-downscaled to the network's input without rounding, which says where the face is; then the
face view, cut from the frame's own pixels (`framing.py`), and again in parts where that shows no face where it should (`seek.py`). Only the
last reading counts. For `batch` squares and faces are each one batch, and nothing is sought twice.

errorPct = 100 * mean |(dx, dy)|, dx in screen widths, dy in screen heights; every frame counts the same.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .checkpoint import load_network
from .data import Library, Measurement
from .framing import WHOLE_VIEW, frame_face, to_view
from .layers import NormalizationMode
from .network import FoveaNetwork, expect, normalization
from .population import device_of, input_of, measure_batch, read_moments, write_moments
from .samplers import windows
from .seek import seek_faces

Reading = Literal["memory", "alone", "measured", "readout", "batch", "stored", "person"]
READINGS: tuple[Reading, ...] = get_args(Reading)
CHUNK = 64  # frames at once where they don't matter to each other
BY_MEMORY: tuple[Reading, ...] = READINGS[:3]
BY_FEATURES: tuple[Reading, ...] = (*BY_MEMORY, "readout")  # every frame is looked at once, whatever it is read beside
BY_OTHERS: tuple[Reading, ...] = ("measured", "person")  # they read a whole measurement at once


@dataclass(frozen=True)
class Result:
    """Predictions for the open-eyed frames of one measurement."""

    measurement: Measurement
    frames: NDArray[np.int64]  # [n]
    gaze: NDArray[np.float32]  # [n, 2]
    landmark_px: NDArray[np.float32]  # [m, 10] distance to the truth in px of the network's input, for frames with truth

    def offsets(self, width: float = 1, height: float = 1) -> NDArray[np.float64]:
        """Distances [n] of prediction and target on a screen of that size."""
        return distance(self.gaze, self.measurement.gaze[self.frames], width, height)

    def centre_offsets(self) -> NDArray[np.float64]:
        return distance(np.full_like(self.gaze, 0.5), self.measurement.gaze[self.frames])


def distance(a: NDArray[np.float32], b: NDArray[np.float32], width: float = 1, height: float = 1) -> NDArray[np.float64]:
    return np.hypot((a[:, 0] - b[:, 0]) * float(width), (a[:, 1] - b[:, 1]) * float(height))


@torch.no_grad()
def predict(
    network: FoveaNetwork, measurement: Measurement, mode: Reading, length: int = 32, limit: int | None = None, framed: bool = True
) -> Result:
    """Reads a measurement (the first `limit` windows) in float32; `framed`: on faces, found in the whole squares first."""
    network.eval()
    parts = []
    if mode in BY_FEATURES:
        return predict_by_features(network, see_faces(network, measurement, framed), mode, length, limit)
    for window, new in windows(measurement, 2**31 if mode in BY_OTHERS else length)[:limit]:
        views = find_faces(network, measurement, window, mode) if framed else np.tile(WHOLE_VIEW, (len(window), 1))
        if mode == "person":
            parts += [read_by_others(network, measurement, window, views, odd) for odd in (0, 1) if len(window) > 1]
            continue
        part = read(network, measurement, window, views, mode)
        parts.append(Part(*(field[-new:] for field in part)))
    return gather(measurement, parts, network.config.input_size)


class Part(NamedTuple):
    """What the network says about some frames of a measurement."""

    frames: NDArray[np.int64]  # [n]
    views: NDArray[np.float64]  # [n, 3]
    gaze: NDArray[np.float32]  # [n, 2]
    landmarks: NDArray[np.float32]  # [n, 10, 2] fractions of the views


def find_faces(network: FoveaNetwork, measurement: Measurement, frames: NDArray[np.int64], mode: Reading) -> NDArray[np.float64]:
    """Face views [n, 3]: sought one by one as the tracker does, or in a first reading of whole squares as one batch."""
    if mode != "batch":
        return seek_faces(network, measurement, frames).views
    with normalization(network, "batch"):
        output = network(*input_of(measurement, frames, network.config.input_size, device=device_of(network)))
    return frame_face(output.landmarks.cpu().numpy())


def read(
    network: FoveaNetwork,
    measurement: Measurement,
    frames: NDArray[np.int64],
    views: NDArray[np.float64],
    mode: NormalizationMode,
) -> Part:
    with normalization(network, mode):
        output = network(*input_of(measurement, frames, network.config.input_size, views, device_of(network)))
    return Part(frames, views, output.gaze.cpu().numpy(), output.landmarks.cpu().numpy())


@dataclass(frozen=True)
class Faces:
    """What the network sees in the open-eyed frames of a measurement under the population's statistics, before it reads any gaze."""

    measurement: Measurement
    frames: NDArray[np.int64]  # [n]
    views: NDArray[np.float64]  # [n, 3]
    features: Tensor  # [n, F]
    landmarks: NDArray[np.float32]  # [n, 10, 2] fractions of the views


@torch.no_grad()
def see_faces(network: FoveaNetwork, measurement: Measurement, framed: bool = True) -> Faces:
    """Looks at every open-eyed frame once; `framed`: at its face, found in the whole square first."""
    network.eval()
    device, size, frames = device_of(network), network.config.input_size, measurement.open_frames()
    views, features, landmarks = [], [], []
    for start in range(0, len(frames), CHUNK):
        some = frames[start : start + CHUNK]
        views.append(find_faces(network, measurement, some, "memory") if framed else np.tile(WHOLE_VIEW, (len(some), 1)))
        with normalization(network, "stored"):
            sight = network.look(*input_of(measurement, some, size, views[-1], device))
        features.append(sight.features)
        landmarks.append(sight.landmarks.cpu().numpy())
    return Faces(measurement, frames, np.concatenate(views), torch.cat(features), np.concatenate(landmarks))


@torch.no_grad()
def predict_by_features(network: FoveaNetwork, faces: Faces, mode: Reading, length: int = 32, limit: int | None = None) -> Result:
    """Reads frames beside each other, beside nothing, or every second one beside those between with their targets; or as a batch of the
    readout."""
    if network.reader is None and mode in BY_MEMORY:
        raise ValueError("this network has no memory reader: train one with train_reader.py, or choose another reading")
    count = len(faces.frames)
    everyone = np.arange(count)
    if mode == "measured":
        asked = [(everyone[1 - odd :: 2], everyone[odd::2]) for odd in (0, 1)]
    else:
        found = [(np.searchsorted(faces.frames, window), new) for window, new in windows(faces.measurement, length)[:limit]]
        asked = [(rows[:0] if mode == "alone" else rows, rows[-new:]) for rows, new in found]
    targets = torch.from_numpy(faces.measurement.gaze[faces.frames]).to(faces.features)
    parts = []
    for entries, rows in asked:
        if mode == "readout":
            with normalization(network.readout, "batch"):
                gaze = expect(network.readout(faces.features[entries]), network.screen)[0][-len(rows) :]
        else:
            told = targets[entries] if mode == "measured" else None
            gaze, _ = network.read_gaze(faces.features[entries], faces.features[rows], told)
        parts.append(Part(faces.frames[rows], faces.views[rows], gaze.cpu().numpy(), faces.landmarks[rows]))
    return gather(faces.measurement, parts, network.config.input_size)


def read_by_others(
    network: FoveaNetwork, measurement: Measurement, frames: NDArray[np.int64], views: NDArray[np.float64], odd: int
) -> Part:
    """Reads every second frame, one by one, with the moments of those between."""
    before, kept = read_moments(network), frames[1 - odd :: 2]
    inputs = input_of(measurement, kept, network.config.input_size, views[1 - odd :: 2], device_of(network))
    write_moments(network, measure_batch(network, *inputs))
    try:
        return read(network, measurement, frames[odd::2], views[odd::2], "stored")
    finally:
        write_moments(network, before)


def gather(measurement: Measurement, parts: Sequence[Part], size: int) -> Result:
    """Parts of a measurement as one result."""
    if not parts:
        return Result(measurement, np.zeros(0, np.int64), np.zeros((0, 2), np.float32), np.zeros((0, 10), np.float32))
    frames, views, gaze, landmarks = (np.concatenate(field) for field in zip(*parts, strict=True))
    offset = (landmarks - to_view(measurement.landmarks[frames], views)) * size
    return Result(measurement, frames, gaze, np.linalg.norm(offset, axis=-1)[measurement.known[frames]])


def error_pct(results: Iterable[Result]) -> float:
    return 100 * float(np.concatenate([result.offsets() for result in results]).mean())


def summarize(results: Sequence[Result]) -> dict[str, Any]:
    """The error block of DESIGN.md over all frames of the results, and the landmarks' error in input px (irises apart)."""
    results = [result for result in results if len(result.frames)]
    if not results:
        raise ValueError("there is no frame with open eyes to take an error from")
    cm, degrees, diagonal = [], [], []
    for result in results:
        screen, far = result.measurement.screen, result.measurement.distance_cm
        diagonal.append(result.offsets(screen.width_px, screen.height_px) / np.hypot(screen.width_px, screen.height_px))
        if screen.width_cm is not None and screen.height_cm is not None:
            cm.append(result.offsets(screen.width_cm, screen.height_cm))
            if far is not None:
                degrees.append(np.degrees(np.arctan2(cm[-1], far)))
    people = sorted({result.measurement.person for result in results})
    errors = {person: error_pct(r for r in results if r.measurement.person == person) for person in people}
    worst = max(errors, key=lambda person: errors[person])
    landmarks = np.concatenate([result.landmark_px for result in results])
    return {
        "frames": sum(len(result.frames) for result in results),
        "errorPct": error_pct(results),
        "diagonalPct": 100 * float(np.concatenate(diagonal).mean()),
        "centreErrorPct": 100 * float(np.concatenate([result.centre_offsets() for result in results]).mean()),
        "errorCm": float(np.concatenate(cm).mean()) if cm else None,
        "errorDeg": float(np.concatenate(degrees).mean()) if degrees else None,
        "worstPerson": {"person": worst, "errorPct": errors[worst]},
        "irisPx": float(landmarks[:, [0, 5]].mean()) if len(landmarks) else None,
        "landmarkPx": float(landmarks.mean()) if len(landmarks) else None,
    }


def report(
    network: FoveaNetwork, measurements: Sequence[Measurement], mode: Reading, length: int = 32, framed: bool = True
) -> dict[str, Any]:
    """`{ overall, measurements: [{ id, person, ... }] }` as `npm run evaluate -- --json` prints it."""
    return describe([predict(network, measurement, mode, length, framed=framed) for measurement in measurements])


def describe(results: Sequence[Result]) -> dict[str, Any]:
    """The report of results."""
    one_by_one = [{"id": r.measurement.id, "person": r.measurement.person, **summarize([r])} for r in results if len(r.frames)]
    return {"overall": summarize(results), "measurements": one_by_one}


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="Measure a checkpoint (.pt) or exported weights (.safetensors) on held-out people.")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of measurement folders")
    parser.add_argument("--held-out", type=int, default=24, help="people numbered up to this are evaluated; 0: every person")
    parser.add_argument("--sitting", type=int, help="only measurements of this number: with --held-out 0, those left out of training")
    parser.add_argument("--window", type=int, default=32, help="frames of a batch")
    parser.add_argument("--reading", choices=(*READINGS, "all"), default="memory")
    parser.add_argument("--whole", action="store_true", help="read the whole squares only, as networks trained with --whole 1 are used")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    options = parser.parse_args(arguments)
    network = load_network(options.weights)
    library = Library(
        options.data,
        options.held_out,
        only_held_out=options.held_out > 0,
        sittings=None if options.sitting is None else range(options.sitting, options.sitting + 1),
    )
    library.discover()
    measurements = library.unfamiliar if options.held_out > 0 else library.training + library.unfamiliar
    modes: Sequence[Reading] = READINGS if options.reading == "all" else (options.reading,)
    out = {mode: report(network, measurements, mode, options.window, not options.whole) for mode in modes}
    if options.json:
        print(json.dumps(out))
        return
    people = len({measurement.person for measurement in measurements})
    print(f"{options.weights}: {people} people, {len(measurements)} measurements")
    for mode, block in out.items():
        print(f"{mode}:")
        for key, value in block["overall"].items():
            print(f"  {key:15} {value['person'] + ' ' + format(value['errorPct'], '.2f') if isinstance(value, dict) else value}")


if __name__ == "__main__":
    main()
