"""What a run says about people that it does not train on while it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .data import Measurement
from .evaluate import Reading, predict, summarize
from .framing import frame_face, to_view
from .losses import POSE_SCALE_DEG
from .network import FoveaNetwork, normalization
from .population import device_of, input_of

EYES_FRAMES = 32  # of a measurement, by the eyes alone


def validate(network: FoveaNetwork, measurements: Sequence[Measurement], reading: Reading, batch: int, limit: int) -> dict[str, Any]:
    """In the first `limit` batches of each measurement."""
    results = [predict(network, measurement, reading, batch, limit) for measurement in list(measurements)]
    if not any(len(result.frames) for result in results):
        return {}
    block = summarize(results)
    keys = ("errorPct", "centreErrorPct", "irisPx", "landmarkPx")
    return {**{key: block[key] for key in keys}, "worstPct": block["worstPerson"]["errorPct"], "validationFrames": block["frames"]}


def validate_eyes(network: FoveaNetwork, measurements: Sequence[Measurement], settled: bool) -> dict[str, Any]:
    """By the eyes alone, one batch of each measurement."""
    errors = [read_eyes(network, measurement, settled) for measurement in list(measurements)]
    return {"errorPct": 100 * float(torch.cat(errors).mean())} if errors else {}


@torch.no_grad()
def read_eyes(network: FoveaNetwork, measurement: Measurement, settled: bool) -> Tensor:
    """How far off the eyes alone are [n] in a batch of a measurement's first open-eyed frames, in screen fractions; their landmarks and
    the head's pose are the truth's. `settled`: under the stored moments but for the readout."""
    frames = np.intersect1d(measurement.open_frames(), np.flatnonzero(measurement.known))[:EYES_FRAMES]
    views = frame_face(measurement.landmarks[frames])
    landmarks = torch.from_numpy(to_view(measurement.landmarks[frames], views))
    pose = torch.from_numpy(measurement.head_pose[frames]) / POSE_SCALE_DEG
    device = device_of(network)
    images, told = input_of(measurement, frames, network.config.input_size, views, device)
    with normalization(network, "stored" if settled else "batch"), normalization(network.readout, "batch"):
        gaze = network.read_eyes(images, told, landmarks.to(device), pose.to(device)).gaze.cpu()
    return (gaze - torch.from_numpy(measurement.gaze[frames])).norm(dim=-1)
