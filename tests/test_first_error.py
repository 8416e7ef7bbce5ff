"""A newcomer's first error: a baked service, run by the README's command, is asked as a user would; Sentry hears."""

from typing import Any

import pytest

from tests.conftest import SERVICES, Bake
from tests.service import APPLY, support

SETTINGS = {"SENTRY_ENVIRONMENT": "test", "SENTRY_RELEASE": "loans@1.2.3"}


def assert_it_is_the_loan_error(event: dict[str, Any]) -> None:
    failure = event["exception"]["values"][-1]
    assert (failure["type"], failure["value"]) == ("CreditCheckError", "no credit check of user 42")
    assert failure["stacktrace"]["frames"][-1]["function"] == "approves"
    assert (event["environment"], event["release"]) == ("test", "loans@1.2.3")
    assert event["contexts"]["loan"]["status"] == "pending"


@pytest.mark.parametrize("answers", SERVICES)
def test_kent_gets_one_event(service: Bake, answers: dict[str, str]) -> None:
    project = service(**answers)
    with support(project, "kent").running_kent() as kent:
        APPLY[answers["service_type"]](project, SENTRY_DSN=kent.dsn, **SETTINGS)
        (event,) = kent.bodies("event")
    assert_it_is_the_loan_error(event)
