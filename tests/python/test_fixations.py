"""Fixations by Fovea against those of pymovements, on the same gaze with the same thresholds.

Both read the same papers, not quite alike; what differs is known and is all that may differ:

- I-DT. Dispersion is (max x - min x) + (max y - min y) in both. pymovements keeps the sample that went too far as the
  last one of its fixation, and so has the next one begin a sample later where no saccade was in between.
- I-VT. pymovements puts a velocity to each sample, that from the one before, so that the sample where a saccade landed is
  fast, and not of the fixation. Fovea compares pairs: the sample belongs to it.
"""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from pymovements.events import Events, idt, ivt

ROOT = Path(__file__).parents[2]
# Whole milliseconds at a steady rate, the shortest fixation a whole number of them: pymovements asks for that.
INTERVAL_MS = 40
LEAST_SAMPLES = 3
PARAMETERS = {
    "unit": "pct",
    "dispersion": 5.0,
    "velocity": 120.0,
    "minDurationMs": LEAST_SAMPLES * INTERVAL_MS,
    "maxGapMs": 0,
    "mergeGapMs": 0,
    "mergeDistance": 0,
    "maxScrollPx": 1_000_000,
}
SESSION = {"minutes": 5, "rateHz": 1000 / INTERVAL_MS, "jitterPct": 0}
NOISY = "noise near the threshold"
CASES = {
    "no noise": {"seed": 1, "precisionPct": 0},
    "saccades between frames": {"seed": 2, "precisionPct": 1, "saccadeMs": 0},
    "a good webcam": {"seed": 3, "precisionPct": 1},
    NOISY: {"seed": 4, "precisionPct": 2.5},
    "one sample in ten lost": {"seed": 5, "precisionPct": 1, "lossPct": 10},
}
# No fixation of these sessions is so many samples away, or so long.
FAR_ENOUGH = 400

Range = tuple[int, int]


@dataclass
class Gaze:
    """What was recorded and what Fovea found in it."""

    # [N], ms
    times: np.ndarray
    # [N, 2], % of the screen's width; NaN where lost
    places: np.ndarray
    # [N], which page was in front
    views: np.ndarray
    # First and last sample of each
    fixations: list[Range]
    true_fixations: int


def detect(method: str, options: dict[str, float]) -> Gaze:
    asked = {"session": {**SESSION, **options}, "parameters": {**PARAMETERS, "method": method}}
    script = ROOT / "tests" / "python" / "detect-fixations.ts"
    node = ROOT / "node_modules" / ".bin" / "node"
    printed = subprocess.run([node, script, json.dumps(asked)], capture_output=True, check=True).stdout
    made = json.loads(printed)
    return Gaze(
        times=np.rint(np.array(made["timestampMs"])).astype(int),
        places=np.array([made["x"], made["y"]], dtype=float).T,
        views=np.array(made["view"]),
        fixations=[(first, last) for first, last in made["fixations"]],
        true_fixations=made["trueFixations"],
    )


def list_stretches(gaze: Gaze) -> list[Range]:
    """First and last sample of each stretch of one page in which none is lost and time goes on steadily."""
    stretches: list[Range] = []
    first = None
    for i, lost in enumerate(np.isnan(gaze.places).any(axis=1)):
        parted = i > 0 and (gaze.times[i] - gaze.times[i - 1] != INTERVAL_MS or gaze.views[i] != gaze.views[i - 1])
        if first is not None and (lost or parted):
            stretches.append((first, i - 1))
            first = None
        if first is None and not lost:
            first = i
    return stretches if first is None else [*stretches, (first, len(gaze.times) - 1)]


def find_by_dispersion(gaze: Gaze, first: int, last: int) -> list[Range]:
    """What pymovements finds in a stretch, as ranges of its samples."""
    steps = np.arange(last + 1 - first) * INTERVAL_MS
    if len(steps) < LEAST_SAMPLES:
        return []
    events = idt(
        gaze.places[first : last + 1],
        steps,
        minimum_duration=LEAST_SAMPLES * INTERVAL_MS,
        dispersion_threshold=PARAMETERS["dispersion"],
    )
    return read_ranges(events, first)


def find_by_velocity(gaze: Gaze, first: int, last: int) -> list[Range]:
    velocities = np.diff(gaze.places[first : last + 1], axis=0, prepend=np.nan) * 1000 / INTERVAL_MS
    events = ivt(
        velocities,
        np.arange(last + 1 - first) * INTERVAL_MS,
        # From its second sample to its last one a fixation of n samples takes n - 2 intervals.
        minimum_duration=(LEAST_SAMPLES - 2) * INTERVAL_MS,
        velocity_threshold=PARAMETERS["velocity"],
    )
    return read_ranges(events, first)


def read_ranges(events: Events, first: int) -> list[Range]:
    onsets, offsets = (events.frame[name].to_numpy() // INTERVAL_MS + first for name in ("onset", "offset"))
    return [(int(a), int(b)) for a, b in zip(onsets, offsets, strict=True)]


def find_one_by_one(gaze: Gaze, first: int, last: int) -> list[Range]:
    """The same by dispersion, but asked for one fixation after the other, each time from the sample that ended the last."""
    found: list[Range] = []
    while fixations := find_by_dispersion(gaze, first, min(last, first + FAR_ENOUGH)):
        begin, end = fixations[0]
        places = gaze.places[begin : end + 1]
        if np.sum(places.max(axis=0) - places.min(axis=0)) > PARAMETERS["dispersion"]:
            end -= 1
        found.append((begin, end))
        first = end + 1
    return found


@pytest.mark.parametrize("options", CASES.values(), ids=CASES.keys())
def test_velocity_finds_the_same_fixations(options: dict[str, float]) -> None:
    gaze = detect("ivt", options)
    theirs = [found for stretch in list_stretches(gaze) for found in find_by_velocity(gaze, *stretch)]
    assert len(theirs) > 500
    assert [(first + 1, last) for first, last in gaze.fixations] == theirs


@pytest.mark.parametrize("options", CASES.values(), ids=CASES.keys())
def test_dispersion_finds_the_same_fixations_one_by_one(options: dict[str, float]) -> None:
    gaze = detect("idt", options)
    theirs = [found for stretch in list_stretches(gaze) for found in find_one_by_one(gaze, *stretch)]
    assert len(theirs) > 500
    assert gaze.fixations == theirs


@pytest.mark.parametrize(("name", "options"), CASES.items(), ids=CASES.keys())
def test_dispersion_as_it_comes_is_within_a_sample(name: str, options: dict[str, float]) -> None:
    gaze = detect("idt", options)
    theirs = [found for stretch in list_stretches(gaze) for found in find_by_dispersion(gaze, *stretch)]
    nearest = [max(theirs, key=lambda b, a=a: min(a[1], b[1]) - max(a[0], b[0])) for a in gaze.fixations]
    near = [abs(a[0] - b[0]) <= 1 and abs(a[1] - b[1]) <= 1 for a, b in zip(gaze.fixations, nearest, strict=True)]
    # Noise near the threshold breaks fixations up, and a sample more or less moves the next break.
    assert np.mean(near) > (0.75 if name == NOISY else 0.95)
