"""From a published figure of punctuality to a distribution.

What is published is a share and a mean; the shape is our assumption. Of all shapes that agree with what is known the one that assumes
least is taken (greatest entropy): within the window every delay is equally likely, early or late; behind it lateness is exponential
with the published mean. Real lateness has heavier tails (a blanked sailing is a week): figures of this kind are for a node without
history, and its own history replaces them.
"""

from __future__ import annotations

from math import log

from landsea.network.model.performance import QUANTILES, Quantiles, Reliability


def quantiles_of(figure: Reliability) -> Quantiles:
    """100 equally likely delays: at the middle of each hundredth."""
    return tuple(_delay(figure, (2 * n + 1) / (2 * QUANTILES)) for n in range(QUANTILES))


def _delay(figure: Reliability, share: float) -> int:
    late, window = figure.late_permille / 1000, figure.window_minutes
    if share <= 1 - late:
        return round(window * (2 * share / (1 - late) - 1))
    return round(window - (figure.late_mean_minutes - window) * log((1 - share) / late))
