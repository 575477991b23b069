"""Measure the speed of extraction and of the dashboard's queries, each beside a reference of the same run."""

from __future__ import annotations

import runpy

from analysis.errors import InputProblem

PARTS = ("extraction", "queries", "pages")


def add_arguments(parser) -> None:
    parser.add_argument(
        "--only", choices=PARTS, help="measure just this; pages needs Chromium and tests/requirements.txt"
    )


def run(asked) -> None:
    import sys

    arguments, sys.argv = sys.argv, sys.argv[:1]
    try:
        for part in [asked.only] if asked.only else PARTS[:2]:
            print(f"-- {part}")
            runpy.run_module(f"benchmarks.{part}", run_name="__main__")
    except ImportError as error:
        raise InputProblem(
            f"The benchmark cannot run: {error}.", "Start it in Dateline's own folder, after make test."
        ) from None
    finally:
        sys.argv = arguments
