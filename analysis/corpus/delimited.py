"""Rows of CSV, TSV and other delimited tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from analysis.corpus.columns import Columns
from analysis.corpus.encodings import LARGEST_ROW, find_charset, open_text, read_lines, read_sample
from analysis.corpus.files import File
from analysis.corpus.rejections import Notice, Rejected, Row, Unreadable

SAMPLE = 1 << 18  # bytes from which delimiter and quoting are judged
SAMPLE_ROWS = 200
DELIMITERS = (",", ";", "\t", "|")
MOST_NAMES = 500  # columns in a header
FEWEST_KNOWN = 2  # columns with a usual name, by which a text is known for a table whatever its file is called
QUOTINGS = (
    {"quotechar": '"', "doublequote": True},
    {"quotechar": '"', "doublequote": False, "escapechar": "\\"},
    {"quotechar": '"', "doublequote": True, "skipinitialspace": True},
    {"quoting": csv.QUOTE_NONE},
)
csv.field_size_limit(LARGEST_ROW)


def read_delimited(file: File, columns: Columns) -> Iterator[Row | Rejected | Notice]:
    """The rows of a table with a header, one by one, each with the line it begins on.

    Delimiter and quoting are those under which most of the first rows have as many fields as the header. Quoted fields
    may hold line ends. Passed over are blank lines, and empty fields beyond the header's. Excel's first line `sep=;` is
    heeded.
    """
    charset = find_charset(file)
    yield from charset.notices(file)
    sample = read_sample(file, charset, SAMPLE)
    declared = sample[4] if sample[:4].lower() == "sep=" and sample[5:6] in ("\r", "\n") else ""
    likely = declared or ("\t" if file.suffix in (".tsv", ".tab") else "")
    dialect = _find_dialect(sample, columns, likely, only=bool(declared))
    with open_text(file, charset, newline="") as stream:
        lines = _Lines(read_lines(stream))
        reader = csv.reader(lines, strict=True, **dialect)
        if declared:
            next(reader)
        yield from _read_rows(file, columns, lines, reader)


class _Lines:
    """Lines, of which those read for one row can be read once more."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.number = lines, 0  # of the lines read
        self.row: list[str] = []  # the lines of this row so far
        self.again: list[str] = []  # last first

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.again.pop() if self.again else next(self.lines)
        self.number += 1
        self.row.append(line)
        return line

    def go_back(self) -> None:
        """To the second line of the row."""
        self.again += reversed(self.row[1:])
        self.number -= len(self.row) - 1


def is_table(text: str, columns: Columns) -> bool:
    """Whether text begins with a table's header (several columns, and two of ours, the text itself, among them), and
    a row after it has several columns too."""
    line, after = [*(line.strip() for line in text.splitlines() if line.strip("\ufeff \t")), "", ""][:2]
    for mark in [mark for mark in DELIMITERS if mark in after]:
        names = [name.strip('" ') for name in line.split(mark)]
        found = columns.find(names) if 1 < len(names) <= MOST_NAMES else {}
        known = sum(bool(of) for of in found.values())
        if found.get("text") and (known >= FEWEST_KNOWN or "text" in columns.mapping):
            return True
    return False


def _read_rows(file: File, columns: Columns, lines: _Lines, reader) -> Iterator[Row | Rejected]:
    header: list[str] | None = None
    while True:
        line = lines.number + 1
        lines.row.clear()
        try:
            row = next(reader, None)
        except csv.Error as fault:
            if header is None:
                raise Unreadable("Its header cannot be read.", _explain(fault, line, lines.number), line) from None
            # One stray quotation mark takes in all up to the next. If the line after it is a row, only one is bad.
            if len(lines.row) > 1 < len(header) and _is_row(lines.row[1], reader.dialect, len(header)):
                lines.go_back()
            yield Rejected(file.name, line, _explain(fault, line, lines.number))
            continue
        if row is None:
            break
        if not any(row):
            continue
        if header is None:
            header = [name.strip() for name in row]
            columns.check(header)
            continue
        fields = row[: len(header)] if not any(row[len(header) :]) else row
        if [name.strip("\ufeff \t") for name in fields] == header:
            yield Rejected(file.name, line, "It is the header again.")
        elif len(fields) == len(header):
            yield Row(line, _name(header, fields))
        else:
            count = f"{len(row)} field{'s' * (len(row) != 1)}"
            yield Rejected(file.name, line, f"It has {count} where the header has {len(header)}.")
    if header is None:
        raise Unreadable("It is empty.")


