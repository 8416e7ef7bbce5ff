"""The only place that configures the Sentry SDK."""

import logging
import re
from collections.abc import Callable
from typing import Any, cast

import sentry_sdk
from sentry_sdk.types import Event, Hint
from sentry_sdk.utils import BadDsn, Dsn

from src.core.grouping import group
from src.core.integrations import integrations
from src.core.sampling import create_traces_sampler
from src.core.scrubbing import scrub
from src.core.settings import SettingsError, get_settings

logger = logging.getLogger(__name__)


def init_sentry(dsn: str | None = None, environment: str | None = None, **options: Any) -> bool:
    """Configure the Sentry SDK for this process, once.

    Arguments win over the environment (`SENTRY_DSN`, `SENTRY_ENVIRONMENT`, ...), and that over defaults.

    Args:
        dsn: Where errors go.
        environment: What they are reported under, such as `production`.
        options: Whatever `sentry_sdk.init` takes, instead of what is set here; a `before_send` or
            `before_send_transaction` runs before the filter, which always has the last word.

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
        # What is not collected cannot leak: no values of local variables, no request bodies.
        "include_local_variables": False,
        "max_request_body_size": "never",
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
    hooks = {hook: _filtered(options.pop(hook, None)) for hook in ("before_send", "before_send_transaction")}
    sentry_sdk.init(dsn=dsn, **{**defaults, **options, **hooks})
    sent = sentry_sdk.get_client().options
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


def filter_sensitive_data(event: Event, hint: Hint) -> Event:  # noqa: ARG001
    """An event, or a transaction, without what is sensitive.

    Pure and idempotent. It never raises and never returns None: if scrubbing fails, what leaves is a reduced event.
    """
    try:
        return cast("Event", scrub(event))
    except Exception as error:  # whatever fails, the raw event must not leave
        logger.warning("The scrubbing filter failed with %s; a reduced event is sent.", type(error).__name__)
        return _reduced(event)


def _reduced(event: Event) -> Event:
    """Of an event that could not be scrubbed, what is never sensitive: where it comes from and what was raised."""
    kept = ("event_id", "timestamp", "type", "level", "platform", "release", "environment", "start_timestamp")
    reduced: dict[str, Any] = {
        key: value for key, value in event.items() if key in kept and isinstance(value, str | int | float)
    }
    reduced["tags"] = {"scrubbing_failed": "true"}
    try:
        reduced["exception"] = {
            "values": [
                {
                    "type": str(value["type"]),
                    "module": str(value["module"]),
                    "stacktrace": {
                        "frames": [
                            {key: frame[key] for key in ("module", "function", "filename", "lineno")}
                            for frame in value["stacktrace"]["frames"]
                        ]
                    },
                }
                for value in event["exception"]["values"]
            ]
        }
    except Exception:  # an event of another kind, or one out of shape
        reduced["message"] = "The scrubbing filter failed on this event."
    return cast("Event", reduced)


def _target(origin: str) -> str:
    """The URLs of an origin, as the SDK wants them: a pattern that it searches for anywhere in a URL."""
    port = {"http": "80", "https": "443"}[origin.partition(":")[0]]
    return rf"^{re.escape(origin.removesuffix(f':{port}'))}(?::{port})?(?=[/?#]|$)"


def _filtered(first: Callable[[Event, Hint], Event | None] | None) -> Callable[[Event, Hint], Event | None]:
    """The filter, after a hook that the caller gave."""

    def hook(event: Event, hint: Hint) -> Event | None:
        changed = group(event, hint) if first is None else first(group(event, hint), hint)
        return None if changed is None else filter_sensitive_data(changed, hint)

    return hook
