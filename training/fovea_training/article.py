"""Repeats the experiment of the article 'A Novel Way to Use Batch Normalization' on rendered people, row by row.

    uv run python -m fovea_training.article --data DIR --out results [--steps 2000 | --minutes M] [--seeds 1] [--rows 3,5,10]
        [--network half] [--side 96] [--whole] [--shift DIR] [--sequences DIR] [--locator WEIGHTS] [--work DIR] [--device cuda]

OUT gets `article.md` and `article.json`. Networks and rows are kept in WORK: what is there is not computed again, and a network that was
interrupted goes on. DIR holds measurements p0001-m1, .. (article_data.py says which are trained on), and maybe sequences p0001-m1-reading.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from .article_data import FAMILIAR, LARGEST_PX, TEST_SETS, Viewer, first_people, names_of, read_training
from .article_live import POLICIES, read_sequences
from .article_readings import earlier_stored
from .article_report import write_report
from .article_results import Experiment, over_seeds
from .article_rows import CURVE_ROWS, EARLIER, LIVE, NETWORK_ROWS, NUMBERS, ROWS
from .article_training import Plan
from .checkpoint import load_network
from .data import Measurement, read_measurement
from .network import CONFIGS
from .train import keep_memory


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Repeat the article's experiment; see the first lines of article.py.")
    plan = Plan()
    parser.add_argument("--data", type=Path, required=True, help="folder of measurement folders")
    parser.add_argument("--shift", type=Path, help="folder of the shift set's (default: --data)")
    parser.add_argument("--sequences", type=Path, help="folder of the sequences (default: --data)")
    parser.add_argument("--out", type=Path, default=Path("results"))
    parser.add_argument("--work", type=Path, default=Path("checkpoints/article"), help="networks and rows that are done")
    parser.add_argument("--rows", default=",".join(NUMBERS[:-1]), help=f"of {', '.join(NUMBERS)}; all but the last")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--people", type=int, default=300, help="to train on")
    parser.add_argument("--held-out", type=int, default=50, help="people numbered 1 .. this are unfamiliar")
    parser.add_argument("--network", choices=list(CONFIGS), default=plan.network)
    parser.add_argument("--side", type=int, default=plan.side, help="px of the network's input")
    parser.add_argument("--whole", action="store_true", help="whole squares, not faces")
    parser.add_argument("--steps", type=int, default=plan.steps, help="of every network")
    parser.add_argument("--minutes", type=float, default=0.0, help="in place of --steps: of the baseline; the others take as many steps")
    parser.add_argument("--batch", type=int, default=plan.batch)
    parser.add_argument("--threads", type=int, default=plan.threads)
    parser.add_argument("--device", default=plan.device, help="cpu, cuda or auto")
    parser.add_argument("--locator", type=Path, help="weights that find the faces at test (default: the truth says where they are)")
    options = parser.parse_args(arguments)
    options.rows = options.rows.split(",")
    if unknown := set(options.rows) - set(NUMBERS):
        parser.error(f"there are no rows {', '.join(sorted(unknown))}; there are {', '.join(NUMBERS)}")
    return options


def make_plan(options: argparse.Namespace) -> Plan:
    names = ("network", "side", "whole", "steps", "minutes", "batch", "threads", "device")
    plan = Plan(**{name: getattr(options, name) for name in names})
    return replace(plan, steps=0) if plan.minutes else plan


def folder_of(plan: Plan, options: argparse.Namespace) -> Path:
    """Where results of this plan are kept: another plan's are not mixed with them."""
    budget = f"{plan.minutes:g}-minutes" if plan.minutes else f"{plan.steps}-steps"
    parts = [plan.network, str(plan.side), "whole" if plan.whole else "faces", f"batch-{plan.batch}", budget, f"{options.people}-people"]
    return options.work / "-".join(parts + ([options.locator.stem] if options.locator else []))


