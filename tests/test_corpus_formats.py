"""The same articles come out of every format, under whatever name."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis import tables
from analysis.corpus import count_bytes, read_articles, read_records
from analysis.corpus.prose import find_title
from analysis.errors import InputProblem

FILES = Path(__file__).parent / "files"
SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "000_f7ff521e61e392d7.txt"
ROWS = [
    {"id": "a1", "title": "Talks, again", "text": 'He said "no".\nThen left; for Oman | Iran\t.', "date": "2025-12-04",
     "source": "Wire", "url": "https://wire.example/1", "language": "en"},
    {"id": "a2", "title": "Vote", "text": "Moldova’s vote.\r\n\r\nIt is close.", "date": "2025-12-05",
     "source": "Wire", "url": "https://wire.example/2", "language": "en"},
]  # fmt: skip
TEXTS = [f"{row['title']}\n\n{row['text']}" for row in ROWS]


def read(path, mapping=None):
    reading = read_articles([path], mapping)
    tables.check("articles", reading.articles)
    tables.check("rejected", reading.rejected)
    tables.check("rejected", reading.notices)
    return reading


def contents() -> dict[str, bytes]:
    table = pd.DataFrame(ROWS)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    parquet = io.BytesIO()
    table.to_parquet(parquet)

    def delimited(mark: str) -> bytes:
        return table.to_csv(index=False, sep=mark, lineterminator="\r\n").encode()

    return {
        "comma.csv": delimited(","),
        "semicolon.csv": delimited(";"),
        "bar.csv": delimited("|"),
        "tab.csv": delimited("\t"),
        "tab.tsv": delimited("\t"),
        "excel.csv": b"sep=;\r\n" + delimited(";"),
        "backslashes.csv": table.to_csv(
            index=False, doublequote=False, escapechar="\\", lineterminator="\r\n"
        ).encode(),
        "marked.csv": b"\xef\xbb\xbf" + delimited(","),
        "array.json": json.dumps(ROWS, indent=1).encode(),
        "one-line-array.json": json.dumps(ROWS).encode(),
        "newsapi.json": json.dumps({"status": "ok", "totalResults": 2, "articles": ROWS}).encode(),
        "nested.json": json.dumps({"response": {"docs": ROWS}}, indent=2).encode(),
        "search.json": json.dumps({"took": 1, "hits": {"hits": [{"_id": "x", "_source": r} for r in ROWS]}}).encode(),
        "concatenated.json": "\n".join(json.dumps(row, indent=2) for row in ROWS).encode(),
        "lines.jsonl": lines.encode(),
        "lines.ndjson": lines.encode(),
        "lines-called.json": lines.encode(),
        "array-called.jsonl": json.dumps(ROWS, indent=1).encode(),
        "lines-called.txt": lines.encode(),
        "lines-called.csv": lines.encode(),
        "lines.unknown": lines.encode(),
        "lines": lines.encode(),
        "table.parquet": parquet.getvalue(),
        "table-called.csv": parquet.getvalue(),
    }


@pytest.mark.parametrize("name", contents())
def test_the_same_articles_come_from_every_format(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(contents()[name])
    articles = read(path).articles
    assert articles.text.tolist() == TEXTS
    assert articles.title.tolist() == [row["title"] for row in ROWS]
    assert articles.input_id.tolist() == ["a1", "a2"]
    assert articles.published.dt.strftime("%Y-%m-%d").tolist() == ["2025-12-04", "2025-12-05"]
    assert articles.date_from.tolist() == ["metadata", "metadata"]
    assert articles.source.tolist() == ["Wire", "Wire"]
    assert articles.url.tolist() == [row["url"] for row in ROWS]
    assert articles.language.tolist() == ["en", "en"]


@pytest.mark.parametrize("name", contents())
@pytest.mark.parametrize("named", [".gz", ""])
def test_gzip_is_unpacked_whether_its_name_says_so_or_not(tmp_path, name, named):
    path = tmp_path / (name + named)
    path.write_bytes(gzip.compress(contents()[name]))
    assert read(path).articles.text.tolist() == TEXTS


def test_a_single_object_is_one_article(tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(ROWS[0], indent=2))
    assert read(path).articles.input_id.tolist() == ["a1"]


def test_the_users_article_keeps_its_text_and_has_its_headline():
    article = read(SAMPLE).articles.iloc[0]
    assert article.text == SAMPLE.read_text(encoding="utf-8")
    assert article.title == (
        "Russia and India Strengthen Strategic Military Ties Through High-Level Diplomatic Engagement"
    )
    assert article.input_id == "000_f7ff521e61e392d7"
    assert article.file == "000_f7ff521e61e392d7.txt"
    assert (article.source, article.words) == ("", 663)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Talks resume\n\nThey met.", "Talks resume"),
        ("Talks resume\r\n\r\nThey met.", "Talks resume"),
        ("Trade with the U.S.\n\nIt grew.", "Trade with the U.S."),
        ("Will they meet?\n\nYes.", "Will they meet?"),
        ("They met.\n\nThen they left.", ""),
        ("Talks resume\nThey met.", ""),
        ("Talks resume", ""),
        ("Talks resume\n\n", ""),
        ("\n\nTalks resume\n\nThey met.", ""),
        ("x" * 201 + "\n\nThey met.", ""),
        ("x" * 200 + "\n\nThey met.", "x" * 200),
        ("---\n\nThey met.", ""),
        ("2 March 2025\n\nPutin met Modi.", ""),
        ("Published: 2025-03-02\n\nPutin met Modi.", ""),
    ],
)
def test_a_headline_is_a_first_line_that_stands_alone(text, title):
    assert find_title(text) == title


def test_a_web_page_gives_its_article_and_what_it_says_of_itself():
    reading = read(FILES / "page.html")
    article = reading.articles.iloc[0]
    assert article.text == (
        "Talks resume in Moscow\n\n"
        "Russia and India met on Thursday to discuss energy and trade between the two countries, officials said.\n\n"
        "Further talks are set for next week in New Delhi, where Côte d’Ivoire will be an observer."
    )
    assert article.title == "Talks resume in Moscow"
    assert (str(article.published.date()), article.date_from) == ("2025-12-04", "metadata")
    assert (article.source, article.language) == ("The Daily Example", "en")
    assert (article.url, article.input_id) == ("https://www.daily.example/world/talks", "page")
    assert reading.notices.empty


def test_a_short_page_without_an_article_gives_its_text(tmp_path):
    path = tmp_path / "short.html"
    path.write_text("<html><body><div>Iran<br>votes</div><script>var x = 'Iraq'</script></body></html>")
    assert read(path).articles.text.tolist()[0].split() == ["Iran", "votes"]


def test_rss_entries_are_articles():
    reading = read(FILES / "feed.rss")
    assert reading.articles.text.tolist() == [
        "Talks & trade\n\nRussia and India met.\n\nMore talks follow.",
        "Vote in Chisinau\n\nMoldova votes on Sunday.",
    ]
    assert reading.articles.date_from.tolist() == ["metadata", "none"]
    assert str(reading.articles.published[0].date()) == "2025-12-04"
    assert reading.articles.input_id.tolist() == ["wire-1", ""]
    assert reading.articles.source.tolist() == ["Example Wire", "Example Wire"]
    assert reading.articles.language.tolist() == ["en", "en"]
    assert reading.articles.url.tolist() == ["https://wire.example/1", "https://wire.example/2"]
    assert reading.rejected.values.tolist() == [["feed.rss", 3, "Its text is empty."]]


def test_atom_entries_are_articles_and_the_update_dates_those_not_dated_otherwise():
    articles = read(FILES / "feed.atom").articles
    assert articles.text.tolist() == [
        "Gespräche in Moskau\n\nRussland und Indien trafen sich.",
        "Wahl\n\nMoldau wählt.",
    ]
    assert articles.published.dt.strftime("%Y-%m-%d").tolist() == ["2025-12-04", "2025-12-06"]
    assert articles.language.tolist() == ["de", "de"]
    assert articles.source.tolist() == ["Beispiel", "Beispiel"]


def test_a_page_and_a_feed_are_known_under_other_names(tmp_path):
    for name, copy in (("page.html", "page.txt"), ("page.html", "page.json"), ("feed.rss", "feed.html"),
                       ("feed.atom", "feed.txt")):  # fmt: skip
        path = tmp_path / copy
        path.write_bytes((FILES / name).read_bytes())
        assert read(path).articles.title[0] == read(FILES / name).articles.title[0]


def test_a_folder_is_read_in_order_of_names_without_hidden_files(tmp_path):
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "a.txt", "b/deep/c.md", "b/a.text", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).write_text(f"Text of {name}")
    assert read(tmp_path).articles.file.tolist() == ["a.txt", "b/a.text", "b/deep/c.md", "z.txt"]


def test_a_zip_is_read_as_a_folder_and_zips_within_it_too(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("table.parquet", contents()["table.parquet"])
        archive.writestr("deep/lines.jsonl.gz", gzip.compress(contents()["lines.jsonl"]))
    with zipfile.ZipFile(tmp_path / "news.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("comma.csv", contents()["comma.csv"])
        archive.writestr("__MACOSX/._comma.csv", b"\x00\x05")
        archive.writestr(".DS_Store", b"\x00")
        archive.writestr("../evil.txt", "Iran and Iraq met.")
    items = list(read_records([tmp_path / "news.zip"]))
    assert [item["file"] for item in items] == [
        "news.zip/../evil.txt",
        "news.zip/comma.csv:2",
        "news.zip/comma.csv:4",
        "news.zip/inner.zip/deep/lines.jsonl.gz:1",
        "news.zip/inner.zip/deep/lines.jsonl.gz:2",
        "news.zip/inner.zip/table.parquet:1",
        "news.zip/inner.zip/table.parquet:2",
    ]


def test_several_inputs_are_read_in_the_order_given(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(f"Text of {name}")
    articles = read_articles([tmp_path / "b.txt", tmp_path / "a.txt"]).articles
    assert articles.file.tolist() == ["b.txt", "a.txt"]


@pytest.mark.parametrize(
    ("data", "files"), [(contents()["lines.jsonl"], ["stdin:1", "stdin:2"]), (b"Iran.", ["stdin"])]
)
def test_standard_input_is_json_lines_or_text(monkeypatch, data, files):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert read("-").articles.file.tolist() == files


def test_progress_adds_up_to_the_bytes_on_disk(tmp_path):
    for name, data in contents().items():
        (tmp_path / name).write_bytes(data)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data))
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents().items():
            archive.writestr(name, data * 50 if name.endswith("jsonl") else data)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 ...")
    done: list[int] = []
    read_articles([tmp_path], on_bytes=done.append)
    assert sum(done) == count_bytes([tmp_path])
    assert min(done) > 0


def test_reading_is_a_stream(tmp_path):
    path = tmp_path / "endless.jsonl"
    line = json.dumps({"text": "Iran and Iraq met. " * 50})
    path.write_text("\n".join([line] * 20_000))
    done: list[int] = []
    records = read_records([path], on_bytes=done.append)
    assert next(records)["file"] == "endless.jsonl:1"
    assert sum(done) < path.stat().st_size / 10
    records.close()


def test_an_input_that_does_not_exist_is_said_at_once():
    with pytest.raises(InputProblem, match="nowhere.csv does not exist"):
        read_records(["nowhere.csv"])
    with pytest.raises(InputProblem, match="nothing to read"):
        read_records([])


def write(tmp_path, name: str, content: str | bytes):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", ["news.txt", "news", "news.dat", "news.json", "news.xml"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_known_under_other_names(tmp_path, name, mark):
    table = pd.DataFrame(ROWS).to_csv(index=False, sep=mark)
    assert read(write(tmp_path, name, table)).articles.input_id.tolist() == ["a1", "a2"]


def test_a_table_that_excel_calls_unicode_text_is_one(tmp_path):
    table = "Title\tPublish Date\tArticle Text\r\nVote\t3/14/2025\tCafé in Iran.\r\n"
    articles = read(write(tmp_path, "news.txt", table.encode("utf-16"))).articles
    assert articles[["title", "text", "date_from"]].values.tolist() == [["Vote", "Vote\n\nCafé in Iran.", "metadata"]]


@pytest.mark.parametrize("text", ["Story, date\n\nIran voted.", "Text\nIran, voted.", "Iran, the source says, voted."])
def test_prose_with_commas_is_no_table(tmp_path, text):
    assert read(write(tmp_path, "news.txt", text)).articles.text.tolist() == [text]


def test_a_first_article_longer_than_the_first_look_keeps_its_quoting(tmp_path):
    long = "Iran voted, " * 50_000
    assert read(write(tmp_path, "news.csv", f'id,text\n1,"{long}"\n2,b\n')).articles.text.tolist() == [long, "b"]


def test_one_bad_quotation_mark_among_few_rows_leaves_the_others_quoted(tmp_path):
    reading = read(write(tmp_path, "news.csv", 'id,text\n1,"He said "no" again"\n2,"Iran, voted."\n3,"Oman voted."\n'))
    assert reading.articles.text.tolist() == ["Iran, voted.", "Oman voted."]
    assert reading.rejected.values.tolist() == [["news.csv", 2, "Its quotation marks do not match up."]]


def test_quotation_marks_that_quote_nothing_are_part_of_the_text(tmp_path):
    table = 'id\ttext\n1\t"No," he said. "Never."\n2\tThe 5" gun\n3\t"Yes," said Iran\n'
    assert read(write(tmp_path, "news.tsv", table)).articles.text.tolist() == [
        '"No," he said. "Never."',
        'The 5" gun',
        '"Yes," said Iran',
    ]


def test_the_header_of_a_table_put_at_the_end_of_another_is_no_article(tmp_path):
    reading = read(write(tmp_path, "news.csv", "title,text\nA,Iran.\n\ufefftitle,text\nB,Oman.\n"))
    assert reading.articles.title.tolist() == ["A", "B"]
    assert reading.rejected.values.tolist() == [["news.csv", 3, "It is the header again."]]


def test_of_columns_with_one_name_the_first_that_holds_something_counts(tmp_path):
    reading = read(write(tmp_path, "news.csv", "text,text\n,Iran.\nOman.,\nIraq.,Yemen.\n"))
    assert reading.articles.text.tolist() == ["Iran.", "Oman.", "Iraq."]


@pytest.mark.parametrize(
    "value",
    [
        {"a1": {"text": "Iran."}, "a2": {"text": "Oman."}},
        {"newArticles": [{"id": "a1", "text": "Iran."}, {"id": "a2", "text": "Oman."}], "count": 2},
        {"id": {"0": "a1", "1": "a2"}, "text": {"0": "Iran.", "1": "Oman."}},
        {"list": [{"_id": {"$oid": "a1"}, "text": "Iran."}, {"_id": {"$oid": "a2"}, "text": "Oman."}]},
    ],
    ids=["by id", "in a list of any name", "by columns", "from mongoexport"],
)
def test_an_object_of_articles_gives_them(tmp_path, value):
    articles = read(write(tmp_path, "news.json", json.dumps(value))).articles
    assert articles[["file", "text", "input_id"]].values.tolist() == [
        ["news.json:1", "Iran.", "a1"],
        ["news.json:2", "Oman.", "a2"],
    ]


def test_the_comments_on_an_article_without_text_are_no_articles(tmp_path):
    lines = '{"title": "A", "comments": [{"text": "Nice."}]}\n{"title": "B", "text": "Iran."}\n'
    reading = read(write(tmp_path, "news.jsonl", lines))
    assert reading.articles.title.tolist() == ["B"]
    assert reading.rejected.values.tolist() == [["news.jsonl", 1, "Its text is empty."]]


def test_objects_on_one_line_are_told_apart_by_their_places(tmp_path):
    reading = read(write(tmp_path, "news.json", '[{"text": "Iran."}, {"text": ""}, {"text": "Oman."}]'))
    assert reading.articles.file.tolist() == ["news.json:1", "news.json:3"]
    assert reading.rejected.line.tolist() == [2]


def test_json_lines_put_together_or_taken_from_an_array_are_read(tmp_path):
    reading = read(write(tmp_path, "news.jsonl", '{"text": "Iran."},\n\n\ufeff{"text": "Oman."}\n'))
    assert reading.articles.text.tolist() == ["Iran.", "Oman."]
    assert reading.rejected.empty


def test_dates_of_mongoexport_are_read(tmp_path):
    lines = [{"text": "a", "date": {"$date": "2025-12-04T10:00:00Z"}},
             {"text": "b", "date": {"$date": {"$numberLong": "1764842400000"}}}]  # fmt: skip
    articles = read(write(tmp_path, "news.jsonl", "\n".join(map(json.dumps, lines)))).articles
    assert articles.published.dt.strftime("%Y-%m-%d").tolist() == ["2025-12-04"] * 2


def test_html_in_a_table_is_read_as_text_and_said(tmp_path):
    rows = [
        {"text": '<p>Russia met <a href="https://x.example/iran">India</a>.</p>\n<p>It is AT&amp;T.</p>'},
        {"text": "First line.\n\nSecond <b>line</b>."},
        {"text": "Russia&#8217;s envoy\n\nleft."},
        {"text": "3 < 4 & 5 > 4", "title": "Talks &#8211; again"},
        {"content": {"rendered": "<p></p>"}},
    ]
    reading = read(write(tmp_path, "news.jsonl", "\n".join(map(json.dumps, rows))))
    assert reading.articles.text.tolist() == [
        "Russia met India.\n\nIt is AT&T.",
        "First line.\n\nSecond line.",
        "Russia’s envoy\n\nleft.",
        "Talks – again\n\n3 < 4 & 5 > 4",
    ]
    assert reading.rejected.values.tolist() == [["news.jsonl", 5, "Its text is empty."]]
    assert reading.notices.values.tolist() == [
        ["news.jsonl", 1, "The text in this row and 3 more is HTML; it is read as plain text."]
    ]


def test_text_written_as_bytes_is_text(tmp_path):
    pd.DataFrame({"text": ["Café in Iran.".encode()]}).to_parquet(tmp_path / "news.parquet")
    assert read(tmp_path / "news.parquet").articles.text.tolist() == ["Café in Iran."]


def test_a_list_of_paragraphs_is_one_text(tmp_path):
    rows = [{"title": "Vote", "paragraphs": ["Iran voted.", "Oman did not."]}, {"text": []}]
    reading = read(write(tmp_path, "news.json", json.dumps(rows)))
    assert reading.articles.text.tolist() == ["Vote\n\nIran voted.\n\nOman did not."]
    assert reading.rejected.values.tolist() == [["news.json", 2, "Its text is empty."]]


def test_a_text_column_mapped_by_hand_makes_a_table_of_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a,b\n7,Iran voted.\n")))
    assert read("-", {"text": "b"}).articles.text.tolist() == ["Iran voted."]


def test_blanks_before_quotation_marks_are_passed_over(tmp_path):
    table = 'id, text, date\n1, "Russia, India met", 2025-12-04\n2, "Iran", 2025-12-05\n'
    articles = read(write(tmp_path, "news.csv", table)).articles
    assert articles.text.tolist() == ["Russia, India met", "Iran"]
    assert articles.date_from.tolist() == ["metadata", "metadata"]


def test_numbers_of_any_length_are_ids(tmp_path):
    reading = read(write(tmp_path, "news.jsonl", f'{{"text": "a", "id": {"9" * 400}, "date": {"9" * 400}}}\n'))
    assert reading.articles[["input_id", "date_from"]].values.tolist() == [["9" * 400, "none"]]


def test_one_stray_quotation_mark_loses_one_row(tmp_path):
    rows = [f"{n},T{n},Iran voted {n}.\n" for n in range(3000)]
    rows[100] = '100,T100,"Iran voted 100.\n'
    for n in range(1000, 3000, 500):
        rows[n] = f'{n},T{n},"Iran, voted {n}."\n'
    reading = read(write(tmp_path, "news.csv", "id,title,text\n" + "".join(rows)))
    assert len(reading.articles) == 2999
    assert reading.articles.file[2000] == "news.csv:2003"
    assert reading.rejected.values.tolist() == [["news.csv", 102, "Its quotation marks do not match up."]]
