"""The register's figures as data: charts, tables, JSON and CSV all show these rows, so they cannot disagree.

Counts come from what is public (`views`, `periods`), never from a centre's own decisions. A figure's first column names
its rows. Texts are in every language; values are plain: counts, years, days, rates, or None where there is no figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..language.i18n import in_every_language
from ..language.texts import Text, joined, same
from ..public.history import Period, period_on, periods
from ..public.views import CentreView, views
from ..register import lifecycle
from ..register.model import AnnualReport, Centre, Decision, Kind, Register
from ..register.statuses import COUNTED_AS_APPROVED
from .buyers import rate
from .counties import PLACES

Cell = int | float | date | str | bool | None
Shape = Literal["year", "day", "county", "count", "rate", "flag", "address"]
"""What a column holds: a year, a day, the name of a county, a count, a count per 100 000, yes or no, a web address."""


@dataclass(frozen=True)
class Column:
    """One column: a stable id for machines, a title for readers, and what its cells are."""

    id: str
    title: Text
    shape: Shape = "count"


@dataclass(frozen=True)
class Figure:
    """A table of figures with what it says in a sentence and what it does not say."""

    id: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    reservation: Text | None = None

    def values(self, column: str) -> tuple[Cell, ...]:
        """One column's cells, from the first row to the last."""
        place = [c.id for c in self.columns].index(column)
        return tuple(row[place] for row in self.rows)


def figures(
    register: Register, kinds: Mapping[str, Text] | None = None, known: Sequence[CentreView] | None = None
) -> tuple[Figure, ...]:
    """Every figure of the register on its day; `kinds` says what the kinds of decision are called, `known` are its views."""
    known = views(register) if known is None else known
    return (
        approved_over_time(known, register),
        decisions_by_year(known, register, kinds or {}),
        authority_complaints(register),
        reported_complaints(register),
        centres_by_county(known),
    )


_YEAR = Column("year", Text("År", "Year", "År"), "year")


def approved_over_time(known: Iterable[CentreView], register: Register) -> Figure:
    """How many centres were approved, warned ones included, at each year's end and since the newest day of the register."""
    known = tuple(known)
    histories = [periods(view.standing, register) for view in known]
    starts = [p.start for h in histories for p in h if _counted(p)]
    newest = _newest(known, register)
    years = range(min(starts, default=newest).year, newest.year)
    days = [*(date(year, 12, 31) for year in years), newest]

    def approved(day: date) -> int:
        on_day = (period_on(history, day) for history in histories)
        return sum(p is not None and _counted(p) for p in on_day)

    rows = tuple((day, approved(day)) for day in days) if starts else ()  # of nothing there is no graph
    return Figure(
        "approved",
        Text("Godkjente sentre over tid", "Approved centres over time", "Godkjende senter over tid"),
        _approved_in_words(rows),
        (
            Column("day", Text("Dag", "Day", "Dag"), "day"),
            Column("approved", Text("Godkjente sentre", "Approved centres", "Godkjende senter")),
        ),
        rows,
        Text(
            "Tallet gjelder den siste dagen i hvert år og den siste dagen noe ble endret. Sentre med advarsel er godkjent og er med. Et senter som var suspendert, er ikke med så lenge suspensjonen er offentlig.",
            "The number is for the last day of each year and for the last day on which something changed. Centres with a warning are approved and are counted. A centre that was suspended is left out as long as the suspension is public.",
            "Talet gjeld den siste dagen i kvart år og den siste dagen noko vart endra. Senter med åtvaring er godkjende og er med. Eit senter som var suspendert, er ikkje med så lenge suspensjonen er offentleg.",
        ),
    )


def _newest(known: Iterable[CentreView], register: Register) -> date:
    """The newest public day about any centre, in the register's own year: what is counted has stood so from then on."""
    return max([date(register.as_of.year, 1, 1), *(view.latest for view in known)])


def _counted(period: Period) -> bool:
    """Whether a period counts as approved; one of which only that the approval ran is told, does."""
    return period.status is None or period.status in COUNTED_AS_APPROVED


def _approved_in_words(rows: tuple[tuple[date, int], ...]) -> Text:
    if not rows:
        return Text(
            "Ingen sentre har vært godkjent ennå.",
            "No centre has been approved yet.",
            "Ingen senter har vore godkjende enno.",
        )
    (first, few), (last, many) = rows[0], rows[-1]
    now = Text(
        "Godkjente sentre {last}: {many}.", "Approved centres on {last}: {many}.", "Godkjende senter {last}: {many}."
    ).fill(many=many, last=in_every_language(last))
    if len(rows) == 1:
        return now
    before = Text(" Ved utgangen av {year}: {few}.", " At the end of {year}: {few}.", " Ved utgangen av {year}: {few}.")
    return joined((now, before.fill(year=first.year, few=few)), "")


