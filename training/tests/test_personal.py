"""The personal readout: ridge and leave-one-out against solving it all again, planted offsets found, wild targets put up with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from fovea_training import train_personal as training
from fovea_training.features import Seen
from fovea_training.network import FoveaNetwork, expect
from fovea_training.parity import random_network
from fovea_training.personal import (
    CONTRADICTED,
    LEAST_SPREAD,
    LEAST_TARGETS,
    MOST_DEVIATIONS,
    ROUNDS,
    STRENGTHS,
    PersonalConfig,
    PersonalReadout,
    fit_personal,
    leave_out,
    solve,
)
from fovea_training.train_personal import PersonalRun, draw_step, load_personal, save_personal, train_personal
from fovea_training.train_reader import save_reader
from fovea_training.train_readout import ReadoutRun, save_readout

EXACT = {"atol": 1e-9, "rtol": 1e-7}


def draw(count: int = 12, width: int = 5) -> tuple[Tensor, Tensor, Tensor]:
    """Embeddings, residuals and counts, in float64."""
    return torch.randn(count, width).double(), torch.randn(count, 2).double(), 0.2 + 0.8 * torch.rand(count).double()


def place(count: int, width: int = 6) -> Tensor:
    """Embeddings [count, width + 3] as the readout makes them: what was learned, a constant, and the gaze about the screen's middle."""
    return torch.cat([torch.randn(count, width), torch.ones(count, 1), torch.rand(count, 2) - 0.5], 1)


# --- ridge regression


def test_ridge_is_what_a_dense_solve_of_the_augmented_problem_gives() -> None:
    x, y, counts = draw()
    rows = np.concatenate([x.numpy() * counts.sqrt().numpy()[:, None], np.sqrt(3.0) * np.eye(5)])  # the ridge as five rows more
    wanted = np.concatenate([y.numpy() * counts.sqrt().numpy()[:, None], np.zeros((5, 2))])
    expected = np.linalg.lstsq(rows, wanted, rcond=None)[0]
    np.testing.assert_allclose(solve(x, y, 3.0, counts).numpy(), expected, atol=1e-9)
    plain = np.linalg.solve(x.numpy().T @ x.numpy() + 3 * np.eye(5), x.numpy().T @ y.numpy())
    np.testing.assert_allclose(solve(x, y, 3.0).numpy(), plain, atol=1e-9)
    assert np.abs(plain - expected).max() > 0.01, "counts matter"


def test_groups_are_solved_apart() -> None:
    x, y = torch.randn(3, 8, 4).double(), torch.randn(3, 8, 2).double()
    together = solve(x, y, 0.5)
    for group in range(3):
        torch.testing.assert_close(together[group], solve(x[group], y[group], 0.5), **EXACT)


def test_a_gradient_flows_through_the_solution_to_embeddings_and_ridge() -> None:
    x, y, _ = draw()
    ridge = torch.tensor(2.0).double()
    assert torch.autograd.gradcheck(lambda a, b: solve(a, y, b), (x.requires_grad_(), ridge.requires_grad_()))


@pytest.mark.parametrize(("count", "ridge"), [(5, 0.3), (12, 2.0), (40, 50.0)])
def test_leave_one_out_is_leaving_each_out_and_solving_again(count: int, ridge: float) -> None:
    x, y, counts = draw(count)
    expected = []
    for i in range(count):
        others = torch.arange(count) != i
        weights = solve(x[others], y[others], ridge, counts[others])
        expected.append((y[i] - x[i] @ weights).norm())
    torch.testing.assert_close(leave_out(x, y, ridge, counts), torch.stack(expected), **EXACT)


def test_fewer_frames_than_embeddings_are_left_out_exactly_too() -> None:
    x, y, counts = draw(6, 20)
    others = torch.arange(6) != 2
    expected = (y[2] - x[2] @ solve(x[others], y[others], 0.1, counts[others])).norm()
    torch.testing.assert_close(leave_out(x, y, 0.1, counts)[2], expected, **EXACT)


# --- the fit


