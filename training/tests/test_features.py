"""Kept features: of people to train on, under the population's moments, a function of copy and measurement, resumable."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import write_measurement

from fovea_training import features
from fovea_training.augment import Look, view_frames
from fovea_training.checkpoint import load_network
from fovea_training.data import read_measurement
from fovea_training.features import Seen, extract, read_features, training_folders
from fovea_training.framing import frame_face
from fovea_training.network import normalization
from fovea_training.samplers import take


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people to train on, and what is not: a held-out one, the shift set, a later sitting, too few open eyes, an unfinished folder."""
    folder = tmp_path_factory.mktemp("people")
    for person in ("p0002", "p0003", "p0004", "s0009"):
        write_measurement(folder, person, frames=12)
    write_measurement(folder, "p0003", 2, frames=12)
    write_measurement(folder, "p0005", frames=9)  # seven with open eyes
    write_measurement(folder, "p0006", frames=12).rename(folder / ".p0006-m1.partial")
    return folder


def keep(run: Path, people: Path, out: Path, *options: str) -> dict[str, dict[str, torch.Tensor]]:
    """What the command leaves in a folder."""
    command = [str(run / "settled.pt"), "--data", str(people), "--out", str(out), "--held-out", "2", "--sittings", "1"]
    features.main([*command, *options])
    assert not list(out.glob("*.tmp"))
    return {path.name: torch.load(path, weights_only=True) for path in sorted(out.glob("*.pt"))}


def same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(a[name], b[name]) for name in ("features", "gaze"))


def test_only_what_may_be_trained_on_is_kept(run: Path, people: Path, tmp_path: Path) -> None:
    kept = keep(run, people, tmp_path, "--copies", "2")
    assert sorted(kept) == ["p0003-m1.0.pt", "p0003-m1.1.pt", "p0004-m1.0.pt", "p0004-m1.1.pt"]
    assert [path.name for path in training_folders(people, 2, 1)] == ["p0003-m1", "p0004-m1", "p0005-m1"]
    for name, seen in kept.items():
        gaze = torch.from_numpy(read_measurement(people / name.partition(".")[0]).gaze[:10])
        mirrored = torch.stack([1 - gaze[:, 0], gaze[:, 1]], 1)
        assert seen["features"].shape == (10, load_network(run / "settled.pt").features)
        assert torch.isfinite(seen["features"]).all()
        assert torch.equal(seen["gaze"], gaze) or torch.equal(seen["gaze"], mirrored)
    assert not same(kept["p0003-m1.0.pt"], kept["p0003-m1.1.pt"]), "copies look otherwise"


def test_interrupted_run_goes_on_and_leaves_what_is_there(run: Path, people: Path, tmp_path: Path) -> None:
    before = keep(run, people, tmp_path, "--copies", "2")
    (tmp_path / "p0004-m1.0.pt").unlink()
    marked = {**before["p0003-m1.0.pt"], "gaze": torch.zeros(10, 2)}
    torch.save(marked, tmp_path / "p0003-m1.0.pt")
    after = keep(run, people, tmp_path, "--copies", "2")
    assert same(after.pop("p0003-m1.0.pt"), marked)
    assert after.keys() == before.keys() - {"p0003-m1.0.pt"}
    assert all(same(seen, before[name]) for name, seen in after.items())


def test_processes_share_the_work_by_copies(run: Path, people: Path, tmp_path: Path) -> None:
    whole = keep(run, people, tmp_path / "whole", "--copies", "2")
    for copy in ("0", "1"):
        shared = keep(run, people, tmp_path / "shared", "--copies", "1", "--first-copy", copy)
    assert shared.keys() == whole.keys()
    assert all(same(seen, whole[name]) for name, seen in shared.items())


def test_features_are_seen_under_the_population_s_moments_frame_by_frame(run: Path, people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = load_network(run / "settled.pt")
    taken = take(read_measurement(people / "p0003-m1"), np.arange(10))
    batch = view_frames(taken, Look(frame_face(taken.landmarks)), 64)
    with torch.no_grad(), normalization(network, "stored"):
        expected = torch.cat([network.features_of(batch.images[i : i + 1], batch.views[i : i + 1]) for i in range(10)])
    monkeypatch.setattr(features, "CHUNK", 4)
    torch.testing.assert_close(extract(network, batch.images, batch.views), expected, atol=1e-4, rtol=1e-4)


def test_copies_are_read_by_measurement(tmp_path: Path) -> None:
    for name, count in (("p0003-m1.0", 3), ("p0003-m1.1", 3), ("p0010-m2.0", 5)):
        torch.save({"features": torch.zeros(count, 4), "gaze": torch.zeros(count, 2)}, tmp_path / f"{name}.pt")
    copies = read_features(tmp_path)
    assert [[len(seen) for seen in measurement] for measurement in copies] == [[3, 3], [5]]
    assert isinstance(copies[0][0], Seen)
    with pytest.raises(FileNotFoundError, match="no features"):
        read_features(tmp_path / "nowhere")


def test_frames_of_a_sequence_are_kept_as_such_and_in_their_order(run: Path, tmp_path: Path) -> None:
    people = tmp_path / "people"
    write_measurement(people, "p0003", frames=12)
    write_measurement(tmp_path, "p0003", frames=12).rename(people / "p0003-m1-reading")
    kept = keep(run, people, tmp_path / "features", "--copies", "1")
    assert {name: seen["ordered"] for name, seen in kept.items()} == {"p0003-m1.0.pt": False, "p0003-m1-reading.0.pt": True}
    x, y = kept["p0003-m1-reading.0.pt"]["gaze"].T
    told = torch.from_numpy(read_measurement(people / "p0003-m1-reading").gaze[:10])
    assert torch.equal(y, told[:, 1])
    assert torch.equal(x, told[:, 0]) or torch.equal(x, 1 - told[:, 0])
    assert [copy.ordered for copies in read_features(tmp_path / "features") for copy in copies] == [True, False]
