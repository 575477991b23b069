"""What is known of names: the rows of data/ that say which spellings, titles, customs and legal forms there are."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis.errors import InputProblem
from analysis.extraction.knowledge import DATA
from analysis.extraction.names import fold

FILES = {
    "honorifics": ("surface", "place", "takes", "gender", "evidence"),
    "name_variants": ("name", "variants", "part", "relation"),
    "transliterations": ("place", "written", "key", "letters"),
    "name_customs": ("custom", "role", "surface"),
    "organisation_words": ("surface", "role", "value"),
}
_OTHERS = {  # files of the extraction that are read here too
    "titles": ("title", "type"),
    "name_particles": ("surface", "role"),
    "first_names": ("surface",),
    "country_names": ("entity_id", "surface", "layer"),
    "actors": ("entity_id", "name", "aliases"),
}


class Honorific(NamedTuple):
    """`takes_given`: a given name follows. `evidence`: where it counts: "" everywhere, "name" only if the same name
    stands without it too, else the countries (ISO3, separated by |) whose people bear it."""

    takes_given: bool = False
    gender: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class NameKnowledge:
    """Names of data/ in folded form (see names.fold), without dots."""

    before: dict[str, Honorific]  # titles and honorifics before a name
    after: dict[str, Honorific]
    openings: frozenset[str]  # first words of those before
    capitals: frozenset[str]  # those before that count only in capitals: H.E., not He
    particles: frozenset[str]
    first_names: frozenset[str]
    given_variants: dict[str, str]  # transliteration of a given name -> the one that stands for all
    surname_variants: dict[str, str]
    nicknames: dict[str, frozenset[str]]  # nickname -> given names it may be short for
    rules: tuple[tuple[str, re.Pattern, str, int], ...]  # of transliteration: place, pattern, key, letters at least
    customs: dict[tuple[str, str], frozenset[str]]  # (custom, role) -> names
    family_first: frozenset[str]  # surnames that stand first by some custom
    goes_by_given: frozenset[str]  # ISO3 of countries whose people go by the given name
    words: dict[str, dict[str, str]]  # role of a word in organisations' names -> word -> value
    countries: dict[str, str]  # name or people of a country -> ISO3
    country_names: dict[str, str]  # ISO3 -> its first name
    actors: dict[str, tuple[str, ...]]  # entity_id -> names, the first one first


def fold_name(text: str) -> str:
    """`names.fold`, quicker for what has no accents."""
    return text.lower() if text.isascii() else fold(text)


def plain(text: str) -> str:
    """Folded, without dots and apostrophes."""
    folded = fold_name(text)
    return folded if folded.isalpha() else folded.replace(".", "").replace("'", "")


@cache
def read_name_knowledge(directory: str | Path = DATA) -> NameKnowledge:
    """Read the files of `directory`, once per process; InputProblem names the file, and the line where there is one."""
    rows = {name: list(_read_rows(Path(directory), name, FILES.get(name) or _OTHERS[name])) for name in FILES | _OTHERS}
    before = {plain(row["title"]): Honorific() for _, row in rows["titles"]}
    written = [row.get("title") or row["surface"] for name in ("titles", "honorifics") for _, row in rows[name]]
    after = {}
    for _, row in rows["honorifics"]:
        words = after if row["place"] == "after" else before
        words[plain(row["surface"])] = Honorific(row["takes"] == "given", row["gender"], row["evidence"])
    customs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, row in rows["name_customs"]:
        customs[row["custom"], row["role"]].add(_joined(row["surface"]))
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for _, row in rows["organisation_words"]:
        words[row["role"]][plain(row["surface"])] = plain(row["value"])
    countries, country_names = {}, {}
    for _, row in rows["country_names"]:
        if row["layer"] in ("name", "demonym"):
            countries.setdefault(plain(row["surface"]), row["entity_id"])
            country_names.setdefault(row["entity_id"], row["surface"])
    return NameKnowledge(
        before=before,
        after=after,
        capitals=frozenset(plain(s) for s in written if s.replace(".", "").isupper()),
        openings=frozenset(title.split()[0] for title in before if title),
        particles=frozenset(row["surface"] for _, row in rows["name_particles"] if row["role"] == "before"),
        first_names=frozenset(fold(row["surface"]) for _, row in rows["first_names"]),
        given_variants=_variants(rows["name_variants"], "given"),
        surname_variants=_variants(rows["name_variants"], "surname"),
        nicknames=_nicknames(rows["name_variants"]),
        rules=tuple(_read_rules(Path(directory), rows["transliterations"])),
        customs={key: frozenset(names) for key, names in customs.items()},
        family_first=frozenset(name for (_, role), names in customs.items() if role == "surname" for name in names),
        goes_by_given=frozenset(custom for custom, role in customs if role == "goes_by_given"),
        words=dict(words),
        countries=countries,
        country_names=country_names,
        actors={row["entity_id"]: (row["name"], *row["aliases"].split("|")) for _, row in rows["actors"]},
    )


def fingerprint(directory: str | Path = DATA) -> str:
    """SHA-256 of the files that only this package reads: what else decides which names are one actor."""
    digest = hashlib.sha256()
    for name in sorted(FILES):
        content = (Path(directory) / f"{name}.csv").read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def _joined(name: str) -> str:
    return plain(name).replace("-", "").replace(" ", "")


def _variants(rows: list, part: str) -> dict[str, str]:
    variants: dict[str, str] = {}
    for _, row in rows:
        if row["part"] == part and row["relation"] == "transliteration":
            for name in (row["name"], *row["variants"].split("|")):
                variants.setdefault(_joined(name), _joined(row["name"]))
    return variants


def _nicknames(rows: list) -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for _, row in rows:
        if row["relation"] == "nickname":
            for nickname in row["variants"].split("|"):
                names[_joined(nickname)].add(_joined(row["name"]))
    return {nickname: frozenset(full) for nickname, full in names.items()}


def _read_rules(directory: Path, rows: list) -> Iterator[tuple[str, re.Pattern, str, int]]:
    anchors = {"start": "^(?:{})", "end": "(?:{})$", "any": "{}", "surname": "{}"}
    for line, row in rows:
        try:
            yield (
                row["place"],
                re.compile(anchors[row["place"]].format(row["written"])),
                row["key"],
                int(row["letters"]),
            )
        except (KeyError, ValueError, re.error) as problem:
            where = f"{directory / 'transliterations.csv'}, line {line}:"
            raise InputProblem(f"{where} the row cannot be read ({problem}).", "Correct it or delete it.") from None


def _read_rows(directory: Path, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    path = directory / f"{name}.csv"
    if not path.is_file():
        raise InputProblem(f"The knowledge file {path} is missing.", "Restore it from the repository.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise InputProblem(f"{path} has no column {missing[0]}.", f"Its header needs {', '.join(columns)}.")
        for row in reader:
            yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
