"""More or less than before, and why: changes of share with their intervals, and their parts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from analysis.statistics.frequency import LOW_BASE
from analysis.statistics.intervals import find_ratio_interval


def count_changes(
    timeline: pd.DataFrame,
    back: Sequence[int] = (4, 52),
    period: pd.Timestamp | None = None,
    low_base: int = LOW_BASE,
    counting: str = "articles",
) -> pd.DataFrame:
    """Each entity's share in one period against that in the periods before it: a row per entity and number of periods.

    `period` (its first day) is by default the last finished one with articles. `back` periods before it are pooled:
    `articles_before` of `units_before` is `share_before`, and `periods_before` how many of them have any articles (gaps
    count for nothing). ratio = share ÷ share_before, with `low` and `high`, its 95 % interval (find_ratio_interval).
    Everything about the time before is NaN (counts: 0) where the timeline does not reach back that far.

    change = ratio − 1, a fraction from −1, is NaN with a low base, `low_base`: when articles_before is under the
    threshold of that name, or when both the articles now and those expected now (share_before × units) are. A
    percentage of next to nothing misleads, while the interval shows how little is known.
    """
    columns = ["entity_id", "period", "back", "periods_before", counting, "units", "share"]
    columns += [f"{counting}_before", "units_before", "share_before", "ratio", "low", "high", "change", "low_base"]
    finished = timeline[(timeline.units > 0) & ~timeline.unfinished]
    period = finished.period.max() if period is None else pd.Timestamp(period)
    periods = np.sort(timeline.period.unique())
    at = int(np.searchsorted(periods, np.datetime64(period))) if len(periods) else 0
    now = timeline[timeline.period == period].assign(entity_id=lambda t: t.entity_id.astype("str"))
    if now.empty:
        return pd.DataFrame(columns=columns)
    tables = []
    for many in back:
        reaches = at >= many
        span = timeline[timeline.period.isin(periods[at - many : at] if reaches else [])]
        sums = span.assign(known=(span.units > 0).astype(int), entity_id=span.entity_id.astype("str"))
        sums = sums.groupby("entity_id")[[counting, "units", "known"]].sum().reindex(now.entity_id, fill_value=0)
        before, units_before = sums[counting].to_numpy(), sums.units.to_numpy()
        row = now[["entity_id", "period", counting, "units", "share"]].assign(
            back=many, periods_before=sums.known.to_numpy(), **{f"{counting}_before": before}, units_before=units_before
        )
        tables.append(row)
    found = pd.concat(tables, ignore_index=True)
    k, n, k_before, n_before = (
        found[name].to_numpy(float) for name in (counting, "units", f"{counting}_before", "units_before")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share_before = k_before / n_before
        ratio = np.where(k_before > 0, found.share / share_before, np.where((k > 0) & (n_before > 0), np.inf, np.nan))
        low_bases = (k_before < low_base) | ((k < low_base) & ~(share_before * n >= low_base))
    low, high = find_ratio_interval(k, n, k_before, n_before)
    found = found.assign(share_before=share_before, ratio=ratio, low=low, high=high, low_base=low_bases)
    found["change"] = (found.ratio - 1).where(~found.low_base)
    order = pd.Categorical(found.entity_id, now.entity_id, ordered=True)
    found = found.iloc[np.lexsort((found.back.map(list(back).index), order.codes))]
    return found[columns].reset_index(drop=True)


PARTS = ("volume", "source_mix", "share_within")


def count_change_parts(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    now_ids: Collection[str],
    before_ids: Collection[str],
    scale: float = 1.0,
    by_source: bool = False,
) -> pd.DataFrame:
    """Why an entity is in more or fewer articles: `change` in articles as a sum of three parts, largest change first.

    `now_ids` and `before_ids` are the articles of the two times; those before are multiplied by `scale` (1/4 where four
    weeks stand against one). An entity's articles are Σ over sources of all articles × the source's part of them × the
    part of the source's articles that name the entity. The effect of each factor is averaged over all orders in which
    the three could have changed (Kitagawa 1955 for two; Das Gupta 1993 for three; the Shapley value, Sun 1998), so that
    nothing is left over:

    volume: there are more articles altogether. source_mix: there are more from outlets that name it often.
    share_within: the same outlets name it more often. An outlet that has articles at one of the times only is wholly a
    matter of source mix; articles without a source are an outlet of their own; where one of the times has no articles
    at all, everything is volume. With `by_source` a row per entity and source, else summed over them.
    """
    ids = [pd.Index(articles.article_id).isin(list(side)) for side in (now_ids, before_ids)]
    sources = articles.source.astype("str")
    names = pd.Index(sources[ids[0] | ids[1]].unique()).sort_values()
    units = np.array([sources[side].value_counts().reindex(names, fill_value=0) for side in ids], float)
    named = mentions.loc[mentions.article_id.isin({*now_ids, *before_ids}), ["article_id", "entity_id"]]
    named = named.astype("str").drop_duplicates()
    counted = []
    for side in ids:
        of = pd.Series(sources[side].to_numpy(), index=articles.article_id[side])
        here = named[named.article_id.isin(of.index)]
        counted.append(
            here.groupby(["entity_id", here.article_id.map(of).rename("source")]).size().unstack(fill_value=0)
        )
    entities = counted[0].index.union(counted[1].index)
    # entities × sources, now and before
    found = [c.reindex(index=entities, columns=names, fill_value=0).to_numpy(float) for c in counted]
    parts = _split(found, units * [[1.0], [scale]], scale)
    rows = pd.MultiIndex.from_product([entities, names], names=["entity_id", "source"])
    table = pd.DataFrame(
        {"articles": found[0].ravel(), "articles_before": scale * found[1].ravel()}
        | {name: part.ravel() for name, part in zip(PARTS, parts, strict=True)},
        index=rows,
    )
    if not by_source:
        table = table.groupby("entity_id").sum()
    table.insert(2, "change", table.articles - table.articles_before)
    table = table.reset_index().assign(size=lambda t: t.change.abs())
    keys = ["size", *rows.names[: 1 + by_source]]
    table = table.sort_values(keys, ascending=[False, *[True] * (len(keys) - 1)], ignore_index=True)
    return table.drop(columns="size").astype({"articles": "int64", "entity_id": "str"})


def _split(found: list[np.ndarray], units: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The effects of total, mix and share within (entities × sources): the exact three-factor split of total × mix ×
    within. A factor unknown at one time (an outlet, or everything, absent) is taken to be as at the other."""
    totals = units.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mixes = units / totals[:, None]
        within = [found[0] / units[0], scale * found[1] / units[1]]
    mixes = [np.where(np.isnan(mixes[i]), mixes[1 - i], mixes[i]) for i in (0, 1)]
    within = [np.nan_to_num(np.where(np.isnan(within[i]), within[1 - i], within[i])) for i in (0, 1)]
    factors = [[np.full_like(found[0], total) for total in totals], [np.broadcast_to(m, found[0].shape) for m in mixes]]
    factors.append(within)
    factors = [[np.nan_to_num(value) for value in factor] for factor in factors]

    def effect(of: int) -> np.ndarray:
        (a_now, a_before), (b_now, b_before), (c_now, c_before) = factors[of], factors[of - 1], factors[of - 2]
        same, crossed = b_now * c_now + b_before * c_before, b_now * c_before + b_before * c_now
        return (a_now - a_before) * (same / 3 + crossed / 6)

    return effect(0), effect(1), effect(2)
