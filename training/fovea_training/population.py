"""Population moments: the stored statistics that a network trained in batches of one measurement is shipped with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from .data import Measurement
from .network import FoveaNetwork, normalization, normalization_layers
from .resample import to_network

Moments = dict[str, tuple[Tensor, Tensor]]  # layer -> mean [C], variance [C]


def read_moments(network: FoveaNetwork) -> Moments:
    """The moments that are stored in the network now."""
    return {name: (layer.mean.clone(), layer.variance.clone()) for name, layer in normalization_layers(network).items()}


def write_moments(network: FoveaNetwork, moments: Moments) -> None:
    for name, layer in normalization_layers(network).items():
        layer.mean.copy_(moments[name][0])
        layer.variance.copy_(moments[name][1])


@torch.no_grad()
def measure_batch(network: FoveaNetwork, images: Tensor) -> Moments:
    """The moments of every layer when these images are one batch; the network's own stay as they are."""
    layers = normalization_layers(network).values()
    before, momenta, training = read_moments(network), [layer.momentum for layer in layers], network.training
    try:
        for layer in layers:
            layer.momentum = 1.0  # the newest batch is all that is stored
        with normalization(network.train(), "batch"):
            network(images)
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


def images_of(measurement: Measurement, frames: np.ndarray, size: int) -> Tensor:
    """Frames as the network's input [n, 3, size, size]."""
    return torch.from_numpy(to_network(measurement.images[frames], size)).permute(0, 3, 1, 2)


def candidates(network: FoveaNetwork, measurements: Sequence[Measurement], batch: int = 32, mixed: int = 256) -> dict[str, Moments]:
    """Ways to have population moments: `running` (what training kept), `pooled` (batches of one measurement each, joined) and
    `mixed` (one batch of frames of many measurements)."""
    random = np.random.default_rng(0)
    size = network.config.input_size
    with_eyes = [measurement for measurement in measurements if len(measurement.open_frames())]
    pooled = []
    for measurement in with_eyes:
        frames = measurement.open_frames()
        pooled.append(measure_batch(network, images_of(measurement, random.choice(frames, batch, replace=len(frames) < batch), size)))
    each = max(1, mixed // len(with_eyes))
    images = [images_of(m, random.choice(m.open_frames(), each), size) for m in with_eyes[:mixed]]
    return {"running": read_moments(network), "pooled": pool(pooled), "mixed": measure_batch(network, torch.cat(images))}
