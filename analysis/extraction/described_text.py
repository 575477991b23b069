"""An article as descriptions are read from it, and what a phrase in it says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from analysis.extraction.countries import CountrySpan
from analysis.extraction.knowledge import Actor

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


class Phrase(NamedTuple):
    """What a noun phrase says: type and country ("" where it tells nothing), with the pieces that do."""

    type: str
    country: str
    type_words: Span
    country_words: Span
    follows: str = ""  # of the head's word


class Text(NamedTuple):
    """An article's pieces (`plain`), its countries, and its organisations of the dictionary, both in text order."""

    plain: Sequence[str]
    countries: Sequence[CountrySpan]
    organisations: Sequence[tuple[int, int, Actor]]

    def country_at(self, i: int) -> CountrySpan | None:
        """The country that covers piece `i`."""
        return _covering(self.countries, i)

    def organisation_at(self, i: int) -> tuple[int, int, Actor] | None:
        return _covering(self.organisations, i)


def _covering(spans: Sequence, i: int):
    at = bisect_left(spans, (i + 1,)) - 1
    return spans[at] if at >= 0 and spans[at][1] > i else None
