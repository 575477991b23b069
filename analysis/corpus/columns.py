"""Columns of an input by the names they usually have (data/column_names.csv), or as mapped by hand."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Collection, Mapping
from functools import cache
from numbers import Integral, Number
from pathlib import Path

from analysis.corpus.dates import read_day
from analysis.corpus.rejections import Unreadable
from analysis.errors import InputProblem

NAMES = Path(__file__).parents[2] / "data" / "column_names.csv"
COLUMNS = ("text", "title", "date", "source", "url", "id", "language")
MOST_SHOWN = 20  # column names in a message
# How tables write that there is no value, in any letter case.
NO_VALUE = {"nan", "nat", "null", "none", "n/a", "#n/a", "<na>", "\\n", "undefined"}
_PUNCTUATION = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """A column's name without letter case, spaces and punctuation: what "Pub-Date" and "pubDate" have in common."""
    return _PUNCTUATION.sub("", name.casefold())


@cache
def read_aliases() -> dict[str, list[str]]:
    """For each of our columns (and "articles", the lists that hold them) its plain aliases, most telling first."""
    aliases: dict[str, list[str]] = {}
    with open(NAMES, encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            aliases.setdefault(row["column"], []).append(plain(row["alias"]))
    return aliases


def is_missing(value: object) -> bool:
    """None, NaN, NaT, blank text, and text that only says one of these."""
    if isinstance(value, str):
        return not value.strip() or (len(value) < 12 and value.strip().casefold() in NO_VALUE)
    return value is None or value != value


class Columns:
    """Which of an input's columns are our COLUMNS.

    `mapping` names some by hand: {"text": "Col A"}; it is then taken from there only, whatever else there is. Where
    several could be one of ours, a row's value is the first, in the aliases' order, that holds text; failing that,
    the first that holds anything. Fields of nested objects are columns too: {"source": {"name": …}} has one called
    source.name.
    """

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self.mapping = dict(mapping or {})
        if unknown := [name for name in self.mapping if name not in COLUMNS]:
            raise InputProblem(f"No column {unknown[0]} can be mapped.", f"Those that can are {', '.join(COLUMNS)}.")
        self._found: dict[tuple[str, ...], dict[str, list[str]]] = {}

    def find(self, names: Collection[str]) -> dict[str, list[str]]:
        """For each of our columns the input's names for it, most telling first."""
        names = tuple(names)
        if names not in self._found:
            if len(self._found) > 1000:  # records that all differ in their keys
                self._found.clear()
            by_plain: dict[str, str] = {}
            for name in names:
                by_plain.setdefault(plain(name), name)
            found = {c: [by_plain[a] for a in read_aliases()[c] if a in by_plain] for c in COLUMNS}
            for column, name in self.mapping.items():
                name = name if name in names else by_plain.get(plain(name))
                found[column] = [name] if name else []
            self._found[names] = found
        return self._found[names]

    def check(self, names: Collection[str]) -> None:
        """Unreadable when a table with these columns has no text, or lacks a column that is mapped by hand."""
        found = self.find(names)
        shown = ", ".join(list(names)[:MOST_SHOWN]) + (" …" if len(names) > MOST_SHOWN else "")
        for column, name in self.mapping.items():
            if not found[column]:
                raise Unreadable(f"It has no column {name}; its columns are {shown}.", f"Map {column} to one of these.")
        if not found["text"]:
            headlines = f" To read the headlines alone, map text to {found['title'][0]}." if found["title"] else ""
            raise Unreadable(
                f"It has no text column; its columns are {shown}.",
                f"Name the one that holds the articles' text: text, body or content, or map it by hand.{headlines}",
            )

    def pick(self, fields: Mapping[str, object]) -> dict[str, object]:
        """A record's values by our column names; None where it has none. Of several dates, the first that is a day."""
        fields = flatten(fields)
        found = self.find(fields)
        values = {column: _first(fields, names) for column, names in found.items()}
        if len(found["date"]) > 1 and not read_day(values["date"]):
            values["date"] = next((day for name in found["date"] if read_day(day := fields[name])), values["date"])
        return values


def flatten(fields: Mapping[str, object]) -> Mapping[str, object]:
    """The fields with those of nested objects, one level down, beside them; {"$date": …}, as mongoexport writes, is
    its value."""
    if any(isinstance(value, dict) for value in fields.values()):
        fields = {name: _unwrap(value) for name, value in fields.items()}
    inner = {f"{k}.{k2}": v for k, d in fields.items() if isinstance(d, dict) for k2, v in d.items()}
    return {**fields, **inner} if inner else fields


def _unwrap(value: object) -> object:
    while isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
        (value,) = value.values()
    return value


def as_text(value: object) -> str:
    """A value of metadata as text: whole numbers without a decimal point, "" for what is missing or no single value."""
    if isinstance(value, str):
        return "" if is_missing(value) else value.strip()
    if is_missing(value) or not isinstance(value, Number) or isinstance(value, bool):
        return ""
    if isinstance(value, Integral):
        return str(int(value))
    return str(int(value)) if math.isfinite(value) and value == int(value) else str(value)


def _first(fields: Mapping[str, object], names: list[str]) -> object:
    if len(names) == 1:
        return fields[names[0]]
    present = [value for name in names if not is_missing(value := fields[name])]
    texts = [value for value in present if isinstance(value, str)]
    return (texts or [value for value in present if not isinstance(value, dict)] or present or [None])[0]
