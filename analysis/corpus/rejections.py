"""What reading says about input it could not take as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.corpus.mending import mend


def _mend_reason(self) -> None:
    """A reason quotes the input, bad characters and all; a table of reasons cannot hold those."""
    object.__setattr__(self, "reason", mend(self.reason)[0])


@dataclass(frozen=True)
class Rejected:
    """A row, or a whole file, that became no article. `line` is the line or row, 1-based; 0 is the whole file."""

    file: str
    line: int
    reason: str

    __post_init__ = _mend_reason


@dataclass(frozen=True)
class Notice:
    """Something the reader should know of input that did become articles: a bad date, a guessed encoding."""

    file: str
    line: int
    reason: str

    __post_init__ = _mend_reason


def split_place(place: str) -> tuple[str, int]:
    """The file and the line in an article's `file` column: ("news.csv", 12) of "news.csv:12"; line 0 if it has none."""
    file, _, line = place.rpartition(":")
    return (file, int(line)) if file and line.isdecimal() else (place, 0)


class Unreadable(Exception):
    """A file, or the rest of it, cannot be read: `what` is wrong and the `remedy`. Never leaves this package."""

    def __init__(self, what: str, remedy: str = "", line: int = 0) -> None:
        self.what, self.remedy, self.line = what, remedy, line
        super().__init__(f"{what} {remedy}".strip())


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a file holds it: its line or row, and its fields by the file's own column names."""

    line: int
    fields: dict[str, object]
