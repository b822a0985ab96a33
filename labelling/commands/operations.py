"""The operator's commands, by name."""

import sys

import click

from certificates.errors import CannotSign
from labelling import migrating
from labelling.app import install_parts
from labelling.commands import clubs, exporting, issuing, keeping, keys, serving
from labelling.commands import demo as demonstration
from labelling.commands.processes import Plan, work_alone
from labelling.core import installation
from labelling.core.clock import utcnow
from labelling.core.database import reading, unit_of_work
from labelling.core.doctor import examine
from labelling.issuing import turns
from labelling.settings import Settings


@click.command()
def migrate() -> None:
    """Bring the database to the present schema; make the signing keys at the first start."""
    settings = Settings()
    migrating.upgrade(install_parts(settings))
    try:
        with unit_of_work() as session:
            installation.mark(session, utcnow(), demo=False)
            made = turns.introduce_first(session, utcnow())
    except CannotSign as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    click.echo("The database has the present schema.", err=True)
    if made:
        click.echo(
            f"Made {len(made)} signing keys in {settings.keys}. Take the root off this machine: "
            "labelling keys move-root FILE",
            err=True,
        )


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--processes", default=1, show_default=True, help="Web processes.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run `worker` elsewhere.")
def serve(host: str, port: int, processes: int, *, no_worker: bool) -> None:
    """Serve the pages and, unless told not to, run a worker beside them."""
    settings = Settings()
    serving.refuse_taken_port(host, port)
    serving.refuse_wrong_database(install_parts(settings), demo=False)
    sys.exit(
        serving.supervise(Plan(settings, host, port, processes, worker=not no_worker, demo=False))
    )


@click.command()
def worker() -> None:
    """Do what the outbox asks for: mail, certificates, reminders."""
    settings = Settings()
    serving.refuse_wrong_database(install_parts(settings), demo=False)
    work_alone(settings)


@click.command()
@click.option("--thorough", is_flag=True, help="Read every stored file, not a sample.")
def doctor(*, thorough: bool) -> None:
    """Say what is wrong with this installation and how to mend it; exit code 1 if anything is."""
    current = migrating.is_current(install_parts(Settings()))
    with reading() as session:
        findings = examine(
            session,
            utcnow(),
            schema_is_current=current,
            demo=current and bool(installation.is_demo(session)),
            thorough=thorough,
        )
    for finding in findings:
        click.echo(f"{finding.what} {finding.mend}")
    if findings:
        sys.exit(1)
    click.echo("All is well.")


COMMANDS: dict[str, click.Command] = {
    "demo": demonstration.demo,
    "migrate": migrate,
    "serve": serve,
    "worker": worker,
    "doctor": doctor,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "create-admin": keeping.create_admin,
    "issuing": issuing.issuing,
    "keys": keys.keys,
    "export-register": exporting.export_register,
    "club": clubs.club,
}
