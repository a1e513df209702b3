"""Measurements streamed out of tar shards: a shuffled buffer of bounded size takes the place of a folder's library.

Every process of a team reads shards of its own, in another order each time around. Of a measurement about as many frames are used as it
has before another one takes its place, so that a pass over the shards is a pass over their frames.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from webdataset.shardlists import expand_urls

from .data import Measurement, is_held_out, sitting_number
from .pictures import MeasurementError
from .shards import read_shard, unpack
from .team import Team

GROWTH = 2  # measurements read a batch until the buffer is full
HELD_OUT_KEPT = 64  # measurements of held-out people that are kept, the first that are met


def find_shards(data: str) -> list[str]:
    """The shards that `--data` means: those of a folder, or a path or URL with `{000000..000099}` in it; none if it means folders."""
    if "://" in data or data.startswith("pipe:") or data.endswith(".tar"):
        return [open_s3(url) for url in expand_urls(data)]
    return sorted(str(path) for path in Path(data).glob("*.tar"))


def open_s3(url: str) -> str:
    """An s3:// URL as a command that reads it; others as they are."""
    return f"pipe:aws s3 cp {shlex.quote(url)} -" if url.startswith("s3://") else url


class ShardLibrary:
    """What `data.Library` is for folders; what it hands out is a function of its arguments and of the batches taken so far."""

    def __init__(
        self,
        shards: Sequence[str],
        held_out: int,
        buffer: int,
        seed: Sequence[int] = (0,),
        team: Team | None = None,
        largest: int | None = None,
        sittings: range | None = None,
    ) -> None:
        team = team or Team()
        if len(shards) < team.size:
            raise ValueError(f"{len(shards)} shards can't be shared by {team.size} processes: pack them with a smaller --per-shard")
        self.shards = shards[team.rank :: team.size]
        self.held_out, self.buffer, self.largest, self.sittings = held_out, buffer, largest, sittings
        self.training: list[Measurement] = []
        self.unfamiliar: list[Measurement] = []  # of held-out people
        self._seed = [*seed, team.rank]
        self._random = np.random.default_rng(self._seed)
        self._stream = self._read()
        self._owed = 0  # frames that were taken and not yet replaced
        self._begun = False  # a batch was taken
        self._met = 0  # measurements to train on, with repetition
        self._complete = False  # all there is to train on is in the buffer

    def discover(self, limit: int | None = None) -> int:
        """Before the first batch: reads measurements to train on, at most `limit`; returns how many. Later ones come with `advance`."""
        before = len(self.training)
        while not self._begun and not self._complete and len(self.training) < min(self.buffer, limit or self.buffer):
            self._take_in()
        return len(self.training) - before

    def advance(self, frames: int) -> None:
        """So many frames were taken for a batch: reads as many, and a few more while there is room."""
        self._begun = True
        self._owed += frames
        room = GROWTH
        while not self._complete and (self._owed > 0 or (room > 0 and len(self.training) < self.buffer)):
            self._owed -= self._take_in()
            room -= 1

    def people(self) -> int:
        """How many people to train on are in the buffer."""
        return len({measurement.person for measurement in self.training})

    def _take_in(self) -> int:
        """Puts the next measurement into the buffer, in the place of another when it is full; returns its frames."""
        measurement = next(self._stream)
        if measurement is None:
            if not self.training:
                raise MeasurementError(f"{', '.join(self.shards)}: no measurement of a person above number {self.held_out}")
            self._complete = self._met == len(self.training)
            if self._complete:  # in a folder's order, so that a run is what it would be on folders
                self.training.sort(key=lambda measurement: measurement.id)
                self.unfamiliar.sort(key=lambda measurement: measurement.id)
            return 0
        self._met += 1
        if len(self.training) < self.buffer:
            self.training.append(measurement)
        else:
            self.training[self._random.integers(self.buffer)] = measurement
        return len(measurement.eyes)

    def _read(self) -> Iterator[Measurement | None]:
        """Measurements to train on, without end; None after every pass. Those of held-out people are put aside."""
        aside: set[str] = set()
        turn = 0
        while True:
            for i in np.random.default_rng([*self._seed, turn]).permutation(len(self.shards)):
                for sample in read_shard(self.shards[i]):
                    measurement = unpack(sample, self.shards[i], self.largest)
                    if self.sittings is not None and sitting_number(sample["__key__"]) not in self.sittings:
                        continue
                    if not is_held_out(measurement.person, self.held_out):
                        yield measurement
                    elif len(aside) < HELD_OUT_KEPT and measurement.id not in aside:
                        aside.add(measurement.id)
                        self.unfamiliar.append(unpack(sample, self.shards[i]))  # all that the camera saw, as in a folder
            yield None
            turn += 1
