"""The machine-readable credential of a certificate: made from its sheet, checked by a stranger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from certificates import claims as kinds
from certificates.claims import Achievement, Claims, IssuerProfile
from certificates.dataintegrity import check_document
from certificates.errors import BadInput
from certificates.issuerkeys import IssuerKey
from certificates.openbadge import document_of, read_claims
from certificates.sheet import Sheet
from certificates.status import StatusEntry
from certificates.trust import zone_of
from certificates.wording import AWARD, wording

DEMO = "DEMO – NOT VALID"

_NOON = time(12)
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a credential says beyond its sheet.

    `id` is the credential's own and differs for each term and version; `achievement_id` is the
    same for all who hold this level in this edition. `criteria` says in a few sentences what the
    level asks, `criteria_url` in full. `term` is the period's id in the register, `country_code`
    is ISO 3166 alpha-2, `image` the badge's address, `time_zone` the one that civil days count in.
    """

    id: str
    achievement_id: str
    criteria_url: str
    criteria: str
    term: str
    country_code: str
    image: str
    time_zone: str
    issuer: IssuerProfile
    revocation: StatusEntry
    suspension: StatusEntry


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer on one credential: genuine with claims, key and date, or the reason why not."""

    genuine: bool
    reason: str
    claims: Claims | None = None
    key: IssuerKey | None = None
    created: datetime | None = None


def unsigned_credential(sheet: Sheet, particulars: Particulars) -> dict[str, object]:
    """Return what the certificate says as a credential; `sign_document` adds the proof.

    Signatories stay out: the credential names no person. Raises BadInput for particulars that
    nobody could look up.
    """
    return document_of(claims_of(sheet, particulars))


def claims_of(sheet: Sheet, particulars: Particulars) -> Claims:
    """Return what the certificate's credential states, texts in the sheet's language.

    First and last day count whole in the scheme's zone, so `valid_from` is the first second of
    the first day and `valid_until` the last of the last; of the decision's day it is noon.
    """
    words = wording(sheet.language, sheet.kind)
    zone = zone_of(particulars.time_zone)
    title = words.title.format(scheme=sheet.scheme, holder=sheet.holder, level=sheet.level)
    return Claims(
        id=particulars.id,
        name=_marked(sheet, title),
        description=f"{sheet.number}, {words.version.format(version=sheet.version)}",
        image=particulars.image,
        caption=_level(sheet),
        issuer=particulars.issuer,
        awarded=_moment(sheet.decided_on, _NOON, zone),
        valid_from=_moment(sheet.valid_from, time.min, zone),
        valid_until=_moment(sheet.valid_until, _LAST_SECOND, zone),
        holder=sheet.holder,
        place=sheet.place,
        country=sheet.country,
        country_code=particulars.country_code,
        number=sheet.number,
        term=particulars.term,
        version=sheet.version,
        achievement=_achievement(sheet, particulars),
        page=sheet.address,
        note=words.note,
        revocation=particulars.revocation,
        suspension=particulars.suspension,
    )


def check(
    credential: bytes | Mapping[str, object],
    keys: Iterable[IssuerKey],
    *,
    now: datetime,
    known_by: datetime | None = None,
) -> Verdict:
    """Say whether the credential is, to the letter, one that the owner of one of these keys issued.

    `keys` are those pinned for credentials, retired ones included; nothing is taken from the
    document itself. `known_by` is the moment by which the log shows that it existed, the only
    thing that saves a credential whose key was compromised later. How the label stands today is
    another question. Whatever cannot be read is refused.
    """
    try:
        signed = check_document(credential, keys, now=now, known_by=known_by, what="The credential")
        claims = read_claims(signed.content)
    except BadInput as refusal:
        return Verdict(False, str(refusal))
    if claims.issuer.did != signed.key.did:
        return Verdict(False, "The credential names one issuer and is signed by another.")
    reason = f"{claims.issuer.name} signed the credential, and nothing has changed in it since."
    return Verdict(True, reason, claims, signed.key, signed.created)


def _achievement(sheet: Sheet, particulars: Particulars) -> Achievement:
    return Achievement(
        id=particulars.achievement_id,
        name=_marked(sheet, f"{sheet.scheme}: {sheet.level}"),
        description=f"{_level(sheet)}. {sheet.scope}",
        criteria_url=particulars.criteria_url,
        criteria=particulars.criteria,
        level_id=sheet.level_id,
        level=sheet.level,
        edition=sheet.edition,
        language=sheet.language,
        kind=kinds.AWARD if sheet.kind == AWARD else kinds.QUALITY,
    )


def _level(sheet: Sheet) -> str:
    return wording(sheet.language).level_of(sheet.level, sheet.level_ordinal, sheet.level_count)


def _marked(sheet: Sheet, text: str) -> str:
    return f"{DEMO}: {text}" if sheet.demo else text


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    """Return a moment of a civil day with the zone's offset on that day, to be written as such."""
    return datetime.fromisoformat(datetime.combine(day, at, zone).isoformat())
