"""Reference vectors: what PyTorch says about eight images, for the tests of the tfjs network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor

from .layers import BN_MOMENTUM
from .network import FoveaNetwork, build, expect, find_peaks, normalization, normalization_layers
from .personal import PersonalConfig, PersonalReadout
from .reader import MemoryReader, ReaderConfig
from .weights import read_weights, write_weights

IMAGES = 8
FIXTURE_SEED = 31  # whose landmark heatmaps each have one highest cell: another backend's rounding must not choose between two


def to_input(images: Tensor) -> Tensor:
    """uint8 [N, S, S, 3] -> the network's input [N, 3, S, S], rgb / 127.5 - 1."""
    return images.permute(0, 3, 1, 2).float() / 127.5 - 1


@torch.no_grad()
def write_reference(weights: Path, images: Tensor, views: Tensor, path: Path) -> None:
    """Writes the images (uint8 [8, S, S, 3]), their views [8, 3] and what the network says by every way of reading, in float32: by batch
    normalization, alone, beside all eight, beside all eight with most targets known, and as whole squares."""
    network = read_weights(weights)
    reader = network.reader
    if reader is None or network.personal is None:
        raise ValueError(f"{weights} holds no memory reader, or no personal readout")
    with normalization(network, "batch"):
        batch = network(to_input(images), views)
    with normalization(network, "stored"):
        stored = network(to_input(images), views)
        features = network.features_of(to_input(images), views)
    with normalization(network, "whole"):
        whole = network(to_input(images), views)
    targets = plausible_targets(network, features)
    out = {"images": images.contiguous(), "views": views, "features": features, "targets": targets}
    readings = {"alone": network.read_gaze(features[:0], features), "memory": network.read_gaze(features, features)}
    readings["measured"] = network.read_gaze(features, features, targets)
    point, spread = expect(batch.logits, network.screen)
    readings["batch"] = point, spread * network.config.spread_scale
    for name, (point, spread) in readings.items():
        out |= {f"{name}.gaze": point, f"{name}.spread": spread}
    for name, seen in (("batch", batch), ("alone", stored), ("whole", whole)):
        peaks, certainty = find_peaks(seen.landmark_logits)
        landmarks = peaks if name == "whole" else seen.landmarks
        out |= {f"{name}.landmarks": landmarks, f"{name}.certainty": certainty, f"{name}.presence": seen.presence.sigmoid()}
    out["alone.presence"] = reader.open_logit(features).sigmoid()
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in out.items()}, path, reference_metadata(network))


def plausible_targets(network: FoveaNetwork, features: Tensor) -> Tensor:
    """Targets [n, 2] that a personal readout can learn from: the gaze that is read of the frames [n, F] and something that depends on
    their embedding; two of them are not known (NaN)."""
    reader, personal = network.reader, network.personal
    if reader is None or personal is None:
        raise ValueError("this network has no memory reader, or no personal readout")
    gaze = expect(network.read_beside(features, features[:0]), network.screen)[0]
    embedded = personal.embed(reader, features, gaze)
    draw = torch.Generator().manual_seed(3)
    offset = embedded @ torch.randn(embedded.shape[1], 2, generator=draw) / embedded.shape[1]
    targets = gaze + 0.1 * offset / offset.std() + torch.tensor([0.15, -0.1])
    targets[torch.tensor([2, 5])] = torch.nan
    return targets


def reference_metadata(network: FoveaNetwork) -> dict[str, str]:
    return {"format": "fovea-reference", "version": "7", "config": network.config.name}


def smooth_noise(size: int, seed: int = 1) -> Tensor:
    """Images of random blobs of every size, uint8 [8, size, size, 3]."""
    draw = torch.Generator().manual_seed(seed)
    image = torch.zeros(IMAGES, 3, size, size)
    cells = 2
    while cells <= size // 2:
        noise = torch.randn(IMAGES, 3, cells, cells, generator=draw)
        image += F.interpolate(noise, size=(size, size), mode="bilinear", align_corners=False)
        cells *= 2
    return (127.5 + 40 * image).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous()


def random_network(name: str, seed: int = 1) -> FoveaNetwork:
    """An untrained network whose normalization is far from the identity and whose outputs vary from image to image."""
    torch.manual_seed(seed)
    network = build(name)
    network.config = replace(network.config, spread_scale=1.3)
    layers = normalization_layers(network).values()
    with torch.no_grad():
        for layer in layers:
            layer.gamma.uniform_(0.6, 1.4)
            layer.beta.normal_(0, 0.3)
            layer.momentum = 1.0
        network.readout.logits.kernel.normal_(0, 0.6)
        network.landmarks.kernel.normal_(0, 0.7)
        network.presence.kernel.normal_(0, 0.3)
        network.train()(to_input(smooth_noise(network.config.input_size, seed + 1)))  # stored moments of other images
        for layer in layers:
            layer.momentum = BN_MOMENTUM
            layer.mean.add_(0.1 * torch.randn_like(layer.mean) * layer.variance.sqrt())
            layer.variance.mul_(torch.empty_like(layer.variance).uniform_(0.8, 1.25))
            layer.whole_mean.copy_(layer.mean + 0.2 * torch.randn_like(layer.mean) * layer.variance.sqrt())
            layer.whole_variance.copy_(layer.variance * torch.empty_like(layer.variance).uniform_(0.7, 1.4))
    network.reader = random_reader(network)
    network.personal = PersonalReadout(network.features, PersonalConfig(12, 24))
    with torch.no_grad():
        network.personal.narrow.kernel.normal_(0, 0.2)
        network.personal.ridge.fill_(0.5)
        network.personal.scale.fill_(1.2)
    return network.eval()


def random_reader(network: FoveaNetwork) -> MemoryReader:
    """An untrained memory reader whose frames look at each other, far from evenly."""
    reader = MemoryReader(network.features, network.config.grid_size**2, ReaderConfig(24, 2, 3, network.features // 2))
    with torch.no_grad():
        for name, value in reader.named_parameters():
            if name.endswith(("gamma", "bias", "beta")):
                value.add_(0.2 * torch.randn_like(value))
        reader.logits.kernel.mul_(3)
        reader.inputs.kernel.normal_(0, 0.3)
        for part in (reader, reader.inputs):
            part.mean.copy_(0.2 * torch.randn_like(part.mean))
            part.deviation.uniform_(0.5, 1.5)
    return reader


def write_random(name: str, folder: Path, stem: str) -> None:
    """Weights of `random_network` and their reference: `<stem>.safetensors` and `<stem>.reference.safetensors`."""
    network = random_network(name, FIXTURE_SEED)
    weights = folder / f"{stem}.safetensors"
    write_weights(network, weights)
    views = torch.linspace(0, 1, IMAGES).unsqueeze(1) * torch.tensor([0.3, 0.2, -0.5]) + torch.tensor([0.0, 0.0, 1.0])
    write_reference(weights, smooth_noise(network.config.input_size), views, folder / f"{stem}.reference.safetensors")
