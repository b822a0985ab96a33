"""What `log audit` does: fetches a log from its address and keeps the state that it has seen."""

import os
import secrets
import time
from collections.abc import Sequence
from http.client import HTTPMessage
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request

from certificates.checkpoint import read_text
from certificates.errors import BadInput
from certificates.fetching import fetch, printable
from certificates.log import HASH_SIZE
from certificates.logaudit import CHECKPOINT, LogAudit, audit_log
from certificates.notes import LARGEST_NOTE, VerifierKey, read_note, read_vkey
from certificates.sources import read_trust
from certificates.tiles import LARGEST_ENTRY, WIDTH, EntryBundle, Fetch, read_path
from certificates.trustfile import read_bundle

SECONDS_A_FILE = 60
SECONDS_IN_ALL = 3600
MOST_BYTES = 2 * 1024**3

_LARGEST_TILE = WIDTH * HASH_SIZE
_LARGEST_BUNDLE = WIDTH * (2 + LARGEST_ENTRY)
_LOG = "/log"


def audit_report(
    url: str, vkeys: Sequence[str], state: Path | None = None, trust: str | None = None
) -> tuple[dict[str, object], int]:
    """Return the report on the log at an address and the exit code: 0 it holds, 1 not, 2 unknown.

    Pinned are the keys `vkeys` and those of the trust bundle at `trust` (a file or an address).
    The signed checkpoint is kept in `state` for the next time, unless something did not hold.
    Raises BadInput, which is exit code 2 too, for a wrong key, and where something cannot be read.
    """
    keys = [*map(read_vkey, vkeys), *(_keys_in(trust) if trust is not None else ())]
    site = log_at(log_address(url))
    earlier = _kept(state) if state is not None else None
    note = site(CHECKPOINT)
    audit = audit_log(site, note, keys, earlier)
    if state is not None and audit.valid is not False and _is_signed(audit):
        _keep(state, note)
    return audit.as_dict(), audit.exit_code


def log_address(url: str) -> str:
    """Return a log's address without a slash at its end: that of a site is the one of its log."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise BadInput(f"{printable(url)} is not an address such as https://label.example/log.")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/') or _LOG}"


def log_at(address: str) -> Fetch:
    """Return what brings a file of the log at an address, within limits for each and for all."""
    until, left = time.monotonic() + SECONDS_IN_ALL, [MOST_BYTES]

    def bring(path: str) -> bytes:
        seconds = min(SECONDS_A_FILE, until - time.monotonic())
        if seconds <= 0 or left[0] <= 0:
            raise BadInput("The log is larger or slower than this audit has patience for.")
        data = fetch(f"{address}/{path}", _SameHost(), largest=_largest(path), seconds=seconds)
        left[0] -= len(data)
        return data

    return bring


def _keys_in(source: str) -> tuple[VerifierKey, ...]:
    trust = read_bundle(read_trust(source), printable(source)).trust
    if trust is None:
        raise BadInput(f"{printable(source)} has no keys of a log; name one with --key.")
    return (*trust.log_keys, *trust.witnesses)


class _SameHost(HTTPRedirectHandler):
    """Follows redirects within one host only, and never from https to http."""

    max_redirections = 3

    def redirect_request(  # noqa: PLR0917 (the signature is urllib's)
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """Return the next request; raise BadInput where it would leave the log's host."""
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        steps_down = here.scheme == "https" and there.scheme != "https"
        if here.hostname != there.hostname or steps_down:
            raise BadInput(f"{printable(req.full_url)} leads to another host; not followed.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _largest(path: str) -> int:
    if path == CHECKPOINT:
        return LARGEST_NOTE
    return _LARGEST_BUNDLE if isinstance(read_path(path), EntryBundle) else _LARGEST_TILE


def _is_signed(audit: LogAudit) -> bool:
    return all(check.ok for check in audit.checks if check.name == "signature")


def _kept(state: Path) -> bytes | None:
    shown = printable(str(state))
    try:
        note = state.read_bytes()
        read_text(read_note(note))
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise BadInput(f"{shown} could not be read: {problem.strerror}.") from problem
    except BadInput as problem:
        raise BadInput(f"{shown} is not a state that this command kept.") from problem
    return note


def _keep(state: Path, note: bytes) -> None:
    fresh = state.with_name(f".{state.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("xb") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(state)
    except OSError as problem:
        shown = printable(str(state))
        raise BadInput(f"{shown} could not be written: {problem.strerror}.") from problem
