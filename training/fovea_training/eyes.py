"""The second look: both eyes, cut out of the picture at its own resolution, through an encoder of their own.

The U-Net reads the whole face and finds the eyes in it, where an iris is a few pixels wide. What tells the gaze is a fraction of one of
them. So the eyes are looked at again: squares around them at the full resolution of what was cut out of the camera's picture, the left one
mirrored, so that one encoder serves both. Its kernels are dense: there is little to convolve, and it is where the answer is.

`src/model/eye-encoder.ts` is the same, and can be read beside this file.

References: Recurrent Models of Visual Attention (Mnih et al. 2014) for looking twice; Appearance-Based Gaze Estimation in the Wild
(Zhang et al. 2015) for eye images beside the head's pose; Deep Residual Learning (He et al. 2016).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layers import Linear, Unit

EYE_SPAN = 0.65  # side of an eye's square, in distances between the eyes
MIN_INTEROCULAR = 0.02  # view fraction; keeps squares and geometry finite when the eyes are not found
STRIDE = 16
LEAST_CONTRAST = 0.02  # deviation of a square's values; keeps an even one from being all noise


@dataclass(frozen=True)
class EyesConfig:
    """What the weights file says about the eye encoder in its `__metadata__`."""

    size: int  # px of an eye's square, a multiple of 16
    channels: tuple[int, int, int, int]  # at strides 2, 4, 8 and 16
    blocks: tuple[int, int, int]  # residual ones at strides 4, 8 and 16
    narrow: int  # channels before the last layer, which sees the whole square
    features: int  # of each eye
    own_contrast: bool = True  # each square is seen by its own mean colour and contrast, not as bright as the camera saw it


class Residual(nn.Module):
    """x + b(a(x)), two 3x3 convolutions."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.a, self.b = Unit(channels, channels, 3), Unit(channels, channels, 3, linear=True)
        nn.init.zeros_(self.b.gamma)  # it begins as the identity: added to a trained encoder it changes nothing

    def forward(self, x: Tensor) -> Tensor:
        return x + self.b(self.a(x))


def repeat(channels: int, count: int) -> nn.Sequential:
    return nn.Sequential(*(Residual(channels) for _ in range(count)))


class EyeEncoder(nn.Module):
    """Pictures [N, 3, S, S] and where the eyes are in them -> features [N, 2 E], of the right eye, then of the left."""

    def __init__(self, config: EyesConfig) -> None:
        super().__init__()
        self.config = config
        c2, c4, c8, c16 = config.channels
        b4, b8, b16 = config.blocks
        self.stem, self.down4, self.rest4 = Unit(3, c2, 3, 2), Unit(c2, c4, 3, 2), repeat(c4, b4)
        self.down8, self.rest8 = Unit(c4, c8, 3, 2), repeat(c8, b8)
        self.down16, self.rest16, self.narrow = Unit(c8, c16, 3, 2), repeat(c16, b16), Unit(c16, config.narrow)
        self.out = Linear(config.narrow, config.features, 0.05, config.size // STRIDE)

    def forward(self, images: Tensor, landmarks: Tensor, shapes: Tensor | None = None) -> Tensor:
        """`shapes` [2, 2, 2]: as `cut_eyes` has them."""
        x = cut_eyes(images, landmarks, self.config.size, shapes)  # [2 N, 3, P, P]
        if self.config.own_contrast:
            x = even_out(x)
        x = self.rest4(self.down4(self.stem(x)))  # [2 N, c4, P/4, P/4]
        x = self.rest8(self.down8(x))  # [2 N, c8, P/8, P/8]
        x = self.narrow(self.rest16(self.down16(x)))  # [2 N, narrow, P/16, P/16]
        with torch.autocast(images.device.type, enabled=False):
            return self.out(x.float()).reshape(len(images), -1)  # [N, 2 E]


def eye_squares(landmarks: Tensor) -> tuple[Tensor, Tensor]:
    """Landmarks [N, 10, 2] -> the middles of both eyes' corners [N, 2, 2] and their distance [N], in the landmarks' units."""
    middle = landmarks.unflatten(1, (2, 5))[:, :, 1:3].mean(2)
    distance = (middle[:, 1] - middle[:, 0]).square().sum(-1).clamp_min(MIN_INTEROCULAR**2).sqrt()
    return middle, distance


def even_out(squares: Tensor) -> Tensor:
    """Squares [M, 3, P, P] each by its own mean colour and contrast: the exposure of an eye says nothing of where it looks, and under the
    population's moments a dark one would be seen through a keyhole."""
    squares = squares.float()
    offset = squares - squares.mean((2, 3), keepdim=True)
    return offset * (offset.square().mean((1, 2, 3), keepdim=True) + LEAST_CONTRAST**2).rsqrt()


def locate_points(landmarks: Tensor, by: Tensor, shapes: Tensor | None = None) -> Tensor:
    """Landmarks [N, 10, 2] in the squares that `by` [N, 10, 2] cuts in these shapes: from their middles, in distances between the eyes, the
    left eye's mirrored as its square is [N, 2, 5, 2]."""
    middle, distance = eye_squares(by)
    points = (landmarks.unflatten(1, (2, 5)) - middle[:, :, None]) / distance[:, None, None, None]
    points = points * mirror(points)[:, None]
    return points if shapes is None else torch.einsum("eij,nepj->nepi", torch.linalg.inv(shapes), points)


def mirror(like: Tensor) -> Tensor:
    """What x and y of the right eye and of the left are multiplied by [2, 2]."""
    return like.new_tensor([[1.0, 1.0], [-1.0, 1.0]])


def cut_eyes(images: Tensor, landmarks: Tensor, size: int, shapes: Tensor | None = None) -> Tensor:
    """Squares of EYE_SPAN eye distances around both eyes, [2 N, 3, size, size] (right and left of the first image, ..), bilinear; the left
    ones mirrored. What lies outside an image is zero: grey. `landmarks` are in fractions of the images [N, 3, S, S]. `shapes` [2, 2, 2], in
    training: the matrix from a place in each eye's square to where it is looked up, so that eyes are seen wider, flatter or askew."""
    n, _, side, _ = images.shape
    middle, distance = eye_squares(landmarks.float())
    line = (torch.arange(size, device=images.device, dtype=torch.float32) + 0.5) / size - 0.5
    v, u = torch.meshgrid(line, line, indexing="ij")
    places = torch.stack([u, v], -1).expand(2, -1, -1, -1)  # [2, P, P, 2]
    if shapes is not None:
        places = torch.einsum("eij,epqj->epqi", shapes, places)
    places = places * mirror(places)[:, None, None]
    # in units of the picture's first to last pixel centre, as `tf.image.cropAndResize` has boxes
    grid = middle[:, :, None, None] + EYE_SPAN * distance[:, None, None, None, None] * places
    grid = (grid * side - 0.5) / (side - 1)  # [N, 2, P, P, 2]
    inside = ((grid >= 0) & (grid <= 1)).all(-1)
    # both eyes of an image below each other: the image need not be copied
    flat = grid.reshape(n, 2 * size, size, 2) * 2 - 1
    cut = F.grid_sample(images.float(), flat, "bilinear", "border", align_corners=True)  # [N, 3, 2 P, P]
    cut = cut.unflatten(2, (2, size)).transpose(1, 2) * inside[:, :, None]  # [N, 2, 3, P, P]
    return cut.flatten(0, 1).contiguous(memory_format=torch.channels_last)
