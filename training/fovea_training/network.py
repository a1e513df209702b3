"""The gaze network: an EfficientNet-Lite0-shaped encoder, a light decoder to stride 4, landmark heatmaps, a second look at the eyes
(`eyes.py`) and a heatmap over the screen.

Parameter names equal the tensor names of the weights file, so that `src/model/unet.ts` can be read beside this file.

References: EfficientNet (Tan & Le 2019), EfficientNet-Lite (no squeeze-excite, ReLU6), U-Net (Ronneberger et al. 2015),
DSNT: numerical coordinate regression with CNNs (Nibali et al. 2018), Batch Normalization (Ioffe & Szegedy 2015).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .eyes import MIN_INTEROCULAR, EyeEncoder, EyesConfig
from .kernels import measure
from .layers import BN_EPSILON, Hidden, Linear, Normalization, NormalizationMode, Unit
from .personal import PersonalReadout, fit_personal
from .reader import MemoryReader

LANDMARKS = 10  # iris, inner, outer, upper, lower: the person's right eye, then the left
GEOMETRY = 21  # features computed from the landmarks' coordinates
MOST_BATCH_SHARE = 0.6  # of what is read under the memory's moments, beside many entries that lie wide
BATCH_SHARE_FRAMES = 4.0  # entries at which it is half of that
NARROW, WIDE = 0.08, 0.2  # scatter of the entries' looks, in screen fractions: up to the one it is nothing, from the other on all of that
MEMORY_SOURCE_FRAMES = 8.0  # that the population's moments count for, beside the memory's
# expansion t, channels c, repeats n, stride s, kernel k of EfficientNet-B0
STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
SKIP_STAGES = {4: 2, 8: 3, 16: 5}  # decoder stride -> the stage whose output is its skip


@dataclass(frozen=True)
class NetworkConfig:
    """What the weights file says about the network in its `__metadata__`."""

    name: str
    input_size: int  # px of the pictures that the network is given
    unet_size: int  # px of what encoder and decoder see of them, a multiple of 32
    width: float
    depth: float
    decoder_channels: tuple[int, int, int]  # at strides 16, 8, 4
    hidden: tuple[int, ...]  # the readout's layers before its logits
    eyes: EyesConfig | None  # None: no second look
    grid_size: int = 20  # cells of the screen heatmap, each way
    margin: float = 0.1  # screen fraction that the heatmap reaches beyond each side
    spread_scale: float = 1.0  # makes the heatmap's spread that of the error; found at export

    def channels(self, base: int) -> int:
        return make_divisible(base * self.width)

    def repeats(self, base: int) -> int:
        return max(1, round(self.depth * base))


CONFIGS = {
    "full": NetworkConfig("full", 320, 256, 0.75, 0.67, (96, 64, 48), (256, 256), EyesConfig(80, (32, 64, 96, 128), (2, 3, 1), 48, 96)),
    "half": NetworkConfig("half", 256, 192, 0.5, 0.67, (48, 32, 24), (256, 256), EyesConfig(64, (24, 48, 80, 96), (2, 3, 1), 32, 64)),
    "tiny": NetworkConfig("tiny", 80, 64, 0.25, 0.34, (16, 16, 8), (32, 16), EyesConfig(32, (8, 8, 16, 16), (1, 2, 1), 8, 8)),
}


def make_divisible(channels: float, divisor: int = 8) -> int:
    """The nearest multiple of `divisor`, at least one, that loses no more than a tenth."""
    rounded = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * channels else rounded


class Block(nn.Module):
    """MBConv without squeeze-excite: expand 1x1, depthwise kxk, project 1x1 (linear), residual where shapes allow."""

    def __init__(self, inputs: int, outputs: int, expansion: int, size: int, stride: int) -> None:
        super().__init__()
        wide = inputs * expansion
        self.expand = Unit(inputs, wide) if expansion > 1 else None
        self.depthwise = Unit(wide, wide, size, stride, depthwise=True)
        self.project = Unit(wide, outputs, linear=True)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        y = x if self.expand is None else self.expand(x)
        y = self.project(self.depthwise(y))
        return x + y if self.residual else y


class Encoder(nn.Module):
    """Image [N, 3, S, S] -> the skips at strides 4, 8, 16 and the bottleneck at stride 32."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        channels = config.channels(32)
        self.stem = Unit(3, channels, 3, 2)
        self.outputs: dict[int, int] = {}  # stage -> channels
        for stage, (t, c, n, s, k) in enumerate(STAGES, start=1):
            blocks = nn.ModuleList()
            for i in range(config.repeats(n)):
                blocks.append(Block(channels, config.channels(c), t, k, s if i == 0 else 1))
                channels = config.channels(c)
            self.add_module(str(stage), blocks)
            self.outputs[stage] = channels

    def forward(self, x: Tensor) -> tuple[dict[int, Tensor], Tensor]:
        x = self.stem(x)
        stages: dict[int, Tensor] = {}
        for stage in range(1, len(STAGES) + 1):
            for block in self.get_submodule(str(stage)):
                x = block(x)
            stages[stage] = x
        return {stride: stages[stage] for stride, stage in SKIP_STAGES.items()}, x


