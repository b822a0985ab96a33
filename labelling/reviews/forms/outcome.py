"""Forms of the visit, the feedback report, observations and the recommendation."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import NumberRange, Optional

from assessments.editions.model import Level
from labelling.core.clock import today
from labelling.core.errors import Invalid
from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, lazy
from labelling.reviews.actions.feedback import SUMMARY_LIMIT
from labelling.reviews.actions.visits import VisitRecord
from labelling.reviews.forms.fields import (
    CHOOSE,
    DAY,
    DayField,
    VersionedForm,
    choices,
    required,
    text_area,
)
from labelling.reviews.models import FeedbackReport, Outcome, Visit
from labelling.reviews.reports import Section
from labelling.reviews.visiting.models import VisitPlan
from labelling.reviews.visiting.people import FUNCTION_NAMES, MEMBERS

WRONG, NONE_WRONG = "wrong", "none"
_MET = {"board": ("chair",), "management": ("staff",), "members": MEMBERS, "funders": ("funder",)}


class VisitForm(Form):
    """What is recorded of an interview or visit."""

    took_place_on = DayField(lazy("Day (the last one, where there were two)"))
    management = text_area(lazy("Management of the cluster organisation"), most=500)
    board = text_area(lazy("Its boards"), most=500)
    members = text_area(lazy("Members of the cluster"), most=500)
    partners = text_area(lazy("Partners"), most=500)
    funders = text_area(lazy("Funders and authorities"), most=500)
    evidence_seen = SelectMultipleField(
        lazy("Evidence seen on site"), validators=[Optional()], validate_choice=False
    )
    facts_verified = SelectMultipleField(
        lazy("Figures that were proved to you"),
        validators=[Optional()],
        validate_choice=False,
        description=lazy(
            "Tick a figure only if you saw what it was counted from. The fact sheet then says that "
            "it was verified, when, and in which application."
        ),
    )
    improvements_shown = IntegerField(
        lazy("Improvements since the last assessment that were shown"),
        validators=[Optional(), NumberRange(0, 20, lazy("Give a number from 0 to 20."))],
    )
    improvements = text_area(lazy("Which improvements, and what was seen of each"), most=5000)
    notes = text_area(
        lazy("Notes"), most=20_000, hint=lazy("For the team and the office; not in the report.")
    )
    started_from = HiddenField()

    def record(self) -> VisitRecord | None:
        """Return what was entered; None without a day, which is then said at its field."""
        if self.took_place_on.data is None:
            if not self.took_place_on.errors:
                self.took_place_on.errors = [str(DAY)]
            return None
        return VisitRecord(
            took_place_on=self.took_place_on.data,
            present={
                role: (self._fields[role].data or "").strip()
                for role in ("management", "board", "members", "partners", "funders")
            },
            notes=self.notes.data or "",
            evidence_seen=self.evidence_seen.data or (),
            facts_verified=self.facts_verified.data or (),
            improvements_shown=self.improvements_shown.data or 0,
            improvements=self.improvements.data or "",
        )

    def begin_with(self, plan: VisitPlan) -> None:
        """Show the day and the functions of a plan, where nothing is recorded yet."""
        if plan.ends_at is not None:
            self.took_place_on.data = today(plan.ends_at)
        for role, functions in _MET.items():
            met = [
                f"{FUNCTION_NAMES[one]}: {plan.people[one]['many']}"
                for one in functions
                if one in plan.people
            ]
            self._fields[role].data = "; ".join(met)

    def fill(self, visit: Visit | None) -> None:
        """Show what was recorded."""
        if visit is None:
            return
        self.took_place_on.data = visit.took_place_on
        for role, text in visit.present.items():
            self._fields[role].data = text
        self.evidence_seen.data = list(visit.evidence_seen)
        self.facts_verified.data = list(visit.facts_verified)
        self.improvements_shown.data = visit.improvements_shown
        self.improvements.data, self.notes.data = visit.improvements, visit.notes


class FeedbackForm(VersionedForm):
    """The feedback report: a summary, and two texts for each part."""

    summary = text_area(
        lazy("Summary"),
        most=SUMMARY_LIMIT,
        hint=lazy("Half a page: what stands out, what matters most. No numbers, no remedies."),
    )

    next_steps = text_area(
        lazy("Next steps"),
        most=4000,
        hint=lazy("Which areas matter most, and in which order. What to do is theirs to find."),
    )

    def texts(self) -> dict[str, tuple[str, str]]:
        """Return strengths and areas for improvement by part."""
        return {
            name.removeprefix("strengths-"): (
                field.data or "",
                self._fields[name.replace("strengths-", "improvements-", 1)].data or "",
            )
            for name, field in self._fields.items()
            if name.startswith("strengths-")
        }

    def fields_of(self, part_id: str) -> tuple[Any, Any]:
        """Return the two fields of a part."""
        return self._fields[f"strengths-{part_id}"], self._fields[f"improvements-{part_id}"]


def feedback_form(sections: Sequence[Section], row: FeedbackReport) -> FeedbackForm:
    """Return the form of a report with its present texts."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {
        "summary": row.summary,
        "version": str(row.version),
        "next_steps": row.content.get("next_steps", ""),
    }
    texts: Mapping[str, Mapping[str, str]] = row.content.get("parts", {})
    for section in sections:
        for part in section.parts:
            for name, label in (
                ("strengths", gettext("Strengths of %(part)s", part=part.id)),
                ("improvements", gettext("Areas for improvement of %(part)s", part=part.id)),
            ):
                fields[f"{name}-{part.id}"] = text_area(label, most=4000)
                data[f"{name}-{part.id}"] = texts.get(part.id, {}).get(name, "")
    made = type("ReportForm", (FeedbackForm,), fields)(data=data)
    return cast("FeedbackForm", made)


