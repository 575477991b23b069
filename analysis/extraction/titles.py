"""Titles before a person's name, and the country that stands with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from analysis.extraction.countries import CountrySpan
from analysis.extraction.matcher import Forms, Pieces, select_longest


class Title(NamedTuple):
    """A title at piece `first`, with its bearer's name at `name` on; the type of person and the country it gives."""

    first: int
    name: int
    type: str
    country: str


def read_title_forms(titles: Mapping[str, str]) -> Forms:
    """Titles as written, and in small letters as British papers print them ("prime minister Narendra Modi")."""
    forms = Forms()
    for title, type_ in titles.items():
        plain = "." in title or len(title) < 4
        for spelling in {title} if plain else {title, title.lower(), title.capitalize()}:
            forms.add(spelling, type_)
    return forms


def find_titles(pieces: Pieces, forms: Forms, countries: Sequence[CountrySpan]) -> Iterator[Title]:
    """Every title that a word follows, longest first where they overlap, in text order.

    The country stands right before it ("Russian President", "India's President") or behind its "of".
    """
    word = pieces.word
    starts = {span.first: span for span in countries}
    ends = {span.after: span.entity_id for span in countries}
    for match in select_longest(forms.find(pieces), len(pieces.words)):
        before, name = match.first - 1, match.after
        if word(before - 1) == "s" and word(before - 2) == "'":
            before -= 2
        country = ends.get(before, "") if word(match.first - 1) == " " else ""
        if word(name + 1) == "of":
            place = starts.get(name + 5 if word(name + 3) == "the" else name + 3)
            if place and place.layer != "demonym":  # "of the Afghan National Army" names no bearer
                country, name = place.entity_id, place.after
        if word(name) == " " and word(name + 1)[:1].isalpha():
            yield Title(match.first, name + 1, match.values[0], country)
