"""What the register holds, as plain frozen values. No input or output, no clock, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from ..language.texts import Text

Day = date
"""A date; the name keeps a field called `date` from hiding the type."""


class Status(StrEnum):
    """Where a centre stands on a day. A caller that is not in the register is `unknown`, which is none of these."""

    APPLICANT = "applicant"
    APPROVED = "approved"
    WARNED = "warned"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REJECTED = "rejected"


class Kind(StrEnum):
    """What a decision does; `lifecycle.TRANSITIONS` says from where and to where."""

    APPLICATION = "application"
    INFORMATION_REQUESTED = "information_requested"
    APPROVAL = "approval"
    REJECTION = "rejection"
    FOLLOW_UP = "follow_up"
    RENEWAL = "renewal"
    WARNING = "warning"
    WARNING_LIFTED = "warning_lifted"
    SUSPENSION = "suspension"
    SUSPENSION_LIFTED = "suspension_lifted"
    REVOCATION = "revocation"
    WITHDRAWAL = "withdrawal"
    APPEAL = "appeal"
    APPEAL_RULING = "appeal_ruling"
    CORRECTION = "correction"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction sets right in the decision it concerns; None means that the field stays as it was."""

    void: bool = False
    kind: Kind | None = None
    date: Day | None = None
    effective: Day | None = None
    valid_until: Day | None = None
    deadline: Day | None = None
    requirements: tuple[str, ...] | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of the board, the centre or the appeals body, as it was published."""

    id: str
    date: Day
    kind: Kind
    effective: Day
    reason: Text | None = None
    requirements: tuple[str, ...] = ()
    deadline: Day | None = None
    remedy: Text | None = None
    valid_until: Day | None = None
    concerns: str | None = None
    outcome: str | None = None
    change: Change | None = None
    successor: str | None = None  # of a transfer: the organisation number that the approval went to
    predecessor: str | None = None  # of the same transfer in the other file: the one that it came from


@dataclass(frozen=True, slots=True)
class PhoneRange:
    """One number, or a range with both ends included; national digits without blanks or country code."""

    first: str
    last: str
    use: tuple[str, ...]
    since: Day | None = None
    until: Day | None = None

    def held_on(self, day: Day) -> bool:
        """Whether the centre has the number on `day`: from `since` through `until`, where they are given."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def overlaps(self, other: PhoneRange) -> bool:
        """Whether the two share a number on the same day."""
        numbers = len(self.first) == len(other.first) and self.first <= other.last and other.first <= self.last
        begins, ends = Day.min, Day.max
        days = (self.since or begins) <= (other.until or ends) and (other.since or begins) <= (self.until or ends)
        return numbers and days

    @property
    def single(self) -> bool:
        """Whether this is one number and not a range."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Address:
    """A visiting address; `county` is one of the 15 counties, the rest as the centre writes it."""

    street: str | None
    postcode: str
    city: str
    county: str


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name the centre had through the day `until`."""

    name: str
    until: Day


@dataclass(frozen=True, slots=True)
class FormerNumber:
    """An organisation number that the company had through the day `until`, before it was in the register under this one."""

    number: str
    until: Day


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The centre's own yearly figures; calls and complaints are counts, `corrected` the day published ones were changed."""

    year: int
    calls_answered: int
    calls_connected: int
    complaints_received: int
    complaints_upheld: int
    corrected: Day | None = None


