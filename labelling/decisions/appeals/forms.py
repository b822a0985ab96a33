"""Forms of appeals: shape and wording of what people enter."""

from collections.abc import Collection, Iterable
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField

from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, lazy
from labelling.decisions.appeals.models import PanelMember
from labelling.decisions.appeals.proof import Candidate
from labelling.decisions.appeals.texts import REASON_LIMIT, SHORT_LIMIT, TEXT_LIMIT
from labelling.decisions.appeals.words import (
    FOLLOW_NAMES,
    GROUND_NAMES,
    OUTCOME_NAMES,
    POSSIBLE,
    About,
    Follow,
    Ground,
    Outcome,
)
from labelling.decisions.clocks.dates import REASON_LIMIT as DATE_LIMIT
from labelling.decisions.clocks.spans import APPEAL, CLOCK_NAMES, Clock
from labelling.organisations.queries import EvidenceEntry
from labelling.people.models import InvolvementKind
from labelling.reviews.forms.fields import (
    CHOOSE,
    DayField,
    as_uuid,
    choices,
    required,
    text_area,
)
from labelling.reviews.independence import DECLARABLE

_YES, _NO = "yes", "no"


class AppealForm(Form):
    """What an owner files."""

    grounds = SelectMultipleField(
        lazy("Grounds"),
        choices=lambda: choices((key.value, str(name)) for key, name in GROUND_NAMES.items()),
        validators=[required(lazy("Choose at least one."))],
        description=lazy("Choose all that apply."),
    )
    text = text_area(
        lazy("What is wrong, and what you ask for"),
        most=TEXT_LIMIT,
        needed=True,
        hint=lazy("Say it ground by ground: what happened, what was overlooked, where it stands."),
    )
    evidence = SelectMultipleField(
        lazy("Evidence from your library"),
        description=lazy("In its present version. Add a paper to the library first, if you must."),
    )

    def offer(self, entries: Iterable[EvidenceEntry]) -> None:
        """Offer the pieces of the organisation's library."""
        self.evidence.choices = choices(
            (str(entry.evidence.id), entry.evidence.title) for entry in entries
        )

    @property
    def chosen_grounds(self) -> list[Ground]:
        """Return the grounds that were chosen."""
        return [Ground(value) for value in self.grounds.data or []]

    @property
    def chosen_evidence(self) -> list[UUID]:
        """Return the pieces that were chosen."""
        return list(filter(None, map(as_uuid, self.evidence.data or [])))


class ProposalForm(Form):
    """Whether the panel should hear an appeal."""

    admissible = RadioField(
        lazy("Should a panel hear it?"),
        choices=lambda: choices(
            [
                (_YES, gettext("Yes, it is admissible")),
                (_NO, gettext("No, it is not admissible")),
            ]
        ),
        validators=[required(CHOOSE)],
    )
    reason = text_area(
        lazy("Reason"),
        most=REASON_LIMIT,
        hint=lazy("The organisation reads it; needed where the appeal is not admissible."),
    )

    @property
    def is_admissible(self) -> bool:
        """Return what was chosen."""
        return bool(self.admissible.data == _YES)


class ProposalBackForm(Form):
    """Why a proposal on admissibility goes back."""

    back_reason = text_area(lazy("What is missing or wrong"), most=SHORT_LIMIT, needed=True)


class PanelForm(Form):
    """Who sits, and who of the three writes."""

    members = SelectMultipleField(lazy("Members"), validators=[required(CHOOSE)])
    writer = SelectField(lazy("Who writes the outcome"), validators=[required(CHOOSE)])

    def offer(
        self,
        candidates: Iterable[Candidate],
        standing: Collection[PanelMember],
        names: dict[UUID, str],
    ) -> None:
        """Offer those who can sit; any of the three can write."""
        possible = [(str(one.person.id), one.person.name) for one in candidates if one.possible]
        sitting = [(str(one.person_id), names.get(one.person_id, "")) for one in standing]
        self.members.choices = choices(possible)
        self.writer.choices = choices([("", gettext("Choose")), *sitting, *possible])

    @property
    def chosen(self) -> list[UUID]:
        """Return the members who were chosen."""
        return list(filter(None, map(as_uuid, self.members.data or [])))


class IndependenceForm(Form):
    """What binds a member to the organisation, if anything does."""

    kinds = SelectMultipleField(
        lazy("What binds you to this organisation"),
        choices=lambda: choices((key.value, str(text)) for key, text in DECLARABLE.items()),
        description=lazy("Choose nothing if nothing does."),
    )
    text = text_area(lazy("What it is, and when"), most=SHORT_LIMIT)

    @property
    def chosen(self) -> list[InvolvementKind]:
        """Return the involvements that were declared."""
        return [InvolvementKind(value) for value in self.kinds.data or []]


class DeclineForm(Form):
    """Why somebody cannot sit."""

    decline_reason = text_area(lazy("Why you cannot sit"), most=SHORT_LIMIT, needed=True)


class RemovalForm(Form):
    """Why a member is taken off the panel."""

    remove_reason = text_area(lazy("Reason, for the record"), most=SHORT_LIMIT, needed=True)


class NoteForm(Form):
    """What a member says to the other two."""

    note = text_area(lazy("To the other members"), most=REASON_LIMIT, needed=True)


class DraftForm(Form):
    """An outcome with its reasons."""

    outcome = RadioField(
        lazy("Outcome"),
        choices=lambda: choices((key.value, str(name)) for key, name in OUTCOME_NAMES.items()),
        validators=[required(CHOOSE)],
    )
    follow = RadioField(lazy("What follows"), validators=[required(CHOOSE)])
    reasons = text_area(
        lazy("Reasons"),
        most=TEXT_LIMIT,
        needed=True,
        hint=lazy("The organisation reads them word for word. Answer ground by ground."),
    )

    def offer(self, about: About) -> None:
        """Offer what can follow."""
        self.follow.choices = choices(
            (follow.value, str(FOLLOW_NAMES[follow])) for follow in POSSIBLE[about]
        )

    @property
    def chosen(self) -> tuple[Outcome, Follow]:
        """Return what was chosen."""
        return Outcome(self.outcome.data), Follow(self.follow.data)


class VoteForm(Form):
    """A member's vote on a draft."""

    draft = HiddenField()
    vote = RadioField(
        lazy("Your vote"),
        choices=lambda: choices([(_YES, gettext("I agree")), (_NO, gettext("I do not agree"))]),
        validators=[required(CHOOSE)],
    )
    dissent = text_area(
        lazy("If you do not agree: why not"),
        most=SHORT_LIMIT,
        hint=lazy("It stays on record with the votes, for the panel and the office."),
    )

    @property
    def agrees(self) -> bool:
        """Return how the member votes."""
        return bool(self.vote.data == _YES)


class ExtensionForm(Form):
    """A later date for a step."""

    step = SelectField(
        lazy("Step"),
        choices=lambda: choices((step.value, str(CLOCK_NAMES[step])) for step in APPEAL),
    )
    day = DayField(lazy("New last day"))
    extend_reason = text_area(
        lazy("Reason for the new date"),
        most=DATE_LIMIT,
        needed=True,
        hint=lazy("The organisation reads it."),
    )

    @property
    def chosen(self) -> Clock:
        """Return the step."""
        return Clock(self.step.data)
