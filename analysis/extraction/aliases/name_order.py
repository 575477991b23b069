"""Which word of a person's name is the family name: the last, or by the custom of some peoples the first."""

from __future__ import annotations

import re

from analysis.extraction.aliases.name_knowledge import read_name_knowledge

_PINYIN = re.compile(
    r"(?:(?:[zcs]h?|[bpmfdtnlgkhjqxrwy])?(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|er|ong|ia?|ie|iao|iu|ian|in|iang|ing|iong"
    r"|u|ua|uo|uai|ui|uan|un|uang|ue)){1,2}"
)
_SYLLABLE = re.compile(  # Chinese and Korean in older and other spellings: Hsien, Loong, Jeou, Suk, Yeol
    r"(?:[zcst]h|hs|t[sz]|[hkg]w|kk|tt|pp|ss|jj|[bcdfghjklmnpqrstwxyz])?[aeiouyw]{1,4}(?:ng|[nklmptbgh])?"
)
_ALSO_GIVEN = {"lee", "kim", "jan", "jo", "mo", "bo", "han", "min", "ai", "an", "che", "dai", "su"}


def order_words(words: list[str]) -> tuple[list[str], str]:
    """The words with the family name last, and the custom by which it stood first ("" where it did not)."""
    known = read_name_knowledge().family_first
    if not 1 < len(words) < 5 or not (words[0] in known or words[-1] in known):
        return words, ""
    customs, first, rest = read_name_knowledge().customs, words[0], words[1:]
    if custom := _eastern_custom(first, rest, customs):
        return [*rest, first], custom
    for custom in ("hungarian", "japanese"):
        known, given = customs.get((custom, "surname"), ()), customs.get((custom, "given"), ())
        if first in known and rest[-1] in given and first not in given:
            return [*rest, first], custom
    if len(words) == 3 and _eastern_custom(words[-1], words[:-1], customs) in ("chinese", "korean"):
        return ["".join(words[:-1]), words[-1]], ""  # Jong Un Kim
    return words, ""


def _eastern_custom(family: str, rest: list[str], customs: dict) -> str:
    """The custom by which `family` is the family name and `rest` the given name in one or two syllables."""
    known = read_name_knowledge().first_names
    is_western = len(rest) == 1 and rest[0] in known and family in _ALSO_GIVEN
    if len(rest) > 3 or is_western or any(len(word) < 2 for word in rest):
        return ""
    if len(rest) > 1 and family in customs.get(("vietnamese", "surname"), ()) and rest[-1] not in known:
        return "vietnamese"
    if len(rest) > 2:
        return ""
    is_short = all(map(_SYLLABLE.fullmatch, rest))
    for custom in ("chinese", "korean"):
        if family in customs.get((custom, "surname"), ()):
            if len(rest) == 2 and is_short:
                return custom
            if len(rest) == 1 and (_PINYIN.fullmatch(rest[0]) if custom == "chinese" else _is_korean(rest[0])):
                return custom
    return ""


def _is_korean(word: str) -> bool:
    """Whether a word is two syllables: Jaein, Sukyeol; Lee Cain is no Korean."""
    cuts = range(2, len(word) - 1)
    return len(word) > 4 and any(_SYLLABLE.fullmatch(word[:i]) and _SYLLABLE.fullmatch(word[i:]) for i in cuts)
