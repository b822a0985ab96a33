"""The whole self-assessment as a value between the draft and its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessments.editions.model import Edition, Level
from labelling.applications.models import Application
from labelling.applications.queries.drafts import NO_LIMIT
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.versions.sources import PartSaid, Source
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy

LONGEST_REASON = 500
OPEN_REASON = "…"
"""In a file: the part does not apply, and it is not said why yet."""
_OPEN_REASONS = frozenset({OPEN_REASON, "..."})  # as some keyboards write it

Origins = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """What a file holds: whose it is, under which edition, and what is said of each part.

    ``origins`` says by part from where an answer was carried over, nearest first.
    """

    application: Application
    organisation: str
    edition: Edition
    level: Level
    parts: Mapping[str, PartSaid]
    origins: Origins = field(default_factory=dict)

    @property
    def scope(self) -> tuple[str, ...]:
        """Return the parts that the level asks for."""
        return self.edition.scope(self.level)

    def band_name(self, part_id: str) -> str:
        """Return the name of the line that was chosen for a part, or an empty text."""
        said = self.parts[part_id]
        bands = self.edition.rubrics[self.edition.parts[part_id].kind].bands
        return next((band.name for band in bands if band.value == said.band), "")


def assessment_of(
    application: Application, organisation: str, source: Source, origins: Origins | None = None
) -> SelfAssessment:
    """Return a source with every part that is asked; what is not said is there as nothing."""
    edition, level = edition_of(application), level_of(application)
    parts = {part_id: source.part(part_id) for part_id in edition.scope(level)}
    return SelfAssessment(application, organisation, edition, level, parts, origins or {})


def refuse_other(application: Application, reference: str) -> None:
    """Raise Invalid for a file of another application."""
    if reference != application.reference:
        raise Invalid(
            lazy("This file belongs to %(other)s, not to %(own)s. Nothing was read."),
            field="file",
            other=reference or "–",
            own=application.reference,
        )


def band_of(edition: Edition, part_id: str, written: str) -> int | None:
    """Return the line that a cell names: 60, 60.0 or 60 %; None for a blank one.

    Raises Invalid, naming the part, for anything that is none of its lines.
    """
    plain = written.replace("%", "").strip()
    if not plain:
        return None
    whole, _, rest = plain.replace(",", ".").partition(".")
    known = {band.value for band in edition.rubrics[edition.parts[part_id].kind].bands}
    if not whole.isdecimal() or rest.strip("0") or len(whole) > 3 or int(whole) not in known:  # noqa: PLR2004
        raise Invalid(
            lazy("Part %(part)s has no line “%(written)s”. Write one of %(lines)s."),
            field="file",
            part=part_id,
            written=written[:40],
            lines=", ".join(map(str, sorted(known))),
        )
    return int(whole)


def version_of(part_id: str, written: str) -> int:
    """Return the version that a file rests on; raise Invalid where it was changed."""
    whole, _, rest = written.strip().partition(".")
    if not whole.isdecimal() or rest.strip("0") or len(whole) > 9:  # noqa: PLR2004
        raise Invalid(
            lazy("The version of part %(part)s was changed in the file. Leave it as it is."),
            field="file",
            part=part_id,
        )
    return int(whole)


def written_reason(said: PartSaid) -> str:
    """Return why a part does not apply as a cell or control has it."""
    return OPEN_REASON if said.not_applicable == "" else said.not_applicable or ""


def reason_of(edition: Edition, part_id: str, written: str) -> str | None:
    """Return why a part does not apply, "" where that is still open; None for a blank reason.

    Raises Invalid for a part that applies to everyone, and for a reason that is too long.
    """
    reason = written.strip()
    if not reason:
        return None
    if not edition.parts[part_id].may_not_apply:
        raise Invalid(lazy("Part %(part)s applies to everyone."), field="file", part=part_id)
    if reason in _OPEN_REASONS:
        return ""
    if len(reason) > LONGEST_REASON:
        raise Invalid(
            lazy("The reason may have %(most)s characters."), field="file", most=LONGEST_REASON
        )
    return reason


def refuse_unasked(scope: tuple[str, ...], part_id: str) -> None:
    """Raise Invalid for a part that the level does not ask for, or that is unknown."""
    if part_id not in scope:
        raise Invalid(
            lazy("The file has a part “%(part)s” that this level does not ask for."),
            field="file",
            part=part_id[:40],
        )


def refuse_long(part_id: str, text: str) -> str:
    """Return a text; raise Invalid for one that no answer can hold."""
    if len(text) > NO_LIMIT:
        raise Invalid(
            lazy(
                "The answer to part %(part)s has %(count)s characters; "
                "at most %(most)s can be saved at all."
            ),
            field="file",
            part=part_id,
            count=len(text),
            most=NO_LIMIT,
        )
    return text
