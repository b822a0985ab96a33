"""What the documentation says is there, and what is there is documented."""

import ast
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from certificates.trustfile import write_bundle
from labelling.app import create_app
from labelling.cli import cli
from labelling.core import database
from labelling.settings import Settings
from labelling.tables import METADATA
from tests.certificates import genuine
from tests.guards.documents import Block, anchors, blocks, first_cells, links, name_of, pages
from tests.guards.sources import ROOT, imports, modules

OPERATIONS = "docs/operations.md"
# ./run's own words, with the options that they take; every other word is a command of labelling.
OWN = {"test": {"--long"}, "check": set[str](), "bench": set[str](), "lock": {"--upgrade"}}
ELIDED = "…"
PUBLIC = {"register", "log", "lists", "misuse", "observatory", "awards"}
HOSTS = {"127.0.0.1"}
# Pages for people, where bold type is for what stands on the screen.
GUIDES = [f"docs/{role}.md" for role in
          ("manager", "assessor", "officer", "committee", "administrator", "public")]  # fmt: skip


def _commands() -> dict[str, click.Command]:
    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def _options(command: click.Command) -> set[str]:
    """Return the options of a command and of the commands below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    own = {
        word
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for word in parameter.opts
    }
    return own.union(*map(_options, below))


def _repeated(rows: list[str]) -> list[str]:
    return sorted(row for row, count in Counter(rows).items() if count > 1)


# --- what is there is documented -----------------------------------------------------------------


def test_privacy_lists_every_column_once() -> None:
    columns = {f"{table.name}.{column.name}" for table in METADATA.sorted_tables
               for column in table.columns}  # fmt: skip
    rows = first_cells("docs/privacy.md")
    missing, gone = sorted(columns - set(rows)), sorted(set(rows) - columns)
    assert not missing, "Add to docs/privacy.md:\n" + "\n".join(
        f"| `{column}` | what for | whose | how long | on erasure |" for column in missing
    )
    assert not gone, "Take out of docs/privacy.md, no such column: " + ", ".join(gone)
    assert _repeated(rows) == []


def test_operations_lists_every_setting_with_its_default() -> None:
    text = (ROOT / OPERATIONS).read_text()
    rows = dict(re.findall(r"^\| `(LABELLING_\w+)` \| ([^|]+) \|", text, re.MULTILINE))
    written = {name: default.strip().strip("`") for name, default in rows.items()}
    fields = Settings.model_fields.items()
    expected = {f"LABELLING_{name.upper()}": _as_written(field.default) for name, field in fields}
    assert written == expected


def _as_written(default: object) -> str:
    if default is None:
        return "unset"
    return str(int(default)) if isinstance(default, bool) else str(default)


def test_operations_names_every_command_and_option() -> None:
    text = (ROOT / OPERATIONS).read_text()
    sections = dict(re.findall(r"^### `labelling ([\w-]+)[^\n]*`\n(.*?)(?=^##)", text,
                               re.MULTILINE | re.DOTALL))  # fmt: skip
    commands = _commands()
    assert set(sections) == set(commands)
    missing = [
        f"{name} {option}"
        for name, command in commands.items()
        for option in sorted(_options(command) - {"-h", "--help"})
        if f"`{option}" not in sections[name]
    ]
    assert missing == []


@pytest.fixture
def bare_app(tmp_path: Path) -> Iterator[Flask]:
    """Return the application as it is served, on a database that nobody asks."""
    yield create_app(Settings(data_dir=tmp_path))
    database.install(None)


def test_every_public_address_is_documented(bare_app: Flask) -> None:
    rules = {(rule.rule, rule.endpoint.partition(".")[0]) for rule in bare_app.url_map.iter_rules()}
    public = {re.sub(r"<[^>]+>", "<id>", rule) for rule, room in rules if room in PUBLIC}
    watched = {rule for rule, room in rules if room == "health"}
    assert set(first_cells("docs/public.md")) == public
    assert {cell for cell in first_cells(OPERATIONS) if cell.startswith("/")} == watched


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for start, target in links():
            file = (start.parent / target.partition("#")[0]).resolve()
            if start == page and "://" not in target and file.suffix == ".md":
                waiting.append(file)
    assert sorted(map(name_of, set(pages()) - reached)) == []


# --- what is documented is there -----------------------------------------------------------------


_OURS = re.compile(r"(?:^|[\s=/])(?:run|labelling)\s")


def _command_lines() -> Iterator[tuple[str, list[str]]]:
    """Yield each command of ours in a block of any page: the page, and the words after it."""
    for block in blocks():
        if block.kind not in {"", "sh", "console", "ini"}:
            continue
        joined = block.text.replace("\\\n", " ")
        for line in joined.splitlines():
            for part in re.split(r"&&|\|\||[|;]", re.sub(r"\s#\s.*$", "", line)):
                if not _OURS.search(part):
                    continue
                words = shlex.split(part.strip().removeprefix("$ ").removeprefix("ExecStart="))
                while words and (words[0] == "sudo" or re.match(r"(-\w+$|[A-Z_]+=)", words[0])):
                    words = words[1:]
                if words and (words[0] in {"./run", "labelling"} or words[0].endswith("/run")):
                    yield block.page, words


def test_every_command_in_a_block_exists_with_its_options() -> None:
    commands = {name: _options(command) for name, command in _commands().items()}
    faults = []
    for page, words in _command_lines():
        its = commands if words[0] == "labelling" else {**commands, **OWN}
        name = words[1] if len(words) > 1 else ""
        if name not in its:
            faults.append(f"{page}: {' '.join(words)}: no such command")
            continue
        given = {word.partition("=")[0] for word in words[2:] if word.startswith("--")}
        faults += [f"{page}: {name} has no {option}" for option in sorted(given - its[name])]
    assert faults == []


def test_readme_has_the_two_commands() -> None:
    words = [words for page, words in _command_lines() if page == "README.md"]
    assert ["./run", "demo"] in words
    assert ["./run", "test"] in words


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    faults = []
    for start, target in links():
        if start != page or target.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            faults.append(target)
    assert faults == []


def test_pages_name_no_host_but_examples_and_official_ones() -> None:
    named = {
        (name_of(page), host.partition(":")[0])
        for page in pages()
        for host in re.findall(r"https?://([^/\s\"'`)>|]+)", page.read_text())
    }
    strange = {(page, host) for page, host in named if not host.endswith(".example")}
    assert {(page, host) for page, host in strange if host not in HOSTS} == set()


def test_pages_name_no_folder_of_a_developer() -> None:
    found = {
        (name_of(page), path)
        for page in pages()
        for path in re.findall(r"(?<![\w.])/(?:home|root|work)/\S*", page.read_text())
    }
    assert found == set()


def _findings() -> Iterator[list[str]]:
    """Yield what ``doctor`` can find, without values: the forms for one and for several."""
    for name, tree in modules("labelling"):
        if name != "labelling/core/doctor.py" and "labelling.core.doctor" not in imports(tree):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "Finding",
                "doctor.Finding",
            }:
                texts = [part.value for part in ast.walk(node.args[0])
                         if isinstance(part, ast.Constant)]  # fmt: skip
                parts = [re.split(r"%\(\w+\)s", str(text)) for text in texts]
                if parts:
                    yield [max(part, key=len).strip(" :.") for part in parts]


def test_every_finding_of_doctor_is_explained() -> None:
    text = (ROOT / OPERATIONS).read_text()
    found = list(_findings())
    assert len(found) > 5
    assert [forms for forms in found if not any(form in text for form in forms)] == []


def _told_to_people() -> str:
    """Return all that a page can say: templates, the application's own texts, the editions'."""
    files = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "labelling").rglob("*.py"),
        *(ROOT / "assessments" / "editions").glob("*.toml"),
    ]
    return "\n".join(file.read_text() for file in files)


def test_buttons_and_pages_named_in_the_guides_exist() -> None:
    told = _told_to_people()
    named = {
        (page, word)
        for page in GUIDES
        for word in re.findall(r"\*\*([^*]+)\*\*", (ROOT / page).read_text())
    }
    assert {(page, word) for page, word in named if f'"{word}"' not in told} == set()


# --- examples are run ----------------------------------------------------------------------------


def _examples() -> list[tuple[str, str, str]]:
    """Return each command of a console block with its page and the output that is shown."""
    found = []
    for block in blocks():
        if block.kind == "console":
            for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                found.append((block.page, command, output))
    return found


def _files() -> list[Block]:
    return [block for block in blocks() if block.file]


@pytest.mark.parametrize(("page", "command", "output"), _examples())
def test_an_example_prints_what_the_page_shows(
    page: str, command: str, output: str, tmp_path: Path
) -> None:
    for block in _files():
        (tmp_path / block.file).write_text(block.text)
    register, issued = genuine.issued()
    (tmp_path / "certificate.pdf").write_bytes(issued.pdf)
    (tmp_path / "trust.json").write_bytes(write_bundle(register.bundle(issued.document())))
    words = shlex.split(command)
    assert words[0] in {"./run", "labelling"}, f"{page} shows the output of another program"
    run = subprocess.run(
        [sys.executable, "-m", "labelling", *words[1:]],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    lines = (line if line.strip() != ELIDED else None for line in output.splitlines())
    pattern = "".join(r"(?:.*\n)*?" if line is None else re.escape(line) + r"\n" for line in lines)
    assert re.fullmatch(pattern, run.stdout), run.stdout


def test_score_and_verify_are_among_the_examples() -> None:
    assert {command.split()[1] for _, command, _ in _examples()} >= {"score", "verify", "editions"}
