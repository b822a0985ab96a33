"""Hard checks: what cannot be so, and is refused with its reason."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from benchmarking.figures import Sheet, collected, numerator_and_denominator, term_value
from benchmarking.indicators.model import Bounds, Identity, Indicator, IndicatorSet, Term
from benchmarking.rounds import Round
from benchmarking.validation.finding import Figures, Finding

_WHOLE = 100  # per cent


def hard_findings(
    set_: IndicatorSet, sheets: Mapping[Round, Sheet], round_: Round
) -> tuple[Finding, ...]:
    """Return what refuses a member's figures of a round: bounds, shares, identities.

    `sheets` are the member's, of this round and of earlier ones; what was not collected refuses
    nothing. Raises KeyError without a sheet of the round, UnknownUnit for a unit that `read_given`
    would have refused.
    """
    return (
        *_quantities(set_, sheets[round_]),
        *(f for one in set_.indicators.values() for f in _indicator(set_, one, sheets, round_)),
        *(f for one in set_.identities for f in _identity(set_, one, sheets, round_)),
    )


def _quantities(set_: IndicatorSet, sheet: Sheet) -> Iterator[Finding]:
    for quantity in set_.quantities.values():
        number = collected(set_, sheet, quantity.id)
        if number is not None and not quantity.bounds.hold(number):
            yield _out_of_range(quantity.id, quantity.bounds, number)


def _indicator(
    set_: IndicatorSet, indicator: Indicator, sheets: Mapping[Round, Sheet], round_: Round
) -> Iterator[Finding]:
    """Yield a part larger than the whole, or else a number out of bounds, few cases or many."""
    formula = indicator.formula
    found = numerator_and_denominator(set_, indicator, sheets, round_)
    if formula is None or found is None:
        return
    numerator, denominator = found
    if indicator.bounds.upper == formula.factor == _WHOLE and numerator > denominator:
        yield Finding(
            "share",
            indicator.code,
            (*(str(term) for term in formula.numerator), str(formula.denominator)),
            (("numerator", numerator), ("denominator", denominator)),
        )
    elif denominator and not indicator.bounds.hold(formula.factor * numerator / denominator):
        number = formula.factor * numerator / denominator
        yield _out_of_range(indicator.code, indicator.bounds, number)


def _out_of_range(subject: str, bounds: Bounds, number: Fraction) -> Finding:
    ends = (("lower", bounds.lower), ("upper", bounds.upper))
    known: Figures = tuple((name, end) for name, end in ends if end is not None)
    return Finding("range", subject, (subject,), (("value", number), *known))


def _identity(
    set_: IndicatorSet, identity: Identity, sheets: Mapping[Round, Sheet], round_: Round
) -> Iterator[Finding]:
    if identity.kind == "halves" and round_.half == 1:
        return
    total = term_value(set_, sheets, round_, identity.total)
    parts = [(term, term_value(set_, sheets, round_, term)) for term in identity.parts]
    known = [(term, number) for term, number in parts if number is not None]
    if total is None or _agrees(identity, total, known):
        return
    yield Finding(
        "identity",
        identity.id,
        (str(identity.total), *(str(term) for term, _ in known)),
        (("total", total), *((str(term), number) for term, number in known)),
    )


def _agrees(identity: Identity, total: Fraction, known: list[tuple[Term, Fraction]]) -> bool:
    """Say whether the known parts can go with the total.

    Parts are not negative, so that some of them alone must not exceed it; what was not collected
    may make up the rest. The other identities say nothing until all is known.
    """
    reached = sum((number for _, number in known), Fraction(0))
    if identity.kind == "within":
        return reached <= total
    if len(known) == len(identity.parts):
        return reached == total
    return identity.kind != "parts" or reached <= total
