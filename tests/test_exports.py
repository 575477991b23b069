"""Exports from the command line: every combination, the numbers in them, and what is said of a wish that makes none."""

from __future__ import annotations

import errno
import io
import json
from pathlib import Path
from urllib.parse import parse_qs

import networkx as nx
import pandas as pd
import pytest

from analysis import store
from analysis.charts import MEASURES, draw_bars, draw_map, draw_timeline, file_name, read_theme
from analysis.commands import main
from analysis.commands.arguments import open_output
from analysis.commands.export import FORMS
from analysis.errors import InputProblem
from analysis.selection import Corpus, Selection
from analysis.store import write_table

ROWS = [
    {
        "title": '=HYPERLINK("http://example.org")',
        "source": "<script>alert(1)</script>",
        "date": "2025-01-01",
        "text": "President Vladimir Putin of Russia met Narendra Modi in India. Russia and India agreed.",
    },
    {"title": "-2+3", "source": "The Hindu, Delhi", "date": "2025-02-03", "text": "Ukraine spoke of Russia."},
    {"title": "One\rtwo", "source": "Wire", "date": "2025-02-04", "text": "Monaco met France, and Russia met Ukraine."},
    {"title": "", "source": "", "date": "", "text": "India won a match against Russia."},
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Corpus:
    folder = tmp_path_factory.mktemp("exports")
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return store.write_corpus([path], folder / "corpus").corpus


@pytest.fixture
def export(corpus, tmp_path, capsys):
    """Run an export; the file as bytes, or what was said of it."""

    def run(what: str, format: str, *options: str) -> bytes | str:
        target = tmp_path / f"{what}.{format}"
        code = main(
            ["export", "--corpus", corpus.directory, "--what", what, "--format", format, "--output", str(target)]
            + list(options)
        )
        said = capsys.readouterr().err
        assert "Traceback" not in said
        if code == 0:
            return target.read_bytes()
        assert code == 2 and not target.exists() and said.count("\n") == 1
        return said.removeprefix("python -m analysis: ").strip()

    return run


def read_csv(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), keep_default_na=False)


