"""What `alerts.yaml` may say, and what that is in the words of Sentry's API. Nothing here asks Sentry."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    ValidationError,
    ValidationInfo,
    model_validator,
)

MINUTES = {"5m": 5, "10m": 10, "15m": 15, "30m": 30, "1h": 60, "2h": 120, "3h": 180, "4h": 240, "12h": 720, "1d": 1440}
LEVELS = {"fatal": 50, "error": 40, "warning": 30, "info": 20, "debug": 10}
PRIORITIES = {"high": 75, "medium": 50, "low": 25}
TRIGGERS = {
    "new": "first_seen_event",
    "regression": "regression_event",
    "reappeared": "reappeared_event",
    "resolved": "issue_resolved_trigger",
}

Body = dict[str, Any]
Ids = Mapping[tuple[str, str], str]
Location = tuple[int | str, ...]


class AlertsError(Exception):
    """What is wrong: a line for each thing, for the person who must act."""


def only_one_of_its_name(value: str, info: ValidationInfo) -> str:
    if info.context[info.config["title"]].count(value) > 1:  # type: ignore[index]
        raise ValueError(f"{value!r} is the name of another, too")
    return value


def known_monitor(value: str, info: ValidationInfo) -> str:
    if value not in info.context["monitors"]:  # type: ignore[index]
        raise ValueError(f"there is no monitor {value!r} in this file")
    return value


def team_slug(value: str) -> str:
    if "@" in value:
        raise ValueError(f"a team is wanted, by its slug; {value!r} is an e-mail address (a person is a `user`)")
    if not re.fullmatch(r"[a-z0-9_-]+", value):
        raise ValueError(f"{value!r} is no slug of a team: it has a-z, 0-9, - and _, and no #")
    return value


def every_event_or_some(value: list[str]) -> list[str]:
    if "event" in value and len(value) > 1:
        raise ValueError("event is every event, and stands alone")
    return value


# In Sentry a name has at most 200 characters, with the mark that we give it.
Name = Annotated[str, Field(pattern=r"^\S(.*\S)?$", max_length=120), AfterValidator(only_one_of_its_name)]
Trigger = Literal["event", "new", "regression", "reappeared", "resolved"]
Window = Literal["5m", "10m", "15m", "30m", "1h", "2h", "4h", "1d"]


class Strict(BaseModel):
    """Whatever is not declared is an error."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OneOf(Strict):
    """Exactly one of its fields is given."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1 or self.value is None:
            raise ValueError(f"needs exactly one of {', '.join(type(self).model_fields)}")
        return self

    @property
    def kind(self) -> str:
        """The name of the field that is given."""
        return next(iter(self.model_fields_set))

    @property
    def value(self) -> Any:
        """What is given."""
        return getattr(self, self.kind)


class Count(Strict):
    """So many of one issue."""

    over: PositiveInt
    within: Literal["1m", "5m", "15m", "1h", "1d", "1w", "30d"]


class Condition(OneOf):
    """What must hold."""

    events: Count | None = None
    users: Count | None = None
    level: Literal["fatal", "error", "warning", "info", "debug"] | None = None
    priority: Literal["high", "medium", "low"] | None = None
    check_in: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")] | None = None


class Email(OneOf):
    """Who gets a mail."""

    team: Annotated[str, AfterValidator(team_slug)] | None = None
    user: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None


class Slack(Strict):
    """Where it is written; of which workspace, if there are several."""

    channel: str = Field(pattern=r"^#[^\s#@]+$")
    workspace: str = ""


class Recipient(OneOf):
    """Who is told."""

    email: Email | None = None
    slack: Slack | None = None


class Alert(Strict):
    """Tells of issues: the project's errors, a monitor's breaches, or a job's check-ins that failed."""

    model_config = ConfigDict(title="alerts")

    name: Name
    monitor: Annotated[str, AfterValidator(known_monitor)] | None = None
    when: Annotated[list[Trigger], Field(min_length=1), AfterValidator(every_event_or_some)]
    if_: list[Condition] = Field(alias="if", min_length=1)
    notify: list[Recipient] = Field(min_length=1)
    at_most_every: Literal["5m", "10m", "30m", "1h", "3h", "12h", "1d"] = "1h"
    enabled: bool = True

    @model_validator(mode="after")
    def _counts_every_event(self) -> Self:
        if self.when != ["event"] and any(condition.events or condition.users for condition in self.if_):
            raise ValueError("a count needs `when: [event]`, or an issue's later events are not counted")
        return self

    @property
    def detector(self) -> tuple[str, str]:
        """Kind and name of what finds its issues."""
        if self.monitor:
            return "monitor", self.monitor
        # Before its first check-in, a job has no detector of its own.
        return "detector", "issue_stream" if any(condition.check_in for condition in self.if_) else "error"