def _is_row(line: str, dialect: csv.Dialect, width: int) -> bool:
    try:
        return len(next(csv.reader([line], dialect), [])) == width
    except csv.Error:
        return False


def _name(header: list[str], fields: list[str]) -> dict[str, object]:
    """The fields by their names; of several with one name, the first that is not blank."""
    named: dict[str, object] = {}
    for name, field in zip(header, fields, strict=True):
        if not str(named.get(name, "")).strip():
            named[name] = field
    return named


def _explain(fault: csv.Error, first: int, last: int) -> str:
    if "unexpected end of data" in str(fault):
        lost = f" {_lines(first + 1, last, 'was', 'were')} taken as part of it." if last > first else ""
        return f"A quotation mark that opens here is never closed.{lost}"
    if "field larger" in str(fault):
        return f"A field is longer than {LARGEST_ROW >> 20} million characters; is a quotation mark never closed?"
    lost = f" With it {_lines(first + 1, last, 'is', 'are').lower()} lost." if last > first else ""
    return f"Its quotation marks do not match up.{lost}"


def _lines(first: int, last: int, one: str, several: str) -> str:
    return f"Line {first} {one}" if first == last else f"Lines {first} to {last} {several}"


def _find_dialect(sample: str, columns: Columns, first: str, only: bool) -> dict:
    """The best delimiter and quoting for a sample. Ties: the `first` delimiter, then the order of the lists above."""
    delimiters = [first] if only else sorted(DELIMITERS, key=lambda d: d != first)
    quotings = [q for q in QUOTINGS if "escapechar" not in q or '\\"' in sample]  # that one takes "a"b for ab
    candidates = [
        {"delimiter": d, **quoting}
        for quoting in quotings
        for d in delimiters
        if quoting.get("quoting") != csv.QUOTE_NONE or not _is_quoted(sample, d)
    ]
    return max(candidates, key=lambda dialect: _score(sample, dialect, columns))


def _is_quoted(sample: str, delimiter: str) -> bool:
    """Whether most fields that begin with a quotation mark also end with one: then one bad row is a bad row, and no
    sign that the marks mean nothing."""
    begun = len(re.findall(rf'(?:^|{re.escape(delimiter)})"', sample, re.MULTILINE))
    mark = re.escape(delimiter)
    whole = len(re.findall(rf'(?:^|{mark})"(?:[^"]++|"")*+(?:"(?=[{mark}\r\n])|"?\Z)', sample, re.MULTILINE))
    return whole * 2 > begun


def _score(sample: str, dialect: dict, columns: Columns) -> tuple[bool, bool, float]:
    """(the header has a text column, it has several columns, share of rows with as many fields as the header)"""
    reader = csv.reader(io.StringIO(sample, newline=""), strict=True, **dialect)
    lengths: list[int] = []
    header: list[str] = []
    for row in islice(_rows_or_faults(reader), SAMPLE_ROWS):
        if row is not None and not header:
            header = row
        else:
            lengths.append(len(row) if row is not None else -1)
    if len(lengths) > 1 and len(lengths) + 1 < SAMPLE_ROWS and not sample.endswith(("\n", "\r")):
        del lengths[-1:]  # the sample may have been cut within it
    share = sum(n == len(header) for n in lengths) / len(lengths) if lengths else 1.0
    return bool(columns.find([h.strip() for h in header])["text"]), len(header) > 1 and share > 0.5, round(share, 2)


def _rows_or_faults(reader) -> Iterator[list[str] | None]:
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            row = None
        if row != []:
            yield row