CHOICES = ("directions", "services", "channels", "sectors", "languages")
"""The fields of a centre that hold some of the schema's choices, in the schema's order: what it does, and for whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """One centre: identity, what the public may know of it, and everything decided about it, oldest first.

    Its fields stand in the schema's order, which is that of forms, columns and files.
    """

    slug: str
    name: str
    organisation_number: str
    trade_names: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    former_slugs: tuple[str, ...] = ()
    former_organisation_numbers: tuple[FormerNumber, ...] = ()
    branches: tuple[str, ...] = ()  # organisation numbers of the company's branches (underenheter)
    websites: tuple[str, ...] = ()
    email: str | None = None
    address: Address
    phone_numbers: tuple[PhoneRange, ...] = ()
    directions: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    seats: int | None = None
    calls_on_behalf_of: tuple[str, ...] = ()
    annual_reports: tuple[AnnualReport, ...] = ()
    decisions: tuple[Decision, ...]


def _typed(kind: str) -> tuple[str, ...]:
    return tuple(name for name, said in Centre.__annotations__.items() if said == kind)


LISTS, WORDS, FIGURES = map(_typed, ("tuple[str, ...]", "str | None", "int | None"))
"""The fields of a centre that are lists of words, and those that are one word or one figure and may be left out."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a centre must document; decisions cite it by id."""

    id: str
    title: Text
    description: Text
    source: str | None


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The consumer authority's count of complaints on telephone sales in one year."""

    year: int
    complaints_received: int
    complaints_taken_up: int | None
    source: str | None
    invented: bool


@dataclass(frozen=True, slots=True)
class Publicity:
    """Whether one kind of sanction is public, and for how many years after it ended."""

    public: bool
    years_after_end: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The scheme's terms that decide a status: years an approval lasts, days in which a lapsed one may be renewed.

    `appeal_days` is the board's own and decides none either; None when the board has not said.
    `credential_grace_days` decides no status: so long after a yearly follow-up fell due, a signed credential lasts.
    """

    approval_years: int = 3
    grace_days: int = 90
    credential_grace_days: int = 90
    appeal_days: int | None = None


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where letters are sent."""

    street: str | None
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the register and answers for it; `phone` holds national digits."""

    name: Text
    email: str
    organisation_number: str | None = None
    address: PostalAddress | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """The scheme itself, from `scheme.yaml`: the only home of who publishes, where, and on what terms."""

    name: Text
    board: Text
    demonstration: bool
    rules: Rules
    warnings: Publicity
    suspensions: Publicity
    data_licence: str | None = None
    publisher: Publisher | None = None
    site: str | None = None
    repository: str | None = None
    rehearsal: bool = False  # a demonstration with made-up centres of the reader's own


@dataclass(frozen=True, slots=True)
class Misuse:
    """One who has shown the mark without being approved; `ended` is the day on which it was gone."""

    slug: str
    name: str
    website: str
    seen: Day
    reason: Text
    organisation_number: str | None = None
    ended: Day | None = None
    phone_number: str | None = None  # the national digits of the one that it gave as its own


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A signing key that the register has published, as Multikey; `until` is the day it was replaced."""

    role: str
    key: str
    since: Day
    until: Day | None = None


@dataclass(frozen=True, slots=True)
class NamedWitness:
    """Somebody who cosigns the decision log: its key as signed-note writes it, and where it is asked or publishes itself."""

    vkey: str
    since: Day
    until: Day | None = None
    url: str | None = None  # asked by C2SP tlog-witness
    publishes: str | None = None  # where the checkpoint that it cosigned last is

    def counts_on(self, day: Day) -> bool:
        """Whether it is a witness on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class TimeAuthority:
    """Who stamps the checkpoint with the time (RFC 3161): its address, and the certificate that openssl checks it by, as PEM."""

    url: str
    certificate: str


@dataclass(frozen=True)
class Register:
    """Everything in `registry/` at one moment: the only thing a projection reads."""

    scheme: Scheme
    requirements: tuple[Requirement, ...]
    centres: tuple[Centre, ...]
    statistics: tuple[YearFigures, ...]
    as_of: Day
    misuse: tuple[Misuse, ...] = ()
    keys: tuple[PublicKey, ...] = ()
    witnesses: tuple[NamedWitness, ...] = ()
    time_authority: TimeAuthority | None = None
    log_origin: str | None = None  # the decision log's name, when it is not the site's address

    @cached_property
    def by_number(self) -> Mapping[str, Centre]:
        """The centres by organisation number."""
        return {centre.organisation_number: centre for centre in self.centres}
