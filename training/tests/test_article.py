"""The article's experiment on small generated measurements."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import write_measurement

from fovea_training import article
from fovea_training.ablations import FLAT, STACK, VARIANTS, build_grouped, build_recurrent, mask_eyes, stack_frames
from fovea_training.article_data import Viewer, read_training, role_of
from fovea_training.article_live import LOOK_EVERY_MS, thin
from fovea_training.article_readings import in_batches, person_stored, say, stored
from fovea_training.article_report import all_rows, verdict
from fovea_training.article_results import over_seeds
from fovea_training.article_rows import LIVE, NUMBERS
from fovea_training.article_training import Plan, train_network
from fovea_training.augment import Augmenter
from fovea_training.checkpoint import load_checkpoint
from fovea_training.data import read_measurement
from fovea_training.mixture import reorder
from fovea_training.network import CONFIGS, FoveaNetwork
from fovea_training.population import read_moments
from fovea_training.train import Trainer

SIZE = 64
PLAN = Plan(network="tiny", side=SIZE, steps=3, batch=16, device="cpu")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two unfamiliar people, five to train on, left-out measurements of two of these, one of the shift set."""
    folder = tmp_path_factory.mktemp("article")
    for number in range(1, 8):
        write_measurement(folder, f"p{number:04d}")
    for person, sitting in (("p0003", 2), ("p0004", 2), ("p0005", 3), ("s0001", 1)):
        write_measurement(folder, person, sitting)
    (folder / "p0003-m1-low").mkdir()
    return folder


@pytest.fixture(scope="module")
def batch(people: Path):  # noqa: ANN201 (Batch)
    measurement = read_measurement(people / "p0003-m1")
    return Viewer(SIZE).look(measurement, measurement.open_frames())


def options(people: Path, out: Path, *more: str) -> list[str]:
    settings = ["--network", "tiny", "--side", str(SIZE), "--steps", "3", "--held-out", "2", "--device", "cpu", "--batch", "16"]
    return ["--data", str(people), "--out", str(out / "results"), "--work", str(out / "work"), *settings, *more]


def test_left_out_measurements_are_never_trained_on(people: Path) -> None:
    ids = [measurement.id for measurement in read_training(people, held_out=2, people=300)]
    assert ids == ["p0003-m1", "p0004-m1", "p0005-m1", "p0005-m3", "p0006-m1", "p0007-m1"]
    assert [measurement.id for measurement in read_training(people, 2, people=2)] == ["p0003-m1", "p0004-m1"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("p0050-m2", "people"),
        ("p0051-m1", "training"),
        ("p0051-m2", "measurements"),
        ("p0100-m2", "measurements"),
        ("p0101-m2", "training"),
        ("s0001-m1", "shift"),
        ("p0051-m1-low", None),
        ("p0001-m1-reading", None),
    ],
)
def test_a_folder_s_name_says_what_it_is_for(name: str, role: str | None) -> None:
    assert role_of(name, 50) == role


def test_masked_eyes_are_flat_and_the_rest_is_as_it_was(batch) -> None:  # noqa: ANN001
    masked = mask_eyes(batch)
    cells = (batch.landmarks * SIZE).long().clamp(0, SIZE - 1)  # [n, 10, 2]
    rows = torch.arange(len(cells))[:, None]
    assert (masked.images[rows, :, cells[..., 1], cells[..., 0]] == FLAT).all()
    changed = (masked.images != batch.images).any(1)
    assert 0.05 < changed.float().mean() < 0.5
    assert (masked.images[:, :, -12:] == batch.images[:, :, -12:]).all()


def test_the_mask_does_not_know_where_the_eyes_look(batch) -> None:  # noqa: ANN001
    elsewhere = batch.landmarks.clone()
    elsewhere[:, [0, 3, 4, 5, 8, 9]] += 0.02  # irises and lids
    plain = torch.ones_like(batch.images)
    one, other = (mask_eyes(replace(batch, images=plain, landmarks=points)).images for points in (batch.landmarks, elsewhere))
    assert torch.equal(one, other)


def test_a_stack_is_labelled_as_its_first_frame(batch) -> None:  # noqa: ANN001
    stack = stack_frames(reorder(batch, torch.arange(2 * STACK)))
    assert stack.images.shape == (2, 3 * STACK, SIZE, SIZE)
    assert torch.equal(stack.images[1, 3:6], batch.images[STACK + 1])
    assert torch.equal(stack.gaze, batch.gaze[[0, STACK]])


