"""What only a person can do before the register is published: each with the page to open, and how to see that it is done.

`gh` fills in {owner} and {repo} itself, from the folder it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..language.texts import Text, same
from .begin import organisation_of

HOST = "https://github.com"


@dataclass(frozen=True)
class Step:
    """One thing to do: what, where, and a command that shows whether it is done, with what it should show."""

    what: Text
    page: str
    check: str = ""
    shows: Text | None = None


def steps(repository: str | None, site: str | None, *, signed: bool) -> Iterator[Step]:
    """What is left to do for a repository on GitHub; without its address the pages are named from its front page."""
    organisation = organisation_of(repository) or "ORGANISASJON"
    at = (repository if organisation_of(repository) else None) or f"{HOST}/{organisation}/LAGER"
    yield Step(
        Text(
            "Lag to lag i organisasjonen, «nemnda» og «drift», og legg inn dem som skal godkjenne forslag.",
            "Make two teams in the organisation, “nemnda” and “drift”, and add those who are to approve proposals.",
        ),
        f"{HOST}/orgs/{organisation}/teams",
        f"gh api orgs/{organisation}/teams --jq '.[].slug'",
        Text("nemnda og drift", "nemnda and drift"),
    )
    yield Step(
        Text(
            "Gi lagene skrivetilgang til lageret («Write»).",
            "Give the teams write access to the repository (“Write”).",
        ),
        f"{at}/settings/access",
        "gh api 'repos/{owner}/{repo}/codeowners/errors' --jq '.errors | length'",
        same("0"),
    )
    yield Step(
        Text(
            "Be hver av dem gjøre medlemskapet sitt synlig («Public»). Uten det blir skjemaene deres liggende.",
            "Ask each of them to make their membership visible (“Public”). Without it their forms are left lying.",
        ),
        f"{HOST}/orgs/{organisation}/people",
        f"gh api orgs/{organisation}/public_members --jq '.[].login'",
        Text("alle som skal sende inn skjemaer", "everybody who is to send in forms"),
    )
    yield Step(
        Text(
            "Hent inn reglene for grenen: New ruleset → Import a ruleset → filen .github/rulesets/main.json.",
            "Import the rules of the branch: New ruleset → Import a ruleset → the file .github/rulesets/main.json.",
        ),
        f"{at}/settings/rules",
        "gh api 'repos/{owner}/{repo}/rulesets' --jq '.[] | .name + \" \" + .enforcement'",
        same("main active"),
    )
    yield Step(
        Text(
            "Velg «Read repository contents», og kryss av for «Allow GitHub Actions to create and approve pull requests».",
            "Choose “Read repository contents”, and tick “Allow GitHub Actions to create and approve pull requests”.",
        ),
        f"{at}/settings/actions",
        "gh api 'repos/{owner}/{repo}/actions/permissions/workflow' --jq '.default_workflow_permissions, .can_approve_pull_request_reviews'",
        Text("read og true", "read and true"),
    )
    yield Step(
        Text("Velg «GitHub Actions» som kilde for Pages.", "Choose “GitHub Actions” as the source of Pages."),
        f"{at}/settings/pages",
        "gh api 'repos/{owner}/{repo}/pages' --jq .build_type",
        same("workflow"),
    )
    yield from _own_domain(at, organisation, site) if site else ()
    yield from _signing(at) if signed else ()
    yield Step(
        Text(
            "Flett forslaget. Kjør så «Publisering»: Run workflow på main"
            + (", med kryss for «Begynn en ny vedtakslogg». Krysset brukes bare denne ene gangen." if signed else "."),
            "Merge the proposal. Then run “Publisering”: Run workflow on main"
            + (", with “Begynn en ny vedtakslogg” ticked. The tick is for this one time." if signed else "."),
        ),
        f"{at}/actions/workflows/deploy.yml",
        "gh run list --workflow deploy.yml --limit 1",
        same("completed success"),
    )


def _own_domain(at: str, organisation: str, site: str) -> Iterator[Step]:
    host = urlsplit(site).hostname or ""
    if host.endswith(".github.io"):
        return
    target = f"{organisation.lower()}.github.io"
    yield Step(
        Text(
            f"Be den som styrer domenet, om en CNAME fra {host} til {target}. Skriv så {host} under «Custom domain», og kryss "
            "av for «Enforce HTTPS» når GitHub lar deg.",
            f"Ask whoever runs the domain for a CNAME from {host} to {target}. Then enter {host} under “Custom domain”, and "
            "tick “Enforce HTTPS” when GitHub lets you.",
        ),
        f"{at}/settings/pages",
        "gh api 'repos/{owner}/{repo}/pages' --jq '.cname, .https_enforced'",
        Text(f"{host} og true", f"{host} and true"),
    )


def _signing(at: str) -> Iterator[Step]:
    yield Step(
        Text(
            "Lag et miljø som heter «signering», bare for grenen main, og legg innholdet i de tre nøkkelfilene dit som hemmeligheter: "
            "credentials.pem i GODKJENT_KEY_CREDENTIALS, status.pem i GODKJENT_KEY_STATUS, log.pem i GODKJENT_KEY_LOG. Ta en kopi på papir eller minnepinne i en safe, "
            "og slett mappen med nøklene.",
            "Make an environment called “signering”, for the branch main alone, and put what the three key files hold there as secrets: "
            "credentials.pem in GODKJENT_KEY_CREDENTIALS, status.pem in GODKJENT_KEY_STATUS, log.pem in GODKJENT_KEY_LOG. Keep a copy on paper or on a stick in a safe, "
            "and delete the folder with the keys.",
        ),
        f"{at}/settings/environments",
        "gh secret list --env signering",
        Text("de tre navnene", "the three names"),
    )
