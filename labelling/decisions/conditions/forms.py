"""Forms of conditions: setting them, reporting on them, judging the reports."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wtforms.validators import Length, StopValidation

from labelling.core.web.forms import Form, LineField, lazy, without_control_characters
from labelling.decisions.conditions.actions import ANSWER_LIMIT, REASON_LIMIT, REPORT_LIMIT
from labelling.decisions.conditions.models import Condition
from labelling.decisions.conditions.setting import MOST, PROOF_LIMIT, TEXT_LIMIT, Wanted
from labelling.decisions.hearings.forms import EvidenceForm
from labelling.reviews.forms.fields import DAY, DayField, text_area

_NUMBERS = range(1, MOST + 1)


def _fields() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number in _NUMBERS:
        found[f"text_{number}"] = text_area(lazy("What the holder is to do"), most=TEXT_LIMIT)
        found[f"due_{number}"] = DayField(lazy("By which day"))
        found[f"proof_{number}"] = LineField(
            lazy("What proves it"),
            validators=[Length(max=PROOF_LIMIT), without_control_characters],
            description=lazy("For example “The signed list of members”."),
        )
    return found


if TYPE_CHECKING:
    _Rows = Form
else:  # as many fields as there can be conditions, all alike
    _Rows = type("_Rows", (Form,), _fields())


class ConditionsForm(_Rows):
    """Up to five conditions, of which blank ones are left out."""

    @property
    def wanted(self) -> list[Wanted]:
        """Return the conditions that were written."""
        return [
            Wanted(
                text=self._value("text", number) or "",
                due_on=self._value("due", number),
                proof=self._value("proof", number) or "",
            )
            for number in self.filled
        ]

    @property
    def filled(self) -> list[int]:
        """Return the numbers of the rows in which something was entered."""
        return [
            number
            for number in _NUMBERS
            if any(self._value(name, number) for name in ("text", "due", "proof"))
        ]

    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        """Return number, text, day and proof of each row, as fields."""
        fields = self._fields
        return [
            (number, fields[f"text_{number}"], fields[f"due_{number}"], fields[f"proof_{number}"])
            for number in _NUMBERS
        ]

    def show(self, conditions: Iterable[Condition]) -> None:
        """Show the conditions that were written before."""
        for number, one in enumerate(conditions, start=1):
            self._fields[f"text_{number}"].data = one.text
            self._fields[f"due_{number}"].data = one.due_on
            self._fields[f"proof_{number}"].data = one.proof

    def lacks_day(self) -> bool:
        """Say whether a row that was begun has no day, and show that at its field."""
        lacking = [number for number in self.filled if self._value("due", number) is None]
        for number in lacking:
            field = self._fields[f"due_{number}"]
            field.errors = field.errors or [str(DAY)]
        return bool(lacking)

    def field_of(self, name: str | None) -> str | None:
        """Return the field that a refusal means: it counts the rows that were written alone."""
        word, _, number = (name or "").partition("_")
        if word in {"text", "due", "proof"} and number.isdigit() and self.filled:
            return f"{word}_{self.filled[int(number) - 1]}"
        return name

    def _value(self, name: str, number: int) -> Any:
        return self._fields[f"{name}_{number}"].data


class ReportForm(EvidenceForm):
    """What the holder reports on a condition."""

    text = text_area(
        lazy("What you did"),
        most=REPORT_LIMIT,
        needed=True,
        hint=lazy("What, when, with which result, and which piece of evidence shows it."),
    )


class AcceptForm(Form):
    """A report that is accepted."""

    text = text_area(lazy("A word to the holder"), most=ANSWER_LIMIT)


class AskAgainForm(Form):
    """A report that is not enough yet."""

    text = text_area(
        lazy("What is missing"),
        most=ANSWER_LIMIT,
        needed=True,
        hint=lazy("The holder reads it."),
    )
    day = DayField(lazy("A later date for the condition"))


def _needs_day(_form: Form, field: Any) -> None:
    if field.data is None and not field.errors:
        raise StopValidation(str(DAY))


class MoreTimeForm(Form):
    """A later date for a condition."""

    day = DayField(lazy("New date"), validators=[_needs_day])
    reason = text_area(
        lazy("Reason"), most=REASON_LIMIT, needed=True, hint=lazy("The holder reads it.")
    )
