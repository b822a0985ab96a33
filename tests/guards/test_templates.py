"""A page is given no value under the name of a macro: the macro would stand in its place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.guards.sources import ROOT, modules

TEMPLATES = ROOT / "templates"
_IMPORT = re.compile(r"{%-?\s*from\s+\"[^\"]+\"\s+import\s+(.*?)-?%}", re.DOTALL)
_MACRO = re.compile(r"{%-?\s*macro\s+(\w+)")
_OTHER = re.compile(r"{%-?\s*(?:extends|include)\s+\"([^\"]+)\"")


def macros(folder: Path, name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """Return the macros that a template names, with those of what it extends and includes."""
    text = (folder / name).read_text()
    found = set(_MACRO.findall(text))
    for names in _IMPORT.findall(text):
        found |= {one.split(" as ")[-1].split()[0] for one in names.split(",") if one.strip()}
    for other in _OTHER.findall(text):
        if other not in seen:
            found |= macros(folder, other, seen | {name})
    return found


def shadowed(tree: ast.AST, folder: Path) -> Iterator[str]:
    """Yield each value that a call gives to a template under the name of one of its macros."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        for name in _templates(call.args[0], folder):
            for keyword in call.keywords:
                if keyword.arg in macros(folder, name):
                    yield f"{name}: {keyword.arg}"


def _templates(argument: ast.expr, folder: Path) -> list[str]:
    texts = [one.value for one in ast.walk(argument) if isinstance(one, ast.Constant)]
    return [
        str(one) for one in texts if str(one).endswith(".html") and (folder / str(one)).is_file()
    ]


def test_no_value_of_a_page_has_the_name_of_a_macro() -> None:
    found = {
        f"{path} {fault}"
        for path, tree in modules("labelling")
        for fault in shadowed(tree, TEMPLATES)
    }
    assert found == set()


def test_the_guard_sees_a_name_that_two_have(tmp_path: Path) -> None:
    (tmp_path / "layout.html").write_text('{% from "sign.html" import mark, level as step %}')
    (tmp_path / "part.html").write_text(
        '{% extends "layout.html" %}{% macro own() %}{% endmacro %}'
    )
    code = 'page("part.html" if asked else "none.html", mark=1, step=2, own=3, other=4)'
    assert list(shadowed(ast.parse(code), tmp_path)) == [
        "part.html: mark",
        "part.html: step",
        "part.html: own",
    ]
