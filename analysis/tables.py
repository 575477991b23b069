"""Columns, types, units and invariants of every table, and the one `check` for all of them.

Every step hands the next one a pandas DataFrame that passes `check(name, table)`. Text columns are pandas `str`
(missing text is the empty string, never NaN), days are `datetime64[ms]` at midnight (missing is NaT), counts are
integers, everything else is float. Extra columns are allowed; missing or mistyped ones are not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

DAY = "datetime64[ms]"

KINDS = ("country", "person", "organisation", "place", "group")
ACTOR_KINDS = ("person", "organisation")
COUNTED_KINDS = ("country", *ACTOR_KINDS)  # of the headline number of mentions; places and groups stand beside them

COUNTRY_LAYERS = ("name", "demonym", "capital", "city", "region", "metonym", "dateline", "embedded")
LAYERS = (*COUNTRY_LAYERS, "model", "alias")
DEFAULT_LAYERS = ("name", "demonym", "capital", "city", "region", "metonym")  # the country layers that are on at first

DISPUTED_RULES = {  # what a disputed place counts with
    "un": "as resolutions of the United Nations have it, or else most states",
    "control": "with the country that controls it, where one does",
    "apart": "with no country",
}
DATE_ORIGINS = ("metadata", "text", "none")
UNITS = ("article", "sentence")  # the windows in which entities can be mentioned together


@dataclass(frozen=True)
class Table:
    """One table: its columns with their pandas types, and what a row is."""

    name: str
    row: str
    columns: dict[str, str]

    def empty(self) -> pd.DataFrame:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in self.columns.items()})

    def of(self, rows) -> pd.DataFrame:
        """The table of dicts or of a DataFrame, with the contract's types; its columns first, in order."""
        table = rows.copy() if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
        if table.empty:
            return self.empty()
        for name, kind in self.columns.items():
            if name not in table:
                raise ValueError(f"{self.name} needs a column {name}")
            if kind == "str":
                table[name] = table[name].fillna("").astype("str")
            else:
                table[name] = table[name].astype(kind)
        return table[[*self.columns, *(c for c in table if c not in self.columns)]]


ARTICLES = Table(
    "articles",
    "one article",
    {
        "article_id": "str",  # 16 hex digits of the content; see article_id()
        "published": DAY,  # day, or NaT
        "date_from": "str",  # where the day was found: one of DATE_ORIGINS
        "source": "str",  # outlet, or ""
        "title": "str",  # headline, or ""; when there is one, `text` begins with it
        "text": "str",  # what mention offsets index, in characters
        "url": "str",
        "language": "str",  # ISO 639-1, or ""
        "story_id": "str",  # near-duplicates share it
        "words": "int32",  # words of `text`
        "input_id": "str",  # the input's own id, or ""
        "file": "str",  # where it was read: file name within the input (and line or row)
    },
)

MENTIONS = Table(
    "mentions",
    "one name in one place",
    {
        "article_id": "str",
        "sentence": "int32",  # 0-based within the article
        "start": "int32",  # characters into the article's text
        "end": "int32",  # half-open
        "surface": "str",  # text[start:end]
        "kind": "str",  # one of KINDS
        "entity_id": "str",
        "layer": "str",  # one of LAYERS
        "rule": "str",  # what joins the name to the entity: a key of analysis.extraction.RULES
        "confidence": "float64",  # 0-1
    },
)

ENTITIES = Table(
    "entities",
    "one entity",
    {
        "entity_id": "str",  # countries: ISO 3166-1 alpha-3 (Kosovo XKX); actors: a slug
        "kind": "str",
        "name": "str",
        "type": "str",  # see data/kinds.csv
        "country": "str",  # ISO3 of the country it belongs to, or ""
        "described": "str",  # what type and country come from: an office, or the words of an article
    },
)

ALIASES = Table(
    "aliases",
    "one entity that is another one's other name in this corpus",
    {
        "entity_id": "str",  # as its mentions have it
        "into_id": "str",  # whose name it is; "": it is left out
        "rule": "str",  # a key of analysis.extraction.RULES
        "reason": "str",  # in words
    },
)

PLACES = Table(
    "places",
    "one located entity",
    {
        "entity_id": "str",
        "latitude": "float64",  # degrees north, WGS 84
        "longitude": "float64",  # degrees east, WGS 84
        "located_by": "str",  # gazetteer, cache, or the service's name
    },
)

UNPLACED = Table("unplaced", "one entity without a place", {"entity_id": "str", "reason": "str"})

REJECTED = Table(
    "rejected",
    "one row of input that became no article",
    {"file": "str", "line": "int64", "reason": "str"},  # line (or row) 1-based; 0: the whole file
)

