"""The experiment's results as a page: article.md from what article.json holds."""

from __future__ import annotations

from typing import Any

import numpy as np

from .article_live import POLICIES, TASKS
from .article_rows import CURVE_ROWS, EARLIER, LIVE, NETWORK_ROWS, ROWS, Row

Record = dict[str, Any]

SET_TITLES = {"people": "unfamiliar people", "measurements": "unfamiliar measurements", "shift": "shift set"}
MISSING = "-"
NOT_RENDERED = "not rendered"
NOTES = (
    "Rows 3, 6, 7, 9 and 11 read one frame at a time; 2, 4, 5, 10 and 12 normalize each batch by its own moments, which come from",
    "consecutive frames of one measurement: 32, unless the row says otherwise.",
    "In row 2 the patches lie where the truth has the corners of the eyes, which says more exactly where the head is than a network would",
    "find out. Row 7 draws the 3 companions of a frame from the frame's measurement. Row 8 is trained on runs of 16 frames of two people a",
    "batch and read over windows of 32 in the order of the file. In rows 8 and 9 the features before the readout, whose units differ, are",
    "scaled by fixed moments in place of groups. 11.1 leaves the frame out: its statistics are of every second frame of the measurement,",
    "for the ones between. 11.2 takes them from the person's measurement that was trained on.",
    "-: not measured, or no measurement has that many frames.",
)


def write_report(record: Record) -> str:
    """The whole page."""
    sections = (head(record), main_table(record), live_table(record), claims(record), training_table(record), networks(record))
    return "\n\n".join(sections) + "\n"


def head(record: Record) -> str:
    plan, data = record["plan"], record["data"]
    sets = "; ".join(
        f"{SET_TITLES[role]}: {facts['people']} people, {facts['measurements']} measurements, {facts['openEyed']:,} open-eyed frames"
        for role, facts in data.items()
        if role in SET_TITLES and facts["measurements"]
    )
    trained = data["training"]
    pictures = f"whole squares at {plan['side']} px" if plan["whole"] else f"face views (`framing.py`) at {plan['side']} px"
    steps = f"{record['steps']} steps of {plan['batch']} labelled frames ({record['steps'] * plan['batch']:,})"
    cut = "" if plan["whole"] else f" Faces are cut where {record['framing']} has them, in every row alike."
    lines = [
        "# The article's experiment, on rendered people",
        "The source is 'A Novel Way to Use Batch Normalization'. Its numbers are about real people and photographs, ours about people who"
        " do not exist: they stand side by side to compare gains, not errors.",
        f"    {record['command']}",
        f"Trained on {trained['people']} people, {trained['measurements']} measurements, {trained['photos']:,} photos"
        f" (the article: 30 people, about 12,000). {sets[:1].upper()}{sets[1:]}.",
        f"Every network is `{plan['network']}` reading {pictures}, with the same budget of {steps} and the same losses, augmentation and"
        f" schedule; {len(record['seeds'])} seed{'s' if len(record['seeds']) > 1 else ''}.{cut}",
        deviation(plan),
        "`errorPct`: 100 x mean distance, x in screen widths and y in screen heights; open-eyed frames. *Worst*: the worst person's."
        " *Gain*: how much lower the error is than row 3's, a network of the same size, ± its standard error over people (not over seeds).",
    ]
    return "\n\n".join(line for line in lines if line)


def deviation(plan: Record) -> str:
    """What is not as the article or the product has it."""
    if plan["whole"]:
        return ""
    return (
        f"**Deviation.** The article's network reads the whole picture. Here it reads faces at {plan['side']} px, where the eyes have the"
        f" pixels that a whole picture of about {2 * plan['side']} px would give them, at a quarter of the price; it is told where the face"
        " lies in the picture. `--whole --side 192` reads whole pictures."
    )


def main_table(record: Record) -> str:
    roles = [role for role in SET_TITLES if role != "shift" or record["data"]["shift"]["measurements"]]
    titles = "".join(f" {SET_TITLES[role]} | worst | gain |" for role in roles)
    lines = ["## Rows", f"|  | what | the article |{titles}", "|---|---|---|" + "---|---|---|" * len(roles)]
    for row in all_rows():
        entry = record["rows"].get(row.key)
        cells = "".join(set_cells(entry["sets"].get(role) if entry else None) for role in roles)
        said = " / ".join(dict.fromkeys(row.article)) if any(row.article) else ""
        lines.append(f"| {row.key} | {row.title} | {said} |{cells}")
    lines.insert(1, "")
    return "\n".join(lines) + "\n\n" + " ".join(NOTES)


def all_rows() -> list[Row]:
    out = [*ROWS, *CURVE_ROWS]
    out.insert(1 + max(i for i, row in enumerate(out) if row.number == "11"), EARLIER)
    return out


def set_cells(block: Record | None) -> str:
    if block is None:
        return f" {MISSING} |" * 3
    gain = f"{block['gainPct']:+.1f} % ± {block['gainStandardError']:.1f}" if "gainPct" in block else ""
    return f" {block['errorPct']:.1f} | {block['worstPerson']['errorPct']:.1f} | {gain} |"


