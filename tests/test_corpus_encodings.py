"""Text comes out right from the encodings that news archives are in, and what does not is reported."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from analysis import tables
from analysis.corpus import read_articles
from analysis.corpus.encodings import find_charset_of
from analysis.corpus.mending import mend

FILES = Path(__file__).parent / "files"
ENGLISH = "The ministers of the two countries met on Thursday and agreed to hold further talks on energy and trade. "
RUSSIAN = "Министр обороны России Андрей Белоусов прибыл в Индию с официальным визитом, сообщили в ведомстве в четверг."


def read(path):
    reading = read_articles([path])
    tables.check("articles", reading.articles)
    return reading


def sentences() -> list[tuple[str, str]]:
    with open(FILES / "encodings.csv", encoding="utf-8", newline="") as stream:
        return [(row["encoding"], row["sentence"]) for row in csv.DictReader(stream)]


@pytest.mark.parametrize(("encoding", "sentence"), sentences())
def test_an_encoding_is_known_by_its_letters(tmp_path, encoding, sentence):
    path = tmp_path / "article.txt"
    path.write_bytes(sentence.encode(encoding))
    reading = read(path)
    assert reading.articles.text.tolist() == [sentence]
    assert len(reading.notices) == 1
    assert "It is not UTF-8. Judged by its letters it was read as " in reading.notices.reason[0]


@pytest.mark.parametrize(("encoding", "sentence"), sentences())
def test_a_few_letters_among_much_english_are_enough(tmp_path, encoding, sentence):
    path = tmp_path / "news.csv"
    rows = "".join(f"{n},{ENGLISH * 3}\n" for n in range(50))
    path.write_bytes(f'id,text\n{rows}51,"{sentence}"\n'.encode(encoding))
    assert read(path).articles.text.iloc[-1] == sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl", "a.json"])
def test_unicode_is_known_for_certain(tmp_path, encoding, name):
    text = f"{ENGLISH}\n{RUSSIAN} 😀"
    record = {"text": text}
    content = {
        "a.txt": text,
        "a.csv": f'id,text\r\n1,"{text}"\r\n',
        "a.jsonl": json.dumps(record, ensure_ascii=False) + "\n",
        "a.json": json.dumps([record], ensure_ascii=False, indent=1),
    }[name]
    (tmp_path / name).write_bytes(content.encode(encoding))
    reading = read(tmp_path / name)
    assert reading.articles.text.tolist() == [text]
    assert reading.notices.empty


def test_a_web_page_is_read_in_the_encoding_it_declares(tmp_path):
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{RUSSIAN}</p></body></html>'
    (tmp_path / "page.html").write_bytes(page.encode("cp1251"))
    reading = read(tmp_path / "page.html")
    assert reading.articles.text.tolist() == [RUSSIAN]
    assert reading.notices.empty


def test_a_feed_is_read_in_the_encoding_it_declares(tmp_path):
    feed = (
        '<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel><title>Лента</title>'
        f"<item><description>{RUSSIAN}</description></item></channel></rss>"
    )
    (tmp_path / "feed.xml").write_bytes(feed.encode("cp1251"))
    assert read(tmp_path / "feed.xml").articles[["text", "source"]].values.tolist() == [[RUSSIAN, "Лента"]]


def test_letters_beyond_the_first_megabyte_decide_too(tmp_path):
    line = json.dumps({"text": ENGLISH * 10}).encode() + b"\n"
    (tmp_path / "big.jsonl").write_bytes(
        line * 1500 + json.dumps({"text": RUSSIAN}, ensure_ascii=False).encode("cp1251")
    )
    assert read_articles([tmp_path / "big.jsonl"]).articles.text.iloc[-1] == RUSSIAN


def test_bytes_that_do_not_decode_are_replaced_and_reported(tmp_path):
    path = tmp_path / "news.jsonl"
    good = json.dumps({"text": "Côte d’Ivoire và Việt Nam"}, ensure_ascii=False).encode()
    path.write_bytes(good + b'\n{"text": "bad \xff\xfe here"}\n{"text": "and \xe2\x82 here"}\n')
    reading = read(path)
    assert reading.articles.text.tolist() == ["Côte d’Ivoire và Việt Nam", "bad \ufffd\ufffd here", "and \ufffd here"]
    assert reading.notices.values.tolist() == [
        ["news.jsonl", 2, "Bytes in this row and 1 more do not decode, or are no characters; they are read as \ufffd."]
    ]


def test_half_a_character_in_json_is_replaced_at_its_place(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text(r'{"text": "a \ud800 b \ud83d\ude00 c"}' + "\n")
    reading = read(path)
    assert reading.articles.text.tolist() == ["a \ufffd b 😀 c"]
    assert reading.notices.line.tolist() == [1]


def test_text_is_otherwise_left_as_it_is(tmp_path):
    text = "\u2028Iran\x00\r\n\tand\u200b\xa0Iraq \x0b\x85 \r met.  \n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": text}, ensure_ascii=False), newline="")
    (tmp_path / "c.csv").write_text(f'id,text\r\n1,"{text}"\r\n', newline="")
    assert read_articles([tmp_path / "a.txt", tmp_path / "b.jsonl", tmp_path / "c.csv"]).rejected.reason.tolist() == [
        "It is an exact copy of a.txt.",
        "It is an exact copy of a.txt.",
    ]
    assert read(tmp_path / "a.txt").articles.text.tolist() == [text]


@pytest.mark.parametrize("data", [b"\xff", b"abc\xe2\x82", "é".encode() + b"\xff", b"\x80" * 40, b"\xe2\x82\xac\x81"])
def test_mending_agrees_with_python(data):
    assert mend(data.decode("utf-8", "surrogateescape"))[0] == data.decode("utf-8", "replace")
    assert mend("plain é") == ("plain é", 0)


def test_a_few_bad_bytes_do_not_make_it_another_encoding():
    assert find_charset_of((RUSSIAN * 5).encode() + b"\xff\xfe").encoding == "utf-8"


@pytest.mark.parametrize(
    "sentence",
    [
        "The firm paid £5bn for it, Russia said.",
        "It was 30°C in India, and 5½ degrees more in Iran © Reuters.",
        "Talks – said Russia’s envoy – “went on”…",
    ],
)
def test_signs_of_english_are_no_foreign_letters(tmp_path, sentence):
    path = tmp_path / "article.txt"
    path.write_bytes(sentence.encode("cp1252"))
    reading = read(path)
    assert reading.articles.text.tolist() == [sentence]
    assert "windows-1252" in reading.notices.reason[0]


def test_lines_that_end_as_on_the_first_macs_are_in_their_encoding(tmp_path):
    path = tmp_path / "news.csv"
    path.write_bytes("title,text\rCafé,“Iran’s” café – in Côte d’Ivoire\rVote,Oman\r".encode("mac_roman"))
    reading = read(path)
    assert reading.articles.text.tolist() == ["Café\n\n“Iran’s” café – in Côte d’Ivoire", "Vote\n\nOman"]
    assert "Mac Roman" in reading.notices.reason[0]
