"""select_: what a selection asks of a corpus, answered by DuckDB over the Parquet files."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import gettempdir

import duckdb
import pandas as pd
import pyarrow as pa

from analysis.corrections import correct_entities, read_corrections
from analysis.errors import InputProblem
from analysis.selection import Corpus, Selection
from analysis.store.aliases import expand_ids, rename_ids, select_names
from analysis.store.manifest import select_manifest
from analysis.store.parts import OFFLINE, ORDERS, SCAN, UNDATED, check_files, month_of
from analysis.tables import ALIASES, ARTICLES, ENTITIES, MENTIONS, PLACES, REJECTED, UNPLACED, Table

CARRIED = ("published", "source", "story_id")  # of the article, with each mention
REPEATED = ("article_id", "surface", "kind", "entity_id", "layer", "source", "story_id")  # few values in many mentions


def select_articles(corpus: Corpus, selection: Selection, containing: str = "") -> pd.DataFrame:
    """The selected articles without their texts (ARTICLES columns but `text`), by day and id, those without a day last.

    `containing` keeps those whose text contains each of these words or parts of words, in any letter case.
    """
    columns = {name: kind for name, kind in ARTICLES.columns.items() if name != "text"}
    where, values = _where(corpus, selection)
    for i, word in enumerate(containing.split()):
        where.append(f"contains(lower(text), lower($word{i}))")
        values[f"word{i}"] = word
    sql = f"select {_list(columns)} from {SCAN} where {_all(where)} order by {ORDERS['articles']}"
    found = _query(corpus, sql, files=_files(corpus, "articles", selection), **values)
    return Table(ARTICLES.name, ARTICLES.row, columns).of(found.to_pandas(date_as_object=False))


def select_mentions(corpus: Corpus, selection: Selection) -> pd.DataFrame:
    """The mentions to count: of the selected articles, those of countries in the chosen layers, and all others.

    MENTIONS columns, and `published`, `source` and `story_id` of the article; by day, article and place in the text.
    Text columns are categorical: a value that occurs a thousand times is kept, and later compared, once.
    """
    where, values = _where(corpus, selection)
    where.append("(kind <> 'country' or list_contains($layers::varchar[], layer))")
    values |= {"layers": list(selection.layers), "files": _files(corpus, "mentions", selection)}
    sql = f"select {_list([*MENTIONS.columns, *CARRIED])} from {SCAN} where {_all(where)}"
    if selection.actors or selection.countries:  # otherwise the rows come as they lie in the files, which is in order
        sql += f" order by {ORDERS['mentions']}"
    found = rename_ids(_query(corpus, sql, **values), select_names(corpus.directory, corpus.fingerprint))
    for name in REPEATED:
        if name == "entity_id":
            continue
        at = found.column_names.index(name)
        found = found.set_column(at, name, found[name].combine_chunks().dictionary_encode())
    return found.to_pandas(date_as_object=False)


def select_article(corpus: Corpus, article_id: str) -> dict:
    """One article with its text; `published` is a date or None. Raises InputProblem when the corpus has none such."""
    sql = f"select {_list(ARTICLES.columns)} from {SCAN} where article_id = $article_id"
    found = _query(corpus, sql, files=_files(corpus, "articles"), article_id=article_id).to_pylist()
    if not found:
        raise InputProblem(f"This corpus has no article {article_id}.", "Choose one from the list.")
    return found[0]


def select_article_mentions(corpus: Corpus, article_id: str) -> pd.DataFrame:
    """Every mention of one article (MENTIONS columns), in all layers, in text order."""
    sql = f"select {_list(MENTIONS.columns)} from {SCAN} where article_id = $article_id order by {ORDERS['mentions']}"
    found = _query(corpus, sql, files=_files(corpus, "mentions"), article_id=article_id)
    found = rename_ids(found, select_names(corpus.directory, corpus.fingerprint))
    return MENTIONS.of(found.to_pandas())


def select_sources(corpus: Corpus) -> pd.DataFrame:
    """`source` and its number of `articles`, the largest first; articles without a source are the row ""."""
    sql = f"select source, count(*) as articles from {SCAN} group by source order by articles desc, source"
    return _query(corpus, sql, files=_files(corpus, "articles")).to_pandas()


def select_days(corpus: Corpus) -> tuple[date | None, date | None, int]:
    """The first day, the last day, and the number of articles without one."""
    manifest = select_manifest(corpus)
    first, last = (day and date.fromisoformat(day) for day in (manifest["first_day"], manifest["last_day"]))
    return first, last, manifest["undated"]


def select_entities(corpus: Corpus) -> pd.DataFrame:
    """Every entity that is mentioned, in any layer, by id; each once, whatever it is called, and as corrected."""
    entities = _read_whole(corpus, "entities", ENTITIES)
    others = select_names(corpus.directory, corpus.fingerprint).keys()
    return correct_entities(entities[~entities.entity_id.isin(others)].reset_index(drop=True), read_corrections())


def select_aliases(corpus: Corpus) -> pd.DataFrame:
    """The entities that count as another one, and why (ALIASES)."""
    return _read_whole(corpus, "aliases", ALIASES)


def select_places(corpus: Corpus) -> pd.DataFrame:
    """Where the entities are that have a place."""
    return _read_whole(corpus, "places", PLACES)


def select_unplaced(corpus: Corpus) -> pd.DataFrame:
    """The entities that have none, and why."""
    return _read_whole(corpus, "unplaced", UNPLACED)


def select_rejected(corpus: Corpus) -> pd.DataFrame:
    """The rows of all input so far that became no article, and why."""
    return _read_whole(corpus, "rejected", REJECTED)


def select_notices(corpus: Corpus) -> pd.DataFrame:
    """What was noticed about input that did become articles (columns of tables.REJECTED)."""
    return _read_whole(corpus, "notices", REJECTED)


def _where(corpus: Corpus, selection: Selection) -> tuple[list[str], dict]:
    """The conditions that a selection puts on an article, or a mention's article, and their parameters."""
    where, values = [], {}
    for name, sign in (("first_day", ">="), ("last_day", "<=")):
        if day := getattr(selection, name):
            where.append(f"published {sign} ${name}")
            values[name] = day
    if selection.sources:
        where.append("list_contains($sources, source)")
        values["sources"] = list(selection.sources)
    naming = []
    if selection.actors:
        naming.append("kind <> 'country' and list_contains($actors, entity_id)")
        values["actors"] = expand_ids(selection.actors, select_names(corpus.directory, corpus.fingerprint))
    if selection.countries:
        naming.append(
            "kind = 'country' and list_contains($countries, entity_id) and list_contains($named_in::varchar[], layer)"
        )
        values |= {"countries": list(selection.countries), "named_in": list(selection.layers)}
    for condition in naming:
        scan = SCAN.replace("$files", "$naming")
        where.append(f"article_id in (select article_id from {scan} where {condition})")
        values["naming"] = _files(corpus, "mentions", selection)
    return where, values


