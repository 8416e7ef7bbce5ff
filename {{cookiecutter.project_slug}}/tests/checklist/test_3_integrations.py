# jinja: if cookiecutter.service_type == "fastapi"
"""3. Add integrations: what Sentry knows of an error is what FastAPI, the database and the log know of it."""
# jinja: else
"""3. Add integrations: what Sentry knows of an error is what aiogram, the database and the log know of it."""
# jinja: endif

import pytest

from tests.checklist import image
from tests.checklist.starts import Evidence
from tests.support.checklist import Proof

LIST = "see `integrations` in src/core/integrations.py"
# A dependency of the service -> what watches it. Where the service does without one, nobody asks for the other.
WATCHED = {
    # jinja: if cookiecutter.service_type == "fastapi"
    "fastapi": ("starlette", "fastapi"),
    # jinja: else
    "redis": ("redis",),
    # jinja: endif
    # jinja: if cookiecutter.database == "sqlalchemy"
    "sqlalchemy": ("sqlalchemy",),
    # jinja: endif
    "httpx2": ("httpx2",),
    "sentry-sdk": ("logging", "dedupe", "excepthook", "modules", "stdlib", "threading"),
}


@pytest.mark.checklist(3)
def test_every_library_is_watched_that_the_service_runs_on(evidence: Evidence, proof: Proof) -> None:
    watching = evidence.main.error("ChecklistError").get("sdk", {}).get("integrations", [])
    wanted = [name for library in image.requirements() for name in WATCHED.get(library.name, ())]
    missing = [name for name in wanted if name not in watching]
    assert not missing, f"nothing watches {', '.join(missing)}; {LIST}"
    proof(", ".join(name for name in wanted if name in WATCHED.keys() | {"starlette", "logging"}))


# jinja: if cookiecutter.service_type == "fastapi"
@pytest.mark.checklist(3)
def test_an_error_of_a_route_is_one_event_that_names_route_and_request(evidence: Evidence) -> None:
    event = evidence.main.error("ChecklistError")
    events = evidence.main.errors("ChecklistError")
    assert len(events) == 1, f"one failing request made {len(events)} events"
    request = event.get("request", {})
    assert request.get("method") == "POST", f"the event of a failing route knows no request; {LIST}"
    assert request.get("url", "").endswith("/checklist/fail"), f"the event knows no URL of the request; {LIST}"
    assert event.get("transaction") == "tests.checklist.door.do", f"the event does not name the function; {LIST}"
    mechanism = event["exception"]["values"][-1].get("mechanism", {})
    assert mechanism.get("handled") is False, "an error that nobody handled is told as handled; see src/api/problems.py"
# jinja: else
@pytest.mark.checklist(3)
def test_an_error_of_a_handler_is_one_event_that_names_handler_and_update(evidence: Evidence) -> None:
    event = evidence.main.error("ChecklistError")
    instrument = "see `create_dispatcher` and `create_bot` in src/bot/app.py"
    mechanism = event["exception"]["values"][-1].get("mechanism", {})
    assert mechanism.get("type") == "aiogram", f"not aiogram's integration reports a failing handler; {instrument}"
    assert mechanism.get("handled") is False, "an error that nobody handled is told as handled; see src/bot/sentry/"
    events = evidence.main.errors("ChecklistError")
    assert len(events) == 1, f"one failing update made {len(events)} events; {instrument}"
    assert event.get("transaction") == "tests.checklist.door.do", f"the event does not name the handler; {instrument}"
    assert event.get("user", {}).get("id") == 42, f"the event does not know whose update failed; {instrument}"


@pytest.mark.checklist(3)
def test_an_event_knows_what_was_asked_of_telegram_before(evidence: Evidence) -> None:
    crumbs = evidence.main.error("ChecklistError").get("breadcrumbs", {}).get("values", [])
    asked = [crumb["message"] for crumb in crumbs if crumb.get("category") == "telegram"]
    assert "setMessageReaction" in asked, "no breadcrumb of a call of the Bot API; see `create_bot` in src/bot/app.py"
# jinja: endif


# jinja: if cookiecutter.database == "sqlalchemy"
@pytest.mark.checklist(3)
def test_an_event_knows_the_queries_before_it(evidence: Evidence, proof: Proof) -> None:
    crumbs = evidence.main.error("ChecklistError").get("breadcrumbs", {}).get("values", [])
    queries = [crumb for crumb in crumbs if crumb.get("category") == "query"]
    assert any("SELECT" in crumb["message"] for crumb in queries), f"no breadcrumb of a query (SQLAlchemy); {LIST}"
    proof("the error, its handler, its query and its log line arrive together")


# jinja: endif
@pytest.mark.checklist(3)
def test_a_line_of_the_log_is_a_breadcrumb_and_an_error_an_event(evidence: Evidence) -> None:
    crumbs = evidence.main.error("ChecklistError").get("breadcrumbs", {}).get("values", [])
    assert "the checklist fails" in [crumb.get("message") for crumb in crumbs], f"no breadcrumb of an INFO line; {LIST}"
    logged = [event.get("logentry", {}).get("message") for event in evidence.main.bodies("event")]
    assert "checklist log line" in logged, f"logger.error() made no event; {LIST}"


@pytest.mark.checklist(3)
def test_an_error_in_a_thread_is_an_event(evidence: Evidence) -> None:
    evidence.main.error("ChecklistError")
    assert evidence.main.errors("ThreadError"), "an error in a thread is no event; keep `default_integrations`"
