"""Checks the alert rules in `alerts.yaml`, and brings Sentry into line with them: `python sentry/alerts.py --help`.

SENTRY_ORG, SENTRY_PROJECT and SENTRY_URL are as for sentry-cli, and default to what `.sentryclirc` says;
SENTRY_AUTH_TOKEN is taken from the environment alone.
"""

import argparse
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from configparser import ConfigParser
from configparser import Error as ConfigError
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from alert_rules import AlertsError, Body, RulesFile, alert_body, marked, monitor_body, references

ROOT = Path(__file__).parents[1]
SECONDS_BETWEEN_TRIES = (0.5, 1, 2, 4)
MAX_WAIT_SECONDS = 60
TOO_MANY, SERVER_ERROR = 429, 500
BY_STATUS = {
    401: "does not know the token; set SENTRY_AUTH_TOKEN to one of a person or of an internal integration"
    " (Settings -> Account or Developer Settings); one of an organization (sntrys_...) will not do",
    403: "does not let this token do that; it needs the scopes alerts:write and org:read, or org:write,"
    " and member:read if a `user` is told",
    404: "has no such thing; are SENTRY_URL, SENTRY_ORG and SENTRY_PROJECT, or .sentryclirc, right?"
    " A self-hosted Sentry must be new enough to have Monitors and Alerts",
    410: "no longer has this part of its API; take a newer sentry/alerts.py from this service's template",
}
COLORS = {"create": 32, "update": 33, "left over": 31, "unchanged": 2, "not ours": 2}

T = TypeVar("T")


class TryAgainError(AlertsError):
    """It may go better next time."""

    def __init__(self, message: str, after_seconds: float = 0) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds


class Api:
    """Sentry's API. Each method tries again for a while, then raises `AlertsError`, which says what to do."""

    def __init__(self, http: httpx2.Client, url: str) -> None:
        self._http, self._url = http, f"{url.rstrip('/')}/api/0/"

    def read_all(self, path: str, **query: str) -> list[Body]:
        """All items, of every page."""
        items: list[Body] = []
        while True:
            response = persist(lambda: self._send("GET", path, params=query))
            items += response.json()
            following = response.links.get("next", {})
            if following.get("results") != "true":
                return items
            # Not the link's URL: the token is for the host that we were given.
            query["cursor"] = following["cursor"]

    def update(self, path: str, body: Body) -> Body:
        """Replace an item."""
        return persist(lambda: self._send("PUT", path, json=body).json())

    def create(self, path: str, body: Body, find: Callable[[], Body | None]) -> Body:
        """Make an item. If no answer comes, it may have been made all the same: look before it is made twice."""
        return persist(lambda: self._send("POST", path, json=body).json(), find)

    def _send(self, method: str, path: str, **content: Any) -> httpx2.Response:
        try:
            response = self._http.request(method, self._url + path, **content)
        except httpx2.InvalidURL:
            raise AlertsError("SENTRY_URL is set, and cannot be right") from None
        except httpx2.RequestError as error:
            raise TryAgainError(f"{self._url} does not answer; is SENTRY_URL right? ({error!r})") from None
        status = response.status_code
        if response.is_success and "json" in response.headers.get("Content-Type", ""):
            return response
        what = BY_STATUS.get(status, f"answers {status}: {' '.join(response.text.split())[:300]}")
        message = f"{method} {self._url}{path}: Sentry {what}"
        if status != TOO_MANY and status < SERVER_ERROR:
            raise AlertsError(message)
        wanted = response.headers.get("Retry-After", "")
        wait = int(wanted) if wanted.isdecimal() else 0
        if wait > MAX_WAIT_SECONDS:
            raise AlertsError(f"{method} {self._url}{path}: Sentry wants a pause of {wait} s; run this again then")
        raise TryAgainError(message, wait)


def persist(send: Callable[[], T], find: Callable[[], T | None] = lambda: None) -> T:
    """Send it until it is answered, or found to have been done."""
    for pause in SECONDS_BETWEEN_TRIES:
        try:
            return send()
        except TryAgainError as error:
            time.sleep(error.after_seconds or pause)
        if (found := find()) is not None:
            return found
    return send()


