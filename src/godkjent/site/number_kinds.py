"""What a number is when no centre has it: the kinds that `asked` tells apart, in the words of the front page.

The kinds and their patterns are those of `phonenumbers`; the series are listed in Nkom's plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..language.i18n import N_


@dataclass(frozen=True, slots=True)
class NumberKind:
    """What kind of number it is, what follows from that, and where that is from.

    With `act`, the label is the heading of the answer and `act` its first sentence: what to do. Without it, the answer
    is that of any number that is not in the register.
    """

    label: str
    meaning: str
    source: str | None = None
    act: str | None = None


_PLAN = "https://nkom.no/telefoni-og-telefonnummer/telefonnummer-og-den-norske-nummerplan/alle-nummerserier-for-norske-telefonnumre"
_FIVE = "https://nkom.no/telefoni-og-telefonnummer/telefonnummer-og-den-norske-nummerplan/5-sifrede-nummer"
_PREMIUM = "https://www.nkom.no/marked/nummerforvaltning/e.164-nummerplan/nummer-for-fellesfakturerte-tjenester-teletorg-og-sms-baserte-tjenester"
_MOBILE = (
    "https://help.puzzel.com/product-documents/user-guide/puzzel-contact-centre/puzzel-traffic-voice-and-sms-connectivity/"
    "use-of-norwegian-mobile-numbers-by-contact-centers-guidance-from-nkom"
)
_HIDDEN = "https://www.malviknyttarkiv.no/2018/01/18/du-slipper-telefonselgere/"
_SPOOFED = "https://www.firdaposten.no/stoppar-ein-million-svindeltelefonar-kvar-manad/s/5-16-645279"

_HANG_UP = N_("Legg på. Nummeret er trolig forfalsket.")
_READ_AGAIN = N_("Se om nummeret er skrevet riktig.")

NUMBER_KINDS: dict[str, NumberKind] = {
    "fixed": NumberKind(
        N_("Fastnummer"), N_("Et callsenter kan vise et fastnummer. Svindlere har også forfalsket slike."), _SPOOFED
    ),
    "mobile": NumberKind(
        N_("Mobilnummer"),
        N_(
            "Et callsenter som ringer mange, kan ikke vise et vanlig mobilnummer. Sier den som ringer at det er et callsenter, er det grunn til å tvile."
        ),
        _MOBILE,
    ),
    "five": NumberKind(
        N_("Femsifret nummer"),
        N_("Slike numre blir tildelt den som bruker dem. Senteret kan ha latt være å registrere det her."),
        _FIVE,
    ),
    "freephone": NumberKind(N_("Gratisnummer (800 og 801)"), N_("Et nummer som det er gratis å ringe til."), _PLAN),
    "premium": NumberKind(
        N_("Betalingsnummer (820 og 829)"),
        N_("Et teletorgnummer, der tjenesten betales over telefonregningen. Ikke ring tilbake før du vet hvem det er."),
        _PREMIUM,
    ),
    "shared": NumberKind(N_("Nummer med delt pris (810)"), N_("Et spesialnummer, ikke et vanlig abonnement."), _PLAN),
    "special": NumberKind(N_("Spesialnummer"), N_("Et spesialnummer, ikke et vanlig abonnement."), _PLAN),
    "voip": NumberKind(N_("Nummer for IP-telefoni (85)"), N_("Et nummer for telefoni over internett."), _PLAN),
    "personal": NumberKind(N_("Personlig nummer (880)"), N_("Et nummer som følger en person, ikke et firma."), _PLAN),
    "voicemail": NumberKind(
        N_("Nummer for telefonsvar (812 og 813)"), N_("Et nummer for telefonsvar, ikke et vanlig abonnement."), _PLAN
    ),
    "machine": NumberKind(
        N_("Nummer for maskiner"),
        N_("Seriene 58 (12 sifre) og 59 (8 sifre) er for utstyr som snakker sammen, ikke for folk som ringer."),
        _PLAN,
        _HANG_UP,
    ),
    "nobody": NumberKind(
        N_("Et nummer ingen kan ha"),
        N_("Nummeret er i en serie som ikke er tatt i bruk i den norske nummerplanen."),
        _PLAN,
        _HANG_UP,
    ),
    "short": NumberKind(
        N_("Kort spesialnummer"),
        N_(
            "Et nummer for nødtjenester, opplysning eller lignende. Det kan ikke være et callsenters nummer i dette registeret."
        ),
        _PLAN,
        N_("Er du i tvil om hvem som ringer, legg på."),
    ),
    "foreign": NumberKind(
        N_("Utenlandsk nummer"),
        N_(
            "Registeret har bare norske numre. Et utenlandsk nummer er ikke registrert på noe godkjent senter. Det trenger ikke være svindel."
        ),
        None,
        N_("Spør hvem som ringer, og for hvem. Er du i tvil, legg på."),
    ),
    "incomplete": NumberKind(
        N_("Skriv hele nummeret"),
        N_("Nummeret er for kort til å slås opp."),
        None,
        N_("8 sifre, eller 5 sifre som begynner med 0."),
    ),
    "check-digit": NumberKind(
        N_("Kontrollsifferet stemmer ikke"),
        N_("Ni sifre er et organisasjonsnummer, og i dette er minst ett siffer feil. Ingen foretak har det."),
        None,
        _READ_AGAIN,
    ),
    "not-organisation": NumberKind(
        N_("Ikke et organisasjonsnummer"),
        N_("Norske organisasjonsnumre begynner med 8 eller 9. Er det et telefonnummer, skal det ha 8 sifre, ikke 9."),
        None,
        _READ_AGAIN,
    ),
    "none": NumberKind(
        N_("Ikke et norsk nummer"),
        N_("Nummeret finnes ikke i den norske nummerplanen."),
        _PLAN,
        _READ_AGAIN,
    ),
    "hidden": NumberKind(
        N_("Skjult nummer"),
        N_("Det er forbudt å drive telefonsalg fra skjult nummer."),
        _HIDDEN,
        N_("Spør hvem som ringer, eller legg på."),
    ),
    "warned": NumberKind(
        N_("Telefonen advarer"),
        N_("Ordene kommer fra telefonen, ikke fra registeret. Skriv nummeret, så ser du om det står her."),
        None,
        N_("Er du i tvil, ikke svar, eller legg på."),
    ),
}
