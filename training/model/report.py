"""Scores of teacher and student, and the model folder that is shipped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import spacy

from training.model.corpora import Name, Sentence
from training.model.scores import score_names
from training.model.student import to_doc

VERSION = "1.0.0"
SOURCES = [
    {"name": "Dateline's own annotation of Wikipedia's Portal:Current events", "license": "CC BY-SA 4.0"},
    {"name": "Dateline's own written news texts", "license": "MIT"},
    {"name": "Universal NER, English EWT", "license": "CC BY-SA 4.0"},
    {"name": "WikiGold", "license": "CC BY 4.0"},
    {"name": "Groningen Meaning Bank (sentences, labelled anew)", "license": "public domain; extract ODbL/DbCL"},
    {"name": "all-MiniLM-L6-v2 (teacher only; no part of it is in the model)", "license": "Apache-2.0"},
]


def find_names(model: Path, texts: Sequence[str]) -> list[list[Name]]:
    nlp = spacy.load(model)
    return [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in nlp.pipe(texts, batch_size=32)]


def find_with_dictionaries(texts: Sequence[str]) -> list[list[Name]]:
    """The names of the whole extraction: countries by any word but a people's are places."""
    from analysis.extraction import load_extractor

    extractor = load_extractor()
    labels = {"person": "PERSON", "organisation": "ORGANISATION", "place": "PLACE", "group": "GROUP"}
    found = []
    for text in texts:
        names = set()
        for m in extractor.find(text).mentions:
            label = labels.get(m["kind"]) or ("GROUP" if m["layer"] == "demonym" else "PLACE")
            if m["layer"] != "embedded":
                names.add((m["start"], m["end"], label))
        found.append(sorted(names))
    return found


def report_scores(sets: Mapping[str, Sequence[Sentence]], teacher, student: Path, shipped: Path) -> None:
    """Print F1 on every set, and write the student with its meta.json to `shipped`."""
    from training.model.teacher import label_texts

    results = {}
    for name, sentences in sets.items():
        texts = [s.text for s in sentences]
        gold = [[(s.start_char, s.end_char, s.label_) for s in to_doc(each).ents] for each in sentences]
        results[name] = score_names(gold, find_names(student, texts))
        show(f"{name}, teacher", score_names(gold, [names for names, _ in label_texts(teacher, texts)]))
        show(f"{name}, student", results[name])
    ship(student, shipped, results)
    for name, sentences in sets.items():
        gold = [[(s.start_char, s.end_char, s.label_) for s in to_doc(each).ents] for each in sentences]
        show(f"{name}, extraction", score_names(gold, find_with_dictionaries([s.text for s in sentences])))


def show(title: str, scores: Mapping) -> None:
    print(f"{title:<28}", *(f"{label} {score.f1:.3f}" for label, score in scores.items()), flush=True)


def ship(student: Path, shipped: Path, results: Mapping) -> None:
    """Copy the model, less what loading does not need, with what it was made from and how well it does."""
    nlp = spacy.load(student)
    nlp.meta.update(
        name="dateline_names",
        version=VERSION,
        description="Persons, organisations, places and groups in English news",
        author="Dateline",
        license="CC BY-SA 4.0",
        sources=SOURCES,
    )
    nlp.meta["performance"] = {
        name: {label: {k: round(v, 4) for k, v in score._asdict().items()} for label, score in scores.items()}
        for name, scores in results.items()
    }
    shutil.rmtree(shipped, ignore_errors=True)
    nlp.to_disk(shipped, exclude=["lookups"])
    size = sum(path.stat().st_size for path in shipped.rglob("*") if path.is_file())
    print(f"{shipped.name}: {size / 1e6:.1f} MB", json.dumps(nlp.meta["labels"]))
