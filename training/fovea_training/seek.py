"""Where the faces are in a measurement's frames, sought as the tracker seeks them (`src/gaze/seek-face.ts`).

A place where a face seems to be is looked at as a view of a face. What is seen there tells whether it is one: then the landmarks lie
where such a view has them, and every heatmap has one peak (`framing.agree`). Where that is doubtful the view is moved to where the
landmarks are and looked at once more, and where it stays doubtful the face is sought in parts of the square.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from .data import Measurement
from .framing import SEEK_VIEWS, SURE, Floats, agree, frame_face, to_square
from .network import FoveaNetwork, find_peaks, normalization
from .population import device_of, input_of


class Found(NamedTuple):
    """Where n faces seem to be."""

    views: Floats  # [n, 3]
    agreement: Floats  # [n] at most 1

    def improve(self, rows: NDArray[np.int64], other: Found) -> None:
        """Takes over what agrees better; `other` is about these rows."""
        better = other.agreement > self.agreement[rows]
        self.views[rows[better]], self.agreement[rows[better]] = other.views[better], other.agreement[better]


@torch.no_grad()
def seek_faces(network: FoveaNetwork, measurement: Measurement, frames: NDArray[np.int64]) -> Found:
    """The faces of frames [n], each for itself, under the population's moments."""
    best = Found(np.tile(SEEK_VIEWS[0], (len(frames), 1)), np.full(len(frames), -np.inf))
    for part in SEEK_VIEWS:
        doubtful = np.flatnonzero(best.agreement < SURE)
        if len(doubtful) == 0:
            break
        parts = np.tile(part, (len(doubtful), 1))
        with normalization(network, "whole"):
            sight = network.look(*input_of(measurement, frames[doubtful], network.config.input_size, parts, device_of(network)))
        peaks, _ = find_peaks(sight.landmark_logits)
        best.improve(doubtful, check(network, measurement, frames[doubtful], frame_face(to_square(peaks.cpu().numpy(), parts))))
    return best


def check(network: FoveaNetwork, measurement: Measurement, frames: NDArray[np.int64], views: Floats) -> Found:
    """Looks at supposed views [n, 3] of faces, and where they are doubtful once more where the landmarks are."""
    found, wanted = look(network, measurement, frames, views)
    doubtful = np.flatnonzero(found.agreement < SURE)
    if len(doubtful) > 0:
        found.improve(doubtful, look(network, measurement, frames[doubtful], wanted[doubtful])[0])
    return found


def look(network: FoveaNetwork, measurement: Measurement, frames: NDArray[np.int64], views: Floats) -> tuple[Found, Floats]:
    """How far views [n, 3] show faces, and the views that their landmarks ask for."""
    with normalization(network, "stored"):
        sight = network.look(*input_of(measurement, frames, network.config.input_size, views, device_of(network)))
    landmarks = to_square(sight.landmarks.cpu().numpy(), views)
    certainty = find_peaks(sight.landmark_logits)[1].cpu().numpy()
    return Found(views.copy(), agree(views, landmarks, certainty)), frame_face(landmarks)
