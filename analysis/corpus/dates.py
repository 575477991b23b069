"""The day an article was published: from its metadata in any usual notation, or from the opening of its text.

Which of 3 and 4 is the month in 03/04/2025 cannot be told from the date. `find_order` looks at a whole column: one
value with a number above 12 settles it. Where nothing does, the day comes first, as in most of the world; such a column
is reported. A day is that of the stamp's own time zone: 23:30 on 4 December in New York stays 4 December.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from numbers import Number

import numpy as np

FIRST_YEAR = 1600  # the first newspapers
LONGEST = 80  # characters of a value that are looked at
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
# How many of a number's digits make which unit of the time since 1970.
EPOCH_UNITS = {9: 1, 10: 1, 12: 1e3, 13: 1e3, 15: 1e6, 16: 1e6, 18: 1e9, 19: 1e9}

WORD = r"[^\W\d_]{3,12}"  # a month's name in some language
DAY_NUMBER = r"\d{1,2}(?:st|nd|rd|th|er|º|ª)?"
DAY_MONTH = rf"{DAY_NUMBER}\.?[ -]{{1,2}}(?:of |de |d['’])?{WORD}\.?"
MONTH_DAY = rf"{WORD}\.?[ -]{{1,2}}{DAY_NUMBER}"

_NOTHING = re.compile(r"1970-01-01[T ]00:00(?::00|$)")  # no day, but a stamp of zero seconds
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4}) ?[-./年년] ?(\d{1,2}) ?[-./月월] ?(\d{1,2})(?!\d)")
_WEEK_OR_ORDINAL = re.compile(r"(\d{4})-(?:W(\d\d)-([1-7])|(\d{3}))(?:T.*)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4}(?:\d\d)?(?:\.\d+)?Z?)?")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d\d)(?![\d/-]|\.\d)")
_ORDINAL = r"(?:st|nd|rd|th)?"
_NAMED = (
    re.compile(
        r"(?<![\d–-])(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª)?\.?[\s,/-]{1,3}(?:of |de |d['’])?"
        rf"(?P<month>{WORD})\.?,?[\s,/-]{{1,3}}(?:de |del )?(?P<year>\d{{4}}|(?<=-)\d\d)(?!\d)"
    ),
    re.compile(
        rf"(?P<month>{WORD})\.?[\s-]{{1,3}}(?P<day>\d{{1,2}}){_ORDINAL}(?:,\s{{0,2}}|[\s-]{{1,3}})(?P<year>\d{{4}})(?!\d)"
    ),
    re.compile(rf"(?P<year>\d{{4}})\.?[\s,-]{{1,3}}(?P<month>{WORD})\.?[\s-]{{1,3}}(?P<day>\d{{1,2}})(?!\d)"),
    re.compile(
        rf"(?P<month>{WORD})\s{{1,2}}(?P<day>\d{{1,2}})\s\d\d:\d\d(?::\d\d)?(?:\s[A-Z+\d-]{{3,6}})?"
        r"\s(?P<year>\d{4})(?!\d)"
    ),
)


def read_day(value: object, day_first: bool | None = True) -> date | None:
    """The day that a value of metadata states, or None when it states none, or none that can be.

    `value` is a date, a datetime, a number of seconds, milli-, micro- or nanoseconds since 1970 (UTC), or text: ISO
    8601, RFC 2822, 20251204T101500Z, 04.12.2025, Dec 4, 2025, 4 décembre 2025 and the like. `day_first` decides
    03/04/2025; with None it is no day. A month or a year alone is no day, and no part is ever filled in from today's
    date. Before 1600 and more than a year ahead of now is none that can be.
    """
    if value is None or isinstance(value, bool) or value != value:
        return None
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[D]").item()
    if isinstance(value, datetime):  # a pandas Timestamp too
        return _sane(value.date())
    if isinstance(value, date):
        return _sane(value)
    if isinstance(value, Number):
        value = str(int(value)) if abs(value) < 1e20 else ""
    return _read_text(" ".join(value[: LONGEST * 2].split())[:LONGEST], day_first) if isinstance(value, str) else None


def find_order(values: Iterable[object]) -> bool | None:
    """Whether a column's numeric dates have the day first (True) or the month (False); None: nothing settles it."""
    days = months = 0
    for value in values:
        if isinstance(value, str) and (found := _NUMERIC.search(value[:LONGEST])):
            first, second = int(found[1]), int(found[3])
            days += first > 12 >= second
            months += second > 12 >= first
    return None if days == months else days > months