class DecoderStep(nn.Module):
    """Doubles the resolution and takes the skip in: merge 1x1, depthwise 3x3, project 1x1."""

    def __init__(self, inputs: int, skip: int, outputs: int) -> None:
        super().__init__()
        self.merge = Unit(inputs + skip, outputs)
        self.depthwise = Unit(outputs, outputs, 3, depthwise=True)
        self.project = Unit(outputs, outputs)

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        # merge(concat(upsample(x), skip)): a 1x1 convolution is a sum over its inputs and commutes with nearest upsampling,
        # so x's share of it is computed at the low resolution.
        kernel = self.merge.kernel
        low = F.conv2d(x, kernel[:, : x.shape[1]])
        merged = F.interpolate(low, scale_factor=2, mode="nearest") + F.conv2d(skip, kernel[:, x.shape[1] :])
        return self.project(self.depthwise(self.merge.activate(merged)))


class Readout(nn.Module):
    """Features [N, F] -> logits of the heatmap over the screen [N, G * G]."""

    def __init__(self, features: int, hidden: tuple[int, ...], cells: int) -> None:
        super().__init__()
        self.standardize = Normalization(features)
        self.hidden = nn.Sequential(*(Hidden(a, b) for a, b in pairwise((features, *hidden))))
        self.logits = Linear(hidden[-1], cells, 0.05)

    def forward(self, features: Tensor) -> Tensor:
        return self.logits(self.hidden(self.standardize(features)))

    def read_among(self, entries: Tensor, features: Tensor) -> Tensor:
        """The normalization memory: logits [Q, G * G] of features [Q, F], normalized by the moments of entries [N, F], which count for
        their number, mixed with the population's, which count for MEMORY_SOURCE_FRAMES. Without entries those of the population."""
        for layer in (self.standardize, *self.hidden):
            relu = layer is not self.standardize
            if relu:
                entries, features = layer.convolve(entries), layer.convolve(features)
            moments = layer.mean, layer.variance
            if len(entries):
                moments = layer.mix(*measure(entries), len(entries) / (len(entries) + MEMORY_SOURCE_FRAMES))
            entries, features = (F.batch_norm(x, *moments, layer.gamma, layer.beta, False, 0.0, BN_EPSILON) for x in (entries, features))
            if relu:
                entries, features = F.relu6(entries), F.relu6(features)
        return self.logits(features)


class Auxiliary(nn.Module):
    """Heads that shape the features in training and are dropped at export."""

    def __init__(self, bottleneck: int, features: int, of_an_eye: int, hidden: int = 64) -> None:
        super().__init__()
        self.head_pose = nn.Linear(bottleneck, 3)  # yaw, pitch, roll / 30 degrees
        self.gaze_rays = nn.Sequential(nn.Linear(features, hidden), nn.ReLU(), nn.Linear(hidden, 6))  # right xyz, left xyz
        self.open_eyes = nn.Linear(features, 1)  # their logit
        self.eye_points = nn.Linear(of_an_eye, 10) if of_an_eye else None  # five landmarks in the eye's square

    def locate_points(self, features: Tensor) -> Tensor | None:
        """Features [N, F] -> where each eye's landmarks are in its square, as `eyes.locate_points` has them, [N, 2, 5, 2]; by the second
        look's features alone, which come last. None where there is no second look."""
        if self.eye_points is None:
            return None
        own = features[:, -2 * self.eye_points.in_features :].unflatten(1, (2, -1))
        return self.eye_points(own).unflatten(2, (5, 2))


