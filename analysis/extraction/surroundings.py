"""What stands around a place's name: whether it is part of a person's or another thing's name, or where things are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from analysis.extraction.matcher import Pieces
from analysis.extraction.names import is_plain_word

# Words before a name that say that a place follows, that one may, and sides of a place.
_WHERE = {"in", "near", "at", "outside", "around", "downtown", "inside", "throughout", "across"}
_PERHAPS = {"from", "to", "of", "between", "through", "toward", "towards", "into", "via", "for", "leaving", "past"}
_PERHAPS |= {"beyond", "off", "and", "or"}
_SIDES = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
_ARTICLES = {"al", "ad", "ar", "as", "an", "az", "el", "at", "ash"}  # in Arabic names: "Ras al-Ain"
_LANGUAGE_BEFORE = {"in", "speak", "speaks", "spoke", "spoken", "speaking", "fluent", "learn", "learning"}
_LANGUAGE_BEHIND = {"language", "languages", "speaking", "speaker", "speakers", "dialect", "dialects"}


class Surroundings:
    """The neighbours of pieces. `nouns` maps the capitalised words that make a name of a place's name to their role
    (public, local, embedded, street, of, before_person: see data/name_nouns.csv)."""

    def __init__(
        self,
        pieces: Pieces,
        first_names: Collection[str],
        nouns: Mapping[str, Collection[str]],
        begins_sentence: Callable[[int], bool],
        is_headline: Callable[[int], bool],
    ) -> None:
        self.pieces, self.first_names, self.nouns = pieces, first_names, nouns
        self.begins_sentence, self.is_headline = begins_sentence, is_headline

    def before(self, first: int) -> str:
        """The word before, on the same line; "" if something else than a space stands between."""
        return self.pieces.word(first - 2) if self.pieces.word(first - 1) == " " else ""

    def behind(self, after: int) -> str:
        return self.pieces.word(after + 1) if self.pieces.word(after) == " " else ""

    def has_role(self, word: str, role: str) -> bool:
        return role in self.nouns.get(word, ())

    def is_name_word(self, word: str) -> bool:
        return word[:1].isupper() and word[1:2].islower() and not is_plain_word(word)

    def is_surname(self, first: int) -> bool:
        """Whether a first name, an initial or a title of a person stands before: "Jack London", "D. Washington"."""
        word = self.before(first)
        if word == ".":
            letter, title = self.pieces.word(first - 3), self.pieces.word(first - 3)
            initial = len(letter) == 1 and letter.isupper() and self.pieces.word(first - 4) != "."
            return initial or self.has_role(title, "before_person")
        if self.has_role(word, "before_person"):
            return True
        return word in self.first_names and not is_plain_word(word)

    def is_first_name(self, first: int, after: int) -> bool:
        """Whether this first name ("Paris", "Jordan") is followed by what may be a surname."""
        if after - first > 1 or self.is_headline(first):
            return False
        if self.before(first) == "of" and self.pieces.word(first - 4)[:1].isupper():  # "Prime Minister of Israel Ehud"
            return False
        word = self.behind(after)
        if self.has_role(self.before(first), "before_person") and self.is_name_word(word):
            return True
        initial = len(word) == 1 and word.isupper() and self.pieces.word(after + 2) == "."
        is_name = self.pieces.word(first) in self.first_names
        return is_name and (initial or (self.is_name_word(word) and word not in self.nouns))

    def is_person(self, first: int, after: int) -> bool:
        """Whether it is part of a person's name here, or does or has what only people do and have."""
        if self.is_surname(first) or self.is_first_name(first, after):
            return True
        if self.has_role(self.behind(after), "verb"):
            return True
        age = self.behind(after + 1) if self.pieces.word(after) == "," else ""  # "Georgia, 9, had saved"
        return age.isdigit() and len(age) < 3 and self.pieces.word(after + 3) in (",", ".", ";", ")")

    def is_second_name(self, first: int) -> bool:
        """Whether a capitalised word that is known as nothing else stands before a city's name, as the first names of
        many people do: "DeAndre London"."""
        word = self.before(first)
        sides = word.lower() in _SIDES | _WHERE | _PERHAPS
        return self.is_name_word(word) and not (
            sides or word in self.nouns or self.begins_sentence(first - 2) or self.is_headline(first)
        )

    def is_language(self, first: int, after: int) -> bool:
        """Whether a people's name is their language here: "in French,", "French-speaking"."""
        if self.pieces.word(after) == "-" and self.pieces.word(after + 1) in _LANGUAGE_BEHIND:
            return True
        if self.behind(after) in _LANGUAGE_BEHIND:
            return True
        ends = self.pieces.word(after) in ("", ",", ".", ";", ":", "!", "?", ")", '"', "”", "\n")
        ends = ends or self.behind(after) in ("then", "but", "as", "to", "at", "by", "on", "for", "with")
        return ends and self.before(first).lower() in _LANGUAGE_BEFORE

    def is_street(self, after: int) -> bool:
        return self.has_role(self.behind(after), "street")

    def is_local(self, after: int) -> bool:
        """Whether a body or office of a town follows: "Paris City Council", "Lebanon Mayor"."""
        return self.has_role(self.behind(after), "local")

    def is_embedded(self, first: int, after: int) -> bool:
        """Whether it is inside an organisation's or event's name: "Bank of England", "Toronto Maple Leafs"."""
        word = self.behind(after)
        if self.has_role(word, "embedded"):
            return True
        longer = self.is_name_word(word) and not self.is_headline(first) and word not in self.nouns
        if longer and self.has_role(self.behind(after + 2), "embedded"):
            return True
        head = first - 2 if self.before(first) != "the" else first - 4
        return self.pieces.word(head) == "of" and self.has_role(self.before(head), "of")

    def is_part(self, first: int, after: int) -> bool:
        """Whether a capitalised neighbour makes it part of some longer name."""
        if self.is_headline(first) or "/" in (self.pieces.word(first - 1), self.pieces.word(after)):
            return True
        word = self.before(first)
        if self.is_name_word(word) and word.lower() not in _SIDES | _WHERE | _PERHAPS:
            return True
        if self.pieces.word(first - 1) in ("-", "–") and self.pieces.word(first - 2).lower() not in _ARTICLES:
            return True
        word = self.behind(after)
        if self.pieces.word(after) == "-" and self.pieces.word(after + 1)[:1].isupper():
            return True
        return self.is_name_word(word) and not {"public", "local"} & set(self.nouns.get(word, ()))

    def says_where(self, first: int) -> float:
        """1 behind a word that a place follows ("in"), a half behind one that it may ("from"), else 0."""
        word = self.before(first)
        if word == "the":
            return 0.0
        if word in _WHERE or word in _SIDES or (word == "of" and self.pieces.word(first - 4) in _SIDES):
            return 1.0
        return 0.5 if word in _PERHAPS else 0.0
