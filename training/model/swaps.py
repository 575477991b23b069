"""Other names in the places of names: so the model learns what stands where, and many more names than its texts have.

Given names come from data/first_names.csv, towns from data/towns.csv.gz, surnames from the United States census of 1990
(public domain, in the package names).
"""

from __future__ import annotations

import csv
import gzip
import random
import re
from functools import cache
from importlib import resources

from training.model.corpora import ROOT, Sentence

PERSONS, PLACES = 0.35, 0.15  # of sentences with persons, and of towns, that get other names
_WORD = re.compile(r"[^\W\d_]{3,}")
_SURNAMES = 20_000  # the most frequent
_SMALLEST = 30_000  # inhabitants of a town


def swap_names(sentence: Sentence, rng: random.Random) -> Sentence:
    """The sentence, now and then with other persons and towns; a name that stands twice is swapped alike."""
    new: dict[str, str] = {}
    people = rng.random() < PERSONS
    text, names, done = "", [], 0
    for start, end, label in sorted(sentence.names):
        if start < done:
            return sentence
        written = sentence.text[start:end]
        if label == "PERSON" and people:
            words = list(_WORD.finditer(written))
            for word in words:
                if word[0][0].isupper():
                    source = _surnames if word is words[-1] else _given_names
                    new.setdefault(word[0], rng.choice(source()))
            replaced = _WORD.sub(lambda m: _like(new.get(m[0], m[0]), m[0]), written)
        elif label == "PLACE" and written not in _countries() and " " not in written and rng.random() < PLACES:
            replaced = _like(new.setdefault(written, rng.choice(_towns())), written)
        else:
            replaced = written
        text += sentence.text[done:start]
        names.append((len(text), len(text) + len(replaced), label))
        text, done = text + replaced, end
    return sentence._replace(text=text + sentence.text[done:], names=names)


def _like(name: str, written: str) -> str:
    return name.upper() if written.isupper() else name


@cache
def _surnames() -> list[str]:
    rows = resources.files("names").joinpath("dist.all.last").read_text(encoding="utf-8").splitlines()
    return [row.split()[0].capitalize() for row in rows[:_SURNAMES]]


@cache
def _given_names() -> list[str]:
    with (ROOT / "data" / "first_names.csv").open(encoding="utf-8", newline="") as file:
        return [row["surface"] for row in csv.DictReader(file)]


@cache
def _towns() -> list[str]:
    with gzip.open(ROOT / "data" / "towns.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [
            r["surface"] for r in csv.DictReader(file) if int(r["population"] or 0) >= _SMALLEST and not r["common"]
        ]


@cache
def _countries() -> frozenset[str]:
    with (ROOT / "data" / "country_names.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["surface"] for row in csv.DictReader(file) if row["layer"] == "name")
