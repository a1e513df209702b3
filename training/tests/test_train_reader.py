"""Training the memory reader on made-up features whose meaning only the memory tells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from fovea_training import train_reader as training
from fovea_training.features import Seen
from fovea_training.memories import NEXT, draw_spread
from fovea_training.network import Readout, cell_centres, expect
from fovea_training.parity import random_network
from fovea_training.reader import MemoryReader
from fovea_training.train_reader import (
    GRID,
    MARGIN,
    ReaderRun,
    Step,
    disguise,
    draw_step,
    load_reader,
    measure_loss,
    save_reader,
    tell,
    train_reader,
)
from fovea_training.train_readout import ReadoutRun, save_readout
from fovea_training.weights import write_weights

FEATURES = 6
SMALL = ReaderRun(steps=260, groups=16, frames=16, rate=4e-3, noise=0.02, width=24, layers=2, heads=2)
TINY = replace(SMALL, steps=4, groups=4)


def make_people(count: int, seed: int, frames: int = 40, ordered: bool = False) -> list[list[Seen]]:
    """People whose features are the gaze plus something of their own, far larger than the screen: alone they say next to nothing."""
    draw = torch.Generator().manual_seed(seed)
    mixing = torch.randn(2, FEATURES, generator=torch.Generator().manual_seed(0))
    people = []
    for _ in range(count):
        gaze = torch.rand(frames, 2, generator=draw)
        own = 2 * torch.rand(2, generator=draw)
        people.append([Seen((gaze + own) @ mixing, gaze, ordered)])
    return people


def make_readout(seed: int = 1) -> Readout:
    """An untrained one: it says little, and is no help."""
    torch.manual_seed(seed)
    return Readout(FEATURES, (8,), GRID**2).eval()


def identify(seen: Seen) -> list[tuple[float, ...]]:
    """Frames by their features: no two are alike."""
    return [tuple(row) for row in seen.features.tolist()]


def tensors(step: Step) -> dict[str, torch.Tensor]:
    return vars(step)


@torch.no_grad()
def error_pct(reader: MemoryReader, people: list[list[Seen]], memory: str) -> float:
    """Of the last frames of people, beside the others or beside nothing; or of the others among each other."""
    offsets = []
    for (seen,) in people:
        entries, frames = seen.features[None, :24], seen.features[None, 24:]
        count = 0 if memory == "alone" else 24
        told = tell(make_readout(), entries[:, :count], torch.ones(1, count, dtype=torch.bool), frames, cell_centres(GRID, MARGIN))
        gaze, _ = expect(reader(entries[:, :count], frames, told)[0], cell_centres(GRID, MARGIN))
        offsets.append((gaze[:24] - seen.gaze[:24] if memory == "entries" else gaze[count:] - seen.gaze[24:]).norm(dim=-1))
    return 100 * torch.cat(offsets).mean().item()


def test_reader_learns_to_read_beside_the_memory_what_no_frame_says_alone(capsys: pytest.CaptureFixture[str]) -> None:
    reader = train_reader(make_people(200, 1), SMALL, make_readout(), log_every=100)
    assert capsys.readouterr().out.count("errorPct") == 3
    people = make_people(40, 2)
    centre = 100 * torch.cat([(seen.gaze[24:] - 0.5).norm(dim=-1) for (seen,) in people]).mean().item()
    errors = {memory: error_pct(reader, people, memory) for memory in ("alone", "memory", "entries")}
    assert errors["alone"] > 0.75 * centre
    assert errors["memory"] < 0.6 * errors["alone"]
    assert errors["entries"] < 0.6 * errors["alone"]


def test_training_is_the_same_by_the_same_seed() -> None:
    people = make_people(6, 1)
    first, again, other = (train_reader(people, replace(TINY, seed=seed), make_readout()).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(value, again[name]) for name, value in first.items())
    assert not torch.equal(first["embed.kernel"], other["embed.kernel"])


def test_a_step_is_a_function_of_the_generator_s_state() -> None:
    people = make_people(6, 1)
    first, again, other = (tensors(draw_step(people, TINY, np.random.default_rng(seed))) for seed in (3, 3, 4))
    assert all(torch.equal(value, again[name]) for name, value in first.items())
    assert not torch.equal(first["frames"], other["frames"])


def test_a_step_s_tensors_belong_together() -> None:
    people = make_people(9, 1)
    owner = {frame: (number, i) for number, (seen,) in enumerate(people) for i, frame in enumerate(identify(seen))}
    random = np.random.default_rng(0)
    own = strange = unfilled = 0
    for _ in range(40):
        step = draw_step(people, replace(TINY, groups=6, strangers=0.0), random)
        assert step.entries.shape[:2] == step.present.shape
        assert step.frames.shape == (6, TINY.frames, FEATURES)
        for entries, present, frames, gaze in zip(*tensors(step).values(), strict=True):
            asked = [owner[tuple(frame)] for frame in frames.tolist()]
            assert len({person for person, _ in asked}) == 1, "frames of one measurement"
            assert all(torch.equal(people[person][0].gaze[i], said) for (person, i), said in zip(asked, gaze, strict=True))
            unfilled += int((~present).sum())
            for entry in entries[present].tolist():
                person, _ = owner[tuple(entry)]
                own, strange = own + (person == asked[0][0]), strange + (person != asked[0][0])
    assert own > 2 * strange > 0, "now and then somebody else's frames are in a memory"
    assert unfilled > 0


@pytest.mark.parametrize("ordered", [True, False])
def test_of_a_sequence_the_memory_is_what_went_before(ordered: bool) -> None:
    people, random = make_people(9, 1, frames=100, ordered=ordered), np.random.default_rng(0)
    when = {frame: i for (seen,) in people for i, frame in enumerate(identify(seen))}
    whose = {frame: number for number, (seen,) in enumerate(people) for frame in identify(seen)}
    before = after = 0
    for _ in range(60):
        step = draw_step(people, replace(TINY, strangers=0.0), random)
        for entries, present, frames, _ in zip(*tensors(step).values(), strict=True):
            asked = [tuple(frame) for frame in frames.tolist()]
            first, last = min(when[frame] for frame in asked), max(when[frame] for frame in asked)
            own = [when[tuple(entry)] for entry in entries[present].tolist() if whose[tuple(entry)] == whose[asked[0]]]
            before, after = before + sum(i < first for i in own), after + sum(i >= first for i in own)
            assert not ordered or last - first < NEXT, "the looks that come next are asked about"
    assert before > 0
    assert (after == 0) == ordered


def test_the_reader_sees_what_it_is_given_and_nothing_else() -> None:
    people = make_people(6, 1)
    given = torch.randn(FEATURES, 3)
    reader = train_reader(people, TINY, make_readout(), inputs=given)
    assert torch.equal(reader.inputs.kernel, given)
    unseen = torch.linalg.svd(given.T).Vh[-1]
    frames = people[0][0].features[None, :5]
    told = torch.rand(1, 10, 2)
    torch.testing.assert_close(reader(frames, frames + 10 * unseen, told)[:, 5:], reader(frames, frames, told)[:, 5:], atol=1e-3, rtol=0)


def test_sequences_are_drawn_oftener(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def note(copies: list[list[Seen]], run: ReaderRun, random: np.random.Generator) -> Step:
        drawn.append(sum(one[0].ordered for one in copies) / len(copies))
        return draw_step(copies, run, random)

    monkeypatch.setattr(training, "draw_step", note)
    people = make_people(6, 1) + make_people(2, 2, ordered=True)
    train_reader(people, replace(TINY, steps=1, sequences=3), make_readout())
    assert drawn == [6 / 12]


def test_memories_may_all_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fovea_training.memories.EMPTY", 1.0)
    reader = train_reader(make_people(6, 1), TINY, make_readout())
    assert all(torch.isfinite(value).all() for value in reader.state_dict().values())


def test_reader_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    run = replace(TINY, width=16, layers=1, heads=4)
    reader = train_reader(make_people(6, 1), run, make_readout())
    save_reader(reader, tmp_path / "deep/reader.pt", run, {"people": 6})
    back = load_reader(tmp_path / "deep/reader.pt")
    assert back.config == reader.config
    assert all(torch.equal(value, back.state_dict()[name]) for name, value in reader.state_dict().items())
    assert torch.load(tmp_path / "deep/reader.pt", weights_only=True)["people"] == 6


def test_command_trains_on_a_folder_of_features_and_says_of_whom(tmp_path: Path) -> None:
    network = random_network("tiny")
    write_weights(network, tmp_path / "tiny.safetensors")
    save_readout(network.readout, tmp_path / "readout.pt", ReadoutRun(), {})
    for number in range(3):
        for copy in (0, 1):
            (tmp_path / "features").mkdir(exist_ok=True)
            seen = Seen(torch.randn(20, network.features), torch.rand(20, 2), pose=torch.randn(20, 3))
            torch.save(vars(seen), tmp_path / f"features/p000{number // 2}-m{number % 2 + 1}.{copy}.pt")
    options = ["--steps", "2", "--groups", "2", "--width", "16", "--layers", "1", "--heads", "4", "--rate", "0.002"]
    beside = ["--network", str(tmp_path / "tiny.safetensors"), "--readout", str(tmp_path / "readout.pt")]
    training.main([str(tmp_path / "features"), *beside, "--out", str(tmp_path / "reader.pt"), *options])
    kept = torch.load(tmp_path / "reader.pt", weights_only=True)
    assert (kept["people"], kept["measurements"], kept["copies"]) == (2, 3, 2)
    assert (kept["run"]["steps"], kept["run"]["rate"]) == (2, 0.002)
    assert load_reader(tmp_path / "reader.pt").config.width == 16


@torch.no_grad()
def test_the_reader_is_told_where_the_readout_has_every_frame_look() -> None:
    network, run = random_network("tiny"), replace(TINY, noise=0.0, drop=0.0)
    people = [[Seen(torch.randn(20, network.features), torch.rand(20, 2))] for _ in range(4)]
    step = draw_step(people, run, np.random.default_rng(0))
    told = tell(network.readout, step.entries, step.present, step.frames, network.screen)
    group, there = 1, step.present[1]
    entries, frames = step.entries[group, there], step.frames[group]
    among, _ = expect(network.readout.read_among(entries, torch.cat([entries, frames])), network.screen)
    torch.testing.assert_close(told[group, step.entries.shape[1] :], among[len(entries) :], atol=1e-3, rtol=0)
    torch.testing.assert_close(told[group, : step.entries.shape[1]][there], among[: len(entries)], atol=1e-3, rtol=0)
    read = network.reader(step.entries, step.frames, told, step.present)[:, step.entries.shape[1] :].flatten(0, 1)
    offset = (expect(read, network.screen)[0] - step.gaze.flatten(0, 1)).norm(dim=1).mean()
    torch.testing.assert_close(measure_loss(network.reader, network.readout, step, network.screen, run)[1], offset, atol=1e-4, rtol=1e-4)


def test_memories_of_the_readout_lie_anywhere_and_hold_nobody_else() -> None:
    people = make_people(9, 1)
    whose = {frame: number for number, (seen,) in enumerate(people) for frame in identify(seen)}
    spreads = []
    for seed in range(20):
        step = draw_step(people, replace(TINY, strangers=0.0), np.random.default_rng(seed), draw_spread, foreign=False)
        for entries, present, frames, _ in zip(*tensors(step).values(), strict=True):
            own = [tuple(entry) for entry in entries[present].tolist()]
            assert {whose[entry] for entry in own} == {whose[tuple(frames[0].tolist())]}
            assert 8 <= len(own) <= 40
            gaze = {tuple(row): look for (seen,) in people for row, look in zip(seen.features.tolist(), seen.gaze, strict=True)}
            spreads.append(torch.stack([gaze[entry] for entry in own]).std(0).min())
    assert torch.stack(spreads).mean() > 0.24, "as uniform looks do: 0.29"


def test_a_disguise_moves_all_frames_alike() -> None:
    (one,), (other,) = make_people(2, 1)
    moved = disguise(one, other, 1.0, np.random.default_rng(0))
    torch.testing.assert_close(moved.features - moved.features.mean(0), one.features - one.features.mean(0), atol=1e-4, rtol=1e-4)
    assert (moved.features.mean(0) - one.features.mean(0)).abs().max() > 0.1
    assert torch.equal(moved.gaze, one.gaze)
    assert disguise(replace(one, ordered=True), other, 1.0, np.random.default_rng(0)).ordered
    assert disguise(one, other, 0.0, np.random.default_rng(0)) is one
