"""Asking an outside witness to sign what the log says of itself (C2SP tlog-witness).

The witness remembers the last state that it saw, and signs a later one only where that continues
it. Whoever pins its key need not take the log's word for when something stood there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from certificates.canonical import to_base64
from certificates.checkpoint import Cosignature, read_checkpoint
from certificates.errors import BadInput
from certificates.notes import KeyKind, VerifierKey, read_vkey
from certificates.posting import post

PATH = "/add-checkpoint"

_LARGEST_ANSWER = 16 * 1024
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n", re.ASCII)


@dataclass(frozen=True, slots=True)
class Witness:
    """An outside witness: the key that is pinned, and where it is asked."""

    key: VerifierKey
    address: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a witness is asked: to sign this note, which continues the log of size `old`."""

    old: int
    proof: Sequence[bytes]
    note: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """The witness saw the log last at another size than the request said."""

    size: int


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A witness's signature as a line of a note, and the time that it gives."""

    line: str
    cosignature: Cosignature


def read_witnesses(text: str) -> tuple[Witness, ...]:
    """Return the witnesses in a text: key (vkey) and address of each, with spaces between.

    Raises BadInput for a key that is not a witness's, a key twice, and what is no web address.
    """
    words = text.split()
    if len(words) % 2:
        raise BadInput("Each witness needs its key and its address.")
    found = tuple(
        Witness(read_vkey(vkey), address.rstrip("/"))
        for vkey, address in zip(words[::2], words[1::2], strict=True)
    )
    for witness in found:
        place = urlsplit(witness.address)
        if place.scheme not in {"http", "https"} or not place.hostname:
            raise BadInput(f"The witness {witness.key.name} needs a web address.")
        if witness.key.kind is not KeyKind.COSIGNATURE:
            raise BadInput(f"The key of {witness.key.name} is not one for cosignatures.")
    if len({witness.key for witness in found}) != len(found):
        raise BadInput("A witness is named twice.")
    return found


def write_request(request: Request) -> bytes:
    """Return what a witness is asked, as it goes over the wire."""
    lines = [f"old {request.old}", *map(to_base64, request.proof), ""]
    return "".join(f"{line}\n" for line in lines).encode() + request.note


def ask(
    witness: Witness, request: Request, log_keys: Sequence[VerifierKey], seconds: float
) -> Cosigned | Seen:
    """Return the witness's signature of the note, or the size at which it saw the log last.

    `log_keys` are those of the log itself. Raises BadInput where it refuses, does not answer in
    time, or answers with something that is not its signature of this note.
    """
    name = witness.key.name
    try:
        answered = post(
            witness.address + PATH,
            write_request(request),
            {"Content-Type": "text/plain"},
            largest=_LARGEST_ANSWER,
            seconds=seconds,
        )
    except BadInput as problem:
        raise BadInput(f"The witness {name} did not answer: {problem}") from problem
    status, answer = answered.status, answered.content
    if status == HTTPStatus.CONFLICT and _SIZE.fullmatch(answer):
        return Seen(int(answer))
    if status != HTTPStatus.OK:
        raise BadInput(f"The witness {name} refused, with status {status}.")
    for line in answer.decode("utf-8", "replace").splitlines():
        signed = read_checkpoint(request.note + f"{line}\n".encode(), (*log_keys, witness.key))
        if signed.cosigned:
            return Cosigned(line, signed.cosigned[0])
    raise BadInput(f"The witness {name} answered without its signature.")