def find_order_of(values: Iterable[object]) -> tuple[bool | None, object]:
    """The order of a column that need not fit into memory, and its first value that the order makes a difference to."""
    unsettled = None

    def watched() -> Iterable[object]:
        nonlocal unsettled
        for value in values:
            if unsettled is None and is_ambiguous(value):
                unsettled = value
            yield value

    return find_order(watched()), unsettled


def is_ambiguous(value: object) -> bool:
    """Whether the order of day and month makes a difference to this value."""
    return isinstance(value, str) and read_day(value, True) != read_day(value, False)


@lru_cache(maxsize=65536)
def _read_text(text: str, day_first: bool | None) -> date | None:
    if _NOTHING.match(text):
        return None
    if found := _ISO.match(text):
        return _day(found[1], found[2], found[3])
    if (found := _COMPACT.fullmatch(text)) and (day := _day(found[1], found[2], found[3])):
        return day
    if found := _WEEK_OR_ORDINAL.fullmatch(text):
        return _week_or_ordinal(*found.groups())
    if re.fullmatch(r"\d{9,19}(?:\.\d+)?", text):
        return _since_1970(text)
    if found := _YEAR_FIRST.search(text):
        return _day(found[1], found[2], found[3])
    if found := _NUMERIC.search(text):
        if day_first is None and found[2] == ".":
            day_first = True  # nobody writes 12.4.2025 for December
        return _numeric(int(found[1]), int(found[3]), found[4], day_first)
    for pattern in _NAMED:
        for found in pattern.finditer(text):
            if month := find_month(found["month"]):
                return _day(found["year"], month, found["day"])
    return None


def _numeric(first: int, second: int, year: str, day_first: bool | None) -> date | None:
    if first > 12 or second > 12 or first == second:
        day_first = first > 12 or first == second
    if day_first is None:
        return None
    return _day(year, second, first) if day_first else _day(year, first, second)


def _day(year: str, month: str | int, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:  # of the hundred years that end next year
        latest = date.today().year + 1
        number += latest - latest % 100 - (100 if number > latest % 100 else 0)
    try:
        return _sane(date(number, int(month), int(day)))
    except ValueError:
        return None


def _week_or_ordinal(year: str, week: str | None, weekday: str | None, ordinal: str | None) -> date | None:
    try:
        if week:
            return _sane(date.fromisocalendar(int(year), int(week), int(weekday)))
        return _sane(datetime.strptime(f"{year}-{ordinal}", "%Y-%j").date())
    except ValueError:
        return None


def _since_1970(digits: str) -> date | None:
    whole = digits.partition(".")[0]
    unit = EPOCH_UNITS.get(len(whole))
    try:
        return _sane(datetime.fromtimestamp(int(whole) / unit, UTC).date()) if unit else None
    except (OverflowError, ValueError, OSError):
        return None


def _sane(day: date) -> date | None:
    return day if day.year >= FIRST_YEAR and day <= date.today() + timedelta(days=366) else None


@lru_cache(maxsize=4096)
def find_month(word: str) -> int | None:
    """The number of the month that a word names: in English, whole or cut to three letters or more, or in any language
    that dateparser knows."""
    word = word.casefold().rstrip(".")
    for number, name in enumerate(MONTHS, 1):
        if name.startswith(word):
            return number
    if word.isascii() and word[:3] in {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}:
        return None
    import dateparser  # takes a third of a second, and English dates never need it

    try:
        found = dateparser.parse(f"1 {word} 2001", settings={"REQUIRE_PARTS": ["month"], "PARSERS": ["absolute-time"]})
    except Exception:  # a library's fault with a strange word must not stop a reading
        return None
    return found.month if found and (found.year, found.day) == (2001, 1) else None
