"""An update is one transaction, named after its handler, in a trace that goes on where the settings say."""

import json
from datetime import datetime
from threading import Thread
from typing import Any

import pytest

from tests.bot.conftest import MODES, RunningBot
from tests.support.bot_api import Failure, message
from tests.support.kent import Kent

HANDLERS = {
    "/start": "src.bot.handlers.start",
    "/fail": "__main__.raises.<locals>.handler",
    "/sync": "__main__.sync",
    "/decorated": "__main__.wrapped",
    "/class": "__main__.Handler",
    "/forbidden": "__main__.ask",
    "/unknown": "message (no handler)",
    "/skip": "message (no handler)",
}


def transactions(bot: RunningBot, kent: Kent) -> dict[int, dict[str, Any]]:
    """Those that have arrived, by the id of the user, once the bot has dealt with all that was sent."""
    bot.events()
    kent.wait_for("transaction", where=lambda body: body["transaction"] == "__main__.done")
    return {body["contexts"]["telegram"].get("user_id", 0): body for body in kent.bodies("transaction")}


def test_it_is_named_after_the_handler(bot: RunningBot, kent: Kent) -> None:
    bot.refuse_some()
    for user_id, command in enumerate(HANDLERS, start=20):
        bot.send(command, user_id)
    arrived = transactions(bot, kent)
    assert [arrived[user_id]["transaction"] for user_id in range(20, 20 + len(HANDLERS))] == [*HANDLERS.values()]
    assert {body["transaction_info"]["source"] for body in arrived.values()} == {"task"}


def test_it_says_where_the_update_came_from_and_what_became_of_it(bot: RunningBot, kent: Kent) -> None:
    bot.send("/slow", user_id=42, chat={"id": -7, "type": "supergroup", "title": "Family"}, message_thread_id=3)
    transaction = transactions(bot, kent)[42]
    trace = transaction["contexts"]["trace"]
    assert (trace["op"], trace["origin"], trace["status"]) == ("queue.process", "auto.function.aiogram", "ok")
    data = trace["data"]
    assert 0 <= data.pop("messaging.message.receive.latency") < 60_000
    assert int(data.pop("messaging.message.id")) > 0
    assert {key: value for key, value in data.items() if "thread" not in key} == {
        "messaging.system": "telegram",
        "messaging.operation.type": "process",
        "messaging.destination.name": "1234567",
        "telegram.update_type": "message",
        "telegram.chat_type": "supergroup",
        "aiogram.router": "failures",
        "aiogram.handler": "__main__.slow",
    }
    assert transaction["user"] == {"id": 42}
    assert transaction["tags"] == {"bot_id": "1234567", "chat_type": "supergroup", "update_type": "message"}
    assert "title" not in str(transaction)
    assert "request" not in transaction


def test_its_spans_are_the_handler_and_the_calls_of_the_bot_api(bot: RunningBot, kent: Kent) -> None:
    bot.refuse_some()
    bot.send("/slow", user_id=42)
    bot.send("/flood", user_id=43)
    bot.send("/bad-request", user_id=44)
    arrived = transactions(bot, kent)
    spans = {
        user_id: [(span["op"], span["description"].split(".")[-1], span["status"]) for span in body["spans"]]
        for user_id, body in arrived.items()
    }
    send = ("http.client", "sendMessage", "ok")
    assert spans[42] == [("function", "slow", "ok"), send, send]
    assert spans[43] == [
        ("function", "ask", "resource_exhausted"),
        ("http.client", "sendMessage", "resource_exhausted"),
    ]
    assert spans[44] == [
        ("function", "ask", "internal_error"),
        ("http.client", "sendMessage", "invalid_argument"),
        ("http.client", "sendMessage", "ok"),
    ]
    assert arrived[44]["contexts"]["trace"]["status"] == "internal_error"


def test_a_slow_bot_api_holds_up_that_update_alone_and_its_span_says_for_how_long(bot: RunningBot, kent: Kent) -> None:
    sent = json.dumps({"ok": True, "result": message(1, "-")["message"]})
    bot.bot_api.fail("sendMessage", Failure(after_seconds=1, body=sent), lambda call: call["chat_id"] == "42")
    before = len(bot.bot_api.wait_for("sendMessage", 0))
    slow = Thread(target=bot.send, args=("/start", 42))
    slow.start()
    bot.bot_api.wait_for("sendMessage", before + 1)
    bot.send("/start", 43)
    slow.join()
    arrived = transactions(bot, kent)
    (span,) = [span for span in arrived[42]["spans"] if span["op"] == "http.client"]
    assert (span["description"], span["status"]) == ("sendMessage", "ok")
    start, end = (datetime.fromisoformat(span[key]) for key in ("start_timestamp", "timestamp"))
    assert 1 <= (end - start).total_seconds() < 5
    assert arrived[42]["start_timestamp"] < arrived[43]["timestamp"] < arrived[42]["timestamp"]


def test_an_event_is_in_the_trace_of_its_transaction(bot: RunningBot, kent: Kent) -> None:
    bot.send("/fail", user_id=42)
    event = bot.event()
    transaction = transactions(bot, kent)[42]
    assert event["contexts"]["trace"]["trace_id"] == transaction["contexts"]["trace"]["trace_id"]
    assert event["transaction"] == transaction["transaction"]


