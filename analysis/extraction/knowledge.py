"""What extraction knows: the rows of data/, read and checked."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from analysis.errors import InputProblem
from analysis.extraction.describing_words import DescribingWord, read_describing_words
from analysis.extraction.disputed import DisputedPlace
from analysis.extraction.gazetteer import Contested, Gazetteer, Reading
from analysis.tables import ACTOR_KINDS, COUNTRY_LAYERS

DATA = Path(__file__).parents[2] / "data"
_FILES = {
    "countries": ("entity_id", "name"),
    "country_names": ("entity_id", "surface", "layer"),
    "country_phrases": ("surface", "entity_id", "layer"),
    "actors": ("entity_id", "name", "kind", "type", "country", "aliases", "short_forms"),
    "titles": ("title", "type"),
    "abbreviations": ("surface", "ends"),
    "name_particles": ("surface", "role"),
    "name_nouns": ("surface", "role"),
    "first_names": ("surface",),
    "disputed": ("place_id", "name", "other_names", "within", "counted_as", "controlled_by"),
    "contested": ("surface", "entity_id", "layer", "region", "weight", "hints"),
}
WATER = "water"  # the layer of a phrase without a country that is kept as a place
_PLACES = ("regions.csv", "towns.csv.gz")  # the gazetteer's, read as text

T = TypeVar("T")


@dataclass(frozen=True)
class CountryForm:
    """One way to write a country; `entity_id` is "" for a phrase that only looks like one."""

    surface: str
    entity_id: str
    layer: str


@dataclass(frozen=True)
class Actor:
    """One actor of data/actors.csv; `aliases` includes the name."""

    entity_id: str
    name: str
    kind: str
    type: str
    country: str
    aliases: tuple[str, ...]
    short_forms: tuple[str, ...]
    described: str = ""  # what its type and country come from: an office, or the words of an article


@dataclass(frozen=True)
class Knowledge:
    """Everything read from one data folder. `fingerprint` is a SHA-256 of the files' bytes."""

    countries: dict[str, dict]  # entity_id -> row of the entities table
    country_forms: tuple[CountryForm, ...]
    actors: dict[str, Actor]
    titles: dict[str, str]  # title -> type it gives
    abbreviations: dict[str, str]  # word before a full stop -> when the stop ends a sentence
    particles: dict[str, str]  # small word of names -> before (van, al) or after a hyphen (led, era)
    nouns: dict[str, tuple[str, ...]]  # capitalised word that makes a longer name of a place's name -> its roles
    first_names: frozenset[str]
    contested: dict[str, tuple[Contested, ...]]  # surface -> what it may mean
    disputed: tuple[DisputedPlace, ...]  # those that are no country of the list themselves
    waters: frozenset[str]  # seas, straits and rivers that hold a country's name, or stand beside countries
    gazetteer: Gazetteer
    describing_words: tuple[DescribingWord, ...]  # what says what an actor is
    fingerprint: str


def read_knowledge(directory: str | Path = DATA) -> Knowledge:
    """Read the knowledge files of `directory`; InputProblem names the file and line of what cannot be used."""
    directory = Path(directory)
    rows = {name: list(_read_rows(directory, name)) for name in _FILES}
    countries = {
        row["entity_id"]: {
            "entity_id": row["entity_id"],
            "kind": "country",
            "name": row["name"],
            "type": row.get("type") or row.get("status") or "country",
            "country": row["entity_id"],
            "described": "",
        }
        for _, row in rows["countries"]
    }
    return Knowledge(
        countries=countries,
        country_forms=tuple(_read_country_forms(directory, rows, countries)),
        actors={actor.entity_id: actor for actor in _read_actors(directory, rows["actors"], countries)},
        titles={row["title"]: row["type"] for _, row in rows["titles"] if row["title"]},
        abbreviations={row["surface"].rstrip("."): row["ends"] for _, row in rows["abbreviations"]},
        particles={row["surface"]: row["role"] for _, row in rows["name_particles"]},
        nouns=_gather((row["surface"], row["role"]) for _, row in rows["name_nouns"]),
        first_names=frozenset(row["surface"] for _, row in rows["first_names"]),
        contested=_gather(_read_contested(directory, rows["contested"], countries)),
        disputed=tuple(_read_disputed(rows["disputed"], countries)),
        waters=frozenset(row["surface"] for _, row in rows["country_phrases"] if row["layer"] == WATER),
        gazetteer=Gazetteer(*(_read_text(directory / name) for name in reversed(_PLACES))),
        describing_words=read_describing_words(directory),
        fingerprint=_fingerprint(directory),
    )


