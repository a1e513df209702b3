"""Averages the networks of runs that went on from one checkpoint with other batches: often better than the best of them.

    uv run python -m fovea_training.average RUN_A/checkpoint.pt RUN_B/checkpoint.pt --out RUN_C/checkpoint.pt

Runs that share their beginning stay in one basin of the loss, so that the mean of their weights is a network too.
References: Izmailov et al. 2018 (stochastic weight averaging), Wortsman et al. 2022 (model soups).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from .checkpoint import load_checkpoint, save_checkpoint


def average(states: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The first state with the mean of all averaged (EMA) networks; it can be evaluated and exported, not resumed."""
    networks = {state["config"]["network"] for state in states}
    if len(networks) != 1:
        raise ValueError(f"only networks of one configuration can be averaged, not of {', '.join(sorted(networks))}")
    first = states[0]
    ema = {name: torch.stack([state["ema"][name] for state in states]).mean(0) for name in first["ema"]}
    kept = {name: value for name, value in first.items() if name not in ("model", "optimizer", "random")}
    return {**kept, "ema": ema, "averaged": [{"config": state["config"], "step": state["step"]} for state in states]}


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    parser = argparse.ArgumentParser(description="Average the networks of several continuations of one run.")
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")
    options = parser.parse_args(arguments)
    save_checkpoint(options.out, average([load_checkpoint(path) for path in options.checkpoints]))
    print(f"wrote {options.out}: the mean of {len(options.checkpoints)} networks")


if __name__ == "__main__":
    main()
