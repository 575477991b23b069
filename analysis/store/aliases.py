"""Which entities of a corpus count as another one, applied whenever mentions or entities are read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.store.parts import check_files

FILE = "aliases.parquet"


@lru_cache(maxsize=8)
def select_names(directory: str, fingerprint: str) -> dict[str, str]:
    """entity_id -> the id that it counts as ("": it is left out), in the corpus of this directory and fingerprint."""
    path = Path(directory, FILE)
    check_files([path], to_the_end=True)
    aliases = pd.read_parquet(path)
    return dict(zip(aliases.entity_id, aliases.into_id, strict=True))


def expand_ids(entity_ids: Iterable[str], names: dict[str, str]) -> list[str]:
    """These ids and all that count as one of them."""
    wanted = {names.get(i, i) for i in entity_ids} - {""}
    return sorted(wanted | {alias for alias, into in names.items() if into in wanted})


def rename_ids(table: pa.Table, names: dict[str, str]) -> pa.Table:
    """The table with each entity_id as it counts, dictionary-encoded; rows of what is left out are dropped."""
    at = table.column_names.index("entity_id")
    encoded = table["entity_id"].combine_chunks().dictionary_encode()
    written = encoded.dictionary.to_pylist()
    codes, distinct = pd.factorize(np.array([names.get(i, i) for i in written], dtype=object))
    codes = codes[encoded.indices.to_numpy()] if len(written) else np.array([], np.int64)
    column = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(list(distinct), pa.string()))
    table = table.set_column(at, "entity_id", column)
    return table.filter(pc.not_equal(column.cast(pa.string()), "")) if "" in distinct else table
