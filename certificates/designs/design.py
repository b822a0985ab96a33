"""A scheme's design: layout, colours, logo, signatories and texts as one value with one identity.

A certificate keeps the SHA-256 of the design it was sealed with, and is printed from that one
for ever.
"""

import json
import re
import struct
import tomllib
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import rfc8785

from certificates import designs
from certificates.designs.colours import read_colour
from certificates.designs.layouts import LAYOUTS
from certificates.designs.texts import check_sentence
from certificates.errors import BadInput
from certificates.sheet import MOST_SIGNATORIES, Signatory
from certificates.wording import WORDINGS

TEXTS: Mapping[str, int] = {"opening": 80, "citation": 240, "closing": 120}
"""What a scheme may say in its own words, and in how many characters.

The opening stands before the holder's name in place of ours, the citation below the scope, the
closing at the foot.
"""

LARGEST_LOGO = 150_000
"""Bytes of the logo, drawn anew."""

LOGO_SIDES = (16, 2400)
LONGEST_ALTERNATIVE = 120

_MOST_LEVELS = 12
_LEVEL_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_PNG = b"\x89PNG\r\n\x1a\n"
_DEPTH, _PLAIN_TYPES = 8, {0, 2, 4, 6}
_FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of the scheme, drawn anew after it was uploaded, and what it shows in words.

    Raises BadInput for another format, too many bytes or points, and a missing alternative.
    """

    png: bytes = field(repr=False)
    alternative: str

    def __post_init__(self) -> None:
        """Refuse what a certificate cannot carry."""
        object.__setattr__(
            self, "alternative", _line("logo’s alternative", self.alternative, LONGEST_ALTERNATIVE)
        )
        if not self.png.startswith(_PNG) or self.png[12:16] != b"IHDR":
            raise BadInput("A logo is a PNG picture.")
        if len(self.png) > LARGEST_LOGO:
            raise BadInput(f"The logo has {len(self.png)} bytes; {LARGEST_LOGO} fit.")
        width, height, depth, kind = struct.unpack(">IIBB", self.png[16:26])
        if not all(LOGO_SIDES[0] <= side <= LOGO_SIDES[1] for side in (width, height)):
            raise BadInput(
                f"The logo has {width} by {height} points; its sides may have {LOGO_SIDES[0]} "
                f"to {LOGO_SIDES[1]}."
            )
        if depth != _DEPTH or kind not in _PLAIN_TYPES:
            raise BadInput("A logo has eight bits a colour and no palette.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How the certificates of a scheme look.

    `accent` colours frame and mark, `levels` stone and word of each level by its id, `other` those
    of levels without a colour. `texts` are the scheme's own sentences, by kind and language.

    Raises BadInput for a layout that does not exist, a colour too pale for paper, more signatories
    than fit, and a text with a placeholder that stands for nothing.
    """

    layout: str
    accent: str
    other: str
    levels: Mapping[str, str] = field(default_factory=dict)
    logo: Logo | None = None
    signatories: tuple[Signatory, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot be printed; bring colours and texts into one form."""
        if self.layout not in LAYOUTS:
            raise BadInput(f"There is no layout {self.layout!r}; there is {', '.join(LAYOUTS)}.")
        for name in ("accent", "other"):
            object.__setattr__(self, name, read_colour(getattr(self, name)))
        if len(self.levels) > _MOST_LEVELS:
            raise BadInput(f"A design has colours for up to {_MOST_LEVELS} levels.")
        object.__setattr__(self, "levels", _colours(self.levels))
        if len(self.signatories) > MOST_SIGNATORIES:
            raise BadInput(f"A certificate names up to {MOST_SIGNATORIES} persons.")
        object.__setattr__(self, "texts", _sentences(self.texts))

    def colour(self, level_id: str) -> str:
        """Return the colour of a level's stone and word."""
        return self.levels.get(level_id, self.other)

    def text(self, kind: str, language: str) -> tuple[str, str]:
        """Return a text of the scheme's own with its language: English where it lacks this one.

        Both are empty where there is none.
        """
        known = self.texts.get(kind, {})
        spoken = language if language in known else _FALLBACK
        return (known[spoken], spoken) if spoken in known else ("", "")

    def plain(self) -> dict[str, Any]:
        """Return the design as JSON has it; `read_design` is the inverse."""
        logo = self.logo
        return {
            "v": 1,
            "layout": self.layout,
            "accent": self.accent,
            "other": self.other,
            "levels": dict(self.levels),
            "logo": logo
            and {"png": b64encode(logo.png).decode("ascii"), "alternative": logo.alternative},
            "signatories": [asdict(who) for who in self.signatories],
            "texts": {kind: dict(spoken) for kind, spoken in self.texts.items()},
        }

    def canonical(self) -> bytes:
        """Return the design as canonical JSON (RFC 8785): equal designs, equal bytes."""
        return rfc8785.dumps(json.loads(json.dumps(self.plain())))

    def sha256(self) -> str:
        """Return the design's identity: the SHA-256 of its canonical form, in hexadecimal."""
        return sha256(self.canonical()).hexdigest()


def read_design(plain: Mapping[str, Any]) -> Design:
    """Return the design that this JSON spells; raise BadInput for another form."""
    if plain.get("v") != 1:
        raise BadInput("This is not the design of a certificate.")
    values = {name: value for name, value in plain.items() if name != "v"}
    try:
        logo = values.pop("logo", None)
        signatories = values.pop("signatories", ())
        return Design(
            **values,
            logo=None
            if logo is None
            else Logo(b64decode(logo["png"], validate=True), logo["alternative"]),
            signatories=tuple(Signatory(**who) for who in signatories),
        )
    except BadInput:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadInput("This is not the design of a certificate.") from problem


@cache
def shipped_design() -> Design:
    """Return the design that is in force until a scheme has its own."""
    text = files(designs).joinpath("shipped.toml").read_text("utf-8")
    return read_design({"v": 1, **tomllib.loads(text)})


def _colours(levels: Mapping[str, str]) -> dict[str, str]:
    for level_id in levels:
        if not _LEVEL_ID.fullmatch(level_id):
            raise BadInput(f"{level_id!r} is not the id of a level.")
    return {level_id: read_colour(levels[level_id]) for level_id in sorted(levels)}


def _sentences(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the texts without the empty ones, each checked."""
    found: dict[str, dict[str, str]] = {}
    for kind in sorted(texts):
        if kind not in TEXTS:
            raise BadInput(f"There is no text {kind!r}; there is {', '.join(TEXTS)}.")
        for language in sorted(texts[kind]):
            if language not in WORDINGS:
                raise BadInput(f"There is no certificate in the language {language!r}.")
            if not texts[kind][language].strip():
                continue
            sentence = _line(f"{kind} text", texts[kind][language], TEXTS[kind])
            check_sentence(sentence)
            found.setdefault(kind, {})[language] = sentence
    return found


def _line(what: str, text: str, most: int) -> str:
    text = unicodedata.normalize("NFC", text.strip())
    if not text:
        raise BadInput(f"The {what} is missing.")
    if len(text) > most:
        raise BadInput(f"The {what} has {len(text)} characters; {most} fit.")
    for character in text:
        if unicodedata.category(character) in _FORBIDDEN:
            raise BadInput(f"The {what} has an invisible character, U+{ord(character):04X}.")
    return text
