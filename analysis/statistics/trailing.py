"""The smoothed line: means over the periods just behind."""

from __future__ import annotations

import numpy as np
import pandas as pd

SUMMED = ("mentions", "articles", "stories", "units", "words")


def count_trailing_means(
    timeline: pd.DataFrame, periods: int = 4, least: int | None = None, counting: str = "articles"
) -> pd.DataFrame:
    """The TIMELINE with, beside each period, the means of it and the `periods` − 1 before it, of the same entity.

    `trailing_mentions`, `trailing_articles`, `trailing_stories`: counts per period. `trailing_share` (0–1) and
    `trailing_mentions_per_1000_words` are ratios of the sums, so that every article weighs the same, in a thin period
    as in a full one; `counting` says, as in count_periods, of what the share is. `trailing_periods` says how many
    periods with articles were averaged: the label of the line.

    Gaps (periods without any article) count neither as zero nor as a period. The mean is NaN unless at least `least`
    of the `periods` have articles; by default all must, so that a line never runs across a gap or begins before
    `periods` periods are known. It is NaN in a gap itself. An unfinished period has no mean of counts (a part of a week
    is no week), but one of share and rate.
    """
    least = periods if least is None else least
    if not 1 <= least <= periods:
        raise ValueError("least must lie between 1 and periods")
    table = timeline.reset_index(drop=True)
    order = table.sort_values(["entity_id", "period"], kind="stable").index
    known = (table.units > 0).loc[order]
    entities = table.entity_id.loc[order].astype("str")
    columns = pd.DataFrame({name: table[name].loc[order].astype(float) for name in SUMMED} | {"known": known * 1.0})
    sums = columns.groupby(entities, sort=False).rolling(periods, min_periods=1).sum().droplevel(0).reindex(table.index)
    enough = (sums.known >= least) & (table.units > 0)
    full = enough & ~table.unfinished
    found = {f"trailing_{name}": (sums[name] / sums.known).where(full) for name in ("mentions", "articles", "stories")}
    with np.errstate(invalid="ignore", divide="ignore"):
        found["trailing_share"] = (sums[counting] / sums.units).where(enough)
        found["trailing_mentions_per_1000_words"] = (1000 * sums.mentions / sums.words).where(enough & (sums.words > 0))
    return table.assign(**found, trailing_periods=sums.known.fillna(0).astype("int64")).set_axis(timeline.index)