def _read_rows(directory: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and row of every row; cells without surrounding space, missing cells empty."""
    path = directory / f"{name}.csv"
    if not path.is_file():
        raise InputProblem(f"The knowledge file {path} is missing.", "Restore it from the repository.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in _FILES[name] if column not in (reader.fieldnames or ())]
        if missing:
            raise InputProblem(f"{path} has no column {missing[0]}.", f"Its header needs {', '.join(_FILES[name])}.")
        for row in reader:
            yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}


def _read_country_forms(directory: Path, rows: dict, countries: dict) -> Iterator[CountryForm]:
    """Phrases first, then names; the first row of a surface counts, and two countries may not share one."""
    seen: dict[str, CountryForm] = {}
    for file in ("country_phrases", "country_names"):
        for line, row in rows[file]:
            form = CountryForm(row["surface"], row["entity_id"], row["layer"] if row["entity_id"] else "")
            where = f"{directory / file}.csv, line {line}:"
            if not form.surface:
                raise InputProblem(f"{where} surface is empty.", "Write the form there or delete the row.")
            if form.entity_id and form.entity_id not in countries:
                raise InputProblem(f"{where} {form.entity_id} is not in countries.csv.", "Correct the entity_id.")
            if form.layer not in COUNTRY_LAYERS and form.entity_id:
                raise InputProblem(f"{where} there is no layer {form.layer!r}.", f"Use one of {COUNTRY_LAYERS}.")
            known = seen.setdefault(form.surface, form)
            if known is form:
                yield form
            elif file == "country_names" and known.entity_id and known.entity_id != form.entity_id:
                raise InputProblem(
                    f"{where} {form.surface!r} already stands for {known.entity_id}.",
                    "Keep one of the two rows, or make the surface longer.",
                )


def _read_contested(directory: Path, rows: list, countries: dict) -> Iterator[tuple[str, Contested]]:
    for line, row in rows:
        where = f"{directory / 'contested.csv'}, line {line}:"
        if row["entity_id"] not in countries:
            raise InputProblem(f"{where} {row['entity_id']} is not in countries.csv.", "Correct the entity_id.")
        if row["layer"] not in COUNTRY_LAYERS:
            raise InputProblem(f"{where} there is no layer {row['layer']!r}.", f"Use one of {COUNTRY_LAYERS}.")
        try:
            reading = Reading(row["entity_id"], row["layer"], row["region"], float(row["weight"]))
        except ValueError:
            raise InputProblem(f"{where} the weight {row['weight']!r} is no number.", "Write one, as 7.5.") from None
        yield row["surface"], Contested(reading, tuple(h for h in row["hints"].split("|") if h))


def _read_disputed(rows: list, countries: dict) -> Iterator[DisputedPlace]:
    for _, row in rows:
        names = frozenset((row["name"], *_split(row["other_names"])))
        if row["name"] not in {country["name"] for country in countries.values()}:
            within = frozenset(_split(row["within"]))
            yield DisputedPlace(row["place_id"], row["name"], names, within, row["counted_as"], row["controlled_by"])


def _gather(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    gathered: dict[str, list[T]] = {}
    for key, value in pairs:
        gathered.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in gathered.items()}


def _read_text(path: Path) -> str:
    if not path.is_file():
        raise InputProblem(f"The knowledge file {path} is missing.", "Restore it from the repository.")
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8").replace("\r\n", "\n")


def _read_actors(directory: Path, rows: list, countries: dict) -> Iterator[Actor]:
    seen: set[str] = set()
    for line, row in rows:
        where = f"{directory / 'actors.csv'}, line {line}:"
        if row["entity_id"] in seen:
            raise InputProblem(f"{where} {row['entity_id']} is there already.", "Give one row to each actor.")
        seen.add(row["entity_id"])
        if not row["entity_id"] or not row["name"]:
            raise InputProblem(f"{where} an actor needs entity_id and name.", "Fill them in or delete the row.")
        if row["kind"] not in ACTOR_KINDS:
            raise InputProblem(f"{where} there is no kind {row['kind']!r}.", f"Use one of {ACTOR_KINDS}.")
        if row["country"] and row["country"] not in countries:
            raise InputProblem(f"{where} {row['country']} is not in countries.csv.", "Correct the country.")
        yield Actor(
            *(row[column] for column in ("entity_id", "name", "kind", "type", "country")),
            aliases=_split(row["name"] + "|" + row["aliases"]),
            short_forms=_split(row["short_forms"]),
            described=_read_office(row),
        )


def _read_office(row: dict[str, str]) -> str:
    """The office and the time in it, as "Prime Minister of India, since 2014-05-26"."""
    since, until = row.get("since", ""), row.get("until", "")
    time = f"{since}–{until}" if since and until else f"since {since}" if since else f"until {until}" if until else ""
    return ", ".join(part for part in (row.get("office", ""), time) if part)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))


def _fingerprint(directory: Path) -> str:
    digest = hashlib.sha256()
    for name in sorted([*(f"{name}.csv" for name in _FILES), "descriptions.csv", *_PLACES]):
        content = (directory / name).read_bytes()
        if not name.endswith(".gz"):
            content = content.replace(b"\r\n", b"\n")  # the same on every system
        digest.update(f"{name}:{len(content)}:".encode() + content)
    return digest.hexdigest()