def decisions_by_year(known: Iterable[CentreView], register: Register, kinds: Mapping[str, Text]) -> Figure:
    """How many public decisions of each kind were made each year, as corrected and without those struck out."""
    known = tuple(known)
    made = [d for view in known for d in _made(view, register.as_of)]
    count = Counter((d.date.year, d.kind) for d in made)
    met = [kind for kind in Kind if any(d.kind is kind for d in made)]
    years = range(min((d.date.year for d in made), default=register.as_of.year), register.as_of.year + 1)
    rows = tuple((year, *(count[year, kind] for kind in met)) for year in years) if made else ()
    return Figure(
        "decisions",
        Text("Vedtak etter slag og år", "Decisions by kind and year", "Vedtak etter slag og år"),
        Text(
            "Offentlige vedtak og hendelser fra {first} til {last}: {count}.",
            "Public decisions and events from {first} to {last}: {count}.",
            "Offentlege vedtak og hendingar frå {first} til {last}: {count}.",
        ).fill(count=in_every_language(len(made)), first=years[0], last=years[-1])
        if made
        else Text("Ingen vedtak er ført.", "No decisions are recorded.", "Ingen vedtak er førte."),
        (_YEAR, *(Column(kind, kinds.get(kind, same(kind))) for kind in met)),
        rows,
        Text(
            "Tallene for {year} går til og med {day}. Vedtak som ikke er offentlige, er ikke talt med.",
            "The figures for {year} run through {day}. Decisions that are not public are not counted.",
            "Tala for {year} går til og med {day}. Vedtak som ikkje er offentlege, er ikkje talde med.",
        ).fill(year=register.as_of.year, day=in_every_language(_newest(known, register))),
    )


def _made(view: CentreView, day: date) -> Iterable[Decision]:
    return (d for d in lifecycle.corrected(view.standing.decisions) if d.date <= day)


def authority_complaints(register: Register) -> Figure:
    """The consumer authority's complaints on telephone sales: those received, and apart from them those taken up."""
    years = sorted(register.statistics, key=lambda y: y.year)
    return Figure(
        "authority",
        Text(
            "Klager til forbrukermyndigheten",
            "Complaints to the consumer authority",
            "Klagar til forbrukarstyresmakta",
        ),
        _authority_in_words([(y.year, y.complaints_received, y.complaints_taken_up) for y in years]),
        (
            _YEAR,
            Column("complaints_received", Text("Mottatte klager", "Complaints received", "Mottekne klagar")),
            Column("complaints_taken_up", Text("Klager tatt opp", "Complaints taken up", "Klagar tekne opp")),
            Column("invented", Text("Oppdiktet", "Invented", "Oppdikta"), "flag"),
            Column("source", Text("Kilde", "Source", "Kjelde"), "address"),
        ),
        tuple((y.year, y.complaints_received, y.complaints_taken_up, y.invented, y.source) for y in years),
        Text(
            "Mottatte klager er ikke silt, og ikke alle er berettiget. Klager som blir tatt opp, er de myndigheten gikk videre med.",
            "Complaints received are not sifted, and not all of them are justified. Those taken up are the ones that the authority pursued.",
            "Mottekne klagar er ikkje silte, og ikkje alle er rettkomne. Klagar som blir tekne opp, er dei styresmakta gjekk vidare med.",
        ),
    )


def _authority_in_words(years: list[tuple[int, int, int | None]]) -> Text:
    if not years:
        return Text("Ingen tall er ført.", "No figures are recorded.", "Ingen tal er førte.")
    year, received, taken_up = years[-1]
    said = Text(
        "I {year} kom det inn {received} klager på telefonsalg.",
        "In {year}, {received} complaints about telephone sales came in.",
        "I {year} kom det inn {received} klagar på telefonsal.",
    )
    if taken_up is not None:
        said = joined(
            (said, Text(" {taken_up} ble tatt opp.", " {taken_up} were taken up.", " {taken_up} vart tekne opp.")), ""
        )
    return said.fill(year=year, received=in_every_language(received), taken_up=in_every_language(taken_up or 0))


def reported_complaints(register: Register) -> Figure:
    """What the centres reported themselves, summed for each year, and complaints per 100,000 connected calls."""
    sums = tuple(reversed(year_sums(register)))
    rows = tuple(
        (
            s.year,
            s.centres,
            s.calls_connected,
            s.complaints_received,
            s.complaints_upheld,
            rate(s.complaints_received, s.calls_connected),
        )
        for s in sums
    )
    return Figure(
        "reported",
        Text("Sentrenes egne tall", "The centres' own figures", "Sentera sine eigne tal"),
        _reported_in_words(rows[-1] if rows else None),
        (
            _YEAR,
            Column("centres", Text("Sentre som har rapportert", "Centres that reported", "Senter som har rapportert")),
            Column("calls_connected", Text("Tilkoblede samtaler", "Connected calls", "Tilkopla samtalar")),
            Column("complaints_received", Text("Klager", "Complaints", "Klagar")),
            Column("complaints_upheld", Text("Medhold", "Upheld", "Medhald")),
            Column(
                "complaints_per_100_000",
                Text("Klager per 100 000 samtaler", "Complaints per 100,000 calls", "Klagar per 100 000 samtalar"),
                "rate",
            ),
        ),
        rows,
        Text(
            "Sentrene har selv rapportert tallene. Antallet sentre skifter fra år til år; sammenlign derfor klager per 100 000 tilkoblede samtaler.",
            "The centres reported these figures themselves. How many did so changes from year to year; compare complaints per 100,000 connected calls.",
            "Sentera har sjølve rapportert tala. Talet på senter skiftar frå år til år; jamfør difor klagar per 100 000 tilkopla samtalar.",
        ),
    )


