"""What `extract` does with its inputs and outputs, as a person at a terminal sees it."""

from __future__ import annotations

import io
import json
import os
import sys
import threading

import pytest

from analysis.commands import arguments, main
from analysis.corpus.columns import COLUMNS


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("id,text\n1,Iran voted.\n2,Oman voted.\n1,Iran voted.\n3,\n")
    return path


def read_lines(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_exact_copies_are_written_and_said(news, tmp_path, capsys):
    assert main(["extract", str(news), "--output", str(tmp_path / "out.jsonl")]) == 0
    assert [record["id"] for record in read_lines(tmp_path / "out.jsonl")] == ["1", "2", "1"]
    said = capsys.readouterr().err
    assert "3 articles extracted, 1 of them exact copies of others\n" in said
    assert "1 row became no article:\n  news.csv:5: Its text is empty.\n" in said


@pytest.mark.parametrize("name", ["folder", ""])
def test_a_folder_is_no_output(news, tmp_path, capsys, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert main(["extract", str(news), "--output", name]) == 2
    assert "is a folder, not a file to write. Name a file in it" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "news.csv"]


def test_an_input_is_not_written_over(news, capsys):
    before = news.read_bytes()
    for outputs in (["--output", str(news)], ["--output", "-", "--rejected", str(news)]):
        assert main(["extract", str(news), *outputs]) == 2
        assert "news.csv would be written over." in capsys.readouterr().err
    assert news.read_bytes() == before


def test_two_outputs_have_two_names(news, tmp_path, capsys):
    out = str(tmp_path / "out")
    assert main(["extract", str(news), "--output", out, "--rejected", out]) == 2
    assert "Give every output a name of its own." in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_said_before_the_work(news, tmp_path, capsys):
    outputs = ["--output", str(tmp_path / "out.jsonl"), "--rejected", str(tmp_path / "nowhere" / "rejected.csv")]
    assert main(["extract", str(news), *outputs]) == 2
    assert "rejected.csv cannot be written" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_a_device_is_written_and_not_replaced(tmp_path):
    """As /dev/null is, which a file put in its place would break for the whole machine."""
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    with arguments.open_output(str(tmp_path / "pipe")) as output:
        output.write(b"Iran")
    reader.join(10)
    assert got == [b"Iran"]
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_stays_one(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    with arguments.open_output(str(tmp_path / "link")) as output:
        output.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_an_input_without_a_name_is_not_the_whole_folder(tmp_path, capsys):
    assert main(["extract", "", "--output", str(tmp_path / "out.jsonl")]) == 2
    assert "An input has no name." in capsys.readouterr().err


def test_a_table_is_known_on_standard_input(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"id,text\n7,Iran voted.\n8,Oman voted.\n")))
    assert main(["extract", "-", "--output", str(tmp_path / "out.jsonl"), "--quiet"]) == 0
    assert [record["id"] for record in read_lines(tmp_path / "out.jsonl")] == ["7", "8"]


def test_a_record_carries_the_text_that_its_offsets_index_unless_it_is_the_inputs(tmp_path):
    (tmp_path / "a.csv").write_text("text\nIran voted.\n<p>Iran <b>voted</b>.</p>\n")
    (tmp_path / "b.html").write_text("<html><body><p>Oman voted.</p></body></html>")
    assert main(["extract", str(tmp_path), "--output", str(tmp_path / "out.jsonl"), "--quiet"]) == 0
    records = read_lines(tmp_path / "out.jsonl")
    assert [record.get("text") for record in records] == [None, "Iran voted.", "Oman voted."]
    assert [record["countries"] for record in records] == [{"IRN": 1}, {"IRN": 1}, {"OMN": 1}]


def test_the_help_names_the_columns_that_can_be_mapped(capsys):
    with pytest.raises(SystemExit):
        main(["extract", "--help"])
    assert ", ".join(COLUMNS) in " ".join(capsys.readouterr().out.split())


def test_a_reason_is_one_line_whatever_the_file_is_called(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Iran voted.")
    (tmp_path / "two\nlines.txt").write_text("")
    assert main(["extract", str(tmp_path), "--output", "-"]) == 0
    assert "\n  two lines.txt: It is empty. Take it out, or fill it.\n" in capsys.readouterr().err


def test_where_nothing_can_be_read_the_list_still_says_all_that_is_wrong(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    for name in ("a.csv", "b.pdf"):
        (tmp_path / "in" / name).write_text("%PDF-1.4")
    outputs = ["--output", str(tmp_path / "out.jsonl"), "--rejected", str(tmp_path / "rejected.csv")]
    assert main(["extract", str(tmp_path / "in"), *outputs]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert [line.split(",")[0] for line in (tmp_path / "rejected.csv").read_text().splitlines()] == [
        "file",
        "a.csv",
        "b.pdf",
    ]
    assert not (tmp_path / "out.jsonl").exists()
