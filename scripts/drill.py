"""The yearly drill: the key is stolen, the host is lost, the maintainer is gone. Nothing real is touched.

    python scripts/drill.py [--registry FOLDER]

A copy of this repository, its register and new keys are put in a temporary folder with git repositories of their own. The
steps are those of `.github/workflows/deploy.yml`, the commands those of `docs/drift.md`. What a person does is printed, and
what he sees; what is not seen as it should be ends the drill with 1.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from godkjent.outputs.build_inputs import READ
from godkjent.register import clock
from godkjent.trust import log, tlog
from godkjent.trust.keys import variable
from godkjent.trust.site_files import Folder

ROOT = Path(__file__).resolve().parent.parent
SITE = "https://ovelse.example"
ROLES = ("credentials", "status", "log")
INSTALLED = {name: ROOT / name for name in (".venv", "node_modules")}
"""The packages that are here, which every copy uses."""
_STUB = "#!/bin/sh\nexit 0\n"
"""In the place of GitHub's own command: what it would fetch is laid ready, and what it would push to is a folder."""


class NotAsItShould(Exception):
    """Something was not seen that should have been; the text says what."""


@dataclass
class World:
    """What the drill takes place in: the person's copy, the repository that all share, the keys, and the published site."""

    folder: Path
    day: date
    origin: Path = field(init=False)
    published: int = 0

    def __post_init__(self) -> None:
        self.origin = self.folder / "lageret"
        (self.folder / "verktoy").mkdir()
        (self.folder / "verktoy" / "gh").write_text(_STUB, "utf-8")
        (self.folder / "verktoy" / "gh").chmod(0o755)

    @property
    def copy(self) -> Path:
        return self.folder / "kopi"

    @property
    def site(self) -> Path:
        return self.folder / "nettstedet"

    @property
    def keys(self) -> Path:
        return self.folder / "nokler"

    def run(self, command: list[str], where: Path, **more: str) -> tuple[int, str]:
        """One command, with nothing of this machine's settings for git, builds and keys."""
        known = {k: v for k, v in os.environ.items() if k not in READ and not k.startswith("GODKJENT_KEY")}
        who = {
            f"GIT_{one}_{what}": "ovelse@ovelse.example"
            for one in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        path = os.pathsep.join([str(self.folder / "verktoy"), str(where / ".venv" / "bin"), os.environ["PATH"]])
        ours = {"PATH": path, "PYTHONPATH": str(where / "src"), "GIT_CONFIG_GLOBAL": os.devnull, "AS_OF": str(self.day)}
        done = subprocess.run(
            command, cwd=where, env={**known, **who, **ours, **more}, capture_output=True, text=True, check=False
        )
        return done.returncode, (done.stdout + done.stderr).strip()

    def must(self, command: list[str], where: Path, **more: str) -> str:
        """The same, when it cannot fail without the drill itself being at fault."""
        code, said = self.run(command, where, **more)
        if code:
            raise NotAsItShould(f"«{shlex.join(command)}» stoppet:\n{said}")
        return said

    def checkout(self, name: str) -> Path:
        """A fresh machine's copy of the repository, with the packages that are here."""
        there = self.folder / name
        shutil.rmtree(there, ignore_errors=True)
        self.must(["git", "clone", "--quiet", str(self.origin), str(there)], self.folder)
        for name, folder in INSTALLED.items():
            (there / name).symlink_to(folder.resolve())
        return there

    def merge(self, message: str) -> None:
        """What the person changed is accepted: it is on the main branch that all share."""
        self.must(["git", "add", "registry"], self.copy)
        self.must(["git", "commit", "--quiet", "--message", message], self.copy)
        self.must(["git", "push", "--quiet", "origin", "HEAD:main"], self.copy)

    def publish(self, *, new_log: bool = False) -> tuple[int, str]:
        """«Publisering» by its own steps, job by job on fresh machines; the exit status and what the step said that stopped it."""
        outputs: dict[str, str] = {}
        site = None
        for job in ("build", "sign", "keep"):
            machine = self.checkout(f"maskin-{job}")
            if job == "sign":
                shutil.move(self.folder / "maskin-build" / "usignert", machine / "usignert")
            if job == "keep":
                site = self.folder / "maskin-sign" / "output"
                self.must(["tar", "-cf", str(self.folder / "artifact.tar"), "-C", str(site), "."], self.folder)
            for step in steps(job):
                code, said = self._step(step, machine, outputs, new_log)
                if code:
                    return code, said
        shutil.rmtree(self.site, ignore_errors=True)
        shutil.move(str(site), self.site)
        self.published += 1
        return 0, ""

    def _step(self, step: dict[str, str], machine: Path, outputs: dict[str, str], new_log: bool) -> tuple[int, str]:
        told = self.folder / "sagt"
        told.write_text("", "utf-8")
        pems = {variable(role): _text(self.keys / f"{role}.pem") for role in ROLES}
        known = {
            "SITEURL": SITE,
            "PREVIOUS": "" if new_log else "publisert",
            "NEW_LOG": "1" if new_log else "",
            "REPOSITORY_URL": "",
            "MANIFEST": outputs.get("manifest", ""),
            "GODKJENT_KEYS_PASSWORD": "",
            **pems,
        }
        given = {name: known[name] for name in step.get("env", {})}
        always = {"RUNNER_TEMP": str(self.folder), "GITHUB_SHA": "ovelse", "TIP": outputs.get("tip", "")}
        code, said = self.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],
            machine,
            GITHUB_OUTPUT=str(told),
            GITHUB_RUN_ID="1",
            **always,
            **given,
        )
        outputs |= dict(line.split("=", 1) for line in told.read_text("utf-8").splitlines() if "=" in line)
        return code, said

    def leaves(self) -> list[bytes]:
        """The log's entries, read and checked as an outsider reads them."""
        name, key = tlog.from_vkey((self.site / "logg" / "vkey").read_text("utf-8"))
        return list(log.read(Folder(self.site), [key], name).log.entries)


