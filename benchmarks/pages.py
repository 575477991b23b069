"""How long each page takes from click to painted, in a real browser: `python -m benchmarks.pages [--corpus DIR]
[--rounds N]`.

Prints the median and the slowest of N rounds, in seconds. Warm: the server has shown the page before, and the browser
holds its scripts. Painted: the script has stopped and every chart of the page has drawn its marks. A blank page of
the same server is measured in the same run, so that the share of the browser and the machine can be told from
Dateline's own."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

BLANK = "import streamlit as st\nst.title('Blank')\n"


def time_page(page, address: str, charts: int) -> float:
    from tests.dashboard import wait_until_painted

    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    wait_until_painted(page, charts)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="a built corpus; by default the bundled sample, built for this run")
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args()

    from playwright.sync_api import sync_playwright

    from analysis.store import write_corpus
    from tests.browser import find_browser
    from tests.dashboard import CHARTS, FLAGS, ROOT, Server

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        corpus = chosen.corpus or Path(folder) / "sample"
        if not chosen.corpus:
            write_corpus([ROOT / "data" / "sample"], corpus)
        blank = Path(folder) / "blank.py"
        blank.write_text(BLANK)
        empty, server = (stack.enter_context(Server(corpus, script)) for script in (blank, ROOT / "dashboard.py"))
        playwright = stack.enter_context(sync_playwright())
        browser = stack.enter_context(playwright.chromium.launch(executable_path=find_browser(), args=FLAGS))
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        print(f"{'page':16}{'median s':>10}{'slowest s':>11}   ({chosen.rounds} rounds, warm)")
        targets = [("(blank page)", empty.url, 0)]
        targets += [(name or "Overview", f"{server.url}/{name}", charts) for name, charts in CHARTS.items()]
        for name, address, charts in targets:
            time_page(page, address, charts)
            times = [time_page(page, address, charts) for _ in range(chosen.rounds)]
            print(f"{name:16}{statistics.median(times):>10.2f}{max(times):>11.2f}")


if __name__ == "__main__":
    main()