# jinja: if cookiecutter.database == "sqlalchemy"
def test_its_spans_are_the_queries_too(bot: RunningBot, kent: Kent) -> None:
    bot.send("/query", user_id=42)
    handler, *queries = transactions(bot, kent)[42]["spans"]
    assert [(span["op"], span["description"]) for span in queries if "SELECT" in span["description"]] == [
        ("db", "SELECT 17")
    ]
    assert {span["parent_span_id"] for span in queries} == {handler["span_id"]}


# jinja: endif
def test_the_trace_goes_on_into_a_service_that_the_settings_name(bot: RunningBot, kent: Kent) -> None:
    bot.send("/call", user_id=42)
    transaction = transactions(bot, kent)[42]
    (span,) = [span for span in transaction["spans"] if span["op"] == "http.client"]
    headers = bot.called.headers[-1]
    trace_id = transaction["contexts"]["trace"]["trace_id"]
    assert headers["sentry-trace"] == f"{trace_id}-{span['span_id']}-1"
    assert f"sentry-trace_id={trace_id}" in headers["baggage"]


def test_whom_an_update_that_is_not_sampled_calls_comes_to_the_same_decision(bot: RunningBot, kent: Kent) -> None:
    bot.bring({"update_id": 6, "edited_channel_post": {**POST, "edit_date": 2}})
    assert bot.events() == []
    assert bot.called.headers[-1]["sentry-trace"].endswith("-0")
    kent.wait_for("transaction", where=lambda body: body["transaction"] == "__main__.done")
    assert "__main__.call" not in {body["transaction"] for body in kent.bodies("transaction")}


def test_the_trace_does_not_go_to_telegram(bot: RunningBot) -> None:
    bot.send("/slow")
    bot.events()
    headers = {name.lower() for headers in bot.bot_api.headers for name in headers}
    assert headers
    assert not headers & {"sentry-trace", "baggage", "traceparent"}


@pytest.mark.parametrize("mode", MODES)
def test_a_scene_is_named_after_its_handler(request: pytest.FixtureRequest, kent: Kent, mode: str) -> None:
    bot: RunningBot = request.getfixturevalue("polling_bot" if mode == "polling" else "webhook_bot")
    bot.send("/scene", 44, mode)
    bot.send("to the scene", 44, mode)
    event = bot.event()
    assert event["transaction"] == "__main__.Quiz.fail"
    assert event["contexts"]["telegram"]["state"] == "quiz"
    kent.wait_for("transaction", where=lambda body: body["transaction"] == "__main__.Quiz")
    (transaction,) = kent.wait_for("transaction", where=lambda body: body["transaction"] == "__main__.Quiz.fail")
    assert transaction["contexts"]["trace"]["data"]["aiogram.state"] == "quiz"


def test_each_bot_of_a_dispatcher_is_told_apart(webhook_bot: RunningBot, kent: Kent) -> None:
    for user_id, mode in ((45, "webhook"), (46, "second")):
        webhook_bot.send("/fail", user_id, mode)
    assert [event["tags"]["bot_id"] for event in webhook_bot.events()] == ["1234567", "7654321"]
    arrived = transactions(webhook_bot, kent)
    ids = [arrived[user_id]["contexts"]["trace"]["data"]["messaging.destination.name"] for user_id in (45, 46)]
    assert ids == ["1234567", "7654321"]


JANE = {"id": 42, "is_bot": False, "first_name": "Jane"}
CHAT = {"id": 42, "type": "private", "first_name": "Jane"}
CHANNEL = {"id": -9, "type": "channel", "title": "News"}
POST = {"message_id": 1, "date": 1, "chat": CHANNEL, "text": "news"}
REACTION = {"message_id": 1, "date": 1, "old_reaction": [], "new_reaction": []}
OPTION_IDS = {"option_ids": [0], "option_persistent_ids": ["0"]}


@pytest.mark.parametrize(
    ("kind", "content", "user_id"),
    [
        ("inline_query", {"id": "1", "from": JANE, "query": "what", "offset": ""}, 42),
        ("channel_post", POST, None),
        ("message_reaction", {**REACTION, "chat": CHAT, "user": JANE}, 42),
        ("poll_answer", {**OPTION_IDS, "poll_id": "1", "user": JANE}, 42),
        ("callback_query", {"id": "1", "from": JANE, "chat_instance": "1", "data": "press"}, 42),
        ("business_message", {"message_id": 1, "date": 1, "chat": CHAT, "from": JANE, "text": "hello"}, 42),
        ("edited_message", {"message_id": 1, "date": 1, "edit_date": 2, "chat": CHAT, "from": JANE, "text": "hi"}, 42),
    ],
)
def test_any_type_of_update_is_one_event_and_one_transaction(
    webhook_bot: RunningBot, kent: Kent, kind: str, content: dict[str, Any], user_id: int | None
) -> None:
    assert webhook_bot.bring({"update_id": 5, kind: content}) == 200
    event = webhook_bot.event()
    assert event["tags"]["update_type"] == kind
    assert event.get("user", {}).get("id") == user_id
    assert transactions(webhook_bot, kent)[user_id or 0]["transaction"] == "__main__.other"


def test_an_update_of_a_type_that_is_not_known_is_passed_over(bot: RunningBot, kent: Kent) -> None:
    bot.bring({"update_id": 2_000_000, "telepathy": {"text": "unspoken-words", "from": {"first_name": "Jane"}}})
    assert bot.events() == []
    assert "unspoken-words" not in bot.service.log
    assert "aiogram must be upgraded for telepathy" in bot.service.log
    bot.send("/start", user_id=42)
    assert transactions(bot, kent)[42]["transaction"] == "src.bot.handlers.start"
