"""The browser of the real-browser tests: the one that is installed, else one that this brings.

`python -m tests.browser` prints the path of a Chromium or Chrome: one that is installed; else Debian's, installed
with apt-get where that is possible; else Playwright's own download. When none can be had it says how to get one and
exits with 2."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find_browser() -> str | None:
    """The path of an installed browser: $BROWSER_PATH if it is set, else the first known name, else None."""
    said = os.environ.get("BROWSER_PATH", "")
    if said and Path(said).exists():
        return said
    return next((path for name in NAMES if (path := shutil.which(name))), MAC if Path(MAC).exists() else None)


def install_from_debian() -> str | None:
    """Install Debian's chromium when there is an apt-get and the right to use it."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    quiet = {"stdout": sys.stderr, "stderr": sys.stderr, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "chromium", "chromium-driver"], check=False, **quiet)
    return find_browser()


def download_with_playwright() -> str | None:
    """Let Playwright download its own Chromium."""
    from playwright.sync_api import sync_playwright

    fetched = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False, stdout=sys.stderr, stderr=sys.stderr
    )
    if fetched.returncode:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> int:
    path = find_browser() or install_from_debian() or download_with_playwright()
    if not path:
        print(
            "The tests need Chromium or Chrome and none could be installed. Install one (Debian, as root: apt-get "
            "install chromium) or set BROWSER_PATH to an installed one.",
            file=sys.stderr,
        )
        return 2
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
