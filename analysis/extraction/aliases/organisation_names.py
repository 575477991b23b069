"""An organisation's name in its parts: what is compared, its legal form, initials, and the state whose body it is."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from analysis.extraction.aliases.name_keys import clean
from analysis.extraction.aliases.name_knowledge import plain, read_name_knowledge
from analysis.extraction.names import fold

_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]*(?:[&/-][A-Z0-9]+)*[A-Z0-9](?:s|es)?")
_LIKE_NAME = re.compile(r"[A-Z][a-z]{2,7}")  # as Isro, Unesco
_JOINED = re.compile(r"\s&\s|(?<=\w{3})&(?=\w{3})")  # not AT&T
_WITH_ACRONYM = re.compile(r"(.{4,}?)\s*\(([^()\s]{2,12})\)")
_WORD = re.compile(r"[^\s/,()\-\"]+")


class OrganisationName(NamedTuple):
    """`words` are folded and spelt the British way, "and" for &, small words kept; `key` joins them without the legal
    form, of which `legal` is the class. `acronym` is set for a name that may be one, in capitals without dots."""

    text: str
    words: tuple[str, ...]
    key: str
    legal: str = ""
    acronym: str = ""
    body: str = ""  # what the body of a state is, without its country; "" for all else
    country: str = ""  # ISO3 of the country in its name

    @property
    def is_acronym(self) -> bool:
        return bool(self.acronym) and not self.text[1:].islower()


@lru_cache(maxsize=1 << 16)
def read_organisation_name(written: str) -> OrganisationName:
    """The parts of an organisation's name; any text will do."""
    text = clean(written)
    if (match := _WITH_ACRONYM.fullmatch(text)) and match[2].isupper() and read_acronym(match[2]):
        text = match[1]
    acronym = read_acronym(text)
    words = _read_words(text)
    core, legal = _take_legal_form(words)
    body, country = _read_body(core, text.endswith(")"))
    return OrganisationName(text, words, " ".join(core), legal, acronym, body, country)


def read_acronym(text: str) -> str:
    """The acronym that a text is: capitals, dotted, in the plural, or written like a name; else ""."""
    if " " in text or not 1 < len(text) < 16:
        return ""
    if _DOTTED.fullmatch(text):
        return text.replace(".", "").upper()
    if _ACRONYM.fullmatch(text):
        return text.rstrip("s").removesuffix("e") if text[-1] == "s" else text
    return text.upper() if _LIKE_NAME.fullmatch(text) else ""


@lru_cache(maxsize=1 << 14)
def initials_of(name: OrganisationName) -> frozenset[str]:
    """Every acronym that the name's initial letters spell: with and without small words, legal form and country."""
    small = read_name_knowledge().words["small"]
    parts = [part for part in re.split(r"[\s/\-&]+", plain(name.text)) if part]
    spelt = {"".join(w[0] for w in parts), "".join(w[0] for w in parts if w not in small)}
    core = name.key.split()
    spelt |= {"".join(w[0] for w in core), "".join(w[0] for w in core if w not in small)}
    whole = [w for w in plain(name.text).split() if w not in small]
    return frozenset(s.upper() for s in spelt | {"".join(w[0] for w in whole)} if len(s) > 1)


def _read_words(text: str) -> tuple[str, ...]:
    spellings = read_name_knowledge().words["spelling"]
    words = [plain(word) for word in _WORD.findall(_JOINED.sub(" and ", text))]
    return tuple(spellings.get(word, word) for word in words if word)


def _take_legal_form(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The words without their legal form, and its class; a word that alone names no organisation keeps it."""
    known = read_name_knowledge().words
    core, legal = words, ""
    if len(words) < 2 or (words[-1] not in _last_words("legal") and words[0] not in known["legal_before"]):
        return words, ""
    if len(core) > 1 and core[0] in known["legal_before"]:
        core, legal = core[1:], core[0]
    for size in (4, 3, 2, 1, 1):
        form = " ".join(core[-size:])
        if len(core) > size and form in known["legal"]:
            core, legal = core[:-size], known["legal"][form]
    while len(core) > 1 and core[-1] == "and":
        core = core[:-1]
    return (core, legal) if core != words and is_telling(core) else (words, "")


def is_telling(words: tuple[str, ...]) -> bool:
    """Whether these words can name an organisation: not only words such as national, bank, and of, or a country."""
    known = read_name_knowledge()
    general, small = known.words["general"], known.words["small"]
    telling = [w for w in words if w not in general and w not in small and len(w) > 1]
    return bool(telling) and " ".join(words) not in known.countries and words[-1] not in small


def _read_body(words: tuple[str, ...], in_brackets: bool) -> tuple[str, str]:
    """What body of a state this is, and the ISO3 of the country in its name.

    Russian Defence Ministry, Ministry of Defence of Russia, Defence Ministry (Russia): ("defence ministry", "RUS").
    """
    known = read_name_knowledge()
    rest, country, text = words, "", f" {' '.join(words)} "
    if _last_words("body").isdisjoint(words) or not any(f" {head} " in text for head in known.words["body"]):
        return "", ""
    for size in (3, 2, 1):
        first, last = (" ".join(part) for part in (rest[:size], rest[-size:]))
        if len(rest) > size and not country:
            if found := known.countries.get(first) or known.countries.get(first.removesuffix("s")):
                rest, country = rest[size:], found
            elif last in known.countries and (in_brackets or rest[-size - 1] in ("of", "the", "in", "for")):
                rest, country = rest[:-size], known.countries[last]
    content = [w for w in rest if w not in known.words["small"] and w not in known.words["filler"]]
    return (" ".join(sorted(content)), country) if content else ("", "")


@cache
def _last_words(role: str) -> frozenset[str]:
    return frozenset(form.split()[-1] for form in read_name_knowledge().words[role])


def match_organisations(one: OrganisationName, other: OrganisationName) -> str:
    """The rule by which two names of one organisation differ."""
    if one.words != other.words and not (one.acronym and one.acronym == other.acronym):
        return "country" if one.body else "legal_form" if one.legal != other.legal else "spelling"
    if one.text == other.text:
        return "same_name"
    accents = fold(one.text) == fold(other.text) and one.text.casefold() != other.text.casefold()
    return "diacritics" if accents else "spelling"
