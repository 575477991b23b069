"""The student: spaCy's recogniser, trained on our own sentences, the public sets and what the teacher labelled."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config, load_model_from_config

from training.model.corpora import Name, Sentence, read_annotated, read_labelled, read_written
from training.model.swaps import swap_names

OWN_COPIES = 2  # of our own sentences, which are right, beside the many that a teacher labelled
CERTAIN = 0.6  # what the teacher is less certain of is left out
EPOCHS = 6
_CONFIG = Path(__file__).with_name("student.cfg")
_WORDS_A_STEP = 1900
_blank = spacy.blank("en")


def train_student(labels: Path, folder: Path, seed: int, overrides: dict | None = None) -> None:
    """Train from `student.cfg`; the best model by the development sentences is left in `folder`/model-best."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    rows = list(gather_sentences(labels))
    rng.shuffle(rows)
    development = [*read_labelled("uner_pud_dev")[::2], *read_annotated("train")[::20]]
    words = sum(len(s.text.split()) for s in rows) * 1.15
    steps = int(words / _WORDS_A_STEP * EPOCHS)
    _write(rows, folder / "train.spacy", rng)
    _write(development, folder / "dev.spacy")
    settings = {
        "paths.train": str(folder / "train.spacy"),
        "paths.dev": str(folder / "dev.spacy"),
        "system.seed": seed,
        "training.max_epochs": EPOCHS,
        "training.optimizer.learn_rate.total_steps": steps,
        "training.eval_frequency": max(steps // 10, 100),
    }
    config = load_config(_CONFIG, overrides={**settings, **(overrides or {})}, interpolate=False)
    config = load_model_from_config(config, auto_fill=True, validate=False).config
    train(init_nlp(config), folder)


def gather_sentences(labels: Path) -> Iterator[Sentence]:
    """All that the student learns from: our own, the public sets with the teacher's groups, the teacher's labels."""
    for _ in range(OWN_COPIES):
        yield from read_annotated("train")
        yield from read_written()
    told = {row["text"]: row for row in map(json.loads, labels.open(encoding="utf-8"))}
    held = {s.text for s in read_annotated("test")}
    for name in ("uner_ewt_train", "wikigold"):
        for sentence in read_labelled(name):
            row = told.pop(sentence.text, None)
            yield add_groups(sentence, row["names"] if row else [])
    own = {s.text for s in read_annotated("train")}
    for text, row in told.items():
        if row["certainty"] >= CERTAIN and text not in held and text not in own:
            yield Sentence(text, [tuple(name) for name in row["names"]])


def add_groups(sentence: Sentence, told: Iterable[Name]) -> Sentence:
    """A sentence whose source marks no groups, with those that the teacher finds beside the names it marks."""
    taken = [name[:2] for name in sentence.names]
    more = [tuple(n) for n in told if n[2] == "GROUP" and not any(n[0] < e and s < n[1] for s, e in taken)]
    return Sentence(sentence.text, sorted([*sentence.names, *more]))


def to_doc(sentence: Sentence) -> Doc:
    """The sentence in spaCy's tokens; a name that ends inside a token takes all of it."""
    doc = _blank.make_doc(sentence.text)
    spans, last = [], -1
    for start, end, label in sorted(sentence.names):
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None and span.start > last:
            spans.append(span)
            last = span.end - 1
    doc.set_ents(spans)
    return doc


def _write(rows: Iterable[Sentence], path: Path, rng: random.Random | None = None) -> None:
    docs = (to_doc(_recase(swap_names(s, rng), rng) if rng else s) for s in rows if s.text.strip())
    DocBin(attrs=["ENT_IOB", "ENT_TYPE", "SPACY"], docs=docs).to_disk(path)


def _recase(sentence: Sentence, rng: random.Random) -> Sentence:
    """Now and then the sentence as a headline: all in capitals, every word with one, or without any."""
    chance = rng.random()
    if chance < 0.05:
        text = sentence.text.upper()
    elif chance < 0.08:
        text = re.sub(r"(?<!\S)\w", lambda m: m[0].upper(), sentence.text)
    elif chance < 0.09:
        text = sentence.text.lower()
    else:
        return sentence
    return sentence._replace(text=text) if len(text) == len(sentence.text) else sentence
