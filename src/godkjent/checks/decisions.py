"""Decisions: their numbers and days, what they concern, and what the lifecycle allows; and cases of misuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from ..language.texts import Text, as_day, joined, one_of, same, shown
from ..register import decision_data, lifecycle
from ..register.loader import Place
from ..register.model import Change, Decision, Kind, Status
from ..register.records import Record, once
from ..register.statuses import COUNTED_AS_APPROVED, STATUSES
from .rules import Context, Finding, rule, rule_for_all


@rule(
    "date-in-future",
    "centre",
    "{title} {day} ligger fram i tid; registeret gjelder {as_of}.",
    "{title} {day} lies in the future; the register is of {as_of}.",
    Text(
        "Er årstallet riktig? Et vedtak som skal begynne å gjelde senere, har dagens dato, og den senere dagen i «Gjelder fra» (effective).",
        "Is the year right? A decision that is to take effect later has today's date, and the later day in “In effect from” (effective).",
    ),
)
def date_in_future(record: Record, context: Context) -> Iterator[Finding]:
    """What has not been decided yet is not in the register: no decision is dated after `as_of`."""
    dated: list[Place] = [("decisions", i, "date") for i, _ in record.items("decisions")]
    dated += [
        ("decisions", i, "change", "date") for i, item in record.items("decisions") if "date" in item.get("change", {})
    ]
    yield from _after_today(dated, record, context)


def _after_today(dated: list[Place], record: Record, context: Context) -> Iterator[Finding]:
    for place in dated:
        if (day := date.fromisoformat(record.get(*place))) > context.as_of:
            values = {"title": context.titled(record, place), "day": day, "as_of": context.as_of}
            yield Finding(record.document, place, values)


@rule(
    "not-yet",
    "centre misuse",
    "{title} {day} ligger fram i tid; registeret gjelder {as_of}.",
    "{title} {day} lies in the future; the register is of {as_of}.",
    Text(
        "Er årstallet riktig? Det som ikke har skjedd ennå, føres den dagen det skjer.",
        "Is the year right? What has not happened yet is entered on the day it happens.",
    ),
)
def not_yet(record: Record, context: Context) -> Iterator[Finding]:
    """What has not happened yet is not in the register: no end of a name or a number, and no misuse.

    A number that the centre takes into use later is no event but a plan, and says so with `since`. A name that ends the day
    before a transfer takes effect ends with the old number.
    """
    dated: list[Place] = [(name,) for name in ("seen", "ended") if record.get(name)]
    eves = {str(d.effective - timedelta(days=1)) for _, d in decisions_of(record) if d.predecessor}
    dated += [("former_names", i, "until") for i, item in record.items("former_names") if item["until"] not in eves]
    dated += [("former_organisation_numbers", i, "until") for i, _ in record.items("former_organisation_numbers")]
    yield from _after_today(dated, record, context)


@once
def decisions_of(record: Record) -> list[tuple[int, Decision]]:
    """The sound decisions of a centre, each with its index."""
    return [(i, decision_data.decision(item)) for i, item in record.items("decisions")]


@once
def whole_history(record: Record) -> tuple[Decision, ...]:
    """The centre's decisions when every one of them is sound; the lifecycle can only judge a whole history."""
    whole, sound = record.data.get("decisions") if isinstance(record.data, dict) else None, decisions_of(record)
    unique = len({d.id for _, d in sound}) == len(sound)
    return tuple(d for _, d in sound) if isinstance(whole, list) and len(whole) == len(sound) and unique else ()


@once
def related(record: Record) -> frozenset[str]:
    """The organisation numbers that the centre's approval was transferred to or came from."""
    return frozenset(number for _, d in decisions_of(record) for number in (d.successor, d.predecessor) if number)


def _ids(record: Record) -> Iterator[str]:
    yield from (item["id"] for _, item in record.items("decisions"))


