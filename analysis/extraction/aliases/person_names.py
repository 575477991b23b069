"""A person's name in its parts, in whatever order and with whatever titles it is written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.extraction.aliases.name_keys import clean, given_key, surname_key
from analysis.extraction.aliases.name_knowledge import Honorific, fold_name, plain, read_name_knowledge
from analysis.extraction.aliases.name_order import order_words

_SUFFIXES = {"jr", "sr", "junior", "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xii", "xiii", "xiv", "xvi"}
_NICKNAME = re.compile(r"""\s+(?:"([^"]{2,40})"|'([^']{2,40})'|\(([^()]{2,40})\))(?=\s|$)""")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]?|[^\W\d_]\.?")
_ONLY_WITH_HYPHEN = {"ad", "ar", "as", "ash", "at", "ul"}  # Ash Carter; as-Sadr, or as part of a longer name
_KEPT = frozenset("'-.")


class PersonName(NamedTuple):
    """`text` is the name without title and nickname; the rest is folded. `given` is empty when a surname (or one word)
    stands alone; `particles` stand before `family`; `shorts` are other words people are known to go by."""

    text: str
    given: str
    middles: tuple[str, ...]
    particles: str
    family: str
    suffix: str = ""
    nickname: str = ""
    title: str = ""
    family_first: str = ""  # the custom by which the family name stands first: a key of data/name_customs.csv
    shorts: tuple[str, ...] = ()

    @property
    def is_full(self) -> bool:
        return bool(self.given)

    @property
    def key(self) -> tuple[str, str]:
        return given_key(self.given), surname_key(self.family)

    @property
    def phrase(self) -> str:
        """All of the name in folded words, as one compares it with a surname of several words."""
        return plain(self.text).replace("-", " ")

    @property
    def words(self) -> tuple[str, ...]:
        """Given name, middle names and surname, without particles."""
        known = read_name_knowledge().particles
        before = (self.given, *(m for m in self.middles if m not in known)) if self.given else ()
        return (*before, self.family) if self.family else before


@lru_cache(maxsize=1 << 16)
def read_person_name(written: str, with_doubtful: bool = False) -> PersonName:
    """The parts of a person's name; any text will do.

    `with_doubtful` also takes off an honorific that is as often part of the name (U, Chief, Sheikh).
    """
    text, nickname = _take_nickname(clean(written))
    tokens = _take_comma(text).split()
    tokens, title = take_title(tokens, with_doubtful)
    tokens, suffix, ending = _take_suffix(tokens)
    words, family_first = order_words(_words(tokens))
    family, particles, before = words[-1] if words else "", [], words[:-1]
    if family_first:
        shorts = (before[-1],) if family_first == "vietnamese" else ()
        given, middles = "".join(before), []
    else:
        known = read_name_knowledge().particles
        while before and before[-1] in known and (len(before) > 1 or not _is_given(before[0], tokens)):
            particles.insert(0, before.pop())
        given, middles, shorts = (before[0] if before else ""), before[1:], ()
    text = " ".join([*tokens, ending] if ending else tokens)
    return PersonName(
        text, given, tuple(middles), " ".join(particles), family, suffix, nickname, title,
        family_first, shorts,
    )  # fmt: skip


def take_title(tokens: list[str], with_doubtful: bool = False) -> tuple[list[str], str]:
    """The words behind all titles and honorifics, and these; one word always stays."""
    knowledge, taken = read_name_knowledge(), 0
    known, openings, capitals = knowledge.before, knowledge.openings, knowledge.capitals
    while len(tokens) - taken > 1 and plain(tokens[taken]) in openings:
        for size in range(min(5, len(tokens) - taken - 1), 0, -1):
            words = " ".join(tokens[taken : taken + size])
            honorific = known.get(plain(words))
            in_case = plain(words) not in capitals or words.isupper()
            if (
                honorific
                and in_case
                and (with_doubtful or not honorific.evidence or _is_arabic(tokens[taken + size :]))
            ):
                taken += size
                break
        else:
            break
    return tokens[taken:], " ".join(tokens[:taken])


