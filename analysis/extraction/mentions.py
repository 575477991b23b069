"""The extractor: one text in, its mentions and their entities out."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.actors import ActorSpan, Article, find_actors
from analysis.extraction.aliases import fingerprint as names_fingerprint
from analysis.extraction.countries import Countries, CountrySpan, embed_countries, settle_countries
from analysis.extraction.datelines import find_credits, find_datelines
from analysis.extraction.described_actors import add_inner_countries, describe_actor, find_owners
from analysis.extraction.descriptions import Describer, Description
from analysis.extraction.disputed import Disputed
from analysis.extraction.knowledge import DATA, Actor, Knowledge, read_knowledge
from analysis.extraction.lines import Lines
from analysis.extraction.matcher import Pieces
from analysis.extraction.model_names import (
    CONFIDENCE,
    NameSpan,
    find_unsettled,
    join_model_names,
    new_entity,
    place_names,
)
from analysis.extraction.names import slug
from analysis.extraction.pipeline import Pipeline
from analysis.extraction.places import Places
from analysis.extraction.surroundings import Surroundings
from analysis.extraction.titles import Title, find_titles

ENGINE = 5  # raised whenever the same knowledge would give other mentions
_SURE = ("name", "demonym", "metonym")  # layers whose forms, unless they are contested, are nobody's name

T = TypeVar("T")


@dataclass(frozen=True)
class Found:
    """One article's mentions (columns of tables.MENTIONS without article_id, in text order) and entities by id."""

    mentions: list[dict]
    entities: dict[str, dict]


class _Read(NamedTuple):
    """What is read of a text before anything is decided: datelines as ranges of pieces, the dictionary's countries."""

    pieces: Pieces
    lines: Lines
    datelines: list[tuple[int, int]]
    dictionary: list[CountrySpan]


