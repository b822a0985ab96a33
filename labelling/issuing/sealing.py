"""What signs PDFs: a key of our own, a trust service's P12 file, or a key in a hardware token.

Which of them, the settings say. A change of these settings is a rotation: the key is introduced,
with its chain, before it signs for the first time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.x509 import load_der_x509_certificate
from pydantic import SecretStr

from certificates.errors import BadInput, CannotSign
from certificates.keys import Chain, PublicKey, Purpose, State
from certificates.outside import check_chain, read_certificates, read_chain
from labelling.core.database import reading, unit_of_work
from labelling.issuing import keys, turns
from labelling.settings import in_use

if TYPE_CHECKING:
    from certificates.seals import Seal


def lies_elsewhere() -> bool:
    """Say whether the settings name a P12 file or a token for the key that signs PDFs."""
    return in_use().seal_p12 is not None or in_use().seal_module is not None


def whereabouts(key: PublicKey) -> str:
    """Return where a key's private half is, as far as we know: here, P12 file, token, elsewhere."""
    if keys.is_at_hand(key):
        return "here"
    if key.purpose is Purpose.PDF and key.state is State.CURRENT:
        if in_use().seal_module is not None:
            return "token"
        if in_use().seal_p12 is not None:
            return "P12 file"
    return "elsewhere"


def follow_settings(now: datetime) -> tuple[PublicKey, ...]:
    """Let the seal that the settings name sign PDFs from now on; return the keys that are new.

    Nothing happens where it signs already, and where the settings name none. It is tried before
    it is introduced. Raises CannotSign where it will not do, or had its turn already.
    """
    if not lies_elsewhere():
        return ()
    try:
        chain = chosen_chain()
        with reading() as session:
            current = keys.public_keys(session).current(Purpose.PDF)
        if current is not None and current.chain == chain:
            return ()
        try_seal(chain, now)
        with unit_of_work() as session:
            new = turns.adopt(session, chain, now)
            known = keys.public_keys(session)
    except BadInput as problem:
        raise CannotSign(str(problem)) from problem
    keys.discard_ended(known)
    return new


def chosen_chain() -> Chain:
    """Return the chain of the seal that the settings name, from its certificate to its anchor.

    Raises CannotSign where a file cannot be read or the password will not do, and BadInput where
    the certificates are no such chain.
    """
    chosen = in_use()
    if chosen.seal_module is None:
        return _whole(_p12().chain)
    if chosen.seal_chain is None:
        raise CannotSign("LABELLING_SEAL_CHAIN must name the certificates of the token's key.")
    return read_chain(_content(chosen.seal_chain))


def _whole(chain: Chain) -> Chain:
    try:
        check_chain(chain)
    except BadInput as problem:
        raise CannotSign(
            f"{in_use().seal_p12} lacks the anchor of its chain: LABELLING_SEAL_CHAIN must name it."
        ) from problem
    return chain


def try_seal(chain: Chain, now: datetime) -> None:
    """Raise CannotSign unless the seal with this chain signs as a verifier expects it."""
    from certificates import seals  # noqa: PLC0415 - takes a second to import

    with _lend(chain) as seal:
        seals.check_seal(seal, now)


def ends_at(chain: Chain) -> datetime:
    """Return when the first certificate of a chain that ends does."""
    return min(load_der_x509_certificate(one).not_valid_after_utc for one in chain)


@contextmanager
def lend_seal(public: PublicKey) -> Iterator["Seal"]:
    """Lend what signs with this PDF key, from where the settings say that it lies.

    Never inside a unit of work: a token takes its time. Raises CannotSign where key, file, token
    or PIN will not do, and where the settings name another key than was introduced.
    """
    from certificates import seals  # noqa: PLC0415 - takes a second to import

    if lies_elsewhere():
        with _lend(public.chain) as seal:
            yield seal
        return
    private = keys.private_half(public)
    if not isinstance(private, seals.SigningKey):
        raise CannotSign(f"{public.id} is no key for PDFs.")
    yield seals.own_seal(public.chain, private)


@contextmanager
def _lend(chain: Chain) -> Iterator["Seal"]:
    """Lend the seal that lies elsewhere, if it has this chain."""
    from certificates import seals  # noqa: PLC0415 - takes a second to import

    chosen = in_use()
    if chosen_chain() != chain:
        raise CannotSign("The settings name another seal than the one that was introduced.")
    if chosen.seal_module is not None:
        place = (chosen.seal_module, chosen.seal_token, chosen.seal_key)
        with seals.token_seal(*place, _told(chosen.seal_pin), chain) as seal:
            yield seal
    else:
        yield _p12()


def _p12() -> "Seal":
    chosen = in_use()
    if chosen.seal_p12 is None:
        raise CannotSign("The settings name no seal.")
    others = read_certificates(_content(chosen.seal_chain)) if chosen.seal_chain else ()
    try:
        changed = chosen.seal_p12.stat().st_mtime_ns
    except OSError as problem:
        raise CannotSign(f"{chosen.seal_p12} cannot be read: {problem.strerror}.") from problem
    return _open_p12(chosen.seal_p12, changed, _told(chosen.seal_password), others)


@lru_cache(maxsize=1)
def _open_p12(path: Path, _changed: int, password: str, others: Chain) -> "Seal":
    """Open a P12 file once in each of its states: its password is slow to try, by design."""
    from certificates import seals  # noqa: PLC0415 - takes a second to import

    return seals.p12_seal(path, password, others)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CannotSign(f"{path} cannot be read: {problem.strerror}.") from problem


def _told(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()
