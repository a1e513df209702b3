"""The session file, read by the standard library as its documentation says."""

import csv
import io
import json
import struct
import zipfile

from conftest import Export


def test_session_file_opens_as_documented(usual: Export) -> None:
    (path,) = usual.folder.glob("*.session.zip")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        header = json.loads(archive.read("session.json"))
        rows = list(csv.DictReader(io.StringIO(archive.read("samples.csv").decode("utf-8"), newline="")))
        events = [json.loads(line) for line in archive.read("events.jsonl").decode("utf-8").splitlines()]
        shots = [archive.read(shot["file"]) for shot in header["shots"]]
    assert (header["format"], header["version"]) == ("fovea-session", 1)
    assert header["sampleCount"] == len(rows)
    assert events == usual.truth["events"]
    assert header["views"] == usual.truth["views"]
    assert header["elements"] == usual.truth["elements"]
    assert [len(shot) for shot in shots] == [shot["bytes"] for shot in header["shots"]]
    assert all(shot[:4] == b"RIFF" and shot[8:12] == b"WEBP" for shot in shots)
    truth = usual.truth["samples"]
    assert [float(row["timestampMs"]) for row in rows] == truth["timestampMs"]
    for column in ("xScreen", "yDocumentPx", "yElement"):
        found = [to_float32(row[column]) for row in rows]
        assert found == truth[column]


def to_float32(cell: str) -> float | None:
    """The 32-bit float that the text stands for, as a double; exactly."""
    return struct.unpack("f", struct.pack("f", float(cell)))[0] if cell else None
