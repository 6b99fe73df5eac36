"""Takes the pictures of CONTRIBUTING.md again: the forms in a browser, real commands, and what a proposal is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from html import escape
from pathlib import Path

import markdown
from playwright.sync_api import Browser, Page, sync_playwright

from browser import find_browser
from serve import make_server

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
BIN = Path(sys.executable).parent
AS_OF = "2026-11-24"
SLUG = "kry-hval-kundesenter-as"
NAME = "Kry Hval Kundesenter AS"
REASON = "Senteret ringte numre som er reservert."
REMEDY = "Vaske listene mot Reservasjonsregisteret."
REQUIREMENT = "Adresser og reservasjon"
SUSPEND = ["decide", NAME, "Suspensjon", "--requirement", REQUIREMENT, "--reason", REASON, "--remedy", REMEDY]
TERMINAL = """<style>body{{margin:0;background:#fff}}pre{{margin:0;padding:20px 24px;width:892px;white-space:pre-wrap;
font:14px/1.5 ui-monospace,"DejaVu Sans Mono",monospace;color:#e8edf2;background:#14202b}}b{{color:#8fd3ff}}</style><pre>{}</pre>"""
PROPOSAL = """<style>body{{margin:0;padding:8px 24px;width:892px;font:15px/1.5 "Liberation Sans",Arial,sans-serif;color:#1f2328}}
table{{border-collapse:collapse}}td,th{{border:1px solid #d1d9e0;padding:4px 12px;text-align:left}}
code{{background:#eff1f3;padding:2px 5px;border-radius:4px}}h2{{border-bottom:1px solid #d1d9e0}}</style>{}"""


def git(folder: Path, *arguments: str) -> None:
    """One git command, with nothing of this machine's settings."""
    author = {
        f"GIT_{who}_{what}": "nemnda@example.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    settings = {**os.environ, **author, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(folder), *arguments], env=settings, check=True, capture_output=True)


def godkjent(folder: Path, *arguments: str) -> str:
    """What a person sees when running a command in the folder."""
    told = " ".join(f'"{a}"' if " " in a else a for a in arguments)
    command = [str(BIN / "godkjent"), *arguments, "--as-of", AS_OF]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return f"<b>$ .venv/bin/godkjent {escape(told)}</b>\n{escape(done.stdout + done.stderr)}"


def terminal(page: Page, name: str, shown: str) -> None:
    """A picture of what stands in a terminal."""
    page.set_content(TERMINAL.format(shown))
    page.locator("pre").screenshot(path=IMAGES / f"{name}.png")


def commands(page: Page) -> None:
    """Suspend a centre, take a wrong turn, break a file, and what the proposal is told."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(ROOT / "registry", folder / "registry")
        git(folder, "init", "--quiet", "--initial-branch=main")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message=publisert")
        terminal(page, "terminal-feil", godkjent(folder, "decide", NAME, "Suspensjon opphevet"))
        terminal(page, "terminal-suspender", godkjent(folder, *SUSPEND))
        command = [str(BIN / "godkjent"), "changes", "main", "--as-of", AS_OF]
        told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
        page.set_content(PROPOSAL.format(markdown.markdown(told.split("<details>")[0], extensions=["extra"])))
        page.locator("body").screenshot(path=IMAGES / "forklaring.png")
        file = folder / "registry" / "centres" / f"{SLUG}.yaml"
        file.write_text(file.read_text("utf-8").replace("kind: suspension", "kind: suspensjon"), "utf-8")
        terminal(page, "terminal-kontroll", godkjent(folder, "check", "--base", "main"))


def forms(page: Page, address: str) -> None:
    """The forms: a choice of acts, a fault, and the effect."""
    page.goto(f"{address}/rediger/?senter={SLUG}", wait_until="networkidle")
    page.locator("main").screenshot(path=IMAGES / "rediger-valg.png")
    page.locator("[data-choose=suspender]").click()
    form = page.locator("form[data-act=suspender]")
    form.get_by_label("Begrunnelse", exact=True).fill(REASON)
    form.get_by_role("button", name="Kontroller og vis").click()
    form.locator(".edit-summary").wait_for()
    page.evaluate("scrollTo(0, document.querySelector('form[data-act=suspender]').offsetTop - 20)")
    page.screenshot(path=IMAGES / "rediger-feil.png")
    form.get_by_label("Hva som må gjøres", exact=True).fill(REMEDY)
    form.get_by_label(REQUIREMENT).check()
    form.get_by_role("button", name="Kontroller og vis").click()
    page.locator("#result").wait_for()
    page.locator("#result").screenshot(path=IMAGES / "rediger-virkning.png")


def desk(page: Page) -> None:
    """The secretariat's desk: what is to be done, and the letters."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "registry"  # of a register that knows where its forms are
        shutil.copytree(ROOT / "registry", copy)
        with (copy / "scheme.yaml").open("a", encoding="utf-8") as scheme:
            scheme.write("site: https://register.example\n")
        _desk(page, copy)


def _desk(page: Page, registry: Path) -> None:
    command = [str(BIN / "godkjent"), "desk", "--port", "0", "--as-of", AS_OF, "--registry", str(registry)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as shown:
        line = shown.stdout.readline() if shown.stdout else ""
        address = next(word for word in line.split() if word.startswith("http"))
        page.goto(address.rstrip("."))
        page.screenshot(path=IMAGES / "arbeidsbordet.png")
        page.locator("#brev").screenshot(path=IMAGES / "arbeidsbordet-brev.png")
        shown.terminate()


def take(browser: Browser, address: str) -> None:
    """Every picture."""
    page = browser.new_page(viewport={"width": 940, "height": 900}, reduced_motion="reduce", locale="nb-NO")
    forms(page, address)
    page.close()
    page = browser.new_page(viewport={"width": 940, "height": 900})
    desk(page)
    page.close()
    page = browser.new_page(viewport={"width": 940, "height": 200})  # one on which the site's own rules do not hold
    commands(page)
    page.close()


def main() -> None:
    """Build, serve, take the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        environment = {**os.environ, "AS_OF": AS_OF, "REPOSITORY_URL": "https://git.example/nemnda/registeret"}
        command = [str(BIN / "pelican"), "content", "-s", "pelicanconf.py", "-o", str(output)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        server = make_server(output)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            options = ["--no-sandbox", "--disable-gpu"]
            browser = playwright.chromium.launch(executable_path=str(find_browser()), args=options)
            take(browser, f"http://127.0.0.1:{server.server_port}")
            browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
