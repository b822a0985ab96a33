"""An authority for time stamps may lie, hang, pour out bytes, send us elsewhere: nothing signs."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import keys, tsp
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper

from certificates.errors import CannotSign
from certificates.signature import check_signature
from certificates.signing import TimeStamping, sign
from certificates.stampauthority import LARGEST, StampAuthority
from tests.certificates.signed import AT, chain, seal_of, tiny_pdf
from tests.certificates.signed import keys as own_keys

SECONDS = 1.0
Reply = Callable[[BaseHTTPRequestHandler, tsp.TimeStampReq], None]


@cache
def _made(name: str) -> tuple[bytes, keys.PrivateKeyInfo, Certificate]:
    """Return an authority's root, its key and its certificate."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])

    def begun(
        who: x509.Name, public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(who)
            .issuer_name(subject)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        )

    root = (
        begun(subject, root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(root_key, SHA256())
    )
    purpose = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
    stamping = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, f"{name} 1")])
    certificate = (
        begun(stamping, key.public_key())
        .add_extension(purpose, critical=True)
        .sign(root_key, SHA256())
    )
    pem = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return (
        root.public_bytes(Encoding.DER),
        keys.PrivateKeyInfo.load(pem),
        Certificate.load(certificate.public_bytes(Encoding.DER)),
    )


def stamper(name: str = "Time (fictitious)", at: datetime | None = None) -> DummyTimeStamper:
    """Return what stamps, with a clock of its own where one is given."""
    _, key, certificate = _made(name)
    return DummyTimeStamper(certificate, key, fixed_dt=at)


def answer(handler: BaseHTTPRequestHandler, content: bytes, kind: str = "timestamp-reply") -> None:
    handler.send_response(HTTPStatus.OK)
    handler.send_header("Content-Type", f"application/{kind}")
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def stamped_by(
    name: str = "Time (fictitious)", at: datetime | None = None, digest: bytes = b""
) -> Reply:
    """Return an honest answer, or one of somebody else, of another time, of another file."""

    def reply(handler: BaseHTTPRequestHandler, request: tsp.TimeStampReq) -> None:
        if digest:
            request["message_imprint"]["hashed_message"] = digest
        answer(handler, stamper(name, at).request_tsa_response(request).dump())

    return reply


class Desk(ThreadingHTTPServer):
    """An authority on loopback that answers as a test has it."""

    daemon_threads = True
    reply: Reply
    asked: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(tsp.TimeStampReq.load(content))

    def do_GET(self) -> None:
        self._answer(None)

    def _answer(self, request: tsp.TimeStampReq | None) -> None:
        desk = self.server
        assert isinstance(desk, Desk)
        desk.asked.append(f"{self.command} {self.path}")
        try:
            if request is not None:
                desk.reply(self, request)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Return a running authority."""
    server = Desk(("127.0.0.1", 0), _Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def signed_with(desk: Desk, reply: Reply) -> bytes:
    desk.reply = reply
    authority = StampAuthority(desk.url, (_made("Time (fictitious)")[0],), SECONDS)
    stamping = TimeStamping(authority, (_made("Time (fictitious)")[0],), fetch=False)
    return sign(tiny_pdf(), seal_of(own_keys()[1]), AT, stamping)


def test_a_stamp_of_the_present_counts(desk: Desk) -> None:
    signed = signed_with(desk, stamped_by())
    check = check_signature(signed, [chain()], AT, (_made("Time (fictitious)")[0],))
    assert check.refusals == ()
    assert check.stamped_at is not None


def _another_nonce(handler: BaseHTTPRequestHandler, request: tsp.TimeStampReq) -> None:
    request["nonce"] = 7
    stamped_by()(handler, request)


def _spoilt(handler: BaseHTTPRequestHandler, request: tsp.TimeStampReq) -> None:
    """Turn a bit of the signature."""
    content = stamper().request_tsa_response(request).dump()
    answer(handler, content[:-5] + bytes([content[-5] ^ 1]) + content[-4:])


LIES = {
    "somebody else's": stamped_by("Nobody (fictitious)"),
    "of another file": stamped_by(digest=b"\1" * 32),
    "of last year": stamped_by(at=datetime.now(UTC) - timedelta(days=365)),
    "of next year": stamped_by(at=datetime.now(UTC) + timedelta(days=365)),
    "of another question": _another_nonce,
    "not signed": _spoilt,
    "refused": lambda handler, _: answer(handler, bytes.fromhex("30053003020102")),
    "granted and empty": lambda handler, _: answer(handler, bytes.fromhex("30053003020100")),
    "nothing": lambda handler, _: answer(handler, b""),
    "no stamp": lambda handler, _: answer(handler, b"\x30\x80\xff\xff" * 20),
    "a page": lambda handler, _: answer(handler, b"<html>", "html"),
    "an error": lambda handler, _: handler.send_error(HTTPStatus.INTERNAL_SERVER_ERROR),
}


@pytest.mark.parametrize("lie", LIES)
def test_whatever_does_not_count_signs_nothing(desk: Desk, lie: str) -> None:
    with pytest.raises(CannotSign):
        signed_with(desk, LIES[lie])


def test_no_redirect_is_followed(desk: Desk) -> None:
    def reply(handler: BaseHTTPRequestHandler, _: tsp.TimeStampReq) -> None:
        handler.send_response(HTTPStatus.TEMPORARY_REDIRECT)
        handler.send_header("Location", f"{desk.url}inside")
        handler.end_headers()

    with pytest.raises(CannotSign):
        signed_with(desk, reply)
    assert desk.asked == ["POST /"]


def test_an_answer_without_end_is_cut(desk: Desk) -> None:
    sent = [0]

    def reply(handler: BaseHTTPRequestHandler, _: tsp.TimeStampReq) -> None:
        handler.send_response(HTTPStatus.OK)
        handler.send_header("Content-Type", "application/timestamp-reply")
        handler.end_headers()
        while True:
            sent[0] += handler.wfile.write(b"\0" * LARGEST)

    with pytest.raises(CannotSign):
        signed_with(desk, reply)
    assert sent[0] < 200 * LARGEST  # what the system's own buffers take


@pytest.mark.parametrize("where", ["in front", "inside"])
def test_an_answer_that_drips_is_waited_for_only_so_long(desk: Desk, where: str) -> None:
    ended = threading.Event()

    def reply(handler: BaseHTTPRequestHandler, _: tsp.TimeStampReq) -> None:
        if where == "inside":
            handler.send_response(HTTPStatus.OK)
            handler.send_header("Content-Type", "application/timestamp-reply")
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
        else:
            handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        while not ended.wait(0.1):
            handler.wfile.write(b"x")

    began = time.monotonic()
    with pytest.raises(CannotSign):
        signed_with(desk, reply)
    ended.set()
    assert time.monotonic() - began < 3 * SECONDS
