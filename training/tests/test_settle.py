"""Population moments are chosen on training people, kept with the checkpoint, and only they change."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from fovea_training import settle
from fovea_training.checkpoint import load_checkpoint, load_network
from fovea_training.data import Library
from fovea_training.network import normalization_layers
from fovea_training.parity import random_network

MOMENTS = ("mean", "variance", "whole_mean", "whole_variance")


def test_settled_checkpoint_differs_by_its_moments_alone(run: Path) -> None:
    before, after = load_checkpoint(run / "checkpoint.pt"), load_checkpoint(run / "settled.pt")
    assert {"model", "optimizer"}.isdisjoint(after)
    assert after["populationMoments"].keys() == {"whole", "faces"}
    assert set(after["populationMoments"].values()) <= {"running", "pooled", "mixed"}
    assert all(after[name] == before[name] for name in ("config", "step", "people", "measurements"))
    changed = [name for name, value in after["ema"].items() if not torch.equal(value, before["ema"][name])]
    assert changed
    assert all(name.endswith(MOMENTS) for name in changed)
    assert not load_network(run / "settled.pt").training


@pytest.mark.parametrize("best", ["running", "pooled", "mixed"])
def test_moments_that_do_best_are_taken(library: Library, monkeypatch: pytest.MonkeyPatch, best: str) -> None:
    network, tried = random_network("tiny"), []
    found = settle.candidates(network, library.training[:2], whole=False)
    monkeypatch.setattr(settle, "candidates", lambda *_: found)

    def offset(*_: object) -> float:
        tried.append(next(name for name, moments in found.items() if torch.equal(moments["encoder.stem"][0], layer.mean)))
        return 0.1 if tried[-1] == best else 0.2

    layer = normalization_layers(network)["encoder.stem"]
    monkeypatch.setattr(settle, "eyes_offset", lambda *_: 0.1)
    monkeypatch.setattr(settle, "gaze_offset", offset)
    assert settle.choose_moments(network, library.training[:2])["faces"] == best
    assert tried == ["running"] * 2 + ["pooled"] * 2 + ["mixed"] * 2
    assert torch.equal(layer.mean, found[best]["encoder.stem"][0])
