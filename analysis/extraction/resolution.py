"""Which country a place's name means, decided by all that its article names; or none, where nothing decides.

Every surface has readings, each with a weight in powers of ten: how often news means it. What else the article names
adds to it: other names of the same country, the same first-level region, a region behind a comma ("Paris, Texas"),
a town's office ("Lebanon Mayor"). Surfaces support each other, so it is done in rounds; one surface has one
meaning in one article.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.extraction.gazetteer import Reading

ROUNDS = 2
_REACH = 4.5  # the most that a country named elsewhere in the article adds, if it is the only one
_REACH_OF_REGION = 4.0  # and a region; one name of it adds little, three nearly all
_AMONG_OTHERS = 0.4  # the part of both that remains where nearly all else that is named lies in other countries
STATED = 6.0  # what a region behind a comma adds
LOCAL = 2.0  # what a town's office adds to towns
HINT = 2.0  # what a word that goes with a reading adds, at most twice
_SHARPNESS = 0.7  # of the choice between readings: 1 would take the weights at their word
_STRENGTH = {
    "name": 1.0,
    "demonym": 1.0,
    "capital": 0.9,
    "metonym": 0.9,
    "region": 0.9,
    "dateline": 0.9,
    "city": 0.6,
    "embedded": 0.3,
}
_CLEAR = 0.98  # the share of a reading that only the country of another, named in the article, can change
_NAMED = 0.1  # evidence for a country that is more than what its unlikely readings leave
SURE = 0.5  # the share of the chosen country among the readings below which it stays unknown


@dataclass(eq=False)
class Surface:
    """One written form in one article: its readings, what speaks for each, and the shares that follow."""

    readings: Sequence[Reading]
    bonus: dict[int, float] = field(default_factory=lambda: defaultdict(float))  # reading -> added weight
    alone: bool = False  # countries of one name ("Guinea"): that another is named too says nothing
    shares: list[float] = field(default_factory=list)

    def settle(self, support: Sequence[float]) -> None:
        if len(self.readings) == 1:
            self.shares = [1.0]
            return
        weights = [r.weight + self.bonus[i] + support[i] for i, r in enumerate(self.readings)]
        top = max(weights, default=0.0)
        powers = [10 ** (_SHARPNESS * (w - top)) for w in weights]
        largest: dict[str, float] = defaultdict(float)  # many towns of a name in one country do not make it likelier
        for reading, power in zip(self.readings, powers, strict=True):
            largest[reading.entity_id] = max(largest[reading.entity_id], power)
        sums: dict[str, float] = defaultdict(float)
        for reading, power in zip(self.readings, powers, strict=True):
            sums[reading.entity_id] += power
        whole = sum(largest.values())
        self.shares = [
            largest[r.entity_id] / whole * power / sums[r.entity_id]
            for r, power in zip(self.readings, powers, strict=True)
        ]

    def is_open(self, countries: Mapping[str, float]) -> bool:
        """Whether what else is named could change the choice: a rival is near, or its country is named."""
        if len(self.readings) < 2:
            return False
        sure = max(range(len(self.shares)), key=self.shares.__getitem__)
        if self.shares[sure] < _CLEAR:
            return True
        own = self.readings[sure].entity_id
        return any(countries.get(r.entity_id, 0.0) > _NAMED for r in self.readings if r.entity_id != own)

    def countries(self) -> dict[str, float]:
        found: dict[str, float] = defaultdict(float)
        for reading, share in zip(self.readings, self.shares, strict=True):
            found[reading.entity_id] += share
        return found

    def best(self) -> tuple[Reading, float]:
        """The likeliest reading of the likeliest country, and that country's share."""
        if len(self.readings) == 1:
            return self.readings[0], self.shares[0]
        countries = self.countries()
        entity_id = max(countries, key=lambda c: (countries[c], c))
        _, i = max((s, -i) for i, s in enumerate(self.shares) if self.readings[i].entity_id == entity_id)
        return self.readings[-i], countries[entity_id]


def settle_surfaces(surfaces: Mapping[str, Surface]) -> Evidence:
    """Set the shares of all surfaces, each in the light of the others; return what they all speak for."""
    for surface in surfaces.values():
        surface.settle([0.0] * len(surface.readings))
    countries = Evidence(surfaces.values()).countries
    open_ones = [surface for surface in surfaces.values() if surface.is_open(countries)]
    undecided = set(map(id, open_ones))
    settled = Evidence(surface for surface in surfaces.values() if id(surface) not in undecided)
    for _ in range(ROUNDS if open_ones else 0):
        evidence = settled.with_more(open_ones)
        for surface, support in [(surface, evidence.support(surface)) for surface in open_ones]:
            surface.settle(support)
    return settled.with_more(open_ones)


class Evidence:
    """How much of each country, and of each region, some surfaces name: the sum of shares times layers' strengths."""

    def __init__(self, surfaces: Iterable[Surface]) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.regions: dict[tuple[str, str], float] = defaultdict(float)
        for surface in surfaces:
            self._add(surface)

    def _add(self, surface: Surface) -> None:
        for reading, share in zip(surface.readings, surface.shares, strict=True):
            weight = share * _STRENGTH[reading.layer]
            self.countries[reading.entity_id] += weight
            if reading.region:
                self.regions[reading.entity_id, reading.region] += weight

    def with_more(self, surfaces: Iterable[Surface]) -> Evidence:
        more = Evidence(surfaces)
        for country, weight in self.countries.items():
            more.countries[country] += weight
        for region, weight in self.regions.items():
            more.regions[region] += weight
        return more

    def support(self, surface: Surface) -> list[float]:
        """What all but the surface itself adds to each of its readings."""
        if surface.alone:
            return [0.0] * len(surface.readings)
        own = Evidence([surface])
        rest = sum(self.countries.values()) - sum(own.countries.values())
        support = []
        for reading in surface.readings:
            country, region = reading.entity_id, (reading.entity_id, reading.region)
            evidence = max(self.countries[country] - own.countries[country], 0.0)
            added = _REACH * (1 - math.exp(-evidence))
            if reading.region:
                square = max(self.regions[region] - own.regions[region], 0.0) ** 2
                added += _REACH_OF_REGION * square / (1 + square)
            only = evidence / rest if rest > 0 else 0.0
            support.append(added * (_AMONG_OTHERS + (1 - _AMONG_OTHERS) * only))
        return support

    def support_of(self, surface: Surface, reading: Reading) -> float:
        """What all but the surface adds to one of its readings, with what stands beside it in the text."""
        i = surface.readings.index(reading)
        return self.support(surface)[i] + surface.bonus[i]
