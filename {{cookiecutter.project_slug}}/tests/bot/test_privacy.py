"""What people write, what they are called, and the bot's token never leave: not to Sentry, and not to the log."""

import json
from typing import Any

import pytest

from tests.bot.conftest import RunningBot
from tests.support.bot_api import TOKEN, Failure
from tests.support.kent import Kent

PERSON = {"id": 42, "is_bot": False, "first_name": "Zebediah", "last_name": "Quackenbush", "username": "zeb_quack"}
CONTENT: dict[str, Any] = {
    "from": PERSON,
    "chat": {**PERSON, "type": "private"},
    "caption": "sunflower caption",
    "contact": {"phone_number": "+49170987654321", "first_name": "Yolanda"},
    "location": {"latitude": 52.520008, "longitude": 13.404954},
    "photo": [{"file_id": "AgACAgIAAxkBAAIB", "file_unique_id": "AQADuniq", "width": 1, "height": 1}],
}
SECRETS = ["Zebediah", "Quackenbush", "zeb_quack", "sunflower", "98765432", "Yolanda", "52.52", "AgACAg", "AQADuniq"]


def on_the_wire(kent: Kent) -> str:
    return json.dumps(kent.items())


def test_nothing_of_a_message_leaves(bot: RunningBot, kent: Kent) -> None:
    bot.send("/leak marzipan-and-thunder in my account", **CONTENT)
    bot.send("/number marzipan-and-thunder", **CONTENT)
    bot.events()
    for told in (on_the_wire(kent), bot.service.log):
        assert [secret for secret in [*SECRETS, "marzipan", "thunder"] if secret in told] == []
    values = {event["exception"]["values"][-1]["value"] for event in kent.bodies("event") if "exception" in event}
    assert "invalid literal for int() with base 10: '[content]'" in values


def test_nothing_of_a_message_leaves_in_any_item_in_any_spelling(bot: RunningBot, kent: Kent) -> None:
    bot.send("/leak-everywhere Marzipan & Thünder is at AT61 1904 3002 3457 3201", **CONTENT)
    events = bot.events()
    assert len(events) == 2  # the handler, and its callback
    assert {event["tags"]["wrote"] for event in events} == {"[content]"}
    assert {event["transaction"] for event in events} == {"__main__.leak_everywhere"}
    kent.wait_for("log")
    kent.wait_for("trace_metric")
    for told in (on_the_wire(kent).lower(), bot.service.log.lower()):
        assert [part for part in ("marzipan", "nder is", "thünder", "52.52", "at61") if part in told] == []


@pytest.mark.parametrize("mode", ["webhook", "background"])
def test_nothing_of_the_webhook_leaves(webhook_bot: RunningBot, kent: Kent, mode: str) -> None:
    webhook_bot.send("/fail", mode=mode)
    assert "request" not in webhook_bot.event()
    assert "Secret-Token" not in on_the_wire(kent)


@pytest.mark.parametrize(
    ("method", "failure"),
    [
        ("sendMessage", Failure(307, headers={"Location": f"/bot{TOKEN}/sendMessage"})),
        ("sendMessage", Failure(hang_up=True)),
        ("sendMessage", Failure(body="<html>not Telegram</html>")),
        ("sendMessage", Failure(body='{"ok": true, "result": {"text": "what-everybody-wrote"}}')),
        ("getFile", Failure(404, "Not Found")),
        ("file", Failure(404, "Not Found")),
        ("file", Failure(302, headers={"Location": f"/file/bot{TOKEN}/photos/1.jpg"})),
    ],
)
def test_the_token_never_leaves_in_an_error(bot: RunningBot, kent: Kent, method: str, failure: Failure) -> None:
    bot.bot_api.fail(method, failure)
    bot.send("/slow" if method == "sendMessage" else "/download")
    assert bot.event()["tags"]["bot_id"] == "1234567"
    for told in (on_the_wire(kent), bot.service.log):
        assert TOKEN.split(":")[1] not in told
        assert "what-everybody-wrote" not in told


def test_what_everybody_wrote_never_leaves_with_an_answer_that_cannot_be_read(
    polling_bot: RunningBot, kent: Kent
) -> None:
    body = '{"ok": true, "result": [{"message": {"text": "what-everybody-wrote"}}]}'
    polling_bot.bot_api.fail("getUpdates", Failure(body=body))
    event = kent.wait_for("event")[0]
    polling_bot.bot_api.recover()
    assert event["exception"]["values"][-1]["type"] == "ClientDecodeError"
    assert "ClientDecodeError" in polling_bot.service.log
    for told in (on_the_wire(kent), polling_bot.service.log):
        assert "what-everybody-wrote" not in told
