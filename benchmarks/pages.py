"""How long each page takes from click to painted, in a real browser: `python -m benchmarks.pages [--corpus DIR]
[--rounds N]`.

Prints the median and the slowest of N rounds, in seconds. Warm: the server has shown the page before, and the browser
holds its scripts. Painted: the script has stopped and every chart of the page has drawn its marks. A blank page of
the same server is measured in the same run, so that the share of the browser and the machine can be told from
Dateline's own."""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHARTS = {"": 3, "Map": 1, "Frequency": 2, "Co-occurrence": 1, "Articles": 0, "Method": 0}
BLANK = "import streamlit as st\nst.title('Blank')\n"
PAINTED = """n => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
  && document.querySelector('h1') && document.querySelectorAll(MARKS).length >= n""".replace(
    "MARKS", "'.js-plotly-plot .main-svg .trace, .js-plotly-plot .choroplethlayer path, .js-plotly-plot .hm'"
)


def start(script: Path, corpus: Path) -> tuple[subprocess.Popen, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", "--server.headless=true"],
        cwd=ROOT,
        env={**os.environ, "DATELINE_CORPUS": str(corpus)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2)
            return process, address
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the dashboard did not start")


def time_page(page, address: str, charts: int) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(PAINTED, arg=charts, timeout=60_000)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="a built corpus; by default the bundled sample, built for this run")
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args()

    from playwright.sync_api import sync_playwright

    from analysis.store import write_corpus
    from tests.browser import find_browser

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        corpus = chosen.corpus or Path(folder) / "sample"
        if not chosen.corpus:
            write_corpus([ROOT / "data" / "sample"], corpus)
        blank = Path(folder) / "blank.py"
        blank.write_text(BLANK)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        servers = {"dashboard": start(ROOT / "dashboard.py", corpus), "blank": start(blank, corpus)}
        try:
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            print(f"{'page':16}{'median s':>10}{'slowest s':>11}   ({chosen.rounds} rounds, warm)")
            targets = [("(blank page)", servers["blank"][1], 0)]
            targets += [(name or "Overview", f"{servers['dashboard'][1]}/{name}", n) for name, n in CHARTS.items()]
            for name, address, charts in targets:
                time_page(page, address, charts)
                times = [time_page(page, address, charts) for _ in range(chosen.rounds)]
                print(f"{name:16}{statistics.median(times):>10.2f}{max(times):>11.2f}")
        finally:
            for process, _ in servers.values():
                process.terminate()
            browser.close()


if __name__ == "__main__":
    main()
