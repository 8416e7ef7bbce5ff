"""What is wrong with a file of rules is said in full, by file and line; what is right is what Sentry wants."""

import os
import re
import subprocess
import sys
from pathlib import Path

import alerts
import pytest
from alert_rules import Rules, RulesFile, alert_body

ROOT = Path(__file__).parents[2]
GOOD = """\
alerts:
  - name: High Error Rate
    when: [event]
    if:
      - events: {over: 100, within: 1h}
    notify:
      - email: {team: backend}
      - slack: {channel: "#alerts"}
  - name: Slow
    monitor: Slow requests
    when: [new]
    if: [priority: high]
    notify: [email: {user: ann@example.com}]
monitors:
  - name: Slow requests
    measure:
      p95: {op: http.server, over_ms: 1000, within: 15m}
"""


def check(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit code of `check`, and the lines of what is wrong."""
    code = alerts.main(["--file", str(path), "check"])
    return code, [line.removeprefix(f"{path}:") for line in capsys.readouterr().err.splitlines()]


@pytest.fixture
def shipped() -> Rules:
    return RulesFile(ROOT / "sentry/alerts.yaml", "sentry/alerts.yaml").rules


def test_the_high_error_rate_is_what_sentry_wants(shipped: Rules) -> None:
    alert = shipped.alerts[0]
    team = alert.notify[0].value.team
    ids = {("detector", "error"): "1001", ("team", team): "456789", ("slack", ""): "293854098"}
    assert alert_body(alert, shipped, "shop", ids) == {
        "name": "High Error Rate [shop: alerts.yaml]",
        "enabled": True,
        "detectorIds": [1001],
        "config": {"frequency": 60},
        "environment": None,
        "triggers": {"logicType": "any-short", "conditions": [], "actions": []},
        "actionFilters": [
            {
                "logicType": "all",
                "conditions": [
                    {
                        "type": "event_frequency_count",
                        "comparison": {"value": 100, "interval": "1h"},
                        "conditionResult": True,
                    }
                ],
                "actions": [
                    {
                        "type": "email",
                        "integrationId": None,
                        "data": {},
                        "status": "active",
                        "config": {"targetType": "team", "targetDisplay": None, "targetIdentifier": "456789"},
                    },
                    {
                        "type": "slack",
                        "integrationId": "293854098",
                        "data": {},
                        "status": "active",
                        "config": {"targetType": "specific", "targetDisplay": "#alerts", "targetIdentifier": ""},
                    },
                ],
            }
        ],
    }


def test_every_check_in_is_one_that_the_service_sends(shipped: Rules) -> None:
    sources = "".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    for alert in shipped.alerts:
        for slug in filter(None, (condition.check_in for condition in alert.if_)):
            assert f'"{slug}"' in sources


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("name: High Error Rate\n    when", "when", "2: 'name' is missing"),
        ("over: 100", "more: 100, over: 100", "5: unknown key 'more'"),
        ("within: 1h", "within: 2h", "5: within must be '1m', '5m', '15m', '1h', '1d', '1w' or '30d', not '2h'"),
        ("within: 15m", "within: 1m", "17: within must be '5m', '10m', '15m', '30m', '1h', '2h', '4h' or '1d', not"),
        ("over: 100", 'over: "100"', "5: over: input should be a valid integer, not '100'"),
        ("over: 100", "over: 0", "5: over: input should be greater than 0, not '0'"),
        ("over: 100", "over: true", "5: over: input should be a valid integer, not 'True'"),
        (
            "team: backend",
            "team: ann@example.com",
            "7: team: a team is wanted, by its slug; 'ann@example.com' is an e-mail address (a person is a `user`)",
        ),
        ("user: ann@example.com", "user: backend", "13: user: string should match pattern"),
        ("email: {team: backend}", "email: ann@example.com", "7: email must have keys of its own, not be 'ann@"),
        ("team: backend", "team: backend, user: a@b.c", "7: email: needs exactly one of team, user"),
        ("team: backend", "team: null", "7: email: needs exactly one of team, user"),
        ('"#alerts"', "alerts", "8: channel: string should match pattern"),
        ("    if: [priority: high]", "    if: []", "12: if must not be empty, or it would match everything"),
        ("    if: [priority: high]\n", "", "9: 'if' is missing"),
        ("if: [priority: high]", "if: [{}]", "12: if: needs exactly one of events, users, level, priority, check_in"),
        ("when: [new]", "when: []", "11: when must not be empty"),
        ("when: [new]", "when: [event, new]", "11: when: event is every event, and stands alone"),
        ("when: [event]", "when: [new]", "2: alerts: a count needs `when: [event]`"),
        ("monitor: Slow requests", "monitor: Slow", "10: monitor: there is no monitor 'Slow' in this file"),
        ("name: Slow\n", "name: High Error Rate\n", "2: name: 'High Error Rate' is the name of another, too"),
        ("when: [new]", "when: [new]\n    when: [new]", "12: 'when' is no key, or one too many"),
        ("when: [event]", "when: [event", "4: "),
        ("when: [event]", "when: &a [*b]", "3: found undefined alias"),
        ("when: [event]", "when: !!python/name:os.system", "3: could not determine a constructor"),
        (GOOD, "", "1: the file must have keys of its own"),
        (GOOD, "- alerts", "1: the file must have keys of its own"),
        (GOOD, "alerts: 1", "1: alerts: input should be a valid list"),
        (GOOD, "[" * 500, "1: no YAML"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, problem: str
) -> None:
    path = tmp_path / "alerts.yaml"
    path.write_text(GOOD.replace(old, new, 1))
    assert path.read_text() != GOOD
    code, (line, *more) = check(path, capsys)
    assert code == 1
    assert line.startswith(problem)
    # The two of one name are both named.
    assert [re.sub(r"^\d+", "", other) for other in more] in ([], [re.sub(r"^\d+", "", line)])


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "alerts.yaml"
    path.write_text(
        GOOD.replace("over: 100", "over: -1").replace("backend", "a@b.c").replace("15m", "1w").replace("monitor:", "x:")
    )
    code, lines = check(path, capsys)
    assert code == 1
    assert [line.split(":")[0] for line in lines] == ["5", "7", "10", "17"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = tmp_path / "alerts.yaml"
    if content:
        path.write_bytes(content)
    code, lines = check(path, capsys)
    assert (code, len(lines)) == (1, 1)


def test_the_command_says_what_is_wrong_and_nothing_else() -> None:
    result = subprocess.run(
        [sys.executable, "sentry/alerts.py", "--file", "pyproject.toml", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert re.fullmatch(r"pyproject.toml:\d+: .+\n", result.stderr)


def test_the_shipped_rules_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(ROOT / "sentry/alerts.yaml", capsys) == (0, [])
