"""The texts that the model learns from and is measured on, all with the same four labels.

A `Sentence` is a text with its names. Where a source does not mark groups (nationalities, faiths, camps), what it
leaves unmarked may still be one; `groups` says whether it does.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
ANNOTATION = ROOT / "training" / "annotation"
WRITTEN = ROOT / "training" / "written"
LABELS = ("PERSON", "ORGANISATION", "PLACE", "GROUP")
SHORT = {"PER": "PERSON", "ORG": "ORGANISATION", "LOC": "PLACE", "GRP": "GROUP", "NORP": "GROUP"}
_MARK = re.compile(r"\[([^\[\]|]+)\|(PER|ORG|LOC|GRP)\]")

Name = tuple[int, int, str]  # characters start and end, half-open, and label


class Sentence(NamedTuple):
    text: str
    names: list[Name]
    groups: bool = True


def read_shared(name: str) -> Iterator[dict]:
    """The rows of one file of the shared data."""
    path = SHARED / f"{name}.jsonl.gz"
    if not path.is_file():
        raise SystemExit(f"{path} is missing. The model is trained on the shared data; see training/README.md.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_labelled(name: str) -> list[Sentence]:
    """A labelled file of the shared data: gmb_*, uner_* or wikigold. Labels that are none of the four are left out."""
    groups = name.startswith("gmb")
    return [
        Sentence(row["text"], [(s, e, SHORT[label]) for s, e, label, *_ in row["entities"] if label in SHORT], groups)
        for row in read_shared(name)
    ]


def read_plain() -> list[str]:
    """The texts without labels that the teacher is asked about: the events of 2002 to 2021, one each."""
    return list(dict.fromkeys(row["text"] for row in read_shared("current_events_2002_2021")))


def read_annotated(part: str) -> list[Sentence]:
    """Our own annotation, `train` or `test`: offsets from training/annotation, texts from the shared data."""
    rows = [json.loads(line) for line in (ANNOTATION / "names.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {row["id"]: row["text"] for file in {r["file"] for r in rows} for row in read_shared(file)}
    return [
        Sentence(texts[row["id"]], [(s, e, SHORT[label]) for s, e, label in row["names"]])
        for row in rows
        if row["part"] == part
    ]


def read_written() -> list[Sentence]:
    """The news texts of training/written, a sentence for each line, marked like "[Ana Example|PER]"."""
    files = sorted(WRITTEN.glob("*.txt"))
    lines = [line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [_read_marks(line) for line in lines if line and line != "---"]


def _read_marks(line: str) -> Sentence:
    text, names, done = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[done : mark.start()]
        names.append((len(text), len(text) + len(mark[1]), SHORT[mark[2]]))
        text, done = text + mark[1], mark.end()
    return Sentence(text + line[done:], names)
