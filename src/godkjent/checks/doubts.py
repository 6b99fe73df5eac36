"""What may well be right, and is worth a second look: warnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from ..language.texts import Text, shown
from ..register import asked, phones
from ..register.loader import Place
from ..register.problems import Level
from ..register.records import Record
from . import alike
from .decisions import related
from .numbers import ends, ranges, span
from .rules import Context, Finding, rule, rule_for_all


@rule(
    "outgoing-mobile-number",
    "centre",
    "{number} er et mobilnummer. Et callsenter som ringer mange, kan ikke vise et vanlig mobilnummer.",
    "{number} is a mobile number. A call centre that calls many may not show an ordinary mobile number.",
    Text(
        "Er nummeret bare for innkommende samtaler, skriv det under Bruk, slik: use: [inbound].",
        "If the number is for incoming calls only, write so under Use, like this: use: [inbound].",
    ),
    Level.WARNING,
)
def outgoing_mobile_number(record: Record, _: Context) -> Iterator[Finding]:
    """A number that is shown to those called is not an ordinary mobile number."""
    for place, item in ranges(record):
        if "outbound" in item.use and phones.mobile(item.first):
            yield Finding(record.document, ends(place, item)[0][0], {"number": span(item.first, item.last)})


@rule(
    "number-kind",
    "centre",
    "{number} er {what}, og ikke et nummer et callsenter bruker til å ringe eller svare.",
    "{number} is {what}, and no number that a call centre calls or answers on.",
    Text("Er nummeret skrevet riktig?", "Is the number written correctly?"),
    Level.WARNING,
)
def number_kind(record: Record, _: Context) -> Iterator[Finding]:
    """No number is of a kind that costs extra, takes messages, or follows one person, as libphonenumber tells kinds."""
    for place, item in ranges(record):
        for end, digits in ends(place, item):
            if what := _ODD_KINDS.get(asked.kind_of(digits)):
                yield Finding(record.document, end, {"number": phones.written(digits), "what": what})


_ODD_KINDS = {
    "premium": Text("et betalingsnummer (teletorg)", "a premium-rate number"),
    "voicemail": Text("et nummer til en telefonsvarer", "a voicemail number"),
    "personal": Text("et personlig nummer (880)", "a personal number (880)"),
}


def _near_names(record: Record) -> list[str]:
    return sorted(alike.keys(alike.bare(record.get("name") or "")))


@rule_for_all(
    "name-alike",
    "centre",
    "«{name}» ligner svært på «{other}» i {file}.",
    "“{name}” looks very much like “{other}” in {file}.",
    Text(
        "Er det samme foretak, eller er et av navnene skrevet feil?",
        "Is it the same company, or is one of the names misspelt?",
    ),
    Level.WARNING,
    meets=_near_names,
)
def name_alike(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """No two names are the same, or one letter apart, once case, signs and the form of company are left out."""
    known: dict[str, list[tuple[alike.Words, Record]]] = {}
    for record in all_records:
        words = alike.bare(record.get("name") or "")
        kin = related(record)
        rows = (row for key in alike.keys(words) for row in known.get(key, ()) if alike.alike(words, row[0]))
        near = [row for row in rows if row[1].get("organisation_number") not in kin]
        if near:
            other = min((row[1] for row in near), key=lambda r: r.stem)
            values: dict[str, object] = {"name": shown(record.get("name")), "other": shown(other.get("name"))}
            yield Finding(record.document, ("name",), {**values, "file": other.document.file})
        for key in alike.keys(words):
            known.setdefault(key, []).append((words, record))


def _domains_of(record: Record) -> list[str]:
    """The domains that a centre's sites are on and under, and the one that its mail is on."""
    return sorted({_mail_host(record), *(domain for _, host in _hosts(record) for domain in _domains(host))})


@rule_for_all(
    "website-of-another",
    "centre",
    "«{host}» hører under et domene som {other} har ført opp.",
    "“{host}” is under a domain that {other} has listed.",
    Text(
        "Et merke på nettstedet kan da bli tatt for det andre senterets. Er adressen riktig?",
        "A badge on the site may then be taken for the other centre's. Is the address right?",
    ),
    Level.WARNING,
    meets=_domains_of,
)
def website_of_another(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """A web site is not on, or under, a domain that another centre has its web site or its mail on."""
    owners: dict[str, list[tuple[Record, bool]]] = {}
    for record in all_records:
        for host, is_site in {_mail_host(record): False, **{host: True for _, host in _hosts(record)}}.items():
            owners.setdefault(host, []).append((record, is_site))
    for record in all_records:
        kin = related(record)
        for place, host in _hosts(record):
            for domain in _domains(host):
                others = [row for row in owners.get(domain, ()) if row[0].get("organisation_number") not in kin]
                if other := _other_owner(others, record, same_site=domain == host):
                    yield Finding(record.document, place, {"host": shown(host), "other": other.document.file})
                    break


def _other_owner(owners: Sequence[tuple[Record, bool]], record: Record, *, same_site: bool) -> Record | None:
    """The other centre on a domain; of two with the very same site only the later is told of the earlier."""
    own = next((n for n, (owner, _) in enumerate(owners) if owner is record), len(owners))
    return next((o for n, (o, site) in enumerate(owners) if n != own and not (same_site and site and n > own)), None)


def _hosts(record: Record) -> list[tuple[Place, str]]:
    urls = record.items("websites")
    return [(("websites", i), (urlsplit(url).hostname or "").removeprefix("www.")) for i, url in urls]


def _mail_host(record: Record) -> str:
    return (record.get("email") or "").rpartition("@")[2].lower()


def _domains(host: str) -> list[str]:
    """A host and every domain it is under, but for the top one."""
    labels = host.split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)]
