"""Outside witnesses of the log, where the settings name some: asked, kept, handed out.

Nothing waits long for a witness. One that does not answer is left alone for a minute; what it
did not sign stays the issuer's own word, and a later state can be signed instead.
"""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.errors import BadInput
from certificates.log import consistency_proof
from certificates.notes import VerifierKey, read_vkey
from certificates.witnessing import Cosigned, Request, Seen, Witness, ask, read_witnesses
from labelling.core import doctor, outbox
from labelling.core.database import reading, unit_of_work
from labelling.core.doctor import Finding
from labelling.core.i18n import gettext
from labelling.issuing import log
from labelling.issuing.models import LogCheckpoint, LogCosignature
from labelling.settings import in_use

WITNESS = "log.witness"

_SECONDS = 5
_REST_SECONDS = 60
_SILENT = timedelta(days=1)
_resting: dict[str, float] = {}


def chosen() -> tuple[Witness, ...]:
    """Return the witnesses that the settings name; raise BadInput where they name them wrongly."""
    return read_witnesses(in_use().witnesses or "")


def pinned(session: Session) -> tuple[VerifierKey, ...]:
    """Return the keys of all witnesses that ever signed, which the trust bundle lists."""
    used = session.scalars(
        select(LogCosignature.witness).distinct().order_by(LogCosignature.witness)
    )
    return tuple(map(read_vkey, used))


@outbox.every_minute
def queue_asking(session: Session, now: datetime) -> None:
    """Queue asking the witnesses where the log's last signed state lacks one's signature."""
    if not in_use().witnesses:
        return
    newest = log.newest_checkpoint(session)
    if newest is not None and _missing(session, newest.size):
        outbox.put_job(session, WITNESS, {}, now, key=f"{WITNESS}:{newest.size}")


@outbox.handles(WITNESS)
def ask_all(_payload: Mapping[str, Any], _now: datetime) -> None:
    """Ask every witness for its signature of the newest state; raise Delayed where one fails."""
    _resting.clear()
    problems = ask_them()
    if problems:
        raise outbox.Delayed(" ".join(problems))


def ask_them() -> list[str]:
    """Ask the witnesses that answered lately, and keep what they sign; return what went wrong.

    Outside any unit of work.
    """
    if not in_use().witnesses:
        return []
    try:
        witnesses = chosen()
    except BadInput as problem:
        return [str(problem)]
    problems = []
    for witness in witnesses:
        if _resting.get(witness.key.vkey, 0.0) > time.monotonic():
            continue
        try:
            _ask(witness)
        except BadInput as problem:
            _resting[witness.key.vkey] = time.monotonic() + _REST_SECONDS
            problems.append(str(problem))
    return problems


def _ask(witness: Witness) -> None:
    with reading() as session:
        newest = log.newest_checkpoint(session)
        seen = _last_seen(session, witness.key)
        keys = log.verifier_keys(session)
    if newest is None or seen == newest.size:
        return
    for _ in range(2):
        with reading() as session:
            proof = consistency_proof(log.reader(session), seen, newest.size) if seen else ()
        answer = ask(witness, Request(seen, proof, newest.note), keys, _SECONDS)
        if isinstance(answer, Cosigned):
            _keep(newest, witness, answer)
            return
        seen = _sound(answer, newest, witness)
    raise BadInput(f"The witness {witness.key.name} does not say at which size it saw the log.")


def _sound(answer: Seen, newest: LogCheckpoint, witness: Witness) -> int:
    if answer.size > newest.size:
        raise BadInput(f"The witness {witness.key.name} saw the log larger than it is.")
    return answer.size


def _keep(newest: LogCheckpoint, witness: Witness, answer: Cosigned) -> None:
    with unit_of_work() as session:
        if session.get(LogCosignature, (newest.size, witness.key.vkey)) is None:
            session.add(
                LogCosignature(
                    size=newest.size,
                    witness=witness.key.vkey,
                    line=answer.line,
                    at=answer.cosignature.at,
                )
            )


def _last_seen(session: Session, key: VerifierKey) -> int:
    query = select(func.max(LogCosignature.size)).where(LogCosignature.witness == key.vkey)
    return session.scalar(query) or 0


def _missing(session: Session, size: int) -> bool:
    try:
        wanted = {witness.key.vkey for witness in chosen()}
    except BadInput:
        return False  # told by doctor
    signed = select(LogCosignature.witness).where(LogCosignature.size == size)
    return not wanted <= set(session.scalars(signed))


@doctor.checks
def silent_witnesses(session: Session, now: datetime) -> Iterator[Finding]:
    """Yield witnesses that are named wrongly, and those that have not signed for a day."""
    try:
        witnesses = chosen()
    except BadInput as problem:
        yield Finding(
            gettext("LABELLING_WITNESSES is wrong: %(problem)s", problem=str(problem)),
            gettext("Name each witness by its key (vkey) and its address, with spaces between."),
        )
        return
    for witness in witnesses:
        seen = _last_seen(session, witness.key)
        unseen = (
            select(LogCheckpoint.at)
            .where(LogCheckpoint.size > seen)
            .order_by(LogCheckpoint.size)
            .limit(1)
        )
        since = session.scalar(unseen)
        if since is not None and since < now - _SILENT:
            yield Finding(
                gettext("The witness %(name)s has not signed for a day.", name=witness.key.name),
                gettext("See that it answers and knows our key, or take it out of the settings."),
            )
