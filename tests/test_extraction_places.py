"""Which country a place's name means: homographs, people, towns, disputed places, seas."""

from __future__ import annotations

import pytest

from analysis.errors import InputProblem
from analysis.extraction import load_extractor
from analysis.tables import DEFAULT_LAYERS
from tests.small_knowledge import show


@pytest.fixture(scope="module")
def extractor():
    return load_extractor()


@pytest.fixture
def named(extractor):
    """Surface, country and layer of every country in a text."""
    return lambda text: show(extractor, text, "country")


@pytest.fixture
def countries(extractor):
    """The countries of a text in the layers that are on by default."""

    def find(text: str) -> list[str]:
        mentions = extractor.find(text).mentions
        return sorted({m["entity_id"] for m in mentions if m["kind"] == "country" and m["layer"] in DEFAULT_LAYERS})

    return find


def test_georgia_with_atlanta_is_not_the_country(named):
    assert named("Voters in Georgia queued for hours, officials in Atlanta said.") == [
        ("Georgia", "USA", "region"),
        ("Atlanta", "USA", "city"),
    ]


def test_georgia_with_tbilisi_is_the_country(countries):
    assert countries("Georgia closed the pass to lorries, and drivers waited on the road to Tbilisi.") == ["GEO"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Michael Jordan bought a share of the team.", []),
        ("Paris Hilton and Chad Smith were on the guest list with Israel Kamakawiwoʻole.", []),
        ("The museum shows letters of Jack London and a film by Kenya Barris.", []),
        ("Georgia, 9, had brought her rabbit.", []),
        ("Jordan scored twice before half-time.", []),
        ("Denzel Washington played the king.", []),
        ("Tailback DeAndre London ran for 18 yards.", []),
        ("Crowds filled Greater London.", ["GBR"]),
        ("In August Poland reopened the road.", ["POL"]),
        ("On Sunday Moscow answered.", ["RUS"]),
    ],
)
def test_people_are_no_countries(countries, text, expected):
    assert countries(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Israel Defense Forces struck; Israel denied it.", ["ISR"]),
        ("Prime Minister of Israel Ehud Example resigned.", ["ISR"]),
        ("Troops left the West Bank.", ["PSE"]),
        ("Casinos in Atlantic City closed.", ["USA"]),
        ("The team lifted the Stanley Cup.", []),
        ("Wells Fargo cut jobs.", []),
        ("Hurricane Zeta weakened.", []),
        ("The war in Hasakah spread to Ras al-Ain.", ["SYR"]),
    ],
)
def test_longer_names_are_read_whole(countries, text, expected):
    assert countries(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The turkey was served on china with polish sausage, and the guinea pig slept.", []),
        ("They ate Swiss cheese, French fries and a Danish pastry.", []),
        ("The witness answered in French, then in Arabic.", []),
        ("A Spanish-speaking nurse helped.", []),
        ("In French politics nobody resigns.", ["FRA"]),
        ("The Panama Papers named him; the Warsaw Pact was history, and so was the Treaty of Versailles.", []),
        ("European and African leaders met those of NATO and the West.", []),
    ],
)
def test_things_and_blocs_are_no_countries(countries, text, expected):
    assert countries(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A fire broke out in Paris, Texas, on Monday.", [("Paris", "USA", "city"), ("Texas", "USA", "region")]),
        ("Police in Lebanon, Pa., found the van.", [("Lebanon", "USA", "city"), ("Pa.", "USA", "region")]),
        ("London, Ont., will rebuild the bridge.", [("London", "CAN", "city"), ("Ont.", "CAN", "region")]),
        ("A court in Paris, France, agreed.", [("Paris", "FRA", "capital"), ("France", "FRA", "name")]),
        ("China, Japan and Niger, Nigeria and Guinea agreed.", None),
    ],
)
def test_a_town_is_where_the_region_behind_it_is(named, text, expected):
    if expected is None:
        assert [entity_id for _, entity_id, _ in named(text)] == ["CHN", "JPN", "NER", "NGA", "GIN"]
    else:
        assert named(text) == expected


def test_a_town_without_a_region_goes_by_what_else_is_named(countries):
    assert countries("Storms flooded Hamilton, and roads across Ontario were closed.") == ["CAN"]
    assert countries("Storms flooded Hamilton, and roads across Waikato were closed.") == ["NZL"]


def test_a_famous_city_is_itself_where_nothing_else_is_said(countries):
    assert countries("The talks in Birmingham ended late.") == ["GBR"]
    assert countries("The American delegation flew from Washington to Geneva.") == ["CHE", "USA"]


