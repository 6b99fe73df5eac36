"""A machine that runs the steps of a workflow in a real checkout, as a hosted one does; only `gh` stands for GitHub."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from drill import job_of
from support import NODE_PATH, ROOT

DAY = "2026-11-24"
EPOCH = "1795521600"  # noon that day, UTC
WORKFLOWS = ROOT / ".github" / "workflows"
GH = """\
#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$GH_LOG"
while [ $# -gt 0 ]; do
  if [ "$1" = --body-file ]; then cp "$2" "$GH_BODY" 2> /dev/null || cat > "$GH_BODY"; fi
  if [ "$1" = list ]; then echo "${GH_FOUND-12}"; fi
  if [ "$1" = view ]; then echo https://git.example/forslag/12; fi
  shift
done
"""


@dataclass
class Runner:
    """A machine that runs a workflow's steps in a checkout, as a hosted one does."""

    folder: Path
    tools: Path
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    instead: Mapping[str, str] = field(
        default_factory=dict
    )  # settings that whoever takes a workflow replaces by their own
    failed: bool = False
    ran: list[str] = field(default_factory=list)  # the steps, also those that only set a machine up

    def run(self, workflow: str, job: str, event: Mapping[str, str]) -> None:
        """Every step that is a command, in order; after a failure only those for failures."""
        self.failed, self.outputs, self.ran = False, {}, []
        described = job_of(workflow, job)
        for step in described["steps"]:
            condition = step.get("if", "")
            now = condition == "always()" or ("failure()" in condition) == self.failed
            if "run" in step and now and self._applies(condition):
                self.ran.append(step.get("name", ""))
                if step["run"].split()[0] != "make":
                    self._step(step, {**described.get("env", {}), **step.get("env", {})}, event)

    def _applies(self, condition: str) -> bool:
        """Whether what earlier steps found asks for this one: outputs, alone or compared with a word, and joined by `&&`."""
        terms = re.sub(r"^\$\{\{|\}\}$", "", condition).split("&&")
        return all(self._holds(term.strip()) for term in terms)

    def _holds(self, term: str) -> bool:
        found = re.fullmatch(r"(!?)steps\.(\w+)\.outputs\.(\w+)(?: (==|!=) '(\w*)')?", term)
        if found is None:
            assert term in ("", "always()", "failure()"), f"this rehearsal does not know «{term}»"
            return True
        value = self.outputs.get(found[2], {}).get(found[3], "")
        said = (value == found[5]) == (found[4] == "==") if found[4] else bool(value)
        return said != (found[1] == "!")

    def _step(self, step: dict, environment: Mapping[str, str], event: Mapping[str, str]) -> None:
        output = self.tools / "output"
        output.write_text("", "utf-8")
        known = {
            key: re.sub(r"\$\{\{ (.*?) \}\}", lambda m: self._value(m[1], event), v) for key, v in environment.items()
        }
        settings = {
            "PATH": f"{self.tools}{os.pathsep}{NODE_PATH}",
            "GH_LOG": str(self.tools / "log"),
            "GH_BODY": str(self.tools / "body"),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.tools / "summary"),
            "PYTHONPATH": str(ROOT / "src"),
            "SOURCE_DATE_EPOCH": EPOCH,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "HOME": str(self.tools),
        }
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=self.folder,
            env={**settings, **known, **self.instead},
            capture_output=True,
            text=True,
            check=False,
        )
        self.failed = self.failed or done.returncode != 0
        if done.returncode and "failure()" not in step.get("if", ""):
            (self.tools / "failure").write_text(f"{step['name']}: {done.stderr}{done.stdout}", "utf-8")
        pairs = [line.partition("=") for line in output.read_text("utf-8").splitlines()]
        self.outputs[step.get("id", "")] = {key: value for key, _, value in pairs}

    def _value(self, expression: str, event: Mapping[str, str]) -> str:
        if found := re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", expression):
            return self.outputs[found[1]].get(found[2], "")  # an output that was never set is empty
        return event[expression]

    @property
    def asked(self) -> str:
        """What `gh` was asked to do."""
        return (self.tools / "log").read_text("utf-8")

    @property
    def body(self) -> str:
        """The last text that was sent to GitHub."""
        return (self.tools / "body").read_text("utf-8")
