"""The self-assessment as JSON, for programs.

Shape: ``{"format": "self-assessment/1", "reference", "organisation", "edition": {"id", "sha256"},
"level", "parts": {id: {"band", "text", "not_applicable", "version", "evidence": [{"id", "title",
"pages"}], "carried_over": [{"application", "edition", "sha256", "part", "of"}]}}}``. Evidence and
where an answer was carried over from, nearest first, are written out and not read in.
"""

import json
from typing import Any

from labelling.applications.exchange.sheets import (
    SelfAssessment,
    band_of,
    reason_of,
    refuse_other,
    refuse_unasked,
)
from labelling.applications.models import Application
from labelling.applications.queries.drafts import NO_LIMIT
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.versions.sources import PartSaid
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.web.forms import tidy_lines

FORMAT = "self-assessment/1"
_LATEST = 999_999_999  # no part is saved as often; more the database does not count
_KEYS = {"band", "text", "not_applicable", "version", "evidence", "carried_over"}
_NOT_OURS = lazy("This is not a self-assessment as we write it: %(why)s. Nothing was read.")


def written(sheet: SelfAssessment) -> bytes:
    """Return the file."""
    content = {
        "format": FORMAT,
        "reference": sheet.application.reference,
        "organisation": sheet.organisation,
        "edition": {"id": sheet.edition.id, "sha256": sheet.application.edition_sha256},
        "level": sheet.level.id,
        "parts": {
            part_id: {
                "band": said.band,
                "text": said.text,
                "not_applicable": said.not_applicable,
                "version": said.rests_on or 0,
                "evidence": [
                    {"id": one.id, "title": one.title, "pages": one.pages} for one in said.evidence
                ],
                "carried_over": [dict(one) for one in sheet.origins.get(part_id, ())],
            }
            for part_id, said in sheet.parts.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def read(content: bytes, application: Application) -> dict[str, PartSaid]:
    """Return what the file says of each part; raise Invalid, saying what is wrong."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
        json.dumps(found, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError):
        raise _refused("JSON") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _refused("format")
    refuse_other(application, str(found.get("reference", ""))[:40])
    parts = found.get("parts")
    if not isinstance(parts, dict):
        raise _refused("parts")
    scope = edition_of(application).scope(level_of(application))
    result = {}
    for part_id, said in parts.items():
        refuse_unasked(scope, part_id)
        result[part_id] = _part(application, part_id, said)
    return result


def _part(application: Application, part_id: str, said: Any) -> PartSaid:
    edition = edition_of(application)
    if not isinstance(said, dict) or not set(said) <= _KEYS:
        raise _refused(part_id)
    band, text = said.get("band"), said.get("text", "")
    reason, version = said.get("not_applicable"), said.get("version", 0)
    if (
        (band is not None and type(band) is not int)
        or not isinstance(text, str)
        or len(text) > NO_LIMIT
        or not (reason is None or isinstance(reason, str))
        or type(version) is not int
        or not 0 <= version <= _LATEST
    ):
        raise _refused(part_id)
    line = band_of(edition, part_id, "" if band is None else str(band))
    because = reason_of(edition, part_id, tidy_lines(reason))
    if reason == "" and edition.parts[part_id].may_not_apply:
        because = ""  # ticked, and not said why yet
    return PartSaid(line, tidy_lines(text), because, rests_on=version)


def _refused(why: str) -> Invalid:
    return Invalid(_NOT_OURS, field="file", why=why)
