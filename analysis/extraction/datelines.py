"""Datelines: the place (and date, and agency) that a news report opens with, such as "MOSCOW, Dec 3 (TASS) —", and
credits, which say where its writers are: "By Ana Example in Nairobi", "(Reporting by …; editing by … in London)"."""

from __future__ import annotations

import re
from collections.abc import Callable

_HEAD = 120  # characters at a line's opening in which a dateline must end
_LINE = re.compile(r"(?m)^[^\S\n]*(?=[^\W\d_])")
_DATELINE = re.compile(
    r"(?P<place>[^()\n:—–]{3,70}?)\s*(?P<agency>\([^()\n]{2,40}\))?\s*(?P<mark>—|–|--|(?<=[\s)])-(?=\s)|:(?=\s))"
)
_DATE = re.compile(
    r"(?i)(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?:\s+\d{1,2})?"
    r"(?:\s+\d{4})?|\d{4}"
)


_NAME = r"[^\W\d_][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}"
_WHERE = rf"{_NAME} in [^.\n,;]{{3,40}}"
_AGENCY = "AP|AFP|Reuters|UPI|TASS|dpa|DPA|Xinhua|PTI|ANSA|EFE"
_BYLINE = re.compile(
    rf"(?m)^[^\S\n]*(?:By (?:{_NAME} and )?{_WHERE}|{_WHERE} and {_WHERE}|(?:{_AGENCY}), [^.\n,;]{{3,40}})"
    r"(?=\.(?:\s|$)|$)"
)
_TAIL = re.compile(
    r"\(?\b(?:Additional reporting|Reporting|Writing|Written|Editing|Compiled|Edited) by [^\n()]{3,400}?(?:\)|\n|$)"
)


def find_credits(text: str) -> list[tuple[int, int]]:
    """Start and end, in characters, of every credit, in text order."""
    return sorted(match.span() for pattern in (_BYLINE, _TAIL) for match in pattern.finditer(text))


def find_datelines(text: str, is_place: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Start and end, in characters, of each line's dateline, the closing dash left out; in text order.

    A dateline names a place the caller knows, and is marked as one by capitals, a date or an agency in brackets: a
    dash alone ("Moscow – the capital – …") is none, and before a colon it takes a date, an agency or a city.
    """
    found = []
    for line in _LINE.finditer(text):
        head = text[line.end() : line.end() + _HEAD].split("\n", 1)[0]
        if (match := _DATELINE.match(head)) and _is_dateline(match, is_place):
            found.append((line.end(), line.end() + match.start("mark")))
    return found


def _is_dateline(match: re.Match, is_place: Callable[[str], bool]) -> bool:
    parts = [part.strip() for part in re.split("[,/]", match["place"]) if part.strip()]
    dated = any(_DATE.fullmatch(part) for part in parts)
    places = [part for part in parts if not _DATE.fullmatch(part)]
    if not places or len(places) > 3 or not any(is_place(part) for part in places):
        return False
    if dated or match["agency"]:
        return True
    return places[0].isupper() and (match["mark"] != ":" or is_place(places[0]))
