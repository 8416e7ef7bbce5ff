"""The only place that configures the Sentry SDK."""

import logging
import re
from collections.abc import Callable
from functools import cache, lru_cache, reduce
from time import monotonic
from typing import Any, cast

import sentry_sdk
from sentry_sdk.types import Event, Hint
from sentry_sdk.utils import BadDsn, Dsn

from src.core.gate import install_gate, scrub_baggage
from src.core.grouping import group
from src.core.integrations import integrations
from src.core.sampling import create_traces_sampler, keep_collector_from_profiler
from src.core.scrubbing import Scrubber
from src.core.scrubbing.rules import FILTERED
from src.core.settings import SettingsError, get_settings

logger = logging.getLogger(__name__)

Hook = Callable[[Event, Hint], Event | None]
# The SDK's hooks on what it sends. The gate at the transport sees to what they do not see.
HOOKS = ("before_send", "before_send_transaction", "before_send_log", "before_send_metric")
# What goes on after the filter: a door adds what only it can know to be sensitive, by the update in hand, say.
redactions: list[Callable[[Event, Hint], Event]] = []
NEVER_SENSITIVE = {
    *("check_in_id", "duration", "environment", "event_id", "end_timestamp", "is_segment", "level", "parent_span_id"),
    *("platform", "release", "severity_number", "severity_text", "span_id", "start_timestamp", "status"),
    *("time_unix_nano", "timestamp", "trace_id", "type", "unit", "value"),
}
# What most events have. It is scrubbed once at the start, so that the first error need not wait for what that compiles.
USUAL = {
    "message": "call a session by its name: loan-8f14e45fceea167a, 4000000000000000, loans@bureau.internal; select '7'",
    "frame": {
        "context_line": "self.session, token = await connect(name), 'of a user'  # the name of this session",
        "lineno": 1,
        "vars": {"self": "<Loan object at 0x7f>", "state": "<Is.OPEN: 'open'>", "day": "'2026-11-25'", "rate": "1.5"},
    },
}


