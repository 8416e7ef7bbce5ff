"""What `apply` does to a Sentry on loopback, and what it says of it."""

import functools
import ssl
import sys
from collections.abc import Callable, Iterator
from configparser import ConfigParser
from copy import deepcopy
from pathlib import Path
from threading import get_ident

import alerts
import pytest

from tests.support.sentry_api import Item, SentryApi, running_sentry_api

RULES = """\
alerts:
  - name: High Error Rate
    when: [event]
    if: [events: {over: 100, within: 1h}]
    notify:
      - email: {team: acme}
      - email: {user: Ann@example.com}
      - slack: {channel: "#alerts"}
  - name: Many errors
    monitor: Errors in all
    when: [new, regression]
    if: [priority: high]
    notify: [slack: {channel: "#alerts"}]
  - name: Nightly is missed
    when: [new]
    if: [check_in: nightly]
    notify: [email: {team: acme}]
monitors:
  - name: Errors in all
    measure: {errors: {over: 500, within: 1h}}
  - name: Slow
    measure: {p95: {op: http.server, over_ms: 1000, within: 15m}}
"""
MARK = "[shop: alerts.yaml]"
OURS = [f"{name} {MARK}" for name in ("Errors in all", "Slow", "High Error Rate", "Many errors", "Nightly is missed")]

Apply = Callable[..., tuple[int, str, str]]

FILLED: dict[str, dict[str, Item]] = {}
# Reading the certificates would be half the time of a test.
create_default_context = functools.cache(ssl.create_default_context)


