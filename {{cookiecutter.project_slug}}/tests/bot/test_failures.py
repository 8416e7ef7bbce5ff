"""An update that fails is one event, however it is brought and in whatever way it fails."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.bot.conftest import MODES, RunningBot
from tests.support.kent import Kent


class Way(NamedTuple):
    """A way to fail: the type of what is reported, if it is, and whether it was handled."""

    error: str | None
    handled: bool = False
    told: bool = False


UNTOLD = Way(None)
WAYS = {
    "fail": Way("LookupError", told=True),
    "sync": Way("LookupError", told=True),
    "group": Way("ExceptionGroup", told=True),
    "frozen": Way("FrozenError", told=True),
    "slotted": Way("SlottedError", told=True),
    "base": Way("UnknownBaseError"),
    "partial": Way("LookupError", told=True),
    "decorated": Way("LookupError", told=True),
    "class": Way("LookupError", told=True),
    "filter": Way("LookupError", told=True),
    "inner-middleware": Way("LookupError", told=True),
    "outer-middleware": Way("LookupError", told=True),
    "storage": Way("ConnectionError", told=True),
    "lock": Way("ConnectionError", told=True),
    "log-and-raise": Way("LookupError", handled=True, told=True),
    "log-and-fail-again": Way("LookupError", handled=True, told=True),
    "capture-and-raise": Way("LookupError", handled=True, told=True),
    "capture-and-wrap": Way("LookupError", handled=True, told=True),
    "handled": Way("HandledError", handled=True),
    "handler-logs": Way("LoggedByHandlerError", handled=True),
    "handler-tells": Way("ToldByHandlerError", handled=True),
    "handler-raises-again": Way("RaisedAgainError", told=True),
    "handler-fails": Way("ZeroDivisionError", told=True),
    "handler-cannot-deliver": Way("UndeliveredError", told=True),
    "handler-cancels": Way("CancelledByHandlerError", handled=True),
    "task": Way("LookupError"),
    "forgotten-task": Way("LookupError"),
    "awaited-task": UNTOLD,
    "awaited-task-fails": Way("LookupError", told=True),
    "task-group": Way("ExceptionGroup", told=True),
    "thread": Way("LookupError"),
    "bad-request": Way("TelegramBadRequest", told=True),
    "skip": UNTOLD,
    "cancel": UNTOLD,
    "cancelled": UNTOLD,
    "forbidden": UNTOLD,
    "flood": UNTOLD,
    "not-modified": UNTOLD,
    "start": UNTOLD,
}
USERS = {way: 100 + number for number, way in enumerate(WAYS)} | {"storage": 13, "lock": 14}
Reported = Callable[[str], dict[int, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def reported(request: pytest.FixtureRequest, _kent: Kent) -> Reported:
    """All ways to fail, each by a user of its own: their events, by the user's id, and 0 for nobody's."""
    results: dict[str, dict[int, list[dict[str, Any]]]] = {}

    def reported(mode: str) -> dict[int, list[dict[str, Any]]]:
        if mode not in results:
            bot: RunningBot = request.getfixturevalue("_polling_bot" if mode == "polling" else "_webhook_bot")
            bot.refuse_some()
            _kent.forget()
            for way, user_id in USERS.items():
                bot.send(f"/{way}", user_id, mode)
            results[mode] = {}
            for event in bot.events():
                results[mode].setdefault(event.get("user", {}).get("id", 0), []).append(event)
        return results[mode]

    return reported


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mode", MODES)
def test_it_is_one_event_or_none(reported: Reported, mode: str, way: str) -> None:
    events = reported(mode).get(USERS[way], [])
    errors = [event["exception"]["values"][-1] for event in events]
    assert [error["type"] for error in errors] == [WAYS[way].error] * (WAYS[way].error is not None)
    assert all(error["mechanism"]["handled"] is WAYS[way].handled for error in errors)


@pytest.mark.parametrize("mode", MODES)
def test_there_is_no_event_of_nobody(reported: Reported, mode: str) -> None:
    assert set(reported(mode)) <= set(USERS.values())
