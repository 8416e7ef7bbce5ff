"""Removes what is sensitive from data; knows nothing of Sentry."""

from src.core.scrubbing.scrubber import scrub, scrub_text

__all__ = ["scrub", "scrub_text"]
