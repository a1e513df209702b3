"""BIDS, judged by the official validator, and read with pandas as its sidecars say."""

import json
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from conftest import Export

# What only the researcher can tell.
LEFT_TO_THE_RESEARCHER = {
    ("JSON_KEY_RECOMMENDED", "HEDVersion"),
    ("JSON_KEY_RECOMMENDED", "License"),
    ("JSON_KEY_RECOMMENDED", "SourceDatasets"),
    ("NO_AUTHORS", "Authors"),
    ("SIDECAR_KEY_RECOMMENDED", "CogAtlasID"),
    ("SIDECAR_KEY_RECOMMENDED", "CogPOID"),
    ("SIDECAR_KEY_RECOMMENDED", "Instructions"),
    ("SIDECAR_KEY_RECOMMENDED", "InstitutionAddress"),
    ("SIDECAR_KEY_RECOMMENDED", "InstitutionName"),
    ("SIDECAR_KEY_RECOMMENDED", "InstitutionalDepartmentName"),
    ("TOO_FEW_AUTHORS", None),
}


def validate(dataset: Path) -> list[dict[str, Any]]:
    validator = Path(sysconfig.get_path("scripts")) / "bids-validator-deno"
    # -1: every row.
    command = [validator, dataset, "--format", "json", "--max-rows", "-1"]
    printed = subprocess.run(command, capture_output=True, check=False).stdout
    return json.loads(printed)["issues"]["issues"]


@pytest.mark.parametrize("case", ["usual", "unknown", "several"])
def test_the_official_validator_finds_no_error(exports: dict[str, Export], case: str) -> None:
    issues = validate(exports[case].folder / "bids")
    assert [issue for issue in issues if issue["severity"] == "error"] == []
    found = {(issue["code"], issue.get("subCode")) for issue in issues}
    assert found <= LEFT_TO_THE_RESEARCHER


def test_several_sessions_are_one_dataset_of_subjects(exports: dict[str, Export]) -> None:
    several = exports["several"]
    infos = [session["info"] for session in several.truth["sessions"]]
    subjects = {f"sub-{re.sub('[^A-Za-z0-9]', '', info.get('person', info['id']))}" for info in infos}
    listed = pd.read_csv(several.folder / "bids" / "participants.tsv", sep="\t")
    assert sorted(listed["participant_id"]) == sorted(subjects)
    recordings = list((several.folder / "bids").rglob("*_physio.tsv.gz"))
    assert {path.parts[-4] for path in recordings} == subjects
    rows = sorted(len(pd.read_csv(path, sep="\t", header=None)) for path in recordings)
    assert rows == sorted(session["samples"] for session in several.truth["sessions"])


def test_the_validator_would_find_errors(usual: Export, tmp_path: Path) -> None:
    """Otherwise the test above would prove nothing."""
    dataset = tmp_path / "bids"
    subprocess.run(["cp", "-r", usual.folder / "bids", dataset], check=True)
    (sidecar,) = dataset.rglob("*_physio.json")
    json_ = json.loads(sidecar.read_text())
    del json_["RecordedEye"]
    json_["Columns"] = json_["Columns"][1:]
    sidecar.write_text(json.dumps(json_))
    errors = {issue["code"] for issue in validate(dataset) if issue["severity"] == "error"}
    assert "SIDECAR_KEY_REQUIRED" in errors
    assert len(errors) > 1


def read_recording(export: Export, suffix: str) -> tuple[dict[str, Any], pd.DataFrame]:
    (path,) = (export.folder / "bids").rglob(f"*_recording-eye1_{suffix}.tsv.gz")
    sidecar = json.loads(Path(str(path).removesuffix(".tsv.gz") + ".json").read_text("utf-8"))
    table = pd.read_csv(path, sep="\t", header=None, names=sidecar["Columns"], na_values="n/a")
    return sidecar, table


def test_the_recording_is_the_samples(usual: Export) -> None:
    sidecar, physio = read_recording(usual, "physio")
    truth = usual.truth["samples"]
    screen = usual.truth["info"]["screen"]
    np.testing.assert_allclose(physio["timestamp"], np.array(truth["timestampMs"]) / 1000, atol=1e-6)
    x = np.array(truth["xScreen"], dtype=float) * screen["widthPx"]
    np.testing.assert_allclose(physio["x_coordinate"], x, atol=0.006, equal_nan=True)
    assert sidecar["RecordedEye"] == "cyclopean"
    assert sidecar["SampleCoordinateSystem"] == "gaze-on-screen"
    assert sidecar["StartTime"] == pytest.approx(physio["timestamp"][0])
    # 30 Hz with jitter.
    assert sidecar["SamplingFrequency"] == pytest.approx(30, rel=0.02)


def test_the_screen_is_in_metres_where_it_is_known(usual: Export) -> None:
    (path,) = (usual.folder / "bids").rglob("*_events.json")
    shown = json.loads(path.read_text("utf-8"))["StimulusPresentation"]
    assert shown["ScreenSize"] == [0.345, 0.194]
    assert shown["ScreenDistance"] == 0.6
    assert shown["ScreenResolution"] == [1920, 1080]
    assert shown["ScreenOrigin"] == ["top", "left"]


def test_a_screen_of_unknown_size_is_no_gaze_on_screen(exports: dict[str, Export]) -> None:
    sidecar, _ = read_recording(exports["unknown"], "physio")
    assert sidecar["SampleCoordinateSystem"] == "custom"
    assert "not known" in sidecar["SampleCoordinateSystemDescription"]


def test_events_of_the_recording_are_in_its_time(usual: Export) -> None:
    sidecar, events = read_recording(usual, "physioevents")
    _, physio = read_recording(usual, "physio")
    assert sidecar["OnsetSource"] in physio.columns
    assert events["onset"].is_monotonic_increasing
    fixations = events[events["trial_type"] == "fixation"]
    written = pd.read_csv(usual.folder / "csv" / "fixations.csv")
    np.testing.assert_allclose(fixations["onset"], written["startMs"] / 1000, atol=1e-5)
    np.testing.assert_allclose(fixations["duration"], written["durationMs"] / 1000, atol=1e-5)
    assert set(fixations["onset"].round(6)) <= set(physio["timestamp"].round(6))
    lost = events[events["trial_type"] == "lost"]
    inside = [
        (physio["timestamp"] >= a - 1e-6) & (physio["timestamp"] < b)
        for a, b in zip(lost["onset"], lost["onset"] + lost["duration"] - 1e-6, strict=True)
    ]
    assert physio["x_coordinate"].isna().sum() == sum(mask.sum() for mask in inside)
