"""What stars, rules and reasons are called, and why a star was given or not."""

from collections.abc import Mapping

from benchmarking.stars import AreaStars, Kind, Measured, Ranked
from labelling.core.i18n import Text, format_fixed, format_number, gettext, lazy
from labelling.observatory.history import State

KIND_NAMES: Mapping[Kind, Text] = {
    Kind.SIZE: lazy("Size"),
    Kind.SPECIALISATION: lazy("Specialisation"),
    Kind.FOCUS: lazy("Focus"),
}
KIND_WORDS: Mapping[Kind, Text] = {
    Kind.SIZE: lazy("size"),
    Kind.SPECIALISATION: lazy("specialisation"),
    Kind.FOCUS: lazy("focus"),
}
RULE_NAMES: Mapping[str, Text] = {
    "eco-2007": lazy("eco-2007: the top tenth of regions"),
    "eco-2006": lazy("eco-2006: fixed limits"),
}
RULES_IN_MENUS: Mapping[str, Text] = {
    "eco-2007": lazy("eco-2007: top tenth"),
    "eco-2006": lazy("eco-2006: fixed limits"),
}
"""The same, short enough for a menu on a telephone."""

STATE_NAMES: Mapping[State, Text] = {
    State.DRAFT: lazy("draft, not public"),
    State.DISCARDED: lazy("discarded"),
    State.PUBLISHED: lazy("published"),
    State.WITHDRAWN: lazy("withdrawn from the map"),
}


def kinds_text(found: AreaStars) -> str:
    """Return what an area has stars for, in words."""
    return ", ".join(str(KIND_WORDS[kind]) for kind in found.kinds)


def reason_text(found: AreaStars, kind: Kind) -> str:
    """Return why an area has a star of a kind, or has it not."""
    reason = found.reason(kind)
    if reason is None:
        return gettext("no figure")
    said = _ranked(reason) if isinstance(reason, Ranked) else _measured(reason, kind)
    if found.is_below_gate:
        gate = format_number(found.sector.rule.gate)
        return gettext("%(reason)s; fewer than %(gate)s employees", reason=said, gate=gate)
    return said


def _ranked(reason: Ranked) -> str:
    return gettext(
        "rank %(rank)s of %(regions)s, asked %(cut)s or better",
        rank=format_number(reason.rank),
        regions=format_number(reason.regions),
        cut=format_number(reason.cut),
    )


def _measured(reason: Measured, kind: Kind) -> str:
    if kind is Kind.SIZE:
        value, asked = format_fixed(reason.value, 0), format_fixed(reason.asked, 0)
    elif kind is Kind.FOCUS:
        value = f"{format_fixed(reason.value * 100, 2)} %"
        asked = f"{format_fixed(reason.asked * 100, 0)} %"
    else:
        value, asked = format_fixed(reason.value, 2), format_fixed(reason.asked, 0)
    if reason.above:
        return gettext("%(value)s, asked more than %(asked)s", value=value, asked=asked)
    return gettext("%(value)s, asked %(asked)s or more", value=value, asked=asked)
