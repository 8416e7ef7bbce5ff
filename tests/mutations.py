"""What may go wrong with Sentry in a service, one thing at a time, and which item of its checklist must say so."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FASTAPI, AIOGRAM = ("fastapi",), ("aiogram",)
BOTH = FASTAPI + AIOGRAM

CONFIG = "src/core/sentry_config.py"
FILTERED = 'return reduce(lambda left, redact: redact(left, hint), redactions, cast("Event", _scrubber().scrub(event)))'
SETTINGS = "src/core/settings.py"
SCRUBBER = "src/core/scrubbing/scrubber.py"
GATE = "src/core/gate.py"
INTEGRATIONS = "src/core/integrations.py"
SAMPLING = "src/core/sampling.py"
ALERTS = "sentry/alerts.yaml"
WORKFLOW = ".github/workflows/ci.yml"
ELSEWHERE = '"http://public@127.0.0.1:9/1"'
LOGGING = "LoggingIntegration(level=logging.INFO, event_level=logging.ERROR, sentry_logs_level=logs_level)"
SDK = '    "sentry-sdk>=2.75,<3",\n'


class Edit(NamedTuple):
    """A text of a file, and what it becomes. It must be there."""

    file: str
    old: str
    new: str = ""

    def __call__(self, project: Path) -> None:
        path = project / self.file
        text = path.read_text()
        assert self.old in text, f"{self.file} has no {self.old!r}"
        path.write_text(text.replace(self.old, self.new))


class Mutation(NamedTuple):
    """A service that is broken in one way."""

    item: int
    name: str
    edits: tuple[Callable[[Path], None], ...]
    why: str  # what the item's row must say
    services: tuple[str, ...] = BOTH
    database: str = "sqlalchemy"


def broken(
    item: int, name: str, *edits: Callable[[Path], None], why: str, services: tuple[str, ...] = BOTH
) -> Mutation:
    return Mutation(item, name, edits, why, services)


def option(text: str) -> Edit:
    """One more option of `sentry_sdk.init`."""
    return Edit(CONFIG, '        "spotlight": False,\n', f'        "spotlight": False,\n        {text},\n')


def set_option(old: str, new: str = "") -> Edit:
    """Another value of an option, or none."""
    return Edit(CONFIG, f"        {old},\n", f"        {new},\n" if new else "")


def in_compose(name: str, new: str = "") -> Callable[[Path], None]:
    """Another value for a variable in compose.yaml, or none."""

    def edit(project: Path) -> None:
        path = project / "compose.yaml"
        lines = path.read_text().splitlines(keepends=True)
        (line,) = [line for line in lines if line.strip().startswith(f"{name}:") and "      " in line]
        path.write_text("".join(lines).replace(line, f"      {name}: {new}\n" if new else ""))

    return edit


def without_alert(name: str) -> Callable[[Path], None]:
    """Without one of the alerts."""

    def edit(project: Path) -> None:
        path = project / ALERTS
        head, found, tail = path.read_text().partition(f"  - name: {name}\n")
        assert found
        # Whom it tells stays: others refer to it.
        people = "".join(re.findall(r"    notify: &on-call\n(?:      - .+\n)+", tail))
        rest = tail[tail.index("  - name: ") :]
        path.write_text(head + rest.replace("    notify: *on-call\n", people, 1))

    return edit


MUTATIONS = (
    broken(1, "the dependency is removed", Edit("pyproject.toml", SDK), why="sentry-sdk"),
    broken(
        1,
        "it is a dependency of developers alone",
        Edit("pyproject.toml", SDK),
        Edit("pyproject.toml", "dev = [\n", f"dev = [\n{SDK}"),
        why="no run-time dependency",
    ),
    broken(1, "it has no bounds", Edit("pyproject.toml", SDK, '    "sentry-sdk",\n'), why="not bounded"),
    broken(1, "it has no upper bound", Edit("pyproject.toml", SDK, '    "sentry-sdk>=2.75",\n'), why="not bounded"),
    broken(1, "another version is declared", Edit("pyproject.toml", SDK, '    "sentry-sdk>=1.40,<2",\n'), why="2.75"),
    broken(
        1,
        "the image goes without it",
        Edit("Dockerfile", "uv sync --no-dev", "uv sync --no-dev --no-install-package sentry-sdk"),
        why="no run-time dependency",
    ),
    # 2
    broken(2, "init_sentry is never called", Edit("src/main.py", "\ninit_sentry()\n", "\n"), why="SENTRY_DSN"),
    broken(
        2,
        "the DSN is hard-coded",
        Edit(
            CONFIG,
            "    settings = get_settings()\n    if dsn",
            f"    settings = get_settings()\n    dsn = {ELSEWHERE}\n    if dsn",
        ),
        why="nothing arrived at SENTRY_DSN",
    ),
    broken(
        2,
        "there is a DSN where none is given",
        Edit(SETTINGS, "sentry_dsn: SecretStr | None = None", f"sentry_dsn: SecretStr | None = SecretStr({ELSEWHERE})"),
        why="with no SENTRY_DSN",
    ),
    broken(
        2,
        "the setting has another name",
        Edit(SETTINGS, "    sentry_dsn:", "    dsn:"),
        Edit(CONFIG, "settings.sentry_dsn", "settings.dsn"),
        why="SENTRY_DSN",
    ),
    broken(
        2,
        "the environment is hard-coded",
        set_option(
            '"environment": settings.sentry_environment if environment is None else environment',
            '"environment": "production"',
        ),
        why="what arrived says production",
    ),
    broken(
        2,
        "it does not say that it is off",
        Edit(CONFIG, '        logger.info("Sentry is off: SENTRY_DSN is not set.")\n'),
        why="does not say",
    ),
    broken(2, "compose drops the DSN", in_compose("SENTRY_DSN"), why="compose.yaml does not pass SENTRY_DSN"),
    broken(
        2,
        "compose drops the environment",
        in_compose("SENTRY_ENVIRONMENT"),
        why="compose.yaml does not pass SENTRY_ENVIRONMENT",
    ),
    broken(
        2,
        "compose sets the environment",
        in_compose("SENTRY_ENVIRONMENT", "production"),
        why="compose.yaml does not pass SENTRY_ENVIRONMENT",
    ),
    broken(
        2,
        "a start by hand is told as production",
        Edit(SETTINGS, 'sentry_environment: str = "development"', 'sentry_environment: str = "production"'),
        why="are both production",
    ),
    broken(2, "the example has another name", Edit(".env.example", "SENTRY_DSN=", "SENTRY_URL="), why=".env.example"),
    # 3
    broken(
        3,
        "FastAPI is not watched",
        Edit(INTEGRATIONS, '        FastApiIntegration(transaction_style="endpoint"),\n'),
        why="fastapi",
        services=FASTAPI,
    ),
    broken(
        3,
        "neither FastAPI nor Starlette is watched",
        Edit(INTEGRATIONS, '        FastApiIntegration(transaction_style="endpoint"),\n'),
        Edit(INTEGRATIONS, '        StarletteIntegration(transaction_style="endpoint"),\n'),
        why="starlette",
        services=FASTAPI,
    ),
    broken(3, "SQLAlchemy is not watched", Edit(INTEGRATIONS, "        SqlalchemyIntegration(),\n"), why="sqlalchemy"),
    broken(3, "HTTP clients are not watched", Edit(INTEGRATIONS, "        Httpx2Integration(),\n"), why="httpx2"),
    broken(
        3,
        "the log is not watched",
        # The SDK would add one of its own.
        Edit(INTEGRATIONS, f"        {LOGGING},\n"),
        Edit(
            CONFIG,
            "import sentry_sdk\n",
            "import sentry_sdk\nfrom sentry_sdk.integrations.logging import LoggingIntegration\n",
        ),
        option('"disabled_integrations": [LoggingIntegration()]'),
        why="logging",
    ),
    broken(
        3,
        "errors of the log are no events",
        Edit(INTEGRATIONS, "event_level=logging.ERROR", "event_level=None"),
        why="logger.error()",
    ),
    broken(
        3,
        "lines of the log are no breadcrumbs",
        Edit(INTEGRATIONS, "level=logging.INFO, ", "level=None, "),
        why="breadcrumb",
    ),
    broken(3, "the SDK's own integrations are off", option('"default_integrations": False'), why="dedupe"),
    broken(
        3,
        "the dispatcher is not watched",
        Edit("src/bot/app.py", "    integration.instrument_dispatcher(dispatcher)\n"),
        why="aiogram",
        services=AIOGRAM,
    ),
    broken(
        3,
        "the bot's calls are not watched",
        Edit("src/bot/app.py", "    create_integration(settings).instrument_bot(bot)\n"),
        why="Bot API",
        services=AIOGRAM,
    ),
    broken(
        3, "Redis is not watched", Edit(INTEGRATIONS, "        RedisIntegration(),\n"), why="redis", services=AIOGRAM
    ),
    # 4
    broken(
        4,
        "events are not filtered",
        Edit(
            CONFIG,
            "return lambda event, hint: hook(group(event, hint), hint)",
            "return lambda event, hint: group(event, hint)",
        ),
        why="`event`",
    ),
    broken(
        4,
        "transactions are not filtered",
        Edit(CONFIG, '"before_send", "before_send_transaction", ', '"before_send", '),
        why="`transaction`",
    ),
    broken(4, "logs are not filtered", Edit(CONFIG, '"before_send_log", '), why="`log`"),
    broken(4, "metrics are not filtered", Edit(CONFIG, ', "before_send_metric"'), why="`trace_metric`"),
    broken(
        4,
        "there is no gate",
        Edit(CONFIG, "        install_gate(client.transport, _scrubber)\n", "        pass\n"),
        why="left in an item",
    ),
    broken(
        4,
        "the gate leaves sessions and profiles as they are",
        Edit(GATE, "json=scrubber.scrub(_json(item))", "json=_json(item)"),
        why="left in an item",
    ),
    broken(
        4,
        "the gate leaves attachments as they are",
        Edit(GATE, "map(scrubber.scrub_text, text.splitlines(keepends=True))", "text.splitlines(keepends=True)"),
        why="`attachment`",
    ),
    broken(
        4,
        "the gate drops feedback",
        Edit(GATE, '"profile_chunk", "feedback", "user_report"', '"profile_chunk", "user_report"'),
        why="feedback",
    ),
    broken(
        4,
        "the filter does nothing",
        Edit(CONFIG, FILTERED, "return event"),
        why="left in an item",
    ),
    broken(
        4,
        "the filter drops all",
        Edit(CONFIG, FILTERED, "return None"),
        why="dropped",
    ),
    broken(
        4,
        "the filter fails",
        Edit(CONFIG, FILTERED, 'raise ValueError("no")'),
        why="fails",
    ),
    broken(
        4,
        "the filter leaves nothing",
        Edit(CONFIG, FILTERED, "return _reduced(event)"),
        why="filter",
    ),
    broken(
        4,
        "locals leave as they are",
        Edit(SETTINGS, '= Field(default="shapes"', '= Field(default="scrubbed"'),
        why="shapes",
    ),
    broken(4, "the header baggage is not filtered", Edit(CONFIG, "    scrub_baggage(_scrubber)\n"), why="baggage"),
    broken(
        4,
        "every host gets the headers of the trace",
        set_option('"trace_propagation_targets": [_target(origin) for origin in settings.sentry_trace_to]'),
        why="trace_propagation_targets",
    ),
    broken(
        4,
        "what people write in the body is collected",
        set_option('"max_request_body_size": "never"', '"max_request_body_size": "always"'),
        why="what a stranger wrote",
        services=FASTAPI,
    ),
    broken(
        4,
        "every header leaves",
        Edit(SCRUBBER, "item if str(name).lower() in HEADERS else FILTERED", "item"),
        why="what a stranger wrote",
        services=FASTAPI,
    ),
    broken(
        4,
        "the name of a user leaves",
        Edit(SCRUBBER, '("name", "geo", "location") if', '("geo", "location") if'),
        why="what a stranger wrote",
    ),
    broken(
        4,
        "the gate passes what it does not know",
        Edit(
            GATE,
            '    logger.warning(\n        "An item of the kind %s is not',
            '    return item\n    logger.warning(\n        "An item of the kind %s is not',
        ),
        why="a kind that nobody filters",
    ),
    broken(
        4,
        "the headers of envelopes are not filtered",
        Edit(GATE, 'return cast("dict[str, Any]", scrubber.scrub(headers))', "return headers"),
        why="left in an item",
    ),
    broken(
        4,
        "a hook drops transactions",
        Edit(
            CONFIG,
            "        options[name] = _filtered(options.get(name))",
            '        options[name] = _filtered((lambda *_: None) if "transaction" in name else options.get(name))',
        ),
        why="of the kind transaction",
    ),
    broken(4, "compose lets values of locals out", in_compose("SENTRY_LOCALS", "scrubbed"), why="compose.yaml"),
    broken(4, "the log is not redacted", Edit("src/core/logging.py", "= [scrub_line]", "= []"), why="log"),
    # 5
    broken(
        5,
        "nothing is traced",
        Edit(SAMPLING, "        return next((rate for", "        return 0.0\n        return next((rate for"),
        why="0 of 8",
    ),
    broken(
        5,
        "the rate is hard-coded",
        Edit(SAMPLING, "if pattern.fullmatch(name)), default)", "if pattern.fullmatch(name)), 1.0)"),
        why="at SENTRY_TRACES_SAMPLE_RATE=0",
    ),
    broken(
        5,
        "everything is traced by default",
        Edit(SETTINGS, "sentry_traces_sample_rate: SampleRate = 0.1", "sentry_traces_sample_rate: SampleRate = 1.0"),
        why="(1.0, 0.1)",
    ),
    broken(
        5,
        "traces are off",
        set_option('"traces_sampler": create_traces_sampler(settings, traces_sample_rate)', '"traces_sampler": None'),
        set_option('"traces_sample_rate": traces_sample_rate', '"traces_sample_rate": None'),
        why="0 of 8",
    ),
    broken(5, "nothing is profiled", set_option('"profile_lifecycle": "trace"'), why="profile"),
    broken(
        5,
        "the rate of profiles is hard-coded",
        set_option(
            '"profile_session_sample_rate": settings.sentry_profiles_sample_rate', '"profile_session_sample_rate": 0.0'
        ),
        why="profile",
    ),
    broken(
        5,
        "compose traces everything",
        in_compose("SENTRY_TRACES_SAMPLE_RATE", "${SENTRY_TRACES_SAMPLE_RATE:-1}"),
        why="(1.0, 0.1)",
    ),
    broken(5, "compose drops the rate", in_compose("SENTRY_TRACES_SAMPLE_RATE"), why="SENTRY_TRACES_SAMPLE_RATE"),
    broken(
        5,
        "compose drops the rate of profiles",
        in_compose("SENTRY_PROFILES_SAMPLE_RATE"),
        why="SENTRY_PROFILES_SAMPLE_RATE",
    ),
    broken(
        5,
        "health checks are traced",
        Edit(SAMPLING, "if name.startswith(HEALTH):", 'if name.startswith("/nothing"):'),
        why="health",
        services=FASTAPI,
    ),
    # 6
    broken(6, "the alert is gone", without_alert("High Error Rate"), why="gone"),
    broken(6, "another threshold", Edit(ALERTS, "over: 100,", "over: 1000,"), why="100 events in 1h"),
    broken(
        6,
        "another interval",
        Edit(ALERTS, "within: 1h}  # of one issue", "within: 1d}  # of one issue"),
        why="100 events in 1h",
    ),
    broken(6, "no e-mail", Edit(ALERTS, '      - email: {team: "', '      - slack: {channel: "#'), why="e-mail"),
    broken(6, "another channel", Edit(ALERTS, '"#alerts"', '"#random"'), why="#random"),
    broken(
        6,
        "an interval that Sentry does not have",
        Edit(ALERTS, "within: 1h}  # of one issue", "within: 2h}  # of one issue"),
        why="alerts.yaml:",
    ),
    broken(
        6,
        "the alert is off",
        Edit(ALERTS, "  - name: High Error Rate\n", "  - name: High Error Rate\n    enabled: false\n"),
        why="off",
    ),
    broken(
        6, "no alert of new issues", Edit(ALERTS, "    when: [new]\n", "    when: [resolved]\n"), why="first_seen_event"
    ),
    broken(
        6,
        "nothing watches the latency",
        Edit(ALERTS, "p95: {op: http.server, over_ms: 1000,", "errors: {over: 1000,"),
        why="p95",
        services=FASTAPI,
    ),
    broken(
        6,
        "nothing watches the latency",
        Edit(ALERTS, "p95: {op: queue.process, over_ms: 3000,", "errors: {over: 3000,"),
        why="p95",
        services=AIOGRAM,
    ),
    # 7
    broken(7, "no error is sampled", option('"sample_rate": 0.0'), why="not arrived"),
    broken(7, "errors are ignored", option('"ignore_errors": [Exception]'), why="not arrived"),
    broken(7, "messages have no stack", set_option('"attach_stacktrace": True'), why="attach_stacktrace"),
    broken(
        7,
        "nothing is flushed",
        Edit("src/api/app.py", "await asyncio.to_thread(sentry_sdk.flush, timeout=1.5)", "pass"),
        why="last error",
        services=FASTAPI,
    ),
    broken(
        7,
        "nothing is flushed",
        Edit("src/bot/app.py", "        sentry_sdk.flush(timeout=2)", "        pass"),
        why="last error",
        services=AIOGRAM,
    ),
    broken(7, "stacks show no source", option('"include_source_context": False'), why="lines of the source"),
    broken(7, "a sampler drops errors", option('"error_sampler": lambda *_: 0.0'), why="not arrived"),
    # 8
    broken(
        8, "the release is hard-coded", set_option('"release": settings.release', '"release": "1.0"'), why="says 1.0"
    ),
    broken(8, "the release is left to the SDK", set_option('"release": settings.release'), why="APP_RELEASE"),
    broken(
        8,
        "the image's release is not read",
        Edit(SETTINGS, "return self.sentry_release or self.app_release", "return self.sentry_release"),
        why="APP_RELEASE",
    ),
    broken(8, "the build argument is gone", Edit("Dockerfile", 'ARG GIT_SHA=""\n'), why="GIT_SHA"),
    broken(8, "the image does not keep it", Edit("Dockerfile", "ENV APP_RELEASE=${GIT_SHA}\n"), why="APP_RELEASE"),
    broken(8, "compose drops the release", in_compose("SENTRY_RELEASE"), why="SENTRY_RELEASE"),
    broken(
        8,
        "CI tells of the release without a token",
        Edit(
            WORKFLOW,
            "SENTRY_AUTH_TOKEN: ${{ secrets.SENTRY_AUTH_TOKEN }}\n        run: |\n          sentry()",
            "HOME: /\n        run: |\n          sentry()",
        ),
        why="SENTRY_AUTH_TOKEN",
    ),
    broken(8, "CI knows one commit alone", Edit(WORKFLOW, "fetch-depth: 0", "fetch-depth: 1"), why="set-commits"),
    broken(
        8,
        "CI skips the release",
        Edit(WORKFLOW, "- name: Release\n", "- name: Release\n        if: false\n"),
        why="releases new",
    ),
    broken(8, "CI builds without it", Edit(WORKFLOW, '--build-arg GIT_SHA="$GIT_SHA" '), why="docker build"),
    broken(
        8,
        "CI does not tell of the release",
        Edit(WORKFLOW, '          sentry releases new "$GIT_SHA"\n'),
        why="releases new",
    ),
    broken(
        8,
        "CI does not finalize it",
        Edit(WORKFLOW, '          sentry releases finalize "$GIT_SHA"\n'),
        why="releases finalize",
    ),
    broken(
        8,
        "CI does not tell of the deployment",
        Edit(WORKFLOW, "sentry-cli@3.8.2 deploys new", "sentry-cli@3.8.2 info"),
        why="deploys new",
    ),
    broken(
        8,
        "CI tells of another release",
        Edit(WORKFLOW, "GIT_SHA: ${{ github.sha }}", "GIT_SHA: ${{ github.run_id }}"),
        why="with the commit",
    ),
    broken(
        8,
        "compose builds without it",
        Edit("compose.yaml", "        GIT_SHA: ${GIT_SHA:-}\n", "        OTHER: none\n"),
        why="GIT_SHA",
    ),
)
