"""Starting a process: what it needs, and what it leaves until it is used."""

import subprocess
import sys
from pathlib import Path

_WITHOUT_WEASYPRINT = """
import sys
from pathlib import Path
sys.modules["weasyprint"] = None
from labelling.app import create_app
from labelling.settings import Settings
create_app(Settings(data_dir=Path(sys.argv[1])))
"""


def test_application_starts_where_nothing_can_be_printed(tmp_path: Path) -> None:
    """WeasyPrint takes a second and needs Pango; only a process that prints imports it."""
    started = subprocess.run(
        [sys.executable, "-c", _WITHOUT_WEASYPRINT, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (started.returncode, started.stderr) == (0, "")
