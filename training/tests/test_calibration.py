"""Calibration: what is fitted to made-up readings is what made them; reliability tables say what is so."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fovea_training import calibration
from fovea_training.calibration import Readings, calibrate, draw, fit_platt, fit_presence, judge, read_all, table
from fovea_training.data import Library
from fovea_training.evaluate import predict
from fovea_training.parity import random_network
from fovea_training.weights import write_weights


def made_up(count: int = 4000, slope: float = 0.5, offset: float = 1.0, spread_scale: float = 2.0) -> Readings:
    random = np.random.default_rng(0)
    logits = random.normal(2, 3, count)
    opened = random.random(count) < 1 / (1 + np.exp(-(slope * logits + offset)))
    spread = random.uniform(0.02, 0.2, count)
    error = spread_scale * spread * np.sqrt(random.chisquare(2, count) / 2)
    return Readings(logits, opened, spread, error)


def test_platt_scaling_finds_the_logistic_curve_that_drew_the_truth() -> None:
    readings = made_up(40_000)
    slope, offset = fit_platt(readings.presence, readings.open)
    assert slope == pytest.approx(0.5, abs=0.03)
    assert offset == pytest.approx(1.0, abs=0.06)


def test_platt_scaling_stays_finite_where_a_full_newton_step_overshoots() -> None:
    random = np.random.default_rng(0)
    opened = random.random(4000) < 0.95
    logits = np.where(opened, 18.0, -12.0) + random.normal(0, 2, 4000)
    logits[:20] = -logits[:20]  # a few are far on the wrong side
    slope, offset = fit_platt(logits, opened)
    assert 0 < slope < 1
    assert abs(offset) < 10


def test_tables_hold_the_means_of_every_bin_and_leave_empty_ones_out() -> None:
    rows = table(np.array([0.1, 0.15, 0.9]), np.array([0.0, 1.0, 1.0]), np.array([0.5, 0.8]))
    assert rows == [{"said": pytest.approx(0.125), "seen": 0.5, "frames": 2}, {"said": 0.9, "seen": 1.0, "frames": 1}]


def test_miscalibration_shows_and_goes_away_when_it_is_undone() -> None:
    readings = made_up()
    before = judge(readings)
    after = judge(Readings(0.5 * readings.presence + 1.0, readings.open, 2 * readings.spread, readings.error))
    assert before["presence"]["expectedCalibrationError"] > 0.1 > 4 * after["presence"]["expectedCalibrationError"]
    assert before["spread"]["expectedNormalizedCalibrationError"] > 0.8 > 6 * after["spread"]["expectedNormalizedCalibrationError"]
    assert sum(row["frames"] for row in after["presence"]["bins"]) == 4000


def test_calibration_goes_into_the_network_and_brings_mean_squares_together(data: Path) -> None:
    library = Library(data, 2)
    library.discover()
    network = random_network("tiny")
    fitted, judged_on = library.training[::2], library.training[1::2]
    before = read_all(network, judged_on)
    applied = calibrate(network, library.training)
    after = read_all(network, judged_on)
    assert network.config.spread_scale == applied["spreadScale"] != 1
    assert np.mean(after.spread**2) == pytest.approx(np.mean(after.error**2), rel=1e-5)
    assert np.array_equal(after.error, before.error)
    assert not after.open.all()  # closed and absent eyes are read too
    assert abs(1 / (1 + np.exp(-after.presence)) - after.open).mean() < abs(1 / (1 + np.exp(-before.presence)) - after.open).mean()

    again = random_network("tiny")
    fit_presence(again, fitted)
    uncalibrated = read_all(again, judged_on).presence
    assert np.allclose(after.presence, applied["presenceSlope"] * uncalibrated + applied["presenceOffset"], atol=1e-3)


def test_gaze_is_read_beside_all_open_eyed_frames_of_the_measurement(library: Library) -> None:
    network = random_network("tiny")
    whole = [predict(network, measurement, "memory", 2**31).offsets() for measurement in library.unfamiliar]
    np.testing.assert_allclose(read_all(network, library.unfamiliar).error, np.concatenate(whole), atol=1e-5)


def test_command_prints_and_writes_what_it_found(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_weights(random_network("tiny"), tmp_path / "tiny.safetensors")
    calibration.main([str(tmp_path / "tiny.safetensors"), "--data", str(data), "--held-out", "2", "--out", str(tmp_path / "reliability")])
    assert "expected calibration error" in capsys.readouterr().out
    judged = json.loads((tmp_path / "reliability.json").read_text())
    assert judged["frames"] == 80
    draw(judged, tmp_path / "again.svg")
    assert (tmp_path / "again.svg").read_bytes().startswith(b"<?xml")
