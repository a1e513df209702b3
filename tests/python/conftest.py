"""What the tests of exports share: the exports, written once by Fovea itself."""

import json
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass
class Export:
    """An export, unpacked, and what was put into it."""

    archive: Path
    folder: Path
    truth: dict[str, Any]


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Export]:
    folder = tmp_path_factory.mktemp("exports")
    node = ROOT / "node_modules" / ".bin" / "node"
    subprocess.run([node, ROOT / "tests" / "python" / "write-exports.ts", folder], check=True)
    made: dict[str, Export] = {}
    for archive in folder.glob("*.zip"):
        unpacked = folder / archive.stem
        with zipfile.ZipFile(archive) as opened:
            assert opened.testzip() is None
            opened.extractall(unpacked)
        truth = json.loads(archive.with_suffix(".json").read_text("utf-8"))
        made[archive.stem] = Export(archive, unpacked, truth)
    return made


@pytest.fixture(scope="session")
def usual(exports: dict[str, Export]) -> Export:
    return exports["usual"]
