"""What a credential states of a label: an organisation, a level, a term, and no person."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from certificates.errors import BadInput
from certificates.status import Purpose, StatusEntry

QUALITY, AWARD = "QualityAssuranceCredential", "Award"
"""What Open Badges calls a label, and what an award."""

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class IssuerProfile:
    """Who issues: DID, name and home page."""

    did: str
    name: str
    url: str

    def __post_init__(self) -> None:
        """Refuse what names nobody."""
        if not self.did.startswith("did:") or not self.name.strip():
            raise BadInput("The issuer of a credential needs a DID and a name.")
        _check_address(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """A level in an edition of a scheme, the same for all who hold it in this language.

    `kind` is Open Badges' word: of a label, or of an award, whose level is its route.
    """

    id: str
    name: str
    description: str
    criteria_url: str
    criteria: str
    level_id: str
    level: str
    edition: str
    language: str
    kind: str = QUALITY

    def __post_init__(self) -> None:
        """Refuse what cannot be looked up."""
        _check_address(self.id)
        _check_address(self.criteria_url)
        if self.kind not in {QUALITY, AWARD}:
            raise BadInput(f"{self.kind!r} is no kind of achievement that we issue.")
        if not self.criteria.strip():
            raise BadInput("A credential says what the level asks.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """All that a credential states.

    Moments carry the offset of the scheme's time zone, so that their date is the civil day.
    `page` is the register's entry and `note` says that only the register knows today's status;
    `term` is the period's id in the register; `country_code` is ISO 3166 alpha-2.

    Raises BadInput for what contradicts itself or cannot be looked up.
    """

    id: str
    name: str
    description: str
    image: str
    caption: str
    issuer: IssuerProfile
    awarded: datetime
    valid_from: datetime
    valid_until: datetime
    holder: str
    place: str
    country: str
    country_code: str
    number: str
    term: str
    version: int
    achievement: Achievement
    page: str
    note: str
    revocation: StatusEntry
    suspension: StatusEntry

    def __post_init__(self) -> None:
        """Refuse what nobody could check."""
        for address in (self.id, self.image, self.page):
            _check_address(address)
        if not self.term.strip() or self.version < 1:
            raise BadInput("A credential belongs to a term and has a version from 1.")
        if not _COUNTRY.fullmatch(self.country_code):
            raise BadInput(f"{self.country_code!r} is no country of two capital letters.")
        if None in {moment.tzinfo for moment in (self.awarded, self.valid_from, self.valid_until)}:
            raise BadInput("A credential's moments need their time zone.")
        if self.valid_until.date() < self.valid_from.date():
            raise BadInput("The credential would end before it begins.")
        purposes = (self.revocation.purpose, self.suspension.purpose)
        if purposes != (Purpose.REVOCATION, Purpose.SUSPENSION):
            raise BadInput(
                "A credential stands in a list for revocation and in one for suspension."
            )


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        plain = bool(parts.path) if parts.scheme == "urn" else bool(parts.hostname)
        known = parts.scheme in {"http", "https", "urn"}
    except ValueError:
        plain = known = False
    if not (plain and known) or not address.isascii() or any(c in address for c in ' \\"<>^`{|}'):
        raise BadInput(f"{address!r} is not an address that a credential can name.")