@pytest.mark.parametrize(
    ("what", "format"),
    [(w, f) for w, form in FORMS.items() for f in form.formats if f not in ("png", "svg")],
)
def test_everything_can_be_exported(export, what, format):
    content = export(what, format)
    assert isinstance(content, bytes) and len(content) > 100
    if format in ("json", "geojson"):
        json.loads(content, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    if format == "html":
        assert b"alert(1)</script>" not in content


@pytest.mark.parametrize("what", ["map", "network"])
def test_a_picture_is_drawn_by_the_browser_here(export, what):
    assert export(what, "png").startswith(b"\x89PNG")
    svg = export(what, "svg", "--sources", "<script>alert(1)</script>").decode()
    assert 'class="annotation"' not in svg  # notes in the plot could lie on the names of its axis
    assert svg.startswith("<svg") and "<script" not in svg and "&#60;script&#62;alert(1)&#60;/script&#62;" in svg


def test_without_a_browser_a_picture_is_refused_in_words(export, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", str(Path(__file__).parent / "no-such-browser"))
    assert export("counts", "png").startswith("A picture file needs Chrome or Chromium, and none was found")


def test_counts_are_the_group_by_of_mentions(export, corpus):
    counts = read_csv(export("counts", "csv")).set_index("entity_id")
    mentions = pd.read_parquet(Path(corpus.directory, "mentions"))
    countries = mentions[mentions.kind == "country"].groupby("entity_id").article_id
    assert counts.mentions.to_dict() == countries.size().to_dict()
    assert counts.articles.to_dict() == countries.nunique().to_dict()
    assert counts.share["RUS"] == 1.0 and counts.share["UKR"] == 0.5


def test_json_and_parquet_hold_every_digit(export, tmp_path):
    rows = json.loads(export("pairs", "json", "--kind", "mixed"))["rows"]
    export("pairs", "parquet", "--kind", "mixed")
    pairs = pd.read_parquet(tmp_path / "pairs.parquet").astype(object)
    assert rows == pairs.where(pairs.notna(), None).to_dict("records")
    assert json.loads(write_table(pd.DataFrame({"p": [1.2345678901234567e-23, None]}), "json", {}))["rows"] == [
        {"p": 1.2345678901234567e-23},
        {"p": None},
    ]


def test_no_cell_of_a_csv_is_a_formula_and_every_row_is_one(export):
    articles = read_csv(export("articles", "csv"))
    assert articles.title.tolist() == ['\'=HYPERLINK("http://example.org")', "'-2+3", "One\ntwo", ""]
    cells = pd.DataFrame({"surface": ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", "a=1", "a\rb"]})
    assert write_table(cells, "csv", {}).decode() == (
        "surface\n'=1\n'+1\n'-1\n'@A1\n'\t=1\n\"'\n=1\"\n\"'\n=1\"\n'＝1\na=1\n\"a\nb\"\n"
    )


def test_geojson_is_points_with_longitude_first(export):
    found = json.loads(export("map", "geojson"))
    assert found["type"] == "FeatureCollection"
    india = next(each for each in found["features"] if each["id"] == "IND")
    assert (india["type"], india["geometry"]) == ("Feature", {"type": "Point", "coordinates": [79.47, 22.47]})
    assert (india["properties"]["name"], india["properties"]["articles"]) == ("India", 2)


@pytest.mark.parametrize("format", ["gexf", "graphml"])
def test_a_graph_opens_with_labels_and_weights(export, tmp_path, format):
    export("network", format)
    graph = getattr(nx, f"read_{format}")(tmp_path / f"network.{format}")
    assert graph.nodes["RUS"]["label"] == "Russia" and graph.nodes["RUS"]["units"] == 4
    assert graph.edges["RUS", "UKR"]["weight"] == 2
    assert graph.edges["RUS", "UKR"]["expected"] == 2.0


@pytest.mark.parametrize(
    ("options", "articles"),
    [
        (["--countries", "ukr"], 2),
        (["--countries", "UKRAINE"], 2),
        (["--countries", "France,India"], 3),
        (["--countries", "France", "--countries", "India"], 3),
        (["--actors", "narendra modi"], 1),
        (["--sources", "The Hindu, Delhi"], 1),
        (["--sources", "the hindu, delhi", "--sources", "wire"], 2),
        (["--from", "2025-02-03", "--to", "2025-02-03"], 1),
        (["--from", "2025-02-03"], 2),
    ],
)
def test_filters_select_articles(export, options, articles):
    assert len(read_csv(export("articles", "csv", *options))) == articles


@pytest.mark.parametrize(
    ("what", "options", "words"),
    [
        ("counts", ["--top", "0"], "--top 0 leaves nothing."),
        ("counts", ["--top", "-3"], "--top -3 leaves nothing."),
        ("articles", ["--top", "3"], "--top does not go with articles."),
        ("counts", ["--from", "2025-02-02", "--to", "2025-01-01"], "--from 2025-02-02 is after --to 2025-01-01. Swap"),
        ("counts", ["--from", "yesterday"], "--from yesterday is no day."),
        ("counts", ["--from", "2030-01-01"], "No article passes these filters."),
        ("counts", ["--countries", "Narnia"], "This corpus has no country called Narnia."),
        ("counts", ["--countries", "vladimir-putin"], "This corpus has no country called vladimir-putin."),
        ("counts", ["--actors", "RUS"], "This corpus has no actor called RUS."),
        ("counts", ["--sources", "Nobody"], "This corpus has no source called Nobody. It has "),
        ("counts", ["--layers", "name,rumour"], "There is no layer rumour."),
        ("counts", ["--measure", "lift"], "--measure lift does not go with counts."),
        ("counts", ["--kind", "mixed"], "--kind mixed does not go with counts."),
        ("map", ["--kind", "people"], "--kind people does not go with map. It can be countries."),
        ("mentions", ["--kind", "people"], "--kind people does not go with mentions. Leave --kind out."),
        ("counts", ["--period", "week"], "--period does not go with counts."),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(export, what, options, words):
    assert export(what, "csv", *options).startswith(words)


def test_a_full_disk_is_said_and_leaves_no_half_file(tmp_path):
    words = "a.csv cannot be written to: No space left on device. Make room"
    with pytest.raises(InputProblem, match=words), open_output(str(tmp_path / "a.csv")) as file:
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_top_keeps_the_leading_entities(export):
    assert read_csv(export("counts", "csv", "--top", "2")).entity_id.tolist() == ["RUS", "IND"]
    assert read_csv(export("map", "csv", "--top", "1")).entity_id.tolist() == ["RUS"]


def test_the_note_says_what_was_asked(export, corpus, tmp_path):
    export("heatmap", "csv", "--kind", "mixed", "--unit", "sentence", "--countries", "RUS,IND,UKR,FRA,MCO")
    note = json.loads((tmp_path / "heatmap.csv.note.json").read_text(encoding="utf-8"))
    assert note["title"] == "Heatmap: countries and actors together in one sentence"
    assert corpus.fingerprint in note["corpus"]
    assert Selection.from_query(parse_qs(note["query"])) == Selection(
        countries=("RUS", "IND", "UKR", "FRA", "MCO"), unit="sentence"
    )


def test_a_name_is_never_markup_of_a_chart():
    counts = pd.DataFrame(
        {
            "entity_id": ["a"], "name": ["<b>A</b>"], "mentions": [2], "articles": [1], "stories": [1], "share": [0.5],
            "low": [0.1], "high": [0.9], "latitude": [1.0], "longitude": [1.0], "area_km2": [1.0], "units": [2],
            "period": pd.to_datetime(["2025-01-01"]),
        }
    )  # fmt: skip
    theme, measure = read_theme("light"), MEASURES["mentions"]
    for figure in (
        draw_bars(counts, measure, theme),
        draw_map(counts, measure, theme, style="both"),
        draw_timeline(counts, measure, theme, period="month"),
    ):
        drawn = str(figure.to_dict())
        assert "&lt;b&gt;A" in drawn and "<b>A" not in drawn


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Top actors", "", "from <b>A/B</b>"), "top-actors-from-b-a-b-b"),
        (("../../etc/passwd",), "etc-passwd"),
        (("Коммерсантъ", "新华社"), "коммерсантъ-新华社"),
        (("社" * 100,), "社" * 60),
        (("...",), "dateline"),
        ((), "dateline"),
    ],
)
def test_a_file_name_fits_every_file_system(parts, name):
    assert file_name(*parts) == name
