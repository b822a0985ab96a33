"""A passkey in software, which can also answer wrongly: the other end of WebAuthn for tests."""

import base64
import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN = "http://localhost"
HOST = "localhost"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40
_ES256 = {1: 2, 3: -7, -1: 1}


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass(slots=True)
class SoftKey:
    """One passkey. ``counts`` says whether it counts its signatures; some never do."""

    host: str = HOST
    origin: str = ORIGIN
    counts: bool = True
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str | dict[str, Any], *, verified: bool = True) -> str:
        """Return the answer to options for making a passkey."""
        asked = json.loads(options) if isinstance(options, str) else options
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        data = self._data(verified, _ATTESTED) + attested + self._public()
        return self._answer(
            {
                "attestationObject": _text(
                    cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
                ),
                "clientDataJSON": _text(self._client("webauthn.create", asked["challenge"])),
                "transports": ["internal", "made-up"],
            }
        )

    def use(self, options: str | dict[str, Any], *, verified: bool = True) -> str:
        """Return the answer to options for using a passkey; it counts one further."""
        asked = json.loads(options) if isinstance(options, str) else options
        self.count += 1 if self.counts else 0
        data, client = self._data(verified), self._client("webauthn.get", asked["challenge"])
        signature = self.private.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "authenticatorData": _text(data),
                "clientDataJSON": _text(client),
                "signature": _text(signature),
                "userHandle": None,
            }
        )

    def _answer(self, response: dict[str, Any]) -> str:
        name = _text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})

    def _data(self, verified: bool, more: int = 0) -> bytes:
        flags = _PRESENT | more | (_VERIFIED if verified else 0)
        return sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _public(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return cbor2.dumps({**_ES256, -2: x, -3: y})
