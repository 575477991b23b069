"""The border file that maps are drawn with, as shapes: static/topojson/world_50m.json, see training/borders."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
from shapely import MultiPoint, MultiPolygon, Point, Polygon, STRtree, box, make_valid, union_all
from shapely.affinity import translate

TOPOJSON = Path(__file__).parents[2] / "static" / "topojson" / "world_50m.json"
WORLD = box(-180, -90, 180, 90)


@cache
def read_borders() -> dict[str, MultiPolygon]:
    """The area of every country in the file, by id, in degrees; shapes are cut at the antimeridian, none crosses it."""
    topology = json.loads(TOPOJSON.read_text(encoding="utf-8"))
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(indexes: list[int]) -> np.ndarray:
        # A negative index ~i is arc i backwards; each arc begins where the one before it ended.
        lines = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])

    areas = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        areas[geometry["id"]] = _join([[ring(indexes) for indexes in polygon] for polygon in polygons])
    return areas


def _join(polygons: list[list[np.ndarray]]) -> MultiPolygon:
    """The area of polygons, each a ring and its holes; a dot of about a kilometre where they are lines in the file."""
    rings = [[_unroll(r) for r in polygon if len(r) >= 4] for polygon in polygons]
    shapes = [make_valid(Polygon(outer, holes)) for outer, *holes in filter(None, rings)]
    turns = [translate(shape, turn).intersection(WORLD) for shape in shapes for turn in (-360, 0, 360)]
    area = union_all([part for part in turns if part.area])
    if not area.area:
        area = MultiPoint(np.concatenate([ring for polygon in polygons for ring in polygon])).buffer(0.005)
    return MultiPolygon([part for part in getattr(area, "geoms", [area]) if part.area])


def _unroll(ring: np.ndarray) -> np.ndarray:
    """A ring without jumps: past 180 degrees where it crosses the antimeridian, and by way of the South Pole where it
    goes right round, as Antarctica's does."""
    longitudes = np.unwrap(ring[:, 0], period=360)
    around = round((longitudes[-1] - longitudes[0]) / 360)
    unrolled = np.column_stack([longitudes, ring[:, 1]])
    pole = [(longitudes[-1], -90), (longitudes[0], -90), (longitudes[0], ring[0, 1])]
    return np.concatenate([unrolled, pole]) if around else unrolled


@cache
def _tree() -> tuple[list[str], STRtree]:
    parts = [(entity_id, polygon) for entity_id, area in read_borders().items() for polygon in area.geoms]
    return [entity_id for entity_id, _ in parts], STRtree([polygon for _, polygon in parts])


def find_country(latitude: float, longitude: float, coast_degrees: float = 0.3) -> str | None:
    """The id of the country that a point lies in, or whose coast is within `coast_degrees` of it; None at sea."""
    ids, tree = _tree()
    point = Point(longitude, latitude)
    inside = tree.query(point, predicate="intersects")
    if len(inside):
        return ids[
            min(inside, key=lambda i: (tree.geometries[i].area, i))
        ]  # a state within another one has no hole there
    nearest = tree.query_nearest(point, max_distance=coast_degrees, all_matches=False)
    return ids[nearest[0]] if len(nearest) else None
