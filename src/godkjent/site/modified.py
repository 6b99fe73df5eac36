"""When what a page shows was last changed: the day of the commit that its record or its text was last in, or a later day
on which something about it began or ended by itself. Where that cannot be known, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from .. import addresses
from ..outputs.pages import Page
from ..public.edition import Edition
from ..public.views import CentreView
from ..register.clock import OSLO

_SHOWS = {
    addresses.MISUSE: "misuse/",
    addresses.STATISTICS: "statistics/",
    addresses.REQUIREMENTS: "requirements.yaml",
}
"""What of the registry a page of prose shows besides its text."""


class Modified:
    """Answers for one edition: `files` are the moments of the last commits, by path in the registry and in the content."""

    def __init__(self, edition: Edition, files: Mapping[str, int]) -> None:
        self._edition = edition
        self._files = {path: datetime.fromtimestamp(at, UTC).astimezone(OSLO).date() for path, at in files.items()}
        self._register = _latest(self._centre(view) for view in edition.views)

    def page(self, page: Page) -> date | None:
        """The day of a page of the register; None when it shows nothing of it, or nobody knows."""
        view, number = page.known.get("view"), page.known.get("number")
        if view:
            return self._told(self._centre(view))
        if number:
            return self._told(_latest(self._centre(held) for held, _ in number.held))
        return self._told(self._register) if page.shows else None

    def prose(self, path: str, source: str) -> date | None:
        """The day of a page of prose, from its text and what of the registry it shows."""
        shown = _SHOWS.get(path)
        own = [self._files.get(source)]
        return self._told(_latest([*own, *self._under(shown)] if shown else own))

    def _under(self, path: str) -> Iterator[date | None]:
        yield from (day for file, day in self._files.items() if file.startswith(path))
        if path == "statistics/":
            yield self._register

    def _centre(self, view: CentreView) -> date | None:
        return _latest([self._files.get(f"centres/{view.centre.slug}.yaml"), view.latest])

    def _told(self, day: date | None) -> date | None:
        """A register that is built for a day tells of none after it."""
        return day and min(day, self._edition.register.as_of)


def _latest(days: Iterable[date | None]) -> date | None:
    """The latest of the days; None when one of them is not known, or there are none."""
    found = list(days)
    return max((day for day in found if day), default=None) if None not in found else None
