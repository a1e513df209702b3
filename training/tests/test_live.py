"""The error on sequences: every memory, against dots of the same people."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
import torch
from conftest import write_measurement

from fovea_training import live
from fovea_training.data import read_measurement
from fovea_training.evaluate import predict, see_faces
from fovea_training.live import MEMORIES, read_by_memories
from fovea_training.parity import random_network
from fovea_training.weights import write_weights

MEASURED = ("batch", "recent", *MEMORIES)


def test_every_long_enough_sequence_is_read_by_every_memory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for person in ("p0001", "p0002"):
        write_measurement(tmp_path / "dots", person, frames=34, closed=0, absent=0)
        sequence = write_measurement(tmp_path / "sequences", person, frames=36, closed=0, absent=0)
        record = json.loads((sequence / "measurement.json").read_text())
        (sequence / "measurement.json").write_text(json.dumps({**record, "id": f"{person}-m1-stare"}))
        sequence.rename(tmp_path / f"sequences/{person}-m1-stare")
    write_measurement(tmp_path / "sequences", "p0003", frames=20).rename(tmp_path / "sequences/p0003-m1-reading")  # too short
    write_weights(random_network("tiny"), tmp_path / "tiny.safetensors")
    command = [str(tmp_path / "tiny.safetensors"), "--data", str(tmp_path / "sequences"), "--dots", str(tmp_path / "dots")]
    live.main([*command, "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["task"], row["people"]) == ("stare", 2)
    assert row["ratio"] == pytest.approx(min(row[name] for name in MEMORIES) / row["batch"])
    # targets of no use to a random network leave the dots' gaze as it is
    assert len({row[name] for name in MEASURED if name != "measured"}) == len(MEASURED) - 1
    assert all(0 < row[name] < 100 for name in MEASURED)
    live.main(command)
    table = capsys.readouterr().out.splitlines()
    assert len(table) == 3
    assert len({line.count("|") for line in table}) == 1


def test_memories_hold_what_they_are_named_after(tmp_path: Path) -> None:
    network = random_network("tiny")
    looks = read_measurement(write_measurement(tmp_path, "p0001", 1, frames=36, closed=0, absent=0))
    dots = read_measurement(write_measurement(tmp_path, "p0001", 2, frames=34, closed=0, absent=0))
    # targets that are off what is read by something personal, so that the personal readout has a use
    seen = see_faces(network, dots)
    with torch.no_grad():
        read, _ = network.read_gaze(seen.features, seen.features)
    gaze = dots.gaze.copy()
    gaze[seen.frames] = read + torch.tensor([0.2, -0.15])
    said = read_by_memories(network, looks, dataclasses.replace(dots, gaze=gaze))
    assert {name: len(gaze) for name, gaze in said.items()} == {"lastLooks": 5, "allLooks": 32, "dots": 5, "measured": 5}
    last, whole = (predict(network, looks, "memory", length).gaze for length in (32, 36))
    torch.testing.assert_close(said["lastLooks"][0], torch.from_numpy(last)[31], atol=1e-4, rtol=0)
    torch.testing.assert_close(said["lastLooks"][-1], torch.from_numpy(last)[-1], atol=1e-4, rtol=0)
    torch.testing.assert_close(said["allLooks"][-1], torch.from_numpy(whole)[-1], atol=1e-4, rtol=0)
    assert not torch.allclose(said["dots"], said["measured"], atol=1e-3)
