"""Which names of one article are one person, and which stay apart."""

from __future__ import annotations

import pytest

from tests.aliases import merges, people, rules

PUTIN, BIDEN, ZELENSKYY = "vladimir-putin", "joe-biden", "volodymyr-zelenskyy"


@pytest.mark.parametrize(
    ("names", "entity_id"),
    [
        (("Putin", "Mr. Putin", "President Vladimir Putin", "Vladimir Putin's", "Vladimir V. Putin"), PUTIN),
        (("Okafor", "Chidi Okafor", "Mr Okafor", "Okafor’s", "C. Okafor", "Chidi B. Okafor"), "chidi-okafor"),
        (("OKAFOR", "Chidi\u00a0Okafor", "chidi okafor", "CHIDI OKAFOR"), "chidi-okafor"),
        (("Ana Reeves", "Reeves'", "Reeves’"), "ana-reeves"),
        (("Jean‑Luc Moreau", "Jean-Luc Moreau", "Jean Luc Moreau", "Moreau"), "jean-luc-moreau"),
        (("J. Smithers", "John Smithers", "J.P. Smithers", "JP Smithers"), "john-smithers"),
        (("Sergei Viktorovich Lavrenko", "Sergei Lavrenko", "Sergey Lavrenko"), "sergei-lavrenko"),
        (("Bill Marlowe", "William Marlowe"), "bill-marlowe"),
        (("Joe Trenton", "Joseph R. Trenton Jr."), "joe-trenton"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_person_written_in_several_ways(names, entity_id):
    assert people(*names) == [entity_id] * len(names)


@pytest.mark.parametrize(
    "names",
    [
        ("Volodymyr Zelensky", "Zelenskyy", "Zelenskiy", "Zelens'kyi", "Volodymyr Zelens'kyi", "Vladimir Zelenskij"),
        ("Muammar Gaddafi", "Qaddafi", "Moammar Gadhafi", "Kadafi", "Muammar el-Qadhafi"),
        ("Viktor Yushchenko", "Viktor Iuschenko", "Iuschenko"),
        ("Mohammed bin Yasir", "Muhammad ibn Yasir", "bin Yasir", "Mohamed Bin Yasir Al Fahim"),
        ("Recep Aydoğan", "Recep Aydogan", "Aydogan"),
        ("Yulia Tymchenko", "Julia Timchenko", "Iulia Tymchenko"),
        ("Abdel Fattah el-Masri", "Abdul Fattah al-Masri", "Abdelfattah Al Masri", "El-Masri", "Masri"),
        ("Kim Jong Un", "Kim Jong-un", "Kim Jong-Un", "Kim Chŏng-ŭn", "Kim", "Jong Un Kim"),
        ("Andreas Müller", "Andreas Mueller", "Mueller"),
        ("Alexei Navalenko", "Aleksey Navalenko", "Alexey Navalenko"),
    ],
    ids=lambda names: names[0],
)
def test_transliterations_fall_together(names):
    assert len(set(people(*names))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Maria Lopez", "Mario Lopez"),
        ("Ali Khan", "Ala Khan"),
        ("Ali Khan", "Ali Kahn"),
        ("Bruce Lee", "Wei Li"),
        ("Hassan Jabri", "Hussein Jabri"),
        ("John Smythe", "John Smithe", "Jon Smithe"),
        ("Colin Marsh", "Colleen Marsh"),
        ("George H. W. Marsh", "George W. Marsh"),
        ("Ann Marsh", "Mary Ann Marsh"),
        ("Marcus Webb", "Marcus Webb Jr."),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Andrei Kostin", "Andriy Kostin"),
        ("Thomas Scott", "Scott Thomas"),
        ("Donald Trump", "Donald Trump Jr."),
    ],
    ids=lambda names: names[0],
)
def test_two_people_in_full_stay_two(names):
    assert len(set(people(*names))) == len(names)


def test_two_bushes_stay_two_and_a_name_that_fits_both_is_neither():
    ids = people("George H. W. Bush", "George W. Bush", "George Bush")
    assert ids == ["george-h-w-bush", "george-w-bush", "george-bush"]


def test_a_shared_surname_goes_to_the_one_named_in_full_last():
    names = "Joe Bidwell", "Bidwell", "Hunter Bidwell", "Bidwell", "Joe Bidwell", "Bidwell"
    joe, hunter = "joe-bidwell", "hunter-bidwell"
    assert people(*names) == [joe, joe, hunter, hunter, joe, joe]


def test_a_shared_surname_goes_to_the_next_in_full_where_none_stands_before():
    assert people("Bidwell", "Hunter Bidwell", "Joe Bidwell") == ["hunter-bidwell", "hunter-bidwell", "joe-bidwell"]


def test_a_title_tells_who_is_meant():
    names = ("Joe Bidwell", "President"), "Hunter Bidwell", ("Bidwell", "President"), "Bidwell"
    assert people(*names) == ["joe-bidwell", "hunter-bidwell", "joe-bidwell", "hunter-bidwell"]
    assert people("Joe Biden", "Hunter Biden", ("Biden", "President"))[-1] == BIDEN
    assert people("Ramesh Patelkar", ("Sunita Patelkar", "Mrs"), ("Patelkar", "Mr"), ("Patelkar", "Mrs."))[2:] == [
        "ramesh-patelkar",
        "sunita-patelkar",
    ]


def test_the_country_before_a_surname_tells_who_is_meant():
    names = ("Ivan Petrov", "", "RUS"), ("Boris Petrov", "", "BGR"), ("Petrov", "", "RUS")
    assert people(*names) == ["ivan-petrov", "boris-petrov", "ivan-petrov"]


def test_the_dictionary_tells_whom_it_found_without_saying_where():
    assert people("Trump", "Melania Trump", found=("donald-trump",)) == ["donald-trump", "melania-trump"]


@pytest.mark.parametrize(
    "names",
    [
        ("Shri Ramesh Patelkar", "Ramesh Patelkar"),
        ("Smt. Sunita Patelkar", "Sunita Patelkar"),
        ("Tan Sri Azlan Rahmani", "Datuk Azlan Rahmani", "Dato’ Seri Azlan Rahmani", "Azlan Rahmani"),
        ("Alhaji Musa Danjuma", "Hon. Musa Danjuma", "Chief Musa Danjuma", "Musa Danjuma"),
        ("Ayatollah Reza Karimi", "Reza Karimi"),
        ("Lt. Col. Ivan Petrenko", "Prof. Dr. Ivan Petrenko PhD", "Ivan Petrenko"),
        ("U Win Myint Oo", "Win Myint Oo"),
        ("Sayyid Ali Karimi", "Ali Karimi"),
        ("Sheikh Khalaf bin Omar Al Zubi", "Sheikh Khalaf", "Khalaf bin Omar Al Zubi"),
        ("Chief Okonkwo", "Emeka Okonkwo"),
    ],
    ids=lambda names: names[0],
)
def test_honorifics_are_no_part_of_a_name(names):
    assert len(set(people(*names))) == 1


def test_a_doubtful_honorific_stays_without_evidence():
    assert [m.name for m in merges("person", "U Thant Lwin", ("U Thant Lwin", "", "MMR"), "He Lifeng")] == [
        "Thant Lwin",
        "Thant Lwin",
        "He Lifeng",
    ]
    assert [m.name for m in merges("person", "Chief Okonkwo")] == ["Chief Okonkwo"]


@pytest.mark.parametrize(
    "names",
    [
        ("Xi Mingde", "Xi", "Mr Xi", "Xi, Mingde", "Mingde Xi", "President Xi"),
        ("Viktor Orbán", "Orbán Viktor", "Orban"),
        ("Nguyen Phu Dinh", "Dinh", "Mr Dinh"),
        ("Lee Hsien Yang", "Lee", "Mr Lee"),
        ("Ban Soon-taek", "Ban"),
        ("Kishida Fumio", "Fumio Kishida", "Kishida"),
    ],
    ids=lambda names: names[0],
)
def test_family_names_that_stand_first(names):
    assert len(set(people(*names))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Ursula van der Meulen", "van der Meulen", "Van der Meulen", "Meulen"),
        ("Jean Le Brun", "Le Brun"),
        ("Bashir al-Masri", "al-Masri", "Al-Masri", "Masri"),
        ("Rosa de la Cruz", "de la Cruz", "De La Cruz"),
        ("Ramsay MacDonell", "Macdonell"),
        ("Siobhan O'Neill", "O’Neill", "ONeill"),
        ("Gabriel García Márquez", "García Márquez", "García", "Garcia Marquez", "Gabriel García"),
        ("Aung San Thway Kyi", "Thway Kyi", "Ms Thway Kyi"),
        ("Robert F. Kendall Jr.", "Kendall", "Robert Kendall Jr."),
        ('Joaquín "El Oso" Guzmánez', "El Oso", "Joaquín Guzmánez"),
    ],
    ids=lambda names: names[0],
)
def test_particles_double_surnames_suffixes_and_nicknames(names):
    assert len(set(people(*names))) == 1


def test_a_given_name_alone_where_that_is_the_custom():
    assert len(set(people("Katrín Ólafsdóttir", "Katrín"))) == 1
    assert len(set(people(("Abiy Hailu", "", "ETH"), "Hailu", "Abiy"))) == 1
    assert people("Joe Bidwell", "Hunter Bidwell", "Hunter")[-1] == "hunter-bidwell"
    assert people("Maria Torres", "Torres", "Maria") == ["maria-torres", "maria-torres", "maria"]


def test_a_name_of_one_word_is_someone():
    assert people("Suharto", "Mr Suharto") == ["suharto", "suharto"]
    assert people("Okafor", "Okafor's") == ["okafor", "okafor"]


def test_initials_in_capitals_are_whoever_the_article_names():
    assert people("MBS", found=("mohammed-bin-salman",)) == ["mohammed-bin-salman"]
    assert people("Andrea Maria Lopez Oduya", "AMLO") == ["andrea-maria-lopez-oduya"] * 2


def test_the_name_is_the_one_most_often_written_and_the_rule_says_what_joins():
    names = "Okafor", "Dr Chidi Okafor", "Chidi Okafor", "Chídi Okafor", "C. Okafor", "Chidi Okafor"
    assert {m.name for m in merges("person", *names)} == {"Chidi Okafor"}
    assert rules("person", *names) == ["surname", "honorific", "same_name", "diacritics", "initials", "same_name"]
    assert rules("person", "Sergei Lavrenko", "Sergei Lavrenko", "Sergey Lavrenko")[-1] == "transliteration"
    assert rules("person", "Xi Mingde", "Mingde Xi") == ["same_name", "name_order"]


def test_one_known_by_a_title_and_one_name_keeps_both():
    assert [m.name for m in merges("person", ("Olaf", "King"), "King Olaf")] == ["King Olaf", "King Olaf"]
