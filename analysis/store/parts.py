"""Parts: the articles and mentions of a corpus as sorted Parquet files, one per table and month."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.errors import InputProblem

UNDATED = "undated"
ORDERS = {
    "articles": "published nulls last, article_id",
    "mentions": 'published nulls last, article_id, start, "end", kind',
}
ROWS = {"articles": 10_000, "mentions": 100_000}  # of a row group
OFFLINE = {  # Parquet is built in; nothing is ever fetched
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
SCAN = "read_parquet($files, hive_partitioning = false)"


def month_of(file: str) -> str:
    """The month ("2025-12" or "undated") that a part named as in the manifest is of."""
    return Path(file).parent.name.removeprefix("month=")


def merge_parts(
    directory: Path, table: str, old: Sequence[str], batches: Sequence[Path], name: str, scratch: Path
) -> list[str]:
    """Write the batches' rows into sorted parts, with the rows of the old parts of the same months; return all parts.

    Parts are named relative to `directory`. Nothing that is there is changed: new parts have the new `name`, and the
    old parts they replace stay until someone removes them. Sorting uses the folder `scratch` when memory is short.
    There is at least one part, if need be one without rows, so that every corpus can be queried alike.
    """
    if not batches:
        return list(old)
    with duckdb.connect(":memory:", config={**OFFLINE, "temp_directory": str(scratch), "memory_limit": "1GB"}) as duck:
        month = f"coalesce(strftime(published, '%Y-%m'), '{UNDATED}')"
        files = [str(path) for path in batches]
        found = duck.sql(f"select distinct {month} from {SCAN}", params={"files": files}).fetchall()
        months = {row[0] for row in found}
        kept = [file for file in old if month_of(file) not in months]
        files = [str(directory / file) for file in old if month_of(file) in months] + files
        rows = duck.sql(
            f"select *, {month} as month from {SCAN} order by {ORDERS[table]}", params={"files": files}
        ).to_arrow_reader(ROWS[table])
        parts = sorted([*kept, *_write_months(directory, table, rows, name)])
    return parts or [_write_empty(directory, table, batches[0], name)]


def _write_months(directory: Path, table: str, rows: pa.RecordBatchReader, name: str) -> Iterator[str]:
    """Write rows that come month by month; yield each part once it is complete."""
    writer, current, schema = None, "", rows.schema.remove(rows.schema.get_field_index("month"))
    for batch in rows:
        for month in pc.unique(batch["month"]).to_pylist():
            if month != current:
                if writer:
                    writer.close()
                    yield _finish(directory, table, current, name)
                current = month
                path = directory / _part(table, month, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                writer = pq.ParquetWriter(path.with_suffix(".tmp"), schema, compression="zstd")
            writer.write_batch(batch.filter(pc.equal(batch["month"], month)).drop_columns(["month"]))
    if writer:
        writer.close()
        yield _finish(directory, table, current, name)


def _finish(directory: Path, table: str, month: str, name: str) -> str:
    part = _part(table, month, name)
    os.replace((directory / part).with_suffix(".tmp"), directory / part)
    return part


def _part(table: str, month: str, name: str) -> str:
    return f"{table}/month={month}/{name}.parquet"


def _write_empty(directory: Path, table: str, like: Path, name: str) -> str:
    path = directory / _part(table, UNDATED, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pq.read_schema(like).empty_table(), path)
    return _part(table, UNDATED, name)


def check_files(paths: Iterable[str | Path], *, to_the_end: bool = False) -> None:
    """Raise InputProblem when one of a corpus's Parquet files is missing, or is none; `to_the_end` reads all of it."""
    for path in paths:
        try:
            with pq.ParquetFile(path) as file:
                for _ in file.iter_batches() if to_the_end else ():
                    pass
        except (OSError, pa.ArrowInvalid):
            raise InputProblem(
                f"The corpus is damaged: {path} is missing or cannot be read.", "Build it again in a new folder."
            ) from None


def remove_strays(directory: Path, files: Mapping[str, Sequence[str]]) -> None:
    """Remove the parts that are not among a corpus's `files`: those replaced, and those of builds that were stopped."""
    for table in ORDERS:
        for path in (directory / table).glob("month=*/part-*"):
            if path.relative_to(directory).as_posix() not in files[table]:
                path.unlink()
        for folder in (directory / table).glob("month=*"):
            if not any(folder.iterdir()):
                folder.rmdir()
