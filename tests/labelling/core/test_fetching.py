"""Fetching from the public internet alone: addresses, redirects, limits."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from labelling.core import fetching
from labelling.core.fetching import Fault, Fetched, NotFetched, fetch, is_public

PUBLIC = "93.184.216.34"


class _Server(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        if self.path.startswith("/moved/"):
            left = int(self.path.rpartition("/")[2])
            self.send_response(302)
            self.send_header("Location", f"/moved/{left - 1}" if left else "/page")
            self.end_headers()
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://inside.example/")
            self.end_headers()
        elif self.path == "/nowhere":
            self.send_response(302)
            self.send_header("Location", "http://[nowhere")
            self.end_headers()
        elif self.path == "/gone":
            self.send_error(404)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<p>Page</p>")

    def log_message(self, *_said: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Return where a server answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


class Net:
    """A net in which every public address leads to the server; it remembers what was dialled."""

    def __init__(self, port: int, *addresses: str) -> None:
        self._port, self._addresses = port, addresses or (PUBLIC,)
        self.dialled: list[tuple[str, int]] = []

    def resolve(self, host: str, _port: int) -> list[str]:
        """Return the addresses of a host; one of them lies inside."""
        return ["10.0.0.5"] if host == "inside.example" else list(self._addresses)

    def connect(self, place: tuple[str, int], timeout: float) -> socket.socket:
        """Dial."""
        self.dialled.append(place)
        return socket.create_connection(("127.0.0.1", self._port), timeout)

    def fetch(self, address: str, seconds: float = 5.0) -> Fetched:
        """Fetch through this net."""
        return fetch(address, resolve=self.resolve, connect=self.connect, seconds=seconds)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("8.8.8.8", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        *((one, False) for one in (
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 (an address that is refused)
            "224.0.0.1", "255.255.255.255",
            "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
            "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1",
            "::ffff:0:7f00:1", "::7f00:1", "4000::1", "168.63.129.16",
        )),
    ],
)  # fmt: skip
def test_only_addresses_of_the_public_internet_pass(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_page_comes_from_the_address_that_was_looked_at(port: int) -> None:
    net = Net(port)
    found = net.fetch("http://example.org/page?x=1")
    assert (found.content, found.media_type) == (b"<p>Page</p>", "text/html")
    assert net.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("ftp://example.org/", Fault.ADDRESS),
        ("file:///etc/passwd", Fault.ADDRESS),
        ("http://example.org:8080/", Fault.ADDRESS),
        ("http://name:word@example.org/", Fault.ADDRESS),
        ("http:///page", Fault.ADDRESS),
        ("http://[::1", Fault.ADDRESS),
        ("http://inside.example/", Fault.NOT_PUBLIC),
        ("http://example.org/inside", Fault.NOT_PUBLIC),
        ("http://example.org/nowhere", Fault.ADDRESS),
        ("http://example.org/gone", Fault.REFUSED),
        ("http://example.org/moved/9", Fault.REDIRECTS),
    ],
)
def test_what_is_refused_and_why(port: int, address: str, fault: Fault) -> None:
    with pytest.raises(NotFetched) as refused:
        Net(port).fetch(address)
    assert refused.value.fault is fault


def test_one_address_inside_among_public_ones_is_enough_to_refuse(port: int) -> None:
    net = Net(port, PUBLIC, "127.0.0.1")
    with pytest.raises(NotFetched):
        net.fetch("http://example.org/")
    assert net.dialled == []


def test_three_redirects_are_followed(port: int) -> None:
    assert Net(port).fetch("http://example.org/moved/2").content == b"<p>Page</p>"


def test_a_server_that_answers_letter_by_letter_is_left(port: int) -> None:
    began = time.monotonic()
    with pytest.raises(NotFetched):
        Net(port).fetch("http://example.org/slow", seconds=0.5)
    assert time.monotonic() - began < 3


class _TakesOver:
    """Does to a socket what TLS does: goes on with it as one of its own."""

    def wrap_socket(self, raw: socket.socket, *, server_hostname: str) -> socket.socket:
        """Return the socket that TLS would speak through."""
        assert server_hostname == "example.org"
        timeout = raw.gettimeout()
        own = socket.socket(fileno=raw.detach())
        own.settimeout(timeout)
        return own


def test_a_server_that_answers_letter_by_letter_over_tls_is_left(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labelling.core.fetching.ssl.create_default_context", _TakesOver)
    began = time.monotonic()
    with pytest.raises(NotFetched):
        Net(port).fetch("https://example.org/slow", seconds=0.5)
    assert time.monotonic() - began < 3


def test_more_than_fits_is_refused(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 5)
    with pytest.raises(NotFetched) as refused:
        Net(port).fetch("http://example.org/page")
    assert refused.value.fault is Fault.TOO_LARGE