@pytest.mark.parametrize("name", [*VARIANTS])
def test_every_variant_learns(people: Path, name: str) -> None:
    """Ten steps over one batch lower its loss."""
    variant = VARIANTS[name]
    trainer = Trainer(PLAN.train_config(1), make=lambda: variant.build(PLAN.network_config()))
    made = variant.make_batch(read_training(people, 2, 300), 16, Augmenter(SIZE), 1, 0, False)
    assert made.images.shape == (16, 3 * (STACK if name == "stacked" else 1), SIZE, SIZE)
    losses = [sum(trainer.train_step([made], 0.5).values()) for _ in range(10)]
    assert losses[-1] < losses[0] - 0.5


def test_without_batches_no_frame_sees_another(batch) -> None:  # noqa: ANN001
    network = build_grouped(CONFIGS["tiny"]).eval()
    with torch.no_grad():
        together, alone = say(network, batch, "batch"), say(network, reorder(batch, torch.tensor([3])), "batch")
    assert torch.allclose(together[3], alone[0], atol=1e-5)


def test_a_recurrent_network_sees_earlier_frames_and_no_later_ones(batch) -> None:  # noqa: ANN001
    network = build_recurrent(CONFIGS["tiny"]).eval()
    with torch.no_grad():
        network.readout.logits.kernel.mul_(10)
        whole, cut, late = (say(network, reorder(batch, torch.arange(a, b)), "stored") for a, b in ((0, 8), (0, 5), (2, 8)))
    assert torch.allclose(whole[:5], cut, atol=1e-5)
    assert not torch.allclose(whole[2:], late, atol=1e-5)


def test_batches_of_one_frame_and_of_all_can_be_read(people: Path, batch) -> None:  # noqa: ANN001
    network, measurement = FoveaNetwork(CONFIGS["tiny"]).eval(), read_measurement(people / "p0003-m1")
    with torch.no_grad():
        for length in (1, 5, 100):
            gaze = in_batches(length)(network, batch, measurement)
            assert gaze.shape == batch.gaze.shape
            assert gaze.isfinite().all()


def test_a_person_s_statistics_leave_the_frame_out(people: Path, batch) -> None:  # noqa: ANN001
    """Another second frame changes what is said of the first, another first nothing of what is said of the third."""
    network, measurement = FoveaNetwork(CONFIGS["tiny"]).eval(), read_measurement(people / "p0003-m1")
    before = read_moments(network)

    def read(changed: int) -> torch.Tensor:
        images = batch.images.clone()
        images[changed] = -images[changed]
        with torch.no_grad():
            return person_stored(network, replace(batch, images=images), measurement)

    with torch.no_grad():
        plain = person_stored(network, batch, measurement)
        assert not torch.allclose(plain, stored(network, batch, measurement), atol=1e-4)
    assert torch.allclose(read(0)[2], plain[2], atol=1e-6)
    assert not torch.allclose(read(1)[0], plain[0], atol=1e-6)
    assert all(torch.equal(moments[0], before[name][0]) for name, moments in read_moments(network).items())


def test_an_interrupted_network_goes_on_as_if_nothing_had_happened(people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    training = read_training(people, 2, 300)
    whole, _ = train_network(PLAN, "baseline", training, 1, tmp_path / "whole.pt")
    monkeypatch.setattr("fovea_training.article_training.SAVE_EVERY_S", 0)
    before = Trainer.train_step

    def interrupted(self: Trainer, batches: list, progress: float) -> dict[str, float]:
        if self.step == 2:
            raise KeyboardInterrupt
        return before(self, batches, progress)

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "train_step", interrupted)
        with pytest.raises(KeyboardInterrupt):
            train_network(PLAN, "baseline", training, 1, tmp_path / "broken.pt")
    assert load_checkpoint(tmp_path / "broken.pt")["step"] == 2
    resumed, facts = train_network(PLAN, "baseline", training, 1, tmp_path / "broken.pt")
    assert facts["steps"] == 3
    assert all(torch.equal(value, resumed.state_dict()[name]) for name, value in whole.state_dict().items())


def write_sequence(folder: Path, person: str, task: str, frames: int) -> Path:
    """A sequence at 5 Hz, made as a measurement is."""
    made = write_measurement(folder / "made", person, frames=frames, closed=0, absent=0)
    out = folder / f"{made.name}-{task}"
    made.rename(out)
    record = json.loads((out / "measurement.json").read_text())
    for i, frame in enumerate(record["frames"]):
        frame["timestampMs"] = 200.0 * i
    (out / "measurement.json").write_text(json.dumps({**record, "id": out.name}))
    return out


