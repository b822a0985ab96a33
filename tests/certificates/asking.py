"""What veraPDF says of a file, asked in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def flaws(pdf: bytes, folder: Path) -> list[str]:
    """Return the rules of PDF/UA that a file breaks; it is put into the folder first."""
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    program = [sys.executable, "-m", "tests.certificates.verapdf", str(file)]
    asked = subprocess.run(program, check=True, capture_output=True, cwd=ROOT)
    found: list[str] = json.loads(asked.stdout)[str(file)]["ua1"]
    return found
