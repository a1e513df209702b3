"""The second look: where the eyes are cut, how, and what the network makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from fovea_training.checkpoint import adopt
from fovea_training.eyes import EYE_SPAN, EyeEncoder, EyesConfig, cut_eyes, even_out, eye_squares, locate_points
from fovea_training.layers import BN_EPSILON
from fovea_training.network import build, normalization
from fovea_training.parity import random_network

SMALL = EyesConfig(32, (8, 8, 16, 16), (1, 2, 1), 8, 8)


def place_eyes(right: tuple[float, float], left: tuple[float, float]) -> Tensor:
    """Landmarks [1, 10, 2] whose corners lie evenly around the middles of the eyes; the rest anywhere."""
    landmarks = torch.rand(1, 10, 2)
    for eye, middle in enumerate((right, left)):
        landmarks[0, 5 * eye + 1] = torch.tensor(middle) + torch.tensor([0.03, 0.01])
        landmarks[0, 5 * eye + 2] = torch.tensor(middle) - torch.tensor([0.03, 0.01])
    return landmarks


def ramp(side: int) -> Tensor:
    """A picture [1, 3, side, side] that says where it is: x and y in pixels, and a product of both."""
    y, x = torch.meshgrid(torch.arange(side).float(), torch.arange(side).float(), indexing="ij")
    return torch.stack([x, y, x * y / side])[None]


def test_squares_lie_around_the_middles_of_the_corners() -> None:
    middle, distance = eye_squares(place_eyes((0.3, 0.4), (0.6, 0.8)))
    torch.testing.assert_close(middle[0], torch.tensor([[0.3, 0.4], [0.6, 0.8]]))
    assert distance.item() == pytest.approx(0.5)


def test_eyes_that_are_not_found_have_squares_all_the_same() -> None:
    assert eye_squares(torch.full((1, 10, 2), 0.5))[1].item() == pytest.approx(0.02)


def test_what_is_cut_lies_where_it_should_and_the_left_eye_is_mirrored() -> None:
    side, size = 100, 16
    right, left = cut_eyes(ramp(side), place_eyes((0.3, 0.4), (0.7, 0.4)), size)
    # pixel centres are at (i + 0.5) / size of the square and at (j + 0.5) of the picture
    steps = EYE_SPAN * 0.4 * side * ((torch.arange(size) + 0.5) / size - 0.5)
    torch.testing.assert_close(right[0], (30 - 0.5 + steps).expand(size, size), atol=1e-3, rtol=0)
    torch.testing.assert_close(right[1], (40 - 0.5 + steps)[:, None].expand(size, size), atol=1e-3, rtol=0)
    torch.testing.assert_close(left[0], (70 - 0.5 - steps).expand(size, size), atol=1e-3, rtol=0)
    torch.testing.assert_close(left[1], right[1], atol=1e-3, rtol=0)


def test_what_lies_outside_the_picture_is_grey() -> None:
    right, left = cut_eyes(torch.ones(1, 3, 50, 50), place_eyes((0.0, 0.5), (0.6, 0.5)), 16)
    assert (right[:, :, :7] == 0).all()
    assert right[:, :, 9:].min() > 0.999
    assert left.min() > 0.999


def test_squares_are_seen_by_their_own_colour_and_contrast() -> None:
    squares = torch.rand(4, 3, 16, 16) - 0.5
    dark = 0.3 * squares - torch.tensor([0.4, 0.5, 0.6])[:, None, None]
    torch.testing.assert_close(even_out(dark), even_out(squares), atol=0.05, rtol=0.05)
    assert even_out(squares).square().mean((1, 2, 3)) == pytest.approx([1.0] * 4, abs=0.01)
    assert even_out(torch.full((1, 3, 8, 8), 0.3)).abs().max() < 1e-4, "an even square stays even"


def test_an_encoder_sees_by_own_contrast_or_by_the_camera_s() -> None:
    images, landmarks = torch.rand(2, 3, 64, 64), place_eyes((0.3, 0.4), (0.7, 0.5)).expand(2, 10, 2)
    own = EyeEncoder(SMALL).eval()
    camera = EyeEncoder(replace(SMALL, own_contrast=False)).eval()
    camera.load_state_dict(own.state_dict())
    with normalization(own, "stored"), normalization(camera, "stored"), torch.no_grad():
        seen = [[encoder(bright * images, landmarks) for bright in (1.0, 0.5)] for encoder in (own, camera)]
    apart = [(bright - dark).abs().max() / bright.std() for bright, dark in seen]
    assert apart[0] < 0.1
    assert apart[1] > 0.3


def test_a_block_that_was_not_trained_changes_nothing() -> None:
    deep = EyeEncoder(replace(SMALL, blocks=(2, 3, 1))).eval()
    flat = EyeEncoder(replace(SMALL, blocks=(1, 1, 0))).eval()
    assert adopt(flat, deep.state_dict()) > 0
    images, landmarks = torch.rand(2, 3, 64, 64), place_eyes((0.3, 0.4), (0.7, 0.5)).expand(2, 10, 2)
    with normalization(deep, "stored"), normalization(flat, "stored"), torch.no_grad():
        torch.testing.assert_close(deep(images, landmarks), flat(images, landmarks))


def test_landmarks_lie_in_the_squares_that_others_cut() -> None:
    by = place_eyes((0.3, 0.4), (0.7, 0.4))
    points = locate_points(by, by)
    torch.testing.assert_close(points[0, :, 1], torch.tensor([[0.075, 0.025], [-0.075, 0.025]]))
    moved = locate_points(by + torch.tensor([0.04, 0.0]), by) - points
    torch.testing.assert_close(moved[0, :, 0], torch.tensor([[0.1, 0.0], [-0.1, 0.0]]), atol=1e-6, rtol=0)


def test_every_image_has_its_own_eyes_one_after_the_other() -> None:
    images = torch.cat([torch.full((1, 3, 40, 40), value) for value in (0.1, 0.2, 0.3)])
    cut = cut_eyes(images, place_eyes((0.4, 0.5), (0.6, 0.5)).expand(3, 10, 2), 16)
    assert cut.shape == (6, 3, 16, 16)
    torch.testing.assert_close(cut.mean((1, 2, 3)), torch.tensor([0.1, 0.1, 0.2, 0.2, 0.3, 0.3]))


def test_a_mirrored_face_has_its_eyes_features_swapped() -> None:
    encoder = EyeEncoder(SMALL).eval()
    images, landmarks = torch.rand(2, 3, 64, 64), place_eyes((0.3, 0.4), (0.7, 0.5)).expand(2, 10, 2)
    mirrored = landmarks[:, [5, 6, 7, 8, 9, 0, 1, 2, 3, 4]] * torch.tensor([-1.0, 1.0]) + torch.tensor([1.0, 0.0])
    with normalization(encoder, "stored"), torch.no_grad():
        plain, other = encoder(images, landmarks), encoder(images.flip(-1), mirrored)
    torch.testing.assert_close(torch.cat([plain[:, 8:], plain[:, :8]], 1), other, atol=1e-4, rtol=1e-4)


def test_features_are_those_of_the_network_s_end() -> None:
    network = random_network("tiny")
    size, config = network.config.input_size, network.config.eyes
    images, views = torch.rand(3, 3, size, size) * 2 - 1, torch.tensor([[0.1, 0.2, 0.5]]).expand(3, 3)
    with normalization(network, "stored"), torch.no_grad():
        sight = network.look(images, views)
        own = network.eyes(images, sight.landmarks)
    torch.testing.assert_close(sight.features[:, -2 * config.features :], own)


def test_no_gradient_moves_the_eyes_that_are_looked_at() -> None:
    network = build("tiny").train()
    size = network.config.input_size
    with normalization(network, "stored"):
        network.look(torch.rand(2, 3, size, size), None).features[:, -1].sum().backward()
    assert network.landmarks.kernel.grad.abs().max() == 0
    assert network.eyes.stem.kernel.grad.abs().sum() > 0


def test_u_net_sees_pictures_at_its_own_size() -> None:
    network = build("tiny")
    given, seen = network.config.input_size, network.config.unet_size
    # a bilinear resize between pixel centres keeps a ramp a ramp
    shrunk = network.shrink(ramp(given))
    expected = (torch.arange(seen) + 0.5) * given / seen - 0.5
    torch.testing.assert_close(shrunk[0, 0, seen // 2], expected, atol=1e-3, rtol=0)
    images = torch.rand(1, 3, seen, seen)
    assert network.shrink(images) is images


def test_eyes_alone_read_with_everything_else_left_out() -> None:
    network = random_network("tiny").eval()
    size = network.config.input_size
    images, views, landmarks = torch.rand(3, 3, size, size), torch.tensor([[0.1, 0.2, 0.5]]).expand(3, 3), torch.rand(3, 10, 2)
    with normalization(network, "stored"), torch.no_grad():
        first = network.read_eyes(images, views, landmarks, torch.zeros(3, 3))
        turned = network.read_eyes(images, views, landmarks, torch.ones(3, 3))
        elsewhere = network.read_eyes(images.flip(0), views, landmarks, torch.zeros(3, 3))
    assert first.logits.shape == (3, 400)
    assert (first.logits - turned.logits).abs().max() > 1e-3, "the head's pose counts"
    assert (first.logits - elsewhere.logits).abs().max() > 1e-3, "the picture counts"


def test_epsilon_is_the_product_s() -> None:
    assert BN_EPSILON == 1e-3


def test_a_shape_says_where_a_place_of_the_square_is_looked_up() -> None:
    side, size = 100, 16
    landmarks = place_eyes((0.3, 0.4), (0.7, 0.4))
    plain = cut_eyes(ramp(side), landmarks, size)
    flat = torch.tensor([[0.9, 0.05], [0.0, 1.2]]).expand(2, 2, 2)
    right, left = cut_eyes(ramp(side), landmarks, size, flat)
    v, u = torch.meshgrid(*2 * [EYE_SPAN * 0.4 * side * ((torch.arange(size) + 0.5) / size - 0.5)], indexing="ij")
    torch.testing.assert_close(right[0], 29.5 + 0.9 * u + 0.05 * v, atol=1e-3, rtol=0)
    torch.testing.assert_close(right[1], 39.5 + 1.2 * v, atol=1e-3, rtol=0)
    torch.testing.assert_close(left[0], 69.5 - 0.9 * u - 0.05 * v, atol=1e-3, rtol=0)
    assert torch.equal(cut_eyes(ramp(side), landmarks, size, torch.eye(2).expand(2, 2, 2)), plain)


def test_landmarks_are_located_where_a_shaped_square_shows_them() -> None:
    side, size = 100, 160
    by = place_eyes((0.3, 0.4), (0.7, 0.4))
    shapes = torch.tensor([[1.1, 0.1], [-0.05, 0.9]]).expand(2, 2, 2)
    points = locate_points(by, by, shapes)[0]  # [2, 5, 2]
    cut = cut_eyes(ramp(side), by, size, shapes)
    for eye, inner in ((0, 1), (1, 6)):
        column, row = ((points[eye, 1] / EYE_SPAN + 0.5) * size).long().tolist()
        found = (cut[eye, :2, row, column] + 0.5) / side
        torch.testing.assert_close(found, by[0, inner], atol=0.004, rtol=0)
