"""A corpus store: built, read back, extended, stopped and run again, filtered like a plain table."""

from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import store
from analysis.commands import main
from analysis.errors import InputProblem
from analysis.extraction import Found
from analysis.selection import Corpus, Selection
from analysis.store import batches, build, lock
from analysis.store.batches import Batches
from analysis.tables import ARTICLES, MENTIONS, check

NAMES = {
    "France": ("FRA", "country", "name"),
    "Paris": ("FRA", "country", "capital"),
    "Russia": ("RUS", "country", "name"),
    "MOSCOW": ("RUS", "country", "dateline"),
    "Macron": ("emmanuel-macron", "person", "alias"),
    "NATO": ("nato", "organisation", "alias"),
}
TITLES = {"FRA": "France", "RUS": "Russia", "emmanuel-macron": "Emmanuel Macron", "nato": "NATO"}


class Words:
    """An extractor that knows six words."""

    def __init__(self, fingerprint: str = "1" * 64, fail_at: int | None = None) -> None:
        self.fingerprint, self.fail_at, self.texts = fingerprint, fail_at, []

    def find(self, text: str) -> Found:
        if self.fail_at is not None and len(self.texts) == self.fail_at:
            raise KeyboardInterrupt
        self.texts.append(text)
        mentions, entities = [], {}
        for hit in re.finditer("|".join(NAMES), text):
            entity_id, kind, layer = NAMES[hit.group()]
            place = {"sentence": text.count(". ", 0, hit.start()), "start": hit.start(), "end": hit.end()}
            mentions.append(
                {
                    **place,
                    "surface": hit.group(),
                    "kind": kind,
                    "entity_id": entity_id,
                    "layer": layer,
                    "rule": "dictionary",
                    "confidence": 1.0,
                }
            )
            name = {"entity_id": entity_id, "kind": kind, "name": TITLES[entity_id]}
            entities[entity_id] = name | {"type": "", "country": "", "described": ""}
        return Found(mentions, entities)


@pytest.fixture
def use(monkeypatch):
    """Let builds extract with the given extractor, in batches of two."""

    def install(extractor: Words) -> Words:
        monkeypatch.setattr(build, "load_extractor", lambda pipeline, disputed: extractor)
        monkeypatch.setattr(
            build,
            "find_in_batches",
            lambda groups, **_: ((group, [extractor.find(a["text"]) for a in group]) for group in groups),
        )
        monkeypatch.setattr(batches, "SIZE", 2)
        return extractor

    return install


FIVE = [
    {"date": "2025-11-30", "source": "Post", "text": "Macron left Paris. NATO met in France."},
    {"date": "2025-12-04", "source": "Times", "text": "MOSCOW, Dec 4 - Russia answered."},
    {"date": "2025-12-01", "source": "Post", "text": "Nothing is named here."},
    {"date": "", "source": "", "text": "Russia and France met."},
    {"date": "2025-12-01", "source": "Times", "text": "Macron spoke. Russia listened. Paris waited."},
]


