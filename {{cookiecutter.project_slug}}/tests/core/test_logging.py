"""The log shows nothing that is sensitive, whatever it has shown before."""

import logging

import pytest

from src.core import logging as service_logging
from src.core.logging import RedactingFormatter, scrub_line


def line(text: str) -> str:
    """What the log shows of a text."""
    return RedactingFormatter("%(message)s").format(logging.makeLogRecord({"msg": text}))


def test_a_line_is_scrubbed_each_time() -> None:
    assert [line("no answer for jane.doe@example.com") for _ in range(2)] == ["no answer for [email]"] * 2


def test_what_a_door_knows_to_be_sensitive_just_now_is_not_shown_though_it_was_shown_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_hand: list[str] = []

    def without_what_is_in_hand(text: str) -> str:
        for content in in_hand:
            text = text.replace(content, "[content]")
        return text

    monkeypatch.setattr(service_logging, "redactions", [scrub_line, without_what_is_in_hand])
    assert line("the word is marzipan") == "the word is marzipan"
    in_hand.append("marzipan")
    assert line("the word is marzipan") == "the word is [content]"
    in_hand.clear()
    assert line("the word is marzipan") == "the word is marzipan"
