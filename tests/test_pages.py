"""Every page, run by Streamlit's own test runner: on the sample, on one undated article, filtered, and on nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[1]
PAGES = sorted(p.relative_to(ROOT).as_posix() for p in [ROOT / "dashboard.py", *ROOT.glob("pages/*.py")])
TITLES = {
    "dashboard.py": "Who and where is in the news",
    "pages/1_Map.py": "Where the coverage is",
    "pages/2_Frequency.py": "How often, and when",
    "pages/3_Co-occurrence.py": "Who is mentioned together with whom",
    "pages/4_Articles.py": "The articles behind the numbers",
    "pages/5_Method.py": "How the numbers are made",
}


def run(page: str, corpus: Path, monkeypatch, **query) -> AppTest:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DATELINE_CORPUS", str(corpus))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    if page != "dashboard.py":
        app.switch_page(page)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_every_page_has_a_title_here():
    assert sorted(TITLES) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_on_the_sample(page, sample_directory, monkeypatch):
    app = run(page, sample_directory, monkeypatch)
    assert [e.message for e in app.exception] == []
    assert [t.value for t in app.title] == [TITLES[page]]


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_on_one_article_without_a_date(page, article_directory, monkeypatch):
    app = run(page, article_directory, monkeypatch)
    assert [e.message for e in app.exception] == []
    assert "1 article" in app.markdown[1].value or any("1 article" in m.value for m in app.markdown)
    assert any("1 article of 1 has no date" in c.value for c in app.caption)


@pytest.mark.parametrize("page", PAGES)
def test_filters_in_the_link_are_applied(page, sample_directory, monkeypatch):
    app = run(page, sample_directory, monkeypatch, actors="narendra-modi", first_day="2024-01-01")
    assert [e.message for e in app.exception] == []
    assert app.multiselect(key="url_actors").value == ["narendra-modi"]
    assert any("mentioning Narendra Modi" in m.value for m in app.markdown)


def test_one_article_gets_no_timeline_but_a_sentence(article_directory, monkeypatch):
    app = run("dashboard.py", article_directory, monkeypatch)
    assert any("None of the selected articles has a date" in m.value for m in app.markdown)


def test_one_article_is_ranked_by_mentions_and_asked_for_no_period(article_directory, monkeypatch):
    app = run("pages/2_Frequency.py", article_directory, monkeypatch)
    asked = {control.label: control.value for control in app.button_group}
    assert asked["Measure"] == "mentions"
    assert "Period" not in asked and "Lines on the timeline" not in [choice.label for choice in app.multiselect]


def test_one_article_is_paired_by_sentence(article_directory, monkeypatch):
    app = run("pages/3_Co-occurrence.py", article_directory, monkeypatch)
    assert any("By sentence, because 1 article is too few" in c.value for c in app.caption)


def test_nothing_selected_offers_ways_back(sample_directory, monkeypatch):
    app = run("dashboard.py", sample_directory, monkeypatch, actors="narendra-modi", last_day="2022-01-02")
    assert [s.value for s in app.subheader] == [":material/filter_alt_off: No article passes all filters together"]
    app.button[-1].click().run()
    assert len(app.metric) == 4


def test_links_with_nonsense_still_open(sample_directory, monkeypatch):
    app = run(
        "dashboard.py",
        sample_directory,
        monkeypatch,
        first_day="soon",
        actors="nobody-at-all",
        layers="gossip",
        unit="x",
    )
    assert [e.message for e in app.exception] == []
    assert len(app.metric) == 4


def test_no_corpus_is_a_sentence_with_a_remedy(tmp_path, monkeypatch):
    app = run("dashboard.py", tmp_path / "missing", monkeypatch)
    assert [e.message for e in app.exception] == []
    assert [t.value for t in app.title] == ["No corpus to show yet"]
    assert "missing" in app.error[0].value


@pytest.mark.parametrize("page", TITLES)
def test_articles_that_name_no_actor_leave_no_empty_axes(page, tmp_path, monkeypatch):
    from analysis.store import write_corpus

    (tmp_path / "in.csv").write_text("date,text\n2025-01-02,France met India.\n2025-02-03,Germany met France.\n")
    write_corpus([tmp_path / "in.csv"], tmp_path / "corpus")
    app = run(page, tmp_path / "corpus", monkeypatch, kind="actors", pairing="actors")
    assert not app.exception
    said = " ".join(m.value for m in app.markdown)
    expected = {"dashboard.py": "No actor is named", "pages/2_Frequency.py": "The selected articles name no actors"}
    assert expected.get(page, "") in said
    assert (page in expected) == ("There is no line to draw" in said)
