"""What ``doctor`` learns of the keys: whether each that should sign can."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from certificates.errors import BadInput, CannotSign
from certificates.keys import PublicKey, PublicKeys, Purpose
from labelling.core import doctor
from labelling.core.doctor import Finding
from labelling.core.i18n import format_day, gettext
from labelling.issuing import keys, sealing

_SOON = timedelta(days=60)


@doctor.checks
def keys_that_cannot_sign(session: Session, now: datetime) -> Iterator[Finding]:
    """Yield each purpose that nobody can sign for: no key, or none that fits and is safe."""
    known = keys.public_keys(session)
    if not known.keys:
        yield Finding(gettext("There are no signing keys yet."), gettext("Run: labelling migrate"))
        return
    if not keys.folder().is_dir():
        yield Finding(
            gettext("The folder of the keys is missing: %(folder)s.", folder=keys.folder()),
            gettext(
                "Check LABELLING_KEYS_DIR, or bring the folder back from the last key ring: "
                "labelling restore"
            ),
        )
        return
    for purpose in Purpose:
        if purpose is not Purpose.ROOT and known.current(purpose) is None:
            yield Finding(
                gettext("No key signs for this purpose: %(purpose)s.", purpose=purpose.value),
                gettext("Run: labelling keys rotate %(purpose)s", purpose=purpose.value),
            )
    for key in _expected(known):
        try:
            _try(key, now)
        except (CannotSign, BadInput) as problem:
            yield Finding(
                gettext("A key cannot sign: %(problem)s", problem=str(problem)),
                gettext(
                    "Bring it back from the last key ring, or take a new one: "
                    "labelling keys rotate %(purpose)s",
                    purpose=key.purpose.value,
                ),
            )


def _expected(known: PublicKeys) -> Iterator[PublicKey]:
    """Yield the current keys that must be able to sign; the root may be off line."""
    for purpose in Purpose:
        key = known.current(purpose)
        if key is not None and (purpose is not Purpose.ROOT or keys.is_at_hand(key)):
            yield key


def _try(key: PublicKey, now: datetime) -> None:
    """Raise CannotSign where a key's private half is not where it should be."""
    if key.purpose is Purpose.PDF and sealing.lies_elsewhere():
        sealing.try_seal(sealing.chosen_chain(), now)
    else:
        keys.private_half(key)


@doctor.checks
def seal_that_ends(_session: Session, now: datetime) -> Iterator[Finding]:
    """Yield a seal of a trust service whose certificate ends soon: a new one takes weeks."""
    if not sealing.lies_elsewhere():
        return
    try:
        ends = sealing.ends_at(sealing.chosen_chain())
    except (CannotSign, BadInput):
        return  # told as a key that cannot sign
    if ends < now + _SOON:
        yield Finding(
            gettext("The certificate of the seal ends on %(day)s.", day=format_day(ends.date())),
            gettext("Order the next one, and set LABELLING_SEAL_… to it when it is there."),
        )