class Extractor:
    """Countries and actors by dictionary and rule, and by a trained model where a pipeline is named.

    `fingerprint` is a SHA-256 of all that decides the answer: rules, knowledge, pipeline.
    """

    def __init__(self, knowledge: Knowledge, pipeline: str | None = None, disputed: str = "un") -> None:
        self._pipeline = Pipeline(pipeline, knowledge.abbreviations)
        self._entities = knowledge.countries
        self._countries = Countries(knowledge.country_forms)
        self._actors = ActorDictionary(knowledge, self._countries.is_form)
        self._gazetteer = knowledge.gazetteer
        self._places = Places(knowledge.gazetteer, knowledge.contested)
        self._describer = Describer(knowledge.describing_words, knowledge.titles)
        self._first_names, self._nouns = knowledge.first_names | self._actors.first_names, knowledge.nouns
        self._disputed, self._waters = Disputed(knowledge.disputed, disputed), knowledge.waters
        parts = (str(ENGINE), knowledge.fingerprint, names_fingerprint(), self._pipeline.version, disputed)
        self.fingerprint = hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def find(self, text: str) -> Found:
        """The mentions in one article's text, by start, then end; within one kind they do not overlap.

        Any text will do; one without names gives no mentions. Linear in the text's length.
        """
        read, sentences = self._read(text), self._pipeline.read_sentences(text)
        pieces, openings = read.pieces, set(sentences)
        named = [span for span in read.dictionary if span.entity_id]
        article = Article(pieces, read.lines, named, lambda i: _opens(pieces, i, openings))
        actors, known = find_actors(article, self._actors)
        actors = _outside(actors, read.datelines)  # an agency in a dateline is a credit, not news of it
        titles = list(find_titles(pieces, self._actors.titles, named))
        names = self._find_names(text, read, actors, titles, sentences)
        countries = self._settle(read, actors, names, article.begins_sentence)
        actors, known, others = join_model_names(text, names, pieces, countries, actors, known, self._actors, titles)
        known = self._describe(read, countries, actors, known)
        countries = embed_countries(countries, actors, self._actors.owners | find_owners(known.values()))
        countries, places, more = self._find_other_places(pieces, countries, read.dictionary)
        groups, new = _take_others(others, pieces, places)
        known = {**known, **more, **new}
        spans = [("country", span, span.alternatives) for span in countries]
        spans += [("place", span, "") for span in places]
        spans += [(span.kind, span, "") for span in (*actors, *groups)]
        mentions = list(_list_mentions(text, pieces, sentences, spans))
        ids = dict.fromkeys(mention["entity_id"] for mention in mentions)
        return Found(mentions, {i: self._entities[i] if i in self._entities else _entity(known[i]) for i in ids})

    def _find_names(
        self, text: str, read: _Read, actors: Sequence[ActorSpan], titles: Sequence[Title], sentences: Sequence[int]
    ) -> list[NameSpan]:
        """The trained model's names, in the sentences that the dictionaries have not settled, outside datelines."""
        if not self._pipeline.has_model:
            return []
        sure = [s[:2] for s in read.dictionary if s.layer in _SURE and not self._places.is_contested(read.pieces, s)]
        settled = [*sure, *(s[:2] for s in actors), *((t.first, t.name) for t in titles), *read.datelines]
        asked = list(find_unsettled(read.pieces, settled, sentences))
        names = place_names(self._pipeline.find_names(text, asked), read.pieces, titles)
        return _outside(names, read.datelines)

    def _describe(
        self, read: _Read, countries: Sequence[CountrySpan], actors: Sequence[ActorSpan], known: Mapping[str, Actor]
    ) -> dict[str, Actor]:
        """The actors by id, those that no dictionary has with the type and country that the words round them give."""
        dictionary = self._actors.actors
        organisations = [
            (s.first, s.after, known[s.entity_id])
            for s in actors
            if s.kind == "organisation" and s.entity_id in dictionary
        ]
        around = add_inner_countries(countries, read.dictionary)
        said: dict[str, list[Description]] = defaultdict(list)
        for span in actors:
            if span.entity_id not in dictionary:
                said[span.entity_id].append(
                    self._describer.describe(read.pieces, span.first, span.after, span.kind, around, organisations)
                )
        return {**known, **{i: describe_actor(known[i], each, read.pieces) for i, each in said.items()}}

    def find_countries(self, text: str) -> list[CountrySpan]:
        """The countries alone, as in a text without actors: the first part of `find`, for measuring its speed."""
        return self._settle(self._read(text), [], [], lambda _: False)

    def _read(self, text: str) -> _Read:
        pieces = Pieces(text)
        lines = Lines(text, pieces)
        heads = [*find_datelines(text, self._is_place), *find_credits(text)]
        datelines = [(pieces.at(start), pieces.at(end)) for start, end in heads]
        return _Read(pieces, lines, datelines, self._countries.find(pieces, lines.capitals, datelines))

    def _settle(
        self,
        read: _Read,
        actors: Sequence[ActorSpan],
        names: Sequence[NameSpan],
        begins_sentence: Callable[[int], bool],
    ) -> list[CountrySpan]:
        """The countries beside these actors and the model's names, each decided in the light of the whole article."""
        named = settle_countries([s for s in read.dictionary if s.entity_id], actors, self._actors.owners)
        around = Surroundings(read.pieces, self._first_names, self._nouns, begins_sentence, read.lines.is_headline)
        taken, phrases = [s[:2] for s in actors], [s[:2] for s in read.dictionary if not s.entity_id]
        return self._places.find(read.pieces, named, around, read.datelines, taken, phrases, names)

    def _find_other_places(
        self, pieces: Pieces, countries: Sequence[CountrySpan], dictionary: Sequence[CountrySpan]
    ) -> tuple[list[CountrySpan], list[CountrySpan], dict[str, Actor]]:
        """The countries by the rule for disputed places; disputed places and waters, and who those are, by id."""
        kept, places, known = [], [], {}
        for span in countries:
            surface = pieces.text(span.first, span.after)
            country = self._disputed.country(surface, span.entity_id)
            if country:
                kept.append(span._replace(entity_id=country))
            if place := self._disputed.place(surface):
                known[place.place_id] = Actor(place.place_id, place.name, "place", "disputed", country, (), ())
                places.append(span._replace(entity_id=place.place_id))
        for span in dictionary:
            surface = pieces.text(span.first, span.after)
            if surface in self._waters:
                entity_id = f"water:{slug(surface)}"
                known[entity_id] = Actor(entity_id, surface, "place", "water", "", (), ())
                places.append(span._replace(entity_id=entity_id, layer="name"))
        return kept, places, known

    def _is_place(self, surface: str) -> bool:
        return self._countries.is_place(surface) or self._gazetteer.is_place(surface)