def init_sentry(dsn: str | None = None, environment: str | None = None, **options: Any) -> bool:
    """Configure the Sentry SDK for this process, once.

    Arguments win over the environment (`SENTRY_DSN`, `SENTRY_ENVIRONMENT`, ...), and that over defaults.

    Args:
        dsn: Where errors go.
        environment: What they are reported under, such as `production`.
        options: Whatever `sentry_sdk.init` takes, instead of what is set here; a `before_send` or one of its siblings
            runs before the filter, which always has the last word.

    Returns:
        Whether anything will be sent: False when no DSN is set.

    Raises:
        SettingsError: `SENTRY_DSN` is not a DSN. The message shows its form, never its key.
    """
    settings = get_settings()
    if dsn is None and settings.sentry_dsn is not None:
        dsn = settings.sentry_dsn.get_secret_value()
    if not dsn:
        logger.info("Sentry is off: SENTRY_DSN is not set.")
        return False
    try:
        project = Dsn(dsn)
    except (BadDsn, ValueError):
        raise SettingsError("SENTRY_DSN is not a DSN: expected https://<key>@<host>/<project id>.") from None

    traces_sample_rate = options.get("traces_sample_rate", settings.sentry_traces_sample_rate)
    logs_level = logging.getLevelNamesMapping().get(settings.sentry_logs_level)  # None if it is OFF
    defaults: dict[str, Any] = {
        "environment": settings.sentry_environment if environment is None else environment,
        "release": settings.release,
        "traces_sample_rate": traces_sample_rate,
        "traces_sampler": create_traces_sampler(settings, traces_sample_rate),
        "profile_session_sample_rate": settings.sentry_profiles_sample_rate,
        "profile_lifecycle": "trace",
        "attach_stacktrace": True,
        # What is not collected cannot leak. Of local variables the filter lets shapes out.
        "include_local_variables": settings.sentry_locals != "off",
        "max_request_body_size": "never",
        # The filter does what the SDK's own scrubber would, and more: nothing is scrubbed twice.
        "event_scrubber": False,
        # No trace headers to any other host: they carry the release and the transaction's name.
        "trace_propagation_targets": [_target(origin) for origin in settings.sentry_trace_to],
        "enable_logs": logs_level is not None,
        # The door has waited once already, when the service stopped.
        "shutdown_timeout": 1,
        # It is fed past the transport; point the DSN at a local Sentry instead.
        "spotlight": False,
        "auto_enabling_integrations": False,
        "integrations": integrations(logs_level),
    }
    _scrubber.cache_clear()
    _scrubber()  # built now, not when the first error is sent
    for name in (*HOOKS, "before_send_span") if options.get("trace_lifecycle") == "stream" else HOOKS:
        options[name] = _filtered(options.get(name))
    options["before_send"] = _grouped(options["before_send"])
    scrub_baggage(_scrubber)
    keep_collector_from_profiler()
    sentry_sdk.init(dsn=dsn, **{**defaults, **options})
    client = sentry_sdk.get_client()
    if client.transport is not None:
        install_gate(client.transport, _scrubber)
        client.transport.on_dropped_event = lambda reason: _warn_of_loss(reason, monotonic() // 60)  # type: ignore[attr-defined]
        logging.getLogger("urllib3.connectionpool").addFilter(_is_no_attempt)
    sent = client.options
    if not sent["debug"]:
        # The SDK makes a record of each of its debug lines, three a request, before it drops them.
        logging.getLogger("sentry_sdk.errors").setLevel(logging.ERROR)
    logger.info(
        "Sentry is on: errors go to project %s at %s, as environment %s, release %s; traces %s, profiles %s, logs %s.",
        project.project_id,
        project.netloc,
        sent["environment"],
        sent["release"],
        sent["traces_sample_rate"],
        sent["profile_session_sample_rate"],
        settings.sentry_logs_level,
    )
    return True


def filter_sensitive_data(event: Event, hint: Hint) -> Event:
    """What the SDK sends (an event, a transaction, a check-in, a log, a metric, a span) without what is sensitive.

    Pure and idempotent, as the `redactions` that follow must be. It never raises and never returns None: if scrubbing
    fails, what leaves is reduced to what is never sensitive, with the tag `scrubbing_failed`.
    """
    try:
        return reduce(lambda left, redact: redact(left, hint), redactions, cast("Event", _scrubber().scrub(event)))
    except Exception as error:  # whatever fails, the raw event must not leave
        _warn_once(type(error).__name__)
        return _reduced(event)


@cache
def _scrubber() -> Scrubber:
    """The scrubber, by the settings; with bad ones, which stop `init_sentry`, by the tables alone."""
    try:
        settings = get_settings()
    except SettingsError:
        return Scrubber()
    salt = settings.sentry_scrub_salt.get_secret_value() if settings.sentry_scrub_salt else None
    scrubber = Scrubber(settings.sentry_scrub_keys, settings.sentry_scrub_allow, salt, settings.sentry_locals)
    scrubber.scrub(USUAL)
    return scrubber


@cache
def _warn_once(error: str) -> None:
    logger.warning("The scrubbing filter failed with %s: reduced events are sent, tagged scrubbing_failed.", error)


@lru_cache(maxsize=16)
def _warn_of_loss(reason: str, _minute: float) -> None:
    logger.warning("Sentry does not take what it is sent (%s): `python -m src.smoke` says why.", reason)


def _is_no_attempt(record: logging.LogRecord) -> bool:
    """Whether a line of urllib3's log is not of an attempt to reach Sentry: three more follow each that fails."""
    return "/envelope/" not in record.getMessage()


def _reduced(event: Event) -> Event:
    """Of what could not be scrubbed, what is never sensitive: where it comes from and what was raised."""
    raw = cast("dict[str, Any]", event)
    reduced: dict[str, Any] = {
        key: value for key, value in raw.items() if key in NEVER_SENSITIVE and isinstance(value, str | int | float)
    }
    if "body" in raw or "attributes" in raw:  # a log, a metric, a span
        text = "body" if "body" in raw else "name"
        return cast("Event", {**reduced, text: "scrubbing failed", "attributes": {"scrubbing_failed": "true"}})
    reduced["tags"] = {"scrubbing_failed": "true"}
    if trace := {key: value for key, value in _of(_of(raw, "contexts"), "trace").items() if key in NEVER_SENSITIVE}:
        reduced["contexts"] = {"trace": trace}
    exceptions = _of(raw, "exception").get("values")
    if isinstance(exceptions, list):
        reduced["exception"] = {
            "values": [_reduced_exception(value) for value in exceptions if isinstance(value, dict)]
        }
    else:
        reduced["message"] = "The scrubbing filter failed on this event."
    return cast("Event", reduced)


def _reduced_exception(value: dict[str, Any]) -> dict[str, Any]:
    frames = _of(value, "stacktrace").get("frames")
    kept = [
        {key: frame[key] for key in ("module", "function", "lineno", "in_app") if isinstance(frame.get(key), str | int)}
        for frame in (frames if isinstance(frames, list) else [])
        if isinstance(frame, dict)
    ]
    kind = {key: str(value.get(key)) for key in ("type", "module")}
    return {**kind, "value": FILTERED, "stacktrace": {"frames": kept}}


def _of(holder: dict[str, Any], key: str) -> dict[str, Any]:
    held = holder.get(key)
    return held if isinstance(held, dict) else {}


def _target(origin: str) -> str:
    """The URLs of an origin, as the SDK wants them: a pattern that it searches for anywhere in a URL."""
    port = {"http": "80", "https": "443"}[origin.partition(":")[0]]
    return rf"^{re.escape(origin.removesuffix(f':{port}'))}(?::{port})?(?=[/?#]|$)"


def _filtered(first: Hook | None) -> Hook:
    """The filter, after a hook that the caller gave. If that fails, what it was given is filtered and sent."""

    def hook(event: Event, hint: Hint) -> Event | None:
        changed: Event | None = event
        if first is not None:
            try:
                changed = first(event, hint)
            except Exception as error:  # the SDK would drop what a hook fails on, or send it as it is
                logger.warning("A hook given to init_sentry failed with %s.", type(error).__name__)
        return None if changed is None else filter_sensitive_data(changed, hint)

    return hook


def _grouped(hook: Hook) -> Hook:
    """A hook, after the event has got its fingerprint."""
    return lambda event, hint: hook(group(event, hint), hint)
