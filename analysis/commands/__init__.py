"""The command line's parser: one subcommand per module of this package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from analysis import __version__
from analysis.errors import InputProblem


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 with one clear line when the input does not allow it."""
    from analysis.commands import (  # here, so that a worker process need not load them
        bench,
        build,
        export,
        extract,
        score,
    )

    parser = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Which countries and which actors are in the news: extraction, corpora and exports, no browser.",
        epilog="Every command has its own --help.",
    )
    parser.add_argument("--version", action="version", version=f"Dateline {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (extract, build, export, score, bench):
        summary = module.__doc__.splitlines()[0]
        command = commands.add_parser(
            module.__name__.rpartition(".")[2],
            help=summary.replace("%", "%%"),
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    asked = parser.parse_args(argv)
    try:
        asked.run(asked)
    except InputProblem as problem:
        print(f"{parser.prog}: {' '.join(str(problem).split())}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("\nStopped before the end. Run the same command again; a build goes on where it was.", file=sys.stderr)
        return 130
    return 0
