"""Actors that only a trained model knows: its names beside the dictionary's, which overrules them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from analysis.extraction.actors import ActorSpan
from analysis.extraction.countries import CountrySpan
from analysis.extraction.knowledge import Actor
from analysis.extraction.matcher import Pieces, select_longest
from analysis.extraction.names import fold, slug, surname_of
from analysis.extraction.pipeline import ModelName

CONFIDENCE = 0.6  # about the precision of small news models on names they have not seen


def find_model_actors(
    names: Sequence[ModelName],
    pieces: Pieces,
    countries: Sequence[CountrySpan],
    spans: Sequence[ActorSpan],
    found: Mapping[str, Actor],
    dictionary: Mapping[str, Actor],
) -> tuple[list[ActorSpan], dict[str, Actor]]:
    """The model's names where the dictionary found no actor, in text order, with the actors they stand for by id.

    A name that is as a whole a country's is none, nor is a person's that holds one. A surname alone is the one person
    of the article who bears it; if there is none or several, a person of that name.
    """
    placed = list(_free_names(names, pieces, countries, spans))
    everyone, bearers = dict(found), defaultdict(set)
    for actor in found.values():
        bearers[surname_of(actor.name)].add(actor.entity_id)
    chosen: dict[tuple[str, str], Actor] = {}
    for written, kind in sorted({(w, k) for _, _, w, k in placed}, key=lambda n: (-n[0].count(" "), n)):
        same = bearers[fold(written)] if kind == "person" and " " not in written else ()
        actor = everyone[min(same)] if len(same) == 1 else _identify(written, kind, dictionary)
        chosen[written, kind] = everyone[actor.entity_id] = actor
        bearers[surname_of(actor.name)].add(actor.entity_id)
    more = [
        ActorSpan(first, after, chosen[written, kind].entity_id, chosen[written, kind].kind, "model", CONFIDENCE)
        for first, after, written, kind in placed
    ]
    return select_longest(more, len(pieces.words)), everyone


def _free_names(
    names: Sequence[ModelName], pieces: Pieces, countries: Sequence[CountrySpan], spans: Sequence[ActorSpan]
) -> Iterator[tuple[int, int, str, str]]:
    """First piece, the one after the last, what is written there and the kind; without "the" and the possessive."""
    of_actors = {i for span in spans for i in range(span.first, span.after)}
    of_countries = {i for span in countries for i in range(span.first, span.after)}
    for name in names:
        first, after = pieces.at(name.start), pieces.at(name.end)
        if pieces.word(first).lower() == "the":
            first += 2
        if pieces.word(after - 1) == "s" and pieces.word(after - 2) == "'":
            after -= 2
        place = set(range(first, after))
        holds_country = place <= of_countries if name.kind == "organisation" else place & of_countries
        if any(word[0].isalpha() for word in pieces.words[first:after]) and not holds_country and not place & of_actors:
            yield first, after, pieces.text(first, after), name.kind


def _identify(written: str, kind: str, dictionary: Mapping[str, Actor]) -> Actor:
    """The dictionary's actor of that id, else a new one."""
    entity_id = slug(written)
    known = dictionary.get(entity_id)
    if known and known.kind == kind:
        return known
    return Actor(f"{entity_id}-{kind}" if known else entity_id, written, kind, kind, "", (written,), ())