def write_input(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def five(tmp_path, use) -> Corpus:
    use(Words())
    return store.write_corpus([write_input(tmp_path / "five.jsonl", FIVE)], tmp_path / "corpus").corpus


def everything(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    return store.select_articles(corpus, Selection()), store.select_mentions(corpus, Selection())


def contents(corpus: Corpus) -> dict[str, list]:
    """All rows of all tables of a corpus."""
    folder = Path(corpus.directory)
    found = {p.stem: pq.read_table(p).to_pylist() for p in folder.glob("*.parquet")}
    for table in ("articles", "mentions"):
        found[table] = [row for p in sorted(folder.glob(f"{table}/*/*")) for row in pq.read_table(p).to_pylist()]
    return found


def test_every_table_keeps_its_contract(five):
    articles, mentions = everything(five)
    texts = articles.assign(text=[store.select_article(five, a)["text"] for a in articles.article_id])
    entities = store.select_entities(five)
    check("articles", texts)
    check("mentions", mentions, articles=texts, entities=entities)
    check("entities", entities)
    check("places", store.select_places(five))
    check("unplaced", store.select_unplaced(five))
    check("rejected", store.select_rejected(five))
    assert {*store.select_places(five).entity_id} | {*store.select_unplaced(five).entity_id} >= {"FRA", "RUS"}


def test_articles_come_by_day_and_those_without_a_day_last(five):
    articles, _ = everything(five)
    assert articles.published.dt.strftime("%F").fillna("-").tolist() == [
        "2025-11-30",
        "2025-12-01",
        "2025-12-01",
        "2025-12-04",
        "-",
    ]
    assert articles.published.dtype == "datetime64[ms]"
    assert "text" not in articles


def test_any_tool_can_read_the_files(five):
    folder = Path(five.directory)
    assert sorted(p.relative_to(folder).as_posix() for p in folder.glob("articles/*/*")) == [
        "articles/month=2025-11/part-0001.parquet",
        "articles/month=2025-12/part-0001.parquet",
        "articles/month=undated/part-0001.parquet",
    ]
    whole = pd.read_parquet(folder / "articles")
    assert sorted(whole.month.astype(str)) == ["2025-11", "2025-12", "2025-12", "2025-12", "undated"]
    mentions = pd.read_parquet(folder / "mentions")
    order = mentions.assign(day=pd.to_datetime(mentions.published)).sort_values(["day", "article_id", "start"])
    assert order.index.tolist() == mentions.index.tolist()


def test_manifest_says_what_is_in_the_corpus(five):
    manifest = store.select_manifest(five)
    facts = (
        "articles",
        "mentions",
        "entities",
        "undated",
        "first_day",
        "last_day",
        "rejected",
        "pipeline",
        "knowledge",
    )
    assert [manifest[f] for f in facts] == [5, 11, 4, 1, "2025-11-30", "2025-12-04", 0, "bundled", "1" * 64]
    assert [(i["name"], i["files"]) for i in manifest["inputs"]] == [("five.jsonl", 1)]
    assert store.select_days(five) == (date(2025, 11, 30), date(2025, 12, 4), 1)
    assert store.select_sources(five).values.tolist() == [["Post", 2], ["Times", 2], ["", 1]]


def test_countries_count_in_the_chosen_layers_only(five):
    mentions = store.select_mentions(five, Selection(layers=("capital",)))
    assert sorted(mentions.surface) == ["Macron", "Macron", "NATO", "Paris", "Paris"]
    assert sorted(store.select_mentions(five, Selection(layers=())).surface) == ["Macron", "Macron", "NATO"]


def test_a_country_filter_looks_only_at_the_chosen_layers(five):
    by_dateline = Selection(countries=("RUS",), layers=("dateline",))
    assert store.select_mentions(five, by_dateline).surface.tolist() == ["MOSCOW"]
    assert len(store.select_articles(five, Selection(countries=("FRA",), layers=("capital",)))) == 2
    assert len(store.select_articles(five, Selection(countries=("FRA",), layers=()))) == 0


def test_filters_narrow_and_choices_widen(five):
    assert len(store.select_articles(five, Selection(countries=("RUS", "FRA")))) == 4
    assert len(store.select_articles(five, Selection(countries=("RUS", "FRA"), actors=("emmanuel-macron",)))) == 2
    assert store.select_mentions(five, Selection(actors=("nato",), sources=("Times",))).empty


def test_an_article_without_a_day_is_selected_only_when_no_day_is(five):
    assert len(store.select_articles(five, Selection(first_day=date(2000, 1, 1)))) == 4
    assert len(store.select_articles(five, Selection(last_day=date(2025, 12, 1)))) == 3
    assert store.select_articles(five, Selection(first_day=date(2031, 1, 1))).empty
    assert store.select_mentions(five, Selection(last_day=date(1999, 1, 1))).empty


def test_texts_are_searched_word_by_word_in_any_case(five):
    assert len(store.select_articles(five, Selection(), containing="russia MET")) == 1
    assert store.select_articles(five, Selection(), containing="'; drop table articles; --").empty
    assert store.select_articles(five, Selection(), containing="100%").empty


def test_one_article_and_its_mentions(five):
    chosen = store.select_articles(five, Selection(), containing="MOSCOW").article_id[0]
    article = store.select_article(five, chosen)
    assert (article["published"], article["source"]) == (date(2025, 12, 4), "Times")
    assert list(article) == list(ARTICLES.columns)
    mentions = store.select_article_mentions(five, chosen)
    assert [article["text"][m.start : m.end] for m in mentions.itertuples()] == ["MOSCOW", "Russia"]
    with pytest.raises(InputProblem, match="no article 0000"):
        store.select_article(five, "0000")


def test_values_are_never_read_as_sql(five):
    hostile = ("x'); drop table articles; --", '"', "$files")
    for selection in (Selection(actors=hostile), Selection(countries=hostile), Selection(sources=hostile)):
        assert store.select_articles(five, selection).empty
        assert store.select_mentions(five, selection).empty


def test_threads_query_at_once(five):
    found = []
    threads = [threading.Thread(target=lambda: found.append(len(everything(five)[1]))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [10] * 8


def test_a_corpus_without_any_name_can_be_queried(tmp_path, use):
    use(Words())
    corpus = store.write_corpus([write_input(tmp_path / "a.jsonl", FIVE[2:3])], tmp_path / "corpus").corpus
    articles, mentions = everything(corpus)
    check("mentions", mentions)
    assert (len(articles), len(mentions), len(store.select_entities(corpus))) == (1, 0, 0)


def test_adding_more_extracts_only_what_is_new(tmp_path, use):
    extractor = use(Words())
    store.write_corpus([write_input(tmp_path / "a.jsonl", FIVE[:3])], tmp_path / "corpus")
    extractor.texts.clear()
    report = store.write_corpus([write_input(tmp_path / "b.jsonl", FIVE)], tmp_path / "corpus")
    assert extractor.texts == [FIVE[3]["text"], FIVE[4]["text"]]
    assert (report.articles_added, report.articles_known, report.articles_total, report.rebuilt) == (2, 3, 5, False)
    assert report.rejected.empty
    at_once = store.write_corpus([tmp_path / "b.jsonl"], tmp_path / "other").corpus
    assert report.corpus.fingerprint == at_once.fingerprint
    both = contents(report.corpus), contents(at_once)
    for table in both[0]:
        assert [{**row, "file": ""} for row in both[0][table]] == [{**row, "file": ""} for row in both[1][table]]


def test_numbers_of_a_corpus_before_and_after_it_grew_are_never_mixed(tmp_path, use, five):
    use(Words())
    more = write_input(tmp_path / "more.jsonl", [FIVE[0] | {"text": "Russia and NATO."}])
    grown = store.write_corpus([more], five.directory).corpus
    for select in (store.select_entities, store.select_sources, store.select_days):
        with pytest.raises(InputProblem, match="More was added to the corpus in .* while it was being read"):
            select(five)
        assert len(select(grown)) > 0
    with pytest.raises(InputProblem, match="while it was being read"):
        store.select_mentions(five, Selection())


def test_articles_that_left_the_input_stay_and_are_said(tmp_path, use, capsys):
    use(Words())
    path, folder = tmp_path / "a.jsonl", str(tmp_path / "corpus")
    for rows, said in (
        (FIVE, "5 articles, 5 of them new."),
        (FIVE, "5 articles, 0 of them new, 5 were there already."),
        (
            FIVE[:3] + [FIVE[3] | {"text": "Paris."}],
            "6 articles, 1 of them new, 3 were there already, 2 are from earlier",
        ),
    ):
        assert main(["build", str(write_input(path, rows)), "--corpus", folder]) == 0
        assert capsys.readouterr().err.startswith(f"{folder}: {said}")


def test_an_exact_corpus_follows_its_input(tmp_path, use, capsys):
    use(Words())
    path, folder = tmp_path / "a.jsonl", tmp_path / "corpus"
    build_it = ["build", str(path), "--corpus", str(folder), "--exact"]
    for rows, said in (
        (FIVE, "5 articles, 5 of them new."),
        (FIVE, "5 articles, 0 of them new, 5 were there already."),
        (FIVE[:3], "3 articles, 3 of them new. Its input had changed"),
        (FIVE[:3], "3 articles, 0 of them new, 3 were there already."),
    ):
        write_input(path, rows)
        assert main(build_it) == 0
        assert capsys.readouterr().err.startswith(f"{folder}: {said}")
        corpus = store.open_corpus(folder)
        assert len(store.select_articles(corpus, Selection())) == len(rows)
        assert len(store.select_manifest(corpus)["inputs"]) == 1
    fresh = store.write_corpus([path], tmp_path / "fresh")
    assert contents(store.open_corpus(folder)) == contents(fresh.corpus)
    assert fresh.corpus.fingerprint == store.open_corpus(folder).fingerprint


def test_building_the_same_again_changes_nothing(tmp_path, use):
    extractor = use(Words())
    path = write_input(tmp_path / "a.jsonl", FIVE)
    first = store.write_corpus([path], tmp_path / "corpus")
    before = contents(first.corpus)
    extractor.texts.clear()
    again = store.write_corpus([path], tmp_path / "corpus")
    assert (again.articles_added, again.articles_known, extractor.texts) == (0, 5, [])
    assert again.corpus == first.corpus
    assert contents(again.corpus) == before
    assert len(store.select_manifest(again.corpus)["inputs"]) == 1


def test_an_exact_copy_is_rejected_with_the_place_of_the_first(tmp_path, use):
    use(Words())
    rows = [FIVE[0], FIVE[1], FIVE[0], FIVE[0]]
    report = store.write_corpus([write_input(tmp_path / "a.jsonl", rows)], tmp_path / "corpus")
    expected = [["a.jsonl", line, "It is an exact copy of a.jsonl:1."] for line in (3, 4)]
    assert report.rejected.values.tolist() == expected
    assert (report.articles_added, report.articles_known) == (2, 0)
    again = store.write_corpus([tmp_path / "a.jsonl"], tmp_path / "corpus")
    assert store.select_rejected(again.corpus).values.tolist() == expected


@pytest.mark.parametrize("stopped_at", [0, 1, 2, 3, 4])
def test_a_stopped_build_goes_on_where_it_was(tmp_path, use, stopped_at):
    path = write_input(tmp_path / "a.jsonl", [*FIVE, FIVE[0]])
    use(Words(fail_at=stopped_at))
    with pytest.raises(KeyboardInterrupt):
        store.write_corpus([path], tmp_path / "corpus")
    with pytest.raises(InputProblem, match="no corpus|not finished"):
        store.open_corpus(tmp_path / "corpus")
    extractor = use(Words())
    report = store.write_corpus([path], tmp_path / "corpus")
    assert len(extractor.texts) == 5 - stopped_at // 2 * 2
    assert (report.articles_added, report.articles_known, len(report.rejected)) == (5, 0, 1)
    whole = store.write_corpus([path], tmp_path / "whole")
    assert report.corpus.fingerprint == whole.corpus.fingerprint
    assert contents(report.corpus) == contents(whole.corpus)
    assert not (tmp_path / "corpus" / "building").exists()


def test_a_corpus_stays_as_it_was_until_more_is_all_in(tmp_path, use):
    use(Words())
    corpus = store.write_corpus([write_input(tmp_path / "a.jsonl", FIVE[:1])], tmp_path / "corpus").corpus
    use(Words(fail_at=3))
    with pytest.raises(KeyboardInterrupt):
        store.write_corpus([write_input(tmp_path / "b.jsonl", FIVE)], tmp_path / "corpus")
    assert store.open_corpus(tmp_path / "corpus") == corpus
    assert len(everything(corpus)[0]) == 1


@pytest.mark.parametrize("step", ["write_manifest", "remove_strays", "locate_entities"])
def test_a_build_killed_while_finishing_loses_and_doubles_nothing(tmp_path, use, monkeypatch, step):
    use(Words())
    store.write_corpus([write_input(tmp_path / "a.jsonl", FIVE[:2])], tmp_path / "corpus")
    path = write_input(tmp_path / "b.jsonl", FIVE)

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"analysis.store.completion.{step}", die)
        with pytest.raises(KeyboardInterrupt):
            store.write_corpus([path], tmp_path / "corpus")
    assert len(everything(store.open_corpus(tmp_path / "corpus"))[0]) == (5 if step == "remove_strays" else 2)
    corpus = store.write_corpus([path], tmp_path / "corpus").corpus
    whole = contents(store.write_corpus([path], tmp_path / "whole").corpus)
    assert [r["article_id"] for r in contents(corpus)["articles"]] == [r["article_id"] for r in whole["articles"]]
    assert contents(corpus)["mentions"] == whole["mentions"]


def test_new_knowledge_extracts_the_stored_texts_again(tmp_path, use):
    use(Words())
    old = store.write_corpus([write_input(tmp_path / "a.jsonl", FIVE[:4])], tmp_path / "corpus")
    extractor = use(Words(fingerprint="2" * 64))
    report = store.write_corpus([write_input(tmp_path / "b.jsonl", FIVE[3:])], tmp_path / "corpus")
    assert sorted(extractor.texts) == sorted(row["text"] for row in FIVE)
    assert (report.rebuilt, report.articles_added, report.articles_known, report.articles_total) == (True, 1, 1, 5)
    assert report.corpus.fingerprint != old.corpus.fingerprint
    whole = store.write_corpus([write_input(tmp_path / "c.jsonl", FIVE)], tmp_path / "whole").corpus
    assert report.corpus.fingerprint == whole.fingerprint
    assert contents(report.corpus)["mentions"] == contents(whole)["mentions"]


def test_batches_of_older_knowledge_are_not_used(tmp_path, use):
    path = write_input(tmp_path / "a.jsonl", FIVE)
    use(Words(fail_at=4))
    with pytest.raises(KeyboardInterrupt):
        store.write_corpus([path], tmp_path / "corpus")
    extractor = use(Words(fingerprint="2" * 64))
    assert store.write_corpus([path], tmp_path / "corpus").articles_total == 5
    assert len(extractor.texts) == 5


def test_order_of_input_and_size_of_batches_leave_the_fingerprint_alone(tmp_path, use, monkeypatch):
    use(Words())
    first = store.write_corpus([write_input(tmp_path / "a.jsonl", FIVE)], tmp_path / "first").corpus
    monkeypatch.setattr(batches, "SIZE", 100)
    second = store.write_corpus([write_input(tmp_path / "b.jsonl", FIVE[::-1])], tmp_path / "second").corpus
    assert first.fingerprint == second.fingerprint
    assert contents(first)["mentions"] == contents(second)["mentions"]


def test_a_folder_of_something_else_is_refused(tmp_path, use):
    use(Words())
    path = write_input(tmp_path / "a.jsonl", FIVE)
    with pytest.raises(InputProblem, match=r"not a corpus \(a.jsonl\)"):
        store.write_corpus([path], tmp_path)
    with pytest.raises(InputProblem, match="a file, not a folder"):
        store.write_corpus([path], path)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "manifest.json").write_text('{"short_name": "app"}')
    with pytest.raises(InputProblem, match="not a corpus"):
        store.write_corpus([path], tmp_path / "web")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.jsonl", "manifest.json", "web"]


@pytest.mark.parametrize(
    "names", [["building/mine/a.txt"], ["building/a.txt"], ["building/0001-0123456789abcdef/x", "b"]]
)
def test_a_folder_of_ones_own_called_building_is_left_alone(tmp_path, use, names):
    use(Words())
    path = write_input(tmp_path / "a.jsonl", FIVE)
    for name in names:
        (tmp_path / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "project" / name).write_text("mine")
    with pytest.raises(InputProblem, match="not a corpus"):
        store.write_corpus([path], tmp_path / "project")
    assert [(tmp_path / "project" / name).read_text() for name in names] == ["mine"] * len(names)


@pytest.mark.parametrize(
    "left", ["sorting/duckdb_temp_storage_DEFAULT-0.tmp", "0001-0123456789abcdef/batch-000001.tmp/x"]
)
def test_what_a_killed_build_left_is_in_nobodys_way(tmp_path, use, left):
    use(Words())
    file = tmp_path / "corpus" / "building" / left
    file.parent.mkdir(parents=True)
    file.write_text("half")
    report = store.write_corpus([write_input(tmp_path / "a.jsonl", FIVE)], tmp_path / "corpus")
    assert report.articles_total == 5
    assert not (tmp_path / "corpus" / "building").exists()


@pytest.mark.parametrize("harm", ["missing", "truncated", "scrambled"])
@pytest.mark.parametrize("pattern", ["articles/*/*", "mentions/*/*", "entities.parquet", "places.parquet"])
def test_a_damaged_corpus_is_said_by_file(tmp_path, five, harm, pattern):
    file = min(Path(five.directory).glob(pattern))
    content = file.read_bytes()
    if harm == "missing":
        file.unlink()
    elif harm == "truncated":
        file.write_bytes(content[:50])
    else:  # its data, not its end, which says what is in it
        file.write_bytes(content[:8] + bytes(255 - byte for byte in content[8:200]) + content[200:])
    words = f"The corpus is damaged: {re.escape(str(file))} is missing or cannot be read"
    with pytest.raises(InputProblem, match=words):
        everything(five), store.select_entities(five), store.select_places(five)
    if harm != "scrambled" or file.parent.parent.name == "articles":  # the others are not read for want of new articles
        with pytest.raises(InputProblem, match=words):
            store.write_corpus([tmp_path / "five.jsonl"], five.directory)


def test_a_full_disk_is_said_and_the_build_goes_on_when_there_is_room(tmp_path, use, monkeypatch):
    use(Words())
    path, write = write_input(tmp_path / "a.jsonl", FIVE), Batches.write

    def write_one(self, *batch):
        if self.paths("articles"):
            raise OSError(errno.ENOSPC, "Error writing bytes to file")
        write(self, *batch)

    monkeypatch.setattr(Batches, "write", write_one)
    with pytest.raises(InputProblem, match="cannot be written to: No space left on device. Make room"):
        store.write_corpus([path], tmp_path / "corpus")
    monkeypatch.undo()
    again = use(Words())
    assert store.write_corpus([path], tmp_path / "corpus").articles_total == 5
    assert len(again.texts) == 3  # the first batch of two was kept


def test_input_without_articles_leaves_no_folder(tmp_path, use):
    use(Words())
    (tmp_path / "empty.csv").write_text("text,date\n,2025-01-01\n")
    with pytest.raises(InputProblem, match="empty.csv"):
        store.write_corpus([tmp_path / "empty.csv"], tmp_path / "new" / "corpus")
    assert not (tmp_path / "new" / "corpus").exists()


def test_two_builds_in_one_folder_at_once_are_refused(tmp_path, use, five):
    use(Words())
    with lock.hold_folder(Path(five.directory)), pytest.raises(InputProblem, match="Another build is at work in"):
        store.write_corpus([tmp_path / "five.jsonl"], five.directory)
    assert store.write_corpus([tmp_path / "five.jsonl"], five.directory).articles_total == 5


@pytest.mark.parametrize(
    "manifest, words",
    [
        (None, "There is no corpus in"),
        ("{", "cannot be read"),
        ('{"schema": 2, "fingerprint": "", "files": {}}', "lacks something that a corpus needs"),
        ('{"schema": 99, "fingerprint": "", "files": {}, "dateline": "9.9"}', r"another version of Dateline \(9.9\)"),
        ('{"schema": 1, "fingerprint": "", "files": {}, "dateline": "0.1"}', "Run its build again"),
    ],
)
def test_what_is_no_corpus_is_said(tmp_path, manifest, words):
    if manifest:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(InputProblem, match=words):
        store.open_corpus(tmp_path)


def test_progress_ends_at_all_bytes_and_all_articles(tmp_path, use):
    use(Words())
    path = write_input(tmp_path / "a.jsonl", FIVE)
    told = []
    store.write_corpus([path], tmp_path / "corpus", progress=lambda *numbers: told.append(numbers))
    size = path.stat().st_size
    assert told[-1] == (size, size, 5)
    assert [done for done, *_ in told] == sorted(done for done, *_ in told)


def test_notices_are_kept_with_the_corpus(tmp_path, use):
    use(Words())
    rows = [FIVE[0] | {"date": "the day before"}, FIVE[1]]
    report = store.write_corpus([write_input(tmp_path / "a.jsonl", rows)], tmp_path / "corpus")
    notices = store.select_notices(report.corpus)
    check("rejected", notices)
    assert notices[["file", "line"]].values.tolist() == [["a.jsonl", 1]]
    assert "the day before" in notices.reason[0]
    assert store.select_manifest(report.corpus)["notices"] == 1


def test_reading_a_corpus_loads_no_language_model(five):
    code = (
        "import sys; from analysis import store; from analysis.selection import Selection\n"
        f"corpus = store.open_corpus({five.directory!r}); store.select_mentions(corpus, Selection())\n"
        "assert 'spacy' not in sys.modules and 'trafilatura' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])


selections = st.builds(
    Selection,
    first_day=st.none() | st.dates(date(2025, 10, 25), date(2025, 12, 10)),
    last_day=st.none() | st.dates(date(2025, 10, 25), date(2025, 12, 10)),
    actors=st.lists(st.sampled_from(["emmanuel-macron", "nato", "nobody"]), max_size=2).map(tuple),
    countries=st.lists(st.sampled_from(["FRA", "RUS", "USA"]), max_size=2).map(tuple),
    sources=st.lists(st.sampled_from(["Post", "Times", ""]), max_size=2).map(tuple),
    layers=st.lists(st.sampled_from(["name", "capital", "dateline"]), max_size=3, unique=True).map(tuple),
)


def choose(selection: Selection, articles: pd.DataFrame, mentions: pd.DataFrame) -> tuple[set[str], pd.DataFrame]:
    """What a selection means, said with pandas: the ids of its articles, and its mentions."""
    counted = mentions[(mentions.kind != "country") | mentions.layer.isin(selection.layers)]
    kept = pd.Series(True, articles.index)
    if selection.first_day:
        kept &= articles.published >= pd.Timestamp(selection.first_day)
    if selection.last_day:
        kept &= articles.published <= pd.Timestamp(selection.last_day)
    if selection.sources:
        kept &= articles.source.isin(selection.sources)
    for ids in (selection.actors, selection.countries):
        if ids:
            kept &= articles.article_id.isin(counted[counted.entity_id.isin(ids)].article_id)
    chosen = set(articles.article_id[kept])
    return chosen, counted[counted.article_id.isin(chosen)]


@pytest.fixture(scope="module")
def random_corpus(tmp_path_factory) -> Corpus:
    """A hundred and twenty articles of random words over seven weeks."""
    rng = Random(3)
    folder = tmp_path_factory.mktemp("random")
    rows = [
        {
            "date": f"2025-{rng.choice(['10-28', '11-02', '11-30', '12-01', '12-09'])}" if rng.random() < 0.9 else "",
            "source": rng.choice(["Post", "Times", ""]),
            "text": f"{i} " + ". ".join(rng.choice([*NAMES, "nothing"]) for _ in range(rng.randint(1, 6))),
        }
        for i in range(120)
    ]
    with pytest.MonkeyPatch.context() as patch:
        extractor = Words()
        patch.setattr(build, "load_extractor", lambda pipeline, disputed: extractor)
        patch.setattr(
            build,
            "find_in_batches",
            lambda groups, **_: ((group, [extractor.find(a["text"]) for a in group]) for group in groups),
        )
        return store.write_corpus([write_input(folder / "rows.jsonl", rows)], folder / "corpus").corpus


@settings(max_examples=80, deadline=None)
@given(selections)
def test_filters_equal_pandas(random_corpus, selection):
    whole = replace(Selection(), layers=("name", "capital", "dateline"))
    articles, mentions = store.select_articles(random_corpus, whole), store.select_mentions(random_corpus, whole)
    ids, counted = choose(selection, articles, mentions)
    found = store.select_mentions(random_corpus, selection)
    check("mentions", found)
    assert set(store.select_articles(random_corpus, selection).article_id) == ids
    columns = [*MENTIONS.columns, "published", "source", "story_id"]
    expected = counted[columns].astype({c: "str" for c in columns if counted[c].dtype == "category"})
    given = found[columns].astype({c: "str" for c in columns if found[c].dtype == "category"})
    pd.testing.assert_frame_equal(given, expected.reset_index(drop=True), check_dtype=False)
