"""Removes what is sensitive from data; knows nothing of Sentry's SDK."""

from src.core.scrubbing.scrubber import Locals, Scrubber

_default = Scrubber()
scrub = _default.scrub
scrub_text = _default.scrub_text

__all__ = ["Locals", "Scrubber", "scrub", "scrub_text"]
