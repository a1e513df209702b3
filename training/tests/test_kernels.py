"""The fast kernels against PyTorch's own."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from fovea_training import kernels
from fovea_training.network import BN_EPSILON, build

needs_kernels = pytest.mark.skipif(kernels.library() is None, reason="no g++")


def gradients(run, x: Tensor, *parameters: Tensor) -> list[Tensor]:  # noqa: ANN001
    inputs = [tensor.clone().requires_grad_() for tensor in (x, *parameters)]
    y = run(*inputs)
    torch.manual_seed(1)
    y.backward(torch.randn(y.shape).to(y.dtype))
    return [y.detach(), *(tensor.grad for tensor in inputs)]


def relative(a: Tensor, b: Tensor) -> float:
    return ((a.float() - b.float()).norm() / b.float().norm()).item()


@needs_kernels
@pytest.mark.parametrize("channels", [8, 24, 48])
@pytest.mark.parametrize(("size", "stride"), [(3, 1), (3, 2), (5, 1), (5, 2)])
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-5), (torch.bfloat16, 6e-3)])
def test_fast_depthwise_equals_pytorch_s(channels: int, size: int, stride: int, dtype: torch.dtype, tolerance: float) -> None:
    torch.manual_seed(0)
    x = torch.randn(3, channels, 12, 12).to(dtype)
    kernel = torch.randn(channels, 1, size, size)
    fast = gradients(lambda a, k: kernels.Depthwise.apply(a, k, stride), x, kernel)
    slow = gradients(lambda a, k: F.conv2d(a, k, None, stride, size // 2, 1, channels), x.float(), kernel)
    assert max(relative(a, b) for a, b in zip(fast, slow, strict=True)) < tolerance * (1 if dtype == torch.float32 else 2)


@needs_kernels
@pytest.mark.parametrize("channels", [8, 24, 48])
@pytest.mark.parametrize("relu", [False, True])
def test_fast_normalization_equals_pytorch_s(channels: int, relu: bool) -> None:
    torch.manual_seed(0)
    x = torch.randn(3, channels, 6, 6) * 2 + 50  # far from zero: a sum of squares would cancel
    gamma, beta = torch.rand(channels) + 0.5, torch.randn(channels) + 1

    def slow(a: Tensor, g: Tensor, b: Tensor) -> Tensor:
        y = F.batch_norm(a, None, None, g, b, True, 0.0, BN_EPSILON)
        return F.relu6(y) if relu else y

    fast = gradients(lambda a, g, b: kernels.NormalizeRelu6.apply(a, g, b, BN_EPSILON, relu)[0], x, gamma, beta)
    assert max(relative(a, b) for a, b in zip(fast, gradients(slow, x, gamma, beta), strict=True)) < 2e-4


@needs_kernels
def test_network_is_the_same_with_and_without_fast_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    network = build("tiny").eval()
    images = torch.rand(8, 3, 64, 64) * 2 - 1
    with torch.no_grad():
        fast = network(images)
        monkeypatch.setattr(kernels, "library", lambda: None)
        slow = network(images)
    assert torch.allclose(fast.gaze, slow.gaze, atol=1e-4)
    assert torch.allclose(fast.landmarks, slow.landmarks, atol=1e-4)
