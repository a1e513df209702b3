"""Two processes do what one does with twice as many batches a step; more loading threads make the same batches; the benchmark runs."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.distributed.run import parse_args

from fovea_training import bench
from fovea_training.checkpoint import load_checkpoint
from fovea_training.data import Library
from fovea_training.loader import Loader
from fovea_training.train import TrainConfig, Trainer, train

STEPS = 3
TOLERANCE = 1e-3  # relative, of every part of every step's loss; weights: of the way they have gone. With two members both are equal.
DECAY = 0.98  # of the means in the log
OPTIONS = {"network": "tiny", "steps": STEPS, "batch": 8, "held_out": 2, "threads": 1, "device": "cpu", "progress_seconds": 0.0}
# Not the points in the eyes' squares: a network that knows nothing yet cuts no eyes, and their loss is 0.
PARTS = ("gaze", "heatmap", "landmarkHeatmap", "landmarkPx", "presence", "headPose", "rays")


def loss_curve(out: Path) -> np.ndarray:
    """Every part of the loss at every step [STEPS, 7]; the log has running means of them."""
    lines = [line for line in map(json.loads, (out / "log.jsonl").read_text().splitlines()) if "gaze" in line]
    assert [line["step"] for line in lines] == list(range(1, STEPS + 1))
    means = np.array([[line[part] for part in PARTS] for line in lines])
    return np.concatenate([means[:1], (means[1:] - DECAY * means[:-1]) / (1 - DECAY)])


def distance_gone(out: Path, other: dict[str, torch.Tensor]) -> float:
    """How far a run's weights are from others."""
    state = load_checkpoint(out / "checkpoint.pt")["model"]
    learned = [name for name in state if name.endswith(("kernel", "bias", "gamma", "beta", "weight"))]
    return float(torch.stack([(state[name] - other[name]).norm() for name in learned]).norm())


@pytest.mark.parametrize("field", [field.name for field in fields(TrainConfig)])
def test_torchrun_takes_no_option_of_the_training_for_its_own(field: str) -> None:
    mine = ["--" + field.replace("_", "-"), "1"]
    assert parse_args(["--standalone", "-m", "fovea_training.train", *mine]).training_script_args == mine


def run_team(out: Path, data: Path) -> None:
    """The same run in two processes, as its users start it."""
    words = [["--" + name.replace("_", "-"), str(value)] for name, value in OPTIONS.items()]
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "fovea_training.train"]
    command += ["--data", str(data), "--out", str(out), "--no-bfloat16", *itertools.chain(*words)]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[1], env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


def test_two_processes_learn_as_one_that_accumulates(data: Path, tmp_path: Path) -> None:
    run_team(tmp_path / "team", data)
    for name, accumulate in (("alone", 2), ("half", 1)):
        train(TrainConfig(data=str(data), out=str(tmp_path / name), bfloat16=False, **OPTIONS, accumulate=accumulate))
    team, alone, half = (loss_curve(tmp_path / name) for name in ("team", "alone", "half"))
    np.testing.assert_allclose(team, alone, rtol=TOLERANCE)
    assert np.abs(half / alone - 1).max() > 100 * TOLERANCE, "half of the batches give other losses"
    begun = Trainer(TrainConfig(**OPTIONS)).network.state_dict()
    aim = load_checkpoint(tmp_path / "alone/checkpoint.pt")["model"]
    gone = distance_gone(tmp_path / "alone", begun)
    assert distance_gone(tmp_path / "team", aim) < TOLERANCE * gone
    assert distance_gone(tmp_path / "half", aim) > 100 * TOLERANCE * gone


def test_threads_of_a_loader_make_the_batches_of_one(library: Library) -> None:
    def first(workers: int) -> list[np.ndarray]:
        loader = Loader(library, "measurement", 8, 64, 1, 0.3, itertools.count(), workers)
        batches = [loader.next().images.numpy() for _ in range(8)]
        loader.close()
        return batches

    for one, other in zip(first(1), first(3), strict=True):
        np.testing.assert_array_equal(one, other)


def test_bench_prints_what_waits_for_what(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--data", str(data), "--network", "tiny", "--batch", "8", "--held-out", "2", "--threads", "1", "--device", "cpu"]
    bench.main([*options, "--seconds", "0.3"])
    lines = capsys.readouterr().out.splitlines()
    rows = {cells[1].strip(): cells[2].strip() for cells in (line.split("|") for line in lines[3:])}
    assert list(rows) == ["loader alone", "step alone", "both", "the step waits"]
    # How fast is the machine's affair: one that stops for a moment may do both faster than one.
    assert all(float(rows[name]) > 0 for name in ("loader alone", "step alone", "both"))
    assert 0 <= float(rows["the step waits"].partition(" ")[0]) < 100
