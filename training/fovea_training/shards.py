"""Packs measurement folders into tar shards, so that a million measurements are a few thousand files, read in one go each.

    uv run python -m fovea_training.shards --data DIR --out SHARDS [--per-shard 100] [--seed 1]

A shard is laid out as WebDataset has it: files that share a name up to its first dot are one sample. A sample is a measurement:
`p0025-m1.json` is its `measurement.json`, `p0025-m1.000017.jpg` frame 17 of that, byte for byte. Measurements are dealt out at random, so
that every shard holds a bit of everything.

See https://github.com/webdataset/webdataset for the layout and for the library that reads and writes it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path, PurePath
from tarfile import TarError

import numpy as np
from webdataset.gopen import gopen
from webdataset.tariterators import group_by_keys, tar_file_expander
from webdataset.writer import TarWriter

from .data import Measurement, assemble, frame_files, read_json
from .pictures import MeasurementError, Packed, picture_side

END = bytes(512)  # a whole tar ends with blocks of zeros
MEASUREMENTS = 100  # of a shard: about 100 MB

Sample = Mapping[str, bytes]  # what webdataset makes of files that share a key: extension -> content, and `__key__`


class Watched:
    """A stream that remembers its last block, to tell a whole tar from one that was cut between two files."""

    def __init__(self, url: str) -> None:
        self._stream = gopen(url)
        self._last = b""

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._last = (self._last + data[-len(END) :])[-len(END) :]
        return data

    def expect_end(self) -> None:
        """Reads what is left."""
        while self.read(1 << 16):
            pass
        if self._last != END:
            raise EOFError("it ends without the end mark of a tar")

    def close(self) -> None:
        self._stream.close()


def read_shard(url: str) -> Iterator[Sample]:
    """The samples of a shard: a file's path or what else `webdataset` opens (http, https, `pipe:` and a command)."""
    try:
        with closing(Watched(url)) as stream:
            yield from group_by_keys(tar_file_expander([{"url": url, "stream": stream}]))
            stream.expect_end()
    except (OSError, EOFError, TarError, ValueError) as error:
        reason = error.args[0] if error.args and isinstance(error.args[0], str) else error
        raise MeasurementError(f"{url}: not a whole shard: {reason}") from error


def unpack(sample: Sample, source: str, largest: int | None = None) -> Measurement:
    """The measurement of a sample, its frames decoded when they are asked for; `source` and `largest` as for folders."""
    name = f"{source}: {sample['__key__']}"
    if "json" not in sample:
        raise MeasurementError(f"{name}: its .json is missing")
    try:
        record = json.loads(sample["json"])
    except ValueError as error:
        raise MeasurementError(f"{name}.json: {error}") from error
    keys = [extension(number, file) for number, file in enumerate(frame_files(record, name))]
    missing = [key for key in keys if key not in sample]
    if missing:
        raise MeasurementError(f"{name}: {len(missing)} of {len(keys)} frames are missing, the first is .{missing[0]}")
    files, names = [sample[key] for key in keys], [f"{name}.{key}" for key in keys]
    side = picture_side(BytesIO(files[0]), names[0])
    kept = side if largest is None else min(side, largest)
    return assemble(record, name, side, lambda views: (Packed(files, names, side, kept), Packed(files, names, side, kept, views)))


def extension(number: int, file: str) -> str:
    """What follows the key in a packed frame's name."""
    return f"{number:06d}{PurePath(file).suffix.lower()}"


def to_key(folder: Path) -> str:
    """A folder's name without dots, which end a key."""
    return folder.name.replace(".", "_")


def to_sample(folder: Path) -> Sample:
    """A measurement folder as a sample, checked as training checks it."""
    files = frame_files(read_json(folder / "measurement.json"), str(folder))
    try:
        frames = {extension(number, file): (folder / file).read_bytes() for number, file in enumerate(files)}
    except OSError as error:
        raise MeasurementError(f"{folder}: {error}") from error
    sample = {"__key__": to_key(folder), "json": (folder / "measurement.json").read_bytes(), **frames}
    unpack(sample, str(folder))
    return sample


def pack(data: Path, out: Path, per_shard: int = MEASUREMENTS, seed: int = 1) -> list[Path]:
    """Packs the finished measurements of a folder; the same folder and seed give the same bytes. A shard is written whole or not at all."""
    if any(out.glob("*.tar")):
        raise FileExistsError(f"{out} has shards already: another --out")
    folders = sorted(path.parent for path in data.glob("*/measurement.json") if not path.parent.name.startswith("."))
    if not folders:
        raise MeasurementError(f"{data}: has no measurements to pack")
    if len({to_key(folder) for folder in folders}) < len(folders):
        raise MeasurementError(f"{data}: two names are the same when their dots are replaced by _")
    order = np.random.default_rng(seed).permutation(len(folders))
    out.mkdir(parents=True, exist_ok=True)
    shards = []
    for number, first in enumerate(range(0, len(order), per_shard)):
        shard = out / f"shard-{number:06d}.tar"
        temporary = shard.with_name(f".{shard.name}.tmp")
        with TarWriter(str(temporary), mtime=0) as writer:
            for i in order[first : first + per_shard]:
                writer.write(to_sample(folders[i]))
        shards.append(temporary.rename(shard))
    return shards


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="Pack measurement folders into tar shards.")
    parser.add_argument("--data", type=Path, required=True, help="folder of measurement folders")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the shards into")
    parser.add_argument("--per-shard", type=int, default=MEASUREMENTS, help="measurements of a shard")
    parser.add_argument("--seed", type=int, default=1, help="of the order in which measurements are dealt out")
    options = parser.parse_args(arguments)
    shards = pack(options.data, options.out, options.per_shard, options.seed)
    print(f"wrote {len(shards)} shards, {sum(path.stat().st_size for path in shards) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
