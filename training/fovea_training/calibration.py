"""Whether the network knows what it knows: the presence of open eyes against how often they are open, the spread against the error.

    uv run python -m fovea_training.calibration WEIGHTS --data DIR [--held-out 50] [--out results/reliability]

Read as in use: a measurement's open-eyed frames are the memory, beside which every frame is read; one with closed eyes or nobody in it is
cut where the face was last seen. OUT gets `.json`, and `.svg`, the reliability diagrams.

At export both are made so on training people. The presence is a logistic regression on a face's features, fitted to half of them and then
calibrated on the other half by Platt scaling (a logistic regression on its logit, which goes into kernel and bias); the spread gets one
factor, so that its mean square is that of the error (`spreadScale` of the weights file).

References: Platt 1999; Guo et al. 2017 (reliability diagrams); Levi et al. 2019 (the same for regression).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from .checkpoint import load_network
from .data import OPEN, Library, Measurement
from .evaluate import Faces, distance, see_faces
from .network import FoveaNetwork, normalization
from .population import input_of

BINS = 10
NEWTON_STEPS = 30
SMALLEST_STEP = 1e-9
FIT_STEPS = 200
SHRINKING = 0.03  # of the regression's weights: what the squares of its kernel cost
LEAST_FRAMES = 8  # open-eyed frames that moments are taken from


@dataclass(frozen=True)
class Readings:
    """What the network says about frames, and what is so."""

    presence: NDArray[np.float64]  # [n] logit
    open: NDArray[np.bool_]  # [n]
    spread: NDArray[np.float64]  # [m] of the frames with open eyes, screen fractions
    error: NDArray[np.float64]  # [m] distance of gaze and target, screen fractions


@torch.no_grad()
def read_all(network: FoveaNetwork, measurements: Sequence[Measurement]) -> Readings:
    """Reads every frame of the measurements, those with closed and absent eyes too."""
    parts = [read_measurement(network, m) for m in measurements if len(m.open_frames()) >= LEAST_FRAMES]
    return Readings(*(np.concatenate(field) for field in zip(*parts, strict=True)))


def read_measurement(network: FoveaNetwork, measurement: Measurement) -> tuple[np.ndarray, ...]:
    """The fields of `Readings` for one measurement."""
    faces = see_faces(network, measurement)
    features = see_everyone(network, faces)
    gaze, spread = network.read_gaze(faces.features, faces.features)
    error = distance(gaze.numpy(), measurement.gaze[faces.frames])
    presence = network.reader.open_logit(features)
    return presence.double().numpy(), measurement.eyes == OPEN, spread.double().numpy(), error


def see_everyone(network: FoveaNetwork, faces: Faces) -> Tensor:
    """Features [n, F] of all frames of a measurement; whose eyes are not open is cut where the face was last seen."""
    everyone = np.arange(len(faces.measurement.eyes))
    views = faces.views[np.clip(np.searchsorted(faces.frames, everyone, "right") - 1, 0, None)]
    with normalization(network, "stored"):
        return network.features_of(*input_of(faces.measurement, everyone, network.config.input_size, views))


def fit_presence(network: FoveaNetwork, measurements: Sequence[Measurement]) -> None:
    """Fits the logistic regression on features to all frames of the measurements, in place."""
    reader = network.reader
    usable = [m for m in measurements if len(m.open_frames()) >= LEAST_FRAMES]
    with torch.no_grad():
        features = torch.cat([see_everyone(network, see_faces(network, m)) for m in usable])
    truth = torch.cat([torch.from_numpy(m.eyes == OPEN) for m in usable]).float()
    with torch.no_grad():
        reader.presence.kernel.zero_()
        reader.presence.bias.zero_()
    parameters = list(reader.presence.parameters())
    optimizer = torch.optim.LBFGS(parameters, max_iter=FIT_STEPS, line_search_fn="strong_wolfe")

    def cost() -> Tensor:
        optimizer.zero_grad()
        entropy = F.binary_cross_entropy_with_logits(reader.open_logit(features), truth)
        loss = entropy + SHRINKING * reader.presence.kernel.square().sum()
        loss.backward(inputs=parameters)
        return loss

    optimizer.step(cost)


def fit_platt(logits: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[float, float]:
    """a, b that make sigmoid(a * logit + b) the likeliest (a whiff of a prior towards 1, 0): Newton's method, its steps halved until they
    help, because where the two kinds hardly overlap a full step can lead to infinity."""
    design = np.stack([logits, np.ones_like(logits)], 1)
    prior = np.array([1.0, 0.0])

    def cost(weights: NDArray[np.float64]) -> float:
        margin = np.where(truth, 1, -1) * (design @ weights)
        return float(np.logaddexp(0, -margin).sum() + 0.05 * ((weights - prior) ** 2).sum())

    weights = prior
    for _ in range(NEWTON_STEPS):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (p - truth) + 0.1 * (weights - prior)
        step = np.linalg.solve((design * (p * (1 - p))[:, None]).T @ design + 0.1 * np.eye(2), gradient)
        before = cost(weights)
        while cost(weights - step) > before and np.abs(step).max() > SMALLEST_STEP:
            step = step / 2
        weights = weights - step
    return float(weights[0]), float(weights[1])


@torch.no_grad()
def calibrate(network: FoveaNetwork, measurements: Sequence[Measurement]) -> dict[str, float]:
    """Fits the presence to every second measurement, calibrates it and the spread on the others, in place; returns what was applied."""
    with torch.enable_grad():
        fit_presence(network, measurements[::2])
    readings = read_all(network, measurements[1::2])
    slope, offset = fit_platt(readings.presence, readings.open)
    presence = network.reader.presence
    presence.kernel.mul_(slope)
    presence.bias.mul_(slope).add_(offset)
    scale = float(np.sqrt(np.mean(readings.error**2) / np.mean(readings.spread**2)))
    network.config = replace(network.config, spread_scale=network.config.spread_scale * scale)
    return {"presenceSlope": slope, "presenceOffset": offset, "spreadScale": network.config.spread_scale}


def judge(readings: Readings) -> dict[str, Any]:
    """Reliability tables, expected calibration errors, and how often the presence is wrong at one half."""
    p = 1 / (1 + np.exp(-readings.presence))
    presence = table(p, readings.open.astype(np.float64), np.linspace(0, 1, BINS + 1)[1:-1])
    edges = np.quantile(readings.spread, np.linspace(0, 1, BINS + 1)[1:-1])
    squares = table(readings.spread**2, readings.error**2, edges**2)
    spread = [{**row, "said": row["said"] ** 0.5, "seen": row["seen"] ** 0.5} for row in squares]
    return {
        "frames": len(p),
        "presence": {
            "bins": presence,
            "expectedCalibrationError": sum(row["frames"] * abs(row["said"] - row["seen"]) for row in presence) / len(p),
            "openTakenForShut": float((p[readings.open] < 0.5).mean()),
            "shutTakenForOpen": float((p[~readings.open] >= 0.5).mean()) if (~readings.open).any() else None,
        },
        "spread": {
            "bins": spread,
            "expectedNormalizedCalibrationError": float(np.mean([abs(row["said"] - row["seen"]) / row["said"] for row in spread])),
            "correlationWithError": float(np.corrcoef(readings.spread, readings.error)[0, 1]),
        },
    }


def table(said: NDArray[np.float64], seen: NDArray[np.float64], edges: NDArray[np.float64]) -> list[dict[str, Any]]:
    """Means of what was said and of what was seen where what was said lies between edges; empty bins are left out."""
    bins = np.searchsorted(edges, said, "right")
    rows = [(bins == i) for i in range(len(edges) + 1)]
    return [
        {"said": float(said[rows_i].mean()), "seen": float(seen[rows_i].mean()), "frames": int(rows_i.sum())}
        for rows_i in rows
        if rows_i.any()
    ]


def draw(judged: dict[str, Any], path: Path) -> None:
    """The two reliability diagrams."""
    import matplotlib as mpl  # slow to load

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    titles = (
        ("presence", "Open eyes", "probability said", "share that was open", 1),
        ("spread", "Gaze", "spread said, %", "error, RMS, %", 100),
    )
    for axis, (name, title, said, seen, unit) in zip(axes, titles, strict=True):
        rows = judged[name]["bins"]
        x, y = ([unit * row[key] for row in rows] for key in ("said", "seen"))
        top = max(*x, *y)
        axis.plot([0, top], [0, top], color="0.75", linewidth=1)
        axis.scatter(x, y, s=[12 + 240 * row["frames"] / judged["frames"] for row in rows], color="#0b6e66")
        axis.set(title=title, xlabel=said, ylabel=seen)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="Reliability of the presence and of the spread on people who were not trained on.")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of measurement folders")
    parser.add_argument("--held-out", type=int, default=50, help="people numbered up to this are read")
    parser.add_argument("--out", type=Path, help="where to write the table (.json) and the diagrams (.svg)")
    options = parser.parse_args(arguments)
    library = Library(options.data, options.held_out, only_held_out=True)
    library.discover()
    judged = judge(read_all(load_network(options.weights), library.unfamiliar))
    presence, spread = judged["presence"], judged["spread"]
    print(f"{judged['frames']} frames of {len(library.unfamiliar)} measurements")
    print(f"presence: expected calibration error {presence['expectedCalibrationError']:.4f}, ", end="")
    print(f"open taken for shut {presence['openTakenForShut']:.4f}, shut taken for open {presence['shutTakenForOpen']:.4f}")
    print(f"spread: expected normalized calibration error {spread['expectedNormalizedCalibrationError']:.3f}, ", end="")
    print(f"correlation with the error {spread['correlationWithError']:.2f}")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.with_suffix(".json").write_text(json.dumps(judged, indent=2) + "\n")
        draw(judged, options.out.with_suffix(".svg"))


if __name__ == "__main__":
    main()
