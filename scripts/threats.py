"""Writes docs/trusler.md from the markers in the tests: each threat, what defends against it, the test, and its twin.

A test is marked `@pytest.mark.threat("T15")` when it shows that the defence holds, and `@pytest.mark.twin("T15")` when it
shows what happens without it: a forged thing that is refused, or the same attack against a copy without the defence.
A threat without both is told, and stops the tests.

    python scripts/threats.py            # write the page anew
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "trusler.md"
MARKS = ("threat", "twin")
THREATS: dict[str, tuple[str, str]] = {
    "T01": (
        "Merket er tegnet etter, eller nummeret er oppdiktet",
        "Koden og adressen i merket leder til registerets egen side, og et nummer som ikke finnes, får et klart svar",
    ),
    "T02": (
        "Merket er kopiert fra et godkjent senter",
        "Siden merket leder til, viser foretaket og nettstedene, og sier fra når leseren kom fra et annet sted",
    ),
    "T03": (
        "Et senter som er suspendert, viser en lagret eller bufret kopi",
        "Det levende merket endres på samme adresse; det nøytrale sier ingenting om status",
    ),
    "T04": (
        "Et nettsted eller navn likner registerets eller et senters",
        "Navn og adresser som øyet tar for hverandre, blir stanset",
    ),
    "T05": (
        "Et forslag endrer en status i det stille",
        "Status regnes ut av vedtakene, og et publisert vedtak kan ikke endres",
    ),
    "T06": (
        "Byggemaskinen eller en pakke er forgiftet",
        "Ingen nøkkel er innen rekkevidde der andres programmer kjører, og samme kilde gir samme filer",
    ),
    "T07": ("En nøkkel er stjålet", "Hver nøkkel har én rolle, leseren kan feste den, og et bytte står i loggen"),
    "T08": ("Et navn eller en tekst prøver å kjøre noe i leserens nettleser", "All tekst er tekst i hver eneste fil"),
    "T09": (
        "En YAML-fil er laget for å lure eller velte leseren",
        "YAML leses som tekst, med grenser, og alt annet blir avvist",
    ),
    "T10": (
        "En fil eller adresse fører ut av mappen, eller tar en annens plass",
        "Lenker følges ikke, og to filer får aldri samme adresse",
    ),
    "T11": ("Et navn har usynlige eller forvekslbare tegn", "Slike tegn og navn blir avvist"),
    "T12": ("En celle i et regneark kjører en formel", "Celler som begynner som en formel, blir tekst"),
    "T13": ("En lenke sender leseren et annet sted", "Bare vanlige nettadresser, og ingen videresending ut"),
    "T14": ("Nettstedet er ikke bygget på lenge", "Siden, merkene og listene sier selv når de er for gamle"),
    "T15": ("Historien er skrevet om", "Loggen kan bare vokse, og alle som har tatt vare på et sjekkpunkt, ser det"),
    "T16": ("En mellomstasjon endrer filene", "Det som er signert, kan ikke endres uten at det vises"),
    "T17": ("To lesere får hver sin historie", "Vitner medsignerer, og leseren krever så mange han vil"),
    "T18": (
        "Nummeret i telefonen er forfalsket",
        "Siden sier aldri at denne samtalen er ekte, og ber leseren ringe tilbake",
    ),
    "T19": (
        "Loggen eller en oversikt røper personopplysninger",
        "Loggen har ingen navn, og det som ikke skal være offentlig, blir avvist",
    ),
    "T20": ("Noen velter registeret med mengde", "Størrelse, dybde, tid og antall har grenser"),
    "P01": ("To bygg samtidig signerer to historier", "Grenen flyttes bare fra der bygget begynte"),
    "P02": (
        "Et vitne lyver, er dødt eller er tregt",
        "Bare medsignaturer som stemmer, teller, og ventetiden har et tak",
    ),
    "P03": ("Et program under bygget leser nøklene", "Nøklene er borte fra miljøet før noe annet starter"),
    "P04": (
        "Den som kontrollerer, må stole på lageret vårt",
        "Ett program uten annet enn Python kontrollerer nettstedet",
    ),
    "P05": (
        "En side eller et navn tar en adresse som nettstedet bruker selv",
        "Adressene er reservert, og prosa er bare prosa",
    ),
    "P06": ("Merket brukes av en som har mistet det", "Nettstedene blir besøkt, og det som er galt, kommer på bordet"),
    "P07": (
        "Et foretak er konkurs, slettet eller flyttet uten at noen merker det",
        "Hver natt sammenlignes det med Enhetsregisteret, og et nett som er borte, blir aldri lest som at alt er i orden",
    ),
    "P08": (
        "En pakke eller arbeidsflyt er byttet ut",
        "Alt er låst med avtrykk, og arbeidsflytene har bare de rettighetene de trenger",
    ),
    "P09": (
        "Det som er publisert, er ikke bygget av det som ligger i git",
        "Hvem som helst bygger dagen igjen, og ser hver byte som er annerledes",
    ),
    "P10": (
        "Leserne får noe ingen har sagt fra om, eller som de ikke har lov til å få",
        "Alt som følger med, står i en liste med lisens, og listen prøves mot det som virkelig er buntet",
    ),
    "P11": (
        "Et forgiftet bygg svarer noe annet enn registeret",
        "Signeringen regner selv ut hver fil som avgjør et svar, og nekter når bygget sier noe annet. Sidene som leses (HTML), "
        "regnes ikke ut på nytt: der kan et slikt bygg skrive noe annet, også en gal status. Det ser den som bygger dagen igjen "
        "(P09), og den som sammenligner siden med merket, dataene eller beviset",
    ),
    "P12": (
        "Nøkkelen, nettstedet eller den som driftet, er borte, og ingen vet hva som må gjøres",
        "Det øves hvert år, med arbeidsflytens egne steg, og øvelsen sier hva som ikke gikk",
    ),
}
"""Each threat by its id, with what is done about it: T as in the plan for trust, P for what has been tried since."""
HEAD = """\
# Trusler, og prøvene som holder dem ute