@dataclass(frozen=True)
class YearSum:
    """What all centres together reported for one year; counts."""

    year: int
    centres: int
    calls_connected: int
    complaints_received: int
    complaints_upheld: int


def year_sums(register: Register) -> tuple[YearSum, ...]:
    """The reports of the centres that the register knows on its day, summed for each year, newest year first."""
    known = (centre for centre in register.centres if _known(centre, register.as_of))
    reports = [report for centre in known for report in centre.annual_reports]
    return tuple(
        _year_sum(year, [r for r in reports if r.year == year])
        for year in sorted({r.year for r in reports}, reverse=True)
    )


def _known(centre: Centre, day: date) -> bool:
    return any(d.effective <= day for d in lifecycle.corrected(centre.decisions))


def _year_sum(year: int, reports: list[AnnualReport]) -> YearSum:
    counted = ("calls_connected", "complaints_received", "complaints_upheld")
    return YearSum(year, len(reports), *(sum(getattr(r, name) for r in reports) for name in counted))


def _reported_in_words(row: tuple[Cell, ...] | None) -> Text:
    if row is None:
        return Text(
            "Ingen sentre har rapportert ennå.", "No centre has reported yet.", "Ingen senter har rapportert enno."
        )
    year, centres, _calls, complaints, upheld, rate = row
    told = Text(
        "Sentrenes rapporter for {year} ({centres} i alt): {complaints} klager, og {upheld} fikk medhold.",
        "The centres' reports for {year} ({centres} in all): {complaints} complaints, of which {upheld} were upheld.",
        "Rapportane frå sentera for {year} ({centres} i alt): {complaints} klagar, og {upheld} fekk medhald.",
    )
    if rate is not None:
        told = joined(
            (
                told,
                Text(
                    " Det er {rate} klager per 100 000 tilkoblede samtaler.",
                    " That is {rate} complaints per 100,000 connected calls.",
                    " Det er {rate} klagar per 100 000 tilkopla samtalar.",
                ),
            ),
            "",
        )
    counts = {"centres": centres, "complaints": complaints, "upheld": upheld, "rate": rate or 0}
    return told.fill(
        year=year,
        **{name: in_every_language(value) for name, value in counts.items() if isinstance(value, int | float)},
    )


def centres_by_county(known: Iterable[CentreView]) -> Figure:
    """Centres by the county of their address, from north to south; a county that is none of the 15 counts as None."""
    known = tuple(known)
    approved = Counter(_county(v) for v in known if v.approved)
    held = Counter(_county(v) for v in known)
    rows: list[tuple[Cell, ...]] = [(county, approved[county], held[county]) for county in PLACES]
    if held[None]:
        rows.append((None, approved[None], held[None]))
    return Figure(
        "counties",
        Text("Godkjente sentre i fylkene", "Approved centres by county", "Godkjende senter i fylka"),
        Text(
            "Godkjente sentre: {approved}, i {counties} av de 15 fylkene.",
            "Approved centres: {approved}, in {counties} of the 15 counties.",
            "Godkjende senter: {approved}, i {counties} av dei 15 fylka.",
        ).fill(approved=in_every_language(approved.total()), counties=sum(county in PLACES for county in approved))
        if known
        else Text(
            "Ingen sentre står i registeret ennå.",
            "There are no centres in the register yet.",
            "Ingen senter står i registeret enno.",
        ),
        (
            Column("county", Text("Fylke", "County", "Fylke"), "county"),
            Column("approved", Text("Godkjente sentre", "Approved centres", "Godkjende senter")),
            Column("centres", Text("I registeret", "In the register", "I registeret")),
        ),
        tuple(rows) if known else (),
        Text(
            "Fylket er det som senterets adresse ligger i. Sentrene kan ringe til hele landet.",
            "The county is that of the centre's address. Centres may call the whole country.",
            "Fylket er det som adressa til senteret ligg i. Sentera kan ringje til heile landet.",
        ),
    )


def _county(view: CentreView) -> str | None:
    county = view.centre.address.county
    return county if county in PLACES else None
