"""Columns are found under their usual names, or where they are mapped by hand; a title becomes part of the text."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis.corpus import find_story, read_articles
from analysis.corpus.columns import COLUMNS, Columns, read_aliases
from analysis.corpus.languages import find_language
from analysis.errors import InputProblem


def read_rows(tmp_path, rows, mapping=None):
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return read_articles([path], mapping).articles


@pytest.mark.parametrize(
    ("column", "name"), [(column, alias) for column in COLUMNS for alias in read_aliases()[column]]
)
def test_every_alias_is_found_in_any_case_and_punctuation(column, name):
    for spelling in (name, name.upper(), f" {name[:2]}_{name[2:]} ", f"{name[:1]}-{name[1:]}"):
        assert Columns().find([spelling, "other"])[column] == [spelling]


def test_no_alias_means_two_things():
    aliases = [alias for column in COLUMNS for alias in read_aliases()[column]]
    assert sorted(aliases) == sorted(set(aliases))


def test_the_most_telling_column_wins_and_an_empty_one_gives_way(tmp_path):
    articles = read_rows(
        tmp_path,
        [
            {"description": "Short.", "content": "Long.", "date": "2025-01-01", "published_at": "2025-12-04"},
            {"description": "Short.", "content": None, "date": "2025-01-02", "published_at": ""},
        ],
    )
    assert articles.text.tolist() == ["Long.", "Short."]
    assert articles.published.dt.strftime("%Y-%m-%d").tolist() == ["2025-12-04", "2025-01-02"]


def test_columns_are_mapped_by_hand(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("Col A,Kopf,text,Wann\nIran.,Head,not this,2025-12-04\n")
    articles = read_articles([path], {"text": "Col A", "title": "kopf", "date": "Wann"}).articles
    assert articles[["text", "title", "date_from"]].values.tolist() == [["Head\n\nIran.", "Head", "metadata"]]


def test_fields_of_nested_objects_are_mapped_by_hand(tmp_path):
    articles = read_rows(tmp_path, [{"fields": {"main": "Iran."}, "text": "not this"}], {"text": "fields.main"})
    assert articles.text.tolist() == ["Iran."]


def test_a_mapping_leaves_files_without_columns_alone(tmp_path):
    (tmp_path / "a.csv").write_text("Col A\nIran.\n")
    (tmp_path / "b.txt").write_text("Oman.")
    assert read_articles([tmp_path], {"text": "Col A"}).articles.text.tolist() == ["Iran.", "Oman."]


def test_a_mapping_to_nothing_is_a_problem(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("id,text\n1,Iran.\n")
    with pytest.raises(InputProblem, match="no column Wann; its columns are id, text. Map date to one of these"):
        read_articles([path], {"date": "Wann"})
    with pytest.raises(InputProblem, match="No column author can be mapped"):
        read_articles([path], {"author": "id"})


def test_objects_within_records_give_their_names(tmp_path):
    articles = read_rows(
        tmp_path,
        [
            {"content": "Iran.", "source": {"id": None, "name": "Wire"}, "publishedAt": "2025-12-04T10:00:00Z"},
            {"content": {"rendered": "Iraq."}, "title": {"rendered": "Vote"}, "source": "Desk", "id": 17},
        ],
    )
    assert articles[["text", "source", "title", "input_id"]].values.tolist() == [
        ["Iran.", "Wire", "", ""],
        ["Vote\n\nIraq.", "Desk", "Vote", "17"],
    ]


def test_a_source_that_is_not_stated_is_the_domain_of_the_address(tmp_path):
    articles = read_rows(
        tmp_path,
        [{"text": "a", "url": "https://www.wire.example:80/x"}, {"text": "b", "url": "http://[bad"}, {"text": "c"}],
    )
    assert articles.source.tolist() == ["wire.example", "", ""]


def test_the_title_becomes_part_of_the_text_unless_it_is(tmp_path):
    rows = [
        {"title": "Vote", "text": "Iran votes."},
        {"title": "Vote", "text": "Vote in Iran."},
        {"title": " Vote ", "text": " Vote in Iran."},
        {"title": "", "text": "  Iran votes.\n"},
        {"title": None, "text": "Iraq votes."},
    ]
    articles = read_rows(tmp_path, rows)
    assert articles.text.tolist() == [
        "Vote\n\nIran votes.",
        "Vote in Iran.",
        "Vote\n\n Vote in Iran.",
        "  Iran votes.\n",
        "Iraq votes.",
    ]
    assert articles.title.tolist() == ["Vote", "Vote", "Vote", "", ""]
    assert articles.words.tolist() == [3, 3, 4, 2, 2]


def test_numbers_in_a_table_are_ids_and_missing_ones_are_not(tmp_path):
    path = tmp_path / "news.parquet"
    pd.DataFrame(
        {"text": ["Iran.", "Iraq."], "id": [1.0, None], "date": pd.to_datetime(["2025-12-04", None])}
    ).to_parquet(path)
    articles = read_articles([path]).articles
    assert articles[["input_id", "date_from"]].values.tolist() == [["1", "metadata"], ["", "none"]]


@pytest.mark.parametrize(
    ("stated", "language"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("pt_BR", "pt"),
        ("eng", "en"),
        ("ger", "de"),
        ("Russian", "ru"),
        ("?", ""),
        ("", ""),
    ],
)
def test_a_language_is_its_two_letters(stated, language):
    assert find_language(stated) == language


def test_copies_of_a_story_share_it_whatever_the_headline(tmp_path):
    rows = [
        {"title": "Vote", "text": "Iran’s voters — all of them — voted.", "source": "A"},
        {"title": "Ballot", "text": "IRAN'S voters, all of  them, voted", "source": "B"},
        {"title": "Vote", "text": "Iran’s voters — some of them — voted.", "source": "A"},
    ]
    stories = read_rows(tmp_path, rows).story_id.tolist()
    assert stories[0] == stories[1] == find_story("iran s voters all of them voted")
    assert stories[2] != stories[0]


def test_words_for_no_value_are_none(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("title,text,date,source\nNone,Iran voted.,NaT,null\nHead,nan,2025-12-04,N/A\n")
    reading = read_articles([path])
    assert reading.articles[["title", "text", "source", "date_from"]].values.tolist() == [
        ["", "Iran voted.", "", "none"]
    ]
    assert reading.rejected.values.tolist() == [["news.csv", 3, "Its text is empty."]]
    assert reading.notices.empty


def test_a_text_that_begins_with_a_longer_word_does_not_begin_with_the_title(tmp_path):
    articles = read_rows(tmp_path, [{"title": "India", "text": "Indian ships left."}])
    assert articles.text.tolist() == ["India\n\nIndian ships left."]


def test_headlines_alone_are_read_when_they_are_mapped(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text("stories_id,title,publish_date,media_name\n7,Iran votes,2025-12-04,Wire\n")
    with pytest.raises(InputProblem, match="To read the headlines alone, map text to title"):
        read_articles([path])
    articles = read_articles([path], {"text": "title"}).articles
    assert articles[["text", "title", "input_id", "source"]].values.tolist() == [
        ["Iran votes", "Iran votes", "7", "Wire"]
    ]


def test_a_date_that_is_no_day_gives_way_to_one_that_is(tmp_path):
    rows = [
        {"text": "a", "published": "2 hours ago", "date": "2025-12-04"},
        {"text": "b", "published": "2 hours ago", "date": None},
        {"text": "c", "published": "2025-12-05", "date": "2025-12-06"},
    ]
    assert read_rows(tmp_path, rows).published.dt.strftime("%Y-%m-%d").tolist()[::2] == ["2025-12-04", "2025-12-05"]
