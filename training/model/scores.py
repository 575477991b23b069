"""Exact-span precision, recall and F1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from training.model.corpora import Name

SCORED = ("PERSON", "ORGANISATION", "PLACE")  # what every set marks


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float


def score_names(gold: Sequence[Iterable[Name]], found: Sequence[Iterable[Name]]) -> dict[str, Score]:
    """By label and for the three `SCORED` together ("all"): a name counts where both ends and the label are right."""
    pairs = [({tuple(n) for n in g}, {tuple(n) for n in f}) for g, f in zip(gold, found, strict=True)]
    scores = {label: _score(pairs, (label,)) for label in (*SCORED, "GROUP")}
    return scores | {"all": _score(pairs, SCORED)}


def _score(pairs: Iterable[tuple[set[Name], set[Name]]], labels: tuple[str, ...]) -> Score:
    right = asked = given = 0
    for gold, found in pairs:
        gold, found = ({name for name in names if name[2] in labels} for names in (gold, found))
        right, asked, given = right + len(gold & found), asked + len(gold), given + len(found)
    precision, recall = right / given if given else 0.0, right / asked if asked else 0.0
    return Score(precision, recall, 2 * right / (asked + given) if asked + given else 0.0)
