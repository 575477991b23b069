"""What the reader asked for, and of which corpus: the two small values that key every cache."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date

from analysis.tables import COUNTRY_LAYERS, DEFAULT_LAYERS, UNITS


@dataclass(frozen=True)
class Corpus:
    """A built corpus: the folder it lies in, and the fingerprint of what is in it."""

    directory: str
    fingerprint: str


@dataclass(frozen=True)
class Selection:
    """The articles and mentions the reader wants counted.

    An article is selected when its day lies in `first_day`…`last_day` (both inclusive; an article without a day only
    when neither is set), its source is one of `sources`, it mentions at least one of `countries` and at least one of
    `actors`. An empty tuple asks for nothing in particular. Of the selected articles all mentions are counted, those
    of countries only in the chosen `layers`. `unit` is the window in which entities count as mentioned together."""

    first_day: date | None = None
    last_day: date | None = None
    actors: tuple[str, ...] = ()  # entity ids
    countries: tuple[str, ...] = ()  # ISO3
    sources: tuple[str, ...] = ()
    layers: tuple[str, ...] = DEFAULT_LAYERS
    unit: str = "article"

    def to_query(self) -> dict[str, str | list[str]]:
        """The URL parameters that say this selection; what is at its default is left out."""
        query: dict[str, str | list[str]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value == field.default:
                continue
            if isinstance(value, tuple):
                query[field.name] = list(value) or "none"
            else:
                query[field.name] = value.isoformat() if isinstance(value, date) else value
        return query

    @classmethod
    def from_query(cls, query: dict[str, list[str]]) -> Selection:
        """The selection that URL parameters say.

        What makes no sense is ignored, as a hand-edited link should still open.
        """
        chosen = cls()
        for name in ("first_day", "last_day"):
            for text in query.get(name, [])[:1]:
                with suppress(ValueError):
                    chosen = replace(chosen, **{name: date.fromisoformat(text)})
        for name in ("actors", "countries", "sources"):
            chosen = replace(chosen, **{name: tuple(dict.fromkeys(query.get(name, [])))})
        if "layers" in query:
            chosen = replace(chosen, layers=tuple(x for x in COUNTRY_LAYERS if x in query["layers"]))
        for text in query.get("unit", [])[:1]:
            if text in UNITS:
                chosen = replace(chosen, unit=text)
        if chosen.first_day and chosen.last_day and chosen.first_day > chosen.last_day:
            chosen = replace(chosen, first_day=chosen.last_day, last_day=chosen.first_day)
        return chosen
