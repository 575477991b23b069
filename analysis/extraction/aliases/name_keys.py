"""Keys under which the spellings of one name fall together, and no others do.

A phonetic key made for English (Soundex, Metaphone) drops vowels, and so takes Maria for Mario and Ali for Ala. This
one keeps them: it undoes what transliterations from Cyrillic and Arabic do differently, by the rules of
data/transliterations.csv in their order, and knows the names that no rule covers from data/name_variants.csv.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from analysis.extraction.aliases.name_knowledge import read_name_knowledge

_SIGNS = {ord(c): "'" for c in "’‘ʼʻʹ`´′ʿʾ＇"} | {ord(c): '"' for c in "“”„«»″‟"}
_SIGNS |= {ord(c): "-" for c in "‐‑‒–—−﹣－"}
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$", re.IGNORECASE)
_DOUBLED = re.compile(r"([^\W\d_])\1+")


def clean(written: str) -> str:
    """The name with plain quotes, hyphens and single spaces, without "the" before it or a possessive behind it."""
    if not written.isascii():
        written = unicodedata.normalize("NFC", _UNSEEN.sub("", written).translate(_SIGNS))
    name = " ".join(written.split()).strip(" ,;:")
    name = _POSSESSIVE.sub("", name)
    return name[4:] if name[:4].lower() == "the " and len(name) > 4 else name


@lru_cache(maxsize=1 << 18)
def given_key(name: str) -> str:
    """The key of a folded given name; an initial is its own."""
    key = transliteration_key(name)
    return _variants(False).get(key, key)


@lru_cache(maxsize=1 << 18)
def surname_key(name: str) -> str:
    """The key of a folded surname."""
    key = transliteration_key(name, surname=True)
    return _variants(True).get(key, key)


@lru_cache(maxsize=1 << 18)
def transliteration_key(name: str, surname: bool = False) -> str:
    """A folded name as the rules of data/transliterations.csv make it, doubled letters single."""
    letters = len(name)
    for place, rules, any_of_them in _rules_by_place():
        if (place == "surname" and not surname) or not any_of_them.search(name):
            continue
        for pattern, key, least in rules:
            changed = pattern.sub(key, name) if letters >= least else name
            if changed != name and place == "end":
                name = changed
                break
            name = changed
    return _DOUBLED.sub(r"\1", name)


@cache
def _rules_by_place() -> tuple[tuple[str, list[tuple[re.Pattern, str, int]], re.Pattern], ...]:
    """For each place in a name its rules in order (at the end the first that fits counts) and one pattern of all."""
    places: dict[str, list[tuple[re.Pattern, str, int]]] = {}
    for place, *rule in read_name_knowledge().rules:
        places.setdefault(place, []).append(tuple(rule))
    every = {place: re.compile("|".join(f"(?:{rule[0].pattern})" for rule in rules)) for place, rules in places.items()}
    return tuple((place, rules, every[place]) for place, rules in places.items())


def given_names_of(key: str) -> frozenset[str]:
    """The keys of the given names that a given name's key may be short for, itself among them."""
    return _nicknames().get(key, frozenset()) | {key}


@lru_cache(maxsize=2)
def _variants(surname: bool) -> dict[str, str]:
    """Key of a name of data/name_variants.csv -> key of the one that stands for it."""
    known = read_name_knowledge()
    variants = known.surname_variants if surname else known.given_variants
    return {transliteration_key(one, surname): transliteration_key(main, surname) for one, main in variants.items()}


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, frozenset[str]]:
    names = read_name_knowledge().nicknames
    return {given_key(nickname): frozenset(map(given_key, full)) for nickname, full in names.items()}
