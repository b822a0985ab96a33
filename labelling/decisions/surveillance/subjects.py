"""What the rules of surveillance decide about: a label, a report, as one person stands to it."""

from dataclasses import dataclass
from uuid import UUID

from labelling.core.i18n import Text
from labelling.decisions.surveillance.models import MisuseReport


@dataclass(frozen=True, slots=True)
class Watch:
    """The lists of findings, notices and reports, as the office sees them; ``whole``: of all."""

    whole: bool = False


@dataclass(frozen=True, slots=True)
class Witness:
    """Anybody who has seen the mark used wrongly."""


@dataclass(frozen=True, slots=True)
class MisuseCase:
    """A report of misuse, with what binds ``person_id`` to the holder that it is about."""

    report: MisuseReport
    person_id: UUID | None
    conflict: Text | None
