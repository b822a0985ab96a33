"""The frozen value that gets printed: all that a certificate says, and nothing else."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import rfc8785

from certificates.errors import BadInput
from certificates.wording import AWARD, KINDS, LABEL, WORDINGS, wording

MOST_LEVELS = 5

LONGEST = {
    "scheme": 80,
    "holder": 160,
    "place": 60,
    "country": 60,
    "level_id": 40,
    "level": 24,
    "scope": 240,
    "edition": 100,
    "decided_by": 100,
    "decided_in": 60,
    "number": 30,
    "address": 150,
    "name": 80,
    "role": 80,
}
"""Characters that fit on the page, per field."""

_OPTIONAL = {"place", "decided_in", "role"}
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
MOST_SIGNATORIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """A person named on the certificate, where the scheme says so."""

    name: str
    role: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be printed."""
        _tidy_texts(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one certificate says, in its own language.

    Names of scheme, level, country and edition and the scope sentence come in that language;
    `decided_by` stands after "by" and brings its article ("the committee of the label"). The
    scheme's name follows a neuter article in German. `level_ordinal` counts from the lowest
    level. `address` is the label's public page. `names_language` is that of the names of scheme,
    level and edition where they are not translated; `design` is the SHA-256 of the design that the
    certificate is printed in. `kind` says whether a label or an award of a club is stated, and with
    it which sentences are printed. Texts are trimmed and NFC.

    Raises BadInput for a text that is missing, too long or has invisible characters, for levels
    or dates that contradict each other, and for an address that is not a plain web address.
    """

    scheme: str
    holder: str
    country: str
    level_id: str
    level: str
    level_ordinal: int
    level_count: int
    scope: str
    edition: str
    valid_from: date
    valid_until: date
    decided_by: str
    decided_on: date
    number: str
    version: int
    address: str
    language: str
    place: str = ""
    decided_in: str = ""
    names_language: str = ""
    design: str = ""
    signatories: tuple[Signatory, ...] = ()
    demo: bool = False
    kind: str = LABEL

    def __post_init__(self) -> None:
        """Refuse what cannot be printed or contradicts itself."""
        _tidy_texts(self)
        if not 1 <= self.level_ordinal <= self.level_count <= MOST_LEVELS:
            raise BadInput(
                f"Level {self.level_ordinal} of {self.level_count} cannot be drawn; "
                f"a scheme has up to {MOST_LEVELS} levels."
            )
        if self.valid_until < self.valid_from:
            raise BadInput("The certificate would end before it begins.")
        if self.version < 1:
            raise BadInput("The first version of a certificate is 1.")
        if len(self.signatories) > MOST_SIGNATORIES:
            raise BadInput(f"A certificate names up to {MOST_SIGNATORIES} persons.")
        for language in {self.language, self.names_language or self.language}:
            if language not in WORDINGS:
                raise BadInput(f"There is no certificate in the language {language!r}.")
        if self.kind not in KINDS:
            raise BadInput(f"There is no certificate of the kind {self.kind!r}.")
        if self.kind == AWARD:
            wording(self.language, AWARD)
        if self.design and not _SHA256.fullmatch(self.design):
            raise BadInput(f"{self.design!r} is not the SHA-256 of a design.")
        _check_address(self.address)

    @property
    def shown_address(self) -> tuple[str, str]:
        """The address in two printed lines: host and path, then the last part."""
        parts = urlsplit(self.address)
        path, slash, last = parts.path.rpartition("/")
        return f"{parts.netloc}{path}{slash}", last

    def canonical(self) -> bytes:
        """Return the sheet as canonical JSON (RFC 8785): equal sheets, equal bytes.

        A label's has no kind: it is written as it was before there were others.
        """
        values = asdict(self)
        if self.kind == LABEL:
            del values["kind"]
        plain: Any = json.loads(json.dumps({"v": 1, **values}, default=date.isoformat))
        return rfc8785.dumps(plain)

    def fingerprint(self) -> bytes:
        """Return the SHA-256 of the canonical form."""
        return sha256(self.canonical()).digest()


def read_sheet(plain: Mapping[str, Any]) -> Sheet:
    """Return the sheet whose canonical form this is, parsed; raise BadInput for another form."""
    values = {name: value for name, value in plain.items() if name != "v"}
    try:
        for name in ("valid_from", "valid_until", "decided_on"):
            values[name] = date.fromisoformat(values[name])
        values["signatories"] = tuple(Signatory(**who) for who in values["signatories"])
        return Sheet(**values)
    except BadInput:
        raise
    except (KeyError, TypeError, ValueError) as problem:
        raise BadInput("This is not the sheet of a certificate.") from problem


def _tidy_texts(value: Sheet | Signatory) -> None:
    for field in fields(value):
        text = getattr(value, field.name)
        if isinstance(text, str) and field.name in LONGEST:
            object.__setattr__(value, field.name, _tidied(field.name, text))


def _tidied(name: str, text: str) -> str:
    text = unicodedata.normalize("NFC", text.strip())
    if not text and name not in _OPTIONAL:
        raise BadInput(f"The certificate's {name} is missing.")
    if len(text) > LONGEST[name]:
        raise BadInput(f"The certificate's {name} has {len(text)} characters; {LONGEST[name]} fit.")
    for character in text:
        if unicodedata.category(character) in _FORBIDDEN:
            raise BadInput(
                f"The certificate's {name} has an invisible character, U+{ord(character):04X}."
            )
    return text


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        plain = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        plain = False
    if not plain or not address.isascii() or any(c in address for c in '?#@ \\"<>'):
        raise BadInput(f"{address!r} is not the plain web address of a label's page.")
