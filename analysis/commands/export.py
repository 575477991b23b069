"""Write a table or chart of a corpus to a file: the same that the dashboard's download gives.

  counts, timeline, pairs, mentions, articles   csv, parquet, json
  map                                           html, png, svg, geojson, and csv, parquet, json of what it shows
  timeline, heatmap, counts (as bars)           html, png, svg
  network                                       gexf, graphml, html, png, svg

A note beside the file (FILE.note.json) says what was selected, of which corpus, by which version; its `query`, put
behind the address of any of the dashboard's pages, shows the same selection there.
PNG and SVG need Chrome or Chromium.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import pandas as pd

from analysis.commands import arguments
from analysis.errors import InputProblem
from analysis.selection import Selection
from analysis.tables import ACTOR_KINDS, COUNTRY_LAYERS, DEFAULT_LAYERS, UNITS

TABLES, PICTURES, GRAPHS = ("csv", "parquet", "json"), ("html", "png", "svg"), ("gexf", "graphml")
SINGLE = ("countries", "actors", "people", "organisations")
COUNTED, PAIRED = ("mentions", "articles", "share"), ("together", "lift", "npmi")


@dataclass(frozen=True)
class Form:
    """What can be asked of one kind of export. An option that would be ignored is refused instead."""

    formats: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


FORMS = {
    "counts": Form(TABLES + PICTURES, SINGLE, COUNTED),
    "timeline": Form(TABLES + PICTURES, SINGLE, COUNTED),
    "map": Form((*TABLES, *PICTURES, "geojson"), ("countries",), COUNTED),
    "pairs": Form(TABLES, (*SINGLE, "mixed"), ("together",)),
    "heatmap": Form(TABLES + PICTURES, (*SINGLE, "mixed"), PAIRED),
    "network": Form(TABLES + PICTURES + GRAPHS, (*SINGLE, "mixed"), ("together",)),
    "mentions": Form(TABLES),
    "articles": Form(TABLES),
}
EVERY = tuple(dict.fromkeys(f for form in FORMS.values() for f in form.formats))


def add_arguments(parser) -> None:
    parser.add_argument("--corpus", required=True, metavar="DIR", help="a corpus that `build` made")
    parser.add_argument("--what", required=True, choices=FORMS, help="what to write")
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
        choices=(*SINGLE, "mixed"),
        help="what is counted (default countries); mixed pairs countries with actors",
    )
    parser.add_argument(
        "--period", choices=("day", "week", "month", "quarter"), help="of the timeline (default: what suits the days)"
    )
    parser.add_argument(
        "--measure",
        choices=COUNTED + PAIRED,
        help="what a chart shows and leading entities lead by (default mentions; together for pairs)",
    )
    parser.add_argument(
        "--top",
        type=int,
        metavar="N",
        help="the N leading entities (default: all in counts and pairs, 20 in charts, 5 on a timeline)",
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="of a chart")


def run(asked) -> None:
    from analysis import exports, store
    from analysis.statistics import frequency

    _check(asked)
    corpus = store.open_corpus(asked.corpus)
    entities = store.select_entities(corpus)
    selection = read_selection(asked, entities, store.select_sources(corpus).source)
    names = dict(zip(entities.entity_id, entities["name"], strict=True))
    articles = store.select_articles(corpus, selection)
    if articles.empty:
        raise InputProblem("No article passes these filters.", "Take one of them away.")
    totals = frequency.count_totals(store.select_mentions(corpus, selection), articles)
    summary = exports.summarise(selection, totals, len(store.select_articles(corpus, Selection())), names)
    origin = exports.describe_origin(corpus, summary)
    note = {"title": _name(asked), **origin, "query": urlencode(selection.to_query(), doseq=True)}
    content = _Export(asked, corpus, selection, totals, note).write()
    target = asked.output or f"{asked.what}.{asked.format}"
    with arguments.open_output(target) as output:
        output.write(content)
    if target != "-":
        with arguments.open_output(f"{target}.note.json") as output:
            output.write((json.dumps(note, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
        arguments.say(f"{target}: {summary}")


def _check(asked) -> None:
    """Raise InputProblem for an option that makes no sense with the others; else it would be ignored in silence."""
    form = FORMS[asked.what]
    if asked.format not in form.formats:
        raise InputProblem(
            f"{asked.what} cannot be written as {asked.format}.", f"It can be {', '.join(form.formats)}."
        )
    for option, possible in (("kind", form.kinds), ("measure", form.measures)):
        said = getattr(asked, option)
        if said and said not in possible:
            raise InputProblem(
                f"--{option} {said} does not go with {asked.what}.",
                f"It can be {', '.join(possible)}." if possible else f"Leave --{option} out.",
            )
    if asked.period and asked.what != "timeline":
        raise InputProblem(f"--period does not go with {asked.what}.", "Leave it out, or ask for a timeline.")
    if asked.top is not None and not form.kinds:
        raise InputProblem(f"--top does not go with {asked.what}.", "Leave it out: all are written.")
    if asked.top is not None and asked.top < 1:
        raise InputProblem(f"--top {asked.top} leaves nothing.", "Ask for 1 or more.")


def _name(asked) -> str:
    """What the file holds, in words."""
    if not FORMS[asked.what].kinds:
        return asked.what.capitalize()
    subject = "countries and actors" if asked.kind == "mixed" else asked.kind or "countries"
    measure = asked.measure or (FORMS[asked.what].measures[0] if asked.format in PICTURES else "")
    if "together" in FORMS[asked.what].measures:
        subject += f" together in one {asked.unit}"
        measure = measure.removeprefix("together")
    return f"{asked.what.capitalize()}: {subject}{f' by {measure}' if measure else ''}"


def read_selection(asked, entities: pd.DataFrame, sources: Sequence[str]) -> Selection:
    """The selection that the arguments say. Raises InputProblem for a name or day that means nothing."""
    days = {}
    for field, option in (("first_day", "--from"), ("last_day", "--to")):
        text = getattr(asked, field)
        try:
            days[field] = date.fromisoformat(text) if text else None
        except ValueError:
            raise InputProblem(f"{option} {text} is no day.", "Write it as 2025-01-31.") from None
    if all(days.values()) and days["first_day"] > days["last_day"]:
        raise InputProblem(f"--from {days['first_day']} is after --to {days['last_day']}.", "Swap them.")
    layers = DEFAULT_LAYERS
    if asked.layers is not None:
        said = [layer for layer in _split(asked.layers) if layer not in COUNTRY_LAYERS]
        if said:
            raise InputProblem(f"There is no layer {said[0]}.", f"There are {', '.join(COUNTRY_LAYERS)}.")
        layers = tuple(layer for layer in COUNTRY_LAYERS if layer in _split(asked.layers))
    see = "See entities.parquet in the corpus for ids and names."
    found = {
        "actors": _find("actor", asked.actors, _forms(entities[entities.kind.isin(ACTOR_KINDS)]), see),
        "countries": _find("country", asked.countries, _forms(entities[entities.kind == "country"]), see),
        "sources": _find("source", asked.sources, [(s, s) for s in sources if s], f"It has {_some(sources)}."),
    }
    return replace(Selection(**days, **found), layers=layers, unit=asked.unit)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _forms(entities: pd.DataFrame) -> list[tuple[str, str]]:
    """(name or id, id) of each."""
    return [*zip(entities["name"], entities.entity_id, strict=True), *((e, e) for e in entities.entity_id)]


def _find(what: str, asked: list[str], forms: list[tuple[str, str]], remedy: str) -> tuple[str, ...]:
    """The ids that names stand for, as written or else in any letter case: all of those that share a name."""
    exact, folded = {}, {}
    for form, known in forms:
        exact.setdefault(form, []).append(known)
        folded.setdefault(form.casefold(), []).append(known)

    def look_up(name: str) -> list[str] | None:
        return exact.get(name) or folded.get(name.casefold())

    found = []
    for value in asked:
        for name in [value.strip()] if look_up(value.strip()) else _split(value):  # a name may hold a comma
            known = look_up(name)
            if not known:
                raise InputProblem(f"This corpus has no {what} called {name}.", remedy)
            found += known
    return tuple(dict.fromkeys(found))


def _some(names: Sequence[str], most: int = 8) -> str:
    named = [name for name in names if name]
    return ", ".join(named[:most]) + (f" and {len(named) - most} more" if len(named) > most else "") or "none"


class _Export:
    """One export: the table it needs, and the file it becomes."""

    def __init__(self, asked, corpus, selection: Selection, totals, note: dict) -> None:
        self.asked, self.corpus, self.selection, self.totals, self.note = asked, corpus, selection, totals, note
        self.kind = asked.kind or "countries"

    def write(self) -> bytes:
        from analysis import store

        table = getattr(self, f"table_of_{self.asked.what}")()
        if self.asked.format in TABLES:
            return store.write_table(table, self.asked.format, self.note)
        return getattr(self, f"write_{'picture' if self.asked.format in PICTURES else self.asked.format}")(table)

    def ranked(self, kind: str, top: int | None) -> pd.DataFrame:
        from analysis import exports

        counts = exports.count_entities(self.corpus, self.selection)
        column = self.asked.measure if self.asked.measure in COUNTED else "mentions"
        return exports.rank(counts[counts.kind.isin(exports.KINDS[kind])], column, self.asked.top or top)

    def default_top(self, top: int) -> int | None:
        return None if self.asked.format in TABLES else top

    def table_of_counts(self) -> pd.DataFrame:
        from analysis import exports

        return self.ranked(self.kind, self.default_top(20))[exports.COUNT_COLUMNS]

    def table_of_map(self) -> pd.DataFrame:
        from analysis import exports

        table = self.ranked("countries", None)
        drawn = ["area_km2"] if self.asked.format in PICTURES else []
        return table[[*exports.COUNT_COLUMNS, "latitude", "longitude", *drawn]]

    def table_of_timeline(self) -> pd.DataFrame:
        from analysis import exports
        from analysis.statistics import frequency

        if not self.totals.first_day:
            raise InputProblem(
                "None of the selected articles has a date, so there is no timeline.", "Ask for counts instead."
            )
        self.period = self.asked.period or frequency.choose_period(self.totals.first_day, self.totals.last_day)
        return exports.count_periods(self.corpus, self.selection, self.period, self.ranked(self.kind, 5).entity_id)

    def table_of_pairs(self) -> pd.DataFrame:
        from analysis import exports

        left, right = ("countries", "actors") if self.asked.kind == "mixed" else (self.kind, self.kind)
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

        theme, title = charts.read_theme(self.asked.theme), self.note["title"]
        figure = self._draw(table, theme)
        lines = [v for k, v in self.note.items() if k not in ("title", "query")]
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
                "properties": {k: v for k, v in row.items() if k not in ("latitude", "longitude")},
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