def job_of(workflow: str, job: str) -> dict[str, Any]:
    """A job of a workflow as it is written, every value a text."""
    text = (ROOT / ".github" / "workflows" / f"{workflow}.yml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader)["jobs"][job]  # noqa: S506 - makes texts, lists and maps alone
    return found


def steps(job: str, *but: str) -> list[dict[str, Any]]:
    """The steps of a job of the publishing that are commands, without the one that sets a machine up and those named in `but`."""
    found = job_of("deploy", job)["steps"]
    return [step for step in found if "run" in step and step["name"] not in ("Sett opp", *but)]


def _text(file: Path) -> str:
    return file.read_text("ascii") if file.exists() else ""


# --- What is drilled ---------------------------------------------------------------------------------------------------


@dataclass
class Drill:
    """One telling: what the person does, what he sees, and what of it was not as it should be."""

    world: World
    wrong: list[str] = field(default_factory=list)

    def says(self, words: str) -> None:
        print(f"  {words}")

    def does(self, *command: str, where: Path | None = None) -> str:
        """A command that the person gives, as it is typed in their copy; what it said."""
        print(f"  Du skriver: {shlex.join(command).replace(str(self.world.folder), '…')}")
        code, said = self.world.run([*command], where or self.world.copy)
        for line in said.splitlines()[-2:]:
            print(f"    {line.replace(str(self.world.folder), '…')}")
        return f"{code}\n{said}"

    def publishes(self, **more: bool) -> None:
        """«Publisering» is run, and goes well."""
        print("  «Publisering» kjøres.")
        code, said = self.world.publish(**more)
        self.sees(code == 0, "Den blir grønn.", said.splitlines()[-1] if said else "")

    def sees(self, well: bool, words: str, instead: str = "") -> None:
        """What must be seen now."""
        print(f"  {'Du ser:' if well else 'IKKE SETT:'} {words} {'' if well else instead}".rstrip())
        if not well:
            self.wrong.append(words)


def key_stolen(drill: Drill) -> None:
    """Somebody has copied the key that credentials are signed with; it is changed, and what he has is worth nothing."""
    world = drill.world
    mirror, stolen = world.folder / "speil", world.folder / "stjalet"
    before = drill.world.leaves()
    bevis = sorted(world.site.glob("api/v1/centres/*/credential.json"))[0].relative_to(world.site)
    shutil.copytree(world.site, stolen, dirs_exist_ok=True)
    seen = drill.does(".venv/bin/godkjent", "verify", str(stolen / bevis))
    drill.sees("IKKE EKTE" not in seen, "Et bevis som er signert med nøkkelen, er ekte. Tyven kan altså lage flere.")
    seen = drill.does(".venv/bin/godkjent", "keys", "rotate", "credentials", "--folder", str(world.keys))
    drill.sees(seen.startswith("0\n"), "Nøkkelen er byttet, og den gamle har fått en sluttdag.")
    drill.says("Du legger den nye hemmeligheten i miljøet «signering», og fletter endringen i registry/keys.yaml.")
    world.merge("Nøkkelen ble stjålet, og er byttet")
    drill.publishes()
    shutil.copytree(world.site, mirror, dirs_exist_ok=True)
    shutil.copy(stolen / bevis, mirror / bevis)
    seen = drill.does(".venv/bin/godkjent", "verify", str(mirror / bevis))
    drill.sees("IKKE EKTE" in seen, "Et bevis signert med den stjålne nøkkelen, blir avvist.")
    seen = drill.does(".venv/bin/godkjent", "verify", str(world.site))
    drill.sees(seen.startswith("0\n"), "Alt nettstedet selv har signert, holder.")
    after = world.leaves()
    grew = after[: len(before)] == before and len(after) > len(before)
    drill.sees(grew, "Loggen er den samme som før, med byttet lagt til.")
    drill.says("Du sier fra på forsiden, og til dem som overvåker.")


def host_lost(drill: Drill) -> None:
    """The web host has lost everything; the site comes back from the branch, with the same history."""
    world = drill.world
    seen = drill.does(".venv/bin/godkjent", "monitor", str(world.site), "--state", str(world.folder / "sett.json"))
    drill.sees(seen.startswith("0\n"), "Den som overvåker oss, har sett loggen.")
    before = world.leaves()
    shutil.rmtree(world.site)
    drill.says("Nettstedet er borte.")
    copy = world.folder / "nodutgave"
    drill.does("git", "clone", "--quiet", "--branch", "publisert", str(world.origin), str(copy))
    seen = drill.does("sha256sum", "--check", "--quiet", "manifest.sha256", where=copy)
    drill.sees(
        seen.startswith("0\n"),
        "Grenen «publisert» har hele nettstedet, og ingen fil er endret. Den kan legges ut hvor som helst.",
    )
    drill.publishes()
    drill.sees(world.leaves() == before, "Loggen er den samme som før. Ingen ny logg er begynt.")
    seen = drill.does(".venv/bin/godkjent", "monitor", str(world.site), "--state", str(world.folder / "sett.json"))
    drill.sees(seen.startswith("0\n"), "Den som overvåker oss, ser den samme historien.")


def maintainer_gone(drill: Drill) -> None:
    """Whoever had the keys and the access is gone; somebody else goes on, from a copy, with new keys."""
    world = drill.world
    before = world.leaves()
    drill.says("Den som driftet registeret, er borte, med nøklene og tilgangen. Du har en klone, og ingenting annet.")
    shutil.rmtree(world.keys)
    code, said = world.publish()
    drill.sees(code != 0 and bool(said), "Uten nøkler stopper «Publisering», og ingenting blir lagt ut usignert.")
    mirror, new = world.folder / "klone", world.folder / "nytt-lager"
    drill.does("git", "clone", "--quiet", "--mirror", str(world.origin), str(mirror), where=world.folder)
    drill.does("git", "init", "--quiet", "--bare", "--initial-branch=main", str(new), where=world.folder)
    drill.does("git", "push", "--quiet", "--mirror", str(new), where=mirror)
    shutil.rmtree(world.origin)
    world.origin = new
    world.must(["git", "remote", "set-url", "origin", str(new)], world.copy)
    drill.says("Lageret er flyttet til et sted du rår over, med grenen «publisert».")
    for role in ROLES:
        seen = drill.does(".venv/bin/godkjent", "keys", "rotate", role, "--lost", "--folder", str(world.keys))
        drill.sees(seen.startswith("0\n"), f"En ny nøkkel er laget ({role}).")
    world.merge("Nøklene var borte, og nye er laget")
    drill.publishes()
    after = world.leaves()
    drill.sees(
        after[: len(before)] == before and len(after) > len(before),
        "Loggen går videre fra der den var, og viser byttene.",
    )
    seen = drill.does(".venv/bin/godkjent", "verify", str(world.site))
    drill.sees(seen.startswith("0\n"), "Alt på nettstedet er signert på nytt, og holder.")


DRILLS: dict[str, Callable[[Drill], None]] = {
    "Nøkkelen er stjålet": key_stolen,
    "Nettstedet er borte": host_lost,
    "Den som driftet, er borte": maintainer_gone,
}


def begun(world: World, registry: Path | None) -> None:
    """The register as it is here, with keys of the drill's own, published for the first time."""
    world.must(["git", "clone", "--quiet", "--bare", str(ROOT), str(world.origin)], world.folder)
    head = world.must(["git", "rev-parse", "HEAD"], ROOT)
    world.must(["git", "update-ref", "refs/heads/main", head], world.origin)
    world.must(["git", "symbolic-ref", "HEAD", "refs/heads/main"], world.origin)
    for branch in world.must(["git", "for-each-ref", "--format=%(refname)", "refs"], world.origin).splitlines():
        if branch != "refs/heads/main":
            world.must(["git", "update-ref", "-d", branch], world.origin)
    copy = world.checkout("kopi")
    (copy / "registry" / "keys.yaml").unlink(missing_ok=True)
    if registry:
        shutil.rmtree(copy / "registry")
        shutil.copytree(registry, copy / "registry")
    world.must([".venv/bin/godkjent", "keys", "make", "--folder", str(world.keys)], copy)
    world.merge("Øvelsens egne nøkler")
    code, said = world.publish(new_log=True)
    if code:
        raise NotAsItShould(f"Den første publiseringen stoppet:\n{said}")


def main(arguments: list[str] | None = None) -> int:
    """Walk through every drill; 1 when something was not seen as it should be."""
    parser = argparse.ArgumentParser(
        "drill", description="Øv på det verste: nøkkelen stjålet, nettstedet borte, ingen igjen."
    )
    parser.add_argument("--registry", type=Path, metavar="MAPPE", help="et annet register å øve med")
    options = parser.parse_args(arguments)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="ovelse-") as folder:
        world = World(Path(folder), clock.as_of(None, {}))
        try:
            print("Øvelsen bruker en kopi av registeret og nøkler som bare er til den. Ingenting virkelig blir rørt.")
            begun(world, options.registry)
            for name, walk in DRILLS.items():
                print(f"\n{name}")
                drill = Drill(world)
                walk(drill)
                wrong += drill.wrong
        except NotAsItShould as error:
            print(f"\n{error}")
            return 1
    print("\nAlt ble sett slik det skal." if not wrong else f"\n{len(wrong)} ting ble ikke sett slik de skal:")
    print(*(f"- {one}" for one in wrong), sep="\n", end="\n" if wrong else "")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
