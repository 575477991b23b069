"""A knowledge folder of a few rows, for tests of rules that must not depend on what data/ says today."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

from analysis.extraction import Extractor, load_extractor

DATA = Path(__file__).parents[1] / "data"

COUNTRIES = """entity_id,name,status
RUS,Russia,state
IND,India,state
UKR,Ukraine,state
USA,United States,state
JOR,Jordan,state
TCD,Chad,state
FRA,France,state
"""
COUNTRY_NAMES = """entity_id,surface,layer,note
RUS,Russia,name,
RUS,Russian,demonym,
RUS,Moscow,capital,
RUS,Kremlin,metonym,
IND,India,name,
IND,Indian,demonym,
IND,New Delhi,capital,
UKR,Ukraine,name,
UKR,Ukrainian,demonym,
UKR,Kyiv,capital,
UKR,Donbass,region,
USA,United States,name,
USA,U.S.,name,
USA,US,name,
USA,American,demonym,
JOR,Jordan,name,
TCD,Chad,name,
FRA,France,name,
FRA,French,demonym,
"""
COUNTRY_PHRASES = """surface,entity_id,layer,note
Indian Ocean,,,
Bank of Russia,RUS,embedded,
"""
ACTORS = """entity_id,name,kind,type,country,aliases,short_forms
vladimir-putin,Vladimir Putin,person,state leader,RUS,,Putin
narendra-modi,Narendra Modi,person,state leader,IND,Shri Narendra Modi,Modi
joe-biden,Joe Biden,person,state leader,USA,Joseph Biden|Joseph R. Biden Jr.,Biden
hunter-biden,Hunter Biden,person,public figure,USA,,
jim-jordan,Jim Jordan,person,legislator,USA,,Jordan
xi-jinping,Xi Jinping,person,state leader,,,Xi
lula,Luiz Inácio Lula da Silva,person,state leader,,,Lula
united-russia,United Russia,organisation,party,RUS,,
indian-industry,Confederation of Indian Industry,organisation,company,IND,,
united-nations,United Nations,organisation,bloc,,UN|U.N.,
health-organisation,World Health Organization,organisation,bloc,,WHO,
cii-bank,CII Bank,organisation,company,,CII,
bjp,Bharatiya Janata Party,organisation,party,IND,,BJP
"""
TITLES = """title,type
President,state leader
Prime Minister,state leader
Defense Minister,minister
Foreign Minister,minister
Secretary of State,minister
Judge,judge
Mr.,
Gen.,officer
"""
DISPUTED = """place_id,name,other_names,within,counted_as,controlled_by
donbas,Donbas,Donbass,Donetsk,UKR,
"""
CONTESTED = "surface,entity_id,layer,region,weight,hints\n"
TOWNS = """surface,entity_id,region,population,common,seen,place_share
Lyon,FRA,ARA,500000,,,
Paris,FRA,IDF,2100000,,,
Paris,USA,TX,24000,,,
"""
REGIONS = """surface,entity_id,code,kind,common,seen,place_share
Tex.,USA,TX,abbreviation,,,
Texas,USA,TX,state,,,
"""


def load_small(directory: Path, **changes: str) -> Extractor:
    """The extractor over these rows in `directory`; `actors="..."` and the like replace a file."""
    files = {
        "countries": COUNTRIES,
        "country_names": COUNTRY_NAMES,
        "country_phrases": COUNTRY_PHRASES,
        "actors": ACTORS,
        "titles": TITLES,
        "contested": CONTESTED,
        "disputed": DISPUTED,
        "regions": REGIONS,
        **changes,
    }
    for name, rows in files.items():
        (directory / f"{name}.csv").write_text(rows, encoding="utf-8")
    for name in ("abbreviations", "name_particles", "name_nouns", "first_names", "descriptions"):
        if name not in changes:
            shutil.copy(DATA / f"{name}.csv", directory)
    (directory / "towns.csv.gz").write_bytes(gzip.compress(TOWNS.encode(), mtime=0))
    return load_extractor("dictionaries", directory)


def show(extractor: Extractor, text: str, *kinds: str) -> list[tuple[str, str, str]]:
    """(surface, entity_id, layer) of every mention of these kinds, of all when none is given."""
    mentions = extractor.find(text).mentions
    return [(m["surface"], m["entity_id"], m["layer"]) for m in mentions if not kinds or m["kind"] in kinds]
