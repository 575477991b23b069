"""The character encoding of a file, and its text.

UTF-8 (with or without a byte order mark), UTF-16 and UTF-32 are recognised for certain. Any other encoding is guessed
from the letters, and every guess is reported. Bytes that do not decode never stop the reading: they become
lone surrogates here, U+FFFD when the article is made (see mending.py), and are reported too.

Text is otherwise left as it is: line ends, control characters and NUL stay, so that offsets index the input's own text;
only a byte order mark is taken off.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TextIO

from charset_normalizer import from_bytes

from analysis.corpus.files import File
from analysis.corpus.mending import SURROGATE
from analysis.corpus.rejections import Notice, Unreadable

SAMPLE = 1 << 20  # bytes that are looked at: the first of this many that hold a byte beyond ASCII ...
LAST_SAMPLE = 256  # ... among this many
LARGEST_ROW = 64 << 20  # of one line, one field, one page
ALPHABETS = Path(__file__).parents[2] / "data" / "alphabets.csv"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What files call an encoding, and the larger one that is meant (as browsers read them).
MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
         "euc_kr": "cp949", "iso8859-9": "cp1254"}  # fmt: skip
OTHERS = ["cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "cp866", "iso8859_5", "iso8859_7",
          "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]  # fmt: skip
# What English text has beyond ASCII: quotation marks, dashes, a few signs. No other encoding's words are made of them.
ENGLISH = frozenset("‘’“”–—…•£€©®™°½¼¾")
_NEAR_BEYOND_ASCII = re.compile(rb"[\x20-\x7f]{0,40}(?:[\x80-\xff]+[\x20-\x7f]{0,40})+")


@dataclass(frozen=True)
class Charset:
    """An encoding, by its Python name, and whether it was guessed."""

    encoding: str
    guessed: bool = False

    @property
    def errors(self) -> str:
        return "replace" if self.encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"

    def notices(self, file: File) -> Iterator[Notice]:
        if self.guessed:
            name = re.sub(r"^cp(125\d)$", r"windows-\1", self.encoding).replace("mac_roman", "Mac Roman")
            reason = (
                f"It is not UTF-8. Judged by its letters it was read as {name}; if that is wrong, save it as UTF-8."
            )
            yield Notice(file.name, 0, reason)


def find_charset(file: File) -> Charset:
    """The encoding of a file, from the first megabyte of it that is not plain ASCII."""
    pieces = islice(file.pieces(SAMPLE), LAST_SAMPLE)
    first = next(pieces, b"")
    if not first.isascii() or b"\x00" in first:
        return find_charset_of(first)
    for piece in pieces:
        if not piece.isascii():
            return find_charset_of(piece, middle=True)
    return Charset("utf-8")


def find_charset_of(sample: bytes, declared: str = "", middle: bool = False) -> Charset:
    """The encoding of a sample of bytes: by its mark, by what is `declared` if it fits, as UTF-8, else guessed.

    A few bytes that are wrong among many good UTF-8 letters leave it UTF-8. `middle`: the sample is not from the start.
    """
    for mark, encoding in () if middle else MARKS:
        if sample.startswith(mark):
            return Charset(encoding)
    if b"\x00" in sample and (wide := _find_wide(sample)):
        return Charset(wide)
    if declared and _fits(sample, declared):
        return Charset(declared)
    good, bad = (0, 0) if _fits(sample, "utf-8") else _count_utf8(sample)
    return Charset("utf-8") if good >= bad else _guess(sample)


def find_declared(head: bytes) -> str:
    """The encoding that an HTML page's <meta> declares, by its Python name, or ""."""
    found = re.search(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w.:-]{2,20})", head, re.IGNORECASE)
    try:
        name = codecs.lookup(found[1].decode()).name if found else ""
    except LookupError:
        return ""
    return MEANT.get(name, name)


@contextmanager
def open_text(file: File, charset: Charset, newline: str) -> Iterator[TextIO]:
    with file.open() as stream:
        yield io.TextIOWrapper(stream, charset.encoding, charset.errors, newline)


