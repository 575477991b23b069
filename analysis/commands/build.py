"""Build a corpus for the dashboard, or add to one. Safe to stop and run again: it goes on where it was.

What an input no longer holds stays in the corpus, and an article that was changed is there in both versions: to leave
them out, build in a new folder.
"""

from __future__ import annotations

import os
from pathlib import Path

from analysis.commands import arguments
from analysis.errors import InputProblem


def add_arguments(parser) -> None:
    arguments.add_input(parser)
    parser.add_argument(
        "--corpus", required=True, metavar="DIR", help="the folder of the corpus; made if it is not there"
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="extract on the dask cluster at this address, such as tcp://127.0.0.1:8786",
    )
    parser.add_argument(
        "--geocoder",
        metavar="NAME",
        help="ask an online service (nominatim, photon) where the places lie that the bundled gazetteer does not know; "
        "off unless you name one, because it sends their names over the internet",
    )
    parser.add_argument(
        "--geocoder-server", metavar="URL", help="that service on a server of your own, such as http://localhost:8080"
    )
    parser.add_argument(
        "--exact",
        action="store_true",
        help="the corpus is to hold what INPUT holds now and nothing else, so it is built from nothing when INPUT has "
        "changed",
    )
    arguments.add_extraction(parser)


def run(asked) -> None:
    from analysis.store import write_corpus

    with arguments.bar_of_bytes(0, asked.quiet) as bar:

        def progress(done: int, total: int, articles: int) -> None:
            bar.total = total
            bar.set_postfix_str(f"{articles:,} articles", refresh=False)
            bar.update(done - bar.n)

        report = write_corpus(
            asked.input,
            asked.corpus,
            mapping=arguments.read_mapping(asked.map),
            workers=asked.workers,
            scheduler=asked.scheduler,
            pipeline=asked.pipeline,
            disputed=asked.disputed,
            geocoders=_choose_geocoders(asked.geocoder, asked.geocoder_server),
            exact=asked.exact,
            progress=progress,
        )
    known = f", {report.articles_known:,} were there already" if report.articles_known else ""
    earlier = report.articles_total - report.articles_added - report.articles_known
    known += f", {earlier:,} are from earlier input" if earlier else ""
    again = " Names or rules had changed, so all of it was extracted again." if report.rebuilt else ""
    again += " Its input had changed, so it was built from nothing." if report.anew else ""
    arguments.say(
        f"{asked.corpus}: {report.articles_total:,} articles, {report.articles_added:,} of them new{known}.{again}",
        asked.quiet,
    )
    arguments.say_rejected(report.rejected, "rows became no article", asked.quiet)
    arguments.say_rejected(report.notices, "things to know", asked.quiet)


def _choose_geocoders(name: str | None, server: str | None) -> list | None:
    """The bundled gazetteer and after it the online service that was asked for; None when none was."""
    if not name:
        if server:
            raise InputProblem(
                "--geocoder-server needs --geocoder.", "Say which service runs there: --geocoder nominatim."
            )
        return None
    from analysis.geography import Gazetteer, OnlineGeocoder

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline" / "geocoding.sqlite"
    return [Gazetteer(), OnlineGeocoder.of(name, cache, server=server)]
