"""Population moments: the stored statistics that a network trained in batches of one measurement is shipped with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from .data import OPEN, Measurement
from .framing import WHOLE_VIEW, frame_face
from .network import FoveaNetwork, normalization, normalization_layers
from .resample import to_network

Moments = dict[str, tuple[Tensor, Tensor]]  # layer -> mean [C], variance [C]


def read_moments(network: FoveaNetwork) -> Moments:
    """The moments that are stored in the network now."""
    return {name: (layer.mean.clone(), layer.variance.clone()) for name, layer in normalization_layers(network).items()}


def write_moments(network: FoveaNetwork, moments: Moments, whole: bool = False) -> None:
    """Stores moments, as those of faces or of whole squares."""
    for name, layer in normalization_layers(network).items():
        mean, variance = (layer.whole_mean, layer.whole_variance) if whole else (layer.mean, layer.variance)
        mean.copy_(moments[name][0])
        variance.copy_(moments[name][1])


@torch.no_grad()
def measure_batch(network: FoveaNetwork, images: Tensor, views: Tensor | None = None) -> Moments:
    """The moments of every layer when these images are one batch; the network's own stay as they are."""
    layers = normalization_layers(network).values()
    before, momenta, training = read_moments(network), [layer.momentum for layer in layers], network.training
    try:
        for layer in layers:
            layer.momentum = 1.0  # the newest batch is all that is stored
        with normalization(network.train(), "batch"):
            network(images, views)
        return read_moments(network)
    finally:
        network.train(training)
        write_moments(network, before)
        for layer, momentum in zip(layers, momenta, strict=True):
            layer.momentum = momentum


def pool(batches: Sequence[Moments]) -> Moments:
    """Moments of batches of equal size as one, by the law of total variance: E[Var] + Var[E]."""
    out: Moments = {}
    for name in batches[0]:
        means = torch.stack([batch[name][0] for batch in batches]).double()
        variances = torch.stack([batch[name][1] for batch in batches]).double()
        out[name] = (means.mean(0).float(), (variances.mean(0) + means.var(0, unbiased=False)).float())
    return out


def device_of(network: FoveaNetwork) -> torch.device:
    return next(network.parameters()).device


def input_of(
    measurement: Measurement, frames: np.ndarray, size: int, views: np.ndarray | None = None, device: torch.device | None = None
) -> tuple[Tensor, Tensor]:
    """Frames as the network's input: images [n, 3, size, size] of the views [n, 3], or of the whole squares; and the views."""
    images = torch.from_numpy(to_network(measurement.images[frames], size, views)).permute(0, 3, 1, 2)
    shown = np.tile(WHOLE_VIEW, (len(frames), 1)) if views is None else views
    return images.to(device), torch.from_numpy(shown.astype(np.float32)).to(device)


def true_input(measurement: Measurement, frames: np.ndarray, size: int, whole: bool) -> tuple[Tensor, Tensor]:
    """The same for whole squares, or for faces where the truth has them."""
    return input_of(measurement, frames, size, None if whole else frame_face(measurement.landmarks[frames]))


def candidates(
    network: FoveaNetwork, measurements: Sequence[Measurement], whole: bool, batch: int = 32, mixed: int = 256
) -> dict[str, Moments]:
    """Ways to have population moments of faces or of whole squares: `running` (what training kept), `pooled` (batches of one measurement
    each, joined) and `mixed` (one batch of frames of many measurements)."""
    random = np.random.default_rng(0)
    size = network.config.input_size
    with_eyes = [measurement for measurement in measurements if (measurement.known & (measurement.eyes == OPEN)).any()]
    drawable = [np.flatnonzero(measurement.known & (measurement.eyes == OPEN)) for measurement in with_eyes]
    pooled = []
    for measurement, frames in zip(with_eyes, drawable, strict=True):
        chosen = random.choice(frames, batch, replace=len(frames) < batch)
        pooled.append(measure_batch(network, *true_input(measurement, chosen, size, whole)))
    each = max(1, mixed // len(with_eyes))
    drawn = [true_input(m, random.choice(f, each), size, whole) for m, f in zip(with_eyes[:mixed], drawable[:mixed], strict=True)]
    images, views = (torch.cat(parts) for parts in zip(*drawn, strict=True))
    return {"running": read_moments(network), "pooled": pool(pooled), "mixed": measure_batch(network, images, views)}
