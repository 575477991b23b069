"""Writes data/countries.csv and data/country_names.csv.

    python training/countries.py          needs: pip install pycountry Babel   (and shapely, which Dateline has)

Codes and official names: pycountry (ISO 3166-1, Debian iso-codes). English names: Unicode CLDR, through Babel.
Label points, extents and areas: static/topojson/world_50m.json, see training/borders; those of countries that the file
does not draw stand in borders/labels.csv. All else is kept by hand in two files beside this one, checked against
newsmap's seed words:

country_facts.csv   one country or territory a row; a `*` after a demonym adds its plural in -s
country_places.csv  further written forms by layer, and notes; rows without an entity_id are left out, and say why
"""

from __future__ import annotations

import csv
import json
import math
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pycountry
from babel import Locale
from shapely import MultiPolygon, transform

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from analysis.geography.borders import TOPOJSON, read_borders  # noqa: E402

HAND = Path(__file__).parent
ENGLISH = Locale("en").territories
COLUMNS = ["entity_id", "iso2", "name", "official_name", "region", "subregion", "status", "parent"]
COLUMNS += ["latitude", "longitude", "west", "south", "east", "north", "area_km2"]
EARTH_RADIUS_KM = 6371.0072  # of the sphere that has the Earth's area


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: list[str], rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def iso_code(entity_id: str) -> str:
    return "XK" if entity_id == "XKX" else pycountry.countries.get(alpha_3=entity_id).alpha_2


def official_name(fact: dict[str, str]) -> str:
    """The hand-kept official name, else ISO's, with "Korea, Republic of" turned round."""
    if fact["official_name"]:
        return fact["official_name"]
    country = pycountry.countries.get(alpha_3=fact["entity_id"])
    name = getattr(country, "official_name", country.name).removeprefix("the ")
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma and tail.endswith((" of", " of the")) else name


def split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def with_plurals(forms: list[str]) -> list[str]:
    return [form for f in forms for form in ([f[:-1], f[:-1] + "s"] if f.endswith("*") else [f])]


def spellings(surface: str) -> list[str]:
    """The surface, and the same without accents and with straight apostrophes."""
    straight = surface.replace("’", "'").replace("ʻ", "'")
    plain = "".join(c for c in unicodedata.normalize("NFKD", straight) if not unicodedata.combining(c))
    return list(dict.fromkeys([straight, plain]))


def country_forms(facts: list[dict], places: list[dict]) -> list[dict]:
    """Rows of country_names.csv, by country, then layer, then as listed. Two countries never share a surface."""
    left_out = {form for row in places if not row["entity_id"] for form in split(row["surfaces"])}
    notes = {(r["entity_id"], f): r["note"] for r in places for s in split(r["surfaces"]) for f in spellings(s)}
    listed = []
    for fact in facts:
        entity_id = fact["entity_id"]
        own = [r for r in places if r["entity_id"] == entity_id]
        cldr = ENGLISH.get(fact["iso2"], "")
        names = [fact["name"], fact["official_name"], cldr, *split(fact["names"])]
        listed += [(entity_id, "name", form) for form in names if form and "," not in form]
        listed += [(entity_id, "demonym", form) for form in with_plurals(split(fact["demonyms"]))]
        listed += [(entity_id, "capital", form) for form in split(fact["capitals"])]
        listed += [(entity_id, row["layer"], form) for row in own for form in split(row["surfaces"])]
    owners: dict[str, str] = {}
    rows = []
    for entity_id, layer, listed_form in listed:
        for form in spellings(listed_form):
            if form in left_out:
                continue
            owner = owners.setdefault(form, entity_id)
            if owner != entity_id:
                sys.exit(f"{form!r} stands for both {owner} and {entity_id}; keep one.")
            note = notes.get((entity_id, form), "")
            rows.append({"entity_id": entity_id, "surface": form, "layer": layer, "note": note})
    first = {row["surface"]: row for row in reversed(rows)}
    return [row for row in rows if first[row["surface"]] is row]


def read_shapes() -> dict[str, dict[str, float]]:
    """Label point, extent and area of every country: of its borders where the file has them, else as kept by hand."""
    shapes = {
        row["entity_id"]: {c: row[c] for c in ("latitude", "longitude", "west", "south", "east", "north")}
        for row in read_rows(HAND / "borders" / "labels.csv")
    }
    borders = read_borders()
    for geometry in json.loads(TOPOJSON.read_text(encoding="utf-8"))["objects"]["countries"]["geometries"]:
        longitude, latitude = geometry["properties"]["ct"]
        area = borders[geometry["id"]]
        shapes[geometry["id"]] = {"latitude": latitude, "longitude": longitude, **extent(area), **size(area)}
    return shapes


def extent(area: MultiPolygon) -> dict[str, float]:
    """The narrowest box round an area; where that crosses the antimeridian, its west is greater than its east."""
    spans = sorted((part.bounds[0], part.bounds[2]) for part in area.geoms)
    gaps, reach = [], spans[0][1]
    for west, east in spans[1:]:
        gaps.append((west - reach, reach, west))
        reach = max(reach, east)
    round_the_back = spans[0][0] + 360 - reach
    widest, before, after = max(gaps, default=(0, 0, 0))
    west, east = (after, before) if widest > round_the_back else (spans[0][0], reach)
    _, south, _, north = area.bounds
    box = {"west": west, "south": south, "east": east, "north": north}
    return {side: round(value, 2) for side, value in box.items()}


def size(area: MultiPolygon) -> dict[str, int]:
    """Square kilometres as drawn, by the cylindrical equal-area projection; a whole number, and never nought."""
    flat = transform(area, lambda xy: np.column_stack([np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1]))]))
    return {"area_km2": max(1, math.ceil(flat.area * EARTH_RADIUS_KM**2))}


def main() -> None:
    facts = read_rows(HAND / "country_facts.csv")
    for fact in facts:
        fact["iso2"] = iso_code(fact["entity_id"])
        fact["official_name"] = official_name(fact)
    forms = country_forms(facts, read_rows(HAND / "country_places.csv"))
    write_rows(ROOT / "data" / "country_names.csv", ["entity_id", "surface", "layer", "note"], forms)
    shapes = read_shapes()
    rows = [
        dict.fromkeys(COLUMNS, "") | {c: fact[c] for c in COLUMNS if c in fact} | shapes[fact["entity_id"]]
        for fact in facts
    ]
    write_rows(ROOT / "data" / "countries.csv", COLUMNS, rows)


if __name__ == "__main__":
    main()
