"""Forms of indicators: a definition in other words, one that is proposed."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from benchmarking.indicators.model import IndicatorSet
from labelling.club.forms.fields import choices, day, line, lines
from labelling.club.words import DIRECTION_NAMES, EFFECT_NAMES, KIND_NAMES
from labelling.core import i18n
from labelling.core.web.forms import Form, lazy


class ChangeForm(Form):
    """A definition in other words, and what kind of change that is."""

    definition = lines(lazy("Definition"), 320, needed=True)
    guidance = lines(lazy("How to count"), 160, needed=True)
    effect = RadioField(lazy("What changes"), default="wording")
    first_round = line(lazy("From the round"), 10, lazy("Such as 2026-H2."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.effect.choices = choices(EFFECT_NAMES.items())


class ProposalForm(Form):
    """An indicator that is proposed."""

    name = line(lazy("Name"), 80)
    group = SelectField(lazy("Group"), [InputRequired(lazy("Choose from the list."))])
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
        """Offer what a set has: groups by letter, figures by name."""
        groups = sorted(set_.groups, key=lambda one: one.id)
        self.group.choices = choices(
            [("", lazy("Choose a group")), *((one.id, f"{one.id} {one.name}") for one in groups)]
        )
        self.unit.choices = choices((one.id, one.name) for one in set_.units.values())
        self.kind.choices = choices(
            (key, KIND_NAMES[key]) for key in ("stock", "flow", "distinct", "share", "ratio")
        )
        self.direction.choices = choices(DIRECTION_NAMES.items())
        quantities = [("", i18n.gettext("nothing is divided"))]
        named = sorted(set_.quantities.values(), key=lambda one: (one.name.casefold(), one.id))
        quantities += [(one.id, one.name) for one in named]
        self.numerator.choices = choices(quantities)
        self.denominator.choices = choices(quantities)
