"""The signing keys from the command line: list, rotate, mark as fallen, take the root away."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from certificates.errors import BadInput, CannotSign
from certificates.keymaking import encrypted_pem, private_key
from certificates.keys import PublicKey, Purpose
from certificates.keysfile import write_keys
from labelling import migrating
from labelling.app import install_parts
from labelling.core.clock import utcnow
from labelling.core.database import reading, unit_of_work
from labelling.issuing import keys as held
from labelling.issuing import log, sealing, turns
from labelling.settings import Settings

_PASSPHRASE = "LABELLING_ROOT_PASSPHRASE"  # noqa: S105 (the name of a variable)
_FILE = click.Path(path_type=Path, dir_okay=False)
_root_option = click.option(
    "--root",
    "root_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=f"The root's private half, under a passphrase ({_PASSPHRASE} or asked for).",
)


@click.group("keys")
def keys() -> None:
    """Look after the keys that sign certificates, credentials, lists and the log."""


@keys.command("list")
def list_keys() -> None:
    """List all keys that ever signed as JSON; `vkey` is what auditors of the log pin."""
    _begin()
    with reading() as session:
        known = held.public_keys(session)
        pinned = {key.public: key.vkey for key in log.verifier_keys(session)}
    listed = [
        {
            **entry,
            "private": sealing.whereabouts(key),
            **({"fingerprints": turns.fingerprints(key.chain)} if key.chain else {}),
            **({"vkey": pinned[key.raw]} if key.raw in pinned else {}),
        }
        for entry, key in zip(write_keys(known), known.keys, strict=True)
    ]
    click.echo(json.dumps(listed, indent=2))


@keys.command()
@click.argument("purpose", type=click.Choice([purpose.value for purpose in Purpose]))
@_root_option
def rotate(purpose: str, root_file: Path | None) -> None:
    """Put a new key in the place of the one that signs for PURPOSE; a new root brings a PDF key.

    For PDFs it is the seal that the settings name, if they name one.
    """
    _begin()
    with _explained():
        if Purpose(purpose) is Purpose.PDF and sealing.lies_elsewhere():
            new = sealing.follow_settings(utcnow())
            if not new:
                raise BadInput("The seal that the settings name signs already.")
        else:
            new = _rotate(Purpose(purpose), root_file)
    _tell(new)


@keys.command()
@click.argument("key_id")
@click.option(
    "--last",
    type=int,
    help="How many entries the log had before the key fell; all that it has, if not given.",
)
@_root_option
def compromised(key_id: str, last: int | None, root_file: Path | None) -> None:
    """Mark KEY_ID as fallen into other hands and put a new key in its place."""
    _begin()
    with _explained(), unit_of_work() as session:
        vacant = turns.mark_compromised(session, key_id, utcnow(), last)
    click.echo(f"{key_id} is marked as compromised.", err=True)
    wanted = [Purpose.ROOT] if Purpose.ROOT in vacant else list(vacant)
    with _explained():
        for purpose in wanted:
            _tell(_rotate(purpose, root_file))


@keys.command("move-root")
@click.argument("target", type=_FILE)
def move_root(target: Path) -> None:
    """Write the root's private half to TARGET under a passphrase and take it off this machine."""
    _begin()
    with _explained():
        with reading() as session:
            root, private = held.signing_key(session, Purpose.ROOT)
        passphrase = _passphrase(confirm=True)
        _write_new(target, encrypted_pem(private, passphrase))
        private_key(target.read_bytes(), passphrase)
        held.take_away(root)
    click.echo(f"{target} holds {root.id}; this machine has it no more.", err=True)


def _begin() -> None:
    if not migrating.is_current(install_parts(Settings())):
        click.echo("The database is not at the present schema. Run: labelling migrate", err=True)
        sys.exit(2)


@contextmanager
def _explained() -> Iterator[None]:
    """Leave with one sentence where a key, a file or a number will not do."""
    try:
        yield
    except (BadInput, CannotSign) as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)


def _rotate(purpose: Purpose, root_file: Path | None) -> tuple[PublicKey, ...]:
    if purpose in {Purpose.PDF, Purpose.ROOT} and sealing.lies_elsewhere():
        raise BadInput(
            "The settings name a seal for PDFs (LABELLING_SEAL_…): name a new one, or none, first."
        )
    root = None
    if root_file is not None:
        root = private_key(root_file.read_bytes(), _passphrase(confirm=False))
    with unit_of_work() as session:
        new = turns.rotate(session, purpose, utcnow(), root)
        known = held.public_keys(session)
    held.discard_ended(known)
    return new


def _passphrase(*, confirm: bool) -> str:
    given = os.environ.get(_PASSPHRASE)
    if given is None:
        given = click.prompt(
            "Passphrase for the root", hide_input=True, err=True, confirmation_prompt=confirm
        )
    return str(given)


def _write_new(target: Path, content: bytes) -> None:
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        raise CannotSign(f"{target} cannot be written: {problem.strerror}.") from problem
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _tell(new: tuple[PublicKey, ...]) -> None:
    for key in new:
        click.echo(f"{key.id} signs from now on.", err=True)
