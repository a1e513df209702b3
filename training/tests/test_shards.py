"""Measurements in tar shards: the same as in folders, disjoint between processes, bounded in memory, and honest about damage."""

from __future__ import annotations

import functools
import itertools
import json
import tarfile
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import write_measurement

from fovea_training import shards, stream
from fovea_training.data import Library, read_measurement
from fovea_training.pictures import MeasurementError, Packed
from fovea_training.shards import pack, read_shard, unpack
from fovea_training.stream import ShardLibrary, find_shards
from fovea_training.team import Team
from fovea_training.train import TrainConfig, train

FIELDS = ("images", "faces", "face_views", "gaze", "eyes", "known", "landmarks", "head_pose", "rays")


@pytest.fixture(scope="session")
def packed(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The eight measurements of `data` in four shards."""
    out = tmp_path_factory.mktemp("shards")
    shards.main(["--data", str(data), "--out", str(out), "--per-shard", "2"])
    return out


def read_all(shard: Path) -> dict[str, dict[str, bytes]]:
    return {sample["__key__"]: dict(sample) for sample in read_shard(str(shard))}


def test_shards_hold_every_file_once_as_it_was(data: Path, packed: Path) -> None:
    samples = [read_all(shard) for shard in sorted(packed.glob("*.tar"))]
    assert [len(of_shard) for of_shard in samples] == [2, 2, 2, 2]
    joined = {key: sample for of_shard in samples for key, sample in of_shard.items()}
    assert sorted(joined) == [f"p{number:04d}-m1" for number in range(1, 9)]
    assert list(joined) != sorted(joined), "they are dealt out at random"
    for key, sample in joined.items():
        assert sample["json"] == (data / key / "measurement.json").read_bytes()
        assert [sample[f"{i:06d}.jpg"] for i in range(40)] == [(data / key / f"frames/{i:03d}.jpg").read_bytes() for i in range(40)]


def test_any_tar_tool_sees_a_measurement_s_files_side_by_side(packed: Path) -> None:
    with tarfile.open(packed / "shard-000000.tar") as tar:
        names = tar.getnames()
    keys = [key for key, _ in itertools.groupby(name.partition(".")[0] for name in names)]
    assert len(keys) == 2
    assert names[:2] == [f"{keys[0]}.000000.jpg", f"{keys[0]}.000001.jpg"]
    assert f"{keys[1]}.json" in names


@pytest.mark.parametrize("largest", [None, 96])
def test_measurements_of_shards_are_those_of_folders_to_the_bit(data: Path, packed: Path, largest: int | None) -> None:
    for key, sample in read_all(packed / "shard-000001.tar").items():
        folder, shard = read_measurement(data / key, largest=largest), unpack(sample, "shard", largest)
        assert isinstance(shard.images, Packed)
        chosen = np.array([3, 0, 39])
        for field in FIELDS:
            np.testing.assert_array_equal(getattr(shard, field)[chosen], getattr(folder, field)[chosen], err_msg=field)
        assert (shard.id, shard.person, shard.screen, shard.distance_cm) == (folder.id, folder.person, folder.screen, folder.distance_cm)


def test_packing_twice_gives_the_same_bytes(data: Path, packed: Path, tmp_path: Path) -> None:
    again = pack(data, tmp_path / "again", 2)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in sorted(packed.glob("*.tar"))]
    other = pack(data, tmp_path / "other", 2, seed=2)
    assert [path.read_bytes() for path in again] != [path.read_bytes() for path in other]
    with pytest.raises(FileExistsError, match="other"):
        pack(data, tmp_path / "other")


def test_bad_measurement_is_not_packed(tmp_path: Path) -> None:
    folder = write_measurement(tmp_path / "data", "p0001", frames=4)
    (folder / "frames/002.jpg").unlink()
    with pytest.raises(MeasurementError, match=r"p0001-m1.*002\.jpg"):
        pack(tmp_path / "data", tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.tar"))


def take_all(library: ShardLibrary) -> list[str]:
    library.discover()
    return sorted(measurement.id for measurement in library.training)


def test_held_out_people_later_sittings_and_the_shift_set_are_not_trained_on(tmp_path: Path) -> None:
    for person, sitting in (("p0001", 1), ("p0003", 1), ("p0003", 5), ("s0009", 1), ("p0004", 1)):
        write_measurement(tmp_path / "data", person, sitting, frames=3)
    pack(tmp_path / "data", tmp_path / "out", 2)
    library = ShardLibrary(find_shards(str(tmp_path / "out")), held_out=2, buffer=9, sittings=range(5))
    assert take_all(library) == ["p0003-m1", "p0004-m1"]
    assert sorted(measurement.id for measurement in library.unfamiliar) == ["p0001-m1", "s0009-m1"]
    for _ in range(5):
        library.advance(8)
    assert len(library.unfamiliar) == 2
    nobody = ShardLibrary(find_shards(str(tmp_path / "out")), held_out=9, buffer=9)
    with pytest.raises(MeasurementError, match=r"shard-000000.*no measurement of a person above number 9"):
        nobody.discover()


def test_held_out_people_are_validated_on_all_that_the_camera_saw(tmp_path: Path) -> None:
    for person in ("p0001", "p0002"):
        write_measurement(tmp_path / "data", person, frames=4)
    pack(tmp_path / "data", tmp_path / "out", 2)
    folder = Library(tmp_path / "data", held_out=1, largest=48)
    packed = ShardLibrary(find_shards(str(tmp_path / "out")), held_out=1, buffer=2, largest=48)
    for library in (folder, packed):
        library.discover()
        (trained,), (unfamiliar,) = library.training, library.unfamiliar
        assert trained.images[np.arange(4)].shape[1] == 48
        assert unfamiliar.images[np.arange(4)].shape[1] > 48


def test_processes_of_a_team_read_disjoint_shards_that_are_all_there_is(packed: Path) -> None:
    found = find_shards(str(packed))
    teams = [ShardLibrary(found, held_out=0, buffer=100, team=Team(rank, 2)) for rank in (0, 1)]
    first, second = map(take_all, teams)
    assert len(first) == len(second) == 4
    assert sorted(first + second) == take_all(ShardLibrary(found, held_out=0, buffer=100))
    with pytest.raises(ValueError, match="4 shards can't be shared by 5"):
        ShardLibrary(found, held_out=0, buffer=100, team=Team(0, 5))


def follow(library: ShardLibrary, batches: int) -> list[tuple[str, ...]]:
    """What is in the buffer at every batch."""
    library.discover(2)
    seen = []
    for _ in range(batches):
        seen.append(tuple(measurement.id for measurement in library.training))
        library.advance(32)
    return seen


def test_buffer_is_bounded_and_everything_passes_through_it(packed: Path) -> None:
    library = ShardLibrary(find_shards(str(packed)), held_out=0, buffer=3)
    seen = follow(library, 60)
    assert {len(ids) for ids in seen} == {2, 3}
    assert set().union(*seen) == {f"p{number:04d}-m1" for number in range(1, 9)}
    changes = sum(before != after for before, after in itertools.pairwise(seen[5:]))
    assert 20 < changes <= 55, "a measurement of 40 frames serves for more than one batch of 32"


def test_buffer_is_a_function_of_seed_process_and_batches(packed: Path) -> None:
    found = find_shards(str(packed))
    plain = follow(ShardLibrary(found, 0, 3, (1, 0)), 20)
    assert plain == follow(ShardLibrary(found, 0, 3, (1, 0)), 20)
    assert plain != follow(ShardLibrary(found, 0, 3, (2, 0)), 20)
    assert plain != follow(ShardLibrary(found, 0, 3, (1, 7)), 20), "a resumed run goes on with other shards"


def test_shards_that_fit_in_the_buffer_are_read_once(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(stream, "read_shard", lambda url: opened.append(url) or read_shard(url))
    library = ShardLibrary(find_shards(str(packed)), held_out=0, buffer=8)
    assert {ids for ids in map(frozenset, follow(library, 40)[20:])} == {frozenset(f"p{number:04d}-m1" for number in range(1, 9))}
    assert len(opened) == 4


@pytest.mark.parametrize("place", ["within a file", "between the files of a measurement", "between measurements"])
def test_a_truncated_shard_names_itself(packed: Path, tmp_path: Path, place: str) -> None:
    whole = packed / "shard-000002.tar"
    with tarfile.open(whole) as tar:
        members = tar.getmembers()
    starts = [member.offset for member in members]
    second = next(i for i, member in enumerate(members) if not member.name.startswith(members[0].name.partition(".")[0]))
    end = {"within a file": starts[5] + 700, "between the files of a measurement": starts[5], "between measurements": starts[second]}[place]
    cut = tmp_path / "shard-000007.tar"
    cut.write_bytes(whole.read_bytes()[:end])
    with pytest.raises(MeasurementError, match=r"shard-000007\.tar"):
        ShardLibrary([str(cut)], held_out=0, buffer=100).discover()
    assert len(list(read_shard(str(whole)))) == 2


def test_a_picture_that_is_damaged_names_itself_and_its_shard(packed: Path) -> None:
    key, sample = next(iter(read_all(packed / "shard-000000.tar").items()))
    damaged = unpack({**sample, "000003.jpg": sample["000003.jpg"][:300]}, "shard-000000.tar")
    assert damaged.images[np.array([2])].shape == (1, 128, 128, 3)
    with pytest.raises(MeasurementError, match=rf"shard-000000\.tar: {key}\.000003\.jpg"):
        damaged.faces[np.array([2, 3])]


def test_a_measurement_with_missing_files_says_which(packed: Path) -> None:
    key, sample = next(iter(read_all(packed / "shard-000000.tar").items()))
    for gone, reason in (("000003.jpg", r"1 of 40 frames are missing, the first is \.000003\.jpg"), ("json", r"its \.json is missing")):
        with pytest.raises(MeasurementError, match=rf"shard-000000\.tar: {key}: {reason}"):
            unpack({name: content for name, content in sample.items() if name != gone}, "shard-000000.tar")


@pytest.fixture
def server(packed: Path) -> Iterator[str]:
    """The address of a web server that has the shards."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(packed))) as web:
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join()


def test_shards_are_read_from_the_web(server: str, packed: Path) -> None:
    found = find_shards(f"{server}/shard-{{000000..000003}}.tar")
    assert len(found) == 4
    assert take_all(ShardLibrary(found, 0, 100)) == take_all(ShardLibrary(find_shards(str(packed)), 0, 100))
    missing = find_shards(f"{server}/shard-000009.tar")
    with pytest.raises(MeasurementError, match=r"shard-000009\.tar"):
        ShardLibrary(missing, 0, 100).discover()


def test_shards_are_read_from_a_bucket(packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the command that everybody has for it; here another one of its name."""
    command = tmp_path / "aws"
    command.write_text(f'#!/bin/sh\n[ "$1 $2 $4" = "s3 cp -" ] && cat "{packed}/${{3#s3://bucket/}}"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    found = find_shards("s3://bucket/shard-{000000..000003}.tar")
    assert len(take_all(ShardLibrary(found, 0, 100))) == 8


def test_run_on_shards_that_fit_in_the_buffer_is_the_run_on_folders_to_the_bit(data: Path, packed: Path, tmp_path: Path) -> None:
    def run(source: Path, name: str, **changes: object) -> tuple[dict[str, torch.Tensor], dict]:
        settings = {"network": "tiny", "steps": 3, "batch": 8, "held_out": 2, "threads": 1, "device": "cpu", **changes}
        trained = train(TrainConfig(data=str(source), out=str(tmp_path / name), **settings))
        return trained.network.state_dict(), json.loads((tmp_path / name / "log.jsonl").read_text().splitlines()[-1])

    folders, shards_, streamed = run(data, "folders"), run(packed, "shards"), run(packed, "streamed", buffer=3)
    assert folders[1]["validationFrames"] == shards_[1]["validationFrames"] == 2 * 8
    assert folders[1]["errorPct"] == shards_[1]["errorPct"]
    assert all(torch.equal(value, shards_[0][name]) for name, value in folders[0].items())
    assert not torch.equal(folders[0]["encoder.stem.kernel"], streamed[0]["encoder.stem.kernel"]), "a small buffer has other batches"


def test_a_folder_of_measurements_is_no_folder_of_shards(data: Path, packed: Path) -> None:
    assert find_shards(str(data)) == []
    assert len(find_shards(str(packed))) == 4
    assert len(find_shards(f"{packed}/shard-{{000001..000002}}.tar")) == 2
    library = Library(data, 2)
    library.discover()
    before = list(library.training)
    library.advance(1000)
    assert library.training == before
