"""A time stamping authority (fictitious) on loopback: RFC 3161 over HTTP."""

import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper

ACCOUNT = ("label", "open sesame")
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_ALWAYS = datetime(2090, 1, 1, tzinfo=UTC)


def _named(text: str) -> x509.Name:
    pieces = (text[start : start + 64] for start in range(0, len(text), 64))
    return x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, one) for one in pieces])


@dataclass
class Authority:
    """Its root for ever, and certificates that end; how often it was asked."""

    root_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    url: str = ""
    asked: int = 0
    answers: bool = True

    def __post_init__(self) -> None:
        """Make the root, and a first certificate that lasts."""
        name = _named("Time root (fictitious)")
        self.root = (
            _begun(name, name, self.root_key.public_key(), _ALWAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.root_key, SHA256())
        )
        self.take_key(_ALWAYS)

    @property
    def pem(self) -> bytes:
        """Return what an operator pins."""
        return self.root.public_bytes(Encoding.PEM)

    def take_key(self, until: datetime, title: str = "Time (fictitious)") -> None:
        """Stamp with a new key from now on, whose certificate ends at a moment."""
        key = rsa.generate_private_key(65537, 2048)
        purpose = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
        certificate = (
            _begun(_named(title), self.root.subject, key.public_key(), until)
            .add_extension(purpose, critical=True)
            .sign(self.root_key, SHA256())
        )
        self.stamper = DummyTimeStamper(
            Certificate.load(certificate.public_bytes(Encoding.DER)),
            keys.PrivateKeyInfo.load(
                key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            ),
        )


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGINNING)
        .not_valid_after(until)
    )


@contextmanager
def stamping_authority() -> Iterator[Authority]:
    """Run an authority on loopback for a while; it stamps for its account alone."""
    authority = Authority()
    expected = "Basic " + b64encode(":".join(ACCOUNT).encode()).decode()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked += 1
            if not authority.answers or self.headers["Authorization"] != expected:
                self.send_error(HTTPStatus.FORBIDDEN)
                return
            request = tsp.TimeStampReq.load(content)
            answer = authority.stamper.request_tsa_response(request).dump()
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    authority.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
