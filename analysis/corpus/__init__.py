"""The reading of articles: files in any usual format -> articles, and what could not be taken as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from analysis.corpus.dates import read_day
from analysis.corpus.files import count_bytes
from analysis.corpus.openings import find_day
from analysis.corpus.records import read_records
from analysis.corpus.rejections import Notice, Rejected, split_place
from analysis.corpus.stories import find_stories, find_story
from analysis.tables import ARTICLES, REJECTED

__all__ = [
    "Notice",
    "Reading",
    "Rejected",
    "count_bytes",
    "find_day",
    "find_stories",
    "find_story",
    "read_articles",
    "read_day",
    "read_records",
    "split_place",
]


@dataclass(frozen=True)
class Reading:
    """What was read: `articles` (tables.ARTICLES), `rejected` rows that became none, and `notices` on those that did
    (both with the columns of tables.REJECTED)."""

    articles: pd.DataFrame
    rejected: pd.DataFrame
    notices: pd.DataFrame


def read_articles(
    inputs: Sequence[str | Path] | str | Path,
    mapping: Mapping[str, str] | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Reading:
    """All articles of the inputs as one table, in input order; see `read_records` for the rest.

    As ids are unique in a table, an exact copy of an earlier article is rejected here, with where the first one stands.
    """
    articles: dict[str, dict] = {}
    others: dict[type, list[dict]] = {Rejected: [], Notice: []}
    for item in read_records(inputs, mapping, on_bytes):
        if not isinstance(item, dict):
            others[type(item)].append(asdict(item))
        elif first := articles.get(item["article_id"]):
            file, line = split_place(item["file"])
            others[Rejected].append(asdict(Rejected(file, int(line), f"It is an exact copy of {first['file']}.")))
        else:
            del item["text_made"]
            articles[item["article_id"]] = item
    return Reading(ARTICLES.of(articles.values()), REJECTED.of(others[Rejected]), REJECTED.of(others[Notice]))