@rule_for_all(
    "decision-id-twice",
    "centre",
    "Vedtaksnummer {id} er allerede brukt i {other}.",
    "Decision number {id} is already used in {other}.",
    Text("Gi vedtaket årets neste ledige nummer.", "Give the decision the year's next free number."),
    meets=_ids,
)
def decision_id_twice(all_records: tuple[Record, ...], _: Context) -> Iterator[Finding]:
    """A decision number is used once in the whole register."""
    first: dict[str, Record] = {}
    for record in all_records:
        for index, item in record.items("decisions"):
            if item["id"] in first:
                other = first[item["id"]].document.file
                yield Finding(record.document, ("decisions", index, "id"), {"id": item["id"], "other": other})
            first.setdefault(item["id"], record)


@rule(
    "decision-id-year",
    "centre",
    "Vedtak {id} er datert {day}; nummeret må begynne med {year}.",
    "Decision {id} is dated {day}; its number must begin with {year}.",
)
def decision_id_year(record: Record, _: Context) -> Iterator[Finding]:
    """A decision is numbered in the year in which it was made."""
    for index, decision in decisions_of(record):
        if decision.id[:4] != f"{decision.date.year:04}":
            yield Finding(
                record.document,
                ("decisions", index, "id"),
                {"id": decision.id, "day": decision.date, "year": decision.date.year},
            )


@rule(
    "decision-order",
    "centre",
    "Vedtak {id} fra {day} står etter et vedtak fra {before}. Eldste vedtak står først.",
    "Decision {id} of {day} stands after one of {before}. The oldest decision comes first.",
)
def decision_order(record: Record, _: Context) -> Iterator[Finding]:
    """Decisions stand in the order of their dates."""
    decisions = decisions_of(record)
    for (_i, before), (index, decision) in pairwise(decisions):
        if decision.date < before.date:
            yield Finding(
                record.document,
                ("decisions", index, "date"),
                {"id": decision.id, "day": decision.date, "before": before.date},
            )


@rule(
    "decision-dates",
    "centre",
    "{title} {day} er før vedtaksdatoen {date}.",
    "{title} {day} is before the date of the decision, {date}.",
    Text(
        "Er dagen eller året skrevet feil? Et vedtak virker aldri bakover, og en frist kan ikke være ute før vedtaket er gjort.",
        "Is the day or the year wrong? A decision never works backwards, and a deadline cannot be over before the decision is made.",
    ),
)
def decision_dates(record: Record, context: Context) -> Iterator[Finding]:
    """A decision takes effect, sets its deadline and ends its approval on its own date or later, also as corrected."""
    for place, decision, change in (*_made(record), *_corrected(record)):
        for name in ("effective", "deadline", "valid_until"):
            day = getattr(decision, name)
            if day and day < decision.date and (not change or change.date or getattr(change, name)):
                end = (*place, name if not change or getattr(change, name) else "date")
                yield Finding(
                    record.document,
                    end,
                    {"title": context.titled(record, ("decisions", 0, name)), "day": day, "date": decision.date},
                )


def _made(record: Record) -> Iterator[tuple[Place, Decision, None]]:
    """Each sound decision as it was made, and where it stands."""
    yield from ((("decisions", index), decision, None) for index, decision in decisions_of(record))


def _corrected(record: Record) -> Iterator[tuple[Place, Decision, Change]]:
    """Each decision as a correction makes it read, where the change stands, and the change."""
    decisions = whole_history(record)
    for index, correction in enumerate(decisions):
        after = {d.id: d for d in lifecycle.corrected(decisions[: index + 1])} if correction.change else {}
        if correction.change and correction.concerns in after:
            yield ("decisions", index, "change"), after[correction.concerns], correction.change


