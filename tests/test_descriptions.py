"""What an actor is: type and country from the words round its name.

`python -m tests.test_descriptions` prints how many rows of tests/descriptions_dev.jsonl are read right, of those made
before the rules and of those made after them, and which are not.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputProblem
from analysis.extraction.countries import Countries, CountrySpan
from analysis.extraction.describing_words import COLUMNS, read_describing_words
from analysis.extraction.descriptions import Describer, Description, type_in_office
from analysis.extraction.knowledge import DATA, Actor, read_knowledge
from analysis.extraction.matcher import Forms, Pieces, select_longest

GOLD = Path(__file__).parent / "descriptions_dev.jsonl"
ORGANISATIONS = {
    "Gazprom": ("company", "RUS"),
    "BJP": ("party", "IND"),
    "Hamas": ("armed_group", "PSE"),
    "FIFA": ("ngo", ""),
    "UN": ("intergovernmental", ""),
    "Indian Army": ("agency", "IND"),
}


@cache
def tools() -> tuple[Describer, Countries]:
    knowledge = read_knowledge()
    return Describer(read_describing_words(), knowledge.titles), Countries(knowledge.country_forms)


def places_of(pieces: Pieces, name: str) -> list[tuple[int, int]]:
    forms = Forms()
    forms.add(name, True)
    return [match[:2] for match in forms.find(pieces)]


def describe(text: str, name: str, kind: str = "person") -> tuple[str, str, str, str]:
    """Type, country and the words that say them, of the first place where `name` stands."""
    describer, countries = tools()
    pieces = Pieces(text)
    found = [span for span in countries.find(pieces, [], []) if span.entity_id]
    organisations = sorted(
        (*place, Actor(written.lower(), written, "organisation", *values, (), ()))
        for written, values in ORGANISATIONS.items()
        for place in places_of(pieces, written)
    )
    said = describer.describe(pieces, *places_of(pieces, name)[0], kind, found, organisations)
    return said.type, said.country, pieces.text(*said.type_words), pieces.text(*said.country_words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian Defense Minister Ana Example spoke.", ("minister", "RUS", "Defense Minister", "Russian")),
        ("Kenya's foreign minister Ana Example spoke.", ("minister", "KEN", "foreign minister", "Kenya")),
        ("Ukraine's embattled new prime minister Ana Example", ("state_leader", "UKR", "prime minister", "Ukraine")),
        ("the governor of Kenya's central bank Ana Example", ("official", "KEN", "governor", "Kenya")),
        ("US Congressman Ana Example voted.", ("legislator", "USA", "Congressman", "US")),
        ("the U.S. Ambassador Ana Example left", ("diplomat", "USA", "Ambassador", "U.S.")),
        ("Foreign Minister of neighbouring Chad Ana Example", ("minister", "TCD", "Foreign Minister", "Chad")),
        ("Lt. Gen. Ana Example", ("military", "", "Lt. Gen.", "")),
        ("Brazilian striker Ana Example scored.", ("person", "BRA", "striker", "Brazilian")),
        ("the sarpanch Ana Example", ("official", "", "sarpanch", "")),
        ("MCA Ana Example moved it.", ("legislator", "", "MCA", "")),
        ("Gazprom chairman Ana Example", ("person", "RUS", "chairman", "Gazprom")),
        ("the Hungarian leader Ana Example", ("state_leader", "HUN", "leader", "Hungarian")),
        ("BJP leader Ana Example", ("legislator", "IND", "leader", "BJP")),
        ("rebel leader Ana Example", ("person", "", "rebel leader", "")),
        ("Kenya's first democratically-elected president Ana Example", ("state_leader", "KEN", "president", "Kenya")),
        ("Prime Minister Sheikh Ana Example", ("state_leader", "", "Prime Minister", "")),
    ],
)
def test_title_before_a_name(text, expected):
    assert describe(text, "Ana Example") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Example, the Russian defence minister, left.", ("minister", "RUS", "defence minister", "Russian")),
        ("Ana Example, a judge of the Supreme Court of India, left.", ("judge", "IND", "judge", "India")),
        ("Ana Example, who heads the Nigerian army, left.", ("military", "NGA", "who heads", "Nigerian")),
        ("Ana Example, who is Kenya's finance minister, left.", ("minister", "KEN", "finance minister", "Kenya")),
        ("Ana Example, 42, a farmer from Kenya, left.", ("person", "KEN", "farmer", "Kenya")),
        ("Ana Example (BJP) left.", ("legislator", "IND", "BJP", "BJP")),
        ("Ana Example, a spokesman for Gazprom, left.", ("person", "RUS", "spokesman", "Gazprom")),
        ("Ana Example, a spokesman for the Kenyan government, left.", ("official", "KEN", "spokesman", "Kenyan")),
        ("Ana Example, president of FIFA, left.", ("person", "", "president", "")),
        ("Ana Example, president of the Sample BID, left.", ("person", "", "president", "")),
        ("Ana Example, president of the Republic, left.", ("state_leader", "", "president", "")),
        ("Ana Example, head of the Indian Army, left.", ("official", "IND", "head", "Indian")),
        ("Ana Example is the Iranian energy minister.", ("minister", "IRN", "energy minister", "Iranian")),
        ("Ana Example – Kenya's prime minister – left.", ("state_leader", "KEN", "prime minister", "Kenya")),
        ("Mr. Ana Example, Kenya's ambassador to Russia, left.", ("diplomat", "KEN", "ambassador", "Kenya")),
        ("Ana Example of Kenya won.", ("", "KEN", "", "Kenya")),
        ("Justice Ana Example of the Supreme Court of India", ("judge", "IND", "Justice", "India")),
    ],
)
def test_what_explains_a_name_behind_it(text, expected):
    assert describe(text, "Ana Example") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russian defence minister, Ana Example, left.", ("minister", "RUS", "defence minister", "Russian")),
        ("Britain's ambassador to Russia, Ana Example, left.", ("diplomat", "GBR", "ambassador", "Britain")),
        ("A spokesman for the president, Ana Example, left.", ("official", "", "spokesman", "")),
        ("The head of the Central Bank of Armenia, Ana Example, left.", ("official", "ARM", "head", "Armenia")),
    ],
)
def test_phrase_before_a_comma(text, expected):
    assert describe(text, "Ana Example") == expected


def test_the_next_speaker_is_not_who_was_met():
    assert describe("After he met the president, Ana Example said no.", "Ana Example")[0] == ""


def test_the_president_who_speaks_next_is_not_the_name_before_the_comma():
    assert describe("At home with Ana Example, the president said no.", "Ana Example")[0] == ""


def test_a_list_of_people_gives_each_his_own_title():
    text = "Ana Example, Foreign Minister Bob Sample and Judge Cy Test met."
    assert [describe(text, name)[0] for name in ("Ana Example", "Bob Sample", "Cy Test")] == ["", "minister", "judge"]


@pytest.mark.parametrize(
    "text",
    [
        "Former Kenyan president Ana Example died.",
        "former US Defense Secretary Ana Example",
        "the late Kenyan prime minister Ana Example",
        "Ana Example, Kenya's former ambassador to Chad, left.",
        "President-elect Ana Example waited.",
        "Defence Minister-designate Ana Example waited.",
        "then-president Ana Example signed.",
        "ex-minister Ana Example",
    ],
)
def test_who_is_out_of_office_or_not_yet_in_it_is_a_person(text):
    assert describe(text, "Ana Example")[0] == "person"


def test_the_word_that_puts_someone_out_of_office_is_evidence():
    words = ("Kenya's former foreign minister Ana Example", "President-elect Ana Example")
    assert [describe(text, "Ana Example")[2] for text in words] == ["former foreign minister", "President-elect"]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Vice-President Ana Example", "state_leader"),
        ("Deputy Prime Minister Ana Example", "minister"),
        ("deputy defence minister Ana Example", "minister"),
        ("Acting President Ana Example", "state_leader"),
        ("acting mayor Ana Example", "official"),
    ],
)
def test_deputies_and_acting_officers_are_of_the_office(text, type_):
    assert describe(text, "Ana Example")[0] == type_


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Example, wife of President Bob Sample, left.", ("person", "")),
        ("the wife of Kenyan President Bob Sample, Ana Example, left", ("person", "KEN")),
        ("President Bob Sample's lawyer Ana Example", ("person", "")),
        ("the former president's daughter Ana Example", ("person", "")),
        ("Ana Example, President Bob Sample's wife, left.", ("person", "")),
    ],
)
def test_people_beside_the_powerful_are_persons(text, expected):
    assert describe(text, "Ana Example")[:2] == expected


def test_the_husband_keeps_his_office():
    assert describe("Ana Example, wife of President Bob Sample, left.", "Bob Sample")[0] == "state_leader"


@pytest.mark.parametrize(
    "text",
    [
        "the ambassador to Russia, Ana Example, left",
        "UN special envoy for Yemen Ana Example",
        "the Indian-origin chef Ana Example",
        "the Israeli-born architect Ana Example",
        "Ana Example, professor of Russian history, left.",
        "Ana Example, a historian of Russia, left.",
        "He flew to Russia. Minister Ana Example stayed.",
        "Ana Example, the minister, flew to Russia.",
        "Ana Example, the man accused of killing the Kenyan minister, left.",
    ],
)
def test_a_country_one_is_sent_to_born_in_or_learned_in_is_not_ones_own(text):
    assert describe(text, "Ana Example")[1] == ""


@pytest.mark.parametrize("text", ["Mr Ana Example left.", "“Well,” said Dr Ana Example.", "Ana Example left."])
def test_a_courtesy_says_nothing(text):
    assert describe(text, "Ana Example") == ("", "", "", "")


@pytest.mark.parametrize(
    ("name", "type_", "country"),
    [
        ("Ministry of Defence", "agency", ""),
        ("Bank of Ghana", "agency", "GHA"),
        ("Bank of China", "company", "CHN"),
        ("Standard Bank", "company", ""),
        ("National Bank", "company", ""),
        ("First Bank of Nigeria", "company", "NGA"),
        ("Deutsche Bank", "company", ""),
        ("Kenya Airways", "company", "KEN"),
        ("American Airlines", "company", "USA"),
        ("Example Holdings Ltd.", "company", ""),
        ("Indian Army", "agency", "IND"),
        ("Supreme Court of Kenya", "agency", "KEN"),
        ("Times of India", "media", "IND"),
        ("Daily Nation", "media", ""),
        ("Radio Free Asia", "media", ""),
        ("BBC Persian", "media", ""),
        ("BBC Russian", "media", ""),
        ("Al Jazeera", "media", ""),
        ("The Hindu", "", ""),
        ("Front Page", "", ""),
        ("Patriotic Front", "party", ""),
        ("Kenyan Liberation Front", "armed_group", "KEN"),
        ("Workers' Party of Brazil", "party", "BRA"),
        ("Manchester United", "organisation", "GBR"),
        ("Georgia Institute of Technology", "university", "GEO"),
        ("University of Lagos", "university", "NGA"),
        ("Russian Orthodox Church", "religious_body", "RUS"),
        ("Kenya Football Federation", "ngo", "KEN"),
        ("US-China Business Council", "ngo", ""),
    ],
)
def test_words_of_an_organisation_name(name, type_, country):
    assert describe(f"Then {name} said so.", name, "organisation")[:3] == (type_, country, "")


def test_a_country_that_was_not_found_is_not_forced():
    describer, _ = tools()
    pieces = Pieces("Georgia Institute of Technology")
    assert describer.describe(pieces, 0, 7, "organisation", [], []) == Description("university", "")


def test_a_town_in_the_name_gives_its_country():
    describer, _ = tools()
    town = [CountrySpan(0, 1, "GBR", "city")]
    assert describer.describe(Pieces("Manchester United"), 0, 3, "organisation", town, []) == Description(
        "organisation", "GBR", (0, 0), (0, 1)
    )


def test_the_country_of_the_name_goes_before_that_in_brackets():
    assert describe("Bank of China (UK) said so.", "Bank of China", "organisation")[1] == "CHN"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("the Kenyan bank Umoja said", "Umoja", ("company", "KEN", "bank", "Kenyan")),
        ("A Nairobi-based company, Umoja, said", "Umoja", ("company", "KEN", "company", "Nairobi")),
        ("the Nairobi-based Umoja said", "Umoja", ("", "KEN", "", "Nairobi")),
        ("Umoja, a South Korean carmaker, said", "Umoja", ("company", "KOR", "carmaker", "South Korean")),
        ("Umoja, a company based in Kenya, said", "Umoja", ("company", "KEN", "company", "Kenya")),
        ("Umoja is Kenya's second-largest lender.", "Umoja", ("company", "KEN", "lender", "Kenya")),
        ("Umoja, a unit of Russia's Gazprom, said", "Umoja", ("company", "", "unit", "")),
        ("the militant organisation the Umoja said", "Umoja", ("armed_group", "", "militant organisation", "")),
        ("rebel group Umoja said", "Umoja", ("armed_group", "", "rebel group", "")),
        ("Umoja militants said", "Umoja", ("armed_group", "", "militants", "")),
        ("newspaper Umoja said", "Umoja", ("media", "", "newspaper", "")),
        ("the Umoja newspaper said", "Umoja", ("media", "", "newspaper", "")),
        ("the Umoja news agency said", "Umoja", ("media", "", "news agency", "")),
        ("the opposition Umoja party said", "Umoja", ("party", "", "opposition", "")),
        ("Kenya's Umoja said", "Umoja", ("", "KEN", "", "Kenya")),
        ("Turkey's state-run Umoja said", "Umoja", ("", "TUR", "", "Turkey")),
        ("Mali's ruling junta, the Umoja, said", "Umoja", ("agency", "MLI", "junta", "Mali")),
        ("Umoja, which is owned by Russia's Gazprom, said", "Umoja", ("", "", "", "")),
        ("think tank Umoja said", "Umoja", ("university", "", "think tank", "")),
        ("the group Umoja Bank said", "Umoja Bank", ("company", "", "", "")),
        ("rebel group Umoja Movement said", "Umoja Movement", ("armed_group", "", "rebel group", "")),
    ],
)
def test_words_round_an_organisation(text, name, expected):
    assert describe(text, name, "organisation") == expected


def test_an_army_backed_by_another_country_is_an_armed_group_of_its_own():
    text = "the Turkish-backed Syrian National Army said"
    assert describe(text, "Syrian National Army", "organisation") == ("armed_group", "SYR", "backed", "Syrian")


def test_a_backed_charity_stays_one():
    assert describe("the US-backed Umoja Foundation", "Umoja Foundation", "organisation")[:2] == ("ngo", "")


def test_small_words_do_not_match_acronyms():
    assert describe("as mp Ana Example", "Ana Example")[0] == ""


def test_phrases_never_cross_a_blank_line():
    assert describe("The Kenyan president\n\nAna Example left.", "Ana Example")[:2] == ("", "")


def test_choose_takes_what_most_mentions_say_and_of_equals_the_first():
    first = Description("person", "", (0, 1))
    second = Description("minister", "KEN", (4, 5), (2, 3))
    third = Description("", "TZA", (0, 0), (7, 8))
    assert Describer.choose([first, second, third]) == Description("person", "KEN", (0, 1), (2, 3))
    assert Describer.choose([first, second, second]) == second
    assert Describer.choose([]) == Description("", "")


@pytest.mark.parametrize(
    ("since", "until", "day", "type_"),
    [
        ("2019-09-08", "2021-02-18", date(2021, 2, 18), "state_leader"),
        ("2019-09-08", "2021-02-18", date(2021, 2, 19), "person"),
        ("2019-09-08", "2021-02-18", date(2019, 9, 7), "person"),
        ("2019", "2021", date(2021, 12, 31), "state_leader"),
        ("2019-09", "2021-02", date(2019, 8, 31), "person"),
        ("2019-09-08", "2021-02-18", None, "state_leader"),
        ("2019-09-08", "", date(2010, 1, 1), "state_leader"),
        ("", "2021", date(2030, 1, 1), "state_leader"),
        ("", "", date(2030, 1, 1), "state_leader"),
    ],
)
def test_type_in_office(since, until, day, type_):
    actor = {"kind": "person", "type": "state_leader", "since": since, "until": until}
    assert type_in_office(actor, day) == type_


def test_an_organisation_has_no_term_of_office():
    actor = {"kind": "organisation", "type": "party", "since": "2001", "until": "2002"}
    assert type_in_office(actor, date(2020, 1, 1)) == "party"


def test_every_word_gives_a_type_of_its_kind_and_stands_once():
    words = read_describing_words()
    with (DATA / "kinds.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["type"]: row["kind"] for row in csv.DictReader(file)}
    assert [w for w in words if w.type and kinds[w.type] != w.kind] == []
    assert [w for w in words if w.head and kinds[w.head] != "person"] == []
    keys = Counter((w.phrase if w.is_as_written else w.phrase.lower(), w.kind, w.where) for w in words)
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("mayor,person,official,beside,,", "line 2: there is no where 'beside'"),
        ("mayor,people,official,before,,", "line 2: there is no kind 'people'"),
        ("mayor,person,official,before,it,", "line 2: there is no follows 'it'"),
        (",person,official,before,,", "line 2: phrase is empty"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, rows, what):
    (tmp_path / "descriptions.csv").write_text(f"{','.join(COLUMNS)}\n{rows}\n", encoding="utf-8")
    with pytest.raises(InputProblem, match=what):
        read_describing_words(tmp_path)


@pytest.mark.parametrize("content", [None, "phrase,kind\n"])
def test_a_missing_file_or_column_is_named(tmp_path, content):
    if content:
        (tmp_path / "descriptions.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputProblem, match="is missing|has no column type"):
        read_describing_words(tmp_path)


WORDS = [
    "the",
    "Kenyan",
    "president",
    "of",
    "'",
    "s",
    ",",
    ".",
    "-",
    "(",
    ")",
    "X",
    "who",
    "is",
    "bank",
    "\n\n",
    "é",
    "鬼",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS)), st.data())
def test_any_text_is_read_within_its_bounds(words, data):
    pieces = Pieces(" ".join([*words, "X", *words]))
    size = len(pieces.words)
    first = data.draw(st.integers(0, size - 1))
    after = data.draw(st.integers(first + 1, size))
    spans = [CountrySpan(i, i + 1, "KEN", "demonym") for i, w in enumerate(pieces.words) if w == "Kenyan"]
    for kind in ("person", "organisation"):
        said = tools()[0].describe(pieces, first, after, kind, spans, [])
        assert all(0 <= begin <= end <= size for begin, end in (said.type_words, said.country_words))


def read_gold() -> list[tuple[dict, Description]]:
    """Every row with what is chosen for its name, beside the countries and organisations of the dictionaries."""
    describer, countries = tools()
    actors, forms, read = read_knowledge().actors, Forms(), []
    for actor in actors.values():
        for form in actor.aliases if actor.kind == "organisation" else ():
            forms.add(form, actor.entity_id)
    for row in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()):
        pieces = Pieces(row["text"])
        found = [span for span in countries.find(pieces, [], []) if span.entity_id]
        organisations = [(*m[:2], actors[m.values[0]]) for m in select_longest(forms.find(pieces), len(pieces.words))]
        places = places_of(pieces, row["name"])
        said = [describer.describe(pieces, *place, row["kind"], found, organisations) for place in places]
        read.append((row, Describer.choose(said)))
    return read


def count_right() -> dict[tuple[str, str], int]:
    """(made before or after the rules, column) -> rows read right."""
    columns = ("type", "country")
    return Counter((row["made"], c) for row, said in read_gold() for c in columns if getattr(said, c) == row[c])


def test_gold_rows_are_read_as_well_as_before():
    right = count_right()
    assert right["before", "type"] >= 75 and right["before", "country"] >= 74
    assert right["after", "type"] >= 73 and right["after", "country"] >= 72


if __name__ == "__main__":
    for row, said in read_gold():
        if (said.type, said.country) != (row["type"], row["country"]):
            print(f"{row['name']}: {said.type} {said.country} for {row['type']} {row['country']}")
    for (made, column), rows in sorted(count_right().items()):
        print(f"made {made} the rules, {column}: {rows} of 75 right")
