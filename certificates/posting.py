"""Posts to a web address that an operator set: no redirect, so many bytes, so many seconds."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from certificates.errors import BadInput


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the media type as it was spelled, the content."""

    status: int
    media_type: str
    content: bytes


def post(
    address: str, content: bytes, headers: Mapping[str, str], *, largest: int, seconds: float
) -> Answer:
    """Return what an address answers to a post, whatever its status; no redirect is followed.

    Raises BadInput for what is no web address, for an answer of over `largest` bytes, and where
    all of it has not come in `seconds`, however busily it drips.
    """
    place = urlsplit(address)
    if place.scheme not in {"http", "https"} or not place.hostname:
        raise BadInput(f"{address!r} is not an address beginning with https:// or http://.")
    secure = place.scheme == "https"
    kind = HTTPSConnection if secure else HTTPConnection
    target = f"{place.path or '/'}{'?' if place.query else ''}{place.query}"
    try:
        connection = kind(place.hostname, place.port, timeout=seconds)
        with _line(connection, seconds, secure=secure) as cut:
            connection.request("POST", target, content, dict(headers))
            with closing(connection.getresponse()) as response:
                answer = response.read(largest + 1)
    except (OSError, HTTPException, ValueError) as problem:
        raise BadInput(f"{place.hostname} did not answer ({type(problem).__name__}).") from problem
    if cut.is_set():  # a line that was cut reads as an answer that has ended
        raise BadInput(f"{place.hostname} did not answer within {seconds} seconds.")
    if len(answer) > largest:
        raise BadInput(f"{place.hostname} answered with more than {largest} bytes.")
    return Answer(response.status, response.headers.get("Content-Type", ""), answer)


@contextmanager
def _line(connection: HTTPConnection, seconds: float, *, secure: bool) -> Iterator[threading.Event]:
    """Connect, and cut the line after so many seconds: a time-out begins anew with each byte.

    The event says that it was cut. The handshake is begun here, so that it can be cut as well.
    """
    cut = threading.Event()
    line = socket.create_connection((connection.host, connection.port), seconds)

    def end() -> None:
        cut.set()
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    try:
        if secure:
            line = ssl.create_default_context().wrap_socket(
                line, server_hostname=connection.host, do_handshake_on_connect=False
            )
        timer.start()
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        connection.sock = line
        yield cut
    finally:
        timer.cancel()
        line.close()
        connection.close()
