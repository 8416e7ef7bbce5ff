"""Removes what is sensitive from data; knows nothing of Sentry."""

from src.core.scrubbing.scrubber import scrub

__all__ = ["scrub"]
