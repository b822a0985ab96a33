"""Every action asks whether it is allowed before it changes anything."""

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.guards.sources import calls, modules

# Steps inside other actions, which have required their own permission; each says so itself.
INSIDE_OTHERS = {
    "labelling/applications/actions/dates.py:set_due",
    "labelling/applications/building/actions/keeping.py:keep",
    "labelling/applications/building/actions/mapping.py:put_in_use",
    "labelling/applications/actions/moving.py:move",
    "labelling/applications/actions/moving.py:note_event",
    "labelling/applications/actions/moving.py:reopen",
    "labelling/club/actions/rounds.py:step",
    "labelling/decisions/actions/deciding.py:record_decision",
    "labelling/decisions/actions/carrying_out.py:carry_out",
    "labelling/decisions/actions/granting.py:grant_term",
    "labelling/decisions/actions/preparing.py:give_back",
    "labelling/decisions/committee/actions/agenda.py:set_aside",
    "labelling/decisions/committee/actions/attending.py:remove_vote",
    "labelling/decisions/committee/actions/effects.py:note_who_decided",
    "labelling/decisions/committee/actions/effects.py:take_effect",
    "labelling/organisations/actions/profile.py:follow_certificate",
    "labelling/organisations/actions/seats.py:end_seat",
    "labelling/organisations/actions/seats.py:seat_person",
    "labelling/people/actions/ledger.py:record_involvement",
    "labelling/reviews/actions/accepting.py:accept",
    "labelling/reviews/actions/accepting.py:hold",
    "labelling/reviews/actions/panels.py:end_seat",
    "labelling/reviews/actions/panels.py:invite",
    "labelling/reviews/actions/scoring.py:open_if_complete",
}
# Ends the actor's own session and nothing else.
OWN_SESSION = {"labelling/people/actions/signing_in.py:sign_out"}
CHANGES = {"add", "add_all", "delete", "record", "send", "put_job", "advance", "move", "set_due"}

Sources = Iterable[tuple[str, ast.Module]]


def _functions(sources: Sources) -> dict[str, ast.FunctionDef]:
    return {
        f"{name}:{node.name}": node
        for name, tree in sources
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def _meanings(name: str, tree: ast.Module) -> dict[str, str]:
    """Return what each function name means in a module: its own, or where it is imported from."""
    found = {
        node.name: f"{name}:{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            place = node.module.replace(".", "/") + ".py"
            found |= {alias.asname or alias.name: f"{place}:{alias.name}" for alias in node.names}
    return found


def _asking_lines(node: ast.FunctionDef, meanings: dict[str, str], askers: set[str]) -> list[int]:
    return [
        line
        for called, line in calls(node)
        if called == "require" or meanings.get(called) in askers
    ]


def _askers(sources: Sources) -> set[str]:
    """Return every function that requires a permission itself or through one that does."""
    functions = _functions(sources)
    meanings = {name: _meanings(name, tree) for name, tree in sources}
    askers: set[str] = set()
    while True:
        more = {
            key
            for key, node in functions.items()
            if key not in askers and _asking_lines(node, meanings[key.split(":")[0]], askers)
        }
        if not more:
            return askers
        askers |= more


def faults(sources: Sources) -> Iterator[str]:
    """Yield the public actions that change something before they have asked."""
    sources = list(sources)
    askers = _askers(sources)
    meanings = {name: _meanings(name, tree) for name, tree in sources}
    for key, node in _functions(sources).items():
        arguments = {argument.arg for argument in node.args.kwonlyargs + node.args.args}
        if node.name.startswith("_") or "actor" not in arguments:
            continue
        if key in INSIDE_OTHERS | OWN_SESSION:
            continue
        asked = _asking_lines(node, meanings[key.split(":")[0]], askers)
        changed = [line for called, line in calls(node) if called in CHANGES]
        if not asked:
            yield f"{key} never requires a permission"
        elif changed and min(changed) < min(asked):
            yield f"{key} changes something before it requires a permission"


def _actions() -> list[tuple[str, ast.Module]]:
    return [(name, tree) for name, tree in modules("labelling") if "/actions" in name]


def test_every_action_requires_before_its_first_change() -> None:
    assert list(faults(_actions())) == []


@pytest.mark.parametrize(
    "body",
    ["session.add(actor)", "audit.record(session)\n    require(actor)"],
)
def test_the_guard_sees_an_action_that_forgets_to_ask(body: str) -> None:
    tree = ast.parse(f"def do_it(session, *, actor):\n    {body}\n")
    assert len(list(faults([("x.py", tree)]))) == 1


def test_exceptions_still_exist() -> None:
    assert set(_functions(_actions())) >= INSIDE_OTHERS | OWN_SESSION
