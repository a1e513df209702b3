"""Reading measurement folders, who is held out, and a library that grows."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from conftest import SIDE, write_measurement
from PIL import Image

from fovea_training.data import ABSENT, CLOSED, OPEN, Library, is_held_out, is_sequence, read_measurement
from fovea_training.framing import to_view
from fovea_training.pictures import FACE_PX, MeasurementError


def test_measurement_is_read_with_its_truth(data: Path) -> None:
    measurement = read_measurement(data / "p0003-m1")
    assert measurement.images.shape == (40, SIDE, SIDE, 3)
    assert measurement.eyes.tolist() == [OPEN] * 38 + [CLOSED, ABSENT]
    assert measurement.known.sum() == 39
    assert measurement.head_pose[0].tolist() == [9.0, 1.0, 0.5]
    assert 0 < measurement.landmarks[0].min() < measurement.landmarks[0].max() < 1


def test_faces_are_cut_where_their_views_say(data: Path) -> None:
    """The irises, the darkest spots, are where the landmarks say, in the square as in the face."""
    measurement = read_measurement(data / "p0003-m1")
    assert measurement.faces.shape == (40, FACE_PX, FACE_PX, 3)
    inside = to_view(measurement.landmarks, measurement.face_views)
    for points, pictures in ((measurement.landmarks, measurement.images), (inside, measurement.faces)):
        side = pictures.shape[1]
        for frame in range(8):
            brightness = pictures[frame].mean(-1)
            irises = (points[frame, [0, 5]] * side).astype(int)
            corners = ((points[frame, [1, 2, 6, 7]] * 0.6 + points[frame, [0, 0, 5, 5]] * 0.4) * side).astype(int)
            assert brightness[irises[:, 1], irises[:, 0]].max() < 90
            assert brightness[corners[:, 1], corners[:, 0]].max() > 120


def test_larger_pictures_are_scaled_down_after_their_faces_were_cut(tmp_path: Path) -> None:
    folder = write_measurement(tmp_path, "p0003", frames=4)
    whole, small = read_measurement(folder), read_measurement(folder, largest=48)
    assert small.images.shape == (4, 48, 48, 3)
    np.testing.assert_array_equal(small.faces, whole.faces)
    np.testing.assert_array_equal(small.landmarks, whole.landmarks)
    assert read_measurement(folder, largest=200).images.shape == (4, SIDE, SIDE, 3)


@pytest.mark.parametrize(("size", "reason"), [((64, 48), "64 x 48"), ((32, 32), "32 x 32")])
def test_pictures_that_are_not_squares_of_one_size_are_refused(tmp_path: Path, size: tuple[int, int], reason: str) -> None:
    folder = write_measurement(tmp_path, "p0001", frames=4)
    Image.new("RGB", size).save(folder / "frames/002.jpg")
    with pytest.raises(MeasurementError, match=rf"002.jpg.*{reason}"):
        read_measurement(folder)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda m: m.update(version=2), "version 2"),
        (lambda m: m.update(frames=[]), "no frames"),
        (lambda m: m["frames"][0].update(x=1.2), "outside the screen"),
        (lambda m: m["frames"][0].update(file="frames/999.jpg"), "999"),
    ],
)
def test_bad_measurement_is_refused_with_its_reason(tmp_path: Path, change, reason: str) -> None:  # noqa: ANN001
    folder = write_measurement(tmp_path, "p0001", frames=4)
    record = json.loads((folder / "measurement.json").read_text())
    change(record)
    (folder / "measurement.json").write_text(json.dumps(record))
    with pytest.raises(MeasurementError, match=reason):
        read_measurement(folder)


def test_people_with_the_lowest_numbers_are_held_out() -> None:
    assert is_held_out("p0024", 24)
    assert not is_held_out("p0025", 24)
    assert not is_held_out("anna", 24)


def test_shift_set_is_never_trained_on(tmp_path: Path) -> None:
    assert is_held_out("s0030", 24)
    assert is_held_out("s0001", 0)
    assert not is_held_out("sam", 24)
    write_measurement(tmp_path, "s0030", frames=4)
    library = Library(tmp_path, held_out=24)
    library.discover()
    assert (len(library.training), len(library.unfamiliar)) == (0, 1)


def test_sequences_of_held_out_people_are_found_by_their_folder(tmp_path: Path) -> None:
    write_measurement(tmp_path, "p0001", frames=4).rename(tmp_path / "p0001-m1-reading")
    library = Library(tmp_path, held_out=24, only_held_out=True)
    assert library.discover() == 1
    assert len(library.unfamiliar) == 1


def test_later_sittings_are_left_out_and_names_without_a_number_are_not(tmp_path: Path) -> None:
    for sitting in (1, 2):
        write_measurement(tmp_path, "p0003", sitting, frames=4)
    (tmp_path / "p0003-m2").rename(tmp_path / "p0003-m2-reading")
    write_measurement(tmp_path, "p0004", frames=4).rename(tmp_path / "a-capture-of-somebody")
    for sittings, ids in ((range(2), ["p0004-m1", "p0003-m1"]), (range(2, 3), ["p0003-m2"]), (None, ["p0004-m1", "p0003-m1", "p0003-m2"])):
        library = Library(tmp_path, held_out=1, sittings=sittings)
        library.discover()
        assert [measurement.id for measurement in library.training] == ids


def test_library_finds_measurements_that_appear_later_and_leaves_unfinished_ones(tmp_path: Path) -> None:
    write_measurement(tmp_path, "p0001", frames=4)
    library = Library(tmp_path, held_out=1)
    assert library.discover() == 1
    assert (len(library.training), len(library.unfamiliar)) == (0, 1)
    folder = write_measurement(tmp_path, "p0002", frames=4)
    folder.rename(tmp_path / ".p0002-m1.partial")
    assert library.discover() == 0
    (tmp_path / ".p0002-m1.partial").rename(folder)
    assert library.discover() == 1
    assert library.people() == 1


def test_pictures_are_decoded_anew_when_the_measurement_is_newer(tmp_path: Path) -> None:
    folder = write_measurement(tmp_path, "p0001", frames=4)
    before = np.array(read_measurement(folder).images)
    (folder / "frames/000.jpg").write_bytes((folder / "frames/001.jpg").read_bytes())
    np.testing.assert_array_equal(read_measurement(folder).images, before)
    later = (tmp_path / ".cache/p0001-m1.faces.npy").stat().st_mtime + 10
    os.utime(folder / "measurement.json", (later, later))
    after = read_measurement(folder).images
    np.testing.assert_array_equal(after[0], before[1])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("p0012-m2-reading", True),
        ("p0012-m2-browsing-lean", True),
        ("p0012-m2-stare", True),
        ("p0012-m2", False),
        ("p0012-m2-dim", False),
        ("p0012-m2-readings", False),
        ("p0012-reading", False),
    ],
)
def test_a_sequence_is_known_by_its_name(name: str, expected: bool) -> None:
    assert is_sequence(name) == expected