@pytest.fixture
def api() -> Iterator[SentryApi]:
    with running_sentry_api() as api:
        yield api


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, none of which takes time."""
    pauses: list[float] = []
    own = get_ident()  # other threads may pause meanwhile
    monkeypatch.setattr("time.sleep", lambda seconds: pauses.append(seconds) if get_ident() == own else None)
    return pauses


@pytest.fixture
def apply(
    api: SentryApi,
    pauses: list[float],  # noqa: ARG001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Apply:
    """Exit code, output and errors of `apply` with these rules; the token is in neither."""
    for name, value in {"url": api.url, "auth_token": api.token, "org": "acme", "project": "shop"}.items():
        monkeypatch.setenv(f"SENTRY_{name.upper()}", value)
    monkeypatch.setattr("ssl.create_default_context", create_default_context)
    path = tmp_path / "alerts.yaml"

    def apply(*options: str, rules: str = RULES) -> tuple[int, str, str]:
        path.write_text(rules)
        code = alerts.main(["--file", str(path), "apply", *options])
        out, err = capsys.readouterr()
        assert api.token not in out + err
        return code, out, err

    return apply


@pytest.fixture
def filled(api: SentryApi, apply: Apply) -> SentryApi:
    """The server, after the rules were applied to it once."""
    if not FILLED:
        apply()
        FILLED.update(detectors=deepcopy(api.detectors), workflows=deepcopy(api.workflows))
    api.detectors, api.workflows = deepcopy(FILLED["detectors"]), deepcopy(FILLED["workflows"])
    api.written.clear()
    return api


def names(api: SentryApi) -> list[str]:
    return [name for _, name in api.written]


def test_what_the_file_has_is_made_in_sentry(api: SentryApi, apply: Apply) -> None:
    code, out, err = apply()
    assert (code, err) == (0, "")
    assert api.written == [("POST", name) for name in OURS]
    assert out.endswith("create 5, not ours 2\n")
    workflows = {item["name"]: item for item in api.workflows.values()}
    targets = [a["config"] for a in workflows[f"High Error Rate {MARK}"]["actionFilters"][0]["actions"]]
    assert {target["targetIdentifier"] for target in targets} == {"12", "31", "C0123"}
    assert workflows[f"High Error Rate {MARK}"]["detectorIds"] == ["51"]
    assert workflows[f"Nightly is missed {MARK}"]["detectorIds"] == ["52"]
    (monitor,) = workflows[f"Many errors {MARK}"]["detectorIds"]
    assert api.detectors[monitor]["name"] == f"Errors in all {MARK}"


def test_what_is_there_is_not_written_again(filled: SentryApi, apply: Apply) -> None:
    code, out, _ = apply()
    assert code == 0
    assert filled.written == []
    assert out.endswith("unchanged 5, not ours 2\n")


def test_only_what_differs_is_written(filled: SentryApi, apply: Apply) -> None:
    before = dict(filled.workflows)
    code, out, _ = apply(rules=RULES.replace("over: 100,", "over: 50,").replace("over_ms: 1000", "over_ms: 2000"))
    assert code == 0
    assert filled.written == [("PUT", f"Slow {MARK}"), ("PUT", f"High Error Rate {MARK}")]
    assert "            actionFilters[].conditions[].comparison.value: 100 -> 50\n" in out
    assert "            conditionGroup.conditions[].comparison: 1000 -> 2000\n" in out
    assert [id_ for id_ in before if filled.workflows[id_] != before[id_]] == ["102"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("user: Ann@example.com", "team: web", 'actionFilters[].actions[].config.targetType: "user" -> "team"'),
        ('channel: "#alerts"', 'channel: "#ops"', 'actionFilters[].actions[].config.targetDisplay: "alerts" -> "#ops"'),
        ("      - email: {user: Ann@example.com}\n", "", "actionFilters[].actions[]"),
        ("[new, regression]", "[new]", "triggers.conditions[]"),
        ("alerts:\n", "environment: production\nalerts:\n", 'environment: null -> "production"'),
        ("within: 15m", "within: 1h", "dataSources[].timeWindow: 900 -> 3600"),
        ("when: [event]", "when: [event]\n    enabled: false", "enabled: true -> false"),
        ("when: [event]", "when: [event]\n    at_most_every: 1d", "config.frequency: 60 -> 1440"),
        ("monitor: Errors in all", "monitor: Slow", "detectorIds[]: 100 -> 101"),
    ],
)
def test_every_kind_of_change_is_seen(filled: SentryApi, apply: Apply, old: str, new: str, field: str) -> None:
    rules = RULES.replace(old, new, 1)
    assert rules != RULES
    _, out, _ = apply("--dry-run", rules=rules)
    assert f"            {field}" in out
    assert filled.written == []


def test_a_dry_run_shows_all_and_writes_nothing(filled: SentryApi, apply: Apply) -> None:
    rules = RULES.replace("name: Slow", "name: Slower").replace("over: 500", "over: 400")
    code, out, _ = apply("--dry-run", rules=rules)
    assert code == 0
    assert filled.written == []
    for line in (
        f"create    monitor Slower {MARK}",
        f"update    monitor Errors in all {MARK}",
        f"unchanged alert   High Error Rate {MARK}",
        f"left over monitor Slow {MARK} (no longer in the file: delete it in Sentry)",
        "not ours  monitor Errors in all",
        "not ours  alert   High Error Rate",
    ):
        assert f"{line}\n" in out
    assert out.endswith("update 1, create 1, unchanged 3, not ours 2, left over 1 (a dry run: nothing was sent)\n")
    assert "other" not in out


def test_what_others_made_is_left_alone(api: SentryApi, apply: Apply) -> None:
    others = {id_: dict(item) for id_, item in (api.detectors | api.workflows).items()}
    apply()
    apply(rules=RULES.replace("1h", "1d"))
    everything = api.detectors | api.workflows
    assert {id_: everything[id_] for id_ in others} == others


def test_two_of_one_name_are_for_a_person_to_decide(filled: SentryApi, apply: Apply) -> None:
    filled.workflows["70"] = filled.workflows["102"] | {"id": "70"}
    code, _, err = apply()
    assert code == 1
    assert err == f"alert   High Error Rate {MARK} is there 2 times: delete all but one in Sentry\n"
    assert filled.written == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("team: acme", "team: nobody", "6: Sentry has no team 'nobody'; there are: acme, core, web"),
        ("Ann@example.com", "invited@example.com", "7: Sentry has no user 'invited@example.com'; there are:"),
        ('"#alerts"}', '"#alerts", workspace: Gone}', "8: Sentry has no slack 'Gone'; there are: Acme"),
    ],
)
def test_a_name_that_sentry_does_not_know_stops_it_before_anything_is_written(
    api: SentryApi, apply: Apply, old: str, new: str, problem: str
) -> None:
    code, _, err = apply(rules=RULES.replace(old, new, 1))
    assert code == 1
    assert f":{problem}" in err
    assert err.count("\n") == 1
    assert api.written == []


def test_one_of_several_workspaces_must_be_named(api: SentryApi, apply: Apply) -> None:
    api.integrations.append({"id": "43", "name": "Second", "status": "active", "provider": {"key": "slack"}})
    code, _, err = apply()
    assert code == 1
    assert "Sentry has not just one slack, so name one; there are: Acme, Second" in err
    code, _, _ = apply(rules=RULES.replace('"#alerts"', '"#alerts", workspace: Second'))
    assert code == 0


def test_rules_that_are_wrong_are_not_applied(api: SentryApi, apply: Apply) -> None:
    code, _, err = apply(rules=RULES.replace("name: Slow", f"name: {'S' * 121}"))
    assert (code, api.asked) == (1, [])
    assert "at most 120 characters" in err


def test_a_pause_that_sentry_wants_is_made(api: SentryApi, apply: Apply, pauses: list[float]) -> None:
    api.answers = [(429, {"Retry-After": "7"}), (429, {"Retry-After": "3"})]
    assert apply()[0] == 0
    assert pauses == [7, 3]


def test_a_long_pause_is_left_to_the_person(api: SentryApi, apply: Apply, pauses: list[float]) -> None:
    api.answers = [(429, {"Retry-After": "3600"})]
    code, _, err = apply()
    assert (code, pauses) == (1, [])
    assert "wants a pause of 3600 s; run this again then" in err


@pytest.mark.parametrize("answer", [(500, {}), (503, {}), (429, {}), None], ids=str)
def test_it_is_asked_again_for_a_while(
    api: SentryApi, apply: Apply, pauses: list[float], answer: tuple[int, dict[str, str]] | None
) -> None:
    api.answers = [answer] * 4
    assert apply()[0] == 0
    assert pauses == [0.5, 1, 2, 4]
    api.asked.clear()
    api.answers = [answer] * 9
    code, out, err = apply()
    assert (code, len(api.asked), out) == (1, 5, "")
    assert err.count("\n") == 1


def test_what_was_made_without_an_answer_is_not_made_twice(api: SentryApi, apply: Apply) -> None:
    api.lost = 3
    code, _, _ = apply()
    assert code == 0
    assert names(api) == OURS


@pytest.mark.parametrize("writes", [1, 2, 4])
def test_it_can_be_run_again_after_it_died(api: SentryApi, apply: Apply, writes: int) -> None:
    api.dies_after = writes
    code, out, err = apply()
    assert (code, err.count("\n")) == (1, 1)
    assert f"{OURS[writes]}: " in err
    assert "can be run again" in err
    assert out.count("create ") == writes + 1
    assert names(api) == OURS[:writes]
    api.dies_after = 1000
    assert apply()[0] == 0
    assert names(api) == OURS


@pytest.mark.parametrize(
    ("status", "what_to_do"),
    [
        (401, "set SENTRY_AUTH_TOKEN"),
        (403, "alerts:write and org:read, or org:write"),
        (404, "SENTRY_PROJECT"),
        (410, "newer sentry/alerts.py"),
        (400, 'answers 400: {"detail": "said to Bearer [token]"}'),
        (302, "answers 302"),
    ],
)
def test_a_refusal_says_what_to_do(api: SentryApi, apply: Apply, status: int, what_to_do: str) -> None:
    api.answers = [(status, {})]
    code, out, err = apply()
    assert (code, out) == (1, "")
    assert what_to_do in err
    assert err.count("\n") == 1
    assert len(api.asked) == 1


def test_a_refused_write_names_what_it_was_for(api: SentryApi, apply: Apply) -> None:
    api.detectors["51"]["id"] = "510"
    code, _, err = apply()
    assert code == 1
    assert err.startswith(f"alert   High Error Rate {MARK}: POST {api.url}/api/0/organizations/acme/workflows/: ")
    assert "answers 400: " in err
    assert "Some detectors do not exist" in err


def test_a_wrong_token_is_not_shown(
    api: SentryApi, apply: Apply, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for token in ("-".join(["sntrys", "1" * 8]), "two\nlines-1111", "ünicode-1111"):
        monkeypatch.setenv("SENTRY_AUTH_TOKEN", token)
        code, out, err = apply()
        assert code == 1
        assert "SENTRY_AUTH_TOKEN" in err
        assert "1111" not in out + err
        assert err.count("\n") == 1
    assert api.written == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["SENTRY_AUTH_TOKEN", "SENTRY_URL", "SENTRY_ORG"])
@pytest.mark.parametrize("value", ["", "not/ of@its form", "http://[::1"])
def test_a_setting_that_cannot_work_is_named(
    apply: Apply, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    code, out, err = apply()
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    if name == "SENTRY_AUTH_TOKEN" and value.startswith("http"):
        assert "does not know the token" in err
    elif value or name == "SENTRY_AUTH_TOKEN":
        assert err.startswith(f"{name} is ")


def test_what_sentryclirc_holds_is_not_shown(apply: Apply, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = "-".join(["sntryu", "2" * 8])
    (tmp_path / ".sentryclirc").write_text(f"token = {secret}\n")
    monkeypatch.setattr(alerts, "ROOT", tmp_path)
    code, out, err = apply()
    assert (code, out) == (1, "")
    assert err == ".sentryclirc is not of its form, which is that of an INI file\n"


def test_organization_and_project_are_those_of_sentryclirc(
    api: SentryApi, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SENTRY_ORG")
    monkeypatch.delenv("SENTRY_PROJECT")
    file = ConfigParser()
    file.read(alerts.ROOT / ".sentryclirc")
    apply()
    assert api.asked == [f"GET /api/0/organizations/{file['defaults']['org']}/detectors/"]


def test_who_answers_is_a_sentry(api: SentryApi, apply: Apply, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTRY_URL", f"{api.url}/sentry/")
    code, _, err = apply()
    assert code == 1
    assert api.asked == ["GET /sentry/api/0/organizations/acme/detectors/"]
    assert "SENTRY_URL" in err


@pytest.mark.parametrize(
    ("terminal", "environment", "colored"),
    [
        (True, {"TERM": "xterm"}, True),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {"TERM": "xterm"}, False),
    ],
)
def test_it_is_in_color_where_the_terminal_has_it(
    apply: Apply, monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], colored: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    _, out, _ = apply("--dry-run")
    assert ("\033[32mcreate   \033[0m monitor Slow" in out) is colored
    assert ("\033" in out) is colored
