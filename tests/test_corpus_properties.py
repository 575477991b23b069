"""What is written to a table comes back from it: texts, days and ids, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from datetime import date

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.corpus import find_story, read_articles
from analysis.corpus.columns import is_missing
from analysis.corpus.encodings import find_charset_of
from analysis.corpus.webpages import read_markup
from analysis.corpus.words import find_words


def says_something(text: str) -> bool:
    """Neither blank, nor a word for no value, nor HTML, nor of so many control characters that a file is no text."""
    controls = sum(c < " " and c not in "\t\n\r\f\x1b" for c in text)
    return not is_missing(text) and read_markup(text) == text and controls < 2


# No text has a lone surrogate, which no file can hold.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(says_something)
TITLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)
TITLE = TITLE.filter(lambda title: not title or says_something(title))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.uuids().map(str),
            "title": TITLE,
            "text": TEXT,
            "date": st.dates(date(1600, 1, 1), date(2025, 12, 31)),
        }
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda row: row["id"],
)
FAST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path):
    reading = read_articles([path])
    tables.check("articles", reading.articles)
    tables.check("rejected", reading.rejected)
    return reading


def expect(reading, rows) -> None:
    wanted = {}
    for row in rows:
        title, text = row["title"], row["text"]
        if title and not (text.startswith(title) and not text[len(title) :][:1].isalnum()):
            text = f"{title}\n\n{text}"
        wanted.setdefault((row["title"], text, pd.Timestamp(row["date"])), row["id"])
    articles = reading.articles
    assert list(zip(articles.title, articles.text, articles.published, strict=True)) == list(wanted)
    assert articles.input_id.tolist() == list(wanted.values())
    assert len(articles) + len(reading.rejected) == len(rows)


@FAST
@given(rows=ROWS)
def test_csv_gives_back_what_it_was_given(tmp_path, rows):
    with open(tmp_path / "news.csv", "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    expect(read(tmp_path / "news.csv"), rows)


@FAST
@given(rows=ROWS, escaped=st.booleans())
def test_json_lines_give_back_what_they_were_given(tmp_path, rows, escaped):
    lines = [json.dumps({**row, "date": str(row["date"])}, ensure_ascii=escaped) for row in rows]
    (tmp_path / "news.jsonl").write_text("\n".join(lines), encoding="utf-8", newline="")
    expect(read(tmp_path / "news.jsonl"), rows)


@FAST
@given(rows=ROWS, indent=st.sampled_from([None, 0, 2]), name=st.sampled_from(["news.json", "news.jsonl"]))
def test_a_json_array_gives_back_what_it_was_given(tmp_path, rows, indent, name):
    (tmp_path / name).write_text(json.dumps([{**row, "date": str(row["date"])} for row in rows], indent=indent))
    expect(read(tmp_path / name), rows)


@FAST
@given(rows=ROWS)
def test_parquet_gives_back_what_it_was_given(tmp_path, rows):
    pd.DataFrame(rows).to_parquet(tmp_path / "news.parquet")
    expect(read(tmp_path / "news.parquet"), rows)


@FAST
@given(rows=ROWS)
def test_the_same_content_has_the_same_ids_from_any_format(tmp_path, rows):
    table = pd.DataFrame(rows)
    table.to_parquet(tmp_path / "news.parquet")
    table.to_csv(tmp_path / "news.csv", index=False, quoting=csv.QUOTE_ALL, lineterminator="\n")
    one, two = read(tmp_path / "news.parquet").articles, read(tmp_path / "news.csv").articles
    assert one.article_id.tolist() == two.article_id.tolist()
    assert one.article_id.tolist() == read(tmp_path / "news.parquet").articles.article_id.tolist()


@FAST
@given(data=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.json", "a.jsonl", "a.txt", "a.html", "a.xml",
                                                           "a.parquet", "a.zip", "a.gz", "a"]))  # fmt: skip
def test_no_bytes_whatever_break_the_reading(tmp_path, data, name):
    (tmp_path / "in").mkdir(exist_ok=True)
    for old in (tmp_path / "in").iterdir():
        old.unlink()
    (tmp_path / "in" / "good.txt").write_text("Iran and Iraq met.")
    (tmp_path / "in" / name).write_bytes(data)
    reading = read(tmp_path / "in")
    assert "Iran and Iraq met." in reading.articles.text.tolist()
    assert {name} & {*reading.articles.file.str.split(":").str[0], *reading.rejected.file} == {name} or name == "a.zip"


@given(st.text())
def test_words_are_those_of_the_regular_expression(text):
    assert find_words(text) == re.findall(r"\w+", text)


def test_words_of_a_text_of_many_signs_are_too():
    text = "".join(f"{chr(0x2190 + n)}Iran" for n in range(1000))
    assert find_words(text) == re.findall(r"\w+", text)


@given(st.text())
def test_a_story_does_not_change_with_case_and_spacing(text):
    words = find_words(unicodedata.normalize("NFKC", text).casefold())  # which make words of some signs, such as 🈐
    assert find_story(text) == find_story(" ".join(words) or text)
    assert re.fullmatch("[0-9a-f]{16}", find_story(text))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_utf8_is_never_taken_for_anything_else(text):
    data = text.encode()
    assert data.decode(find_charset_of(data).encoding) in (text, text.removeprefix("\ufeff"))


def test_a_stream_of_bytes_is_what_pandas_writes(tmp_path):
    frame = pd.DataFrame({"text": ['"Iran", he said.\n', "a;b|c\td"], "title": ["x", "y"]})
    for mark in ",;\t|":
        buffer = io.StringIO()
        frame.to_csv(buffer, sep=mark, index=False)
        (tmp_path / "news.csv").write_text(buffer.getvalue())
        assert read(tmp_path / "news.csv").articles.text.tolist() == ['x\n\n"Iran", he said.\n', "y\n\na;b|c\td"]