class Output(NamedTuple):
    """What the network says about a batch of N images."""

    gaze: Tensor  # [N, 2] xScreen, yScreen
    spread: Tensor  # [N] standard deviation of the gaze, screen fractions: the screen heatmap's, calibrated
    logits: Tensor  # [N, G * G] heatmap over the screen plus margin, rows first
    landmarks: Tensor  # [N, 10, 2] x, y in fractions of the view
    landmark_logits: Tensor  # [N, 10, S/4, S/4]
    presence: Tensor  # [N] logit: open eyes are in view
    head_pose: Tensor  # [N, 3] auxiliary
    gaze_rays: Tensor  # [N, 6] auxiliary
    open_eyes: Tensor  # [N] auxiliary
    eye_points: Tensor | None  # [N, 2, 5, 2] auxiliary


class EyesOutput(NamedTuple):
    """What the eyes alone say; as the fields of `Output`."""

    gaze: Tensor
    logits: Tensor
    landmarks: Tensor  # that the eyes were cut out by
    gaze_rays: Tensor
    open_eyes: Tensor
    eye_points: Tensor | None


class Sight(NamedTuple):
    """What encoder, decoder, landmarks and eye encoder make of N images."""

    features: Tensor  # [N, F]
    mean: Tensor  # [N, Cb] of the bottleneck
    landmarks: Tensor  # [N, 10, 2] fractions of the view
    landmark_logits: Tensor  # [N, 10, S/4, S/4]


PEAK_REACH = 2  # cells on each side of a heatmap's highest that belong to its peak


