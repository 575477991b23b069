"""Rows of Parquet files."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow
import pyarrow.parquet

from analysis.corpus.columns import Columns
from analysis.corpus.files import File
from analysis.corpus.rejections import Rejected, Row, Unreadable

BATCH = 1000  # rows


def read_parquet(file: File, columns: Columns) -> Iterator[Row | Rejected]:
    """The rows of a Parquet file, numbered from 1; only the columns that are wanted are read, a batch at a time."""
    try:
        with file.open() as stream:
            table = pyarrow.parquet.ParquetFile(stream)
            inner = {
                f"{field.name}.{field.type.field(i).name}": field.name
                for field in table.schema_arrow
                if pyarrow.types.is_struct(field.type)
                for i in range(field.type.num_fields)
            }
            names = [*table.schema_arrow.names, *inner]
            columns.check(names)
            wanted = {inner.get(name, name) for found in columns.find(names).values() for name in found}
            number = 0
            for batch in table.iter_batches(BATCH, columns=sorted(wanted)):
                for fields in _read_batch(batch):
                    number += 1
                    if fields is None:
                        yield Rejected(file.name, number, "It holds a value out of all range, such as a date's.")
                    else:
                        yield Row(number, {name: _as_string(value) for name, value in fields.items()})
    except (pyarrow.ArrowException, ValueError, OverflowError) as fault:
        what = f"It is damaged: {str(fault).splitlines()[0][:200].rstrip('.')}."
        raise Unreadable(what, "Write the Parquet file again.") from None


def _read_batch(batch: pyarrow.RecordBatch) -> list[dict | None]:
    """The rows of a batch; None for one with a value that Python has no type for, such as a day in the year 300000."""
    try:
        return batch.to_pylist()
    except (ValueError, OverflowError):
        if batch.num_rows == 1:
            return [None]
        half = batch.num_rows // 2
        return _read_batch(batch.slice(0, half)) + _read_batch(batch.slice(half))


def _as_string(value: object) -> object:
    """Text that was written as bytes, as some tools do, as text."""
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
