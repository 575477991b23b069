"""The README's picture: `python -m tests.pictures` takes it anew, of the overview on the bundled sample corpus."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import find_browser
from tests.dashboard import CHARTS, FLAGS, ROOT, Server, wait_until_painted

SIZE = {"width": 1440, "height": 1320}
PICTURE = ROOT / "docs" / "overview-light.png"


def main() -> None:
    from analysis.store import write_corpus

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        write_corpus([ROOT / "data" / "sample"], Path(folder) / "sample")
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        with Server(Path(folder) / "sample") as server:
            page = browser.new_context(viewport=SIZE, color_scheme="light").new_page()
            page.goto(server.url)
            wait_until_painted(page, CHARTS[""])
            page.wait_for_timeout(1000)  # curves in tables are drawn a moment later
            page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
