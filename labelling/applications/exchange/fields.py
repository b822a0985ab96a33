"""Named fields of a file to fill in, Word or page: how each is called, and what they say of parts.

A name has four pieces: what the field holds, the application, the part, the version of the answer
that the file was taken with.
"""

from collections.abc import Mapping

from assessments.editions.model import Edition
from labelling.applications.exchange.sheets import (
    SelfAssessment,
    band_of,
    reason_of,
    refuse_long,
    refuse_other,
    refuse_unasked,
    version_of,
)
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.versions.sources import PartSaid
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.web.forms import tidy_lines

TICKED = "1"
"""What a ticked box says; an empty text is one that is not."""

_FIELDS = frozenset({"band", "text", "away", "reason"})


def field_name(field: str, sheet: SelfAssessment, part_id: str) -> str:
    """Return the name of a part's field: ``band``, ``text``, ``away`` (a box) or ``reason``."""
    version = sheet.parts[part_id].rests_on or 0
    return f"{field}:{sheet.application.reference}:{part_id}:{version}"


def read(texts: Mapping[str, str], application: Application) -> dict[str, PartSaid]:
    """Return what the fields say of each part; raise Invalid, naming the part that is wrong."""
    edition = edition_of(application)
    scope = edition.scope(level_of(application))
    fields: dict[str, dict[str, str]] = {}
    versions: dict[str, str] = {}
    for name, text in texts.items():
        field, _, tail = name.partition(":")
        reference, part_id, version = ([*tail.split(":"), "", "", ""])[:3]
        if field not in _FIELDS or not part_id:
            continue
        refuse_other(application, reference)
        refuse_unasked(scope, part_id)
        if versions.setdefault(part_id, version) != version:
            raise Invalid(
                lazy("Part %(part)s stands twice in the file."), field="file", part=part_id
            )
        fields.setdefault(part_id, {})[field] = text
    if not fields:
        raise Invalid(
            lazy("There is no field to read in this file. Take one to fill in from this page."),
            field="file",
        )
    return {
        part_id: PartSaid(
            band_of(edition, part_id, said.get("band", "")),
            refuse_long(part_id, tidy_lines(said.get("text", ""))),
            _reason(edition, part_id, said),
            rests_on=version_of(part_id, versions[part_id]),
        )
        for part_id, said in fields.items()
    }


def _reason(edition: Edition, part_id: str, said: Mapping[str, str]) -> str | None:
    """Return why a part does not apply; empty where the box alone says that it does not."""
    reason = reason_of(edition, part_id, tidy_lines(said.get("reason", "")))
    ticked = said.get("away") == TICKED and bool(edition.parts[part_id].may_not_apply)
    if reason is not None and "away" in said and not ticked:
        raise Invalid(
            lazy(
                "Part %(part)s has a reason why it does not apply, and the box is not ticked. "
                "Tick it, or take the reason out."
            ),
            field="file",
            part=part_id,
        )
    return "" if reason is None and ticked else reason
