"""CSV and Parquet, opened by the csv module, pandas, pyarrow and DuckDB."""

import csv
import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from conftest import Export

TABLES = ["sessions", "aois", "views", "fixations", "events", "samples"]
CASES = ["usual", "unknown", "empty"]
# Of a number that was written with so many places after the point, the last may be off by half.
PLACES = {"timestampMs": 3, "xScreen": 6, "confidence": 4, "xViewportPx": 2, "yDocumentPx": 2, "xElement": 4}


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("table", TABLES)
def test_csv_has_as_many_cells_in_every_row_and_is_described(exports: dict[str, Export], case: str, table: str) -> None:
    folder = exports[case].folder / "csv"
    header, *rows = read_rows(folder / f"{table}.csv")
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} <= {len(header)}
    dictionary = read_rows(folder / "data-dictionary.csv")
    described = [row[1] for row in dictionary if row[0] == f"{table}.csv"]
    assert described == header
    assert all(row[2] and row[4] for row in dictionary)


def test_csv_is_that_of_rfc_4180(usual: Export) -> None:
    content = (usual.folder / "csv" / "views.csv").read_bytes()
    assert content.endswith(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    _, *rows = read_rows(usual.folder / "csv" / "views.csv")
    titles = [row[-3] for row in rows]
    assert titles[0] == usual.truth["views"][0]["title"]
    # A spreadsheet must not run it.
    assert titles[1] == "'" + usual.truth["views"][1]["title"]
    assert titles[2:] == [view["title"] for view in usual.truth["views"][2:]]


def test_csv_of_samples_reads_as_numbers_in_pandas(usual: Export) -> None:
    samples = pd.read_csv(usual.folder / "csv" / "samples.csv")
    truth = usual.truth["samples"]
    assert len(samples) == len(truth["timestampMs"])
    assert samples["timestampMs"].is_monotonic_increasing
    for column, places in PLACES.items():
        expected = np.array(truth[column], dtype=float)
        np.testing.assert_allclose(samples[column], expected, rtol=0, atol=0.51 * 10**-places, equal_nan=True)
    assert samples["xScreen"].isna().any()
    for column in ("view", "element"):
        expected = pd.Series(truth[column]).where(lambda index: index >= 0)
        pd.testing.assert_series_equal(samples[column].astype(float), expected.astype(float), check_names=False)


def test_csv_of_fixations_is_of_the_samples(usual: Export) -> None:
    fixations = pd.read_csv(usual.folder / "csv" / "fixations.csv")
    samples = pd.read_csv(usual.folder / "csv" / "samples.csv")
    assert len(fixations) > 50
    means = samples.dropna(subset=["fixation", "xScreen"]).groupby("fixation")[["xScreen", "yScreen"]].mean()
    np.testing.assert_allclose(fixations[["xScreen", "yScreen"]], means, atol=2e-6)
    np.testing.assert_allclose(fixations["endMs"] - fixations["startMs"], fixations["durationMs"], atol=0.002)
    areas = {aoi["id"] for aoi in usual.truth["aois"]}
    on = fixations["aois"].dropna().str.split(";").explode()
    assert set(on) <= areas
    totals = pd.read_csv(usual.folder / "csv" / "aois.csv").set_index("aoi")
    counts = on.value_counts().reindex(totals.index, fill_value=0)
    pd.testing.assert_series_equal(counts, totals["fixationCount"], check_names=False)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("table", TABLES)
def test_parquet_holds_what_csv_does(exports: dict[str, Export], case: str, table: str) -> None:
    export = exports[case]
    parquet = pd.read_parquet(export.folder / "parquet" / f"{table}.parquet")
    text = pd.read_csv(export.folder / "csv" / f"{table}.csv", keep_default_na=False, na_values=[""])
    assert list(parquet.columns) == list(text.columns)
    assert len(parquet) == len(text)
    for column in parquet.columns:
        written, read = parquet[column], text[column]
        if pd.api.types.is_datetime64_any_dtype(written):
            assert list(written) == list(pd.to_datetime(read))
        elif pd.api.types.is_numeric_dtype(written):
            np.testing.assert_allclose(written.astype(float), read.astype(float), rtol=1e-6, atol=0.006, equal_nan=True)
        else:
            # CSV has no way to tell empty text from none.
            found = [cell if isinstance(cell, str) else "" for cell in written]
            expected = [cell.removeprefix("'") if isinstance(cell, str) else "" for cell in read]
            assert found == expected


@pytest.mark.parametrize("table", TABLES)
def test_parquet_says_what_its_columns_mean(usual: Export, table: str) -> None:
    schema = pq.read_schema(usual.folder / "parquet" / f"{table}.parquet")
    columns = json.loads(schema.metadata[b"fovea.columns"])
    assert [column["name"] for column in columns] == schema.names
    assert all(column["description"] for column in columns)


def test_duckdb_reads_parquet_with_its_types_and_nulls(usual: Export) -> None:
    samples = f"read_parquet('{usual.folder}/parquet/samples.parquet')"
    types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {samples})").fetchall())
    assert types["timestampMs"] == "DOUBLE"
    assert types["xScreen"] == "FLOAT"
    assert types["view"] == "INTEGER"
    assert types["session"] == "VARCHAR"
    sessions = f"read_parquet('{usual.folder}/parquet/sessions.parquet')"
    expected = round(1000 * pd.Timestamp(usual.truth["info"]["createdAt"]).timestamp())
    assert duckdb.sql(f"SELECT epoch_ms(startedAt) FROM {sessions}").fetchall() == [(expected,)]
    lost = sum(x is None for x in usual.truth["samples"]["xScreen"])
    assert lost > 0
    # NaN would make an average of NaN.
    ((nulls, average),) = duckdb.sql(f"SELECT count(*) - count(xScreen), avg(xScreen) FROM {samples}").fetchall()
    assert nulls == lost
    expected = np.nanmean(np.array(usual.truth["samples"]["xScreen"], dtype=float))
    assert average == pytest.approx(expected, rel=1e-6)


def test_duckdb_reads_the_folders_of_several_sessions_as_one_table(exports: dict[str, Export]) -> None:
    several = exports["several"]
    truth = {session["info"]["id"]: session["samples"] for session in several.truth["sessions"]}
    query = f"SELECT session, count(*) FROM '{several.folder}/sessions/*/parquet/samples.parquet' GROUP BY session"
    assert dict(duckdb.sql(query).fetchall()) == truth
    sessions = pd.read_parquet(several.folder / "parquet" / "sessions.parquet")
    assert list(sessions["session"]) == list(truth)
    assert list(pd.read_csv(several.folder / "csv" / "sessions.csv")["session"]) == list(truth)
    # Two are one person's, one is nobody's in particular.
    assert sessions["participant"].nunique() == 2