COUNTS = Table(
    "counts",
    "one entity (and period)",
    {
        "entity_id": "str",
        "mentions": "int64",
        "articles": "int64",
        "stories": "int64",
        "share": "float64",  # of the selected articles, 0-1
        "low": "float64",  # Wilson 95 % interval of share
        "high": "float64",
        "mentions_per_1000_words": "float64",  # of the selected articles
    },
)

TIMELINE = Table(
    "timeline",
    "one entity in one period",
    {
        **COUNTS.columns,
        "period": DAY,  # its first day
        "units": "int64",  # selected articles (or stories) in it
        "words": "int64",  # of the selected articles in it
        "unfinished": "bool",  # the corpus ends before the period does
    },
)

PAIRS = Table(
    "pairs",
    "two entities",
    {
        "left_id": "str",
        "right_id": "str",
        "together": "int64",  # windows with both
        "left_units": "int64",  # windows with the left one
        "right_units": "int64",
        "units": "int64",  # all windows
        "expected": "float64",  # left_units * right_units / units
        "lift": "float64",  # together / expected
        "npmi": "float64",  # -1 to 1
        "jaccard": "float64",  # 0 to 1
        "g2": "float64",  # signed log-likelihood ratio
        "p": "float64",  # two-sided exact
        "q": "float64",  # Benjamini-Hochberg; NaN: not tested, for want of support
        "p_more": "float64",  # one-sided exact: together more often than chance
        "p_less": "float64",  # one-sided exact: together less often
        "odds_ratio": "float64",  # NaN where infinite or unknown
        "odds_low": "float64",  # 95 % interval of odds_ratio
        "odds_high": "float64",  # NaN where it has no upper end
        "expected_null": "float64",  # together, by chance, where windows differ in how many they name
        "lift_null": "float64",  # together / expected_null
        "p_null": "float64",  # two-sided, of that chance
        "q_null": "float64",  # Benjamini-Hochberg; NaN: not tested
    },
)

RANKS = Table(
    "ranks",
    "one of the leading entities",
    {
        "entity_id": "str",
        "rank": "int64",  # from 1; equal counts share the better place
        "best": "int64",  # of rank and the ranks in all variants, which are further columns
        "worst": "int64",
    },
)

_TABLES = (ARTICLES, MENTIONS, ENTITIES, ALIASES, PLACES, UNPLACED, REJECTED, COUNTS, TIMELINE, PAIRS, RANKS)
ALL = {table.name: table for table in _TABLES}


def article_id(title: str, text: str, published: str, source: str, url: str) -> str:
    """The 16 hex digits that name an article: SHA-256 of its content. Same content, same id, on any machine."""
    content = "\x1f".join((title, text, published, source, url))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check(
    name: str, table: pd.DataFrame, *, articles: pd.DataFrame | None = None, entities: pd.DataFrame | None = None
) -> None:
    """Raise ValueError with every broken promise of the table's contract; return nothing when it keeps them all.

    `articles` (with `text`) lets `mentions` be checked against the texts; `entities` lets ids be checked.
    """
    contract = ALL[name]
    problems = [f"no column {c}" for c in contract.columns if c not in table]
    if not problems:
        problems += [
            f"column {c} is {table[c].dtype}, not {kind}"
            for c, kind in contract.columns.items()
            if not _is(table[c], kind)
        ]
    if not problems:
        problems += _CHECKS[name](table, articles, entities)
    if problems:
        raise ValueError(f"{name}: " + "; ".join(problems))


def _is(column: pd.Series, kind: str) -> bool:
    if kind == "str":
        return (
            pd.api.types.is_string_dtype(column) or isinstance(column.dtype, pd.CategoricalDtype)
        ) and not column.isna().any()
    if kind == DAY:
        return pd.api.types.is_datetime64_dtype(column)
    if kind == "bool":
        return pd.api.types.is_bool_dtype(column)
    return pd.api.types.is_integer_dtype(column) if kind.startswith("int") else pd.api.types.is_float_dtype(column)


def _articles(t, articles, entities):
    if t.article_id.duplicated().any():
        yield "article_id is not unique"
    if not t.article_id.str.fullmatch(r"[0-9a-f]{16}").all():
        yield "an article_id is not 16 hex digits"
    if not t.date_from.isin(DATE_ORIGINS).all():
        yield f"date_from is none of {DATE_ORIGINS}"
    if ((t.date_from == "none") != t.published.isna()).any():
        yield "date_from and published disagree"
    if (t.words < 0).any():
        yield "words is negative"


