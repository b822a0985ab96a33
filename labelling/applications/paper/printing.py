"""The self-assessment as an accessible PDF (PDF/UA-1). Nothing is fetched from anywhere.

Importing it imports WeasyPrint, which takes a second and needs Pango: the job does so late.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_of
from labelling.core.printing import printed_page


@dataclass(frozen=True, slots=True)
class Content:
    """What is printed: the shape of a snapshot, of a draft too, and what it is a copy of.

    ``submitted_at`` and ``sha256`` (hex) are those of a submission; a draft has neither.
    ``version`` is the name of a version; it holds answers only.
    """

    application: Application
    said: Mapping[str, Any]
    at: datetime
    submitted_at: datetime | None = None
    sha256: str = ""
    version: str = ""


def printed(content: Content, *, with_lines: bool, demo: bool) -> bytes:
    """Return the PDF in the language in force, with the organisation's own lines or without."""
    edition, level = edition_of(content.application), level_of(content.application)
    scope, said = set(edition.scope(level)), content.said
    return printed_page(
        "self_assessment.html",
        content=content,
        said=said,
        application=content.application,
        edition=edition,
        level=level,
        groups=[
            (criterion, [part for part in criterion.parts if part.id in scope])
            for criterion in edition.criteria
            if any(part.id in scope for part in criterion.parts)
        ],
        bands={
            kind: {band.value: band.name for band in rubric.bands}
            for kind, rubric in edition.rubrics.items()
        },
        facts=[fact for fact in edition.facts if fact.id in said["facts"]],
        years=sorted({year for values in said["facts"].values() for year in values}),
        declared=[
            (rule, said["declarations"][rule.id])
            for rule in edition.eligibility
            if rule.id in said["declarations"]
        ],
        with_lines=with_lines,
        demo=demo,
    )
