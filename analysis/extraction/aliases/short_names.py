"""By which single words a person of a full name may be called: surnames, and given names where that is the custom."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from analysis.extraction.aliases.name_knowledge import read_name_knowledge
from analysis.extraction.aliases.person_names import PersonName


@lru_cache(maxsize=1 << 16)
def surnames_of(name: PersonName) -> tuple[str, ...]:
    """Folded surnames, the usual one first: of García Márquez also García, of Nguyen Phu Trong Trong before Nguyen."""
    if name.family_first:
        return (*name.shorts, name.family)
    known, before = read_name_knowledge(), []
    for i, word in enumerate(name.middles):
        tail = " ".join((*name.middles[i:], name.family))
        before.append(tail)
        if len(word) > 1 and word not in known.first_names and word not in known.particles and not is_patronymic(word):
            before.append(word)
    if name.particles:
        before.append(f"{name.particles} {name.family}")
    return (name.family, *before)


def is_patronymic(word: str) -> bool:
    """Whether a middle name is the father's: Viktorovich, Petrovna."""
    endings = read_name_knowledge().customs.get(("slavic", "patronymic"), ())
    return len(word) > 5 and word.endswith(tuple(endings))


def goes_by_given(forms: Iterable[PersonName], country: str) -> bool:
    """Whether people of this name or country (ISO3) are usually called by the given name alone."""
    known = read_name_knowledge()
    endings = tuple(known.customs.get(("icelandic", "ending"), ()))
    return country in known.goes_by_given or any(f.family.endswith(endings) for f in forms if f.is_full and endings)
