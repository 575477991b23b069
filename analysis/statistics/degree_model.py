"""Chance where windows differ in how many entities they name: who is in a window of k entities, if nobody is tied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse.linalg import LinearOperator, cg
from scipy.special import expit

CLOSE = 1e-7  # of the number of windows of an entity: the fit is then exact for any use
MOST_STEPS = 100


@dataclass(frozen=True)
class DegreeModel:
    """The model of one set of windows: for the class of windows that name `named[h]` entities, of which there are
    `windows[h]`, weights `turns[h]` (sum 1) and, per entity, `parts[h]` (entities × weights), whose weighted sums are
    the chances that an entity is in such a window, and whose products' weighted sums those of two."""

    named: np.ndarray
    windows: np.ndarray
    turns: list[np.ndarray]
    parts: list[np.ndarray]
    class_of: np.ndarray  # the row of `parts` of each entity

    def alone(self, entities: np.ndarray) -> np.ndarray:
        """Chances (entities × classes of windows) of one entity."""
        rows = self.class_of[entities]
        return np.column_stack([_sum(parts, turns)[rows] for parts, turns in zip(self.parts, self.turns, strict=True)])

    def together(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Chances (pairs × classes of windows) of both of two different entities."""
        used, at = np.unique(self.class_of[np.concatenate([left, right])], return_inverse=True)
        i, j = at[: len(left)], at[len(left) :]
        found = np.empty((len(left), len(self.named)))
        for h, (parts, turns) in enumerate(zip(self.parts, self.turns, strict=True)):
            found[:, h] = np.einsum("im,jm->ij", parts[used] * turns, parts[used]).real[i, j]
        return np.clip(found, 0, 1)


def fit_degree_model(entity_units, richness) -> DegreeModel:
    """Fit the model to the windows of each entity and to `richness[k]`, the windows that name exactly k entities.

    In a window of k entities, every set of k is as likely as the product of its entities' weights, which are such that
    each entity is expected in as many windows as it is in. So windows keep their numbers of entities exactly and
    entities their numbers of windows on average, and nothing else is assumed. It is the stochastic degree sequence
    model (Neal 2014; bipartite configuration model, Saracco et al. 2015) with the windows' side held fixed: the
    conditional likelihood of the Rasch model (Andersen 1970), sampled by conditional Bernoulli draws (Chen, Dempster &
    Liu 1994). Holding it fixed matters: a window that names one entity has no pair, but one that names one on average
    has some, and with articles that name two or three the usual model expects far too many.

    Windows of one k and entities in equally many windows share their numbers, so that a million windows take no longer
    than a thousand. Windows without entities are left out, and all chances in them are 0.
    """
    entity_units, richness = np.asarray(entity_units, np.int64), np.asarray(richness, float)
    named = np.flatnonzero(richness)
    named = named[named > 0]
    windows = richness[named]
    units, class_of, entities = np.unique(entity_units, return_inverse=True, return_counts=True)
    certain, rows, columns, left_units, left_named = _peel(units.astype(float), entities, named.astype(float), windows)
    turns, parts = [np.ones(1)] * len(named), [chances[:, None] for chances in certain.T]
    if rows.any() and columns.any():
        fitted = _fit(left_units[rows], entities[rows].astype(float), left_named[columns], windows[columns])
        for h, (turn, part) in zip(np.flatnonzero(columns), fitted, strict=True):
            turns[h], parts[h] = turn, np.repeat(parts[h], len(turn), axis=1).astype(complex)
            parts[h][rows] = part
    return DegreeModel(named, windows, turns, parts, class_of)


def _sum(parts: np.ndarray, turns: np.ndarray) -> np.ndarray:
    return np.einsum("im,m->i", parts, turns).real  # no BLAS: its threads wait for each other on a busy machine


def _peel(units, entities, named, windows):
    """Take out who is in all windows or none, and windows that name all that are left or none, until none is so.

    Returns their chances (0 or 1), which classes are left, and what is left to name of them.
    """
    certain = np.zeros((len(units), len(named)))
    units, named = units.copy(), named.copy()
    rows, columns = units > 0, np.ones(len(named), bool)
    while rows.any() and columns.any():
        full = rows & (units >= windows[columns].sum())
        certain[np.ix_(full, columns)] = 1
        named[columns] -= entities[full].sum()
        rows &= ~full
        rich = columns & (named >= entities[rows].sum())
        certain[np.ix_(rows, rich)] = 1
        units[rows] -= windows[rich].sum()
        columns &= ~rich & (named > 0)
        idle = rows & (units <= 0)
        rows &= ~idle
        if not (full.any() or rich.any() or idle.any()):
            break
    return certain, rows, columns, units, named


def _fit(units, entities, named, windows) -> list[tuple[np.ndarray, np.ndarray]]:
    """Turns and parts of each class of windows. Newton's method on the conditional likelihood, its curvature taken
    from independent draws, from those draws' own best fit."""
    x = np.log(units / (windows.sum() - units))
    y = np.zeros(len(named))
    for step in range(MOST_STEPS):
        y = _find_levels(x, y, entities, named)
        chances = expit(np.add.outer(x, y))
        fitted = [_draw(chances[:, h], entities, named[h]) for h in range(len(named))]
        found = np.column_stack([_sum(parts, turns) for turns, parts in fitted])
        off = units - found @ windows
        if (np.abs(off) <= CLOSE * units).all() or step == MOST_STEPS - 1:
            break
        each = chances * (1 - chances)
        spread = entities[:, None] * each
        every = spread.sum(axis=0)
        weights = windows / (1 - (spread * each).sum(axis=0) / every**2)  # draws of few entities lean on each other
        curve = np.diag(spread @ weights) - (spread * (weights / every)) @ spread.T
        curve += (
            curve.diagonal().max() / len(units) ** 2
        )  # all weights times the same are the same model: hold their sum
        x = x + np.clip(_solve(curve, entities * off), -2, 2)
    return fitted


def _solve(curve: np.ndarray, gap: np.ndarray) -> np.ndarray:
    product = LinearOperator(curve.shape, matvec=lambda v: np.einsum("ij,j->i", curve, v))
    scale = LinearOperator(curve.shape, matvec=lambda v: v / curve.diagonal())
    return cg(product, gap, rtol=1e-6, M=scale)[0]


def _find_levels(x, y, entities, named) -> np.ndarray:
    """For each class of windows the log level at which independent draws name as many entities on average."""
    for _ in range(MOST_STEPS):
        chances = expit(np.add.outer(x, y))
        over = entities @ chances - named
        if (np.abs(over) <= 1e-10 * named).all():
            break
        y = y - np.clip(over / (entities @ (chances * (1 - chances))), -2, 2)
    return y


def _draw(chances: np.ndarray, entities: np.ndarray, named: float) -> tuple[np.ndarray, np.ndarray]:
    """Turns and parts of independent draws that came to exactly `named`, by Fourier inversion.

    The chance that draws with these chances come to `named`, with or without some entities, is a mean over points of
    the unit circle; as `named` is their expectation, a few standard deviations of points are exact.
    """
    spread = (entities * chances * (1 - chances)).sum()
    half = int(min(4 * np.sqrt(spread) + 10, entities.sum() / 2 + 1))
    points = np.exp(2j * np.pi * np.arange(half + 1) / (2 * half + 1))
    factors = 1 + chances[:, None] * (points - 1)
    many = entities > 1
    product = factors[~many].prod(axis=0) * (factors[many] ** entities[many, None]).prod(axis=0)
    turns = product * points**-named * np.where(np.arange(half + 1), 2, 1)  # the other half are their conjugates
    return turns / turns.real.sum(), chances[:, None] * points / factors