def test_strength_is_the_one_whose_left_out_frames_are_best_off() -> None:
    """Chosen by leaving out, with the counts that three rounds give: written out with a loop over what is left out."""
    chosen, used = set(), 0
    for noise in (0.01, 0.1, 0.2, 0.3, 0.6):
        x = torch.randn(14, 5)
        y = x @ torch.tensor([[0.3, -0.2], [0.1, 0.2], [0.0, 0.1], [0.0, 0.0], [0.0, 0.0]]) + noise * torch.randn(14, 2)
        fit = fit_personal(x, y, 1.0)
        a, b = x.double(), y.double()
        counts = torch.ones(14).double()

        def left_out(strength: float, a: Tensor = a, b: Tensor = b) -> Tensor:
            keep = ~torch.eye(14, dtype=torch.bool)
            return torch.stack([(b[i] - a[i] @ solve(a[keep[i]], b[keep[i]], strength, counts[keep[i]])).norm() for i in range(14)])  # noqa: B023

        for _ in range(ROUNDS):
            apart = left_out(1.0)
            counts = (CONTRADICTED * apart.quantile(0.5) / apart).clamp_max(1)
        errors = {strength: float((counts * left_out(strength)).sum()) for strength in STRENGTHS}
        best = min(errors, key=lambda strength: errors[strength])
        chosen.add(best)
        without = float((counts * b.norm(dim=1)).sum())
        if fit is None:
            assert errors[best] >= 0.98 * without
            continue
        used += 1
        torch.testing.assert_close(fit.weights, solve(a, b, best, counts), atol=1e-6, rtol=1e-5)
        assert fit.spread == pytest.approx(max(LEAST_SPREAD, errors[best] / without), rel=1e-5)
    assert used >= 3
    assert len(chosen) > 1, "noisier targets are held to more strongly"


def test_a_personal_offset_is_recovered_from_nine_targets() -> None:
    for _ in range(10):
        x, asked = place(9, 2), place(200, 2)
        # two traits, a shift, and a stretch of each axis
        planted = torch.tensor([[0.03, 0.0], [0.0, 0.04], [0.12, -0.09], [0.2, 0.0], [0.0, -0.15]])
        fit = fit_personal(x, x @ planted + 0.002 * torch.randn(9, 2), 0.01)
        assert fit is not None
        left, before = (asked @ planted - fit.correct(asked)).norm(dim=1).mean(), (asked @ planted).norm(dim=1).mean()
        assert left < 0.15 * before
        assert fit.spread < 0.5


