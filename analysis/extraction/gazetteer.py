"""The gazetteer of towns and regions: which places of the world a surface may name.

It is read as a plain dictionary of surfaces, so that looking one up costs the same whatever its size.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from analysis.extraction.matcher import Pieces

_LONGEST = 11  # pieces of a surface; hardly any town has a longer name
_REGION_WEIGHTS = {"county": 5.0, "district": 5.0, "municipality": 4.5}  # of a division by its kind
_REGION_WEIGHT = 6.5
_JOINTS = {" ", "-", "'", "."}
_SMALL_WORD = re.compile(r"(?<=[ '-])[^\W\d_A-Z]\w*")
_OPENING = re.compile(r"\w[\w\u0300-\u036f]*|.")


class Reading(NamedTuple):
    """One place that a surface may mean: its country, the layer that gives, the code of its first-level region, and
    how often news means it, in powers of ten (of inhabitants, for a town)."""

    entity_id: str
    layer: str
    region: str
    weight: float


class Contested(NamedTuple):
    """One of the readings of a surface that data/contested.csv lists, with the words that speak for it."""

    reading: Reading
    hints: tuple[str, ...]


class Found(NamedTuple):
    """A surface of the gazetteer at pieces `first` up to but not including `after`."""

    first: int
    after: int
    surface: str


class Gazetteer:
    """Towns and regions by surface, from the texts of towns.csv and regions.csv, both sorted by surface.

    The rows are read when they are asked for: most of them never are, and reading all takes over a second."""

    def __init__(self, towns: str, regions: str) -> None:
        self._towns, self._regions = _Rows(towns), _Rows(regions)
        self._surfaces = self._towns.first.keys() | self._regions.first.keys()
        self._particles = {w for s in self._surfaces if " " in s for w in _SMALL_WORD.findall(s)}
        self._openings = {_OPENING.match(surface).group() for surface in self._surfaces}
        self._known: dict[str, tuple[Reading, ...]] = {}

    def text(self, table: str) -> str:
        """The table "towns" or "regions" as it was read."""
        return {"towns": self._towns, "regions": self._regions}[table].text

    def readings(self, surface: str) -> tuple[Reading, ...]:
        """Every place of that name; none when there is none. An abbreviation ("Tenn.") has layer region too."""
        if surface not in self._known:
            regions = (
                Reading(row["entity_id"], "region", row["code"], _REGION_WEIGHTS.get(row["kind"], _REGION_WEIGHT))
                for row in self._regions.of(surface)
            )
            towns = (
                Reading(row["entity_id"], "city", row["region"], math.log10(max(int(row["population"] or 0), 100)))
                for row in self._towns.of(surface)
            )
            self._known[surface] = (*regions, *towns)
        return self._known[surface]

    def common(self, surface: str) -> str:
        """How the surface reads otherwise (see data/README.md): a word, a first name, a person …; or ""."""
        rows = self._towns.of(surface) or self._regions.of(surface)
        return rows[0]["common"] if rows else ""

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Surfaces that name a region only behind a town and a comma: abbreviation ("Tenn.") or postal ("TN")."""
        kinds = {surface: self._regions.of(surface)[0]["kind"] for surface in self._regions.first}
        return {surface: kind for surface, kind in kinds.items() if kind in ("abbreviation", "postal")}

    def is_place(self, surface: str) -> bool:
        """Whether this, as written or in capitals, is a place and hardly ever anything else."""
        surface = surface if surface in self._surfaces else self._capitals.get(surface, "")
        return bool(surface) and self.common(surface) in ("", "country")

    @cached_property
    def _capitals(self) -> dict[str, str]:
        return {surface.upper(): surface for surface in self._surfaces if len(surface) > 3}

    def find(self, pieces: Pieces, capitals: Iterable[tuple[int, int]] = ()) -> Iterator[Found]:
        """The longest surface at every word that one begins with, in text order; in ranges of `capitals` as written
        in capitals too."""
        shouted = {i for first, after in capitals for i in range(first, after)}
        for first, word in enumerate(pieces.words):
            if first in shouted and word.isupper():
                if found := self._longest(pieces, first, self._capitals):
                    yield found._replace(surface=self._capitals[found.surface])
            elif word in self._openings and (found := self._longest(pieces, first, self._surfaces)):
                yield found

    def _longest(self, pieces: Pieces, first: int, surfaces: Container[str]) -> Found | None:
        written, last, found = "", "", None
        for i, word in enumerate(pieces.plain[first : first + _LONGEST], first + 1):
            letter = word[0]
            if letter.islower():
                if word not in self._particles:
                    break
            elif not letter.isalnum() and (word not in _JOINTS or last in _JOINTS - {"."}):
                break
            written += word
            last = word
            if written in surfaces:
                found = (i, written)
        return Found(first, *found) if found else None


class _Rows:
    """The rows of a table whose first column is its order, by that column."""

    def __init__(self, text: str) -> None:
        self.text = text
        head, _, body = text.partition("\n")
        self._columns, self._lines = head.split(","), body.splitlines()
        self.first: dict[str, int] = {}  # surface -> its first line
        for number, line in enumerate(self._lines):
            self.first.setdefault(line[: line.index(",")], number)

    def of(self, surface: str) -> list[dict[str, str]]:
        rows, number = [], self.first.get(surface, len(self._lines))
        while number < len(self._lines) and self._lines[number].startswith(surface + ","):
            rows.append(dict(zip(self._columns, self._lines[number].split(","), strict=True)))
            number += 1
        return rows
