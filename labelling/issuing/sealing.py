"""What signs PDFs: a key of our own, a trust service's P12 file, or a key in a hardware token."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from certificates.errors import CannotSign
from certificates.keys import PublicKey
from labelling.issuing import keys
from labelling.settings import in_use

if TYPE_CHECKING:
    from certificates.seals import Seal


def lies_elsewhere() -> bool:
    """Say whether the settings name a P12 file or a token for the key that signs PDFs."""
    return in_use().seal_p12 is not None or in_use().seal_module is not None


@contextmanager
def lend_seal(public: PublicKey) -> Iterator["Seal"]:
    """Lend what signs with this PDF key, from where the settings say that it lies.

    Never inside a unit of work: a token takes its time. Raises CannotSign where key, file, token
    or PIN will not do, and where the P12 file has another chain than the key was introduced with.
    """
    from certificates import seals  # noqa: PLC0415 - takes a second to import

    chosen = in_use()
    if chosen.seal_module is not None:
        place = (chosen.seal_module, chosen.seal_token, chosen.seal_key)
        with seals.token_seal(*place, _told(chosen.seal_pin), public.chain) as seal:
            yield seal
    elif chosen.seal_p12 is not None:
        yield _from_p12(chosen.seal_p12, _told(chosen.seal_password), public)
    else:
        private = keys.private_half(public)
        if not isinstance(private, seals.SigningKey):
            raise CannotSign(f"{public.id} is no key for PDFs.")
        yield seals.own_seal(public.chain, private)


def _from_p12(path: Path, password: str, public: PublicKey) -> "Seal":
    from certificates import seals  # noqa: PLC0415 - takes a second to import

    seal = seals.p12_seal(path, password, public.chain[1:])
    if seal.chain != public.chain:
        raise CannotSign(
            f"{path} has another key or chain than the one that was introduced: run "
            "labelling keys rotate pdf --chain"
        )
    return seal


def _told(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()
