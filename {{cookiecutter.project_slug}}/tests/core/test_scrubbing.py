"""What is sensitive is removed, and nothing else. To add a secret of your own, add a row here and one to the rules."""

import copy
import json
from typing import Any

import pytest

from src.core.scrubbing import Scrubber, scrub, scrub_text
from src.core.scrubbing.detector import Detector
from src.core.scrubbing.names import Names
from src.core.scrubbing.rules import INIT_DATA, PERSONAL_NAMES, RULES, SECRET_NAMES, Rule, rule

SECRET = "".join(["hunt", "er2!Zq"])
SENSITIVE = (
    *(
        "password",
        "userPassword",
        "user-password",
        "DB_PASSWD",
        "dbpassword",
        "X-Api-Key",
        "refreshToken",
        "Set-Cookie",
    ),
    *(
        "OTP",
        "cvv",
        "passphrase",
        "sessionId",
        "aws_secret_access_key",
        "пароль",
        "contraseña",
        "Passwort",
        "パスワード",
        "密码",
    ),
)
ORDINARY = (
    *("tokenizer", "author", "session_count", "password_reset_enabled", "key_id", "monkey", "max_tokens", "loan_id"),
    *("amount", "server_address", "cookie_policy_version", "has_password", "secretary", "compass", "primary_key"),
)
# Each with the secret where the § is.
TEXTS = (
    *("password=§", "the password is §", 'login failed: {"user": 17, "password": "§"}', "a=1&user_password=§&b=2"),
    *("https://bureau.test/?token=§", "User(id=17, password='§')", "[('id', '17'), ('password', '§')]", "--password §"),
    *(r'["{\"password\": \"§\"}"]', "%7B%22password%22%3A%22§%22%7D", "Authorization: Basic §", "api key: §"),
)
HARMLESS = (
    *("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "550e8400-e29b-41d4-a716-446655440000", "loans@1.2.3"),
    *(
        "9fceb02d0ae598e95dc970b74767f19372d61af8",
        "2026-11-25T01:54:48.123456Z",
        "loan 42 of 500.00 took 17 ms",
        "12:30:45",
    ),
    *(
        "SELECT users.id FROM users WHERE users.id = ?",
        "GET /users/{user_id}/tokens",
        "sendMessage",
        "src.loans.process",
    ),
    *(
        "@app.get('/loans')",
        "token expired",
        "password is required",
        "token = get_token(request)",
        "std::vector",
        "10.0.19045",
        "event_id=966b167fe7ae4f2fa120c365b3805dc2 trace_id=1a60b314ea0a417a93833e51521d3909",
    ),
)


@pytest.mark.parametrize("value", [SECRET, "4711", 4711, [SECRET], {"a": SECRET}], ids=str)
@pytest.mark.parametrize("name", SENSITIVE)
def test_a_sensitive_name_hides_its_value(name: str, value: object) -> None:
    assert scrub({"deep": [{name: value}]}) == {"deep": [{name: "[Filtered]"}]}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_name_keeps_its_value(name: str) -> None:
    assert scrub({name: "17"}) == {name: "17"}


@pytest.mark.parametrize("row", [*RULES, INIT_DATA], ids=lambda row: f"{row.name}: {row.example[:12]}")
def test_a_sensitive_value_is_replaced_in_any_text(row: Rule) -> None:
    scrubbed = scrub([f"before {row.example} after"])[0]
    assert f"[{row.name}]" in scrubbed
    assert scrub([scrubbed]) == [scrubbed]


@pytest.mark.parametrize("text", TEXTS)
def test_a_secret_is_removed_from_any_text(text: str) -> None:
    assert SECRET not in json.dumps(scrub({"message": text.replace("§", SECRET)}))


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays(text: str) -> None:
    assert scrub({"message": text}) == {"message": text}


@pytest.mark.parametrize("name", sorted(SECRET_NAMES | PERSONAL_NAMES))
def test_the_detector_knows_every_name_of_the_tables(name: str) -> None:
    assert Names().kind(name)
    assert set(Detector().suspects(["a quiet text", f"{name}=x"])) == {1}


@pytest.mark.parametrize("near", [("vault",), ()])
def test_the_detector_looks_for_a_rule_that_a_team_adds(near: tuple[str, ...]) -> None:
    detector = Detector(rules=[rule("vault-place", r"vault \w\w-\d\d", *near, example="vault AB-12")])
    assert set(detector.suspects(["a quiet text", "it lies in vault QX-77", "in the vault"])) == {1}


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        *(("17", "17"), ("None", "None"), ("Decimal('500.00')", "Decimal('500.00')"), ("'hunter2'", "<str 7 chars>")),
        *(("123456", "<int 6 digits>"), ("datetime.date(2026, 11, 25)", "datetime.date(2026, 11, 25)")),
        ("<LoanStatus.PENDING: 'pending'>", "<LoanStatus.PENDING: 'pending'>"),
        ("<src.loans.models.Loan object at 0x7f0000000000>", "<Loan>"),
        ("User(name='Jane')", "<User>"),
        ("b'hunter2'", "<bytes 7 bytes>"),
    ],
)
def test_a_local_variable_leaves_as_its_shape(value: str, shape: str) -> None:
    frame = {"function": "apply", "lineno": 7, "vars": {"value": value, "loan_id": "'loan-17'", "password": "'x'"}}
    once = scrub(frame)
    assert once["vars"] == {"value": shape, "loan_id": "'loan-17'", "password": "[Filtered]"}
    assert scrub(once) == once


def test_a_salt_makes_one_pseudonym_of_one_person() -> None:
    salted = Scrubber(salt="".join(["pep", "per"]))
    first, second, other = (salted.scrub_text(f"{mail}@example.com") for mail in ("jane", "Jane", "joe"))
    assert first == second != other
    assert first.startswith("[email:")
    assert salted.scrub_text(first) == first


def test_a_team_adds_and_allows_names_without_touching_code() -> None:
    scrubber = Scrubber(keys=["loan purpose"], allow=["session", "help@example.com"])
    assert scrubber.scrub({"loanPurpose": "a boat", "session": "s"}) == {"loanPurpose": "[Filtered]", "session": "s"}
    assert scrubber.scrub_text("purpose of it; loan_purpose=boat; help@example.com") == (
        "purpose of it; loan_purpose=[Filtered]; help@example.com"
    )


def test_the_input_stays_as_it_is_and_scrubbing_twice_changes_nothing() -> None:
    event: Any = {"extra": {"password": SECRET, "mail": "jane@example.com", "list": [1, ("a", b"b")]}, 7: {1.5: None}}
    before = copy.deepcopy(event)
    once = scrub(event)
    assert event == before
    assert scrub(once) == once
    json.dumps(once, allow_nan=False)


def test_what_lies_too_deep_is_replaced_whole() -> None:
    value: object = "jane.doe@example.com"
    for _ in range(10_000):
        value = [value]
    assert "jane" not in str(scrub(value))


def test_a_text_of_a_log_line_is_scrubbed_alike() -> None:
    assert scrub_text("write to jane.doe@example.com") == "write to [email]"
