"""The publication day that the opening of an article's text states."""

from __future__ import annotations

import re
from datetime import date

from analysis.corpus.columns import plain, read_aliases
from analysis.corpus.dates import DAY_MONTH, MONTH_DAY, read_day

OPENING = 400  # characters
_NUMBERS = r"\d{4}-\d\d?-\d\d?|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}年\d{1,2}月\d{1,2}日"
_NAMED = rf"(?:{MONTH_DAY}|{DAY_MONTH})"
_WEEKDAY = r"(?:(?:[^\W\d_]{2,12}(?:day\b,?|,|\.,?)|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun))\s)?"
_TIME = r"\d{1,2}[:.h]\d\d"
# A whole line, or what stands between bars in it, that is a date: "Thursday, 4 December 2025, 10:15 GMT", "10:15 GMT,
# 4 December 2025", "December 4, 2025 Thursday". Before it may stand a label: "First published on", "Date:".
_DAY_ALONE = (
    rf"\(?(?:{_TIME}(?:\s[A-Za-z]{{2,4}})?,?\s)?{_WEEKDAY}(?P<day>{_NUMBERS}|{_NAMED},?\s(?:de\s)?\d{{4}})(?:\sг\.)?"
    rf"(?:,?\s[A-Z][a-z]{{2,5}}day)?(?:(?:,|\sat|T|\s?[-–—/])?\s?{_TIME}[^\n]{{0,20}})?[.,]?\)?"
)
_DATED_LINE = re.compile(rf"(?:(?P<label>[^\W\d][^:\d\n]{{2,24}}?)(?::|\s[Oo]n:?|\s[Aa]t)?\s{{1,3}})??{_DAY_ALONE}")
_BYLINE = re.compile(r"by\s[^,\d\n]{2,60},\s", re.IGNORECASE)
# "NEW DELHI, December 3, 2025 (Agency) —": a place, a date, and what ends a dateline.
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_a-z][^\d\n!?]{1,60}?)(?:[,|/]|\))\s{1,2}" + _WEEKDAY + rf"(?P<day>{_NUMBERS}|{_NAMED})"
    r"(?:,?\s(?P<year>\d{4}))?\.?(?P<agency>\s{0,2}[(/\[][^\n()/\[\]]{1,40}[)/\]])?\s{0,2}(?:[—–:]|--|-\s|(?<=/)\.?\s)"
)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")


def find_day(title: str, text: str) -> date | None:
    """The day of publication that the first 400 characters of the text (after its title) state, or None.

    It is stated by a label ("Published: 2025-12-04"), a line that is a date, or a dateline ("NEW DELHI, December 3,
    2025 —"). A dateline without a year states a day only if its agency's bracket has the year: none is ever taken
    from today's date. Nor is a date in running prose one: what it tells of may be past or to come. 03/04/2025 states
    no day.
    """
    body = text[len(title) :] if title and text.startswith(title) else text
    lines = body[:OPENING].split("\n")
    if len(body) > OPENING:
        lines[-1] = lines[-1] + "…"  # cut: no whole line
    for line in lines:
        if day := _in_line(" ".join(line.split())):
            return day
    return None


def _in_line(line: str) -> date | None:
    if not any(c.isdigit() for c in line):
        return None
    for part in re.split(r"\s?[|•·]\s?", line):
        part = _BYLINE.sub("", part, count=1) if _BYLINE.match(part) else part
        found = _DATED_LINE.fullmatch(part)
        labelled = not found or not found["label"] or plain(found["label"]) in read_aliases()["date"]
        if found and labelled and (day := read_day(found["day"], None)):
            return day
    found = _DATELINE.match(line)
    if not found:
        return None
    stated = found["day"]
    if not re.search(r"\d{4}", stated):
        year = found["year"] or next(iter(_YEAR.findall(found["agency"] or "")), "")
        stated = f"{stated} {year}" if year else ""
    return read_day(stated, None)
