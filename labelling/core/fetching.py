"""Fetching a page that somebody named: from public addresses only, within limits, inert.

Only a worker does it. The name is resolved once and the connection goes to the address that was
looked at; each redirect is looked at anew. No cookies, no proxy, no credentials.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 15.0
MOST_BYTES = 10_000_000
REDIRECTS = 3
_PORTS = {"http": 80, "https": 443}
_CHUNK = 65_536
_MOVED = {301, 302, 303, 307, 308}

# Networks that are loopback, private, link-local, shared (CGNAT), for documentation, multicast or
# reserved, those that lead to IPv4 by another way (6to4, Teredo), and the public address at which
# one large cloud answers its own machines.
_NOT_PUBLIC = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
# All that is given out as global IPv6 (RFC 4291): outside lie mapped, compatible and translated
# IPv4, NAT64, and everything local.
_GLOBAL_IPV6 = ip_network("2000::/3")

Resolve = Callable[[str, int], list[str]]
Connect = Callable[[tuple[str, int], float], socket.socket]


class Fault(StrEnum):
    """Why nothing was fetched."""

    ADDRESS = "address"
    NOT_PUBLIC = "not_public"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    REDIRECTS = "redirects"
    TOO_LARGE = "too_large"


class NotFetched(Exception):
    """Nothing was fetched, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: bytes, what the server calls them, and from where in the end."""

    content: bytes
    media_type: str
    address: str


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public internet."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if found.version == _GLOBAL_IPV6.version and found not in _GLOBAL_IPV6:
        return False
    return not any(found in network for network in _NOT_PUBLIC if network.version == found.version)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def fetch(
    address: str,
    *,
    resolve: Resolve = _resolve,
    connect: Connect = socket.create_connection,
    seconds: float = SECONDS,
) -> Fetched:
    """Return what lies at an address; raise NotFetched."""
    ends = time.monotonic() + seconds
    for _ in range(REDIRECTS + 1):
        answer = _ask(address, ends, resolve, connect)
        if isinstance(answer, Fetched):
            return answer
        address = _onward(address, answer)
    raise NotFetched(Fault.REDIRECTS)


def _onward(address: str, named: str) -> str:
    """Return the address to which the server sends us on; it may have named anything."""
    try:
        return urljoin(address, named)
    except ValueError:
        raise NotFetched(Fault.ADDRESS) from None


def _ask(address: str, ends: float, resolve: Resolve, connect: Connect) -> Fetched | str:
    """Return what came, or the address to which the server sends us on."""
    place, port = _checked(address)
    host = place.hostname or ""
    try:
        addresses = resolve(host, port)
        if not addresses or not all(map(is_public, addresses)):
            raise NotFetched(Fault.NOT_PUBLIC)
        left = ends - time.monotonic()
        if left <= 0:
            raise NotFetched(Fault.NO_ANSWER)
        raw = connect((addresses[0], port), left)
    except (OSError, ValueError):
        raise NotFetched(Fault.NO_ANSWER) from None
    # A server that answers letter by letter would outlast a limit on each read. TLS takes the
    # socket over for itself, so the line is watched, and hung up on, by a handle of its own.
    line = raw.dup()
    watch = Timer(max(ends - time.monotonic(), 0.01), _hang_up, [line])
    watch.start()
    try:
        answer = _spoken(raw, place, port, address)
    except (OSError, http.client.HTTPException, ValueError):
        raise NotFetched(Fault.NO_ANSWER) from None
    finally:
        watch.cancel()
        raw.close()
        line.close()
    if time.monotonic() >= ends:  # hung up on: what came may be half of it
        raise NotFetched(Fault.NO_ANSWER)
    return answer


def _hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # closed already


def _checked(address: str) -> tuple[SplitResult, int]:
    try:
        place = urlsplit(address)
        port = place.port or _PORTS.get(place.scheme, 0)
        (place.hostname or "").encode("idna")
    except (ValueError, UnicodeError):
        raise NotFetched(Fault.ADDRESS) from None
    unfit = place.scheme not in _PORTS or port not in _PORTS.values()
    if unfit or not place.hostname or place.username or place.password:
        raise NotFetched(Fault.ADDRESS)
    return place, port


def _spoken(raw: socket.socket, place: SplitResult, port: int, address: str) -> Fetched | str:
    host = (place.hostname or "").encode("idna").decode()
    spoken = raw
    if place.scheme == "https":
        spoken = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    connection = http.client.HTTPConnection(host, port)
    connection.sock = spoken
    path = (place.path or "/") + (f"?{place.query}" if place.query else "")
    connection.request(
        "GET",
        path.encode("ascii", "ignore").decode(),
        headers={"Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"},
    )
    answer = connection.getresponse()
    try:
        if answer.status in _MOVED and answer.getheader("Location"):
            return str(answer.getheader("Location"))
        if answer.status != http.client.OK:
            raise NotFetched(Fault.REFUSED)
        return Fetched(_read(answer), answer.headers.get_content_type(), address)
    finally:
        answer.close()
        spoken.close()


def _read(answer: http.client.HTTPResponse) -> bytes:
    pieces, size = [], 0
    while piece := answer.read(_CHUNK):
        size += len(piece)
        if size > MOST_BYTES:
            raise NotFetched(Fault.TOO_LARGE)
        pieces.append(piece)
    return b"".join(pieces)
