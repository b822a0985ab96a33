"""What checks found, as sentences: the member's own figures only."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from benchmarking.indicators.model import IndicatorSet
from benchmarking.validation.finding import Finding
from labelling.core.i18n import format_number, gettext

_MOST_DECIMALS = 4
_OF_THE_SUBJECT = frozenset({"value", "before", "lower", "upper"})


def shown(number: Fraction) -> str:
    """Return an exact number as people read it, rounded half up to four decimals."""
    scale = 10**_MOST_DECIMALS
    whole = (abs(number) * scale * 2 + 1) // 2
    rounded = Decimal(whole) / scale
    return format_number(-rounded if number < 0 else rounded.normalize() + 0)


def name_of(set_: IndicatorSet, subject: str) -> str:
    """Return what a quantity, an indicator or an identity is called."""
    plain = subject.removeprefix("-").removesuffix("@previous")
    if plain in set_.quantities:
        name = set_.quantities[plain].name
    elif plain in set_.indicators:
        name = set_.indicators[plain].name
    else:
        name = next((one.text for one in set_.identities if one.id == plain), plain)
    return gettext("%(name)s of the last round", name=name) if "@previous" in subject else name


def reason(set_: IndicatorSet, finding: Finding) -> str:
    """Return why a check refuses, or what it asks."""
    unit = _symbol(set_, finding.subject)
    figures = {
        name: shown(number) + (unit if name in _OF_THE_SUBJECT else "")
        for name, number in finding.figures
    }
    return _REFUSALS[finding.check](set_, finding, figures)


def _symbol(set_: IndicatorSet, subject: str) -> str:
    """Return the unit that is written behind a figure of a quantity or an indicator."""
    known = set_.quantities.get(subject) or set_.indicators.get(subject)
    unit = set_.units[known.unit] if known is not None else None
    return f"\u00a0{unit.symbol}" if unit is not None and unit.id != "count" else ""


def _unknown(_set: IndicatorSet, finding: Finding, _figures: Mapping[str, str]) -> str:
    return gettext("“%(name)s” is not in the set of this round.", name=finding.subject)


def _type(set_: IndicatorSet, finding: Finding, _figures: Mapping[str, str]) -> str:
    unit = set_.units[finding.compared[0]]
    if unit.whole:
        return gettext("Write a whole number, such as 12. Leave it blank if it is not known.")
    return gettext("Write a number such as 1234 or 12.5, without blanks between digits.")


def _unit(set_: IndicatorSet, finding: Finding, _figures: Mapping[str, str]) -> str:
    unit = set_.units[finding.compared[0]]
    return gettext("This figure is given in %(unit)s.", unit=unit.name)


def _grade(_set: IndicatorSet, _finding: Finding, _figures: Mapping[str, str]) -> str:
    return gettext("The grade is A, B, C or D.")


def _accuracy(_set: IndicatorSet, _finding: Finding, _figures: Mapping[str, str]) -> str:
    return gettext("The band is a number from 0 to 100, in per cent of the figure.")


def _range(set_: IndicatorSet, finding: Finding, figures: Mapping[str, str]) -> str:
    name, value = name_of(set_, finding.subject), figures["value"]
    lower, upper = figures.get("lower"), figures.get("upper")
    if lower is not None and upper is not None:
        return gettext(
            "“%(name)s” would be %(value)s. It lies from %(lower)s to %(upper)s.",
            name=name,
            value=value,
            lower=lower,
            upper=upper,
        )
    if upper is not None:
        return gettext(
            "“%(name)s” would be %(value)s. It is %(upper)s at most.",
            name=name,
            value=value,
            upper=upper,
        )
    return gettext(
        "“%(name)s” would be %(value)s. It is %(lower)s at least.",
        name=name,
        value=value,
        lower=lower,
    )


def _share(set_: IndicatorSet, finding: Finding, figures: Mapping[str, str]) -> str:
    *parts, whole = finding.compared
    return gettext(
        "“%(part)s” (%(small)s) is more than “%(whole)s” (%(large)s). Correct one of them.",
        part=" + ".join(name_of(set_, one) for one in parts),
        small=figures["numerator"],
        whole=name_of(set_, whole),
        large=figures["denominator"],
    )


def _identity(set_: IndicatorSet, finding: Finding, _figures: Mapping[str, str]) -> str:
    """Return the rule and what was given: of what is taken off, the figure as it was entered."""
    rule, figures = name_of(set_, finding.subject), dict(finding.figures)
    given = ", ".join(
        f"{name_of(set_, name)} {shown(-figures[key] if key.startswith('-') else figures[key])}"
        for name, key in zip(finding.compared, ("total", *finding.compared[1:]), strict=True)
    )
    return gettext("%(rule)s You gave: %(given)s.", rule=rule, given=given)


def _peers(set_: IndicatorSet, finding: Finding, figures: Mapping[str, str]) -> str:
    return gettext(
        "“%(name)s” is %(value)s, far from what comparable members give. Is it right?",
        name=name_of(set_, finding.subject),
        value=figures["value"],
    )


def _change(set_: IndicatorSet, finding: Finding, figures: Mapping[str, str]) -> str:
    return gettext(
        "“%(name)s” is %(value)s, after %(before)s in %(round)s. Is it right?",
        name=name_of(set_, finding.subject),
        value=figures["value"],
        before=figures["before"],
        round=finding.compared[1],
    )


def _zero(set_: IndicatorSet, finding: Finding, figures: Mapping[str, str]) -> str:
    return gettext(
        "“%(name)s” is 0, after %(before)s in %(round)s. Was there none, or was it not collected?",
        name=name_of(set_, finding.subject),
        before=figures["before"],
        round=finding.compared[1],
    )


def _factor(set_: IndicatorSet, finding: Finding, figures: Mapping[str, str]) -> str:
    return gettext(
        "“%(name)s” is %(value)s, after %(before)s in %(round)s: about %(factor)s times as much. "
        "Is the unit right?",
        name=name_of(set_, finding.subject),
        value=figures["value"],
        before=figures["before"],
        round=finding.compared[1],
        factor=figures["factor"],
    )


def _same(set_: IndicatorSet, finding: Finding, figures: Mapping[str, str]) -> str:
    return gettext(
        "“%(name)s” is %(value)s, exactly as in %(round)s. Is it the new figure?",
        name=name_of(set_, finding.subject),
        value=figures["value"],
        round=finding.compared[1],
    )


def _denominator(set_: IndicatorSet, finding: Finding, figures: Mapping[str, str]) -> str:
    return gettext(
        "“%(name)s” rests on %(count)s cases only (%(what)s). Is that all?",
        name=name_of(set_, finding.subject),
        count=figures["denominator"],
        what=name_of(set_, finding.compared[0]),
    )


_REFUSALS = {
    "unknown": _unknown,
    "type": _type,
    "unit": _unit,
    "grade": _grade,
    "accuracy": _accuracy,
    "range": _range,
    "share": _share,
    "identity": _identity,
    "peers": _peers,
    "change": _change,
    "zero": _zero,
    "factor": _factor,
    "same": _same,
    "denominator": _denominator,
}
