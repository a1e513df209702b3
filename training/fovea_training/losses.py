"""What training minimizes: the gaze, and on the renderer's truth the landmarks, the presence of open eyes, head pose and gaze rays."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .augment import Batch
from .eyes import EYE_SPAN, locate_points
from .network import EyesOutput, FoveaNetwork, Output

SCREEN_SIGMA = 0.06  # screen fractions
LANDMARK_SIGMA = 1.0  # cells of the stride-4 heatmaps
POSE_SCALE_DEG = 30
# iris, inner, outer, upper, lower of each eye: gaze is in the irises
LANDMARK_WEIGHTS = (4.0, 1.0, 1.0, 1.0, 1.0, 4.0, 1.0, 1.0, 1.0, 1.0)
WEIGHTS = {
    "gaze": 4.0,
    "heatmap": 0.1,
    "landmarkHeatmap": 1.0,
    "landmarkPx": 0.2,
    "presence": 0.2,
    "headPose": 0.3,
    "rays": 1.0,
    "openEyes": 0.2,
    "eyePoints": 0.15,
}


def gaussian(points: Tensor, centres: Tensor, sigma: float) -> Tensor:
    """Points [..., 2] -> a Gaussian around each over the cells [..., cells], summing to one."""
    squared = (points.unsqueeze(-2) - centres).square().sum(-1)
    return (-squared / (2 * sigma**2)).softmax(-1)


def mean_over(values: Tensor, mask: Tensor) -> Tensor:
    """Mean of values [n] where the mask is true; zero where it never is."""
    return (values * mask).sum() / mask.sum().clamp_min(1)


def measure_gaze_losses(
    network: FoveaNetwork, output: Output | EyesOutput, batch: Batch, shapes: Tensor | None = None
) -> dict[str, Tensor]:
    """Every part unweighted: gaze in screen fractions, rays as distances of unit vectors, landmarks in the eyes' squares, which were cut in
    these shapes, in hundredths of the distance between the eyes."""
    screen = -(gaussian(batch.gaze, network.screen, SCREEN_SIGMA) * output.logits.log_softmax(-1)).sum(-1)
    rays = (output.gaze_rays - batch.rays.flatten(1)).square().sum(-1).add(1e-8).sqrt()
    losses = {
        "gaze": mean_over((output.gaze - batch.gaze).square().sum(-1).add(1e-8).sqrt(), batch.open),
        "heatmap": mean_over(screen, batch.open),
        "rays": mean_over(rays, batch.known),
        "openEyes": F.binary_cross_entropy_with_logits(output.open_eyes, batch.open.float()),
    }
    if output.eye_points is not None:
        points = locate_points(batch.landmarks, output.landmarks.detach(), shapes)
        weights = points.new_tensor(LANDMARK_WEIGHTS[:5]) / sum(LANDMARK_WEIGHTS[:5])
        offset = 100 * (output.eye_points - points).abs().sum(-1)  # [n, 2, 5]
        near = ((points.abs() < EYE_SPAN / 2).all(-1) * weights).detach()  # a landmark outside of the square can't be asked for
        losses["eyePoints"] = mean_over((offset * near).sum(-1).mean(-1), batch.known)
    return losses


def measure_losses(network: FoveaNetwork, output: Output, batch: Batch) -> dict[str, Tensor]:
    """Every part unweighted: landmarkPx in pixels of what the U-Net sees, the rest in their own units."""
    size = network.config.unet_size
    weights = output.landmarks.new_tensor(LANDMARK_WEIGHTS) / sum(LANDMARK_WEIGHTS)
    # a landmark that the view has pushed out of the picture can't be asked for
    inside = ((batch.landmarks > 0) & (batch.landmarks < 1)).all(-1) * weights  # [n, 10]
    target = gaussian(batch.landmarks, network.cells, LANDMARK_SIGMA * 4 / size)  # [n, 10, cells]
    cross_entropy = -(target * output.landmark_logits.flatten(2).log_softmax(-1)).sum(-1)  # [n, 10]
    offset = (output.landmarks - batch.landmarks).abs().sum(-1) * size  # [n, 10]
    return {
        **measure_gaze_losses(network, output, batch),
        "landmarkHeatmap": mean_over((cross_entropy * inside).sum(-1), batch.known),
        "landmarkPx": mean_over((offset * inside).sum(-1), batch.known),
        "presence": F.binary_cross_entropy_with_logits(output.presence, batch.open.float()),
        "headPose": mean_over((output.head_pose - batch.head_pose / POSE_SCALE_DEG).abs().mean(-1), batch.known),
    }


def total(losses: dict[str, Tensor]) -> Tensor:
    """The weighted sum that is minimized."""
    return sum((WEIGHTS[name] * value for name, value in losses.items()), torch.zeros((), device=next(iter(losses.values())).device))
