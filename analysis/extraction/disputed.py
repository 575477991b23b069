"""Disputed places: each a row of its own, and counted with a country by a rule that the reader may choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from analysis.errors import InputProblem
from analysis.tables import DISPUTED_RULES


class DisputedPlace(NamedTuple):
    """One row of data/disputed.csv. `names` are its own; what is `within` are its towns and its people."""

    place_id: str
    name: str
    names: frozenset[str]
    within: frozenset[str]
    counted_as: str
    controlled_by: str  # "" where no country of the list does


class Disputed:
    """Which country a disputed place counts with under one of DISPUTED_RULES."""

    def __init__(self, places: Iterable[DisputedPlace], rule: str = "un") -> None:
        if rule not in DISPUTED_RULES:
            known = ", ".join(DISPUTED_RULES)
            raise InputProblem(f"There is no rule {rule!r} for disputed places.", f"Choose one of {known}.")
        self.rule = rule
        self._by_name: dict[str, DisputedPlace] = {}
        self._countries: dict[str, str] = {}
        for place in places:
            country = {"un": place.counted_as, "control": place.controlled_by, "apart": ""}[rule]
            for surface in (*place.names, *place.within):
                self._countries[surface] = country
            self._by_name |= dict.fromkeys(place.names, place)

    def country(self, surface: str, entity_id: str) -> str:
        """The country a mention counts with: `entity_id` unless this is a disputed place's; "" for none."""
        return entity_id if self.rule == "un" else self._countries.get(surface, entity_id)

    def place(self, surface: str) -> DisputedPlace | None:
        """The disputed place of this name; those that are a country of the list are none beside it."""
        return self._by_name.get(surface)
