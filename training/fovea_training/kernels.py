"""Depthwise convolution and normalization with ReLU6 from kernels.cpp, differentiable; plain PyTorch where they can't be had.

In bfloat16 on a CPU, PyTorch's gradients of the depthwise convolutions take most of a training step; with these kernels training `half` is
2.3 times as fast (training/README.md, Speed). They need g++, and are compiled once into a cache beside this file.
FOVEA_KERNELS=0 turns them off.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import once_differentiable

SOURCE = Path(__file__).with_name("kernels.cpp")
FLAGS = ("-O3", "-march=native", "-ffp-contract=fast", "-fno-math-errno", "-fopenmp", "-std=c++17", "-shared", "-fPIC", "-w")


@cache
def library() -> ctypes.CDLL | None:
    """The compiled kernels, or None where there is no compiler or they are turned off."""
    compiler = shutil.which("g++")
    if compiler is None or os.environ.get("FOVEA_KERNELS") == "0":
        return None
    machine = subprocess.run([compiler, "-march=native", "-Q", "--help=target"], capture_output=True, check=True).stdout
    name = hashlib.sha256(SOURCE.read_bytes() + " ".join(FLAGS).encode() + machine).hexdigest()[:16]
    path = SOURCE.parent / "__pycache__" / f"kernels-{name}.so"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        subprocess.run([compiler, *FLAGS, str(SOURCE), "-o", str(temporary)], check=True)
        temporary.rename(path)
    return ctypes.CDLL(str(path))


def suits(x: Tensor) -> bool:
    """Whether the kernels can take these images [N, C, H, W]."""
    return (
        x.dim() == 4
        and x.shape[1] % 8 == 0
        and x.device.type == "cpu"
        and x.dtype in (torch.float32, torch.bfloat16)
        and library() is not None
    )


def last(x: Tensor) -> Tensor:
    return x.contiguous(memory_format=torch.channels_last)


def at(x: Tensor) -> ctypes.c_void_p:
    return ctypes.c_void_p(x.data_ptr())


def long(value: int) -> ctypes.c_int64:
    return ctypes.c_int64(value)


def half(x: Tensor) -> int:
    return int(x.dtype == torch.bfloat16)


class NormalizeRelu6(torch.autograd.Function):
    """Images [N, C, H, W], gamma, beta [C] -> normalized images, mean [C], biased variance [C] of this batch."""

    @staticmethod
    def forward(ctx, x: Tensor, gamma: Tensor, beta: Tensor, epsilon: float, relu: bool):  # noqa: ANN001, ANN205
        x = last(x)
        channels = x.shape[1]
        pixels = x.numel() // channels
        mean, variance = torch.empty(channels), torch.empty(channels)
        library().fovea_moments(half(x), at(x), long(pixels), long(channels), at(mean), at(variance))
        scale = gamma * (variance + epsilon).rsqrt()
        shift = beta - mean * scale
        y = torch.empty_like(x)
        library().fovea_normalize(half(x), at(x), at(y), long(pixels), long(channels), at(scale), at(shift), int(relu))
        ctx.save_for_backward(x, gamma, beta, mean, variance)
        ctx.epsilon, ctx.relu = epsilon, relu
        ctx.mark_non_differentiable(mean, variance)
        return y, mean, variance

    @staticmethod
    @once_differentiable
    def backward(ctx, dy: Tensor, _mean: Tensor, _variance: Tensor):  # noqa: ANN001, ANN205
        x, gamma, beta, mean, variance = ctx.saved_tensors
        dy = last(dy)
        channels = x.shape[1]
        dx, dgamma, dbeta = torch.empty_like(x), torch.empty_like(gamma), torch.empty_like(beta)
        sizes = long(x.numel() // channels), long(channels)
        vectors = at(gamma), at(beta), at(mean), at(variance), ctypes.c_float(ctx.epsilon), int(ctx.relu), at(dgamma), at(dbeta)
        library().fovea_normalize_backward(half(x), at(x), at(dy), at(dx), *sizes, *vectors)
        return dx, dgamma, dbeta, None, None


class Depthwise(torch.autograd.Function):
    """Images [N, C, H, W], kernel [C, 1, K, K] float32 -> images at 1 / stride of the size, padding K // 2."""

    @staticmethod
    def forward(ctx, x: Tensor, kernel: Tensor, stride: int) -> Tensor:  # noqa: ANN001
        x = last(x)
        n, c, h, w = x.shape
        size = kernel.shape[-1]
        taps = kernel.flatten(1).t().contiguous()  # [K * K, C]
        y = torch.empty((n, c, (h - 1) // stride + 1, (w - 1) // stride + 1), dtype=x.dtype, memory_format=torch.channels_last)
        shape = [long(v) for v in (n, h, w, c, y.shape[2], y.shape[3])]
        library().fovea_depthwise(half(x), 0, size, stride, at(x), at(taps), at(y), *shape)
        ctx.save_for_backward(x, taps)
        ctx.geometry = size, stride, shape
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx, dy: Tensor):  # noqa: ANN001, ANN205
        x, taps = ctx.saved_tensors
        size, stride, shape = ctx.geometry
        dy = last(dy)
        dx, dtaps = torch.empty_like(x), torch.empty_like(taps)
        library().fovea_depthwise(half(x), 1, size, stride, at(dy), at(taps), at(dx), *shape)
        library().fovea_depthwise(half(x), 2, size, stride, at(x), at(dy), at(dtaps), *shape)
        return dx, dtaps.t().reshape(-1, 1, size, size), None


def measure(x: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and biased variance [C] of vectors [N, C] or images [N, C, H, W], in float32; not differentiable."""
    x = x.detach()
    if suits(x):
        x = last(x)
        channels = x.shape[1]
        mean, variance = torch.empty(channels), torch.empty(channels)
        library().fovea_moments(half(x), at(x), long(x.numel() // channels), long(channels), at(mean), at(variance))
        return mean, variance
    variance, mean = torch.var_mean(x.float(), [0, *range(2, x.dim())], correction=0)
    return mean, variance


def normalize_batch(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: float, relu: bool) -> tuple[Tensor, Tensor, Tensor]:
    """Normalization by the batch's own moments, then ReLU6 if `relu`: y, mean [C], biased variance [C]."""
    if suits(x):
        return NormalizeRelu6.apply(x, gamma, beta, epsilon, relu)
    mean, variance = torch.zeros_like(gamma), torch.ones_like(gamma)
    # With momentum 1 PyTorch's kernel hands out this batch's own moments; it corrects the variance by n / (n - 1), undone here.
    y = F.batch_norm(x, mean, variance, gamma, beta, True, 1.0, epsilon)
    count = x.numel() // x.shape[1]
    return (F.relu6(y) if relu else y), mean, variance * ((count - 1) / count)


def depthwise(x: Tensor, kernel: Tensor, stride: int) -> Tensor:
    """Depthwise convolution, padding K // 2."""
    if suits(x):
        return Depthwise.apply(x, kernel, stride)
    return F.conv2d(x, kernel, None, stride, kernel.shape[-1] // 2, 1, kernel.shape[0])