def _mentions(t, articles, entities):
    if not t.kind.isin(KINDS).all():
        yield f"kind is none of {KINDS}"
    if not t.layer.isin(LAYERS).all():
        yield f"layer is none of {LAYERS}"
    if not t.confidence.between(0, 1).all():
        yield "confidence is outside 0-1"
    if (t.start >= t.end).any() or (t.start < 0).any() or (t.sentence < 0).any():
        yield "an offset is impossible"
    order = t[["article_id", "start", "end"]].reset_index(drop=True)
    same = order.article_id.eq(order.article_id.shift())
    if (same & (order.start < order.start.shift())).any():
        yield "mentions are not in text order"
    by_kind = t.sort_values(["article_id", "kind", "start"], kind="stable")
    same = by_kind.article_id.eq(by_kind.article_id.shift()) & by_kind.kind.eq(by_kind.kind.shift())
    if (same & (by_kind.start < by_kind.end.shift())).any():
        yield "two mentions of one kind overlap"
    if articles is not None:
        texts = dict(zip(articles.article_id, articles.text, strict=True))
        wrong = [
            s for a, b, e, s in zip(t.article_id, t.start, t.end, t.surface, strict=True) if texts.get(a, "")[b:e] != s
        ]
        if wrong:
            yield f"text[start:end] is not the surface, as for {wrong[0]!r}"
    if entities is not None and not t.entity_id.isin(entities.entity_id).all():
        yield "a mention's entity_id is not among the entities"


def _entities(t, articles, entities):
    if t.entity_id.duplicated().any():
        yield "entity_id is not unique"
    if not t.kind.isin(KINDS).all():
        yield f"kind is none of {KINDS}"
    if (t.name.str.len() == 0).any():
        yield "an entity has no name"


def _aliases(t, articles, entities):
    if t.entity_id.duplicated().any():
        yield "entity_id is not unique"
    if t.into_id.isin(t.entity_id).any():
        yield "an into_id is itself another's name"
    if (t.reason.str.len() == 0).any():
        yield "an alias has no reason"


def _places(t, articles, entities):
    if t.entity_id.duplicated().any():
        yield "entity_id is not unique"
    if not (t.latitude.between(-90, 90) & t.longitude.between(-180, 180)).all():
        yield "a coordinate is not on Earth"


def _unplaced(t, articles, entities):
    if (t.reason.str.len() == 0).any():
        yield "an unplaced entity has no reason"


def _rejected(t, articles, entities):
    if (t.reason.str.len() == 0).any():
        yield "a rejected row has no reason"


def _counts(t, articles, entities):
    keys = ["entity_id", *(["period"] if "period" in t else [])]
    if t.duplicated(keys).any():
        yield f"{' and '.join(keys)} are not unique"
    if ((t.mentions < t.articles) | (t.articles < t.stories) | (t.stories < 0)).any():
        yield "mentions >= articles >= stories >= 0 fails"
    known = t[t.share.notna()]
    close = 1e-12
    if not (
        (known.low >= -close)
        & (known.low <= known.share + close)
        & (known.share <= known.high + close)
        & (known.high <= 1 + close)
    ).all():
        yield "0 <= low <= share <= high <= 1 fails"


def _pairs(t, articles, entities):
    if not (t.left_id < t.right_id).all():
        yield "left_id < right_id fails"
    if t.duplicated(["left_id", "right_id"]).any():
        yield "a pair appears twice"
    if (t.together > np.minimum(t.left_units, t.right_units)).any() or (t.together < 0).any():
        yield "together <= min(left, right) fails"
    if (np.maximum(t.left_units, t.right_units) > t.units).any():
        yield "an entity is in more windows than there are"
    if not t.npmi.dropna().between(-1 - 1e-9, 1 + 1e-9).all():
        yield "npmi is outside -1 to 1"
    close = 1 + 1e-9
    if ((t.odds_low > t.odds_ratio * close) | (t.odds_ratio > t.odds_high * close)).any():
        yield "odds_low <= odds_ratio <= odds_high fails"


def _ranks(t, articles, entities):
    if t.entity_id.duplicated().any():
        yield "entity_id is not unique"
    if not ((t.best >= 1) & (t.best <= t["rank"]) & (t["rank"] <= t.worst)).all():
        yield "1 <= best <= rank <= worst fails"


_CHECKS = {
    "articles": lambda *a: list(_articles(*a)),
    "mentions": lambda *a: list(_mentions(*a)),
    "entities": lambda *a: list(_entities(*a)),
    "aliases": lambda *a: list(_aliases(*a)),
    "places": lambda *a: list(_places(*a)),
    "unplaced": lambda *a: list(_unplaced(*a)),
    "rejected": lambda *a: list(_rejected(*a)),
    "counts": lambda *a: list(_counts(*a)),
    "timeline": lambda *a: list(_counts(*a)),
    "pairs": lambda *a: list(_pairs(*a)),
    "ranks": lambda *a: list(_ranks(*a)),
}


def describe(
    table: pd.DataFrame, entities: pd.DataFrame, columns: tuple[str, ...] = ("name", "kind", "type")
) -> pd.DataFrame:
    """`table` with what is known of each `entity_id` beside it: by default its name, kind and type. Order is kept."""
    return table.merge(entities[["entity_id", *columns]], on="entity_id", how="left", validate="many_to_one")