def differences(want: Any, have: Any, path: str = "") -> Iterator[str]:
    """The fields of what Sentry has that are not as we want them. It may have more fields, and lists in any order."""
    if isinstance(want, dict) and isinstance(have, dict):
        for key, value in want.items():
            yield from differences(value, have.get(key), f"{path}.{key}")
    elif isinstance(want, list) and isinstance(have, list):
        missing, others = [], list(have)
        for item in want:
            same = next((other for other in others if not any(differences(item, other))), None)
            if same is None:
                missing.append(item)
            else:
                others.remove(same)
        for item, other in zip_longest(missing, others):
            yield from differences(item, other, f"{path}[]")
    # What we leave empty, Sentry fills in: the id of a channel, which it may name without the #.
    elif want not in ("", have, f"#{have}"):
        yield f"{path[1:]}: {json.dumps(have)} -> {json.dumps(want)}"


def as_written(item: Body) -> Body:
    """A detector or a workflow that was read, in the form in which it is written."""
    queries = [source.get("queryObj", {}).get("snubaQuery", {}) for source in item.get("dataSources") or []]
    return item | {
        "dataSources": [{"queryType": int(query.get("dataset") != "events")} | query for query in queries],
        "detectorIds": [int(id_) for id_ in item.get("detectorIds") or []],
    }


class Project:
    """A project's monitors and alerts, as they are in Sentry."""

    def __init__(self, api: Api, org: str, slug: str, *, dry_run: bool) -> None:
        self._api, self._org, self._slug, self._dry_run = api, f"organizations/{org}", slug, dry_run
        self._paths = {"monitor": f"{self._org}/detectors/", "alert": f"{self._org}/workflows/"}
        self._items = {kind: self._list(kind) for kind in self._paths}
        self._done = Counter[str]()

    def _list(self, kind: str) -> list[Body]:
        # Alerts are the organization's: one that lost its monitor is of no project.
        query = {"project": self._slug} if kind == "monitor" else {}
        return [as_written(item) for item in self._api.read_all(self._paths[kind], **query)]

    def apply(self, file: RulesFile) -> str:
        """Bring monitors and alerts into line with a file. What was done is printed, and summed up in a sentence.

        Raises:
            AlertsError: A name has no id, and nothing was done; or Sentry refuses something, and nothing after it was.
        """
        ids = self._look_up(file)
        bodies = []
        for monitor in file.rules.monitors:
            bodies.append(monitor_body(monitor, file.rules, self._slug))
            ids["monitor", monitor.name] = self._bring_into_line("monitor", bodies[-1])
        for alert in file.rules.alerts:
            bodies.append(alert_body(alert, file.rules, self._slug, ids))
            self._bring_into_line("alert", bodies[-1])
        self._show_others({body["name"] for body in bodies})
        did = ", ".join(f"{verb} {count}" for verb, count in self._done.items())
        return f"{did}{' (a dry run: nothing was sent)' if self._dry_run else ''}"

    def _look_up(self, file: RulesFile) -> dict[tuple[str, str], str]:
        """The ids of all that the rules name."""
        found: dict[str, dict[str, str]] = {}
        ids, problems = {}, []
        for location, kind, name in references(file.rules):
            if kind not in found:
                found[kind] = self._ids_of(kind)
            # One workspace is the one, and needs no name.
            known = found[kind] | ({"": next(iter(found[kind].values()))} if len(found[kind]) == 1 else {})
            key = name.lower() if kind == "user" else name
            if key in known:
                ids[kind, name] = known[key]
            else:
                there = ", ".join(sorted(found[kind])) or "none"
                wanted = f"no {kind} {name!r}" if name else f"not just one {kind}, so name one"
                problems.append((location, f"Sentry has {wanted}; there are: {there}"))
        if problems:
            raise file.error(problems)
        return ids

    def _ids_of(self, kind: str) -> dict[str, str]:
        """Name -> id."""
        match kind:
            case "team":
                return {item["slug"]: item["id"] for item in self._api.read_all(f"{self._org}/teams/", detailed="0")}
            case "user":  # who was invited and has not come is none yet
                members = self._api.read_all(f"{self._org}/members/")
                return {item["email"].lower(): item["user"]["id"] for item in members if item.get("user")}
            case "slack":
                items = self._api.read_all(f"{self._org}/integrations/", providerKey="slack")
                return {item["name"]: item["id"] for item in items if item.get("status") == "active"}
            case _:
                return {item["type"]: item["id"] for item in self._items["monitor"]}

    def _bring_into_line(self, kind: str, body: Body) -> str:
        """Create or update one, if need be. Returns its id, or 0 if it is not there."""
        what = f"{kind:7} {body['name']}"
        same = [item for item in self._items[kind] if item["name"] == body["name"]]
        fields = list(differences(body, same[0])) if same else []
        if len(same) > 1:
            raise AlertsError(f"{what} is there {len(same)} times: delete all but one in Sentry")
        self._show("create" if not same else "update" if fields else "unchanged", what, fields)
        if self._dry_run or (same and not fields):
            return str(same[0]["id"]) if same else "0"
        try:
            return self._write(kind, body, same[0]["id"] if same else None)
        except AlertsError as error:
            raise AlertsError(f"{what}: {error}. What stands above it is done; this can be run again") from None

    def _write(self, kind: str, body: Body, id_: str | None) -> str:
        if id_ is not None:
            return str(self._api.update(f"{self._paths[kind]}{id_}/", body)["id"])
        path = f"{self._org}/projects/{self._slug}/detectors/" if kind == "monitor" else self._paths[kind]

        def find() -> Body | None:
            return next((item for item in self._list(kind) if item["name"] == body["name"]), None)

        return str(self._api.create(path, body, find)["id"])

    def _show_others(self, wanted: set[str]) -> None:
        detectors = {int(item["id"]) for item in self._items["monitor"]}
        for kind, items in self._items.items():
            for item in items:
                if item["name"].endswith(marked("", self._slug)):
                    if item["name"] not in wanted:
                        self._show("left over", f"{kind:7} {item['name']} (no longer in the file: delete it in Sentry)")
                elif item.get("type") == "metric_issue" or detectors & set(item["detectorIds"]):
                    self._show("not ours", f"{kind:7} {item['name']}")

    def _show(self, verb: str, what: str, fields: Iterable[str] = ()) -> None:
        self._done[verb] += 1
        in_color = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        shown = f"\033[{COLORS[verb]}m{verb:9}\033[0m" if in_color else f"{verb:9}"
        print("\n".join([f"{shown} {what}", *(f"            {field}" for field in fields)]), flush=True)


