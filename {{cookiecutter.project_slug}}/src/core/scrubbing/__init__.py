"""Removes what is sensitive from data; knows nothing of Sentry's SDK."""

from functools import cache
from typing import Any

from src.core.scrubbing.scrubber import Locals, Scrubber

__all__ = ["Locals", "Scrubber", "scrub", "scrub_text"]


def scrub(data: Any) -> Any:
    """The data without what is sensitive by the tables alone."""
    return _default().scrub(data)


def scrub_text(text: str) -> str:
    """The text without what is sensitive by the tables alone."""
    return _default().scrub_text(text)


@cache
def _default() -> Scrubber:
    return Scrubber()
