"""The actors of one article as the words round their names describe them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.extraction.actor_dictionary import GOVERNMENT
from analysis.extraction.countries import CountrySpan
from analysis.extraction.descriptions import Describer, Description
from analysis.extraction.knowledge import Actor
from analysis.extraction.matcher import Pieces


def describe_actor(actor: Actor, descriptions: Sequence[Description], pieces: Pieces) -> Actor:
    """The actor with the type and country that its descriptions give, where they give any, and their words."""
    chosen = Describer.choose(descriptions)
    words = dict.fromkeys(pieces.text(*span) for span in (chosen.country_words, chosen.type_words) if span[1])
    return replace(
        actor,
        type=chosen.type or actor.type,
        country=chosen.country or actor.country,
        described=" … ".join(words),
    )


def find_owners(actors: Iterable[Actor]) -> dict[str, str]:
    """The country of each body of a government or party among these actors, by id."""
    return {a.entity_id: a.country for a in actors if a.type in GOVERNMENT and a.country}


def add_inner_countries(settled: Sequence[CountrySpan], dictionary: Iterable[CountrySpan]) -> list[CountrySpan]:
    """The settled countries and, inside names that hide them ("Kenya Medical Union"), those of the dictionary."""
    taken = {i for span in settled for i in range(span.first, span.after)}
    inner = [s for s in dictionary if s.entity_id and taken.isdisjoint(range(s.first, s.after))]
    return sorted([*settled, *inner])
