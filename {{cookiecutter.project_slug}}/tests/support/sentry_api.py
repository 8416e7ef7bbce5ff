"""Sentry's API for alerts, on loopback: it keeps what it is given, and takes nothing but what the published schema has.

As Sentry does, it answers in pages, ids as texts and lists in an order of its own, fills in the ids of Slack's
channels, and nests a monitor's query where it is read.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

ORG = "/api/0/organizations/acme"
PAGE = 2
Item = dict[str, Any]


class Schema(BaseModel):
    """In camelCase, as it is on the wire. Strict: the published one takes wrong intervals and unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)


class Count(Schema):
    value: Annotated[int, Field(gt=0)]
    interval: Literal["1m", "5m", "15m", "1h", "1d", "1w", "30d"]


class Level(Schema):
    level: Literal[50, 40, 30, 20, 10, 0]
    match: Literal["eq", "gte", "lte"]


class Tagged(Schema):
    key: str
    match: Literal["co", "nc", "eq", "ne", "sw", "ew"]
    value: str


class Trigger(Schema):
    type: Literal["first_seen_event", "issue_resolved_trigger", "reappeared_event", "regression_event"]
    comparison: Literal[True]
    condition_result: Literal[True]


class Counted(Schema):
    type: Literal["event_frequency_count", "event_unique_user_frequency_count"]
    comparison: Count
    condition_result: Literal[True]


class OfLevel(Schema):
    type: Literal["level"]
    comparison: Level
    condition_result: Literal[True]


class OfPriority(Schema):
    type: Literal["issue_priority_greater_or_equal"]
    comparison: Literal[75, 50, 25]
    condition_result: Literal[True]


class OfTag(Schema):
    type: Literal["tagged_event"]
    comparison: Tagged
    condition_result: Literal[True]


class MailTarget(Schema):
    target_type: Literal["user", "team"]
    target_display: None
    target_identifier: Annotated[str, Field(pattern=r"^\d+$")]


class Mail(Schema):
    type: Literal["email"]
    integration_id: None
    data: Annotated[dict[str, str], Field(max_length=0)]
    status: Literal["active"]
    config: MailTarget


class Channel(Schema):
    target_type: Literal["specific"]
    target_display: str
    target_identifier: str


class Slack(Schema):
    type: Literal["slack"]
    integration_id: Annotated[str, Field(pattern=r"^\d+$")]
    data: Annotated[dict[str, str], Field(max_length=0)]
    status: Literal["active"]
    config: Channel


class Triggers(Schema):
    logic_type: Literal["any", "any-short", "all", "none"]
    conditions: list[Trigger]
    actions: Annotated[list[Any], Field(max_length=0)]


class ActionFilter(Schema):
    logic_type: Literal["any", "any-short", "all", "none"]
    conditions: Annotated[list[Counted | OfLevel | OfPriority | OfTag], Field(min_length=1)]
    actions: Annotated[list[Mail | Slack], Field(min_length=1)]


class WorkflowConfig(Schema):
    frequency: Literal[0, 5, 10, 30, 60, 180, 720, 1440]


class Workflow(Schema):
    name: Annotated[str, Field(max_length=256)]
    enabled: bool
    detector_ids: list[int]
    config: WorkflowConfig
    environment: str | None
    triggers: Triggers
    action_filters: Annotated[list[ActionFilter], Field(min_length=1)]


class Query(Schema):
    aggregate: Literal["count()", "p95(span.duration)"]
    dataset: Literal["events", "events_analytics_platform"]
    environment: str | None
    event_types: list[Literal["default", "error", "trace_item_span"]]
    query: str
    query_type: Literal[0, 1]
    time_window: Literal[60, 300, 600, 900, 1800, 3600, 7200, 14400, 86400]


class Threshold(Schema):
    type: Literal["gt", "lte"]
    comparison: Annotated[int, Field(gt=0)]
    condition_result: Literal[75, 50, 0]


class Thresholds(Schema):
    logic_type: Literal["any"]
    conditions: Annotated[list[Threshold], Field(min_length=2, max_length=3)]
    actions: Annotated[list[Any], Field(max_length=0)]


class DetectorConfig(Schema):
    detection_type: Literal["static"]


class Detector(Schema):
    name: Annotated[str, Field(max_length=200)]
    type: Literal["metric_issue"]
    enabled: bool
    data_sources: Annotated[list[Query], Field(min_length=1, max_length=1)]
    config: DetectorConfig
    condition_group: Thresholds