def test_a_sequence_is_looked_at_twice_a_second(tmp_path: Path) -> None:
    sequence = write_sequence(tmp_path, "p0001", "stare", 25)
    looks = read_measurement(thin(sequence, tmp_path / "thin" / sequence.name))
    times = [frame["timestampMs"] for frame in json.loads((tmp_path / "thin" / sequence.name / "measurement.json").read_text())["frames"]]
    assert len(looks.eyes) == len(times) == 9
    assert np.diff(times).min() >= LOOK_EVERY_MS


def test_one_command_writes_every_row_and_computes_none_twice(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sequence(tmp_path / "sequences", "p0001", "reading", 100)
    arguments = options(people, tmp_path, "--rows", ",".join(NUMBERS), "--sequences", str(tmp_path / "sequences"))
    article.main(arguments)
    page, record = (tmp_path / "results/article.md").read_text(), json.loads((tmp_path / "results/article.json").read_text())
    for row in all_rows():
        assert f"| {row.key} | {row.title} |" in page
    assert f"## Row {LIVE}" in page
    assert "not rendered" in page  # what was not rendered, beside what was
    assert record["data"]["measurements"]["measurements"] == 2
    assert record["data"]["training"]["measurements"] == 6
    rows = record["rows"]
    assert rows["1"]["sets"]["people"]["errorPct"] == pytest.approx(rows["1"]["sets"]["people"]["centreErrorPct"])
    assert set(rows["5"]["sets"]) == {"people", "measurements", "shift", "familiar"}
    assert set(rows["11.2"]["sets"]) == {"measurements"}
    assert rows["10.100"]["sets"] == {}  # nobody has as many frames
    assert rows["10.32"]["sets"]["people"]["errorPct"] == rows["5"]["sets"]["people"]["errorPct"]
    assert {"recent", "balanced", "dots"} == set(record["live"]["reading"])
    assert "gainPct" not in rows["3"]["sets"]["people"]
    assert "gainPct" in rows["9"]["sets"]["people"]
    capsys.readouterr()

    def refuse(*_: object) -> None:
        raise AssertionError("nothing is left to train")

    monkeypatch.setattr(Trainer, "train_step", refuse)
    monkeypatch.setattr("fovea_training.article_results.describe", refuse)
    article.main(arguments)
    assert (tmp_path / "results/article.md").read_text() == page


def test_rows_can_be_asked_for_one_by_one(people: Path, tmp_path: Path) -> None:
    article.main(options(people, tmp_path, "--rows", "1,13"))
    page = (tmp_path / "results/article.md").read_text()
    assert "not rendered" in page
    assert not list((tmp_path / "work").rglob("*.pt"))
    with pytest.raises(SystemExit):
        article.main(options(people, tmp_path, "--rows", "99"))


def test_minutes_give_every_network_the_baseline_s_steps(people: Path, tmp_path: Path) -> None:
    article.main(options(people, tmp_path, "--rows", "3,9", "--minutes", "0.01"))
    networks = json.loads((tmp_path / "results/article.json").read_text())["networks"]
    assert networks["baseline, seed 1"]["steps"] == networks["grouped, seed 1"]["steps"] > 0


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU")
def test_rows_come_out_on_a_gpu(people: Path, tmp_path: Path) -> None:
    article.main(options(people, tmp_path, "--rows", "3,5,6,7,8,9,11", "--device", "cuda"))


def test_gain_and_verdict_are_right_on_known_errors() -> None:
    def block(a: float, b: float) -> dict:
        keys = ("diagonalPct", "centreErrorPct", "errorCm", "errorDeg")
        return {"errorPct": (a + b) / 2, **dict.fromkeys(keys, 1.0), "frames": 2, "perPerson": {"a": a, "b": b}}

    baseline = over_seeds([block(10, 30), block(20, 20)])
    better = over_seeds([block(10, 20)], baseline)
    assert baseline["errorPct"] == 20
    assert baseline["worstPerson"] == {"person": "b", "errorPct": 25}
    assert better["gainPct"] == pytest.approx(25)
    assert better["gainStandardError"] == pytest.approx(0)
    assert verdict(better, baseline).startswith("holds")
    assert verdict(baseline, better).startswith("is reversed")
    assert verdict(better, over_seeds([block(0, 30.5)])).startswith("undecided")
