"""The error on sequences: every policy, against dots of the same people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from conftest import write_measurement

from fovea_training import live
from fovea_training.network import build
from fovea_training.weights import write_weights


def test_every_long_enough_sequence_is_read_by_every_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for person in ("p0001", "p0002"):
        write_measurement(tmp_path / "dots", person, frames=34, closed=0, absent=0)
        sequence = write_measurement(tmp_path / "sequences", person, frames=36, closed=0, absent=0)
        record = json.loads((sequence / "measurement.json").read_text())
        (sequence / "measurement.json").write_text(json.dumps({**record, "id": f"{person}-m1-stare"}))
        sequence.rename(tmp_path / f"sequences/{person}-m1-stare")
    write_measurement(tmp_path / "sequences", "p0003", frames=20).rename(tmp_path / "sequences/p0003-m1-reading")  # too short
    torch.manual_seed(0)
    write_weights(build("tiny"), tmp_path / "tiny.safetensors")
    live.main([str(tmp_path / "tiny.safetensors"), "--data", str(tmp_path / "sequences"), "--dots", str(tmp_path / "dots"), "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["task"], row["people"]) == ("stare", 2)
    assert row["ratio"] == pytest.approx(min(row["recent"], row["balanced"], row["dots"]) / row["batch"])
    assert len({row["batch"], row["recent"], row["balanced"], row["dots"]}) == 4
    assert all(0 < row[name] < 100 for name in ("batch", "recent", "balanced", "dots"))