@rule(
    "validity-too-long",
    "centre",
    "Godkjenningen kan ikke gjelde til {day}; etter ordningens regler varer den til {longest} eller kortere.",
    "The approval cannot last until {day}; by the scheme's terms it lasts until {longest} or less.",
)
def validity_too_long(record: Record, context: Context) -> Iterator[Finding]:
    """An approval lasts at most as long as the scheme says, also as corrected."""
    decisions = whole_history(record)
    for place, decision, change in (*_made(record), *_corrected(record)) if decisions else ():
        if decision.valid_until and (not change or change.valid_until):
            before = decisions[: next(n for n, d in enumerate(decisions) if d.id == decision.id)]
            state = lifecycle.state_on(before, decision.effective, context.rules)
            longest = lifecycle.longest_validity(decision, state, context.rules)
            if decision.valid_until > longest:
                yield Finding(
                    record.document, (*place, "valid_until"), {"day": decision.valid_until, "longest": longest}
                )


@rule(
    "requirement-unknown",
    "centre",
    "Kravet «{id}» finnes ikke; kravene er {known}.",
    "There is no requirement “{id}”; the requirements are {known}.",
)
def requirement_unknown(record: Record, context: Context) -> Iterator[Finding]:
    """A decision cites requirements that exist."""
    known = context.requirement_ids
    for index, item in record.items("decisions") if known else ():
        for inner in ((), ("change",)):
            cited = item.get("requirements", ()) if not inner else item.get("change", {}).get("requirements", ())
            for n, requirement in enumerate(cited):
                if requirement not in known:
                    place = ("decisions", index, *inner, "requirements", n)
                    yield Finding(record.document, place, {"id": requirement, "known": ", ".join(known)})


@rule(
    "concerns",
    "centre",
    "Vedtak {id} viser til {concerns}, men {why}.{instead}",
    "Decision {id} refers to {concerns}, but {why}.{instead}",
)
def concerns(record: Record, context: Context) -> Iterator[Finding]:
    """Appeals, rulings and corrections refer to an earlier decision in the same file that can be appealed, ruled on or corrected."""
    earlier: list[Decision] = []
    for index, decision in decisions_of(record):
        if decision.concerns and (why := _wrong_concern(decision, earlier)):
            yield Finding(
                record.document,
                ("decisions", index, "concerns"),
                {
                    "id": decision.id,
                    "concerns": shown(decision.concerns),
                    "why": why,
                    "instead": _instead(decision, earlier, context),
                },
            )
        earlier.append(decision)


def _instead(decision: Decision, earlier: list[Decision], context: Context) -> Text:
    """Which earlier decisions one of this kind may concern: what to write instead."""
    could = [d for d in lifecycle.corrected(earlier) if not _wrong_concern(replace(decision, concerns=d.id), earlier)]
    if not could or decision.kind is Kind.CORRECTION:
        return same("")
    named = [_NAMED.fill(id=d.id, kind=context.kind_labels[d.kind], day=d.date) for d in could]
    return _COULD.fill(named=joined(named, "; "))


_NAMED = same("{id} ({kind}, {day})")
_COULD = Text(" Det kan være {named}.", " It may be {named}.", " Det kan vere {named}.")


def _wrong_concern(decision: Decision, earlier: list[Decision]) -> Text | None:
    """Why `decision` cannot concern what it says, judged by the earlier decisions as corrections have left them."""
    standing = {d.id: d for d in lifecycle.corrected(earlier)}
    concerned = standing.get(decision.concerns or "")
    if concerned is None and any(d.id == decision.concerns for d in earlier):
        return Text("det er strøket", "it has been struck out")
    if concerned is None:
        return Text("det står ikke noe slikt vedtak tidligere i filen", "there is no such decision earlier in the file")
    if decision.kind is Kind.APPEAL and concerned.kind not in lifecycle.APPEALABLE:
        return Text(
            "bare avslag, advarsel, suspensjon og inndragning kan påklages",
            "only a rejection, warning, suspension or revocation can be appealed",
        )
    if decision.kind is Kind.APPEAL and any(
        d.kind is Kind.APPEAL and d.concerns == concerned.id for d in standing.values()
    ):
        return Text("det er allerede påklaget", "it has been appealed already")
    if decision.kind is Kind.APPEAL_RULING and concerned not in lifecycle.open_appeals(standing.values()):
        return Text("det er ikke en klage som venter på avgjørelse", "it is no appeal that awaits a ruling")
    if decision.kind is Kind.CORRECTION and concerned.kind is Kind.CORRECTION:
        return Text(
            "en retting rettes ikke; skriv en ny retting av det opprinnelige vedtaket",
            "a correction is not corrected; write a new correction of the original decision",
        )
    return None


