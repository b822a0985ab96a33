"""A set of indicators as a page for members: what is compared, how it is counted, what agrees."""

from collections.abc import Iterator

from benchmarking.indicators.model import (
    Bounds,
    Formula,
    Indicator,
    IndicatorSet,
    Quantity,
    Term,
    Unit,
)

_KINDS = {
    "stock": "on the last day",
    "flow": "sum of the half-year",
    "distinct": "different ones in the half-year",
    "year": "sum of the calendar year",
    "share": "share",
    "ratio": "ratio",
    "scale": "mean of a scale",
}
_DIRECTIONS = {"up": "more is better", "down": "less is better", "neutral": "no direction"}


def markdown(shown: IndicatorSet) -> str:
    """Return the page as Markdown: core, groups, what is entered, units, identities, changes."""
    lines = [
        *_opening(shown),
        *_core(shown),
        *_groups(shown),
        *_entered(shown),
        *_units(shown),
        *_identities(shown),
        *_changes(shown),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _opening(shown: IndicatorSet) -> Iterator[str]:
    yield f"# {shown.name}"
    yield ""
    count = len(shown.indicators)
    yield (
        f"Set `{shown.id}`, used from round {shown.first_round}, {count} indicators. Its identity,"
        f" the SHA-256 of the RFC 8785 form of its tables, is `{shown.identity}`."
    )
    yield ""
    yield "This page is made from `benchmarking/indicators`; a test keeps the two equal."
    yield ""
    yield "Four rules hold for every figure:"
    yield ""
    yield "- Not collected is left empty. Zero means that you looked and there was none."
    yield "- Each figure has a grade: A from records, B, C extrapolated, D a guess."
    yield "- A guess is kept for you alone; it counts in no figure of the club."
    yield "- A rating keeps its scale. It is never converted into another."
    yield ""


def _core(shown: IndicatorSet) -> Iterator[str]:
    yield "## The core"
    yield ""
    yield "Everybody is asked for these. All others are your choice."
    yield ""
    for indicator in shown.core:
        yield f"- {indicator.code} {indicator.name}"
    yield ""
    asked = shown.asked(indicator.code for indicator in shown.core)
    yield f"For them you enter {len(asked)} figures: {', '.join(_lower(q.name) for q in asked)}."
    yield ""


def _groups(shown: IndicatorSet) -> Iterator[str]:
    for group in shown.groups:
        yield f"## {group.id} {group.name}"
        yield ""
        for indicator in shown.indicators.values():
            if indicator.group == group.id:
                yield from _indicator(shown, indicator)


def _indicator(shown: IndicatorSet, indicator: Indicator) -> Iterator[str]:
    core = " (core)" if indicator.tier == "core" else ""
    facts = [
        shown.units[indicator.unit].symbol,
        _KINDS[indicator.kind],
        _DIRECTIONS[indicator.direction],
        _bounds(indicator.bounds),
    ]
    yield f"### {indicator.code} {indicator.name}{core}"
    yield ""
    yield f"{indicator.definition}."
    yield ""
    yield f"*{'; '.join(fact for fact in facts if fact)}.*"
    if indicator.formula:
        yield ""
        yield f"Formula: {_formula(shown, indicator.formula)}."
    yield ""
    yield f"How to count: {indicator.guidance}"
    yield ""


def _formula(shown: IndicatorSet, formula: Formula) -> str:
    top = _sum(shown, formula.numerator)
    factor = f" × {formula.factor}" if formula.factor > 1 else ""
    least = f"; not shown under {formula.least}" if formula.least > 1 else ""
    return f"{top} ÷ {_name(shown, formula.denominator)}{factor}{least}"


def _sum(shown: IndicatorSet, terms: tuple[Term, ...]) -> str:
    text = _name(shown, terms[0])
    for term in terms[1:]:
        text += f" {'−' if term.sign < 0 else '+'} {_name(shown, term)}"
    return f"({text})" if len(terms) > 1 else text


def _name(shown: IndicatorSet, term: Term) -> str:
    name = _lower(shown.quantities[term.quantity].name)
    return f"{name} of the last round" if term.previous else name


def _lower(name: str) -> str:
    """Return a name as it stands inside a sentence; words such as SME keep their capitals."""
    is_word = name.split(maxsplit=1)[0][1:].islower()
    return name[0].lower() + name[1:] if is_word else name


def _bounds(bounds: Bounds) -> str:
    if bounds.lower is not None and bounds.upper is not None:
        return f"from {bounds.lower} to {bounds.upper}"
    if bounds.lower is not None:
        return f"at least {bounds.lower}"
    return "" if bounds.upper is None else f"at most {bounds.upper}"


def _entered(shown: IndicatorSet) -> Iterator[str]:
    yield "## What you enter for the formulas"
    yield ""
    yield "| figure | unit | counted | how |"
    yield "|---|---|---|---|"
    for quantity in shown.entered:
        yield _row(shown.units[quantity.unit], quantity)
    yield ""


def _row(unit: Unit, quantity: Quantity) -> str:
    return f"| {quantity.name} | {unit.symbol} | {_KINDS[quantity.kind]} | {quantity.guidance} |"


def _units(shown: IndicatorSet) -> Iterator[str]:
    yield "## Other units that are accepted"
    yield ""
    yield "| given in | kept in | one is |"
    yield "|---|---|---|"
    for unit in shown.units.values():
        for spelling in unit.accepts:
            yield f"| {spelling.name} | {unit.name} | {spelling.factor} |"
    yield ""


def _identities(shown: IndicatorSet) -> Iterator[str]:
    yield "## What must agree"
    yield ""
    for identity in shown.identities:
        sign = "≥" if identity.kind == "within" else "="
        total, parts = _name(shown, identity.total), _sum(shown, identity.parts).strip("()")
        yield f"- {identity.text} {total[0].upper() + total[1:]} {sign} {parts}."
    yield ""


def _changes(shown: IndicatorSet) -> Iterator[str]:
    yield "## Changes of definitions"
    yield ""
    if not shown.changes:
        yield "None so far."
    for change in shown.changes:
        measured = change.measured
        effect = (
            f" The median went from {measured.before} to {measured.after} ({measured.members}"
            f" members, {measured.round})."
            if measured
            else ""
        )
        yield f"- {change.since}, {change.indicator}: {change.text} ({change.effect}).{effect}"
