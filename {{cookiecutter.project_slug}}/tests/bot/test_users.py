"""Whoever writes is told of a failure, can report it, and is an id to Sentry; concurrent updates are kept apart."""

from tests.bot.conftest import RunningBot
from tests.support.kent import Kent


def told(bot: RunningBot, user_id: int, count: int = 1) -> list[str]:
    """What the bot has written to somebody, as soon as it is so much."""
    for _ in range(100):
        calls = [call["text"] for call in bot.bot_api.wait_for("sendMessage") if call["chat_id"] == str(user_id)]
        if len(calls) >= count:
            break
        bot.bot_api.wait_for("sendMessage", len(bot.bot_api.wait_for("sendMessage")) + 1)
    return calls


def test_the_answer_to_a_failed_update_names_its_event(bot: RunningBot) -> None:
    bot.send("/fail", user_id=601)
    event = bot.event()
    (text,) = told(bot, 601)
    assert event["event_id"] in text
    assert bot.service.log.count(event["event_id"]) == 1


def test_a_report_is_feedback_on_the_last_event(bot: RunningBot, kent: Kent) -> None:
    bot.send("/fail", user_id=602)
    event = bot.event()
    bot.send("/report I wrote to jane.doe@example.com and nothing came", user_id=602)
    (feedback,) = kent.wait_for("feedback")
    assert feedback["contexts"]["feedback"] == {
        "message": "I wrote to [email] and nothing came",
        "source": "telegram",
        "associated_event_id": event["event_id"],
    }
    assert feedback["user"] == {"id": 602}
    assert (feedback["environment"], feedback["release"]) == ("test", "loans@1.2.3")
    assert told(bot, 602, 2)[-1] == "Thank you. It has been passed on."


def test_a_report_is_linked_to_the_failure_of_a_task_that_a_handler_had_started(bot: RunningBot, kent: Kent) -> None:
    bot.send("/task", user_id=608)
    event = bot.event()
    bot.send("/report nothing came", user_id=608)
    (feedback,) = kent.wait_for("feedback")
    assert feedback["contexts"]["feedback"]["associated_event_id"] == event["event_id"]


def test_a_report_of_somebody_who_met_no_error_is_linked_to_none(bot: RunningBot, kent: Kent) -> None:
    bot.send("/report the weather", user_id=603)
    (feedback,) = kent.wait_for("feedback")
    assert "associated_event_id" not in feedback["contexts"]["feedback"]


def test_an_event_shows_the_person_as_an_id_and_the_update_as_ids_and_types(bot: RunningBot) -> None:
    bot.send("/fail", user_id=604)
    event = bot.event()
    assert event["user"] == {"id": 604}
    context = event["contexts"]["telegram"]
    assert {key: context[key] for key in ("bot_id", "chat_id", "user_id", "chat_type", "update_type", "router")} == {
        "bot_id": 1234567,
        "chat_id": 604,
        "user_id": 604,
        "chat_type": "private",
        "update_type": "message",
        "router": "failures",
    }
    assert "Jane" not in str(event)


def test_each_failure_of_one_exception_object_is_an_event(bot: RunningBot) -> None:
    for user_id in (605, 606, 605):
        bot.send("/singleton", user_id)
    assert [event["user"]["id"] for event in bot.events()] == [605, 606, 605]


def test_concurrent_updates_have_breadcrumbs_tags_and_traces_of_their_own(polling_bot: RunningBot) -> None:
    for user_id in range(700, 720):
        polling_bot.send(f"/crumbs {user_id}", user_id)
    events = polling_bot.events()
    assert sorted(event["user"]["id"] for event in events) == [*range(700, 720)]
    assert len({event["contexts"]["trace"]["trace_id"] for event in events}) == 20
    for event in events:
        assert event["tags"]["mine"] == str(event["user"]["id"])
        crumbs = [crumb["message"] for crumb in event["breadcrumbs"]["values"]]
        assert crumbs == [f"crumb of {event['user']['id']}", "sendMessage"]