def _is_arabic(tokens: list[str]) -> bool:
    """Whether a particle stands within the name: Sheikh Tamim bin Hamad is one whose title is Sheikh."""
    particles = read_name_knowledge().particles
    return any(plain(token).partition("-")[0] in particles for token in tokens[1:])


def honorific_of(title: str) -> Honorific:
    """What is known of the last words of a title: "Crown Prince", "Mrs." """
    tokens, known = title.split(), read_name_knowledge().before
    for first in range(len(tokens)):
        if found := known.get(plain(" ".join(tokens[first:]))):
            return found
    return Honorific()


def _take_nickname(text: str) -> tuple[str, str]:
    match = _NICKNAME.search(text) if '"' in text or "'" in text or "(" in text else None
    if not match:
        return text, ""
    return (text[: match.start()] + text[match.end() :]).strip(), plain(next(filter(None, match.groups())))


def _take_comma(text: str) -> str:
    """ "Xi, Jinping" in reading order, "Smith, Jr." without the comma."""
    if "," not in text:
        return text
    left, _, right = (part.strip() for part in text.partition(","))
    known = read_name_knowledge()
    if plain(right) in _SUFFIXES:
        return f"{left} {right}"
    if not right or plain(right) in known.after or plain(right.split()[0]) in known.openings:
        return left  # Catherine, Princess of Wales
    return f"{right} {left}".replace(",", " ")


def _take_suffix(tokens: list[str]) -> tuple[list[str], str, str]:
    """The words before Jr., III or degrees; the suffix folded, and as written."""
    after, suffix, ending = read_name_knowledge().after, "", ""
    while len(tokens) > 1:
        word = plain(tokens[-1]).strip(",")
        if word in _SUFFIXES and (word[0] in "js" or tokens[-1].isupper()):
            suffix, ending = {"junior": "jr"}.get(word, word), tokens[-1]
        elif word not in after or after[word].evidence or (len(word) < 3 and not tokens[-1].isupper()):
            break
        tokens = tokens[:-1]
    return tokens, suffix, ending


def _words(tokens: list[str]) -> list[str]:
    """Folded words: initials apart, an Arabic article apart from its name, a servant's "Abdul" with it."""
    words: list[str] = []
    particles = read_name_knowledge().particles
    for i, token in enumerate(tokens):
        is_initials = (len(token) == 1 or "." in token) and len(token) < 8 and _INITIALS.fullmatch(token)
        if is_initials or _is_bare_initials(i, tokens):
            words += [fold_name(c) for c in token if c not in _KEPT]
            continue
        word = fold_name(token)
        if not word.isalpha():
            head, _, tail = word.partition("-")
            if head in particles and tail:
                words.append(head)
                word = tail
            word = "".join(c for c in word if c not in _KEPT)
        if word:
            words.append(word)
    return _join_abdul(words) if any(word[:3] == "abd" for word in words) else words


def _is_bare_initials(i: int, tokens: list[str]) -> bool:
    """JD Vance, George HW Bush; not a name in capitals."""
    token, last = tokens[i], tokens[-1]
    return i < len(tokens) - 1 and 1 < len(token) < 4 and token.isalpha() and token.isupper() and not last.isupper()


def _join_abdul(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in ("abdul", "abdel", "abdal", "abd") and len(word) > 1:
            if word in read_name_knowledge().particles:
                joined[-1] = "abdul"
            else:
                joined[-1] = "abdul" + word
        elif word[:5] in ("abdel", "abdal", "abdol") and len(word) > 7 and word != "abdallah":
            joined.append("abdul" + word[5:])
        else:
            joined.append(word)
    return joined


def _is_given(word: str, tokens: list[str]) -> bool:
    """Whether a first word that is also a particle is a given name here: Ben Smith, Al Gore, Ash Carter; not
    al-Assad, van Gogh."""
    first = tokens[0]
    is_name = word in read_name_knowledge().first_names or word in _ONLY_WITH_HYPHEN
    return is_name and first[:1].isupper() and "-" not in first
