"""What all tests share: the sample corpus, built once, and the rule that a skipped test is a failed one."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[1]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped; a test that cannot run is a failed test."
    return report


@pytest.fixture(scope="session")
def sample_directory(tmp_path_factory) -> Path:
    """The bundled sample corpus, built once for all test processes; read it, never write to it."""
    from analysis.store import write_corpus

    shared = tmp_path_factory.getbasetemp().parent if _is_worker() else tmp_path_factory.getbasetemp()
    directory = shared / "sample"
    with FileLock(str(shared / "sample.lock")):
        if not (directory / "manifest.json").exists():
            write_corpus([ROOT / "data" / "sample"], directory)
    return directory


@pytest.fixture(scope="session")
def article_directory(tmp_path_factory) -> Path:
    """A corpus of the one article that has no date."""
    from analysis.store import write_corpus

    directory = tmp_path_factory.mktemp("corpora") / "one-article"
    write_corpus([next((ROOT / "data" / "sample").glob("000_*.txt"))], directory)
    return directory


def _is_worker() -> bool:
    import os

    return "PYTEST_XDIST_WORKER" in os.environ