Denne siden er skrevet av `python scripts/threats.py`, som leser merkene i prøvene. For hver trussel står det én prøve som
viser at vernet holder, og en tvilling: den samme prøven mot noe forfalsket, eller uten vernet. En prøve uten tvilling kunne
bestått også om vernet var borte.

| | trussel | vern | prøve | tvilling |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Marked:
    """A test with a mark: which threat, whether it is the twin, and where it stands."""

    threat: str
    twin: bool
    file: str
    name: str


def marked(folder: Path = ROOT / "tests") -> Iterator[Marked]:
    """Every mark in the tests, in the order of files and lines."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for mark in node.decorator_list:
                    yield from _marks(mark, path.relative_to(folder.parent).as_posix(), node.name)


def _marks(mark: ast.expr, file: str, name: str) -> Iterator[Marked]:
    if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr in MARKS:
        for given in mark.args:
            if isinstance(given, ast.Constant):
                yield Marked(str(given.value), mark.func.attr == "twin", file, name)


def faults(found: list[Marked]) -> Iterator[str]:
    """A sentence for each threat that lacks a test or a twin, and for each mark of a threat that is not known."""
    for threat in THREATS:
        for twin, what in ((False, "prøve"), (True, "tvilling")):
            if not any(one.threat == threat and one.twin is twin for one in found):
                yield f"{threat} har ingen {what}."
    yield from (f"{one.file}: {one.threat} er ingen trussel." for one in found if one.threat not in THREATS)


def page(found: list[Marked]) -> str:
    """The whole page."""
    rows = (
        f"| {threat} | {what} | {defence} | {_links(found, threat, twin=False)} | {_links(found, threat, twin=True)} |\n"
        for threat, (what, defence) in THREATS.items()
    )
    return HEAD + "".join(rows)


def _links(found: list[Marked], threat: str, *, twin: bool) -> str:
    fitting = (one for one in found if one.threat == threat and one.twin is twin)
    return "<br>".join(f"[{one.name.removeprefix('test_').replace('_', ' ')}](../{one.file})" for one in fitting)


def main() -> int:
    """Write the page; 1 when a threat lacks its test or its twin."""
    found = list(marked())
    PAGE.write_text(page(found), "utf-8")
    wrong = list(faults(found))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
