"""Which pairs are tested, and their false discovery rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import false_discovery_control


@dataclass(frozen=True)
class Support:
    """What a pair needs before chance is asked about it.

    Both entities in at least `each` windows; and either `together` windows with both, or as many as `expected`
    expected, so that few or none of them can say something: a pair that is rare by chance is not avoided.
    """

    together: int = 3
    each: int = 5
    expected: float = 5.0


def find_q(p, together, left, right, expected, support: Support) -> np.ndarray:
    """False discovery rates (Benjamini & Hochberg 1995) of the tested pairs; NaN where a pair is not tested.

    Tested are the pairs with support. Corrected for are *all* pairs whose two entities are in `support.each` windows or
    more, those too few times together with p = 1: to leave out what came out few and correct for the rest alone would
    choose by result, and the rest would look surer than it is. Chosen by its margins, the family keeps the promise.
    """
    p, together, expected = (np.asarray(a, float) for a in (p, together, expected))
    family = np.minimum(left, right) >= support.each
    supported = family & ((together >= support.together) | (expected >= support.expected))
    q = np.full(len(p), np.nan)
    if family.any():
        q[family] = false_discovery_control(np.where(supported, p, 1.0)[family])
    return np.where(supported, q, np.nan)
