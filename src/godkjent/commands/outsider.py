"""`godkjent-verify.pyz`: the commands for those who do not trust the register, in one file that needs Python alone.

The same `verify`, `monitor` and `witness` as in `godkjent`, with what they need of other libraries carried along.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ..trust import log, site_files
from . import add_clock, add_language, answer, monitor, verify, witness
from .parsing import asked_for, explain, speak

COMMANDS = {
    "verify": ("kontroller et signert bevis, eller alt et nettsted har signert", verify.add, verify.run),
    "monitor": ("si fra når historien på et nettsted er endret siden sist", monitor.add, monitor.run),
    "witness": ("medsigner loggen, fra et lager du selv rår over", witness.add, witness.run),
}
LIMITS = (
    f"Grenser: høyst {site_files.LARGEST // 1_000_000} MB og {site_files.SECONDS} sekunder for hver fil, "
    f"{site_files.GRACE:.0f} sekunder og ett til for hver fil i alt, høyst {log.MOST_ENTRIES} oppføringer i loggen, høyst "
    f"{site_files.MOST_REDIRECTS} videresendinger, bare til samme vert, og bare https (http bare til denne maskinen). "
    "Ingenting annet enn nettstedet blir spurt, og ingenting blir skrevet uten filen du selv oppgir."
)
EXAMPLES = """\
eksempler:
  python3 godkjent-verify.pyz verify https://registeret.example
  python3 godkjent-verify.pyz verify https://registeret.example/api/v1/centres/310000108/credential.json --pin z6Mk…
  python3 godkjent-verify.pyz monitor https://registeret.example --state sett.json --vkey registeret.example/logg+…
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 all well, 1 something does not fit, 2 wrong use."""
    language = asked_for(sys.argv[1:] if arguments is None else arguments)
    speak(language)
    return answer(_parser(language), arguments)


def _parser(language: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "godkjent-verify",
        description="Kontrollerer registeret over godkjente callsentre utenfra, uten å stole på det.",
        epilog=f"{LIMITS}\n\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")
    for name, (does, add, run) in COMMANDS.items():
        command = commands.add_parser(name, help=does, description=does, epilog=LIMITS)
        add(command)
        add_language(command)
        add_clock(command)
        explain(command, language)
        command.set_defaults(run=run)
    return parser
