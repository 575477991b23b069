"""The day of publication: from metadata in any notation, from the opening of the text, and from nothing else."""

from __future__ import annotations

import csv
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import find_day, read_articles, read_day
from analysis.corpus.dates import MONTHS, find_order

FILES = Path(__file__).parent / "files"
SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "000_f7ff521e61e392d7.txt"


def rows(name: str) -> list[tuple[str, ...]]:
    with open(FILES / name, encoding="utf-8", newline="") as stream:
        return [tuple(row.values()) for row in csv.DictReader(stream)]


def day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("value", "first", "day"), rows("dates.csv"))
def test_a_day_is_read_in_any_usual_notation(value, first, day):
    assert read_day(value, first != "month") == day_or_none(day)


@pytest.mark.parametrize(("opening", "day"), rows("openings.csv"))
def test_a_day_is_found_only_where_the_opening_states_it(opening, day):
    assert find_day("Headline", f"Headline\n\n{opening}\n\nThe talks went on for hours.") == day_or_none(day)


def test_the_four_hundredth_character_ends_the_opening():
    assert find_day("", "x" * 380 + "\n4 December 2025\n") == date(2025, 12, 4)
    assert find_day("", "x" * 390 + "\n4 December 2025\n") is None


def test_the_users_article_has_no_day():
    articles = read_articles([SAMPLE]).articles
    assert articles.date_from.tolist() == ["none"]
    assert articles.published.isna().tolist() == [True]


@pytest.mark.parametrize(
    "value",
    [
        date(2025, 12, 4),
        datetime(2025, 12, 4, 23, 30),
        datetime(2025, 12, 4, 23, 30, tzinfo=timezone(timedelta(hours=-8))),
        pd.Timestamp("2025-12-04T23:30", tz="America/New_York"),
        np.datetime64("2025-12-04T10:15"),
        int(datetime(2025, 12, 4, 12, tzinfo=UTC).timestamp()),
        np.int64(1764842400000),
        1764842400.5,
        20251204,
    ],
)
def test_a_stamp_is_of_its_own_zones_day(value):
    assert read_day(value) == date(2025, 12, 4)


@pytest.mark.parametrize("value", [None, True, 0, -5, 45995, float("nan"), float("inf"), pd.NaT, "", [], {}, 1e300])
def test_what_is_no_stamp_is_no_day(value):
    assert read_day(value) is None


def test_without_an_order_an_ambiguous_date_is_none():
    assert [read_day(v, None) for v in ("03/04/2025", "13/04/2025", "04/04/2025")] == [
        None,
        date(2025, 4, 13),
        date(2025, 4, 4),
    ]


def test_one_value_settles_a_columns_order():
    assert find_order(["03/04/2025", "12/13/2025"]) is False
    assert find_order(["03/04/2025", "13/12/2025"]) is True
    assert find_order(["03/04/2025", None, 7, "2025-12-13"]) is None


def test_a_files_later_rows_settle_its_first(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("text,date\none,03/04/2025\ntwo,03/14/2025\n")
    reading = read_articles([path])
    assert reading.articles.published.dt.strftime("%Y-%m-%d").tolist() == ["2025-03-04", "2025-03-14"]
    assert reading.notices.empty


def test_an_unsettled_column_is_read_day_first_and_reported(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("text,date\none,03/04/2025\ntwo,05/04/2025\n")
    reading = read_articles([path])
    assert reading.articles.published.dt.strftime("%Y-%m-%d").tolist() == ["2025-04-03", "2025-04-05"]
    assert reading.notices.values.tolist() == [
        ["news.csv", 0, "Its dates may have day or month first, as in 03/04/2025; they are read day first."]
    ]


def test_a_bad_date_loses_no_article(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text('text,date\none,2025-02-30\n"Published: 2025-12-04\n\ntwo",soon\nthree,\n')
    reading = read_articles([path])
    assert reading.articles.date_from.tolist() == ["none", "text", "none"]
    assert reading.rejected.empty
    assert reading.notices.values.tolist() == [
        ["news.csv", 2, "Its date '2025-02-30' is no day that can be; the article has no day."],
        ["news.csv", 3, "Its date 'soon' is no day that can be; the day was taken from the text: 2025-12-04."],
    ]


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading_of_dates(text):
    assert read_day(text) is None or isinstance(read_day(text), date)
    assert find_day("", text) is None or isinstance(find_day("", text), date)


@given(st.dates(date(1600, 1, 1), date(2025, 12, 31)))
def test_every_day_survives_each_notation(day):
    month = MONTHS[day.month - 1].title()
    notations = [
        day.isoformat(),
        f"{day.year:04}{day.month:02}{day.day:02}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day} {month} {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
        day,
        np.datetime64(day),
    ]
    assert [read_day(notation) for notation in notations] == [day] * len(notations)
    assert read_day(f"{day.month}/{day.day}/{day.year}", day_first=False) == day


@pytest.mark.parametrize("packed", [False, True])
def test_a_column_is_settled_however_far_down(tmp_path, packed):
    """A year's articles in order: the first thousand are all of its first days, and could be either."""
    path = tmp_path / "news.csv"
    rows = [f"Article {n},0{1 + n // 500}/05/2025" for n in range(1000)] + ["Last,05/14/2025"]
    path.write_text("text,date\n" + "\n".join(rows))
    if packed:
        with zipfile.ZipFile(tmp_path / "news.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, "news.csv")
        path = tmp_path / "news.zip"
    reading = read_articles([path])
    days = reading.articles.published.dt.strftime("%Y-%m-%d")
    assert [days[0], days[500], days[1000]] == ["2025-01-05", "2025-02-05", "2025-05-14"]
    assert len(days) == 1001
    assert reading.notices.empty


def test_a_column_whose_first_dates_are_missing_is_still_reported(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("text,date\n" + "".join(f"Article {n},\n" for n in range(600)) + "Last,03/04/2025\n")
    assert read_articles([path]).notices.values.tolist() == [
        ["news.csv", 0, "Its dates may have day or month first, as in 03/04/2025; they are read day first."]
    ]
