"""A collected study: its queries as other engines read them, and its statistics against SciPy's."""

import json
import re
import subprocess
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import sqlglot
from scipy import stats
from sqlglot import exp

ROOT = Path(__file__).parents[2]
SQL = ROOT / "scripts" / "collect" / "sql"
QUERIES = sorted(path.name for path in SQL.glob("*.sql"))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    node = ROOT / "node_modules" / ".bin" / "node"
    subprocess.run([node, ROOT / "tests" / "python" / "write-study.ts", folder], check=True)
    return folder


def ask(study: Path, sql: str) -> pd.DataFrame:
    with duckdb.connect() as connection:
        for table in ("tasks", "fixations", "aois"):
            files = study / "out" / "dataset" / table / "**" / "*.parquet"
            connection.execute(
                f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{files}', hive_partitioning = true, hive_types_autocast = false)"
            )
        return connection.execute(sql).df()


def write_in(dialect: str, tree: exp.Expression) -> str:
    """Without what nothing here hangs on: where nulls go (no key is null), what / makes of whole numbers (none is)."""
    for node in tree.walk():
        if isinstance(node, exp.Ordered):
            node.set("nulls_first", None)
        elif isinstance(node, exp.Div):
            node.set("typed", False)
            node.set("safe", False)
    return re.sub(r" NULLS (FIRST|LAST)", "", tree.sql(dialect))


@pytest.mark.parametrize("dialect", ["spark", "trino"])
@pytest.mark.parametrize("name", QUERIES)
def test_query_means_the_same_to_other_engines(name: str, dialect: str) -> None:
    sql = (SQL / name).read_text("utf-8")
    as_duckdb = sqlglot.parse_one(sql, read="duckdb")
    as_other = sqlglot.parse_one(sql, read=dialect)
    # Nothing in it has to be said otherwise: no function of DuckDB alone, no other meaning of the same words.
    assert write_in(dialect, as_duckdb) == write_in(dialect, as_other)


@pytest.mark.parametrize("sql", ["SELECT a // 2 FROM t", "SELECT epoch_ms(a) FROM t", "SELECT strftime(a, '%Y') FROM t"])
def test_what_only_duckdb_has_is_found_out(sql: str) -> None:
    as_duckdb = write_in("trino", sqlglot.parse_one(sql, read="duckdb"))
    try:
        as_trino = write_in("trino", sqlglot.parse_one(sql, read="trino"))
    except sqlglot.ParseError:
        return
    assert as_duckdb != as_trino


def test_what_is_divided_are_doubles(study: Path) -> None:
    types = ask(study, "SELECT DISTINCT typeof(xDocumentPx), typeof(yDocumentPx), typeof(durationMs) FROM fixations")
    assert types.to_numpy().tolist() == [["DOUBLE", "DOUBLE", "DOUBLE"]]


def test_intervals_of_areas_are_those_of_scipy(study: Path) -> None:
    shown = ask(study, "SELECT * FROM aois WHERE exposureMs > 0")
    rows = ask(study, (SQL / "aoi-table.sql").read_text("utf-8"))
    assert set(rows["measure"]) > {"lookedPct", "fixationDwellMs", "timeToFirstFixationMs"}
    for row in rows.itertuples():
        own = shown[(shown["task"] == row.task) & (shown["aoi"] == row.aoi)]
        if row.measure == "lookedPct":
            looked = int((own["fixationCount"] > 0).sum())
            low, high = stats.binomtest(looked, len(own)).proportion_ci(method="wilson")
            np.testing.assert_allclose([row.ciLow, row.ciHigh], [100 * low, 100 * high], atol=1e-4)
            continue
        values = own[row.measure].dropna().astype(float)
        assert row.n == len(values)
        if len(values) < 2 or values.std() == 0:
            continue
        low, high = stats.t.interval(0.95, len(values) - 1, loc=values.mean(), scale=stats.sem(values))
        np.testing.assert_allclose([row.ciLow, row.ciHigh], [low, high], rtol=0, atol=5e-4 * (high - low) + 1e-9)


def test_time_on_task_is_that_of_scipy(study: Path) -> None:
    told = json.loads((study / "times.json").read_text("utf-8"))
    times, estimate = np.array(told["times"], dtype=float), told["estimate"]
    logs = np.log(times)
    low, high = stats.t.interval(0.95, len(logs) - 1, loc=logs.mean(), scale=stats.sem(logs))
    expected = [stats.gmean(times), np.exp(low), np.exp(high), np.median(times)]
    found = [estimate["geometricMeanMs"], estimate["ciLowMs"], estimate["ciHighMs"], estimate["medianMs"]]
    np.testing.assert_allclose(found, expected, rtol=1e-5)