def read_sample(file: File, charset: Charset, size: int) -> str:
    """The text that its first bytes are; a character cut at the end is left out."""
    decoder = codecs.getincrementaldecoder(charset.encoding)(charset.errors)
    return decoder.decode(file.head(size))


def read_lines(stream: TextIO) -> Iterator[str]:
    """Its lines with their ends. A line too long to be held in memory ends the reading."""
    number = 0
    while line := stream.readline(LARGEST_ROW):
        number += 1
        if len(line) == LARGEST_ROW:
            raise Unreadable(f"Line {number} is longer than {LARGEST_ROW >> 20} million characters.", line=number)
        yield line


def read_bytes(file: File, most: int = LARGEST_ROW) -> bytes:
    """The whole of a file that has to be held in memory."""
    with file.open() as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise Unreadable(f"It is larger than {most >> 20} MB.", "Split it, or give it as JSON Lines.")
    return data


def _find_wide(sample: bytes) -> str:
    """UTF-16 without a mark shows in the NULs that every other byte of Latin text then is."""
    few = max(len(sample) * 0.15, 4)
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return "utf-16-le" if odd > few > even * 3 else "utf-16-be" if even > few > odd * 3 else ""


def _fits(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
        return True
    except (UnicodeDecodeError, LookupError):
        return False


def _count_utf8(sample: bytes) -> tuple[int, int]:
    """How many characters beyond ASCII it holds as UTF-8, and how many bytes that do not decode (cut ends aside)."""
    sample = sample.lstrip(bytes(range(0x80, 0xC0))) if len(sample) >= SAMPLE else sample
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    bad = len(SURROGATE.findall(text))
    return sum(c > "\x7f" for c in text) - bad, bad


def _guess(sample: bytes) -> Charset:
    """By charset-normalizer, which tells scripts apart; Latin encodings are then told apart by the languages' letters.
    A sample without letters beyond ASCII, but with the signs of English, is Windows-1252; one whose lines end as on the
    first Macs, as Excel's "CSV (Macintosh)" do, is in their encoding.

    Only the surroundings of bytes beyond ASCII are looked at: in mostly English text the rest would drown them.
    """
    if all(sign in ENGLISH for sign in sample.decode("cp1252", "replace") if sign > "\x7f"):
        return Charset("cp1252", guessed=True)
    if b"\r" in sample and b"\n" not in sample:
        return Charset("mac_roman", guessed=True)
    lines = b"\n".join(line for line in sample.split(b"\n") if not line.isascii())
    start = max(re.search(rb"[\x80-\xff]", lines).start() - 40, 0)
    near = b"\n".join(_NEAR_BEYOND_ASCII.findall(lines[start : start + SAMPLE // 4]))[: SAMPLE // 16]
    latin = list(dict.fromkeys(encoding for encoding, _ in _alphabets()))
    best = from_bytes(near, cp_isolation=[*latin, *OTHERS]).best()
    if best and best.encoding not in latin:
        return Charset(best.encoding, guessed=True)
    share, encoding = max(((_share_of_letters(near, e), e) for e in latin), key=lambda pair: pair[0])  # ties: the first
    other = from_bytes(near, cp_isolation=OTHERS).best() if share < 0.5 else None
    return Charset(other.encoding if other else encoding, guessed=True)


def _share_of_letters(sample: bytes, encoding: str) -> float:
    """The share of its characters beyond ASCII that are letters of one language, the best of the encoding's."""
    text = [c for c in sample.decode(encoding, "replace").lower() if c > "\x7f" and not "\u2010" <= c <= "\u2122"]
    return max(sum(c in letters for c in text) for of, letters in _alphabets() if of == encoding) / max(len(text), 1)


@cache
def _alphabets() -> list[tuple[str, frozenset[str]]]:
    with open(ALPHABETS, encoding="utf-8", newline="") as stream:
        return [(row["encoding"], frozenset(row["letters"])) for row in csv.DictReader(stream)]
