"""The one form of a credential: W3C VC Data Model 2.0 in the Open Badges 3.0 profile.

Every term is one that the two contexts define, or spelled out as an address, so that a verifier
which reads them as JSON-LD drops nothing.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from certificates.claims import Achievement, Claims, IssuerProfile
from certificates.errors import BadInput
from certificates.status import StatusEntry, entry_value, read_entry
from certificates.strictjson import Fields

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)

_WHAT = "The credential"
_VERSION = "https://schema.org/version"


def document_of(claims: Claims) -> dict[str, object]:
    """Return the credential without its proof; `read_claims` is the inverse."""
    return {
        "@context": list(CONTEXTS),
        "id": claims.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": claims.name,
        "description": claims.description,
        "image": {"id": claims.image, "type": "Image", "caption": claims.caption},
        "issuer": {
            "id": claims.issuer.did,
            "type": ["Profile"],
            "name": claims.issuer.name,
            "url": claims.issuer.url,
        },
        "awardedDate": claims.awarded.isoformat(timespec="seconds"),
        "validFrom": claims.valid_from.isoformat(timespec="seconds"),
        "validUntil": claims.valid_until.isoformat(timespec="seconds"),
        "credentialSubject": _subject(claims),
        "evidence": [{"id": claims.page, "type": ["Evidence"], "description": claims.note}],
        "credentialStatus": [
            entry_value(claims.revocation),
            entry_value(claims.suspension),
        ],
        _VERSION: claims.version,
    }


def read_claims(content: Mapping[str, object]) -> Claims:
    """Return what a credential without its proof states; raise BadInput for any other form.

    What a reader does not know might change the meaning, so one more key is another form.
    """
    claims = _picked(content)
    if _spelling(document_of(claims)) != _spelling(dict(content)):
        raise BadInput(f"{_WHAT} has another form than this verifier knows.")
    return claims


def _subject(claims: Claims) -> dict[str, object]:
    place = {"addressLocality": claims.place} if claims.place else {}
    achievement = claims.achievement
    return {
        "id": f"{claims.page}#holder",
        "type": ["AchievementSubject", "Profile"],
        "name": claims.holder,
        "address": {
            "type": ["Address"],
            **place,
            "addressCountry": claims.country,
            "addressCountryCode": claims.country_code,
        },
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": claims.holder,
                "identityType": "name",
            }
        ],
        "licenseNumber": claims.number,
        "term": claims.term,
        "achievement": {
            "id": achievement.id,
            "type": ["Achievement"],
            "achievementType": achievement.kind,
            "name": achievement.name,
            "description": achievement.description,
            "criteria": {"id": achievement.criteria_url, "narrative": achievement.criteria},
            "humanCode": achievement.level_id,
            "specialization": achievement.level,
            "version": achievement.edition,
            "inLanguage": achievement.language,
        },
    }


def _picked(content: Mapping[str, object]) -> Claims:
    """Take the facts from where they stand; the rest is compared afterwards."""
    subject = ("credentialSubject",)
    version = _value(content, _VERSION)
    if not isinstance(version, int) or isinstance(version, bool):
        raise BadInput(f"{_WHAT}'s version must be a number.")
    address = _value(content, *subject, "address")
    has_place = isinstance(address, dict) and "addressLocality" in address
    return Claims(
        id=_text(content, "id"),
        name=_text(content, "name"),
        description=_text(content, "description"),
        image=_text(content, "image", "id"),
        caption=_text(content, "image", "caption"),
        issuer=IssuerProfile(*(_text(content, "issuer", key) for key in ("id", "name", "url"))),
        awarded=_moment(content, "awardedDate"),
        valid_from=_moment(content, "validFrom"),
        valid_until=_moment(content, "validUntil"),
        holder=_text(content, *subject, "name"),
        place=_text(address, "addressLocality") if has_place else "",
        country=_text(content, *subject, "address", "addressCountry"),
        country_code=_text(content, *subject, "address", "addressCountryCode"),
        number=_text(content, *subject, "licenseNumber"),
        term=_text(content, *subject, "term"),
        version=version,
        achievement=_achievement(content, *subject, "achievement"),
        page=_text(content, "evidence", 0, "id"),
        note=_text(content, "evidence", 0, "description"),
        revocation=_entry(content, 0),
        suspension=_entry(content, 1),
    )


def _achievement(content: Mapping[str, object], *path: str) -> Achievement:
    return Achievement(
        id=_text(content, *path, "id"),
        name=_text(content, *path, "name"),
        description=_text(content, *path, "description"),
        criteria_url=_text(content, *path, "criteria", "id"),
        criteria=_text(content, *path, "criteria", "narrative"),
        level_id=_text(content, *path, "humanCode"),
        level=_text(content, *path, "specialization"),
        edition=_text(content, *path, "version"),
        language=_text(content, *path, "inLanguage"),
        kind=_text(content, *path, "achievementType"),
    )


def _entry(content: Mapping[str, object], position: int) -> StatusEntry:
    entry = _value(content, "credentialStatus", position)
    return read_entry(Fields(entry, f"{_WHAT}'s credentialStatus"))


def _moment(content: Mapping[str, object], key: str) -> datetime:
    try:
        return datetime.fromisoformat(_text(content, key))
    except ValueError as problem:
        raise BadInput(f"{_WHAT}'s {key} is no moment.") from problem


def _text(content: object, *path: str | int) -> str:
    value = _value(content, *path)
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{_WHAT}'s {_spelled(path)} must be a text.")
    return value


def _value(content: object, *path: str | int) -> object:
    value = content
    for step in path:
        try:
            value = cast("Any", value)[step]
        except (LookupError, TypeError) as problem:
            raise BadInput(f"{_WHAT} lacks {_spelled(path)}.") from problem
    return value


def _spelling(document: dict[str, object]) -> str:
    """Spell a document for a comparison in which 1 and true differ, as they do not in Python."""
    return json.dumps(document, sort_keys=True)


def _spelled(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))
