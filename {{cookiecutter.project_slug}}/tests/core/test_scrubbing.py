"""What is sensitive is removed, and nothing else."""

import pytest

from src.core.scrubbing import scrub
from src.core.scrubbing.rules import RULES, Rule


@pytest.mark.parametrize(
    "key", ["password", "userPassword", "user-password", "X-Api-Key", "refreshToken", "Set-Cookie", "OTP", "db_passwd"]
)
def test_a_sensitive_key_hides_its_value(key: str) -> None:
    assert scrub({"deep": [{key: "hunter2"}]}) == {"deep": [{key: "[Filtered]"}]}


@pytest.mark.parametrize("key", ["tokenizer", "author", "session_count", "key_id", "monkey", "loan_id", "amount"])
def test_an_ordinary_key_keeps_its_value(key: str) -> None:
    assert scrub({key: "17"}) == {key: "17"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_sensitive_value_is_replaced_in_any_text(rule: Rule) -> None:
    scrubbed = scrub([f"before {rule.example} after"])
    assert isinstance(scrubbed, list)
    assert rule.replace in scrubbed[0]
    assert not rule.pattern.search(scrubbed[0].replace(rule.replace, ""))


def test_what_lies_too_deep_is_replaced_whole() -> None:
    value: object = "jane.doe@example.com"
    for _ in range(10_000):
        value = [value]
    assert "jane" not in str(scrub(value))
