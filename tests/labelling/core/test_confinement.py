"""What a confined process cannot do to files by name, nor to other processes."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
STEPS = {
    "change its rights": "os.chmod(file, 0o600)",
    "change its owner": "os.chown(file, os.getuid(), os.getgid())",
    "change its times": "os.utime(file)",
    "cut it": "os.truncate(file, 1)",
    "link it": "os.link(file, file + '.link')",
    "link to it by name": "os.symlink(file, file + '.symlink')",
    "rename it": "os.rename(file + '.link', file + '.other')",
    "put it in the place of another": "os.replace(file + '.other', file + '.symlink')",
    "copy it": "shutil.copyfile(file, file + '.copy')",
    "move it": "shutil.move(file + '.copy', file + '.moved')",
    "remove it": "os.remove(file + '.symlink')",
    "make a folder": "os.mkdir(file + '.folder')",
    "remove a folder": "os.rmdir(file + '.folder')",
    "remove a folder with all in it": "(os.mkdir(file + '.d'), shutil.rmtree(file + '.d'))",
    "signal a process": "os.kill(os.getppid(), 0)",
    "signal a group of processes": "os.killpg(os.getpgid(0), 0)",
}
"""In an order in which each works where nothing was given up."""
PROGRAM = """
import sys; sys.path.insert(0, sys.argv[1])
import json, os, shutil
from labelling.core.confinement import give_up
file, steps, said = sys.argv[2], json.loads(sys.argv[3]), {}
if sys.argv[4]:
    give_up(memory=1_000_000_000, seconds=10, output=100_000)
for name, step in steps.items():
    try:
        eval(step)
    except Exception as error:
        said[name] = type(error).__name__
    else:
        said[name] = "done"
sys.stdout.write(json.dumps(said))
"""


def tried(folder: Path, *, confined: bool) -> dict[str, str]:
    """Return what became of each step, tried on a file in a folder."""
    file = folder / "file"
    file.write_bytes(b"content")
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM, str(ROOT), str(file), json.dumps(STEPS),
         "confined" if confined else ""],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_confined_process_changes_no_file_and_signals_nobody(tmp_path: Path) -> None:
    assert tried(tmp_path, confined=True) == dict.fromkeys(STEPS, "PermissionError")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"content")]


def test_each_step_works_elsewhere(tmp_path: Path) -> None:
    assert tried(tmp_path, confined=False) == dict.fromkeys(STEPS, "done")
