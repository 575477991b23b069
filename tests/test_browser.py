"""The dashboard in a real browser: what is drawn, clicked, downloaded, and what leaves the machine (nothing)."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import find_browser
from tests.dashboard import CHARTS, FLAGS, ROOT, Server

PAGES = {
    "": "Overview",
    "Map": "Map",
    "Frequency": "Frequency",
    "Co-occurrence": "Co-occurrence",
    "Articles": "Articles",
    "Method": "Method",
}


@pytest.fixture(scope="module")
def server(sample_directory):
    with Server(sample_directory) as server:
        yield server


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    assert path, "no Chromium or Chrome: make test installs one"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.requested = []
    page.on("request", lambda request: page.requested.append(request.url))
    yield page
    context.close()


def open_page(page: Page, address: str, charts: int | None = None) -> Page:
    page.goto(address)
    settle(page)
    if charts:
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        expect(page.locator(".js-plotly-plot")).to_have_count(charts)
    return page


def settle(page: Page) -> None:
    """Wait until the script has run and stopped."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", state="attached")
    page.wait_for_selector("h1")
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", state="attached")


def metric(page: Page, label: str) -> int:
    card = page.locator("[data-testid=stMetric]").filter(has_text=label)
    return int(card.locator("[data-testid=stMetricValue]").inner_text().replace(",", ""))


