"""The spaCy pipeline: the sentences of a text, and the names an installed model finds when one is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from analysis.errors import InputProblem
from analysis.extraction import sentences  # noqa: F401  registers the component news_sentences

_KINDS = {"PERSON": "person", "PER": "person", "ORG": "organisation"}
_UNUSED = {"tagger", "parser", "senter", "morphologizer", "attribute_ruler", "lemmatizer", "trainable_lemmatizer"}
_PIECE = re.compile(r"(\w+|[^\w\s]|\s+)( ?)")
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which spaCy's UTF-8 cannot hold
_LONG_RUN = re.compile(r"\S{200,}")  # never a name, and trained tokenizers take quadratic time over one
_WORDS_KEPT = 300_000  # spaCy keeps every word it has seen; after so many it starts afresh, as memory must stay bounded
_PART = 50_000  # characters a trained model sees at once, so that memory stays bounded


class ModelName(NamedTuple):
    """A name that a trained model found at characters `start` up to but not including `end`."""

    start: int
    end: int
    kind: str


class Pipeline:
    """spaCy over one text at a time. Without `name` there is no trained model and nothing is guessed."""

    def __init__(self, name: str | None, abbreviations: dict[str, str]) -> None:
        self._abbreviations = abbreviations
        self._blank = _load_blank(abbreviations)
        self._model = _load_model(name) if name else None
        meta = self._model.meta if self._model else self._blank.meta
        self.version = f"{name or 'blank'} {meta['version']}, spaCy {spacy.__version__}"

    def read_sentences(self, text: str) -> list[int]:
        """The character at which each sentence begins; the first is 0 unless the text is empty."""
        if len(self._blank.vocab.strings) > _WORDS_KEPT:
            self._blank = _load_blank(self._abbreviations)
        tokens = self._blank(_SURROGATE.sub("?", text)).to_array(["IDX", "SENT_START"])
        return tokens[tokens[:, 1] == 1, 0].tolist()

    def find_names(self, text: str) -> list[ModelName]:
        """The names of people and organisations a trained model finds, in text order; none without a model."""
        if self._model is None:
            return []
        clean = _LONG_RUN.sub(lambda run: "x" * len(run.group()), _SURROGATE.sub("?", text))
        found = []
        with self._model.memory_zone():
            for offset, part in _parts(clean):
                for name in self._model(part).ents:
                    if (kind := _KINDS.get(name.label_)) and "\n\n" not in name.text:
                        found.append(ModelName(offset + name.start_char, offset + name.end_char, kind))
        return found


class _Words:
    """A tokenizer in linear time: words, white space, other characters one by one.

    spaCy's own takes a minute over a row of 20,000 brackets, and articles come from anywhere.
    """

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab

    def __call__(self, text: str) -> Doc:
        pieces = _PIECE.findall(text)
        words, spaces = [word for word, _ in pieces], [space != "" for _, space in pieces]
        return Doc(self.vocab, words=words, spaces=spaces, user_data={"text": text})


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The text in parts of at most `_PART` characters, cut at a line's end or a space where there is one."""
    start = 0
    while start < len(text):
        end = start + _PART
        if end < len(text):
            end = max(text.rfind("\n", start, end), text.rfind(" ", start + _PART // 2, end)) + 1 or end
        yield start, text[start:end]
        start = end


def _load_blank(abbreviations: dict[str, str]) -> Language:
    """spaCy's blank English with our words and sentences."""
    nlp = spacy.blank("en", vocab=Vocab())  # a bare one: to look every new word over would take most of the time
    nlp.tokenizer = _Words(nlp)
    nlp.add_pipe("news_sentences", config={"abbreviations": abbreviations})
    nlp.max_length = 2**31 - 1
    return nlp


def _load_model(name: str) -> Language:
    """An installed pipeline; never downloaded."""
    if not spacy.util.is_package(name):
        raise InputProblem(
            f"The spaCy pipeline {name!r} is not installed.",
            f"Install it yourself (python -m spacy download {name}), or leave the pipeline out.",
        )
    try:
        model = spacy.load(name)
    except Exception as fault:  # whatever an installed package may do when it is loaded
        raise InputProblem(
            f"The spaCy pipeline {name!r} cannot be loaded: {' '.join(str(fault).split())[:200]}",
            f"Install a version of it made for spaCy {spacy.__version__}, or leave the pipeline out.",
        ) from fault
    model.select_pipes(disable=[pipe for pipe in model.pipe_names if model.get_pipe_meta(pipe).factory in _UNUSED])
    if not any("doc.ents" in model.get_pipe_meta(pipe).assigns for pipe in model.pipe_names):
        raise InputProblem(f"The spaCy pipeline {name!r} finds no names.", "Name one with an entity recogniser.")
    return model
