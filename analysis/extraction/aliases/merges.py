"""What is asked and answered: names as an article writes them, and the actor that each one is."""

from __future__ import annotations

from typing import NamedTuple

RULES = {
    "same_name": "written alike",
    "spelling": "the same but for hyphens, capitals, signs or British and American spelling",
    "diacritics": "the same but for accents",
    "honorific": "the same behind a title or honorific",
    "name_order": "the same with the family name first or last",
    "initials": "the same with initials, or with a middle name or patronymic more or fewer",
    "transliteration": "the same name in another transliteration",
    "nickname": "the same with a usual short form of the given name, or a nickname",
    "longer_name": "a longer form of the same name",
    "surname": "the surname of someone named in full",
    "given_name": "the given name of someone named in full",
    "acronym": "the initials of the one organisation that they fit",
    "acronym_explained": "an acronym, with the long form beside it",
    "legal_form": "the same but for the legal form",
    "country": "the same body of the same state, with or without its country",
    "short_form": "the beginning of a longer name used before",
    "correction": "as your corrections say",
}
"""Rule key -> how it is said to a reader. The keys of `Merge.rule` and of the column rule of `merge_corpus`."""


class NamedActor(NamedTuple):
    """A name as written in an article.

    `written` is without "the" and without possessive (what is left of either is read over), `kind` is person or
    organisation, `title` the title before it as written, if any, `country` the ISO3 that the words before it give.
    """

    written: str
    kind: str
    title: str = ""
    country: str = ""


class Merge(NamedTuple):
    """The actor that a name is: its id, its name, and the key in RULES of what joins the two.

    `same_name` also stands for a name that joins nothing: it is an actor of its own.
    """

    entity_id: str
    name: str
    rule: str
