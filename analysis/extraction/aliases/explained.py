"""Acronyms that an article itself explains: "Long Form (ACR)" and "ACR (Long Form)".

After A. S. Schwartz and M. A. Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text,
Pacific Symposium on Biocomputing 2003, with initial letters only: in news an acronym spells the beginnings of words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from analysis.extraction.aliases.name_keys import clean
from analysis.extraction.aliases.name_knowledge import plain, read_name_knowledge
from analysis.extraction.aliases.organisation_names import read_acronym

_BRACKETS = re.compile(r"\(([^()\n]{2,120})\)")
_WORDS = re.compile(r"[^\s/\-]+")
_END = re.compile(r"[.;:!?\n(){}\[\]]")
_REACH = 160  # characters before a bracket in which its long form begins


def read_explained(text: str, spans: Iterable[tuple[int, int]] = ()) -> dict[str, str]:
    """Acronym (capitals, without dots) -> its long form as written, without "the"; the first explanation stands.

    `spans`: where organisations were found, as characters start and end into `text`, half-open. One that ends before
    a bracket is preferred as its long form if its initials fit; else the words before the bracket that fit. Small
    words (of, and, the) may be skipped. Linear in the text's length.
    """
    ends = sorted((end, start) for start, end in spans)
    explained: dict[str, str] = {}
    for match in _BRACKETS.finditer(text):
        inside = clean(re.split(r"[,;]| or ", match[1])[0])
        before = text[max(0, match.start() - _REACH) : match.start()].rstrip()
        acronym, after_name = _acronym(inside), _acronym(clean(before.split()[-1] if before.split() else ""))
        if acronym:
            long = _known_before(text, ends, match.start(), acronym) or _words_before(before, acronym)
        elif after_name and fits(after_name, inside):
            acronym, long = after_name, inside
        else:
            continue
        if long:
            explained.setdefault(acronym, clean(long))
    return explained


def fits(acronym: str, long: str) -> bool:
    """Whether the initial letters of `long` spell `acronym`, small words skipped or not."""
    words = [word.strip("\"',.") for word in _WORDS.findall(long.replace("&", " "))]
    words = [word for word in words if plain(word)]
    return len(words) > 1 and _spells(acronym.casefold(), words)


def _acronym(text: str) -> str:
    return read_acronym(text) if sum(c.isupper() for c in text) > 1 or len(text) in range(4, 8) else ""


def _spells(letters: str, words: list[str]) -> bool:
    letters = "".join(c for c in letters if c.isalnum())
    small = read_name_knowledge().words["small"]
    at = {0}  # how many letters may be spelt so far
    for written in words:
        word = plain(written)
        parts = {word[0], word} if word.upper() == written.replace(".", "") else {word[0]}  # the U.S. of USAID
        spelt = {i + len(part) for i in at for part in parts if letters.startswith(part, i)}
        at = spelt | at if word in small else spelt
        if not at:
            return False
    return len(letters) in at and letters[:1] == plain(words[0])[:1]


def _known_before(text: str, ends: list[tuple[int, int]], bracket: int, acronym: str) -> str:
    i = bisect_left(ends, (bracket + 1, 0)) - 1
    while i >= 0 and not text[ends[i][0] : bracket].strip(" \u00a0\"'”’"):
        long = text[ends[i][1] : ends[i][0]]
        if fits(acronym, long):
            return long
        i -= 1
    return ""


def _words_before(before: str, acronym: str) -> str:
    """The fewest words before the bracket that spell the acronym, beginning with a capital."""
    cut = [match.end() for match in _END.finditer(before) if not _is_abbreviation(before, match.start())]
    before = before[cut[-1] :] if cut else before
    starts = [match.start() for match in re.finditer(r"[^\s]+", before)]
    limit = min(len(acronym) + 5, 2 * len(acronym) + 1)
    for start in reversed(starts[-limit:]):
        long = before[start:].strip("\"'“”‘’ ")
        if long[:1].isupper() and len(acronym) > 1 and fits(acronym, long):
            return long
    return ""


def _is_abbreviation(text: str, dot: int) -> bool:
    return text[dot] == "." and dot > 0 and text[dot - 1].isupper()
