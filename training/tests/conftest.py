"""Measurement folders for the tests: a face of a few blobs whose irises move with the target."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from fovea_training import settle
from fovea_training.augment import Batch, Look, view_frames
from fovea_training.data import Library
from fovea_training.samplers import Frames
from fovea_training.train import TrainConfig, train

torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def seed_torch() -> None:
    """Every test draws the same random numbers in every run."""
    torch.manual_seed(0)


SIDE = 128


def draw_face(random: np.random.Generator, look: dict, x: float, y: float, eyes: str) -> tuple[np.ndarray, list[list[float]]]:
    """A picture [SIDE, SIDE, 3] and its ten landmarks in px. Looking left (x = 0) moves the irises towards the image's right."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE] + 0.5
    picture = np.full((SIDE, SIDE, 3), look["background"], np.float64)
    points: list[list[float]] = []
    x_head, y_head = look["head"] + random.normal(0, 1, 2)
    if eyes != "absent":
        face = ((columns - x_head) / 22) ** 2 + ((rows - y_head) / 28) ** 2 < 1
        picture[face] = look["skin"]
    for side in (-1, 1):
        x_eye, y_eye, width, height = x_head + side * 10, y_head - 6, 7.5, 5.5 if eyes == "open" else 0.7
        x_iris, y_iris = x_eye + (0.5 - x) * 7, y_eye + (y - 0.5) * 5
        inside = np.clip((1 - ((columns - x_eye) / width) ** 2 - ((rows - y_eye) / height) ** 2) * 4, 0, 1)[..., None]
        iris = np.clip(3.2 - np.hypot(columns - x_iris, rows - y_iris), 0, 1)[..., None]
        if eyes != "absent":
            picture = picture * (1 - inside) + inside * (240 * (1 - iris) + look["iris"] * iris)
        points += [
            [x_iris, y_iris],
            [x_eye - side * width, y_eye],
            [x_eye + side * width, y_eye],
            [x_eye, y_eye - height],
            [x_eye, y_eye + height],
        ]
    return np.clip(picture + random.normal(0, 2, picture.shape), 0, 255).astype(np.uint8), points


def write_measurement(folder: Path, person: str, sitting: int = 1, frames: int = 40, closed: int = 1, absent: int = 1) -> Path:
    """A measurement folder as the renderer writes it; the last frames are the closed and the absent ones."""
    number = int(person[1:])
    random = np.random.default_rng([number, sitting])
    look = {
        "background": random.uniform(20, 120, 3),
        "skin": random.uniform(130, 200, 3),
        "iris": random.uniform(10, 60, 3),
        "head": np.array([64.0, 66.0]) + random.normal(0, 5, 2),
    }
    out = folder / f"{person}-m{sitting}"
    (out / "frames").mkdir(parents=True)
    records = []
    for i in range(frames):
        x, y = random.random(2)
        eyes = "open" if i < frames - closed - absent else "closed" if i < frames - absent else "absent"
        picture, points = draw_face(random, look, x, y, eyes)
        Image.fromarray(picture).save(out / f"frames/{i:03d}.jpg", quality=95)
        record = {"file": f"frames/{i:03d}.jpg", "x": x, "y": y, "timestampMs": 1000.0 * i, "eyes": eyes}
        if eyes != "absent":
            ray = [0.5 - x, y - 0.5, -1.0]
            record["truth"] = {"landmarks": points, "yawPitchRollDeg": [3.0 * number, 1.0, 0.5], "gazeRays": [ray, ray]}
        records.append(record)
    content = {
        "format": "fovea-measurement",
        "version": 1,
        "id": out.name,
        "person": person,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "screen": {"widthPx": 1920, "heightPx": 1080, "widthCm": 34.5, "heightCm": 19.4},
        "camera": {"widthPx": 1280, "heightPx": 720, "label": "test"},
        "distanceCm": 60,
        "frames": records,
    }
    (out / "measurement.json").write_text(json.dumps(content))
    return out


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight people with one measurement each."""
    folder = tmp_path_factory.mktemp("data")
    for number in range(1, 9):
        write_measurement(folder, f"p{number:04d}")
    return folder


@pytest.fixture(scope="session")
def library(data: Path) -> Library:
    """The same, the first two of them held out."""
    library = Library(data, held_out=2)
    library.discover()
    return library


@pytest.fixture(scope="session")
def run(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a short run on them, with `checkpoint.pt` and, under its population moments, `settled.pt`."""
    out = tmp_path_factory.mktemp("run")
    train(TrainConfig(data=str(data), out=str(out), network="tiny", steps=2, batch=8, held_out=2, threads=1, device="cpu"))
    settle.main([str(out / "checkpoint.pt"), "--data", str(data), "--out", str(out / "settled.pt"), "--from", "2"])
    return out


def look_plainly(frames: Frames, size: int, flip: bool = False) -> Batch:
    """A batch of all that the frames show, nothing augmented."""
    return view_frames(frames, Look(frames.views.astype(np.float64), flip), size)