@rule(
    "lifecycle",
    "centre",
    "«{kind}» er ikke mulig her: senteret {status} den {day}. {allowed}",
    "“{kind}” is not possible here: on {day} the centre {status}. {allowed}",
    Text(
        "Er et vedtak glemt, står det i feil rekkefølge, eller er datoen feil?",
        "Is a decision missing, is the order wrong, or the date?",
    ),
)
def lifecycle_allows(record: Record, context: Context) -> Iterator[Finding]:
    """Every decision is one that the transition table allows on the day it takes effect."""
    decisions = whole_history(record)
    for decision, status in lifecycle.forbidden(decisions, context.rules):
        index = next(i for i, d in enumerate(decisions) if d.id == decision.id)
        sources = lifecycle.transition(decision).allowed_from
        yield Finding(
            record.document,
            ("decisions", index, "kind"),
            {
                "kind": context.kind_labels[decision.kind],
                "day": decision.effective,
                "status": STATUSES[status].phrase,
                "allowed": possible_from(sources, late=status in sources),
            },
        )


def possible_from(sources: frozenset[Status | None], *, late: bool) -> Text:
    """From which statuses a kind of decision is possible; `late` when the status fits and only the time does not."""
    if late:
        return Text(
            "Fristen for sen fornyelse er ute; det trengs en ny søknad.",
            "The time for late renewal is over; a new application is needed.",
        )
    ordered = [s for s in (None, *Status) if s in sources]
    return _POSSIBLE.fill(statuses=one_of(STATUSES[s].phrase for s in ordered))


_POSSIBLE = Text(
    "Det er bare mulig når senteret {statuses}.",
    "It is only possible when the centre {statuses}.",
    "Det er berre mogleg når senteret {statuses}.",
)


@rule(
    "misuse-order",
    "misuse",
    "Misbruket stanset {ended}, før det ble observert {seen}.",
    "The misuse ended {ended}, before it was seen {seen}.",
)
def misuse_order(record: Record, _: Context) -> Iterator[Finding]:
    """Misuse ends on or after the day on which it was seen."""
    seen, ended = record.get("seen"), record.get("ended")
    if seen and ended and ended < seen:
        yield Finding(record.document, ("ended",), {"seen": as_day(seen), "ended": as_day(ended)})


def _organisation(record: Record) -> Iterator[str]:
    if number := record.get("organisation_number"):
        yield number


@rule_for_all(
    "misuse-approved",
    "centre misuse",
    "Organisasjonsnummeret tilhører {other}, som var godkjent {seen}. Et godkjent senter har lov til å vise merket.",
    "The organisation number is that of {other}, which was approved on {seen}. An approved centre may show the mark.",
    Text(
        "Er datoen og nummeret riktig? Viste senteret merket etter at godkjenningen var borte, er det den dagen som skal stå.",
        "Are the date and the number right? If the centre showed the badge after the approval was gone, that is the day to enter.",
    ),
    meets=_organisation,
)
def misuse_approved(all_records: tuple[Record, ...], context: Context) -> Iterator[Finding]:
    """Nobody who was approved on the day is named for showing the mark."""
    centres = {r.get("organisation_number"): r for r in all_records if r.kind == "centre"}
    for record in (r for r in all_records if r.kind == "misuse" and r.get("organisation_number")):
        centre, seen = centres.get(record.get("organisation_number")), record.get("seen")
        if centre and seen and _approved_on(centre, date.fromisoformat(seen), context):
            yield Finding(
                record.document, ("organisation_number",), {"other": shown(centre.get("name")), "seen": as_day(seen)}
            )


def _approved_on(centre: Record, day: date, context: Context) -> bool:
    return lifecycle.status_on(whole_history(centre), day, context.rules) in COUNTED_AS_APPROVED
