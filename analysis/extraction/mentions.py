"""The extractor: one text in, its mentions and their entities out."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.actors import ActorSpan, Article, find_actors
from analysis.extraction.countries import Countries, CountrySpan, settle_countries
from analysis.extraction.datelines import find_credits, find_datelines
from analysis.extraction.disputed import Disputed
from analysis.extraction.knowledge import DATA, Actor, Knowledge, read_knowledge
from analysis.extraction.lines import Lines
from analysis.extraction.matcher import Pieces
from analysis.extraction.model_names import find_model_actors
from analysis.extraction.names import slug
from analysis.extraction.pipeline import Pipeline
from analysis.extraction.places import Places
from analysis.extraction.surroundings import Surroundings

ENGINE = 4  # raised whenever the same knowledge would give other mentions


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
        self._first_names, self._nouns = knowledge.first_names | self._actors.first_names, knowledge.nouns
        self._disputed, self._waters = Disputed(knowledge.disputed, disputed), knowledge.waters
        parts = (str(ENGINE), knowledge.fingerprint, self._pipeline.version, disputed)
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
        countries = self._settle(read, actors, article.begins_sentence)
        if names := self._pipeline.find_names(text):
            more, known = find_model_actors(names, pieces, countries, actors, known, self._actors.actors)
            actors = sorted([*actors, *more])
        countries, places, more = self._find_other_places(pieces, countries, read.dictionary)
        known = {**known, **more}
        spans = [(s.first, s.after, "country", s.entity_id, s.layer, s.confidence, s.alternatives) for s in countries]
        spans += [(s.first, s.after, "place", s.entity_id, s.layer, s.confidence, "") for s in places]
        spans += [(s.first, s.after, s.kind, s.entity_id, s.layer, s.confidence, "") for s in actors]
        mentions = []
        for first, after, kind, entity_id, layer, confidence, alternatives in sorted(spans):
            start, end = pieces.starts[first], pieces.starts[after]
            mentions.append(
                {
                    "sentence": max(bisect_right(sentences, start) - 1, 0),
                    "start": start,
                    "end": end,
                    "surface": text[start:end],
                    "kind": kind,
                    "entity_id": entity_id,
                    "layer": layer,
                    "confidence": confidence,
                    "alternatives": alternatives,
                }
            )
        ids = dict.fromkeys(mention["entity_id"] for mention in mentions)
        return Found(mentions, {i: self._entities[i] if i in self._entities else _entity(known[i]) for i in ids})

    def find_countries(self, text: str) -> list[CountrySpan]:
        """The countries alone, as in a text without actors: the first part of `find`, for measuring its speed."""
        return self._settle(self._read(text), [], lambda _: False)

    def _read(self, text: str) -> _Read:
        pieces = Pieces(text)
        lines = Lines(text, pieces)
        heads = [*find_datelines(text, self._is_place), *find_credits(text)]
        datelines = [(pieces.at(start), pieces.at(end)) for start, end in heads]
        return _Read(pieces, lines, datelines, self._countries.find(pieces, lines.capitals, datelines))

    def _settle(
        self, read: _Read, actors: Sequence[ActorSpan], begins_sentence: Callable[[int], bool]
    ) -> list[CountrySpan]:
        """The countries beside these actors, each decided in the light of the whole article."""
        named = settle_countries([s for s in read.dictionary if s.entity_id], actors, self._actors.owners)
        around = Surroundings(read.pieces, self._first_names, self._nouns, begins_sentence, read.lines.is_headline)
        taken, phrases = [s[:2] for s in actors], [s[:2] for s in read.dictionary if not s.entity_id]
        return self._places.find(read.pieces, named, around, read.datelines, taken, phrases)

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
                entity_id = slug(surface)
                known[entity_id] = Actor(entity_id, surface, "place", "water", "", (), ())
                places.append(span._replace(entity_id=entity_id, layer="name"))
        return kept, places, known

    def _is_place(self, surface: str) -> bool:
        return self._countries.is_place(surface) or self._gazetteer.is_place(surface)


@lru_cache(maxsize=4)
def load_extractor(pipeline: str | None = None, directory: str | Path = DATA, disputed: str = "un") -> Extractor:
    """The extractor over the knowledge in `directory`, loaded once per process.

    `pipeline` names an installed spaCy pipeline whose names of people and organisations are added; InputProblem if
    it is not installed. `disputed` is the rule by which disputed places count with a country (see disputed.py).
    """
    return Extractor(read_knowledge(directory), pipeline, disputed)


def _opens(pieces: Pieces, i: int, openings: set[int]) -> bool:
    """Whether piece `i` is the first word of its sentence, an opening quote or bracket left aside."""
    while i > 0 and pieces.starts[i] not in openings and not pieces.words[i - 1][0].isalnum():
        if pieces.words[i - 1].isspace() and pieces.starts[i - 1] not in openings:
            return False
        i -= 1
    return pieces.starts[i] in openings


def _outside(spans: Sequence[ActorSpan], ranges: Iterable[tuple[int, int]]) -> list[ActorSpan]:
    inside = {i for first, after in ranges for i in range(first, after)}
    return [span for span in spans if span.first not in inside]


def _entity(actor: Actor) -> dict:
    return {
        "entity_id": actor.entity_id,
        "kind": actor.kind,
        "name": actor.name,
        "type": actor.type,
        "country": actor.country,
    }
