"""The bundled gazetteer, spoken to like any geopy service: every ISO country, Kosovo and the disputed places."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from analysis.geography.borders import find_country

DATA = Path(__file__).parents[2] / "data"


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv", keep_default_na=False, na_values={"area_km2": [""]}, encoding="utf-8")


@cache
def countries() -> pd.DataFrame:
    """data/countries.csv: one row per country or territory; label point and extent in degrees, WGS 84 (an extent whose
    west is east of its east crosses the antimeridian), `area_km2` as drawn, NaN where the border file has no area."""
    return _read("countries")


@cache
def disputed_places() -> pd.DataFrame:
    """data/disputed.csv: one row per disputed place, with the country it is counted as and the rule in words."""
    return _read("disputed")


class Gazetteer(Geocoder):
    """A geopy geocoder that needs no network: `geocode` a country's name or ISO code, `reverse` a point.

    A Location's point is the label point: on land, where a map would print the name. Its `raw` holds `entity_id`,
    `name`, `type` (state, territory, disputed, or disputed place), `extent` [west, south, east, north] in degrees, and
    for a disputed place `rule`, which says in words what it is counted as and why.
    """

    name = "gazetteer"

    def __init__(self) -> None:
        super().__init__()
        self._places = {r.entity_id: _place(r, r.entity_id, r.status) for r in countries().itertuples()}
        self._ids: dict[str, str] = {}
        for row in countries().itertuples():
            for form in (row.entity_id, row.iso2, row.name, row.official_name):
                self._ids.setdefault(_fold(form), row.entity_id)
        names = _read("country_names")
        for row in names[names.layer == "name"].itertuples():
            self._ids.setdefault(_fold(row.surface), row.entity_id)
        for row in disputed_places().itertuples():
            self._add_disputed(row)

    def _add_disputed(self, row) -> None:
        """A disputed place with an ISO code is that country's row with its rule; any other is a place of its own."""
        forms = [_fold(form) for form in (row.name, *row.other_names.split("|")) if form]
        known = self._ids.get(forms[0])
        if known == row.counted_as and self._places[known]["name"] == row.name:
            self._places[known] |= {"rule": row.rule}
        else:
            self._places[row.place_id] = _place(row, row.counted_as, "disputed place") | {"rule": row.rule}
            self._ids |= dict.fromkeys(forms, row.place_id)

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: float | None = DEFAULT_SENTINEL,
        country_codes: str | None = None,
    ) -> Location | list[Location] | None:
        """The place of that name or code, or None when there is no such place. Case and accents do not matter.

        `query`: the name, or {"country": name}. `timeout` is there for the sake of the signature. `country_codes`, as
        for Nominatim: an ISO 3166-1 alpha-2 code; a place counted elsewhere is then no answer."""
        asked = query.get("country", "") if isinstance(query, Mapping) else query
        place = self._places.get(self._ids.get(_fold(asked), ""))
        if place and country_codes and self._iso2(place["entity_id"]) != country_codes.upper():
            place = None
        return _answer(place, exactly_one)

    def reverse(
        self, query, *, exactly_one: bool = True, timeout: float | None = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The country that a point (latitude, longitude) lies in, as the map draws its borders; None at sea.

        `raw["disputed"]` names the disputed places whose extent the point is in."""
        point = query if isinstance(query, Point) else Point(query)
        undrawn = [r.entity_id for r in _around(countries(), point).itertuples() if r.area_km2 != r.area_km2]
        entity_id = next(iter(undrawn), None) or find_country(point.latitude, point.longitude)
        if entity_id is None:
            return _answer(None, exactly_one)
        near = _around(disputed_places(), point).itertuples()
        concerned = [r.name for r in near if entity_id in (r.counted_as, *r.claimed_by.split("|"))]
        return _answer(self._places[entity_id] | {"disputed": concerned}, exactly_one)

    @staticmethod
    def _iso2(entity_id: str) -> str:
        known = countries()
        return known.iso2[known.entity_id == entity_id].item()


def _around(places: pd.DataFrame, point: Point) -> pd.DataFrame:
    """The places whose extent a point is in; no extent here crosses the antimeridian but those of large countries."""
    across = places.west.le(point.longitude) & places.east.ge(point.longitude)
    return places[across & places.south.le(point.latitude) & places.north.ge(point.latitude)]


def _place(row, entity_id: str, kind: str) -> dict:
    return {
        "entity_id": entity_id,
        "name": row.name,
        "type": kind,
        "latitude": float(row.latitude),
        "longitude": float(row.longitude),
        "extent": [float(row.west), float(row.south), float(row.east), float(row.north)],
    }


def _answer(place: dict | None, exactly_one: bool) -> Location | list[Location] | None:
    if place is None:
        return None
    location = Location(place["name"], (place["latitude"], place["longitude"]), place)
    return location if exactly_one else [location]


def _fold(name: str) -> str:
    """A name for comparison: without accents, case, full stops and doubled spaces, "the" in front and "&"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = plain.casefold().replace(".", "").replace("’", "'").replace("&", "and").split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)
