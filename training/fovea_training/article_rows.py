"""The rows of the article's table: which network, read in which way."""

from __future__ import annotations

from dataclasses import dataclass

from .article_readings import EVERYTHING, WINDOW, Reading, centre, in_batches, in_order, person_stored, stacked, stored

BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 100)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    key: str  # its number; parts of a row have a dot in theirs
    title: str
    network: str  # a variant of ablations.py; '' for none
    read: Reading
    article: tuple[str, str] = ("", "")  # what the article says of unfamiliar people and measurements
    least: int = 1  # open-eyed frames that a measurement must have

    @property
    def number(self) -> str:
        return self.key.partition(".")[0]


ROWS = (
    Row("1", "the centre, always", "", centre),
    Row("2", "head only: eyes masked, else as 5", "masked", in_batches(WINDOW)),
    Row("3", "baseline: random batches, stored statistics", "baseline", stored, ("9.5", "8.4")),
    Row("4", "the baseline with batch statistics at test", "baseline", in_batches(WINDOW)),
    Row("5", "measurement batches, batch statistics", "measurement", in_batches(WINDOW), ("7.2", "6.0")),
    Row("6", "the same network, stored statistics", "measurement", stored, ("did not work at all",) * 2),
    Row("7", "four frames stacked as channels, stored statistics", "stacked", stacked, ("worse than 5",) * 2),
    Row("8", "recurrent: a GRU over 32 frames, GroupNorm inside", "recurrent", in_order, ("worse than 5",) * 2),
    Row("9", "GroupNorm in place of every BN", "grouped", stored),
    *(Row(f"10.{size}", f"network of 5, batches of {size} at test", "measurement", in_batches(size), least=size) for size in BATCH_SIZES),
    Row("11.1", "network of 5, one image at a time, statistics of other frames of the measurement", "measurement", person_stored),
    Row("12", "network of 5, all frames of a recording as one batch", "measurement", in_batches(EVERYTHING), ("suggested",) * 2),
)
CURVE = (75, 150)  # people
CURVE_ROWS = tuple(Row(f"curve.{n}", f"as 5, learnt from {n} people", f"people-{n}", in_batches(WINDOW)) for n in CURVE)
EARLIER = Row("11.2", "the same, statistics of another measurement of the person", "measurement", stored)  # its reading needs the data
LIVE = "13"
NETWORK_ROWS = ("2", "3", "5", "7", "8", "9", *(row.key for row in CURVE_ROWS))  # every network as it is meant to be read
NUMBERS = [*dict.fromkeys(row.number for row in ROWS), LIVE, "curve"]
