"""Write a table or chart of a corpus to a file: the same that the dashboard's download gives.

  counts, timeline, pairs, mentions, articles   csv, parquet, json
  map                                           html, png, svg, geojson, and csv, parquet, json of what it shows
  timeline, heatmap, counts (as bars)           html, png, svg
  network                                       gexf, graphml, html, png, svg

A note beside the file (FILE.note.json) says what was selected, of which corpus, by which version.
PNG and SVG need Chrome or Chromium.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pandas as pd

from analysis.commands import arguments
from analysis.errors import InputProblem
from analysis.selection import Selection
from analysis.tables import COUNTRY_LAYERS, DEFAULT_LAYERS, UNITS

TABLES, PICTURES, GRAPHS = ("csv", "parquet", "json"), ("html", "png", "svg"), ("gexf", "graphml")
FORMATS = {
    "counts": TABLES + PICTURES,
    "timeline": TABLES + PICTURES,
    "map": TABLES + PICTURES + ("geojson",),
    "pairs": TABLES,
    "heatmap": TABLES + PICTURES,
    "network": TABLES + PICTURES + GRAPHS,
    "mentions": TABLES,
    "articles": TABLES,
}
EVERY = tuple(dict.fromkeys(f for formats in FORMATS.values() for f in formats))


def add_arguments(parser) -> None:
    parser.add_argument("--corpus", required=True, metavar="DIR", help="a corpus that `build` made")
    parser.add_argument("--what", required=True, choices=FORMATS, help="what to write")
    parser.add_argument("--format", required=True, choices=EVERY, help="the kind of file")
    parser.add_argument(
        "--output", metavar="FILE", help='where to write; "-" is standard output; default WHAT.FORMAT here'
    )
    parser.add_argument("--from", dest="first_day", metavar="DAY", help="first day, as 2025-01-31")
    parser.add_argument("--to", dest="last_day", metavar="DAY", help="last day")
    for name, of in (("actors", "ids or names"), ("countries", "ISO codes or names"), ("sources", "names")):
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar="A,B",
            help=f"only articles with one of these ({of}; may be repeated)",
        )
    parser.add_argument(
        "--layers",
        metavar="A,B",
        help=f"layers in which countries count (default {','.join(DEFAULT_LAYERS)}; also dateline, embedded)",
    )
    parser.add_argument(
        "--unit", choices=UNITS, default="article", help="the window of mentioned together (default article)"
    )
    parser.add_argument(
        "--kind",
        choices=("countries", "actors", "people", "organisations", "mixed"),
        default="countries",
        help="what is counted; mixed pairs countries with actors",
    )
    parser.add_argument(
        "--period", choices=("day", "week", "month", "quarter"), help="of the timeline (default: what suits the days)"
    )
    parser.add_argument(
        "--measure",
        choices=("mentions", "articles", "share", "together", "lift", "npmi"),
        help="what a chart shows (default mentions; together for pairs)",
    )
    parser.add_argument(
        "--top",
        type=int,
        metavar="N",
        help="the N leading entities (default: all in tables, 20 in charts, 5 on a timeline)",
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="of a chart")


def run(asked) -> None:
    from analysis import exports, store
    from analysis.statistics import frequency

    if asked.format not in FORMATS[asked.what]:
        raise InputProblem(
            f"{asked.what} cannot be written as {asked.format}.", f"It can be {', '.join(FORMATS[asked.what])}."
        )
    corpus = store.open_corpus(asked.corpus)
    entities = store.select_entities(corpus)
    selection = read_selection(asked, entities)
    names = dict(zip(entities.entity_id, entities["name"], strict=True))
    articles = store.select_articles(corpus, selection)
    if articles.empty:
        raise InputProblem("No article passes these filters.", "Take one of them away.")
    totals = frequency.count_totals(store.select_mentions(corpus, selection), articles)
    summary = exports.summarise(selection, totals, len(store.select_articles(corpus, Selection())), names)
    note = {"title": f"{asked.what} ({asked.kind})", **exports.describe_origin(corpus, summary)}
    content = _Export(asked, corpus, selection, totals, note).write()
    target = asked.output or f"{asked.what}.{asked.format}"
    with arguments.open_output(target) as output:
        output.write(content)
    if target != "-":
        with arguments.open_output(f"{target}.note.json") as output:
            output.write((json.dumps(note, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
        arguments.say(f"{target}: {summary}")


def read_selection(asked, entities: pd.DataFrame) -> Selection:
    """The selection that the arguments say. Raises InputProblem for a name or day that means nothing."""
    days = {}
    for field, option in (("first_day", "--from"), ("last_day", "--to")):
        text = getattr(asked, field)
        try:
            days[field] = date.fromisoformat(text) if text else None
        except ValueError:
            raise InputProblem(f"{option} {text} is no day.", "Write it as 2025-01-31.") from None
    layers = DEFAULT_LAYERS
    if asked.layers is not None:
        said = _split([asked.layers])
        strange = [layer for layer in said if layer not in COUNTRY_LAYERS]
        if strange:
            raise InputProblem(f"There is no layer {strange[0]}.", f"There are {', '.join(COUNTRY_LAYERS)}.")
        layers = tuple(layer for layer in COUNTRY_LAYERS if layer in said)
    found = {
        field: _find(_split(getattr(asked, field)), entities, kinds)
        for field, kinds in (("actors", ("person", "organisation")), ("countries", ("country",)))
    }
    return replace(Selection(**days, **found, sources=tuple(_split(asked.sources))), layers=layers, unit=asked.unit)


def _split(values: list[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _find(asked: list[str], entities: pd.DataFrame, kinds: tuple[str, ...]) -> tuple[str, ...]:
    known = entities[entities.kind.isin(kinds)]
    by_name = {
        **dict(zip(known["name"].str.casefold(), known.entity_id, strict=True)),
        **{e.casefold(): e for e in known.entity_id},
    }
    for name in asked:
        if name.casefold() not in by_name:
            raise InputProblem(
                f"Nothing called {name} is mentioned in this corpus.", "See its entities.parquet for ids and names."
            )
    return tuple(by_name[name.casefold()] for name in asked)


class _Export:
    """One export: the table it needs, and the file it becomes."""

    def __init__(self, asked, corpus, selection: Selection, totals, note: dict) -> None:
        self.asked, self.corpus, self.selection, self.totals, self.note = asked, corpus, selection, totals, note

    def write(self) -> bytes:
        from analysis import store

        table = getattr(self, f"table_of_{self.asked.what}")()
        if self.asked.format in TABLES:
            return store.write_table(table, self.asked.format, self.note)
        return getattr(self, f"write_{'picture' if self.asked.format in PICTURES else self.asked.format}")(table)

    def ranked(self, kind: str, top: int | None) -> pd.DataFrame:
        from analysis import exports

        counts = exports.count_entities(self.corpus, self.selection)
        column = self.asked.measure if self.asked.measure in ("mentions", "articles", "share") else "mentions"
        return exports.rank(counts[counts.kind.isin(exports.KINDS[kind])], column, self.asked.top or top)

    def default_top(self, top: int) -> int | None:
        return None if self.asked.format in TABLES else top

    def table_of_counts(self) -> pd.DataFrame:
        from analysis import exports

        return self.ranked(self._kind(), self.default_top(20))[exports.COUNT_COLUMNS]

    def table_of_map(self) -> pd.DataFrame:
        from analysis import exports

        table = self.ranked("countries", None)
        extra = [] if self.asked.format in TABLES else ["width", "tall"]
        return table[[*exports.COUNT_COLUMNS, "latitude", "longitude", *extra]]

    def table_of_timeline(self) -> pd.DataFrame:
        from analysis import exports
        from analysis.statistics import frequency

        if not self.totals.first_day:
            raise InputProblem(
                "None of the selected articles has a date, so there is no timeline.", "Ask for counts instead."
            )
        self.period = self.asked.period or frequency.choose_period(self.totals.first_day, self.totals.last_day)
        return exports.count_periods(self.corpus, self.selection, self.period, self.ranked(self._kind(), 5).entity_id)

    def table_of_pairs(self) -> pd.DataFrame:
        from analysis import exports

        left, right = ("countries", "actors") if self.asked.kind == "mixed" else (self.asked.kind, self.asked.kind)
        top = None if self.asked.what == "pairs" else 20
        self.rows, self.columns = (self.ranked(side, top).entity_id.tolist() for side in (left, right))
        pairs = exports.count_pairs(self.corpus, self.selection, self.rows, self.columns)
        return pairs[pairs.together > 0].reset_index(drop=True)

    table_of_heatmap = table_of_network = table_of_pairs

    def table_of_mentions(self) -> pd.DataFrame:
        from analysis import store
        from analysis.tables import describe

        return describe(
            store.select_mentions(self.corpus, self.selection), store.select_entities(self.corpus), ("name",)
        )

    def table_of_articles(self) -> pd.DataFrame:
        from analysis import store

        return store.select_articles(self.corpus, self.selection)

    def write_picture(self, table: pd.DataFrame) -> bytes:
        from analysis import charts

        theme, title = charts.read_theme(self.asked.theme), f"{self.asked.what.capitalize()}: {self._kind()}"
        figure = self._draw(table, theme)
        lines = [v for k, v in self.note.items() if k != "title"]
        if self.asked.format == "html":
            return charts.figure_html(figure, title, lines, theme)
        return charts.figure_image(figure, self.asked.format, title, lines, theme)

    def _draw(self, table: pd.DataFrame, theme):
        from analysis import charts, store

        entities = store.select_entities(self.corpus)
        names, kinds = (dict(zip(entities.entity_id, entities[c], strict=True)) for c in ("name", "kind"))
        measure = charts.MEASURES.get(self.asked.measure, charts.MEASURES["mentions"])
        shade = charts.PAIR_MEASURES.get(self.asked.measure, charts.PAIR_MEASURES["together"])
        match self.asked.what:
            case "counts":
                return charts.draw_bars(table, measure, theme)
            case "map":
                return charts.draw_map(table, measure, theme, height=560)
            case "timeline":
                return charts.draw_timeline(table, measure, theme, period=self.period, height=420)
            case "heatmap":
                return charts.draw_heatmap(
                    table, self.rows, self.columns, names, shade, theme, unit=self.selection.unit
                )
        return charts.draw_network(table, names, kinds, theme)

    def write_geojson(self, table: pd.DataFrame) -> bytes:
        """Points with their counts, as RFC 7946 has it: WGS 84, longitude first."""
        points = [
            {
                "type": "Feature",
                "id": row["entity_id"],
                "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
                "properties": {k: v for k, v in row.items() if k not in ("latitude", "longitude", "width", "tall")},
            }
            for row in table.dropna(subset=["latitude"]).to_dict("records")
        ]
        return json.dumps(
            {"type": "FeatureCollection", "note": self.note, "features": points}, ensure_ascii=False
        ).encode("utf-8")

    def write_gexf(self, table: pd.DataFrame) -> bytes:
        from analysis import store
        from analysis.statistics import network

        return network.write_graph(
            network.build_graph(table, store.select_entities(self.corpus), self.note), self.asked.format
        )

    write_graphml = write_gexf

    def _kind(self) -> str:
        return "countries" if self.asked.kind == "mixed" else self.asked.kind