def live_table(record: Record) -> str:
    """Row 13."""
    title = f"## Row {LIVE}: windows as they occur live (network of row 5)"
    live = record["live"]
    if not live:
        return f"{title}\n\n{NOT_RENDERED}"
    lines = ["| statistics of | " + " | ".join(TASKS) + " |", "|---|" + "---|" * len(TASKS)]
    for policy, meaning in POLICIES.items():
        blocks = [live.get(task, {}).get(policy) for task in TASKS]
        lines.append(f"| {policy}: {meaning} | " + " | ".join(f"{b['errorPct']:.1f}" if b else NOT_RENDERED for b in blocks) + " |")
    centre = [next((b for b in live.get(task, {}).values() if b), None) for task in TASKS]
    lines.append("| the centre, always | " + " | ".join(f"{b['centreErrorPct']:.1f}" if b else NOT_RENDERED for b in centre) + " |")
    dots = block_of(record, "5", "people")
    beside = f" In batches of 32 of their dots it has {dots['errorPct']:.1f} (row 5, all unfamiliar people)." if dots else ""
    looks = f"Two looks a second at sequences of unfamiliar people; `errorPct` from the 32nd look on.{beside}"
    return f"{title}\n\n{looks}\n\n" + "\n".join(lines)


def block_of(record: Record, key: str, role: str) -> Record | None:
    """A row's result on a set."""
    entry = record["rows"].get(key)
    return entry["sets"].get(role) if entry else None


def training_table(record: Record) -> str:
    """How well the networks do on what they were trained on."""
    title = "## How far training has come"
    text = (
        "Where the error on measurements that were trained on is no lower than on others, more training would help, and more people would"
        " not yet."
    )
    lines = ["| row | trained on | unfamiliar people |", "|---|---|---|"]
    for key in NETWORK_ROWS:
        blocks = [block_of(record, key, role) for role in ("familiar", "people")]
        lines.append(f"| {key} | " + " | ".join(f"{block['errorPct']:.1f}" if block else MISSING for block in blocks) + " |")
    return f"{title}\n\n{text}\n\n" + "\n".join(lines)


def networks(record: Record) -> str:
    lines = ["## Networks", "", "| network | steps | minutes | people | measurements | photos |", "|---|---|---|---|---|---|"]
    for name, facts in record["networks"].items():
        cells = (name, facts["steps"], f"{facts['minutes']:.1f}", facts["people"], facts["measurements"], f"{facts['photos']:,}")
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


# -- what holds --------------------------------------------------------------------------------------------------------------------


def claims(record: Record) -> str:
    """The article's claims and ours, each with what the table says of it on both sets."""
    lines = ["## What holds", "", "| claim | unfamiliar people | unfamiliar measurements |", "|---|---|---|"]
    for claim, better, worse in CLAIMS:
        cells = [verdict(block_of(record, better, role), block_of(record, worse, role)) for role in ("people", "measurements")]
        lines.append(f"| {claim} | {cells[0]} | {cells[1]} |")
    note = (
        "*Holds* and *is reversed* say that the difference is more than twice its standard error over people; they know nothing of seeds."
    )
    return "\n".join(lines) + "\n\n" + note


CLAIMS = (
    ("measurement batches beat the baseline (5 against 3; the article: 24 % / 29 % lower)", "5", "3"),
    ("with stored statistics that network is worse than the baseline (3 against 6)", "3", "6"),
    ("with stored statistics that network is worse than the centre (1 against 6)", "1", "6"),
    ("it beats frames stacked as channels (5 against 7)", "5", "7"),
    ("it beats a recurrent network (5 against 8)", "5", "8"),
    ("it beats normalization without batches (5 against 9)", "5", "9"),
    ("a single image with the person's statistics beats the baseline (11.1 against 3)", "11.1", "3"),
    ("all frames of a recording as one batch beat batches of 32 (12 against 5)", "12", "5"),
    ("statistics of another measurement will do (11.2 against the baseline, 3)", "11.2", "3"),
    ("the trick needs its training: the baseline gains less from batch statistics at test (5 against 4)", "5", "4"),
    ("batch statistics at test help the baseline (4 against 3)", "4", "3"),
    ("the eyes matter: head pose alone is worse (5 against 2)", "5", "2"),
    ("head pose alone says something (2 against 1)", "2", "1"),
    ("with the trick, head pose alone says more than the baseline with its eyes open (2 against 3)", "2", "3"),
)


def verdict(better: Record | None, worse: Record | None) -> str:
    """Whether the one error is below the other, person by person."""
    if better is None or worse is None:
        return MISSING
    differences = np.array([worse["perPerson"][person] - error for person, error in better["perPerson"].items()])
    error = float(differences.std() / np.sqrt(len(differences)))
    mean = float(differences.mean())
    word = "holds" if mean > 2 * error else "is reversed" if mean < -2 * error else "undecided"
    return f"{word}: {better['errorPct']:.1f} against {worse['errorPct']:.1f}"
