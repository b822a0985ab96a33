"""Serving: one supervisor, the web processes and a worker beside them; Ctrl-C stops all."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import click

from labelling import migrating
from labelling.core import installation
from labelling.core.database import Database, reading
from labelling.core.mail import Letter, deliver
from labelling.core.worker import Worker
from labelling.settings import Settings

_GRACE_SECONDS = 10
_STANDARD_ERROR = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be served where."""

    settings: Settings
    host: str
    port: int
    processes: int
    worker: bool
    demo: bool


def refuse_wrong_database(database: Database, *, demo: bool) -> None:
    """Leave with a sentence unless the database is migrated and of the right kind."""
    if not migrating.is_current(database):
        click.echo("The database is not at the present schema. Run: labelling migrate", err=True)
        sys.exit(2)
    with reading() as session:
        if installation.is_demo(session) is not demo:
            kind = "the real thing" if demo else "a demonstration"
            click.echo(f"This database is marked as {kind}; it is not served like this.", err=True)
            sys.exit(2)


def refuse_taken_port(host: str, port: int) -> None:
    """Leave with a sentence where another program listens already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            click.echo(f"Cannot listen on {host} port {port}: {error.strerror}.", err=True)
            sys.exit(2)


def supervise(plan: Plan) -> int:
    """Run web and worker until one ends or somebody stops us; return the exit code."""
    environment = {**os.environ, **_environment(plan)}
    python = [sys.executable, "-m", "labelling.commands.processes"]
    roles = ["web", "worker"] if plan.worker else ["web"]
    # Children inherit this until they know what to do at Ctrl-C: no trace of one that is starting.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Standard output is the command's own; what they have to say goes to standard error.
    children = [
        subprocess.Popen([*python, role], env=environment, stdout=_STANDARD_ERROR)  # noqa: S603
        for role in roles
    ]
    stopping = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: stopping.set())
    while not stopping.is_set() and all(child.poll() is None for child in children):
        stopping.wait(0.2)
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + _GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stopping.is_set() else 1


def _environment(plan: Plan) -> dict[str, str]:
    return {
        "LABELLING_DATA_DIR": str(plan.settings.data_dir.resolve()),
        "LABELLING_KEYS_DIR": str(plan.settings.keys.resolve()),
        "LABELLING_DATABASE_URL": plan.settings.database,
        "LABELLING_PUBLIC_URL": plan.settings.public_url,
        "LABELLING_SERVE": f"{plan.host} {plan.port} {plan.processes}",
        "LABELLING_DEMO": "1" if plan.demo else "",
    }


def work(settings: Settings, *, demo: bool) -> None:
    """Run a worker in this process until SIGTERM or Ctrl-C."""
    stopping = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stopping.set())
    # The demonstration sends nothing out; its mail page writes each mail anew to show it.
    Worker(settings, _keep if demo else deliver).run(stopping.is_set)


def _keep(_letter: Letter, _settings: Settings) -> None:
    """Take a mail without sending it."""
