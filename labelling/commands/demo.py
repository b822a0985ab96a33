"""The demonstration: its own folder and database, fictitious data, this machine only."""

import os
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

import click
from alembic.util import CommandError

from labelling import migrating
from labelling.app import install_parts
from labelling.commands import serving
from labelling.commands.processes import Plan
from labelling.core import installation
from labelling.core.access import ROLE_NAMES, Role
from labelling.core.clock import utcnow
from labelling.core.database import unit_of_work
from labelling.desk import demo_data
from labelling.desk.demo_data.cast import PASSWORD, Character, needs_factor
from labelling.desk.demo_guide import GUIDE
from labelling.settings import Settings

_HOST = "127.0.0.1"
_DATABASE = "labelling.sqlite"
_READY_WITHIN = 60


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="Folder for the demonstration's database and files.",
)
@click.option("--fresh", is_flag=True, help="Delete an earlier demonstration and begin anew.")
def demo(port: int, data: Path, *, fresh: bool) -> None:
    """Try the whole system with fictitious data, on this machine only; Ctrl-C stops it."""
    folder = data.resolve()
    serving.refuse_taken_port(_HOST, port)
    _refuse_foreign_folder(folder)
    if fresh and folder.exists():
        shutil.rmtree(folder)
    try:
        if not _is_demonstration(folder):
            _make(folder, port)
        settings = _settings(folder, port)
        database = install_parts(settings)
        migrating.upgrade(database)
        serving.refuse_wrong_database(database, demo=True)
    except CommandError:
        _leave(f"{folder} is the demonstration of another version. Begin anew with --fresh.")
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
        return
    plan = Plan(settings, _HOST, port, processes=1, worker=True, demo=True)
    sys.exit(serving.supervise(plan, partial(_announce, settings, folder)))


def _settings(folder: Path, port: int) -> Settings:
    return Settings(
        data_dir=folder,
        keys_dir=None,
        database_url=None,
        public_url=f"http://{_HOST}:{port}",
    )


def _leave(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def _refuse_foreign_folder(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not _is_demonstration(folder):
        _leave(f"{folder} is not a demonstration. Choose another folder with --data.")


def _is_demonstration(folder: Path) -> bool:
    """Say whether a folder holds a database marked as a demonstration; changes nothing there."""
    file = folder / _DATABASE
    if not file.is_file():
        return False
    try:
        with closing(
            sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            row = connection.execute("SELECT is_demo FROM installation WHERE id = 1").fetchone()
    except sqlite3.DatabaseError:
        return False
    return row is not None and bool(row[0])


def _make(folder: Path, port: int) -> None:
    """Make the demonstration beside its place and move it there when it is complete."""
    click.echo("Making the demonstration's data, once …", err=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        settings = _settings(building, port)
        database = install_parts(settings)
        database.trust_the_system_to_write()
        migrating.upgrade(database)
        now = utcnow()
        with unit_of_work() as session:
            installation.mark(session, now, demo=True)
        demo_data.fill(settings, now)
        database.dispose()
        os.sync()
        building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _announce(settings: Settings, folder: Path) -> None:
    """Wait until the pages are there, then say where, and who can sign in."""
    address = settings.public_url
    if not _answers(f"{address}/healthz"):
        click.echo(f"The pages did not answer within {_READY_WITHIN} seconds.", err=True)
        return
    lines = [
        f"{settings.product_name}: a demonstration with fictitious data",
        "",
        f"  {address}/            the public pages",
        f"  {address}/demo        continue as anybody, without a password",
        f"  {address}/demo/mail   every mail that was sent",
        "",
        f"Sign in at {address}/sign-in with the password: {PASSWORD}",
        *(f"  {_sign_in(role, parts[0].character)}" for role, parts in GUIDE.items()),
        "* asks for a second factor as well: /demo shows its six digits.",
        "",
        f"Ctrl-C stops the demonstration. Its data stay in {folder}",
    ]
    click.echo("\n".join(lines))
    sys.stdout.flush()


def _sign_in(role: Role, character: Character) -> str:
    star = " *" if needs_factor(character) else ""
    return f"{ROLE_NAMES[role]!s:<21} {character.email}{star}"


def _answers(address: str) -> bool:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=2):  # noqa: S310 (our own address)
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False
