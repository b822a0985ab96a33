"""Forms of a visit's plan: a day to propose, which days suit, whom to meet and what to see."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from flask import request
from wtforms import IntegerField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from labelling.core.i18n import place_of_zone
from labelling.core.web.forms import ClockField, Form, LineField, lazy
from labelling.core.zones import ZONES
from labelling.reviews.forms.fields import (
    DayField,
    VersionedForm,
    choices,
    required,
    text_area,
)
from labelling.reviews.visiting.actions import Written
from labelling.reviews.visiting.actions.planning import MOST_PEOPLE, PLACE_LIMIT, TEXT_LIMIT
from labelling.reviews.visiting.models import Suits, VisitDay, VisitPlan
from labelling.reviews.visiting.people import FUNCTION_NAMES, FUNCTIONS

_FEW = lazy("Give a number from 0 to 20.")
SUITS_NAMES = {
    Suits.YES: lazy("Yes"),
    Suits.IF_NEED_BE: lazy("If need be"),
    Suits.NO: lazy("No"),
}


class DayForm(Form):
    """A day that is proposed."""

    day = DayField(lazy("Day"), validators=[required()])
    starts = ClockField(lazy("Begins at"), validators=[required()])
    ends = ClockField(lazy("Ends at"), validators=[required()])
    zone = SelectField(
        lazy("By the clocks of"),
        choices=lambda: choices((one, place_of_zone(one)) for one in ZONES),
        description=lazy("The time zone of the place. The calendar entry fits everybody's own."),
    )


class PlanForm(VersionedForm):
    """What the team writes into the plan, with two fields for each function."""

    place = LineField(
        lazy("Place"),
        validators=[Length(max=PLACE_LIMIT)],
        description=lazy("Where you come to, or the address of the video call."),
    )
    papers = text_area(
        lazy("Papers to have ready"),
        most=TEXT_LIMIT,
        hint=lazy("One a line. The organisation reads this."),
    )
    questions = text_area(
        lazy("Questions for the visit"),
        most=TEXT_LIMIT,
        hint=lazy("One a line, at most ten. The organisation does not read them."),
    )

    def written(self) -> Written:
        """Return what was entered."""
        return Written(
            place=self.place.data or "",
            people={
                one: (
                    self._fields[f"many-{one}"].data or 0,
                    (self._fields[f"at-{one}"].data or "").strip(),
                )
                for one in FUNCTIONS
            },
            papers=self.papers.data or "",
            questions=self.questions.data or "",
        )

    def rows(self) -> list[tuple[str, Any, Any]]:
        """Return each function with its two fields."""
        return [
            (str(FUNCTION_NAMES[one]), self._fields[f"many-{one}"], self._fields[f"at-{one}"])
            for one in FUNCTIONS
        ]


def plan_form(plan: VisitPlan | None, questions: Sequence[str]) -> PlanForm:
    """Return the form with the plan as it stands; before it is begun, with all questions noted."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": "1", "questions": "\n".join(questions[:10])}
    for one in FUNCTIONS:
        fields[f"many-{one}"] = IntegerField(
            lazy("How many"), validators=[Optional(), NumberRange(0, MOST_PEOPLE, _FEW)]
        )
        fields[f"at-{one}"] = LineField(lazy("When"), validators=[Length(max=60)])
    if plan is not None:
        data = {
            "version": str(plan.version),
            "place": plan.place,
            "papers": plan.papers,
            "questions": plan.questions if plan.version > 1 else data["questions"],
        }
        for one, row in plan.people.items():
            data[f"many-{one}"], data[f"at-{one}"] = int(row["many"]), row["at"]
    made = type("VisitPlanForm", (PlanForm,), fields)(data=data)
    return cast("PlanForm", made)


def answers_in_request(days: Sequence[VisitDay]) -> Mapping[UUID, Suits]:
    """Return which days suit, as it was ticked; what is unknown is left out."""
    known = {one.value: one for one in Suits}
    found = {}
    for day in days:
        suits = known.get(request.form.get(f"day-{day.id}", ""))
        if suits is not None:
            found[day.id] = suits
    return found
