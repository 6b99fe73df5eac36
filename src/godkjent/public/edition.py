"""One edition of the register: what every output is made of, worked out once a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from ..language.i18n import Language
from ..language.texts import Text
from ..register.model import Misuse, Register
from ..register.schema import Schema
from ..register.statuses import RUNNING
from .views import CentreView, Entry, NumberView, latest_entries, numbers, views


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The register on its day, what the public may see of it, and where and when it is published."""

    register: Register
    schemas: Mapping[str, Schema]
    languages: Mapping[str, Language]
    site_url: str
    generated_at: datetime
    commit: str | None = None  # the register's own in git, where that is known
    longest_list: int = 300
    """So many items at most stand on one page of a list; longer lists are told in parts."""
    known: Mapping[str, CentreView] = field(default_factory=dict)
    """Views that are worked out already, by organisation number."""

    @cached_property
    def views(self) -> tuple[CentreView, ...]:
        """Every centre, in alphabetical order."""
        return views(self.register, self.known)

    @cached_property
    def numbers(self) -> tuple[NumberView, ...]:
        """Every number and range that was ever registered."""
        return numbers(self.views, self.register.as_of)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every public decision, newest first."""
        return latest_entries(self.views)

    @cached_property
    def corrections(self) -> dict[str, Entry]:
        """The public decisions that were set right or struck out, by their numbers."""
        return {e.decision.id: e for e in self.entries if e.correction}

    @cached_property
    def misuse(self) -> tuple[Misuse, ...]:
        """Known misuse of the badge, newest first."""
        return tuple(sorted(self.register.misuse, key=lambda m: (m.seen, m.slug), reverse=True))

    @cached_property
    def newest(self) -> date:
        """The day of the newest public decision; the register's own day when there is none."""
        return max((e.decision.date for e in self.entries), default=self.register.as_of)

    @cached_property
    def latest(self) -> date:
        """The newest of the public days that anything said of a centre rests on: it has all stood as it does from then on."""
        return max((v.latest for v in self.views), default=self.register.as_of)

    @property
    def month(self) -> date:
        """The first day of the month; what must tell its time, but may not change each night, tells the month."""
        return self.register.as_of.replace(day=1)

    @property
    def trusted_until(self) -> date:
        """The last day on which a page should be believed that nobody builds anew: at most 45 days, as with the status lists."""
        return (self.month + timedelta(days=32)).replace(day=15)

    @cached_property
    def approved(self) -> int:
        """How many centres are approved on the register's day."""
        return sum(v.approved for v in self.views)

    @cached_property
    def runs(self) -> bool:
        """Whether the approval of any centre runs, so that there is something to renew."""
        return any(v.status in RUNNING for v in self.views)

    @cached_property
    def base(self) -> str:
        """The path that the site stands under, `/` at both ends."""
        return urlsplit(self.site_url).path.rstrip("/") + "/"

    @cached_property
    def host(self) -> str:
        """The register's own address as a reader sees it, without the scheme."""
        return urlsplit(self.site_url).netloc + urlsplit(self.site_url).path.rstrip("/")

    @cached_property
    def kinds(self) -> dict[str, Text]:
        """What the kinds of decision are called."""
        return self.schemas["centre"].labels(("decisions", 0, "kind"))

    @cached_property
    def requirement_titles(self) -> dict[str, Text]:
        """The titles of the requirements, by id."""
        return {r.id: r.title for r in self.register.requirements}
