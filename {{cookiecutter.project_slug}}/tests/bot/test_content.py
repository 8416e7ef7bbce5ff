"""What an update holds of people is found again, and what is everybody's stays."""

import re
from typing import Any

import pytest
from aiogram.types import Update

from src.bot.sentry.content import REPLACED, Content
from src.core.scrubbing import rules
from tests.support.bot_api import message

PERSON = {"id": 42, "is_bot": False, "first_name": "Al", "last_name": "O'Neill"}


def content(text: str) -> Content:
    """What somebody called Al wrote."""
    sender: dict[str, Any] = {"from": PERSON}
    return Content(Update.model_validate(message(1, text, **sender)))


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("cannot read 'Blue kiwi 7'", "cannot read '[content]'"),
        ("cannot read blue KIWI 7", "cannot read [content]"),
        ("?q=blue%20kiwi%207", "?q=[content]"),
        ("?q=Blue+kiwi+7", "?q=[content]"),
        ("Al is unknown", "[content] is unknown"),
        (r"'O\'Neill'", "'[content]'"),
        ("blues, kiwis, alarm", "blues, kiwis, alarm"),
    ],
)
def test_a_text_is_found_in_any_spelling(told: str, left: str) -> None:
    assert content("Blue kiwi 7").replace(told) == left


def test_a_word_is_found_without_the_others() -> None:
    assert content("pay marzipan, please").replace("no Marzipan") == "no [content]"


def test_what_a_filter_has_put_there_stays() -> None:
    assert content("email token content").replace("[email] of [telegram-token] [content]") == (
        "[email] of [telegram-token] [content]"
    )


@pytest.mark.parametrize("name", rules.REPLACED)
def test_each_replacement_of_the_filter_is_known(name: str) -> None:
    assert re.fullmatch(REPLACED, f"[{name}]")


def test_what_code_and_the_integration_say_stays() -> None:
    event = {
        "transaction": "src.loans.handlers.apply",
        "tags": {"update_type": "message", "chat_type": "private", "wrote": "apply"},
        "contexts": {
            "trace": {"op": "apply", "trace_id": "1", "data": {"aiogram.handler": "src.loans.handlers.apply"}},
            "telegram": {"handler": "src.loans.handlers.apply"},
            "order": {"note": "apply"},
        },
        "exception": {
            "values": [
                {
                    "type": "apply",
                    "value": "apply",
                    "stacktrace": {"frames": [{"function": "apply", "vars": {"x": "apply"}}, {"function": "apply"}]},
                }
            ]
        },
        "spans": [
            {"origin": "auto.function.aiogram", "description": "src.loans.handlers.apply", "data": {"x": "apply"}},
            {"origin": "manual", "description": "apply"},
        ],
    }
    left = content("private message apply")
    assert left.replace_in_event(event) == {  # type: ignore[arg-type]
        **event,
        "tags": {"update_type": "message", "chat_type": "private", "wrote": "[content]"},
        "contexts": {**event["contexts"], "order": {"note": "[content]"}},  # type: ignore[dict-item]
        "exception": {
            "values": [
                {
                    "type": "apply",
                    "value": "[content]",
                    "stacktrace": {
                        "frames": [{"function": "apply", "vars": {"x": "[content]"}}, {"function": "apply"}]
                    },
                }
            ]
        },
        "spans": [
            {"origin": "auto.function.aiogram", "description": "src.loans.handlers.apply", "data": {"x": "[content]"}},
            {"origin": "manual", "description": "[content]"},
        ],
    }
