"""Ways to read a measurement with a network: what its normalization layers take their statistics from, and which frames it sees at once.

A reading takes the network, the measurement's open-eyed frames as one batch, and the measurement; it gives the gaze [n, 2] of every frame.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor

from .ablations import draw_companions, stack_frames
from .article_data import positions
from .augment import Batch
from .data import Measurement
from .layers import NormalizationMode
from .mixture import reorder
from .network import FoveaNetwork, normalization
from .population import Moments, measure_batch, read_moments, write_moments

Reading = Callable[[FoveaNetwork, Batch, Measurement], Tensor]

WINDOW = 32  # frames
EVERYTHING = sys.maxsize
CHUNK = 128  # frames at once where they don't matter to each other


def say(network: FoveaNetwork, batch: Batch, mode: NormalizationMode) -> Tensor:
    """The gaze [n, 2] that the network sees in a batch."""
    with normalization(network, mode):
        return network(batch.images, batch.views).gaze


def say_together(network: FoveaNetwork, batch: Batch) -> Tensor:
    """With the batch's own moments. A frame alone is read twice over, which leaves its moments what they are: PyTorch refuses one."""
    count = len(batch.gaze)
    return say(network, batch if count > 1 else reorder(batch, torch.tensor([0, 0])), "batch")[:count]


def centre(_network: FoveaNetwork | None, batch: Batch, _measurement: Measurement) -> Tensor:
    return torch.full_like(batch.gaze, 0.5)


def stored(network: FoveaNetwork, batch: Batch, _measurement: Measurement) -> Tensor:
    """Frame by frame, with the moments that are stored in the network."""
    parts = torch.arange(len(batch.gaze)).split(CHUNK)
    return torch.cat([say(network, reorder(batch, part), "stored") for part in parts])


def in_batches(length: int) -> Reading:
    """In batches of so many consecutive frames (`samplers.windows`), each normalized by its own moments."""

    def read(network: FoveaNetwork, batch: Batch, measurement: Measurement) -> Tensor:
        return torch.cat([say_together(network, reorder(batch, window))[-new:] for window, new in positions(measurement, length)])

    return read


def in_order(network: FoveaNetwork, batch: Batch, measurement: Measurement) -> Tensor:
    """A recurrent network over windows of consecutive frames."""
    return torch.cat([say(network, reorder(batch, window), "stored")[-new:] for window, new in positions(measurement, WINDOW)])


def stacked(network: FoveaNetwork, batch: Batch, _measurement: Measurement) -> Tensor:
    """Every frame with its companions, drawn from the measurement's other frames."""
    random, frames = np.random.default_rng(0), np.arange(len(batch.gaze))
    out = []
    for part in torch.arange(len(frames)).split(CHUNK):
        chosen = np.concatenate([draw_companions(frames, int(frame), random) for frame in part])
        out.append(say(network, stack_frames(reorder(batch, torch.from_numpy(chosen))), "stored"))
    return torch.cat(out)


@contextmanager
def storing(network: FoveaNetwork, moments: Moments) -> Iterator[None]:
    """Within it these are the network's stored moments."""
    before = read_moments(network)
    write_moments(network, moments)
    try:
        yield
    finally:
        write_moments(network, before)


def person_stored(network: FoveaNetwork, batch: Batch, measurement: Measurement) -> Tensor:
    """Frame by frame, with the moments of every second of the measurement's frames: those that the frame is not among."""
    out = torch.zeros_like(batch.gaze)
    frames = torch.arange(len(batch.gaze))
    for known, asked in ((frames[::2], frames[1::2]), (frames[1::2], frames[::2])):
        others = reorder(batch, known if len(known) > 1 else frames[[0, 0]])
        with storing(network, measure_batch(network, others.images, others.views)):
            out[asked] = stored(network, reorder(batch, asked), measurement)
    return out


def earlier_stored(earlier: Callable[[Measurement], Batch]) -> Reading:
    """Frame by frame, with the moments of a measurement of the same person on another occasion."""

    def read(network: FoveaNetwork, batch: Batch, measurement: Measurement) -> Tensor:
        known = earlier(measurement).to(batch.images.device)
        with storing(network, measure_batch(network, known.images, known.views)):
            return stored(network, batch, measurement)

    return read


def large_enough(measurements: Sequence[Measurement], length: int) -> bool:
    """Whether at least half of the measurements have a batch of so many frames."""
    return 2 * sum(len(measurement.open_frames()) >= length for measurement in measurements) >= len(measurements)
