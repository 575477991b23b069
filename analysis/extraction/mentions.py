"""The extractor: one text in, its mentions and their entities out."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.actors import ActorSpan, Article, find_actors
from analysis.extraction.countries import CONFIDENCE, Countries, settle_countries
from analysis.extraction.datelines import find_datelines
from analysis.extraction.knowledge import DATA, Actor, Knowledge, read_knowledge
from analysis.extraction.lines import Lines
from analysis.extraction.matcher import Pieces
from analysis.extraction.model_names import find_model_actors
from analysis.extraction.pipeline import Pipeline

ENGINE = 3  # raised whenever the same knowledge would give other mentions


@dataclass(frozen=True)
class Found:
    """One article's mentions (columns of tables.MENTIONS without article_id, in text order) and entities by id."""

    mentions: list[dict]
    entities: dict[str, dict]


class Extractor:
    """Countries and actors by dictionary and rule, and by a trained model where a pipeline is named.

    `fingerprint` is a SHA-256 of all that decides the answer: rules, knowledge, pipeline.
    """

    def __init__(self, knowledge: Knowledge, pipeline: str | None = None) -> None:
        self._pipeline = Pipeline(pipeline, knowledge.abbreviations)
        self._entities = knowledge.countries
        self._countries = Countries(knowledge.country_forms)
        self._actors = ActorDictionary(knowledge, self._countries.is_form)
        parts = (str(ENGINE), knowledge.fingerprint, self._pipeline.version)
        self.fingerprint = hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def find(self, text: str) -> Found:
        """The mentions in one article's text, by start, then end; within one kind they do not overlap.

        Any text will do; one without names gives no mentions. Linear in the text's length.
        """
        pieces, sentences = Pieces(text), self._pipeline.read_sentences(text)
        lines, openings = Lines(text, pieces), set(sentences)
        datelines = [
            (pieces.at(start), pieces.at(end)) for start, end in find_datelines(text, self._countries.is_place)
        ]
        countries = self._countries.find(pieces, lines.capitals, datelines)
        article = Article(pieces, lines, countries, lambda i: _opens(pieces, i, openings))
        actors, known = find_actors(article, self._actors)
        actors = _outside(actors, datelines)  # an agency in a dateline is a credit, not news of it
        countries = settle_countries(countries, actors, pieces, self._actors.first_names, self._actors.owners)
        if names := self._pipeline.find_names(text):
            more, known = find_model_actors(names, pieces, countries, actors, known, self._actors.actors)
            actors = sorted([*actors, *more])
        spans = [(s.first, s.after, "country", s.entity_id, s.layer, CONFIDENCE[s.layer]) for s in countries]
        spans += [(s.first, s.after, s.kind, s.entity_id, s.layer, s.confidence) for s in actors]
        mentions = []
        for first, after, kind, entity_id, layer, confidence in sorted(spans):
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
                }
            )
        ids = dict.fromkeys(mention["entity_id"] for mention in mentions)
        return Found(mentions, {i: self._entities[i] if i in self._entities else _entity(known[i]) for i in ids})


@lru_cache(maxsize=4)
def load_extractor(pipeline: str | None = None, directory: str | Path = DATA) -> Extractor:
    """The extractor over the knowledge in `directory`, loaded once per process.

    `pipeline` names an installed spaCy pipeline whose names of people and organisations are added; InputProblem if
    it is not installed.
    """
    return Extractor(read_knowledge(directory), pipeline)


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