class ObservationsForm(Form):
    """What the organisation says of the facts in the draft."""

    answer = RadioField(
        lazy("Is every fact in the report right?"),
        choices=choices(
            [
                (NONE_WRONG, lazy("Yes, we have no observations")),
                (WRONG, lazy("No, something is wrong")),
            ]
        ),
        validators=[required(CHOOSE)],
    )
    observations = text_area(
        lazy("Which facts are wrong, and what is right"),
        most=SUMMARY_LIMIT,
        hint=lazy("Name the part, the sentence, and where we can see it. Facts, not scores."),
    )
    started_from = HiddenField()


class FinishForm(Form):
    """The last confirmation before a report is final."""

    sure = BooleanField(
        lazy("The observations were considered; the report stays as it is from here on."),
        validators=[required(lazy("Confirm this first."))],
    )


class RecommendationForm(Form):
    """What the team recommends."""

    outcome = RadioField(
        lazy("What does the team recommend?"),
        coerce=str,
        validators=[required(CHOOSE)],
        validate_choice=False,
    )
    level = SelectField(lazy("Which lower level"), validators=[Optional()], validate_choice=False)
    reason = text_area(
        lazy("Reason"),
        most=4000,
        hint=lazy("Needed where it differs from what the agreed scores give."),
    )

    def offer(self, asked: Level, below: Sequence[Level]) -> None:
        """Fill the choices for a level applied for and those below it."""
        outcomes = [(Outcome.AWARDED.value, gettext("Award %(level)s", level=asked.name))]
        conditions = gettext("Award %(level)s with conditions", level=asked.name)
        outcomes.append((Outcome.WITH_CONDITIONS.value, conditions))
        if below:
            outcomes.append((Outcome.LOWER_LEVEL.value, gettext("Award a lower level")))
        outcomes.append((Outcome.NOT_AWARDED.value, gettext("Do not award")))
        self.outcome.choices = choices(outcomes)
        self.level.choices = choices([("", ""), *((level.id, level.name) for level in below)])

    def chosen(self) -> Outcome:
        """Return the outcome that was chosen; raise Invalid for another word."""
        try:
            return Outcome(self.outcome.data)
        except ValueError:
            raise Invalid(CHOOSE, field="outcome") from None
