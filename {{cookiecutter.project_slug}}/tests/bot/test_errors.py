"""An update whose handler fails is one event, by polling and by webhook."""

from tests.bot.conftest import RunningBot
from tests.support.kent import Kent


def test_one_event_arrives(bot: RunningBot, kent: Kent) -> None:
    bot.send("/fail")
    kent.wait_for("event")
    bot.service.stop()
    (event,) = kent.bodies("event")
    (exception,) = event["exception"]["values"]
    assert exception["type"] == "LookupError"
    assert exception["stacktrace"]["frames"][-1]["function"] == "fail"
    assert event["environment"] == "test"
    assert event["release"] == "loans@1.2.3"
    assert event["level"] == "error"
