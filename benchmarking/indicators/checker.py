"""Whether a set of indicators holds together: what no table shows by itself alone."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from benchmarking.indicators.faults import Fault, Place
from benchmarking.indicators.model import Bounds, Change, Identity, Indicator, Quantity, Term
from benchmarking.indicators.schema import Reading

_COUNTED = {"stock", "flow", "distinct"}
_PERCENT = Bounds(Fraction(0), Fraction(100))
_WHOLE = 100


def faults(reading: Reading) -> tuple[Fault, ...]:
    """Return everything that does not hold together; () if all does.

    An item that could not be read is not judged again, and counts as known where it is named.
    """
    read = reading.set
    return (
        *_repeated("groups", reading.group_ids),
        *_repeated("units", reading.unit_ids),
        *_repeated("indicators", reading.codes),
        *_repeated("quantities", reading.entered_ids, reading.codes),
        *_repeated("identities", reading.identity_ids),
        *(() if reading.codes else (Fault(("indicators",), "is missing"),)),
        *(fault for quantity in read.entered for fault in _quantity(reading, quantity)),
        *(fault for one in read.indicators.values() for fault in _indicator(reading, one)),
        *(fault for identity in read.identities for fault in _identity(reading, identity)),
        *(fault for change in read.changes for fault in _change(reading, change)),
    )


def _repeated(key: str, ids: Iterable[str], before: Iterable[str] = ()) -> Iterator[Fault]:
    seen = set(before)
    for one in ids:
        if one and one in seen:
            yield Fault((key, one), "stands there twice")
        seen.add(one)


def _quantity(reading: Reading, quantity: Quantity) -> Iterator[Fault]:
    place: Place = ("quantities", quantity.id)
    yield from _unit(reading, place, quantity.unit)
    used = {term.quantity for one in reading.set.indicators.values() if one.formula
            for term in one.formula.terms}  # fmt: skip
    bound = {term.quantity for one in reading.set.identities for term in (one.total, *one.parts)}
    if quantity.id not in used | bound and not reading.faults:
        yield Fault(place, "is asked for, but nothing is made of it")


def _indicator(reading: Reading, indicator: Indicator) -> Iterator[Fault]:
    place: Place = ("indicators", indicator.code)
    yield from _unit(reading, place, indicator.unit)
    if indicator.group not in reading.group_ids:
        yield Fault((*place, "group"), "is not one of the groups")
    elif not indicator.code.startswith(indicator.group):
        yield Fault((*place, "code"), "must begin with its group")
    if indicator.formula is None:
        if indicator.kind not in _COUNTED:
            yield Fault((*place, "formula"), f"is missing: a {indicator.kind} is computed")
        return
    if indicator.kind in _COUNTED:
        yield Fault((*place, "formula"), f"must not be there: a {indicator.kind} is entered")
    yield from _known(reading, (*place, "formula", "numerator"), indicator.formula.numerator)
    denominator = indicator.formula.denominator
    yield from _known(reading, (*place, "formula", "denominator"), [denominator])
    if indicator.kind == "share" and (
        indicator.bounds != _PERCENT or indicator.formula.factor != _WHOLE
    ):
        yield Fault(place, "is a share: it lies from 0 to 100 and has the factor 100")
    if indicator.kind == "scale":
        yield from _scale(reading, place, indicator)


def _scale(reading: Reading, place: Place, indicator: Indicator) -> Iterator[Fault]:
    if indicator.bounds.lower is None or indicator.bounds.upper is None:
        yield Fault(place, "is a scale: it needs its lowest and its highest answer as bounds")
    unit = reading.set.units.get(indicator.unit)
    if unit is not None and unit.accepts:
        yield Fault((*place, "unit"), "is a scale's: no other may be converted into it")


def _identity(reading: Reading, identity: Identity) -> Iterator[Fault]:
    place: Place = ("identities", identity.id)
    yield from _known(reading, (*place, "total"), [identity.total])
    yield from _known(reading, (*place, "parts"), identity.parts)
    known = reading.set.quantities
    named = [known[t.quantity] for t in (identity.total, *identity.parts) if t.quantity in known]
    if len({quantity.unit for quantity in named}) > 1:
        yield Fault(place, "adds figures of different units")
    if identity.total.previous:
        yield Fault((*place, "total"), "must be of this round")
    if identity.kind in {"parts", "within"}:
        if any(term.sign < 0 or term.previous for term in identity.parts):
            yield Fault((*place, "parts"), "must all be added, and of this round")
        parts = [known[term.quantity] for term in identity.parts if term.quantity in known]
        if any(one.bounds.lower is None or one.bounds.lower < 0 for one in parts):
            yield Fault((*place, "parts"), "must not be negative: each needs a lower bound of 0")
    elif identity.kind == "stock":
        if Term(identity.total.quantity, previous=True) not in identity.parts:
            yield Fault((*place, "parts"), f"must have {identity.total.quantity}@previous")
    else:
        total = known.get(identity.total.quantity)
        if total is not None and total.kind != "year":
            yield Fault((*place, "total"), "must be a figure of the year")
        yield from _halves(place, identity)


def _halves(place: Place, identity: Identity) -> Iterator[Fault]:
    names = {term.quantity for term in identity.parts}
    expected = {Term(name, previous=before) for name in names for before in (False, True)}
    if len(names) != 1 or len(identity.parts) != len(expected) or set(identity.parts) != expected:
        yield Fault((*place, "parts"), "must be one flow of this round and of the one before")


def _change(reading: Reading, change: Change) -> Iterator[Fault]:
    place: Place = ("changes", change.indicator)
    if change.indicator not in reading.known:
        yield Fault((*place, "indicator"), "is not one of the indicators")
    if change.effect == "wording" and change.measured is not None:
        yield Fault((*place, "measured"), "must not be there: words alone change no median")


def _unit(reading: Reading, place: Place, unit: str) -> Iterator[Fault]:
    if unit not in reading.unit_ids:
        yield Fault((*place, "unit"), "is not one of the units")


def _known(reading: Reading, place: Place, terms: Iterable[Term]) -> Iterator[Fault]:
    """Yield the terms that nobody enters: unknown ids, and indicators that are computed."""
    for term in terms:
        indicator = reading.set.indicators.get(term.quantity)
        if term.quantity not in reading.known:
            yield Fault(place, f"names {term.quantity}, which the set does not have")
        elif indicator is not None and indicator.kind not in _COUNTED:
            yield Fault(place, f"names {term.quantity}, which is computed and not entered")
