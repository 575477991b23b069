"""select_: what a selection asks of a corpus, answered by DuckDB over the Parquet files."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from analysis.errors import InputProblem
from analysis.selection import Corpus, Selection
from analysis.tables import ARTICLES, ENTITIES, MENTIONS, PLACES, REJECTED, UNPLACED, Table

_thread = threading.local()


def _connection() -> duckdb.DuckDBPyConnection:
    """One in-memory database per thread; it never loads extensions and never goes online."""
    if not hasattr(_thread, "connection"):
        offline = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
        _thread.connection = duckdb.connect(":memory:", config=offline)
    return _thread.connection


def _files(corpus: Corpus, table: str) -> list[str]:
    return [str(path) for path in sorted(Path(corpus.directory, table).glob("month=*/part-*.parquet"))]


def _query(corpus: Corpus, sql: str, **values) -> pd.DataFrame:
    """Run `sql` with {articles} and {mentions} standing for the files; every value is a parameter."""
    parameters = {k: v for k, v in values.items() if f"${k}" in sql}
    for table in ("articles", "mentions"):
        if f"{{{table}}}" in sql:
            parameters[f"{table}_files"] = _files(corpus, table)
            scan = f"read_parquet(${table}_files, hive_partitioning = true, hive_types = {{'month': VARCHAR}})"
            sql = sql.replace(f"{{{table}}}", scan)
    return _connection().execute(sql, parameters).df()


def _where(selection: Selection, containing: str = "") -> tuple[str, dict]:
    """The conditions on an article `a` that a selection means, and their parameters."""
    conditions, values = ["true"], {}
    for field, sign in (("first_day", ">="), ("last_day", "<=")):
        day = getattr(selection, field)
        if day:
            conditions.append(
                f"a.month <> 'undated' and a.month {sign} ${field}_month and a.published {sign} ${field}::date"
            )
            values |= {field: day, f"{field}_month": f"{day:%Y-%m}"}
    if selection.sources:
        conditions.append("list_contains($sources, a.source)")
        values["sources"] = list(selection.sources)
    if selection.actors:
        conditions.append("a.article_id in (select article_id from {mentions} where list_contains($actors, entity_id))")
        values["actors"] = list(selection.actors)
    if selection.countries:
        conditions.append(
            "a.article_id in (select article_id from {mentions} where kind = 'country'"
            " and list_contains($countries, entity_id) and list_contains($layers::varchar[], layer))"
        )
        values |= {"countries": list(selection.countries), "layers": list(selection.layers)}
    if containing:
        conditions.append("contains(lower(a.text), lower($containing))")
        values["containing"] = containing
    return " and ".join(f"({c})" for c in conditions), values


def select_articles(corpus: Corpus, selection: Selection, containing: str = "") -> pd.DataFrame:
    """The selected articles, without their text, by day and id; those without a day last.

    `containing` keeps the articles whose text contains these words, whatever their case.
    """
    where, values = _where(selection, containing)
    columns = ", ".join(f"a.{c}" for c in ARTICLES.columns if c != "text")
    sql = f"select {columns} from {{articles}} a where {where} order by a.published nulls last, a.article_id"
    found = _query(corpus, sql, **values)
    return Table(ARTICLES.name, ARTICLES.row, {c: k for c, k in ARTICLES.columns.items() if c != "text"}).of(found)


def select_mentions(corpus: Corpus, selection: Selection) -> pd.DataFrame:
    """The mentions to count: of the selected articles, all actors, and countries in the chosen layers.

    MENTIONS columns with `published`, `source` and `story_id` of their articles; by day, article and place in the text.
    """
    where, values = _where(selection)
    values["layers"] = list(selection.layers)
    months = ""
    if selection.first_day:
        months += " and m.month >= $first_day_month"
    if selection.last_day:
        months += " and m.month <= $last_day_month"
    columns = ", ".join(f"m.{c}" for c in MENTIONS.columns)
    sql = f"""
        with chosen as (select a.article_id, a.published, a.source, a.story_id from {{articles}} a where {where})
        select {columns}, chosen.published, chosen.source, chosen.story_id
        from {{mentions}} m join chosen using (article_id)
        where (m.kind <> 'country' or list_contains($layers::varchar[], m.layer)){months}
        order by chosen.published nulls last, m.article_id, m.start, m."end" desc"""
    return MENTIONS.of(_query(corpus, sql, **values))


def select_article(corpus: Corpus, article_id: str) -> dict:
    """One article with its text; `published` is a date or None. Raises InputProblem when the corpus has no such article."""
    found = _query(
        corpus, "select * exclude (month) from {articles} where article_id = $article_id", article_id=article_id
    )
    if found.empty:
        raise InputProblem(f"This corpus has no article {article_id}.", "Choose one from the list.")
    article = ARTICLES.of(found).iloc[0].to_dict()
    article["published"] = None if pd.isna(article["published"]) else article["published"].date()
    return article


def select_article_mentions(corpus: Corpus, article_id: str) -> pd.DataFrame:
    """Every mention of one article, in all layers, in text order."""
    sql = 'select * exclude (month) from {mentions} where article_id = $article_id order by start, "end" desc, kind'
    return MENTIONS.of(_query(corpus, sql, article_id=article_id))


def select_texts(corpus: Corpus, article_ids: list[str]) -> pd.DataFrame:
    """`article_id` and `text` of the given articles."""
    return _query(
        corpus, "select article_id, text from {articles} where list_contains($ids, article_id)", ids=article_ids
    )


def select_sources(corpus: Corpus) -> pd.DataFrame:
    """`source` and its number of `articles`, the largest first; articles without a source are the row ""."""
    return _query(
        corpus, "select source, count(*) as articles from {articles} group by source order by articles desc, source"
    )


def select_days(corpus: Corpus) -> tuple[date | None, date | None, int]:
    """The first day, the last day, and the number of articles without one."""
    sql = "select min(published), max(published), count(*) - count(published) from {articles}"
    first, last, undated = _query(corpus, sql).iloc[0]
    return (None, None, int(undated)) if pd.isna(first) else (first.date(), last.date(), int(undated))


def select_entities(corpus: Corpus) -> pd.DataFrame:
    return _whole(corpus, ENTITIES)


def select_places(corpus: Corpus) -> pd.DataFrame:
    return _whole(corpus, PLACES)


def select_unplaced(corpus: Corpus) -> pd.DataFrame:
    return _whole(corpus, UNPLACED)


def select_rejected(corpus: Corpus) -> pd.DataFrame:
    return _whole(corpus, REJECTED)


def _whole(corpus: Corpus, table: Table) -> pd.DataFrame:
    return table.of(pd.read_parquet(Path(corpus.directory, f"{table.name}.parquet")))
