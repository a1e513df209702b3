"""The weights file that the extension reads: safetensors, fp16, kernels in HWIO, stored moments in float32."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from .eyes import EyesConfig
from .network import LANDMARKS, FoveaNetwork, NetworkConfig
from .personal import PersonalConfig, PersonalReadout
from .reader import MemoryReader, ReaderConfig

DROPPED = "auxiliary."  # heads that exist in training only
CAMEL = {"whole_mean": "wholeMean", "whole_variance": "wholeVariance"}  # the file speaks TypeScript
MOMENTS = ("mean", "variance", "deviation", *CAMEL)
VERSION = "7"


def file_name(name: str) -> str:
    """A state's name as the file has it."""
    layer, _, part = name.rpartition(".")
    return f"{layer}.{CAMEL.get(part, part)}"


def metadata(network: FoveaNetwork) -> dict[str, str]:
    """The network's configuration as the file's `__metadata__`: strings, as safetensors asks."""
    config = network.config
    parts = {"reader": network.reader, "personal": network.personal}
    return {
        "format": "fovea-weights",
        "version": VERSION,
        "config": config.name,
        "inputSize": str(config.input_size),
        "unetSize": str(config.unet_size),
        "width": str(config.width),
        "depth": str(config.depth),
        "decoderChannels": ",".join(map(str, config.decoder_channels)),
        "hidden": ",".join(map(str, config.hidden)),
        "gridSize": str(config.grid_size),
        "margin": str(config.margin),
        "spreadScale": f"{config.spread_scale:.4f}",
        "landmarks": str(LANDMARKS),
        **({} if config.eyes is None else describe_eyes(config.eyes)),
        **{
            f"{part}{name.capitalize()}": str(value)
            for part, module in parts.items()
            if module is not None
            for name, value in asdict(module.config).items()
        },
    }


def describe_eyes(eyes: EyesConfig) -> dict[str, str]:
    return {
        "eyeSize": str(eyes.size),
        "eyeChannels": ",".join(map(str, eyes.channels)),
        "eyeBlocks": ",".join(map(str, eyes.blocks)),
        "eyeContrast": "own" if eyes.own_contrast else "camera",
        "eyeNarrow": str(eyes.narrow),
        "eyeFeatures": str(eyes.features),
    }


def read_eyes(meta: dict[str, str]) -> EyesConfig | None:
    if "eyeSize" not in meta:
        return None
    a, b, c, d = integers(meta["eyeChannels"])
    b4, b8, b16 = integers(meta["eyeBlocks"])
    return EyesConfig(
        int(meta["eyeSize"]), (a, b, c, d), (b4, b8, b16), int(meta["eyeNarrow"]), int(meta["eyeFeatures"]), meta["eyeContrast"] == "own"
    )


def integers(values: str) -> tuple[int, ...]:
    return tuple(int(value) for value in values.split(","))


def tensors(network: FoveaNetwork) -> dict[str, Tensor]:
    """Every tensor of the file: kernels [kh, kw, in, out], depthwise kernels [kh, kw, channels, 1], the rest [channels]."""
    depthwise = {name for name, module in network.named_modules() if getattr(module, "depthwise", False) is True}
    out = {}
    for name, value in network.state_dict().items():
        if name.startswith(DROPPED):
            continue
        layer, _, part = name.rpartition(".")
        if part == "kernel" and value.dim() == 4:
            value = value.permute(2, 3, 0, 1) if layer in depthwise else value.permute(2, 3, 1, 0)  # from OIHW
        out[file_name(name)] = value.to(torch.float32 if part in MOMENTS else torch.float16).contiguous()
    return out


def write_weights(network: FoveaNetwork, path: Path) -> None:
    """Writes the network without its auxiliary heads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors(network), path, metadata(network))


def read_weights(path: Path) -> FoveaNetwork:
    """The network of a weights file, in float32 arithmetic with the file's fp16 values; its auxiliary heads are untrained."""
    with safe_open(path, "pt") as file:
        meta = file.metadata() or {}
        if (meta.get("format"), meta.get("version")) != ("fovea-weights", VERSION):
            raise ValueError(
                f"{path}: not a fovea-weights file of version {VERSION}: {meta.get('format')!r}, version {meta.get('version')!r}"
            )
        a, b, c = integers(meta["decoderChannels"])
        config = NetworkConfig(
            meta["config"],
            int(meta["inputSize"]),
            int(meta["unetSize"]),
            float(meta["width"]),
            float(meta["depth"]),
            (a, b, c),
            integers(meta["hidden"]),
            read_eyes(meta),
            int(meta["gridSize"]),
            float(meta["margin"]),
            float(meta["spreadScale"]),
        )
        network = FoveaNetwork(config)
        if "readerWidth" in meta:
            size = ReaderConfig(*(int(meta[f"reader{name}"]) for name in ("Width", "Layers", "Heads", "Inputs")))
            network.reader = MemoryReader(network.features, config.grid_size**2, size)
        if "personalWidth" in meta:
            widths = PersonalConfig(*(int(meta[f"personal{name}"]) for name in ("Width", "Hidden")))
            network.personal = PersonalReadout(network.features, widths)
        state = network.state_dict()
        wanted = {file_name(name): name for name in state if not name.startswith(DROPPED)}
        if wanted.keys() != set(file.keys()):
            raise ValueError(
                f"{path}: missing {sorted(wanted.keys() - set(file.keys()))}, unknown {sorted(set(file.keys()) - wanted.keys())}"
            )
        depthwise = {name for name, module in network.named_modules() if getattr(module, "depthwise", False) is True}
        for key, name in wanted.items():
            value = file.get_tensor(key).float()
            layer, _, part = name.rpartition(".")
            if part == "kernel" and value.dim() == 4:
                value = value.permute(2, 3, 0, 1) if layer in depthwise else value.permute(3, 2, 0, 1)
            if value.shape != state[name].shape:
                raise ValueError(f"{path}: {name} has shape {list(value.shape)}, not {list(state[name].shape)}")
            state[name].copy_(value)
    return network.eval()
