"""Which transactions are sent, by the sample rates of the settings; and that taking samples harms nobody."""

import gc
import re
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from threading import Lock
from types import FrameType
from typing import Any

import sentry_sdk

from src.core.settings import Settings

HEALTH = "/health/"


def create_traces_sampler(settings: Settings, default: float) -> Callable[[Mapping[str, Any]], float]:
    """A `traces_sampler` for the SDK: the share of transactions like this one that are sent, from 0 to 1.

    Health checks are never sent. Then the decision of whoever called counts, if `SENTRY_TRUST_INCOMING_TRACES` says so;
    that of a transaction around this one; `SENTRY_TRACES_SAMPLE_RATES`; and the default.
    """
    rates = [(_pattern(name), rate) for name, rate in settings.sentry_traces_sample_rates.items()]

    def sample(context: Mapping[str, Any]) -> float:
        name = _name(context)
        if name.startswith(HEALTH):
            return 0.0
        if settings.sentry_trust_incoming_traces and context["parent_sampled"] is not None:
            return float(context["parent_sampled"])
        outer = sentry_sdk.get_current_scope().transaction
        if outer is not None:
            return float(outer.sampled or 0)
        return next((rate for pattern, rate in rates if pattern.fullmatch(name)), default)

    return sample


def keep_collector_from_profiler() -> None:
    """Keep the profiler from stopping the whole process for good on Python 3.11.

    There garbage may be collected while `sys._current_frames` holds a lock of the interpreter's that the collector
    needs too (python/cpython#106883). Python 3.12 collects elsewhere.
    """
    current_frames, turn = sys._current_frames, Lock()
    if sys.version_info >= (3, 12) or hasattr(current_frames, "__wrapped__"):
        return

    @wraps(current_frames)
    def uncollected() -> dict[int, FrameType]:
        with turn:
            collects = gc.isenabled()
            gc.disable()
            try:
                return current_frames()
            finally:
                if collects:
                    gc.enable()

    sys._current_frames = uncollected


def _name(context: Mapping[str, Any]) -> str:
    """What the settings know a transaction by. No handler has been found for it yet."""
    # jinja: if cookiecutter.service_type == "fastapi"
    if "asgi_scope" in context:
        return str(context["asgi_scope"]["path"])
    # jinja: else
    if "aiogram" in context:
        return str(context["aiogram"]["update_type"])
    # jinja: endif
    return str(context["transaction_context"]["name"])


def _pattern(name: str) -> re.Pattern[str]:
    """What a name stands for; `{loan_id}` in it stands for anything without a slash, `{file:path}` for anything."""
    parts = re.split(r"\{(\w+(?::\w+)?)\}", name)
    texts, parameters = parts[::2], parts[1::2]
    pattern = re.escape(texts[0])
    for parameter, text in zip(parameters, texts[1:], strict=True):
        pattern += (".*" if parameter.endswith(":path") else "[^/]+") + re.escape(text)
    return re.compile(pattern)
