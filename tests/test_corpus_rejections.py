"""What cannot be read is said with file, line and reason, and stops nothing else."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import zipfile

import pandas as pd
import pyarrow.parquet
import pytest

from analysis import tables
from analysis.corpus import Rejected, read_articles, read_records
from analysis.corpus.archives import LARGEST_MEMBER, _danger
from analysis.errors import InputProblem

GOOD = '{"text": "Iran and Iraq met."}'


def read(path):
    reading = read_articles([path])
    tables.check("articles", reading.articles)
    tables.check("rejected", reading.rejected)
    tables.check("rejected", reading.notices)
    return reading


def rejected(path) -> list[list]:
    return read(path).rejected.values.tolist()


def test_each_bad_line_of_json_lines_is_named(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text(
        f'{GOOD}\n{{"text": "cut off\n\n{{"text": ""}}\n{{"text": 5}}\n[1]\n"Iran"\n'
        f'{{"title": "no text"}}\n{{"text": null}}\n{{"text": ["a", 2]}}\n{GOOD[:-1]}, "id": 2}}\n'
        + "[" * 100_000
        + "\n"
    )
    reading = read(path)
    assert reading.articles.file.tolist() == ["news.jsonl:1"]
    assert reading.rejected[["line", "reason"]].values.tolist() == [
        [2, "It is no JSON: Unterminated string starting at column 10."],
        [4, "Its text is empty."],
        [5, "Its text is not a string but of type int."],
        [6, "It is no JSON object but [1]."],
        [7, 'It is no JSON object but "Iran".'],
        [8, "Its text is empty."],
        [9, "Its text is empty."],
        [10, "Its text is not a string but of type list."],
        [11, "It is an exact copy of news.jsonl:1."],
        [12, "It is nested too deeply."],
    ]


def test_each_bad_row_of_a_table_is_named_by_the_line_it_begins_on(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text(
        'id,text\n1,"Iran\nand\nIraq"\n2,too,many\n3\n\n4,\n5,Oman,,\n6,"quote"s\n7,Yemen\n'
        + '0,"a, b"\n' * 9
        + '8,"never closed\n9,next\n10,"never closed\nagain\n'
    )
    reading = read(path)
    assert reading.articles[["file", "text"]].values.tolist() == [
        ["news.csv:2", "Iran\nand\nIraq"],
        ["news.csv:9", "Oman"],
        ["news.csv:11", "Yemen"],
        ["news.csv:12", "a, b"],
        ["news.csv:22", "next"],
    ]
    assert reading.rejected[["line", "reason"]].values.tolist() == [
        [5, "It has 3 fields where the header has 2."],
        [6, "It has 1 field where the header has 2."],
        [8, "Its text is empty."],
        [10, "Its quotation marks do not match up."],
        *([line, "It is an exact copy of news.csv:12."] for line in range(13, 21)),
        [21, "Its quotation marks do not match up."],
        [23, "A quotation mark that opens here is never closed. Line 24 was taken as part of it."],
    ]


def test_a_broken_array_keeps_what_came_before(tmp_path):
    path = tmp_path / "news.json"
    path.write_text('[\n{"text": "Iran met Iraq."},\n{"text": "Oman voted."},\n{"text" "x"}\n]')
    reading = read(path)
    assert reading.articles.file.tolist() == ["news.json:2", "news.json:3"]
    assert reading.rejected.values.tolist() == [
        [
            "news.json",
            4,
            "It is no JSON from line 4, column 9 on: Expecting ':' delimiter. "
            "Correct it there; what comes before was read.",
        ]
    ]


def test_an_array_that_was_cut_off_keeps_what_came_before(tmp_path):
    whole = json.dumps([{"text": f"Article {n} on Iran."} for n in range(50_000)], indent=0)
    (tmp_path / "news.json").write_text(whole[:-30])
    reading = read(tmp_path / "news.json")
    assert len(reading.articles) == 49_999
    assert reading.rejected.line.tolist() == [150_000]


def test_a_value_larger_than_the_first_look_is_read_whole(tmp_path):
    long = "Iran. " * 600_000
    (tmp_path / "news.json").write_text(json.dumps([{"text": long}, {"text": "Oman."}]))
    assert read(tmp_path / "news.json").articles.text.tolist() == [long, "Oman."]


def test_a_damaged_gzip_keeps_what_came_before(tmp_path):
    lines = "".join(json.dumps({"text": os.urandom(40).hex()}) + "\n" for _ in range(3000))
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress(lines.encode())[:-20_000])
    reading = read(tmp_path / "news.jsonl.gz")
    assert len(reading.articles) > 1000
    assert reading.rejected.iloc[-1].tolist() == [
        "news.jsonl.gz",
        0,
        "It is damaged: Compressed file ended before the end-of-stream marker was reached. "
        "Get it anew; what comes before was read.",
    ]


def test_one_bad_file_stops_no_other(tmp_path):
    table = io.BytesIO()
    pd.DataFrame({"headline": ["x"], "price": [1]}).to_parquet(table)
    for name, data in {
        "a.txt": b"Iran and Iraq met.",
        "b.pdf": b"%PDF-1.4 and so on",
        "c.bin": bytes(range(256)) * 10,
        "d.csv": b"price,size\n1,2\n",
        "e.docx": _office(),
        "f.exe": b"plain words",
        "g.txt": b" \n ",
        "h.parquet": table.getvalue()[:200],
        "i.parquet": table.getvalue(),
        "j.xml": b"<?xml version='1.0'?><prices><price>1</price></prices>",
        "k.html": b"<html><head><title>x</title></head><body></body></html>",
        "l.zip": b"PK\x03\x04 and then nothing",
        "m.json": b'{"prices": 1}',
        "n.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01",
        "z.txt": b"Oman voted.",
    }.items():
        (tmp_path / name).write_bytes(data)
    reading = read(tmp_path)
    assert reading.articles.file.tolist() == ["a.txt", "z.txt"]
    reasons = dict(zip(reading.rejected.file, reading.rejected.reason, strict=True))
    columns = (
        "It has no text column; its columns are {}. Name the one that holds the articles' text: text, body or content, "
        "or map it by hand."
    )
    assert list(reasons) == sorted(reasons)
    assert {file: reason.split(".")[0] for file, reason in reasons.items() if file[0] not in "dim"} == {
        "b.pdf": "It is a PDF, an Office document or an e-book",
        "c.bin": "It is not text but a binary file",
        "e.docx": "It is a PDF, an Office document or an e-book",
        "f.exe": "Files of the type ",
        "g.txt": "It is empty",
        "h.parquet": "It is damaged: Parquet magic bytes not found in footer",
        "j.xml": "It is XML, but neither RSS nor Atom",
        "k.html": "No article text was found in the page",
        "l.zip": "The zip is damaged: File is not a zip file",
        "n.png": "It is not text but a binary file",
    }
    assert reasons["d.csv"] == columns.format("price, size")
    assert reasons["i.parquet"] == (
        columns.format("headline, price") + " To read the headlines alone, map text to headline."
    )
    assert reasons["m.json"] == columns.format("prices")


def _office() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<x/>")
    return data.getvalue()


def test_a_locked_member_and_a_bomb_are_left_packed(tmp_path):
    with zipfile.ZipFile(tmp_path / "news.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "Iran and Iraq met.")
        archive.writestr("bomb.txt", b"0" * 5_000_000)
        archive.writestr("locked.txt", "Oman voted.")
        archive.writestr("repeated.csv", "text\n" + "Yemen voted.\n" * 3)
    data = bytearray((tmp_path / "news.zip").read_bytes())
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1) + 1)
    data[at + 8] |= 1  # the third entry's flag of encryption
    (tmp_path / "news.zip").write_bytes(data)
    reading = read(tmp_path / "news.zip")
    assert reading.articles.file.tolist() == ["news.zip/a.txt", "news.zip/repeated.csv:2"]
    assert reading.rejected.values.tolist()[:2] == [
        ["news.zip/bomb.txt", 0, "It would unpack to more than 200 times its size, which no text does."],
        ["news.zip/locked.txt", 0, "It is locked with a password. Unpack it first."],
    ]


def test_a_giant_member_is_left_packed():
    member = zipfile.ZipInfo("giant.csv")
    member.file_size, member.compress_size = LARGEST_MEMBER + 1, LARGEST_MEMBER // 3
    assert _danger(member) == "Unpacked it would be larger than 1024 MB. Unpack it first."
    member.file_size = LARGEST_MEMBER
    assert _danger(member) == ""


def test_a_damaged_member_stops_no_other(tmp_path):
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.writestr("a.txt", "Iran and Iraq met.")
        archive.writestr("b.txt", "Oman voted.")
    data = (tmp_path / "news.zip").read_bytes().replace(b"Iran and", b"Iraq and", 1)
    (tmp_path / "news.zip").write_bytes(data)
    reading = read(tmp_path / "news.zip")
    assert reading.articles.text.tolist() == ["Oman voted."]
    assert reading.rejected.file.tolist() == ["news.zip/a.txt"]
    assert "Bad CRC-32" in reading.rejected.reason[0]


def test_zips_within_zips_end_somewhere(tmp_path):
    data, name = b"Iran.", "a.txt"
    for depth in range(6):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, data)
            archive.writestr("z.txt", f"At depth {depth}.")
        data, name = packed.getvalue(), "in.zip"
    (tmp_path / "in.zip").write_bytes(data)
    reading = read(tmp_path / "in.zip")
    assert reading.articles.text.tolist() == ["At depth 3.", "At depth 4.", "At depth 5."]
    assert reading.rejected.reason.tolist() == ["It lies more than 3 zips deep. Unpack it first."]


def test_a_device_and_a_dead_link_are_no_files(tmp_path):
    (tmp_path / "a.txt").write_text("Iran and Iraq met.")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "gone")
    assert rejected(tmp_path) == [
        ["b.txt", 0, "It is not a regular file."],
        ["c.txt", 0, "It is a link to nothing."],
    ]


def test_exact_copies_are_records_but_not_in_the_table(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text(f"{GOOD}\n{GOOD}\n")
    items = list(read_records([path]))
    assert [item["file"] for item in items] == ["news.jsonl:1", "news.jsonl:2"]
    assert items[0]["article_id"] == items[1]["article_id"]
    assert rejected(path) == [["news.jsonl", 2, "It is an exact copy of news.jsonl:1."]]


@pytest.mark.parametrize(
    ("name", "data", "what", "remedy"),
    [
        ("news.csv", b"price,size\n1,2\n", "news.csv: It has no text column; its columns are price, size.", "map it"),
        ("news.pdf", b"%PDF-1.4", "news.pdf: It is a PDF, an Office document or an e-book.", "plain text or CSV"),
        ("news.csv", b"", "news.csv: It is empty.", "fill it"),
        ("news.csv", b"id,text\n", "news.csv: It holds no articles.", "Name"),
        ("news.jsonl", b"oops\n", "news.jsonl, line 1: It is no JSON", "No article could be read"),
        ("news.jsonl", b'{"text": ""}\n', "news.jsonl, line 1: Its text is empty.", "No article could be read"),
        ("news.xyz", b"plain words", "news.xyz: Files of the type .xyz cannot be read.", "Give CSV"),
    ],
)
def test_an_input_without_any_article_is_a_problem_with_a_remedy(tmp_path, name, data, what, remedy):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputProblem) as problem:
        read_articles([tmp_path / name])
    assert problem.value.what.startswith(what) or problem.value.what.endswith("holds no articles.")
    assert remedy in problem.value.remedy


def test_an_empty_folder_is_a_problem(tmp_path):
    with pytest.raises(InputProblem, match="holds no articles"):
        read_articles([tmp_path])


def test_a_bad_file_comes_as_rejected_before_the_problem(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    records = read_records([tmp_path])
    assert isinstance(next(records), Rejected)
    with pytest.raises(InputProblem):
        next(records)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("news.zip", b"Iran voted.", "It is called .zip but is none. Name it after what it is."),
        ("news.parquet", b"Iran voted.", "It is called .parquet but is none. Name it after what it is."),
        ("news.csv.bz2", b"BZh91AY&SY\x00\x01", "It is packed in a way that cannot be read. Unpack it, or pack"),
        ("news.tar", b"\x00" * 257 + b"ustar\x00" + b"\x00" * 300, "It is packed in a way that cannot be read."),
        ("news.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50, "It is a PDF, an Office document"),
    ],
)
def test_a_file_that_is_not_what_it_is_called_is_said_to_be_none(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text("Oman voted.")
    ((file, line, said),) = rejected(tmp_path)
    assert (file, line) == (name, 0)
    assert said.startswith(reason)


def test_a_linked_folder_and_the_parts_of_a_saved_page_are_said_to_be_left_out(tmp_path):
    (tmp_path / "in" / "Page_files").mkdir(parents=True)
    (tmp_path / "in" / "other_files").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "in" / "Page.HTM").write_text("<html><body><p>Iran and Iraq met.</p></body></html>")
    (tmp_path / "in" / "Page_files" / "advert.html").write_text("<html><body><p>Buy this.</p></body></html>")
    (tmp_path / "in" / "other_files" / "a.txt").write_text("Oman voted.")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "elsewhere")
    reading = read(tmp_path / "in")
    assert reading.articles.file.tolist() == ["Page.HTM", "other_files/a.txt"]
    assert reading.rejected.values.tolist() == [
        ["Page_files", 0, "It holds the parts of the saved page Page; they are left out."],
        ["linked", 0, "It is a link to a folder, and those are not followed. Name that folder as an input."],
    ]


def test_names_say_which_of_several_inputs_is_meant(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text(f"Iran voted in {folder}.")
    assert read_articles(["a", "b/news.txt", "c/news.txt"]).articles.file.tolist() == [
        "a/news.txt",
        "b/news.txt",
        "c/news.txt",
    ]


def test_a_number_too_long_is_not_called_deep(tmp_path):
    (tmp_path / "news.jsonl").write_text(f'{{"text": "Iran.", "id": {"9" * 5000}}}\n{GOOD}\n')
    (tmp_path / "news2.json").write_text(f'[{{"text": "Oman."}}, {{"id": {"9" * 5000}}}]')
    assert [row[2] for row in rejected(tmp_path)] == ["It holds a number of more than 4,300 digits."] * 2


def test_one_day_out_of_all_range_loses_one_row(tmp_path):
    days = pyarrow.array([1764842400000, 10**16, 1764842400000], pyarrow.timestamp("ms"))
    table = pyarrow.table({"text": ["Iran.", "Iraq.", "Oman."], "date": days})
    pyarrow.parquet.write_table(table, tmp_path / "news.parquet")
    reading = read(tmp_path / "news.parquet")
    assert reading.articles.file.tolist() == ["news.parquet:1", "news.parquet:3"]
    assert reading.rejected.values.tolist() == [
        ["news.parquet", 2, "It holds a value out of all range, such as a date's."]
    ]


def test_the_lines_of_a_bad_row_in_one_column_are_no_rows(tmp_path):
    (tmp_path / "news.csv").write_text('text\n"Iran voted."\n"Bad "quote\nOman\n"Iraq voted."\n"Cut\nYemen\n')
    assert "Yemen" not in read(tmp_path / "news.csv").articles.text.tolist()


def test_a_damaged_entry_of_a_feed_stops_no_other(tmp_path):
    """feedparser gives the first a summary of None."""
    (tmp_path / "feed.atom").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Iran</titl><content type="xhtml"><div><p>b</p></div>'
        "</content></entry><entry><title>Oman</title><content>Oman voted.</content></entry></feed>"
    )
    reading = read(tmp_path / "feed.atom")
    assert reading.articles.text.tolist() == ["Oman voted."]
    assert reading.rejected.values.tolist() == [["feed.atom", 1, "Its text is empty."]]
    assert "The XML has faults, and entries may be missing" in reading.notices.reason[0]


def test_a_zip_damaged_within_stops_no_other(tmp_path):
    with zipfile.ZipFile(tmp_path / "news.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", random.Random(1).randbytes(2000).hex())
    data = bytearray((tmp_path / "news.zip").read_bytes())
    data[60:400] = bytes(340)
    (tmp_path / "news.zip").write_bytes(data)
    (tmp_path / "z.txt").write_text("Oman voted.")
    assert rejected(tmp_path) == [["news.zip/a.txt", 0, "It is damaged: Corrupt input data."]]