def find_peaks(logits: Tensor) -> tuple[Tensor, Tensor]:
    """Landmark heatmaps [N, K, G, G] -> where their peaks lie, [N, K, 2] in fractions, and the share of their mass that does, mean of all
    landmarks, [N]. Where something else looks a little like an eye, the expectation of the whole heatmap lies between the two."""
    grid = logits.shape[-1]
    attention = logits.flatten(2).softmax(-1)  # [N, K, cells]
    top = attention.argmax(-1, keepdim=True)
    places = torch.arange(grid * grid, device=logits.device)
    near_rows = (places // grid - top // grid).abs() <= PEAK_REACH
    near_columns = (places % grid - top % grid).abs() <= PEAK_REACH
    peak = attention * (near_rows & near_columns)
    mass = peak.sum(-1)  # [N, K]
    centres = torch.stack([places % grid, places // grid], -1).float().add(0.5) / grid  # [cells, 2]
    return peak @ centres / mass[..., None], mass.mean(-1)


class FoveaNetwork(nn.Module):
    """Images [N, 3, S, S] in -1..1 (rgb / 127.5 - 1) and which part of the camera's square each shows -> Output.

    Views [N, 3] are x, y (upper left corner) and side in fractions of the square; without them the images are whole squares.
    """

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        stages = self.encoder.outputs
        bottleneck = channels = stages[len(STAGES)]
        self.decoder = nn.ModuleDict()
        for stride, outputs in zip((16, 8, 4), config.decoder_channels, strict=True):
            self.decoder[str(stride)] = DecoderStep(channels, stages[SKIP_STAGES[stride]], outputs)
            channels = outputs
        self.landmarks = Linear(channels, LANDMARKS, 0.05)
        self.eyes = None if config.eyes is None else EyeEncoder(config.eyes)
        self.features = GEOMETRY + LANDMARKS * channels + bottleneck + (0 if config.eyes is None else 2 * config.eyes.features)
        self.readout = Readout(self.features, config.hidden, config.grid_size**2)
        self.presence = Linear(bottleneck, 1, 0.01)
        self.auxiliary = Auxiliary(bottleneck, self.features, 0 if config.eyes is None else config.eyes.features)
        self.reader: MemoryReader | None = None  # trained after the rest, by train_reader.py
        self.personal: PersonalReadout | None = None  # and after that, by train_personal.py
        self.register_buffer("cells", cell_centres(config.unet_size // 4), persistent=False)
        self.register_buffer("screen", cell_centres(config.grid_size, config.margin), persistent=False)

    def read_eyes(self, images: Tensor, views: Tensor, landmarks: Tensor, head_pose: Tensor, shapes: Tensor | None = None) -> EyesOutput:
        """What the eyes alone say where landmarks [N, 10, 2] and head pose [N, 3] are known: encoder and decoder are spared, the features
        that they would give are zero but for the pose. To train the eye encoder with; the readout has to learn the rest afterwards.
        `shapes` as `eyes.cut_eyes` has them."""
        if self.eyes is None:
            raise ValueError("this network has no eye encoder")
        own = self.eyes(images, landmarks, shapes)
        geometry = eye_geometry(landmarks, views)
        between = self.features - own.shape[1] - geometry.shape[1]
        features = torch.cat([geometry, F.pad(head_pose, (0, between - head_pose.shape[1])), own], 1)
        with torch.autocast(images.device.type, enabled=False):
            logits = self.readout(features)
            gaze, _ = expect(logits, self.screen)
            auxiliary = self.auxiliary
            rays, open_eyes = auxiliary.gaze_rays(features), auxiliary.open_eyes(features)[:, 0]
            return EyesOutput(gaze, logits, landmarks, rays, open_eyes, auxiliary.locate_points(features))

    def forward(self, images: Tensor, views: Tensor | None = None) -> Output:
        sight = self.look(images, views)
        with torch.autocast(images.device.type, enabled=False):
            logits = self.readout(sight.features)
            gaze, spread = expect(logits, self.screen)
            return Output(
                gaze,
                spread * self.config.spread_scale,
                logits,
                sight.landmarks,
                sight.landmark_logits,
                self.presence(sight.mean)[:, 0],
                self.auxiliary.head_pose(sight.mean),
                self.auxiliary.gaze_rays(sight.features),
                self.auxiliary.open_eyes(sight.features)[:, 0],
                self.auxiliary.locate_points(sight.features),
            )

    def read_beside(self, entries: Tensor, frames: Tensor) -> Tensor:
        """Log-probabilities of the heatmap [N + Q, G * G]: of entries with features [N, F] among each other, then of frames with features
        [Q, F] beside the entries.

        The memory reader's, which is told what the readout says under the entries' moments. Where the entries' looks lie wide, it is
        averaged with what the readout says, which is then the better of the two; where they do not, moments are no measure."""
        if self.reader is None:
            raise ValueError("this network has no memory reader: train one with train_reader.py")
        among = self.readout.read_among(entries, torch.cat([entries, frames]))
        told, _ = expect(among, self.screen)
        read = self.reader(entries[None], frames[None], told[None])[0].log_softmax(-1)
        if not len(entries):
            return read
        share = share_of_batch(expect(read[: len(entries)], self.screen)[0])
        return (1 - share) * read + share * among.log_softmax(-1)

    def read_gaze(self, entries: Tensor, frames: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Gaze [Q, 2] and spread [Q] of frames with features [Q, F] beside entries [N, F]; the targets [N, 2] of the entries, NaN where
        they are not known, make the personal readout."""
        count = len(entries)
        gaze, spread = expect(self.read_beside(entries, frames), self.screen)
        (of_entries, gaze), spread = gaze.split([count, len(frames)]), spread[count:] * self.config.spread_scale
        if targets is None or self.reader is None or self.personal is None:
            return gaze, spread
        known = ~targets.isnan().any(1)
        embedded = self.personal.embed(self.reader, entries[known], of_entries[known])
        fit = fit_personal(embedded, (targets - of_entries)[known], float(self.personal.ridge))
        if fit is None:
            return gaze, spread
        return gaze + fit.correct(self.personal.embed(self.reader, frames, gaze)), spread * fit.spread

    def features_of(self, images: Tensor, views: Tensor) -> Tensor:
        """What the gaze is read from [N, F]: the eyes' geometry, the decoder's output at the landmarks, the bottleneck's mean, and what the
        second look at the eyes says."""
        return self.look(images, views).features

    def shrink(self, images: Tensor) -> Tensor:
        """What encoder and decoder see of pictures [N, 3, S, S]: bilinear, between pixel centres."""
        if images.shape[-1] == self.config.unet_size:
            return images
        return F.interpolate(images, size=self.config.unet_size, mode="bilinear", align_corners=False, antialias=False)

    def look(self, images: Tensor, views: Tensor | None) -> Sight:
        """Everything but the heads; from the landmarks on in float32: coordinates in bfloat16 would be far too coarse."""
        if views is None:
            views = images.new_tensor([0.0, 0.0, 1.0]).expand(len(images), 3)
        skips, x = self.encoder(self.shrink(images))
        bottleneck = x  # [N, Cb, S/32, S/32]
        for stride in (16, 8, 4):
            x = self.decoder[str(stride)](x, skips[stride])
        with torch.autocast(images.device.type, enabled=False):
            d4 = x.float()  # [N, C4, S/4, S/4]
            landmark_logits = self.landmarks(d4)  # [N, 10, S/4, S/4]
            attention = landmark_logits.flatten(2).softmax(-1)  # [N, 10, cells]
            landmarks = attention @ self.cells  # [N, 10, 2]
            pooled = attention @ d4.flatten(2).transpose(1, 2)  # [N, 10, C4]
            mean = bottleneck.float().mean((2, 3))  # [N, Cb]
            parts = [eye_geometry(landmarks, views), pooled.flatten(1), mean]
        if self.eyes is not None:
            parts.append(self.eyes(images, landmarks.detach()))
        features = torch.cat(parts, 1)  # [N, F]
        return Sight(features, mean, landmarks, landmark_logits)


def cell_centres(size: int, margin: float = 0.0) -> Tensor:
    """Centres [size * size, 2] (x, y), rows first, of a square grid over 0..1 and `margin` beyond each side."""
    line = -margin + (torch.arange(size, dtype=torch.float32) + 0.5) / size * (1 + 2 * margin)
    y, x = torch.meshgrid(line, line, indexing="ij")
    return torch.stack([x, y], -1).reshape(-1, 2)


def expect(logits: Tensor, centres: Tensor) -> tuple[Tensor, Tensor]:
    """DSNT: softmax over the cells, E[p] [N, 2], and sqrt(Var x + Var y) [N]."""
    probability = logits.softmax(-1)
    point = probability @ centres
    squared = (centres[None] - point[:, None]).square().sum(-1)  # [N, cells]
    return point, (probability * squared).sum(-1).clamp_min(1e-12).sqrt()


def share_of_batch(looks: Tensor) -> Tensor:
    """How much the readout's answer counts [] beside entries that look at [N, 2], by how many they are and by their scatter: the standard
    deviation in the direction in which they lie the least."""
    covariance = torch.cov(looks.T, correction=0)
    half, apart = (covariance[0, 0] + covariance[1, 1]) / 2, (covariance[0, 0] - covariance[1, 1]) / 2
    scatter = (half - (apart.square() + covariance[0, 1].square()).sqrt()).clamp_min(0).sqrt()
    most = MOST_BATCH_SHARE * len(looks) / (len(looks) + BATCH_SHARE_FRAMES)
    return most * ((scatter - NARROW) / (WIDE - NARROW)).clamp(0, 1)


def eye_geometry(landmarks: Tensor, views: Tensor) -> Tensor:
    """Landmarks [N, 10, 2] in fractions of views [N, 3] -> 21 numbers: per eye, iris, upper, lower and inner relative to the middle of
    the eye's corners in units of the distance of the eyes; then both middles and that distance, in fractions of the camera's square."""
    eyes = landmarks.unflatten(1, (2, 5))  # [N, eye, point, 2]
    iris, inner, outer, upper, lower = eyes.unbind(2)  # each [N, eye, 2]
    middle = (inner + outer) / 2
    offset = middle[:, 1] - middle[:, 0]
    distance = offset.square().sum(-1, keepdim=True).clamp_min(MIN_INTEROCULAR**2).sqrt()  # [N, 1]
    points = torch.stack([iris, upper, lower, inner], 2) - middle[:, :, None]  # [N, eye, 4, 2]
    corner, side = views[:, :2], views[:, 2:]
    placed = corner[:, None] + side[:, None] * middle  # [N, eye, 2]
    return torch.cat([points.flatten(1) / distance, placed.flatten(1), distance * side], 1)


def normalization_layers(network: nn.Module) -> dict[str, Normalization]:
    """The normalization layers by name, in forward order."""
    return {name: module for name, module in network.named_modules() if isinstance(module, Normalization)}


@contextmanager
def normalization(network: nn.Module, mode: NormalizationMode) -> Iterator[None]:
    """Within it every normalization layer of the network uses the batch's own or the stored moments."""
    layers = list(normalization_layers(network).values())
    before = [layer.mode for layer in layers]
    for layer in layers:
        layer.mode = mode
    try:
        yield
    finally:
        for layer, old in zip(layers, before, strict=True):
            layer.mode = old


def build(name: str) -> FoveaNetwork:
    """The network of a named configuration: `full`, `half` or `tiny`."""
    if name not in CONFIGS:
        raise ValueError(f"unknown network {name!r}; known: {', '.join(CONFIGS)}")
    return FoveaNetwork(CONFIGS[name])
