"""An outside witness (fictitious) on loopback, as C2SP tlog-witness describes it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.canonical import from_base64
from certificates.checkpoint import cosign, read_checkpoint
from certificates.errors import BadInput
from certificates.log import is_consistent
from certificates.notes import KeyKind, VerifierKey, verifier_key

NAME = "witness.example/w1"


@dataclass
class LoopbackWitness:
    """What it knows of one log, and how it answers; ``at`` is its own clock."""

    log_keys: tuple[VerifierKey, ...] = ()
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    at: datetime = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
    size: int = 0
    root: bytes = b""
    asked: list[int] = field(default_factory=list)
    address: str = ""
    refuses: bool = False
    answer: bytes | None = None

    @property
    def key(self) -> VerifierKey:
        """Return what others pin."""
        return verifier_key(NAME, KeyKind.COSIGNATURE, self.private)

    @property
    def setting(self) -> str:
        """Return how an operator names it."""
        return f"{self.key.vkey} {self.address}"

    def weigh(self, content: bytes) -> tuple[HTTPStatus, bytes]:
        """Answer a request: sign what continues what was seen, and nothing else."""
        head, _, note = content.partition(b"\n\n")
        first, *proof = head.decode().split("\n")
        old = int(first.removeprefix("old "))
        self.asked.append(old)
        if self.refuses:
            return HTTPStatus.FORBIDDEN, b""
        if self.answer is not None:
            return HTTPStatus.OK, self.answer
        try:
            new = read_checkpoint(note, self.log_keys).checkpoint
        except BadInput:
            return HTTPStatus.FORBIDDEN, b""
        if old != self.size:
            return HTTPStatus.CONFLICT, f"{self.size}\n".encode()
        hashes = [from_base64(line, "A hash") for line in proof]
        if self.size and not is_consistent(self.size, self.root, new.size, new.root, hashes):
            return HTTPStatus.UNPROCESSABLE_ENTITY, b""
        self.size, self.root = new.size, new.root
        return HTTPStatus.OK, cosign(note, NAME, self.private, self.at)[len(note) :]


@contextmanager
def loopback_witness() -> Iterator[LoopbackWitness]:
    """Run a witness on loopback for a while."""
    witness = LoopbackWitness()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = (
                witness.weigh(content)
                if self.path == "/w1/add-checkpoint"
                else (HTTPStatus.NOT_FOUND, b"")
            )
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    witness.address = f"http://127.0.0.1:{server.server_port}/w1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield witness
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
