"""What a trained model adds to the dictionaries: actors, places and groups that only it knows.

The dictionaries overrule it, except where its name is the longer one: "Reuters" in "Thomson Reuters Foundation",
"Biden" in "Jill Biden".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from analysis.extraction.actor_dictionary import ActorDictionary
from analysis.extraction.actors import ActorSpan
from analysis.extraction.aliases import NamedActor, merge_article, read_explained
from analysis.extraction.countries import CountrySpan
from analysis.extraction.knowledge import Actor
from analysis.extraction.matcher import Pieces, select_longest
from analysis.extraction.names import is_plain_word, slug
from analysis.extraction.pipeline import ModelName
from analysis.extraction.titles import Title
from analysis.tables import ACTOR_KINDS

# About the model's precision on sentences that others annotated (its meta.json), for sorting and filtering.
CONFIDENCE = {"person": 0.8, "organisation": 0.6, "place": 0.75, "group": 0.7}


class NameSpan(NamedTuple):
    """A name that the model found, at pieces `first` up to but not including `after`."""

    first: int
    after: int
    kind: str


def place_names(names: Iterable[ModelName], pieces: Pieces, titles: Iterable[Title]) -> list[NameSpan]:
    """The model's names by piece, without overlap and in text order: without "the", possessives, and titles before
    persons."""
    behind = {}
    for title in titles:
        behind.setdefault(title.first, title.name)
    spans = []
    for name in names:
        first, after = pieces.at(name.start), pieces.at(name.end)
        # "The Hindu" is a name where the article cannot be what opens the sentence
        kept = name.kind == "organisation" and pieces.word(first) == "The" and pieces.word(first - 2)[:1].isalnum()
        if pieces.word(first).lower() == "the" and after - first > 2 and not kept:
            first += 2
        while name.kind == "person" and first < behind.get(first, 0) < after:
            first = behind[first]
        for i in range(first + 1, after - 1):
            if pieces.word(i - 1) == "-" and pieces.word(i) == "based":  # "Lagos-based Example Ltd"
                first = i + 2
        if pieces.word(after - 1) == "s" and pieces.word(after - 2) == "'":
            after -= 2
        first, after = _trim(pieces, first, after)
        inside = pieces.plain[first:after]
        if any(word[0].isalpha() for word in inside) and not any("\n" in w or ":/" in w for w in inside):
            spans.append(NameSpan(first, after, name.kind))
    return select_longest(spans, len(pieces.words))


def _trim(pieces: Pieces, first: int, after: int) -> tuple[int, int]:
    """The range without what stands round a name: white space, signs and brackets, but for a full stop ("Inc.")."""
    while first < after and not pieces.words[first][0].isalnum():
        first += 1
    while first < after and not pieces.words[after - 1][0].isalnum() and pieces.words[after - 1] not in (".", ")"):
        after -= 1
    if pieces.words[first:after].count("(") < pieces.words[first:after].count(")"):
        after -= 1
    return first, after


def find_unsettled(
    pieces: Pieces, settled: Iterable[tuple[int, int]], sentences: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The sentences (characters start and end) with a capitalised word outside the ranges of pieces that the
    dictionaries have settled; words that also stand in small letters in the text open a sentence, and are no names."""
    known = bytearray(len(pieces.words) + 1)
    for first, after in settled:
        known[first:after] = b"\1" * (after - first)
    ends = [*sentences[1:], pieces.starts[-1]][: len(sentences)]
    small = {word for word in pieces.words if word.islower()}
    starts = pieces.starts
    i = 0
    for start, end in zip(sentences, ends, strict=True):
        opening, unsettled = True, False
        while i < len(pieces.words) and starts[i] < end:
            word = pieces.words[i]
            if word[0].isalpha():
                if not unsettled and word[0].isupper() and not known[i]:
                    unsettled = not (is_plain_word(word) or (opening and word.lower() in small))
                opening = False
            i += 1
        if unsettled:
            yield start, end


class Recognised(NamedTuple):
    """Actors of the dictionary and the model, in text order; every actor by id; the model's places and groups."""

    actors: list[ActorSpan]
    known: dict[str, Actor]
    others: list[NameSpan]


def join_model_names(
    text: str,
    names: Sequence[NameSpan],
    pieces: Pieces,
    countries: Sequence[CountrySpan],
    spans: Sequence[ActorSpan],
    found: Mapping[str, Actor],
    dictionary: ActorDictionary,
    titles: Iterable[Title],
) -> Recognised:
    """The dictionary's actors `spans` and the model's `names` as one reading of the article."""
    spans = _without_outbid(spans, names)
    taken = _cover((span[:2] for span in spans), len(pieces.words))
    named = _cover((span[:2] for span in countries if span.layer != "embedded"), len(pieces.words))
    free = [name for name in names if not any(taken[name.first : name.after])]
    actors = [name for name in free if name.kind in ACTOR_KINDS and not all(named[name.first : name.after])]
    others = [name for name in free if name.kind not in ACTOR_KINDS and not any(named[name.first : name.after])]
    before = {title.name: title for title in titles}
    written = [_written(pieces, name, before) for name in actors]
    organisations = [span[:2] for span in (*actors, *spans) if span.kind == "organisation"]
    explained = read_explained(text, [(pieces.starts[first], pieces.starts[after]) for first, after in organisations])
    merges = merge_article(written, found, dictionary, explained)
    known, more = dict(found), []
    for name, asked, merge in zip(actors, written, merges, strict=True):
        actor = known.get(merge.entity_id) or dictionary.actors.get(merge.entity_id) or _new(merge, asked)
        known[actor.entity_id] = actor
        more.append(ActorSpan(*name[:2], actor.entity_id, actor.kind, "model", CONFIDENCE[name.kind], merge.rule))
    return Recognised(sorted([*spans, *more]), known, others)


def new_entity(written: str, kind: str) -> Actor:
    """A place or group that only the model knows."""
    return Actor(f"{kind}:{slug(written)}", written, kind, kind, "", (written,), ())  # no slug has a colon


def _written(pieces: Pieces, name: NameSpan, titles: Mapping[int, Title]) -> NamedActor:
    title = titles.get(name.first)
    words = pieces.text(title.first, title.name).strip() if title else ""
    return NamedActor(pieces.text(name.first, name.after), name.kind, words, title.country if title else "")


def _new(merge, asked: NamedActor) -> Actor:
    return Actor(merge.entity_id, merge.name, asked.kind, asked.kind, "", (merge.name,), ())


def _without_outbid(spans: Sequence[ActorSpan], names: Collection[NameSpan]) -> list[ActorSpan]:
    """The dictionary's actors less those inside a longer name of the model: any inside an organisation's, and the
    short form of a person inside a person's."""
    outbid: set[ActorSpan] = set()
    starts = {span.first: span for span in spans}
    for name in names:
        inside = [starts[i] for i in range(name.first, name.after) if i in starts]
        for span in inside:
            longer = span.after <= name.after and span[:2] != name[:2]
            short = span.layer == "alias" and span.kind == name.kind == "person"
            if longer and (name.kind == "organisation" or short):
                outbid.add(span)
    return [span for span in spans if span not in outbid]


def _cover(ranges: Iterable[tuple[int, int]], size: int) -> bytearray:
    covered = bytearray(size + 1)
    for first, after in ranges:
        covered[first:after] = b"\1" * (after - first)
    return covered