def read_sets(options: argparse.Namespace, training: Sequence[Measurement]) -> dict[str, list[Measurement]]:
    """What is tested on; unfamiliar measurements are of people in training. Beside it some of what was trained on."""
    sets: dict[str, list[Measurement]] = {"familiar": list(training[:FAMILIAR])}
    for role in TEST_SETS:
        folder = options.shift if role == "shift" and options.shift else options.data
        sets[role] = [read_measurement(folder / name, largest=LARGEST_PX) for name in names_of(folder, role, options.held_out)]
    people = {measurement.person for measurement in training}
    sets["measurements"] = [measurement for measurement in sets["measurements"] if measurement.person in people]
    return sets


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Computes what is asked for and not there yet; writes both files whenever a row is done."""
    plan = make_plan(options)
    training = read_training(options.data, options.held_out, options.people)
    if not training:
        raise SystemExit(f"{options.data} holds no measurement of a person above number {options.held_out}")
    viewer = Viewer(plan.side, plan.whole, load_network(options.locator) if options.locator else None)
    experiment = Experiment(plan, folder_of(plan, options), training, read_sets(options, training), viewer)
    if plan.minutes:
        experiment.network("baseline", 1)
        experiment.plan = replace(plan, steps=experiment.facts["baseline, seed 1"]["steps"], minutes=0.0)
    earlier = {measurement.person: measurement for measurement in reversed(training)}
    by_earlier = replace(EARLIER, read=earlier_stored(lambda measurement: experiment.look(earlier[measurement.person])))
    rows = [row for row in (*ROWS, by_earlier, *CURVE_ROWS) if row.number in options.rows]
    seeds = range(1, options.seeds + 1)
    record = {
        "command": command(options),
        "plan": asdict(plan),
        "steps": experiment.plan.steps,
        "seeds": list(seeds),
        "framing": "a network" if options.locator else "the truth",
        "data": {name: count(measurements) for name, measurements in {"training": training, **experiment.sets}.items()},
        "rows": {},
        "live": {},
    }
    baseline = {}
    for row in sorted(rows, key=lambda row: row.number != "3"):  # gains are told of it
        roles = ["measurements"] if row.key == EARLIER.key else [*TEST_SETS, *(["familiar"] if row.key in NETWORK_ROWS else [])]
        if row.network.startswith("people-") and len(first_people(training, 0)) <= int(row.network.partition("-")[2]):
            continue
        sets = {}
        for role in roles:
            blocks = [block for seed in seeds if (block := experiment.row(row, seed, role)) is not None]
            if blocks:
                sets[role] = over_seeds(blocks, baseline.get(role))
        if row.key == "3":
            baseline = sets
        record["rows"][row.key] = {"title": row.title, "network": row.network, "article": row.article, "sets": sets}
        write(record, experiment, options.out)
    if LIVE in options.rows:
        for task, sequences in read_sequences(options.sequences or options.data, experiment.folder / "sequences").items():
            for policy in POLICIES:
                blocks = [block for seed in seeds if (block := experiment.live(task, policy, seed, sequences)) is not None]
                if blocks:
                    record["live"].setdefault(task, {})[policy] = over_seeds(blocks)
    write(record, experiment, options.out)
    return record


def count(measurements: Sequence[Measurement]) -> dict[str, int]:
    return {
        "people": len({measurement.person for measurement in measurements}),
        "measurements": len(measurements),
        "photos": sum(len(measurement.eyes) for measurement in measurements),
        "openEyed": sum(len(measurement.open_frames()) for measurement in measurements),
    }


def command(options: argparse.Namespace) -> str:
    """What makes this page, without the folders of one machine."""
    given = {"steps": options.steps} if not options.minutes else {"minutes": f"{options.minutes:g}"}
    if options.rows != NUMBERS[:-1]:
        given["rows"] = ",".join(options.rows)
    given |= {"seeds": options.seeds, "network": options.network, "side": options.side}
    flags = (" --whole" if options.whole else "") + (" --shift SHIFT" if options.shift else "")
    flags += (" --sequences SEQUENCES" if options.sequences else "") + (" --locator WEIGHTS" if options.locator else "")
    return "uv run python -m fovea_training.article --data DIR --out results" + "".join(f" --{k} {v}" for k, v in given.items()) + flags


def write(record: dict[str, Any], experiment: Experiment, out: Path) -> None:
    """Both files as far as the experiment has come."""
    record["networks"] = experiment.facts
    out.mkdir(parents=True, exist_ok=True)
    (out / "article.json").write_text(json.dumps(rounded(record), indent=1) + "\n")
    (out / "article.md").write_text(write_report(record))


def rounded(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list | tuple) else value


def main(arguments: Sequence[str] | None = None) -> None:
    """See the module's first lines."""
    options = read_arguments(arguments)
    keep_memory()
    torch.set_num_threads(options.threads)
    run(options)


if __name__ == "__main__":
    main()