def setting(name: str, form: str, default: str | None = None) -> str:
    """SENTRY_<name> of the environment, or what `.sentryclirc` has for it.

    Raises:
        AlertsError: It is not set, or cannot be right. What it is, is not said: it may be secret.
    """
    file = ConfigParser(interpolation=None)
    try:
        file.read(ROOT / ".sentryclirc", encoding="utf-8")
    except ConfigError:
        raise AlertsError(".sentryclirc is not of its form, which is that of an INI file") from None
    value = os.environ.get(f"SENTRY_{name.upper()}") or file.get("defaults", name, fallback=default)
    if not value or not re.fullmatch(form, value):
        raise AlertsError(f"SENTRY_{name.upper()} is {'set, and cannot be right' if value else 'not set'}")
    return value


def main(arguments: list[str] | None = None) -> int:
    """The command. The exit code is 0, or 1 with a line for each thing that is wrong."""
    parser = argparse.ArgumentParser(description="Alert rules as code.")
    parser.add_argument("--file", type=Path, default=ROOT / "sentry/alerts.yaml", help="the rules")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="say what is wrong with the rules; Sentry is not asked")
    apply = commands.add_parser("apply", help="bring Sentry into line with the rules")
    apply.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    options = parser.parse_args(arguments)
    token = ""
    try:
        path = options.file.resolve()
        file = RulesFile(path, str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else options.file))
        if options.command == "check":
            print(f"{len(file.rules.alerts)} alerts and {len(file.rules.monitors)} monitors: nothing is wrong.")
            return 0
        token = setting("auth_token", r"[!-~]{8,}")
        url = setting("url", r"https?://[^\s/@?#]+(/[^\s@?#]*)?", "https://sentry.io")
        org, slug = (setting(name, r"[a-z0-9_-]+") for name in ("org", "project"))
        with httpx2.Client(headers={"Authorization": f"Bearer {token}"}, timeout=30) as http:
            print(Project(Api(http, url), org, slug, dry_run=options.dry_run).apply(file))
    except AlertsError as error:
        # Whoever answers may quote what was sent.
        print(str(error).replace(token, "[token]") if token else error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
