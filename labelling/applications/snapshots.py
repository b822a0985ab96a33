"""What a submission freezes: one canonical JSON of all that was said, and its hash.

Shape: ``{"format": 1, "application": {"id", "reference", "submission", "submitted_at", "call",
"terms", "authorised"}, "edition": {"id", "sha256"}, "level": id, "organisation": {…},
"answers": {part: {"band", "text", "not_applicable", "version", "evidence": […]}},
"facts": {fact: {year: value}}, "facts_from": {fact: {year: {"source",
"dated", "grade", "verified"}}}, "declarations": {rule: {"holds", "explanation"}},
"members": [{"name", "kind", "country"}]}``.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rfc8785

from labelling.applications.models import Answer
from labelling.applications.queries.drafts import CitedPiece, Draft
from labelling.core.i18n import format_day, gettext
from labelling.organisations.members import MemberLine
from labelling.organisations.provenance import Provenance
from labelling.organisations.verified import Verified

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Frozen:
    """The canonical form (RFC 8785) and its SHA-256, with what it counts."""

    content: str
    sha256: str
    answers: int
    pieces: int


def freeze(
    draft: Draft,
    members: Iterable[MemberLine],
    verified: Mapping[tuple[str, int], Verified],
    number: int,
    now: datetime,
) -> Frozen:
    """Return the canonical snapshot of a draft: only what the level asks for is in it."""
    asked = {part_id: draft.answers.get(part_id) for part_id in draft.scope}
    answers = {
        part_id: _answer(answer, draft.pieces.get(part_id, []))
        for part_id, answer in asked.items()
        if answer is not None
    }
    content = rfc8785.dumps(
        {
            "format": FORMAT,
            "application": _application(draft, number, now),
            "edition": {"id": draft.edition.id, "sha256": draft.edition.identity},
            "level": draft.level.id,
            "organisation": _organisation(draft),
            "answers": answers,
            "facts": facts_by_year(draft),
            "facts_from": _provenance_by_year(draft, verified),
            "declarations": {
                rule_id: {"holds": row.holds, "explanation": row.explanation}
                for rule_id, row in draft.declarations.items()
            },
            "members": [
                {"name": one.name, "kind": one.kind.value, "country": one.country}
                for one in sorted(members, key=lambda one: one.key)
            ],
        }
    )
    cited = {piece.evidence.id for part_id in answers for piece in draft.pieces.get(part_id, [])}
    return Frozen(content.decode(), hashlib.sha256(content).hexdigest(), len(answers), len(cited))


def facts_by_year(draft: Draft) -> dict[str, dict[str, str]]:
    """Return the figures by fact and year, as texts of their digits."""
    found: dict[str, dict[str, str]] = {}
    for (fact_id, year), row in draft.facts.items():
        found.setdefault(fact_id, {})[str(year)] = row.value
    return found


def _provenance_by_year(
    draft: Draft, verified: Mapping[tuple[str, int], Verified]
) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for (fact_id, year), row in draft.facts.items():
        said, seen = row.provenance, verified.get((fact_id, year))
        as_seen = seen is not None and seen.value == row.value
        if said == Provenance() and not as_seen:
            continue
        kept = found.setdefault(fact_id, {})[str(year)] = {
            "source": said.source,
            "dated": _iso(said.dated),
            "grade": said.grade,
        }
        if seen is not None and as_seen:
            kept["verified"] = {"on": seen.on.isoformat(), "reference": seen.reference}
    return found


def provenance_told(content: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return, by fact and year, the line that tells where a frozen figure comes from."""
    return {
        (fact_id, year): _told(said)
        for fact_id, years in content.get("facts_from", {}).items()
        for year, said in years.items()
    }


def _told(said: Mapping[str, Any]) -> str:
    dated = date.fromisoformat(said["dated"]) if said["dated"] else None
    told = Provenance(said["source"], dated, said["grade"]).told
    if "verified" not in said:
        return told
    seen = gettext(
        "verified by assessors on %(day)s, in %(reference)s",
        day=format_day(date.fromisoformat(said["verified"]["on"])),
        reference=said["verified"]["reference"],
    )
    return f"{told} · {seen}" if told else seen


def _application(draft: Draft, number: int, now: datetime) -> dict[str, Any]:
    application = draft.application
    return {
        "id": str(application.id),
        "reference": application.reference,
        "submission": number,
        "submitted_at": now.isoformat(timespec="microseconds"),
        "call": str(application.call_id),
        "terms": {
            "version": application.terms_version,
            "accepted_at": application.terms_accepted_at.isoformat(timespec="microseconds"),
        },
        "authorised": {
            "name": application.authorised_name,
            "function": application.authorised_function,
        },
    }


def _organisation(draft: Draft) -> dict[str, str]:
    organisation = draft.organisation
    return {
        "id": str(organisation.id),
        "name": organisation.name,
        "country": organisation.country,
        "city": organisation.city,
        "field": organisation.field,
        "website": organisation.website,
        "about": organisation.about,
        "language": organisation.language,
    }


def _answer(answer: Answer, pieces: list[CitedPiece]) -> dict[str, Any]:
    return {
        "band": answer.band,
        "text": answer.text,
        "not_applicable": answer.not_applicable,
        "version": answer.version,
        "evidence": [_piece(piece) for piece in pieces],
    }


def _piece(piece: CitedPiece) -> dict[str, Any]:
    evidence, file = piece.evidence, piece.file
    return {
        "id": str(evidence.id),
        "title": evidence.title,
        "kind": evidence.kind.value,
        "pages": piece.citation.pages,
        "where_seen": evidence.where_seen,
        "dated": _iso(evidence.dated),
        "supports": [_iso(evidence.supports_from), _iso(evidence.supports_until)],
        "version": file.version if file is not None else None,
        "sha256": file.sha256 if file is not None else None,
        "filename": file.filename if file is not None else None,
        "media_type": file.media_type if file is not None else None,
        "size": file.size if file is not None else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
