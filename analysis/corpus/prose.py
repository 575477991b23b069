"""The article that a plain text file is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.corpus.columns import Columns
from analysis.corpus.encodings import find_charset_of, read_bytes
from analysis.corpus.files import File
from analysis.corpus.openings import find_day
from analysis.corpus.rejections import Notice, Row

LONGEST_TITLE = 200  # characters
_FIRST_LINE = re.compile(r"([^\r\n]+?)[ \t]*(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")


def read_prose(file: File, columns: Columns) -> Iterator[Row | Notice]:
    """One article: the file's text unchanged. Its first line is the title if it looks like a headline."""
    data = read_bytes(file)
    charset = find_charset_of(data)
    yield from charset.notices(file)
    text = data.decode(charset.encoding, charset.errors)
    yield Row(0, {"text": text, "title": find_title(text)})


def find_title(text: str) -> str:
    """The first line, if it is a headline: at most 200 characters with a letter among them, a blank line and more text
    after it, no full stop at its end (one of an initial, as in "U.S.", is none), and no day that it states. Else ""."""
    found = _FIRST_LINE.match(text[: LONGEST_TITLE * 2])
    line = found[1] if found else ""
    ends = line.endswith(".") and not re.search(r"\b[^\W\d_]\.$|\.\.$", line)
    good = 0 < len(line) <= LONGEST_TITLE and any(c.isalpha() for c in line) and not ends and not line[0].isspace()
    return line if good and text[found.end() :].strip() and not find_day("", line) else ""