class SentryApi:
    """What it holds, what it was asked to write, and how it fails."""

    def __init__(self) -> None:
        self.url = ""
        self.token = "-".join(["sntryu", "0" * 8])
        self.teams: list[Item] = [{"id": str(n), "slug": slug} for n, slug in enumerate(["core", "acme", "web"], 11)]
        self.members: list[Item] = [
            {"id": "21", "email": "ann@example.com", "user": {"id": "31"}},
            {"id": "22", "email": "invited@example.com", "user": None},
            {"id": "23", "email": "Bob@example.com", "user": {"id": "33"}},
        ]
        self.integrations: list[Item] = [
            {"id": "41", "name": "Acme", "status": "active", "provider": {"key": "slack"}},
            {"id": "42", "name": "Gone", "status": "disabled", "provider": {"key": "slack"}},
        ]
        self.detectors: dict[str, Item] = {
            "51": {"id": "51", "type": "error", "name": "Error Monitor", "dataSources": None},
            "52": {"id": "52", "type": "issue_stream", "name": "Issue Stream", "dataSources": None},
            "53": {"id": "53", "type": "metric_issue", "name": "Errors in all", "dataSources": []},
        }
        self.workflows: dict[str, Item] = {
            "61": {"id": "61", "name": "High Error Rate", "detectorIds": ["51"]},
            "62": {"id": "62", "name": "High Error Rate [other: alerts.yaml]", "detectorIds": ["99"]},
        }
        self.asked: list[str] = []
        self.written: list[tuple[str, str]] = []
        # The answers to the next requests: a status and headers, or None for none at all.
        self.answers: list[tuple[int, dict[str, str]] | None] = []
        # Of how many more writes the answer is lost, though they are done; and after how many it is dead.
        self.lost = 0
        self.dies_after = 1000

    def answer(self, method: str, target: str, token: str, body: Any) -> tuple[int, Any, dict[str, str]] | None:
        """Status, content and headers; or nothing, and the connection is closed."""
        url = urlsplit(target)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        self.asked.append(f"{method} {url.path}")
        if self.answers:
            planned = self.answers.pop(0)
            return planned and (planned[0], {"detail": f"said to {token}"}, planned[1])
        if token != f"Bearer {self.token}":
            return 401, {"detail": "Invalid token"}, {}
        if len(self.written) >= self.dies_after:
            return None
        if method == "GET":
            return self._read(url.path, query)
        status, content = self._write(method, url.path, body)
        if status < 300:
            self.written.append((method, body["name"]))
            if self.lost:
                self.lost -= 1
                return None
        return status, content, {}

    def _read(self, path: str, query: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        items = {
            f"{ORG}/teams/": self.teams,
            f"{ORG}/members/": self.members,
            f"{ORG}/integrations/": [i for i in self.integrations if i["provider"]["key"] == query.get("providerKey")],
            f"{ORG}/detectors/": list(self.detectors.values()) if query.get("project") == "shop" else None,
            f"{ORG}/workflows/": list(self.workflows.values()),
        }.get(path)
        if items is None:
            return 404, {"detail": "The requested resource does not exist"}, {}
        start = int(query.get("cursor", "0:0:0").split(":")[1])
        more = "true" if len(items) > start + PAGE else "false"
        link = f'<https://elsewhere.invalid{path}>; rel="next"; results="{more}"; cursor="0:{start + PAGE}:0"'
        return 200, items[start : start + PAGE], {"Link": f'<{path}>; rel="previous"; results="false", {link}'}

    def _write(self, method: str, path: str, body: Item) -> tuple[int, Any]:
        id_ = str(100 + len(self.written)) if method == "POST" else path.split("/")[-2]
        known: dict[tuple[str, str], tuple[type[Schema], dict[str, Item]]] = {
            ("POST", f"{ORG}/workflows/"): (Workflow, self.workflows),
            ("PUT", f"{ORG}/workflows/{id_}/"): (Workflow, self.workflows),
            ("POST", f"{ORG}/projects/shop/detectors/"): (Detector, self.detectors),
            ("PUT", f"{ORG}/detectors/{id_}/"): (Detector, self.detectors),
        }
        schema, items = known.get((method, path), (Schema, {}))
        if schema is Schema or (method == "PUT" and id_ not in items):
            return 404, {"detail": "The requested resource does not exist"}
        try:
            schema.model_validate(body)
        except ValidationError as error:
            return 400, {".".join(map(str, problem["loc"])): [problem["msg"]] for problem in error.errors()}
        unknown = set(map(str, body.get("detectorIds", []))) - set(self.detectors)
        if unknown:
            return 400, {"detectorIds": [f"Some detectors do not exist: {unknown}"]}
        items[id_] = self._kept(id_, body)
        return 201 if method == "POST" else 200, items[id_]

    def _kept(self, id_: str, body: Item) -> Item:
        item: Item = json.loads(json.dumps(body)) | {"id": id_, "dateCreated": "2026-01-01T00:00:00Z"}
        for source in item.get("dataSources", []):
            source.pop("queryType")
            source["eventTypes"].reverse()
        if "dataSources" in item:
            item["dataSources"] = [{"id": "1", "queryObj": {"snubaQuery": source}} for source in item["dataSources"]]
            item["config"]["comparisonDelta"] = None
        if "detectorIds" in item:
            item["detectorIds"] = [str(detector) for detector in item["detectorIds"]]
        for group in item.get("actionFilters", []):
            group["id"] = "1"
            group["actions"].reverse()
            for action in group["actions"]:
                if action["type"] == "slack":
                    action["config"]["targetIdentifier"] = "C0123"
                    action["config"]["targetDisplay"] = action["config"]["targetDisplay"].lstrip("#")
        return item


@contextmanager
def running_sentry_api() -> Iterator[SentryApi]:
    """A server on a free port of 127.0.0.1: organization `acme`, project `shop`."""
    api = SentryApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # or the body would wait for the acknowledgement of the headers

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            answer = api.answer(self.command, self.path, self.headers.get("Authorization", ""), body)
            if answer is None:
                self.close_connection = True
                return
            status, content, headers = answer
            encoded = json.dumps(content).encode()
            self.send_response(status)
            for name, value in (headers | {"Content-Type": "application/json"}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        def do_POST(self) -> None:
            self.do_GET()

        def do_PUT(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        api.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield api
        finally:
            server.shutdown()
            thread.join()
