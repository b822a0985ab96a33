"""One commit, one direction: what the import contracts cannot say."""

import ast

from tests.guards.sources import calls, imports, modules

COMMITS = {"labelling/core/database.py", "labelling/core/archive.py", "labelling/migrating.py"}
WEB_FREE = ("actions", "queries", "policy", "models", "jobs")


def test_only_the_database_module_commits() -> None:
    found = [
        name
        for name, tree in modules("labelling")
        if name not in COMMITS
        and any(called in {"commit", "begin", "sessionmaker"} for called, _ in calls(tree))
    ]
    assert found == []


def test_actions_queries_and_rules_do_not_know_the_web() -> None:
    found = [
        f"{name} imports {module}"
        for name, tree in modules("labelling")
        if any(f"/{door}" in name for door in WEB_FREE) and "/core/" not in name
        for module in imports(tree)
        if module.split(".")[0] in {"flask", "werkzeug", "wtforms"}
    ]
    assert found == []


def test_nothing_slow_happens_inside_a_unit_of_work() -> None:
    slow = {"render", "hash_password", "deliver", "compose", "inspect_upload", "urlopen"}
    found = []
    for name, tree in modules("labelling"):
        for node in ast.walk(tree):
            if isinstance(node, ast.With) and any(
                "unit_of_work" in ast.unparse(item.context_expr) for item in node.items
            ):
                body = ast.Module(body=node.body, type_ignores=[])
                found += [
                    f"{name}:{line} {called}" for called, line in calls(body) if called in slow
                ]
    assert found == []


def test_no_room_has_a_module_without_a_meaning() -> None:
    meaningless = {"util", "utils", "helper", "helpers", "manager", "base", "common", "misc"}
    found = [name for name, _ in modules("labelling", "assessments", "certificates")
             if name.rsplit("/", 1)[-1].removesuffix(".py") in meaningless]  # fmt: skip
    assert found == []
