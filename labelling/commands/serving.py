"""Serving: one supervisor, the web processes and a worker beside them; Ctrl-C stops all."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context

import click

from labelling import migrating
from labelling.commands import processes
from labelling.commands.processes import Plan
from labelling.core import installation
from labelling.core.database import Database, installed, reading

_GRACE_SECONDS = 10
_STANDARD_OUTPUT, _STANDARD_ERROR = 1, 2


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


def supervise(plan: Plan, announce: Callable[[], None] | None = None) -> int:
    """Run web and worker until one ends or somebody stops us; return the exit code.

    They are forked, since all that they need is in memory already; `announce` runs beside them,
    in a thread that is started only then.
    """
    installed().dispose()  # no connection may be shared with a child
    fork = get_context("fork")
    roles = [processes.web, processes.work] if plan.worker else [processes.web]
    # Children inherit this until they know what to do at Ctrl-C: no trace of one that is starting.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children = [fork.Process(target=_child, args=(role, plan)) for role in roles]
    for child in children:
        child.start()
    stopping = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: stopping.set())
    if announce is not None:
        threading.Thread(target=announce, daemon=True).start()
    while not stopping.is_set() and all(child.is_alive() for child in children):
        stopping.wait(0.2)
    for child in children:
        if child.is_alive():
            child.terminate()
    deadline = time.monotonic() + _GRACE_SECONDS
    for child in children:
        child.join(max(0.1, deadline - time.monotonic()))
        if child.is_alive():
            child.kill()
            child.join()
    return 0 if stopping.is_set() else 1


def _child(role: Callable[[Plan], None], plan: Plan) -> None:
    # Standard output is the command's own; what they have to say goes to standard error.
    os.dup2(_STANDARD_ERROR, _STANDARD_OUTPUT)
    role(plan)
