"""Ways back are paths of ours; networks and browsers are told apart."""

import pytest
from flask import Request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from labelling.people.addresses import checked
from labelling.people.browsers import browser_words
from labelling.people.networks import network_of
from labelling.people.paths import own_path


@pytest.mark.parametrize("path", ["/", "/me", "/applications?part=1.2&lang=de", "/a#b", "/%2F%2Fx"])
def test_own_path_keeps_paths(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "text",
    [
        None, "", "me", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "https://evil.example", "http:evil", "javascript:alert(1)", "/\tevil",
        "/me\r\nSet-Cookie: x",
        "/\x00", " /me", "/me\u202e", "/\u3000", "/" + "x" * 2000,
    ],
)  # fmt: skip
def test_own_path_refuses_whatever_could_lead_elsewhere(text: str | None) -> None:
    assert own_path(text) is None


@given(st.text(alphabet="/\\:.@?#%ax\t\n\r\u2028", max_size=12))
def test_own_path_never_begins_like_another_site(text: str) -> None:
    kept = own_path(text)
    assert kept is None or (kept == text and kept[0] == "/" and kept[1:2] not in {"/", "\\"})


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "network"),
    [
        ("192.0.2.1", None, 0, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", 0, "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", 1, "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", 1, "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", 2, "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", None, 0, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", None, 0, "192.0.2.1"),
        ("fe80::1%eth0", None, 0, "fe80::/64"),
        ("10.0.0.1", "no address", 1, "unknown"),
        ("10.0.0.1", None, 1, "unknown"),
    ],
)
def test_network_is_that_of_the_last_believed_address(
    remote: str, forwarded: str | None, proxies: int, network: str
) -> None:
    headers = [("X-Forwarded-For", forwarded)] if forwarded is not None else []
    environ = EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": remote}).get_environ()
    assert network_of(Request(environ), proxies) == network


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.0", ""),
    ],
)
def test_browser_is_told_in_words(agent: str, words: str) -> None:
    assert browser_words(agent) == words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ines.Roth@Cluster.EXAMPLE ", "ines.roth@cluster.example"),
        ("Ines@Straße.example", "ines@straße.example"),
        ("ines@", None),
        ("ines roth@cluster.example", None),
        ("a@b.example\r\nBcc: c@d.example", None),
        ("", None),
    ],
)
def test_addresses_are_kept_in_one_form(typed: str, kept: str | None) -> None:
    assert checked(typed) == kept
