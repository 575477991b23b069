"""Where sentences begin in news text, as a function of characters and as a spaCy component.

A full stop ends a sentence unless what stands before it is an abbreviation or an initial ("U.S. President", "Gen. X",
"J. D. Vance") or a small letter follows. A blank line and the line end after a headline in capitals always do.
"""

from __future__ import annotations

import re
from bisect import bisect_left

import numpy as np
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc

_BREAK = re.compile(r"(?P<line>\n\s*)|[.!?…]+[\"'”’»)\]]*")
_SPACE = re.compile(r"\s*")
_OPENING = "\"'“‘«([—–-*•"
_INITIAL = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")  # "J", "U.S", "p.m": letters with a stop after each
_NEAR = 24  # characters looked at before a full stop and for the word after it


def find_sentence_starts(text: str, abbreviations: dict[str, str]) -> list[int]:
    """The character at which each sentence begins, in order; [] for a text of nothing but white space.

    `abbreviations` maps a word that is written with a full stop to when that stop ends a sentence: never, perhaps
    (when a word follows that often opens one), or number (unless a number follows). Linear in the text.
    """
    first = _SPACE.match(text).end()
    if first == len(text):
        return []
    starts, line_start = [first], first
    for found in _BREAK.finditer(text, first):
        start = _SPACE.match(text, found.end()).end()
        if start == len(text):
            break
        if found["line"]:
            ends = found["line"].count("\n") > 1 or text[start] in "•*" or _is_headline(text, line_start, found.start())
            line_start = start
        else:
            ends = start > found.end() and _ends(text, found, start, abbreviations)
        if ends and start > starts[-1]:
            starts.append(start)
    return starts


def _is_headline(text: str, start: int, end: int) -> bool:
    return end - start < 300 and " " in text[start:end] and text[start:end].isupper()


def _ends(text: str, found: re.Match, start: int, abbreviations: dict[str, str]) -> bool:
    """Whether the stop `found` ends a sentence, given that something follows it at `start`."""
    following = text[start : start + _NEAR].lstrip(_OPENING)
    if following[:1].islower():
        return False
    if found.group() != ".":
        return True
    before = text[max(0, found.start() - _NEAR) : found.start()].split()
    word = before[-1].lstrip(_OPENING) if before and not text[found.start() - 1].isspace() else ""
    rule = abbreviations.get(word) or ("perhaps" if _INITIAL.fullmatch(word) and word != "I" else "")
    if rule == "number":
        return not following[:1].isdigit()
    if rule == "perhaps":
        return _opens(following)
    return rule != "never"


def _opens(following: str) -> bool:
    word = re.match(r"\w*", following).group()
    return word.lower() in STOP_WORDS and not following[:1].isdigit()


@Language.factory("news_sentences", default_config={"abbreviations": {}})
def _news_sentences(nlp: Language, name: str, abbreviations: dict[str, str]):
    def set_sentences(doc: Doc) -> Doc:
        """Mark every token as the first of a sentence or not; white space before the first belongs to it."""
        if len(doc):
            begins = np.full(len(doc), -1, dtype="int8")
            tokens = doc.to_array("IDX").tolist()
            text = doc.user_data.get("text") or doc.text  # putting a long text together again takes its time
            for start in find_sentence_starts(text, abbreviations)[1:]:
                begins[min(bisect_left(tokens, start), len(doc) - 1)] = 1
            begins[0] = 1
            doc.from_array(["SENT_START"], begins.astype("uint64"))
        return doc

    return set_sentences
