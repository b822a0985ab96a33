"""Forms of indicators: a definition in other words, one that is proposed."""

from typing import Any

from wtforms import RadioField, SelectField

from benchmarking.indicators.model import IndicatorSet
from labelling.club.forms.fields import choices, day, line, lines
from labelling.club.words import (
    DIRECTION_NAMES,
    KIND_NAMES,
)
from labelling.core import i18n
from labelling.core.web.forms import (
    Form,
    lazy,
    whole_number,
)


class ChangeForm(Form):
    """A definition in other words, and what that does."""

    definition = lines(lazy("Definition"), 320, needed=True)
    guidance = lines(lazy("How to count"), 160, needed=True)
    effect = RadioField(lazy("What changes"), default="wording")
    first_round = line(lazy("From the round"), 10, lazy("Such as 2026-H2."))
    measured_round = line(lazy("Median by both definitions in the round"), 10, needed=False)
    members = line(lazy("Members with both figures"), 6, lazy("At least five."), needed=False)
    before = line(lazy("Median by the old definition"), 30, needed=False)
    after = line(lazy("Median by the new definition"), 30, needed=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.effect.choices = choices(
            [
                ("wording", lazy("The words only; figures stay as they are")),
                ("restated", lazy("Figures of earlier rounds are put right backwards")),
                ("break", lazy("Figures are not compared with those before")),
            ]
        )

    @property
    def measured(self) -> dict[str, str | int] | None:
        """Return the medians by both definitions, None where none were given."""
        if not self.measured_round.data:
            return None
        return {
            "round": self.measured_round.data,
            "members": whole_number(self.members.data),
            "before": (self.before.data or "").replace(",", "."),
            "after": (self.after.data or "").replace(",", "."),
        }


class ProposalForm(Form):
    """An indicator that is proposed."""

    name = line(lazy("Name"), 80)
    group = SelectField(lazy("Group"))
    definition = lines(lazy("Definition"), 320, lazy("What counts, on which day."), needed=True)
    guidance = lines(lazy("How to count"), 160)
    kind = RadioField(lazy("Kind"), default="stock")
    unit = SelectField(lazy("Unit"))
    direction = RadioField(lazy("Direction"), default="neutral")
    numerator = SelectField(lazy("Divide this"))
    denominator = SelectField(lazy("by this"))
    reason = lines(lazy("Why the club should compare it"), 1000)
    votes_until = day(lazy("Members vote until"))

    def offer(self, set_: IndicatorSet) -> None:
        """Offer what a set has."""
        self.group.choices = choices((one.id, f"{one.id} {one.name}") for one in set_.groups)
        self.unit.choices = choices((one.id, one.name) for one in set_.units.values())
        self.kind.choices = choices(
            (key, KIND_NAMES[key]) for key in ("stock", "flow", "distinct", "share", "ratio")
        )
        self.direction.choices = choices(DIRECTION_NAMES.items())
        quantities = [("", i18n.gettext("nothing is divided"))]
        quantities += [(one.id, one.name) for one in set_.quantities.values()]
        self.numerator.choices = choices(quantities)
        self.denominator.choices = choices(quantities)