def test_a_town_nobody_could_place_stays_unknown(countries):
    assert countries("The parade in Springfield Corners was called off.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Congo sent troops to Goma.", ["COD"]),
        ("Congo sent a delegation from Brazzaville.", ["COG"]),
        ("Korea and Japan signed in Seoul.", ["JPN", "KOR"]),
        ("Northern Ireland voted, and so did Ireland.", ["GBR", "IRL"]),
        ("Dominica thanked the Dominican Republic.", ["DMA", "DOM"]),
        ("Samoa beat American Samoa.", ["ASM", "WSM"]),
        ("New Mexico, New Jersey and New England were snowed in.", ["USA"]),
        ("French Guiana borders no part of Guyana.", ["GUF", "GUY"]),
        ("Papua New Guinea, Equatorial Guinea and Guinea-Bissau abstained.", ["GNB", "GNQ", "PNG"]),
    ],
)
def test_names_that_several_countries_share(countries, text, expected):
    assert countries(text) == expected


def test_embedded_names_are_kept_and_do_not_count(named, countries):
    text = "The Bank of England, the Times of India and the Boston Globe disagreed."
    assert named(text) == [("England", "GBR", "embedded"), ("India", "IND", "embedded"), ("Boston", "USA", "embedded")]
    assert countries(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "NEW DELHI (Reuters) — The vote was close.",
        "By Ana Example in New Delhi\n\nThe vote was close.",
        "The vote was close. (Reporting by Ana Example in New Delhi; editing by Bo Example)",
    ],
)
def test_datelines_and_credits_are_kept_and_do_not_count(named, countries, text):
    assert [(entity_id, layer) for _, entity_id, layer in named(text)] == [("IND", "dateline")]
    assert countries(text) == []


def test_prefixes_of_pairs(named):
    assert named("Franco-German, Sino-Indian and Indo-Pakistani ties; the Indo-Pacific") == [
        ("Franco", "FRA", "demonym"),
        ("German", "DEU", "demonym"),
        ("Sino", "CHN", "demonym"),
        ("Indian", "IND", "demonym"),
        ("Indo", "IND", "demonym"),
        ("Pakistani", "PAK", "demonym"),
    ]


@pytest.mark.parametrize(
    ("surface", "entity_id"),
    [
        ("the USSR", "RUS"),
        ("Yugoslavia", "SRB"),
        ("Czechoslovakia", "CZE"),
        ("West Germany", "DEU"),
        ("Zaire", "COD"),
        ("Burma", "MMR"),
        ("Ceylon", "LKA"),
        ("Persia", "IRN"),
        ("Rhodesia", "ZWE"),
        ("Swaziland", "SWZ"),
        ("Cape Verde", "CPV"),
        ("Ivory Coast", "CIV"),
    ],
)
def test_former_names_count_for_the_successor(named, surface, entity_id):
    assert [(s, e) for s, e, _ in named(f"He was born in {surface} in 1950.")] == [
        (surface.split("the ")[-1], entity_id)
    ]


def test_crimea_is_its_own_row(extractor):
    found = extractor.find("Ships left Crimea.")
    assert [(m["kind"], m["entity_id"]) for m in found.mentions] == [("country", "UKR"), ("place", "crimea")]
    crimea = found.entities["crimea"]
    assert (crimea["name"], crimea["type"], crimea["country"]) == ("Crimea", "disputed", "UKR")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("un", ["UKR", "UKR", "GEO", "ISR"]), ("control", ["RUS", "RUS", "ISR"]), ("apart", ["ISR"])],
)
def test_the_rule_for_disputed_places_can_be_chosen(rule, expected):
    extractor = load_extractor(disputed=rule)
    mentions = extractor.find("Crimea, Sevastopol, Abkhazia; Israel").mentions
    assert [m["entity_id"] for m in mentions if m["kind"] == "country"] == expected
    assert [m["entity_id"] for m in mentions if m["kind"] == "place"] == ["crimea", "abkhazia"]
    assert (extractor.fingerprint == load_extractor().fingerprint) == (rule == "un")


def test_an_unknown_rule_for_disputed_places_is_said():
    with pytest.raises(InputProblem, match="no rule 'mine'"):
        load_extractor(disputed="mine")


def test_a_sea_is_a_place_and_no_country(extractor):
    found = extractor.find("A tanker sank in the South China Sea.")
    assert [(m["surface"], m["kind"], m["entity_id"]) for m in found.mentions] == [
        ("South China Sea", "place", "water:south-china-sea")
    ]
    assert found.entities["water:south-china-sea"]["type"] == "water"


def test_territories_are_their_own_rows(countries):
    assert countries("Hong Kong, Greenland, Puerto Rico and Gibraltar") == ["GIB", "GRL", "HKG", "PRI"]


def test_less_sure_names_have_less_confidence(extractor):
    sure, unsure = (
        [m["confidence"] for m in extractor.find(text).mentions if m["surface"] == "Georgia"][0]
        for text in ("Georgia’s parliament met in Tbilisi with Saakashvili.", "Georgia agreed.")
    )
    assert sure > unsure + 0.1
