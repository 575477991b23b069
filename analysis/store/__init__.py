"""write_ and select_: corpora as Parquet files, queried in place with DuckDB. The only place that knows DuckDB."""

from analysis.store.files import TABLE_FORMATS, write_table
from analysis.store.manifest import open_corpus, select_manifest
from analysis.store.queries import (
    select_aliases,
    select_article,
    select_article_mentions,
    select_articles,
    select_days,
    select_entities,
    select_mentions,
    select_notices,
    select_places,
    select_rejected,
    select_sources,
    select_unplaced,
)

__all__ = [
    "TABLE_FORMATS", "BuildReport", "open_corpus", "select_aliases", "select_article", "select_article_mentions",
    "select_articles", "select_days", "select_entities", "select_manifest", "select_mentions", "select_notices",
    "select_places", "select_rejected", "select_sources", "select_unplaced", "write_corpus", "write_table",
]  # fmt: skip


def __getattr__(name: str):
    """What builds a corpus, loaded when it is asked for: reading one needs neither spaCy nor the readers of files."""
    if name in ("BuildReport", "write_corpus"):
        from analysis.store import build

        return getattr(build, name)
    raise AttributeError(name)