@lru_cache(maxsize=4)
def load_extractor(pipeline: str | None = None, directory: str | Path = DATA, disputed: str = "un") -> Extractor:
    """The extractor over the knowledge in `directory`, loaded once per process.

    `pipeline` names an installed spaCy pipeline (InputProblem if it is not), None the bundled one, "dictionaries" none.
    `disputed` is the rule by which disputed places count with a country (see disputed.py).
    """
    return Extractor(read_knowledge(directory), pipeline, disputed)


def actor_rows(entity_ids: Iterable[str]) -> list[dict]:
    """Rows of the entities table for these actors of the dictionary."""
    actors = read_knowledge().actors
    return [_entity(actors[i]) for i in entity_ids if i in actors]


def _opens(pieces: Pieces, i: int, openings: set[int]) -> bool:
    """Whether piece `i` is the first word of its sentence, an opening quote or bracket left aside."""
    while i > 0 and pieces.starts[i] not in openings and not pieces.words[i - 1][0].isalnum():
        if pieces.words[i - 1].isspace() and pieces.starts[i - 1] not in openings:
            return False
        i -= 1
    return pieces.starts[i] in openings


def _outside(spans: Sequence[T], ranges: Iterable[tuple[int, int]]) -> list[T]:
    inside = {i for first, after in ranges for i in range(first, after)}
    return [span for span in spans if span.first not in inside]


def _take_others(
    others: Iterable[NameSpan], pieces: Pieces, places: Iterable[CountrySpan]
) -> tuple[list[ActorSpan], dict[str, Actor]]:
    """The model's places and groups that nothing else stands for, and who they are, by id."""
    taken = {i for span in places for i in range(span.first, span.after)}
    spans, known = [], {}
    for name in others:
        if taken.isdisjoint(range(name.first, name.after)):
            entity = new_entity(pieces.text(name.first, name.after), name.kind)
            known[entity.entity_id] = entity
            spans.append(ActorSpan(*name[:2], entity.entity_id, name.kind, "model", CONFIDENCE[name.kind], "model"))
    return spans, known


def _list_mentions(
    text: str, pieces: Pieces, sentences: Sequence[int], spans: Iterable[tuple[str, Any, str]]
) -> Iterator[dict]:
    """The rows of spans (each with its kind and alternatives), by start, end and kind."""
    for kind, span, alternatives in sorted(spans, key=lambda s: (s[1].first, s[1].after, s[0])):
        start, end = pieces.starts[span.first], pieces.starts[span.after]
        yield {
            "sentence": max(bisect_right(sentences, start) - 1, 0),
            "start": start,
            "end": end,
            "surface": text[start:end],
            "kind": kind,
            "entity_id": span.entity_id,
            "layer": span.layer,
            "rule": span.rule,
            "confidence": span.confidence,
            "alternatives": alternatives,
        }


def _entity(actor: Actor) -> dict:
    return {
        "entity_id": actor.entity_id,
        "kind": actor.kind,
        "name": actor.name,
        "type": actor.type,
        "country": actor.country,
        "described": actor.described,
    }
