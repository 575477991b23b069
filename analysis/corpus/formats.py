"""Which format a file is in, by its name and, where that lies, by its content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from analysis.corpus.archives import is_zip
from analysis.corpus.columns import Columns
from analysis.corpus.delimited import is_table, read_delimited
from analysis.corpus.encodings import find_charset_of
from analysis.corpus.feeds import read_feed
from analysis.corpus.files import File
from analysis.corpus.objects import is_json, read_objects
from analysis.corpus.parquet import read_parquet
from analysis.corpus.prose import read_prose
from analysis.corpus.rejections import Notice, Rejected, Row, Unreadable
from analysis.corpus.webpages import read_webpage

HEAD = 1 << 16  # bytes
REMEDY = "Give CSV, TSV, JSON, JSON Lines, Parquet, plain text, HTML, RSS or Atom, or a folder or zip of these."
MOST_CONTROLS = 0.02  # share of control characters, beyond the first two, with which a file is no text


class Format(NamedTuple):
    """How to read a format, and whether its files hold columns, several articles, and these as plain text."""

    read: Callable[[File, Columns], Iterator[Row | Rejected | Notice]]
    has_columns: bool = False
    has_rows: bool = True
    is_plain: bool = True


TABLE, OBJECTS, PARQUET = Format(read_delimited, True), Format(read_objects, True), Format(read_parquet, True)
FEED, PROSE = Format(read_feed, is_plain=False), Format(read_prose, has_rows=False)
PAGE = Format(read_webpage, has_rows=False, is_plain=False)
BY_SUFFIX = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".psv"), TABLE),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), OBJECTS),
    **dict.fromkeys((".parquet", ".pq"), PARQUET),
    **dict.fromkeys((".txt", ".text", ".md", ""), PROSE),
    **dict.fromkeys((".html", ".htm", ".xhtml"), PAGE),
    **dict.fromkeys((".xml", ".rss", ".atom", ".rdf"), FEED),
}
# (what the name says, what the content is)
LIES = ((TABLE, OBJECTS), (OBJECTS, FEED), (PAGE, FEED), (FEED, OBJECTS), (OBJECTS, TABLE), (FEED, TABLE))
# How files begin that others than us unpack.
PACKED = (b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def find_format(file: File, columns: Columns) -> Format:
    """The format of a file. Unreadable when it is in none that Dateline reads.

    Its name says it, unless the content is plainly something else: a Parquet file or a web page under any name, a
    feed called HTML, JSON called CSV or text, a table with columns of ours called text. A name that says nothing
    leaves it to the content; without a suffix it is plain text.
    """
    head = file.head(HEAD)
    if not head.strip():
        raise Unreadable("It is empty.", "Take it out, or fill it.")
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith(PACKED) or head[257:262] == b"ustar":
        raise Unreadable("It is packed in a way that cannot be read.", "Unpack it, or pack it as a zip.")
    if is_zip(file) or head.startswith((b"%PDF", OLD_OFFICE)):
        raise Unreadable("It is a PDF, an Office document or an e-book.", "Save it as plain text or CSV.")
    charset = find_charset_of(head)
    text = head.decode(charset.encoding, "replace")
    controls = sum(c < " " and c not in "\t\n\r\f\x1b" for c in text) + text.count("\ufffd") * (not charset.guessed)
    if controls > 2 + MOST_CONTROLS * len(text):
        raise Unreadable("It is not text but a binary file.", REMEDY)
    named = BY_SUFFIX.get(file.suffix)
    seen = _by_content(text, columns)
    if seen and (named in (None, PROSE) or seen is PAGE or (named, seen) in LIES):
        return seen
    if named is PARQUET or file.suffix == ".zip":
        raise Unreadable(f"It is called {file.suffix} but is none.", "Name it after what it is.")
    if named is None:
        raise Unreadable(f"Files of the type {file.suffix} cannot be read.", REMEDY)
    return named


def _by_content(text: str, columns: Columns) -> Format | None:
    start = text.lstrip("\ufeff \t\r\n")[:1000].lower()
    if start.startswith("<"):
        if "<html" in start or start.startswith("<!doctype html"):
            return PAGE
        return FEED if start.startswith(("<?xml", "<rss", "<feed", "<rdf:rdf")) else None
    if start.startswith(("{", "[")):
        return OBJECTS if is_json(text.lstrip("\ufeff \t\r\n")) else None
    return TABLE if is_table(text, columns) else None
