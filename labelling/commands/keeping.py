"""Keeping safe: backup, restore, and the first administrators."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from labelling import migrating
from labelling.app import install_parts
from labelling.core import archive, audit, files, keyring
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.people import passwords
from labelling.people.actions import accounts
from labelling.settings import Settings
from labelling.tables import METADATA

_PASSPHRASE = "LABELLING_KEYS_PASSPHRASE"  # noqa: S105 (the name of a variable)


def _leave(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def _passphrase() -> str:
    given = os.environ.get(_PASSPHRASE)
    if given is None:
        given = click.prompt("Passphrase for the keys", hide_input=True, err=True)
    return str(given)


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--keys",
    "ring",
    type=click.Path(path_type=Path),
    help=f"Also write the keys to this file, under a passphrase ({_PASSPHRASE} or asked for).",
)
def backup(target: Path, ring: Path | None) -> None:
    """Write database and files of this moment to the archive TARGET. It holds no keys."""
    settings = Settings()
    database = install_parts(settings)
    if not migrating.is_current(database):
        _leave("The database is not at the present schema. Run: labelling migrate")
    if target.exists():
        _leave(f"{target} exists already; an archive is never written over.")
    keys = settings.keys
    manifest = archive.Manifest(
        revision=migrating.present(database),
        created_at=datetime.now(UTC).isoformat(),
        keys=keyring.fingerprint(keys),
    )
    archive.write(target, database, METADATA.sorted_tables, files.store(), manifest)
    if ring is not None:
        try:
            ring.write_bytes(keyring.export(keys, _passphrase()))
        except keyring.BadKeyring as bad:
            _leave(str(bad))
        ring.chmod(0o600)
    rows = sum(manifest.rows.values())
    click.echo(f"{target}: {rows} rows, {len(manifest.files)} files, no keys.", err=True)


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--keys",
    "ring",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The key ring that was written with the archive.",
)
def restore(source: Path, ring: Path) -> None:
    """Fill an empty installation from the archive SOURCE and its key ring, and check it."""
    settings = Settings()
    try:
        manifest = archive.read_manifest(source)
        if any(settings.keys.glob("*")):
            _leave(f"There are keys in {settings.keys}: restore needs an empty folder.")
        keyring.bring_back(ring.read_bytes(), _passphrase(), settings.keys)
        if keyring.fingerprint(settings.keys) != manifest.keys:
            _leave("These are not the keys that belong to this archive.")
        database = install_parts(settings)
        _prepare(database, manifest)
        archive.restore(source, database, METADATA.sorted_tables, files.store())
    except (archive.BadArchive, keyring.BadKeyring) as bad:
        _leave(str(bad))
    with reading() as session:
        faults = list(audit.faults(session))
    if faults:
        _leave("The audit trail does not hold: " + "; ".join(faults[:3]))
    click.echo(
        f"Restored {sum(manifest.rows.values())} rows and {len(manifest.files)} files.", err=True
    )


@click.command("create-admin")
@click.option("--email", prompt=True, help="Address of the account.")
@click.option("--name", prompt=True, help="Name of the person.")
def create_admin(email: str, name: str) -> None:
    """Make one of the first two administrators; the password is asked for, or read from a pipe."""
    install_parts(Settings())
    password = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\n")
    )
    fault = passwords.fault_of(password, email=email, name=name)
    if fault is not None:
        _leave(str(fault))
    hashed = passwords.hash_password(password)
    try:
        with unit_of_work() as session:
            accounts.create_admin(
                session, email=email, name=name, password_hash=hashed, now=datetime.now(UTC)
            )
    except Refusal as refusal:
        _leave(refusal.sentence)
    click.echo(
        f"{name} can sign in at {Settings().public_url}/sign-in and sets up a second factor there.",
        err=True,
    )


def _prepare(database: Database, manifest: archive.Manifest) -> None:
    migrating.upgrade(database)
    if migrating.present(database) != manifest.revision:
        _leave(
            f"The archive has schema {manifest.revision}, this software "
            f"{migrating.present(database)}. Restore with the software that wrote it, then migrate."
        )