class Errors(Strict):
    """So many in the whole project."""

    over: PositiveInt
    within: Window


class Latency(Strict):
    """One in twenty transactions takes longer."""

    op: str = Field(pattern=r"^[a-z0-9_.]+$")
    over_ms: PositiveInt
    within: Window


class Measure(OneOf):
    """What is measured."""

    errors: Errors | None = None
    p95: Latency | None = None


class Monitor(Strict):
    """Measures, and makes an issue of a breach."""

    model_config = ConfigDict(title="monitors")

    name: Name
    measure: Measure
    enabled: bool = True


class Rules(Strict):
    """The file."""

    environment: str | None = Field(default=None, pattern=r"^[^\s/]+$", max_length=64)
    alerts: list[Alert] = Field(min_length=1)
    monitors: list[Monitor] = []


class RulesFile:
    """A file of rules, which knows its lines.

    Raises:
        AlertsError: All that is wrong with it.
    """

    def __init__(self, path: Path, shown_as: str) -> None:
        self._shown_as = shown_as
        self._lines: dict[Location, int] = {}
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
            data = self._read(root) if root else None
        except (OSError, UnicodeDecodeError) as error:
            raise AlertsError(f"{shown_as}: cannot be read: {error}") from None
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "no YAML"
            raise AlertsError(f"{shown_as}:{mark.line + 1 if mark else 1}: {problem}") from None
        names = {kind: list(names_in(data, kind)) for kind in ("alerts", "monitors")}
        try:
            self.rules = Rules.model_validate(data, context=names)
        except ValidationError as error:
            raise self.error((problem["loc"], explain(dict(problem))) for problem in error.errors()) from None

    def _read(self, node: yaml.Node, location: Location = ()) -> Any:
        """Its data; where each part of it stands is kept."""
        self._lines.setdefault(location, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            return [self._read(item, (*location, index)) for index, item in enumerate(node.value)]
        if not isinstance(node, yaml.MappingNode):
            return yaml.SafeLoader("").construct_object(node)
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in data:
                text = f"{key.value!r} is no key, or one too many"
                raise yaml.MarkedYAMLError(problem=text, problem_mark=key.start_mark)
            self._lines[*location, key.value] = key.start_mark.line + 1
            data[key.value] = self._read(value, (*location, key.value))
        return data

    def error(self, problems: Iterable[tuple[Location, str]]) -> AlertsError:
        """One line for each problem, in the order of the file."""
        lines = sorted({(self._line(location), problem) for location, problem in problems})
        return AlertsError("\n".join(f"{self._shown_as}:{line}: {problem}" for line, problem in lines))

    def _line(self, location: Location) -> int:
        """Where this stands, or what it should stand in."""
        while location and location not in self._lines:
            location = location[:-1]
        return self._lines.get(location, 1)


def names_in(data: Any, kind: str) -> Iterator[Any]:
    """The names of all alerts, or of all monitors, in what may be wrong."""
    items = data.get(kind) if isinstance(data, dict) else None
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            yield item.get("name")


def explain(problem: dict[str, Any]) -> str:
    """Pydantic's words, as one line that names the key."""
    key = next((str(part) for part in reversed(problem["loc"]) if isinstance(part, str)), "the file")
    given = repr(str(problem["input"])[:60])
    match problem["type"]:
        case "extra_forbidden":
            text = f"unknown key {key!r}"
        case "missing":
            text = f"{key!r} is missing"
        case "literal_error":
            text = f"{key} must be {problem['ctx']['expected']}, not {given}"
        case "model_type":
            text = f"{key} must have keys of its own, not be {given}"
        case "too_short":
            text = f"{key} must not be empty" + (", or it would match everything" if key == "if" else "")
        case "value_error":
            text = f"{key}: {problem['ctx']['error']}"
        case _:
            text = f"{key}: {problem['msg'][0].lower()}{problem['msg'][1:]}, not {given}"
    return text


def references(rules: Rules) -> Iterator[tuple[Location, str, str]]:
    """Whatever has an id in Sentry already: its place, its kind (team, user, slack, detector) and its name."""
    for index, alert in enumerate(rules.alerts):
        if alert.monitor is None:
            yield ("alerts", index), *alert.detector
        for number, recipient in enumerate(alert.notify):
            where = ("alerts", index, "notify", number, recipient.kind)
            if recipient.email:
                yield where, recipient.email.kind, recipient.email.value
            else:
                yield where, recipient.kind, recipient.value.workspace


def marked(name: str, project: str) -> str:
    """The name in Sentry. By it we know what is ours: the API keeps no other text of an alert."""
    return f"{name} [{project}: alerts.yaml]"


def alert_body(alert: Alert, rules: Rules, project: str, ids: Ids) -> Body:
    """An alert as Sentry's API takes it: a workflow.

    Args:
        alert: One of the rules' alerts.
        rules: The file that it stands in.
        project: The project's slug.
        ids: (kind, name) -> id, of each of `references()` and of each monitor.
    """
    # None at all is every event.
    triggers = [TRIGGERS[trigger] for trigger in alert.when if trigger != "event"]
    conditions = [{"type": type_, "comparison": True, "conditionResult": True} for type_ in triggers]
    action_filter = {
        "logicType": "all",
        "conditions": [condition_body(condition) for condition in alert.if_],
        "actions": [action_body(recipient, ids) for recipient in alert.notify],
    }
    return {
        "name": marked(alert.name, project),
        "enabled": alert.enabled,
        "detectorIds": [int(ids[alert.detector])],
        "config": {"frequency": MINUTES[alert.at_most_every]},
        "environment": rules.environment,
        "triggers": {"logicType": "any-short", "conditions": conditions, "actions": []},
        "actionFilters": [action_filter],
    }


def condition_body(condition: Condition) -> Body:
    """A filter of a workflow."""
    comparison: int | Body
    if count := condition.events or condition.users:
        type_ = "event_frequency_count" if condition.events else "event_unique_user_frequency_count"
        comparison = {"value": count.over, "interval": count.within}
    elif condition.level:
        type_, comparison = "level", {"level": LEVELS[condition.level], "match": "gte"}
    elif condition.priority:
        type_, comparison = "issue_priority_greater_or_equal", PRIORITIES[condition.priority]
    else:
        type_, comparison = "tagged_event", {"key": "monitor.slug", "match": "eq", "value": condition.check_in}
    return {"type": type_, "comparison": comparison, "conditionResult": True}


def action_body(recipient: Recipient, ids: Ids) -> Body:
    """An action of a workflow."""
    if email := recipient.email:
        integration, type_, display, id_ = None, email.kind, None, ids[email.kind, email.value]
    else:
        slack: Slack = recipient.value
        # The id of a channel is looked up by Sentry.
        integration, type_, display, id_ = ids["slack", slack.workspace], "specific", slack.channel, ""
    target = {"targetType": type_, "targetDisplay": display, "targetIdentifier": id_}
    return {"type": recipient.kind, "integrationId": integration, "data": {}, "status": "active", "config": target}


def monitor_body(monitor: Monitor, rules: Rules, project: str) -> Body:
    """A monitor as Sentry's API takes it: a detector of metric issues."""
    if errors := monitor.measure.errors:
        limit, within = errors.over, errors.within
        query = {"dataset": "events", "queryType": 0, "eventTypes": ["default", "error"]}
        query |= {"aggregate": "count()", "query": "is:unresolved"}
    else:
        p95: Latency = monitor.measure.value
        limit, within = p95.over_ms, p95.within
        query = {"dataset": "events_analytics_platform", "queryType": 1, "eventTypes": ["trace_item_span"]}
        query |= {"aggregate": "p95(span.duration)", "query": f"is_transaction:true span.op:{p95.op}"}
    conditions = [
        {"type": "gt", "comparison": limit, "conditionResult": PRIORITIES["high"]},
        {"type": "lte", "comparison": limit, "conditionResult": 0},  # resolved
    ]
    return {
        "name": marked(monitor.name, project),
        "type": "metric_issue",
        "enabled": monitor.enabled,
        "dataSources": [query | {"environment": rules.environment, "timeWindow": MINUTES[within] * 60}],
        "config": {"detectionType": "static"},
        "conditionGroup": {"logicType": "any", "conditions": conditions, "actions": []},
    }
