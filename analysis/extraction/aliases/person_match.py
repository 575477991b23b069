"""Whether two names in full are one person's, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.extraction.aliases.name_keys import clean, given_key, given_names_of, surname_key
from analysis.extraction.aliases.name_knowledge import read_name_knowledge
from analysis.extraction.aliases.person_names import PersonName
from analysis.extraction.names import fold


def match_people(one: PersonName, other: PersonName) -> str:
    """The rule by which two full names are one person's, or "" if they are not.

    Surname and given name must both agree, the given name also as an initial or nickname. Middle names agree as far
    as both give them, each with the one at its place (George W. Bush is not George H. W. Bush). Jr. or III tells two
    people apart, but Joe Biden is Joseph R. Biden Jr.
    """
    if not (one.is_full and other.is_full):
        return ""
    if one.suffix != other.suffix:
        is_nickname = not (one.suffix and other.suffix) and _match_given(one, other) == "nickname"
        return "nickname" if is_nickname and surname_key(one.family) == surname_key(other.family) else ""
    if one.words == other.words:
        return _rule_of_writing(one, other)
    if surname_key(one.family) == surname_key(other.family):
        given = _match_given(one, other)
        if given and _agree(one.middles, other.middles):
            return given
        if one.given == other.given and _share_double_surname(one, other):
            return "initials"
        if _all_given(one) == _all_given(other):
            return "spelling"
        return ""
    return "longer_name" if _is_beginning(one, other) or _is_beginning(other, one) else ""


def _match_given(one: PersonName, other: PersonName) -> str:
    a, b = given_key(one.given), given_key(other.given)
    if a == b:
        if bool(one.family_first) != bool(other.family_first):
            return "name_order"
        if one.middles != other.middles:
            return "initials"
        return "transliteration" if (one.given, one.family) != (other.given, other.family) else "spelling"
    if min(len(one.given), len(other.given)) == 1:
        if one.given[0] == other.given[0] or a[0] == b[0]:
            return "initials"
        return ""
    if given_names_of(a) & given_names_of(b):
        return "nickname"
    return ""


def _rule_of_writing(one: PersonName, other: PersonName) -> str:
    """What two names of the same folded words differ in."""
    if bool(one.family_first) != bool(other.family_first):
        return "name_order"
    if one.text == other.text:
        return "same_name" if not one.title and not other.title else "honorific"
    a, b = clean(one.text), clean(other.text)
    if fold(a) == fold(b) and a.casefold() != b.casefold():
        return "diacritics"
    a, b = fold(a).split(), fold(b).split()
    return "name_order" if a != b and sorted(a) == sorted(b) else "spelling"


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    return all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) or given_key(a) == given_key(b)
        for a, b in zip(one, other, strict=False)
    )


def _share_double_surname(one: PersonName, other: PersonName) -> bool:
    """Andrés López Obrador and Andrés Manuel López Obrador: the word before the surname is no given name."""
    last = one.middles[-1:]
    is_name = last and len(last[0]) > 1 and last[0] not in read_name_knowledge().first_names
    return bool(is_name and last == other.middles[-1:])


def _all_given(name: PersonName) -> str:
    """Jean Pierre as Jean-Pierre, Abdul Qadir as Abdulqadir."""
    words = (name.given, *name.middles)
    return "".join(words) if all(len(word) > 1 for word in words) else " ".join(words)


def _is_beginning(short: PersonName, long: PersonName) -> bool:
    """Gabriel García of Gabriel García Márquez, Mohammed bin Salman of Mohammed bin Salman Al Saud.

    Where the shorter name would end in a given name (Mary Ann, of Mary Ann Smith), it is not taken for the longer.
    """
    a, b = short.words, long.words
    if long.family_first or short.family_first or len(a) >= len(b) or min(map(len, a)) < 2:
        return False
    ends_in_given = a[-1] in read_name_knowledge().first_names and not short.particles
    same_given = given_key(a[0]) == given_key(b[0])
    return (
        not ends_in_given
        and same_given
        and all(surname_key(x) == surname_key(y) for x, y in zip(a[1:], b[1:], strict=False))
    )