def _files(corpus: Corpus, table: str, selection: Selection | None = None) -> list[str]:
    """The parts that can hold rows of a selection: those of its months. At least one, as a scan needs one."""
    parts = select_manifest(corpus)["files"][table]
    chosen = parts
    if selection and (selection.first_day or selection.last_day):
        first, last = (day and f"{day:%Y-%m}" for day in (selection.first_day, selection.last_day))
        months = {part: month_of(part) for part in parts}
        chosen = [p for p, m in months.items() if m != UNDATED and (first or m) <= m <= (last or m)]
    return [str(Path(corpus.directory, part)) for part in chosen or parts[:1]]


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={**OFFLINE, "temp_directory": gettempdir()})


def _query(corpus: Corpus, sql: str, **values) -> pa.Table:
    """Run a query whose every value is a parameter, on a cursor of its own, so that threads do not meet."""
    try:
        with _database().cursor() as cursor:
            return cursor.sql(sql, params=values).to_arrow_table()
    except duckdb.Error:
        select_manifest(corpus)  # has it grown, and are its old files gone?
        check_files([*values["files"], *values.get("naming", [])], to_the_end=True)
        raise


def _read_whole(corpus: Corpus, name: str, table: Table) -> pd.DataFrame:
    select_manifest(corpus)  # for the question whether it is the same still
    path = Path(corpus.directory, f"{name}.parquet")
    check_files([path], to_the_end=True)
    return table.of(pd.read_parquet(path))


def _list(columns) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _all(conditions: list[str]) -> str:
    return " and ".join(conditions) or "true"