def briefs() -> pd.DataFrame:
    """The sample corpus as it was written, read without Dateline."""
    rows = [
        json.loads(line)
        for path in sorted((ROOT / "data" / "sample").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return pd.DataFrame(rows)


def stored(directory: Path, table: str) -> pd.DataFrame:
    """A table of a built corpus, read without Dateline."""
    return pd.concat(
        [pd.read_parquet(path) for path in sorted((directory / table).rglob("*.parquet"))], ignore_index=True
    )


def download(page: Page, click) -> tuple[str, bytes]:
    with page.expect_download() as event:
        click()
    return event.value.suggested_filename, Path(event.value.path()).read_bytes()


def export(page: Page, card: str, button: str) -> tuple[str, bytes]:
    page.locator(f".st-key-card_{card}").get_by_role("button", name="Export").click()
    return download(page, lambda: page.get_by_role("button", name=button).click())


def test_map_draws_its_countries(server, page):
    open_page(page, f"{server.url}/Map", charts=1)
    expect(page.locator(".choroplethlayer path").first).to_be_attached()
    drawn = page.locator(".choroplethlayer path").evaluate_all(
        "paths => paths.filter(p => (p.getAttribute('d') || '').length > 20).length"
    )
    assert drawn >= 45
    land = page.locator(".geo .layer.land path").first.get_attribute("d")
    assert len(land) > 10_000


def test_date_filter_counts_what_the_corpus_holds(server, page):
    open_page(page, f"{server.url}/", charts=3)
    everything = briefs()
    assert metric(page, "Articles") == len(everything) + 1  # and the article without a date
    page.locator(".st-key-url_first_day [data-type=year]").click()
    page.keyboard.type("20250101", delay=40)
    page.locator("h1").click()
    expect(page).to_have_url(re.compile("first_day=2025-01-01"))
    settle(page)
    assert metric(page, "Articles") == int((everything.published >= "2025-01-01").sum())


def test_actor_filter_counts_what_the_corpus_holds(server, page, sample_directory):
    mentions = stored(sample_directory, "mentions")
    chosen = set(mentions[mentions.entity_id == "narendra-modi"].article_id)
    there = mentions[mentions.article_id.isin(chosen)]
    open_page(page, f"{server.url}/", charts=3)
    box = page.locator(".st-key-url_actors input")
    box.fill("Narendra Modi")
    page.get_by_role("option", name="Narendra Modi").click()
    expect(page).to_have_url(re.compile("actors=narendra-modi"))
    settle(page)
    assert metric(page, "Articles") == len(chosen) > 5
    assert metric(page, "Distinct actors") == there[there.kind.isin(["person", "organisation"])].entity_id.nunique()


def test_filters_follow_to_every_page_and_back(server, page):
    open_page(page, f"{server.url}/?actors=narendra-modi", charts=3)
    page.locator("[data-testid=stSidebar]").get_by_role("link", name="Map").click()
    expect(page.get_by_role("heading", name="Where the coverage is", level=1)).to_be_visible()
    settle(page)
    assert "actors=narendra-modi" in page.url
    expect(page.get_by_text("mentioning Narendra Modi").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Who and where is in the news")).to_be_visible()
    settle(page)
    assert "actors=narendra-modi" in page.url


def test_cold_deep_link_opens_the_page_with_its_filters(sample_directory, page):
    with Server(sample_directory) as server:
        open_page(page, f"{server.url}/Frequency?actors=narendra-modi&first_day=2025-01-01", charts=2)
        expect(page.get_by_role("heading", name="How often, and when")).to_be_visible()
        expect(page.get_by_text("since 1 January 2025 · mentioning Narendra Modi")).to_be_visible()
        links = page.locator("[data-testid=stSidebar] [data-testid=stPageLink]").all_inner_texts()
        assert [text.split("\n")[-1] for text in links] == list(PAGES.values())


def test_png_is_a_picture_named_after_title_and_filters(server, page):
    open_page(page, f"{server.url}/Map?actors=narendra-modi", charts=1)
    page.locator(".js-plotly-plot").hover()
    name, data = download(page, lambda: page.locator('.modebar-btn[data-title^="Download"]').click())
    assert name == "where-the-coverage-is-mentions-per-country-mentioning-narendra-modi.png"
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) > 30_000


def test_csv_holds_what_the_chart_shows(server, page, sample_directory):
    open_page(page, f"{server.url}/Map", charts=1)
    name, data = export(page, "map", "Data (CSV)")
    table = pd.read_csv(io.BytesIO(data), keep_default_na=False).set_index("entity_id")
    mentions = stored(sample_directory, "mentions")
    counted = mentions[
        (mentions.kind == "country") & mentions.layer.isin(["name", "demonym", "capital", "city", "region", "metonym"])
    ]
    assert name.endswith(".csv")
    assert table.mentions.to_dict() == counted.groupby("entity_id").size().to_dict()
    assert table.articles.to_dict() == counted.groupby("entity_id").article_id.nunique().to_dict()


def test_svg_is_a_vector_picture_of_the_chart(server, page):
    open_page(page, f"{server.url}/Frequency", charts=2)
    name, data = export(page, "ranking", "Picture (SVG)")
    assert name.endswith(".svg") and data.startswith(b"<svg") and b"Russia" in data


def test_exported_page_shows_its_map_offline(server, page, browser, tmp_path):
    open_page(page, f"{server.url}/Map", charts=1)
    name, data = export(page, "map", "Page that works offline (HTML)")
    saved = tmp_path / name
    saved.write_bytes(data)
    context = browser.new_context()
    alone = context.new_page()
    requested = []
    alone.on("request", lambda request: requested.append(request.url))
    alone.goto(saved.as_uri())
    expect(alone.locator(".choroplethlayer path").first).to_be_attached()
    assert alone.locator(".choroplethlayer path").count() >= 45
    assert alone.get_by_text("Share chart").count() == 0
    assert [url for url in requested if not url.startswith(("file:", "data:", "blob:"))] == []
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_request_leaves_the_machine(server, page, path):
    open_page(page, f"{server.url}/{path}", charts=CHARTS[path])
    page.wait_for_timeout(500)
    strangers = [
        url
        for url in page.requested
        if not url.startswith((server.url, server.url.replace("http", "ws"), "data:", "blob:"))
    ]
    assert strangers == []
    assert any("/app/static/fonts/" in url for url in page.requested)


def test_article_is_read_with_its_mentions_marked(server, page):
    open_page(page, f"{server.url}/Articles?find=Belousov+privileged")
    open_page(page, f"{server.url}/Articles?find=privileged+strategic+partnership")
    expect(page.locator(".article mark.person").first).to_have_text("Andrei Belousov")
    marked = set(page.locator(".article mark.country").all_inner_texts())
    assert {"Russia", "Russian", "India", "Indian", "Ukraine", "Donbass", "Kremlin"} <= marked


def test_article_text_cannot_run_scripts(browser, tmp_path_factory):
    from analysis.store import write_corpus

    folder = tmp_path_factory.mktemp("hostile")
    attack = {
        "title": "<img src=x onerror=alert(1)> Russia",
        "text": "<script>alert(2)</script> Vladimir Putin <b onmouseover=alert(3)>met</b> $x$ [a](javascript:alert(4))",
        "published": "2025-01-02",
        "source": "<svg onload=alert(5)>",
    }
    (folder / "attack.jsonl").write_text(
        json.dumps(attack) + "\n" + json.dumps({**attack, "published": "2025-02-03"}), encoding="utf-8"
    )
    # A column of HTML becomes plain text when it is read; a text file stays as it is.
    (folder / "attack.txt").write_text(f"2 March 2025\n\n{attack['text']}", encoding="utf-8")
    write_corpus([folder / "attack.jsonl", folder / "attack.txt"], folder / "corpus")
    with Server(folder / "corpus") as server, browser.new_context() as context:
        page, dialogs = context.new_page(), []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for path in PAGES:
            open_page(page, f"{server.url}/{path}")
        assert dialogs == []
        open_page(page, f"{server.url}/Articles")
        expect(page.locator(".article")).to_contain_text("<script>alert(2)</script>")
