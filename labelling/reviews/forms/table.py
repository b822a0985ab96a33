"""The form of one screen at the round table: one's own view, and what the scribe writes."""

import hashlib
from collections.abc import Sequence
from fractions import Fraction

from flask import request
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import Length, Optional

from assessments.editions.model import Part
from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, LineField, lazy, whole_number
from labelling.reviews.actions.agreeing import TEXT_LIMIT
from labelling.reviews.forms.fields import choices, text_area
from labelling.reviews.forms.scores import exact, written
from labelling.reviews.roundtable.actions import Draft
from labelling.reviews.roundtable.live import Live
from labelling.reviews.roundtable.models import Voice

DOES_NOT_APPLY = "na"


class TableForm(Form):
    """What one person at the table enters. ``part``, ``pen`` and ``turn`` are what it is about.

    ``begun`` tells whether the scribe has changed anything of what the fields began with.
    """

    part = HiddenField()
    turn = HiddenField()
    pen = HiddenField()
    version = HiddenField()
    begun = HiddenField()
    voice = SelectField(
        lazy("What do you say by now?"),
        coerce=str,
        validators=[Optional()],
        validate_choice=False,
        description=lazy("All at the table see it. What you handed in stays on record."),
    )
    score = LineField(lazy("Agreed score in percent"), validators=[Length(max=20)])
    not_applicable = BooleanField(lazy("This part does not apply"))
    reason = text_area(
        lazy("Why you agreed on this"),
        most=TEXT_LIMIT,
        hint=lazy("What each of you had seen, and what decided."),
    )
    strengths = text_area(lazy("Strengths, as the report says them"), most=TEXT_LIMIT)
    improvements = text_area(
        lazy("Areas for improvement, as the report says them"), most=TEXT_LIMIT
    )
    dissent = text_area(
        lazy("Why you do not share it"),
        most=TEXT_LIMIT,
        hint=lazy("It is kept beside the agreed score and shown to those who decide."),
    )

    @property
    def is_writing(self) -> bool:
        """Say whether the screen had the pen and something was written there."""
        asked = bool(self.part.data and self.pen.data)
        return asked and fingerprint(self.draft()) != self.begun.data

    @property
    def has_voice(self) -> bool:
        """Say whether the screen asked for the own view."""
        return bool(self.part.data) and "voice" in request.form

    def draft(self) -> Draft:
        """Return what is written."""
        return Draft(
            score=self.score.data or "",
            not_applicable=bool(self.not_applicable.data),
            reason=self.reason.data or "",
            strengths=self.strengths.data or "",
            improvements=self.improvements.data or "",
        )

    def number(self, name: str) -> int:
        """Return a hidden number."""
        return whole_number(self._fields[name].data)

    def agreed(self) -> Fraction | None:
        """Return the agreed number exactly; raise Invalid for what is none."""
        return None if self.not_applicable.data else exact(self.score.data or "")


def fingerprint(draft: Draft) -> str:
    """Return what tells two writings apart."""
    return hashlib.sha256(repr(draft).encode()).hexdigest()[:16]


def offered(part: Part, step: int, own_before: str) -> list[tuple[str, str]]:
    """Return what can be said of a part: as handed in, any step, or that it does not apply."""
    found = [("", gettext("%(score)s, as handed in", score=own_before))]
    found += [(str(number), f"{number} %") for number in range(0, 101, step)]
    if part.may_not_apply:
        found.append((DOES_NOT_APPLY, gettext("does not apply")))
    return found


def table_form(now: Live, own: Voice | None, texts: Sequence[str]) -> TableForm:
    """Return the form of a person's screen, filled with what stands.

    ``texts`` are strengths and areas for improvement of all, for a part not written of yet.
    """
    form = TableForm()
    if now.part is None:
        form.turn.data = str(now.table.turn)
        form.pen.data = str(now.table.pen) if now.has_pen else ""
        return form
    before = next((one.before for one in now.sayings if one.person.own), "–")
    part = now.agreement.edition.parts[now.part.part_id]
    form.voice.choices = choices(offered(part, now.agreement.edition.step, before))
    form.voice.data = (
        "" if own is None else DOES_NOT_APPLY if own.not_applicable else str(own.score)
    )
    form.part.data, form.turn.data = part.id, str(now.table.turn)
    form.pen.data = str(now.table.pen) if now.has_pen else ""
    form.dissent.data = now.own_dissent
    _fill_written(form, now, texts)
    form.begun.data = fingerprint(form.draft())
    return form


def _fill_written(form: TableForm, now: Live, texts: Sequence[str]) -> None:
    draft, part = now.draft, now.part
    agreed = part.agreed if part is not None else None
    form.version.data = str(now.written_version)
    if draft is not None:
        form.score.data, form.not_applicable.data = draft.score, draft.not_applicable
        form.reason.data = draft.reason
        form.strengths.data, form.improvements.data = draft.strengths, draft.improvements
    elif agreed is not None:
        form.score.data, form.not_applicable.data = written(agreed.score), agreed.not_applicable
        form.reason.data = agreed.reason
        form.strengths.data, form.improvements.data = agreed.strengths, agreed.improvements
    else:
        form.score.data, form.not_applicable.data, form.reason.data = "", False, ""
        form.strengths.data, form.improvements.data = texts
