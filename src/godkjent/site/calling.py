"""When telephone sale to consumers is banned, as far as a build can know: the public holidays of the years ahead.

Rule: not on Saturdays, holidays and days equal to them, and on weekdays not before 9 and not after 21. Source:
regjeringen.no on telephone sale (Prop. 43 L (2016-2017)). The page works out the rest from the reader's clock.
"""

from __future__ import annotations

from datetime import date

from holidays import country_holidays

YEARS_AHEAD = 3


def holidays_from(day: date) -> tuple[date, ...]:
    """Every Norwegian public holiday and day equal to one, from `day`'s year through three years later."""
    years = range(day.year, day.year + YEARS_AHEAD + 1)
    return tuple(sorted(country_holidays("NO", years=years)))
