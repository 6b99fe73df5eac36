"""The series of the number plan as the front page tells them apart, each with what it means for a person called."""

from __future__ import annotations

from dataclasses import dataclass

from ..language.i18n import N_


@dataclass(frozen=True, slots=True)
class Series:
    """What kind of number it is, what follows from that, and where that is from."""

    label: str
    meaning: str
    source: str | None = None


_NKOM_PLAN = "https://nkom.no/telefoni-og-telefonnummer/telefonnummer-og-den-norske-nummerplan/alle-nummerserier-for-norske-telefonnumre"
_NKOM_FIVE = "https://nkom.no/telefoni-og-telefonnummer/telefonnummer-og-den-norske-nummerplan/5-sifrede-nummer"
_NKOM_PREMIUM = "https://www.nkom.no/marked/nummerforvaltning/e.164-nummerplan/nummer-for-fellesfakturerte-tjenester-teletorg-og-sms-baserte-tjenester"
_NKOM_MOBILE = (
    "https://help.puzzel.com/product-documents/user-guide/puzzel-contact-centre/puzzel-traffic-voice-and-sms-connectivity/"
    "use-of-norwegian-mobile-numbers-by-contact-centers-guidance-from-nkom"
)
_HIDDEN_BAN = "https://www.malviknyttarkiv.no/2018/01/18/du-slipper-telefonselgere/"
_SPOOFED = "https://www.firdaposten.no/stoppar-ein-million-svindeltelefonar-kvar-manad/s/5-16-645279"

SERIES: dict[str, Series] = {
    "fixed": Series(
        N_("Fastnummer"), N_("Et callsenter kan vise et fastnummer. Svindlere har også forfalsket slike."), _SPOOFED
    ),
    "mobile": Series(
        N_("Mobilnummer"),
        N_(
            "Et callsenter som ringer mange, kan ikke vise et vanlig mobilnummer. Sier den som ringer at det er et callsenter, er det grunn til å tvile."
        ),
        _NKOM_MOBILE,
    ),
    "five": Series(
        N_("Femsifret nummer"),
        N_("Slike numre blir tildelt den som bruker dem. Senteret kan ha latt være å registrere det her."),
        _NKOM_FIVE,
    ),
    "freephone": Series(N_("Spesialnummer (800)"), N_("Et spesialnummer, ikke et vanlig abonnement."), _NKOM_PLAN),
    "premium": Series(
        N_("Betalingsnummer (820 og 829)"),
        N_("Et teletorgnummer, der tjenesten betales over telefonregningen. Ikke ring tilbake før du vet hvem det er."),
        _NKOM_PREMIUM,
    ),
    "special": Series(N_("Spesialnummer"), N_("Et spesialnummer, ikke et vanlig abonnement."), _NKOM_PLAN),
    "machine": Series(
        N_("Nummer for maskiner"),
        N_("Serien 59 er for utstyr som snakker sammen, ikke for folk som ringer. Nummeret er trolig forfalsket."),
        _NKOM_PLAN,
    ),
    "short": Series(
        N_("Kort spesialnummer"),
        N_(
            "Et nummer for nødtjenester, opplysning eller lignende. Det kan ikke være et callsenters nummer i dette registeret."
        ),
        _NKOM_PLAN,
    ),
    "foreign": Series(
        N_("Utenlandsk nummer"),
        N_("Registeret har bare norske numre. Et utenlandsk nummer er ikke registrert på noe godkjent senter."),
    ),
    "none": Series(
        N_("Ikke et norsk nummer"),
        N_("Nummeret finnes ikke i den norske nummerplanen. Er det skrevet riktig?"),
        _NKOM_PLAN,
    ),
    "hidden": Series(
        N_("Skjult nummer"),
        N_("Det er forbudt å drive telefonsalg fra skjult nummer. Spør hvem som ringer, eller legg på."),
        _HIDDEN_BAN,
    ),
}
"""The series of the number plan as the front page tells them apart (`seriesOf` in query.js gives the key)."""