def test_wild_targets_count_less_and_barely_change_the_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth of the targets are somewhere else altogether: a blink, a glance away."""
    with_rounds, without_rounds, clean = [], [], []
    for _ in range(20):
        x, asked = place(25, 2), place(200, 2)
        planted = torch.zeros(5, 2)
        planted[-3] = torch.tensor([0.1, -0.08])
        y = x @ planted + 0.01 * torch.randn(25, 2)
        wild = y.clone()
        wild[:5] += 0.6 * torch.nn.functional.normalize(torch.randn(5, 2))
        for values, targets, rounds in ((clean, y, ROUNDS), (with_rounds, wild, ROUNDS), (without_rounds, wild, 0)):
            monkeypatch.setattr("fovea_training.personal.ROUNDS", rounds)
            fit = fit_personal(x, targets, 1.0)
            corrected = fit.correct(asked) if fit else torch.zeros(200, 2)
            values.append(float((asked @ planted - corrected).norm(dim=1).mean()))
    before = float(np.hypot(0.1, 0.08))
    assert np.mean(clean) < 0.15 * before
    assert np.mean(with_rounds) < 0.3 * before
    assert np.mean(with_rounds) < 0.6 * np.mean(without_rounds)


def test_targets_that_are_pure_noise_are_left_alone() -> None:
    """Hardly ever used; and where chance says otherwise, what is added is small beside the noise."""
    fits = []
    for _ in range(200):
        x, asked = place(16), place(100)
        fit = fit_personal(x, 0.1 * torch.randn(16, 2), 1.0)
        fits.append(0.0 if fit is None else float(fit.correct(asked).norm(dim=1).mean()))
    assert np.mean([added == 0 for added in fits]) > 0.7
    assert np.mean(fits) < 0.02
    x = place(16)
    assert fit_personal(x, x @ torch.full((9, 2), 0.05), 1.0) is not None, "the same with something in it is used"


def test_targets_that_the_gaze_meets_already_are_left_alone() -> None:
    assert fit_personal(place(9), torch.zeros(9, 2), 1.0) is None


@pytest.mark.parametrize("count", [0, 1, LEAST_TARGETS - 1, LEAST_TARGETS])
def test_fewer_than_five_targets_say_nothing(count: int) -> None:
    fit = fit_personal(place(count), torch.full((count, 2), 0.2), 0.5)
    assert (fit is None) == (count < 5)


def test_the_spread_never_shrinks_to_nothing() -> None:
    x = place(60)
    fit = fit_personal(x, x @ torch.full((9, 2), 0.1), 1e-6)
    assert fit is not None
    assert fit.spread == LEAST_SPREAD


# --- the embedding


def test_embedding_is_what_its_formula_says() -> None:
    readout = PersonalReadout(7, PersonalConfig(4, 6))
    with torch.no_grad():
        for value in readout.parameters():
            value.normal_()
        x, gaze = 5 * torch.randn(3, 11, 7), torch.rand(3, 11, 2)
        embedded = readout(x, gaze)
    assert embedded.shape == (3, 11, 4 + 3)
    bounded = x.clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS)
    assert not torch.equal(bounded, x)
    hidden = (bounded @ readout.widen.kernel + readout.widen.bias).relu()
    expected = bounded @ readout.linear.kernel + readout.linear.bias + hidden @ readout.narrow.kernel
    torch.testing.assert_close(embedded[..., :4], expected, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(embedded[..., 4], readout.scale.expand(3, 11))
    torch.testing.assert_close(embedded[..., 5:], readout.scale * (gaze - 0.5))


def test_features_are_embedded_as_the_reader_standardizes_them() -> None:
    network = random_network("tiny")
    features, gaze = torch.randn(5, network.features), torch.rand(5, 2)
    standardized = (features - network.reader.mean) / network.reader.deviation
    torch.testing.assert_close(network.personal.embed(network.reader, features, gaze), network.personal(standardized, gaze))
    assert network.personal.embed(network.reader, features[:0], gaze[:0]).shape == (0, 15)


# --- training

SMALL = PersonalRun(steps=250, groups=8, frames=24, rate=3e-3, noise=0.02, strangers=0.0, drop=0.0, width=6, hidden=8)
TINY = replace(SMALL, steps=3, groups=3)


@pytest.fixture(scope="module")
def network() -> FoveaNetwork:
    torch.manual_seed(0)
    network = random_network("tiny")
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    return network


@torch.no_grad()
def make_people(
    network: FoveaNetwork, count: int, seed: int, frames: int = 24, ordered: bool = False, related: bool = True
) -> list[list[Seen]]:
    """People of whom the gaze that is read is off by what four hidden traits of a frame say, in everybody's own way; the traits are
    mixed into the features. Unrelated: the features tell nothing of them."""
    draw = torch.Generator().manual_seed(seed)
    mixing = torch.randn(4, network.features, generator=torch.Generator().manual_seed(0))
    people = []
    for _ in range(count):
        traits = torch.randn(frames, 4, generator=draw)
        shown = traits if related else torch.randn(frames, 4, generator=draw)
        noise = 0.3 * torch.randn(frames, network.features, generator=draw)
        features = network.reader.mean + network.reader.deviation * (shown @ mixing + noise)
        own = 0.1 * torch.randn(4, 2, generator=draw)
        gaze = expect(network.read_beside(features, features[:0]), network.screen)[0]
        people.append([Seen(features, gaze + traits @ own, ordered)])
    return people


@torch.no_grad()
def error_pct(network: FoveaNetwork, personal: PersonalReadout | None, people: list[list[Seen]], known: int = 16) -> float:
    """Of the frames whose targets are not told, as the product reads them."""
    network.personal = personal
    offsets = []
    for (seen,) in people:
        targets = torch.where(torch.arange(len(seen))[:, None] < known, seen.gaze, torch.nan)
        offsets.append((network.read_gaze(seen.features, seen.features[known:], targets)[0] - seen.gaze[known:]).norm(dim=-1))
    return 100 * float(torch.cat(offsets).mean())


def test_training_makes_features_in_which_a_few_targets_carry_far(network: FoveaNetwork, capsys: pytest.CaptureFixture[str]) -> None:
    people = make_people(network, 30, 2)
    trained = train_personal(network, make_people(network, 80, 1), SMALL, log_every=100)
    assert capsys.readouterr().out.count("errorPct") == 3
    torch.manual_seed(SMALL.seed)
    untrained = PersonalReadout(network.features, PersonalConfig(SMALL.width, SMALL.hidden))
    without, begun, ended = (error_pct(network, readout, people) for readout in (None, untrained, trained))
    assert ended < 0.7 * without
    assert ended < 0.85 * begun


def test_training_finds_nothing_where_features_tell_nothing(network: FoveaNetwork) -> None:
    """The control: the same people, the same offsets, but features that have nothing to do with them."""
    people = make_people(network, 30, 2, related=False)
    trained = train_personal(network, make_people(network, 80, 1, related=False), SMALL)
    assert error_pct(network, trained, people) > 0.93 * error_pct(network, None, people)


def test_training_is_the_same_by_the_same_seed(network: FoveaNetwork) -> None:
    people = make_people(network, 5, 1)
    first, again, other = (train_personal(network, people, replace(TINY, seed=seed)).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(value, again[name]) for name, value in first.items())
    assert not torch.equal(first["linear.kernel"], other["linear.kernel"])


def test_sequences_and_measurements_with_too_few_frames_are_not_trained_on(network: FoveaNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    plain = training.draw_step
    monkeypatch.setattr(training, "draw_step", lambda copies, *rest: drawn.append(copies) or plain(copies, *rest))
    dots = make_people(network, 2, 1)
    left_out = [*make_people(network, 1, 2, frames=23), *make_people(network, 1, 3, ordered=True)]
    train_personal(network, [*left_out, *dots], replace(TINY, steps=1))
    assert drawn == [dots]
    with pytest.raises(ValueError, match="no measurement of dots has 24 frames"):
        train_personal(network, left_out, TINY)


def test_a_step_holds_every_frame_once_with_its_target(network: FoveaNetwork) -> None:
    people = make_people(network, 4, 1, frames=30)
    owner = {tuple(frame): (i, k) for i, (seen,) in enumerate(people) for k, frame in enumerate(seen.features.tolist())}
    features, gaze = draw_step(people, TINY, np.random.default_rng(0))
    assert features.shape == (3, 24, network.features)
    for group, targets in zip(features.tolist(), gaze, strict=True):
        found = [owner[tuple(frame)] for frame in group]
        assert len({person for person, _ in found}) == 1
        assert len(set(found)) == 24
        assert [k for _, k in found] != sorted(k for _, k in found), "in a random order"
        assert all(torch.equal(people[i][0].gaze[k], target) for (i, k), target in zip(found, targets, strict=True))


def test_personal_readout_comes_back_as_it_was_kept(network: FoveaNetwork, tmp_path: Path) -> None:
    personal = train_personal(network, make_people(network, 4, 1), TINY)
    save_personal(personal, tmp_path / "deep/personal.pt", TINY, {"measurements": 4})
    back = load_personal(tmp_path / "deep/personal.pt")
    assert back.config == personal.config == PersonalConfig(6, 8)
    assert all(torch.equal(value, back.state_dict()[name]) for name, value in personal.state_dict().items())
    assert torch.load(tmp_path / "deep/personal.pt", weights_only=True)["measurements"] == 4


def test_command_trains_beside_a_reader_on_a_folder_of_features(network: FoveaNetwork, run: Path, tmp_path: Path) -> None:
    (tmp_path / "features").mkdir()
    for number, (seen,) in enumerate(make_people(network, 3, 1)):
        torch.save(vars(seen), tmp_path / f"features/p000{number}-m1.0.pt")
    size = network.reader.config
    save_reader(network.reader, tmp_path / "reader.pt", training.ReaderRun(width=size.width, layers=size.layers, heads=size.heads), {})
    save_readout(network.readout, tmp_path / "readout.pt", ReadoutRun(), {})
    files = [f"--{name}={tmp_path / name}.pt" for name in ("readout", "reader")]
    files += ["--network", str(run / "settled.pt"), "--out", str(tmp_path / "personal.pt")]
    training.main([str(tmp_path / "features"), *files, "--steps", "2", "--groups", "2", "--frames", "20", "--width", "9"])
    kept = torch.load(tmp_path / "personal.pt", weights_only=True)
    assert kept["measurements"] == 3
    assert (kept["run"]["steps"], kept["run"]["frames"]) == (2, 20)
    assert load_personal(tmp_path / "personal.pt").config.width == 9
