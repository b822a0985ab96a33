"""Forms of meeting mode: which indicators, which questions, what may be open."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from wtforms import SelectMultipleField

from labelling.club.meetings.mode.actions.choosing import Worded
from labelling.core.web.forms import Form, lazy, tidy, tidy_lines, whole_number

QUESTION_LIMIT, NOTES_LIMIT = 200, 1000


class ChooseForm(Form):
    """Which indicators the meeting is about."""

    indicators = SelectMultipleField(lazy("Indicators"), validate_choice=False)

    def __init__(self, chosen: Sequence[str], **kwargs: Any) -> None:
        super().__init__(data={"indicators": list(chosen)}, **kwargs)


class OpenForm(Form):
    """Which of the chosen indicators members are asked to open to each other."""

    open = SelectMultipleField(lazy("Indicators"))

    def __init__(self, names: Mapping[str, str], offered: Sequence[str], **kwargs: Any) -> None:
        super().__init__(data={"open": list(offered)}, **kwargs)
        self.open.choices = list(names.items())


def worded_in_request(codes: Sequence[str]) -> dict[str, Worded]:
    """Return what was written on each slide; texts are cut to what fits."""
    return {
        code: Worded(
            whole_number(request.form.get(f"place-{code}"), 99),
            tidy(request.form.get(f"question-{code}"))[:QUESTION_LIMIT],
            tidy_lines(request.form.get(f"notes-{code}"))[:NOTES_LIMIT],
        )
        for code in codes
        if f"question-{code}" in request.form
    }
