"""Why a figure is hidden, and how that is said to members."""

from enum import StrEnum


class Reason(StrEnum):
    """The reasons, in the order in which the first that holds is given.

    The names of thresholds are those of ``club-2026``.
    """

    FEW = "n_below_5"
    BELOW_QUARTILES = "n_below_8"
    BELOW_SD = "n_below_10"
    BELOW_TAILS = "n_below_20"
    DIFFERENCING = "differencing"
    OUTSIDE = "outside"
    P_PERCENT = "p_percent"
    ZERO = "zero"


_TOO_FEW = {
    Reason.FEW: "fewer than 5 values",
    Reason.BELOW_QUARTILES: "fewer than 8 values",
    Reason.BELOW_SD: "fewer than 10 values",
    Reason.BELOW_TAILS: "fewer than 20 values",
}


def words(reason: Reason) -> str:
    """Return what members read in place of the figure.

    Which of the other rules it was would itself tell something of the values: `zero`, for one,
    that all are equal.
    """
    return _TOO_FEW.get(reason, "protected")
