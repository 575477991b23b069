"""The spaCy pipelines: one that knows where sentences begin, and a trained one that finds names in them."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from analysis.errors import InputProblem
from analysis.extraction import sentences  # noqa: F401  registers the component news_sentences

DICTIONARIES = "dictionaries"  # the pipeline without a trained model: what data/ does not name is not found
BUNDLED = Path(__file__).parents[2] / "data" / "model"
_LABELS = Path(__file__).parents[2] / "data" / "pipeline_labels.csv"
_UNUSED = {"tagger", "parser", "senter", "morphologizer", "attribute_ruler", "lemmatizer", "trainable_lemmatizer"}
_PIECE = re.compile(r"(\w+|[^\w\s]|\s+)( ?)")
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which spaCy's UTF-8 cannot hold
_LONG_RUN = re.compile(r"\S{200,}")  # never a name, and trained tokenizers take quadratic time over one
_WORDS_KEPT = 300_000  # spaCy keeps every word it has seen; after so many it starts afresh, as memory must stay bounded
_PART = 5_000  # characters of one sentence that a trained model sees at once, so that memory stays bounded
_BATCH = 32  # sentences at once: small enough for the processor's caches


class ModelName(NamedTuple):
    """A name that a trained model found at characters `start` up to but not including `end`."""

    start: int
    end: int
    kind: str  # person, organisation, place or group


class Pipeline:
    """spaCy over one text at a time.

    `name` is an installed pipeline, "dictionaries" for none at all, or None for the bundled one.
    """

    def __init__(self, name: str | None, abbreviations: dict[str, str]) -> None:
        self._abbreviations = abbreviations
        self._blank = _load_blank(abbreviations)
        self._name = name
        self._model = None if name == DICTIONARIES else _load_model(name)
        self._most_words = len(self._model.vocab.strings) + _WORDS_KEPT if self._model else 0
        self._kinds = _read_kinds()
        meta = self._model.meta if self._model else self._blank.meta
        self.version = f"{name or 'bundled'} {meta['version']}, spaCy {spacy.__version__}, {_digest(name)}"

    @property
    def has_model(self) -> bool:
        return self._model is not None

    def read_sentences(self, text: str) -> list[int]:
        """The character at which each sentence begins; the first is 0 unless the text is empty."""
        if len(self._blank.vocab.strings) > _WORDS_KEPT:
            self._blank = _load_blank(self._abbreviations)
        tokens = self._blank(_SURROGATE.sub("?", text)).to_array(["IDX", "SENT_START"])
        return tokens[tokens[:, 1] == 1, 0].tolist()

    def find_names(self, text: str, ranges: Sequence[tuple[int, int]]) -> list[ModelName]:
        """The names that the trained model finds in these ranges of characters, sentences as a rule, in text order;
        each is read on its own. None without a model."""
        if self._model is None or not ranges:
            return []
        clean = _LONG_RUN.sub(lambda run: "x" * len(run.group()), _SURROGATE.sub("?", text))
        parts = [part for start, end in ranges for part in _parts(clean, start, end)]
        found = []
        for doc, start in self._model.pipe(parts, as_tuples=True, batch_size=_BATCH):
            for name in doc.ents:
                if (kind := self._kinds.get(name.label_)) and "\n\n" not in name.text:
                    found.append(ModelName(start + name.start_char, start + name.end_char, kind))
        if len(self._model.vocab.strings) > self._most_words:
            self._model = _load_model(self._name)
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


def _parts(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The text from `start` to `end` in parts of at most `_PART` characters, cut at a line's end or a space where there
    is one, each with the character at which it begins."""
    while start < end:
        stop = min(start + _PART, end)
        if stop < end:
            stop = max(text.rfind("\n", start, stop), text.rfind(" ", start + _PART // 2, stop)) + 1 or stop
        part = text[start:stop]
        yield part.rstrip(), start
        start = stop


def _read_kinds() -> dict[str, str]:
    """Label of a trained pipeline -> kind of mention; labels that are not there (dates, works …) are left out."""
    with _LABELS.open(encoding="utf-8", newline="") as file:
        return {row["label"]: row["kind"] for row in csv.DictReader(file)}


def _digest(name: str | None) -> str:
    """SHA-256 of the labels and, where it is the bundled one, of the model."""
    files = [_LABELS, *(sorted(p for p in BUNDLED.rglob("*") if p.is_file()) if name is None else ())]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _load_blank(abbreviations: dict[str, str]) -> Language:
    """spaCy's blank English with our words and sentences."""
    nlp = spacy.blank("en", vocab=Vocab())  # a bare one: to look every new word over would take most of the time
    nlp.tokenizer = _Words(nlp)
    nlp.add_pipe("news_sentences", config={"abbreviations": abbreviations})
    nlp.max_length = 2**31 - 1
    return nlp


def _load_model(name: str | None) -> Language:
    """The bundled pipeline, or an installed one; never downloaded."""
    if name is None:
        if not (BUNDLED / "config.cfg").is_file():
            raise InputProblem(
                f"The bundled model is missing from {BUNDLED}.",
                f"Restore it from the repository, or do without it: --pipeline {DICTIONARIES}.",
            )
        return spacy.load(BUNDLED)
    if not spacy.util.is_package(name):
        raise InputProblem(
            f"The spaCy pipeline {name!r} is not installed.",
            f"Install it yourself (python -m spacy download {name}), or leave the pipeline out for the bundled one.",
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
