"""Tables as files that carry what they are: CSV, Parquet and JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import InputProblem

TABLE_FORMATS = ("csv", "parquet", "json")
_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")  # a spreadsheet would run a cell that begins so


def write_table(table: pd.DataFrame, format: str, note: Mapping[str, object]) -> bytes:
    """The table as a file. `note` (title, filters, corpus, version …) goes into Parquet's metadata and JSON's head.

    CSV is plain, for every reader: UTF-8, days as YYYY-MM-DD, and text that a spreadsheet could take for a formula
    begins with an apostrophe. JSON has every digit of a number, and null for none. Same table and note, same bytes.
    """
    if format == "csv":
        return _plain(table).to_csv(index=False, lineterminator="\n").encode("utf-8")
    if format == "json":
        rows = [
            {name: None if value != value else value for name, value in row.items()}
            for row in _days_written(table).to_dict("records")
        ]
        return (json.dumps({"note": dict(note), "rows": rows}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    if format == "parquet":
        arrow = pa.Table.from_pandas(table, preserve_index=False)
        arrow = arrow.replace_schema_metadata(
            {**(arrow.schema.metadata or {}), b"dateline": json.dumps(dict(note)).encode()}
        )
        sink = io.BytesIO()
        pq.write_table(arrow, sink, compression="zstd")
        return sink.getvalue()
    raise InputProblem(f"{format} is no table format.", f"Choose one of {', '.join(TABLE_FORMATS)}.")


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    plain = _days_written(table)
    for name in plain.columns:
        if not pd.api.types.is_numeric_dtype(plain[name]) and not pd.api.types.is_bool_dtype(plain[name]):
            text = plain[name].astype("str").str.replace(r"\r\n?", "\n", regex=True)  # a bare \r would end the row
            plain[name] = text.where(~text.str.startswith(_DANGEROUS), "'" + text)
    return plain


def _days_written(table: pd.DataFrame) -> pd.DataFrame:
    days = {n: table[n].dt.strftime("%Y-%m-%d").fillna("") for n in table if pd.api.types.is_datetime64_dtype(table[n])}
    return table.assign(**days)
