"""The dashboard as the tests, the benchmark and the pictures meet it: a server of its own, a painted page."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHARTS = {"": 3, "Map": 1, "Frequency": 2, "Co-occurrence": 1, "Articles": 0, "Method": 0}  # of each page, by its path
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # there is no internet
]
_PAINTED = """charts => {
  const drawn = [...document.querySelectorAll('.js-plotly-plot')]
  return document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('h1') && drawn.length >= charts
    && drawn.every(chart => chart.querySelector('.trace, .choroplethlayer path, .hm'))
}"""


class Server:
    """`script` on a free port of this machine, with one corpus; a context that stops it."""

    def __init__(self, corpus: Path, script: Path = ROOT / "dashboard.py") -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.headless=true"],
            cwd=ROOT,
            env={**os.environ, "DATELINE_CORPUS": str(corpus)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2)
                return
            except OSError:
                time.sleep(0.2)
        self.stop()
        raise RuntimeError("the dashboard did not start within 40 seconds")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_) -> None:
        self.stop()


def wait_until_painted(page, charts: int) -> None:
    """Wait until the script has stopped and every chart has drawn its marks."""
    page.wait_for_function(_PAINTED, arg=charts, timeout=60_000)
