"""A database that dies under a service is answered with 503, and is one issue from wherever it is asked."""

from contextlib import ExitStack

import httpx2

from tests.conftest import Bake
from tests.postgresql import running_postgresql
from tests.service import free_port, running, support


def test_it_is_answered_with_503_and_is_one_issue(service: Bake) -> None:
    project = service(service_type="fastapi", database="sqlalchemy")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    loan = {"user_id": 42, "amount": "500"}
    with ExitStack() as stack, support(project, "kent").running_kent() as kent:
        with running_postgresql() as postgresql:
            settings = {"DATABASE_URL": postgresql.url(postgresql.new_database()), "SENTRY_DSN": kent.dsn}
            ready = "Application startup complete."
            process = stack.enter_context(running(project, ready=ready, PORT=str(port), **settings))
            assert httpx2.post(f"{url}/loans", json=loan, trust_env=False).status_code == 502  # there is no bureau
            assert httpx2.get(f"{url}/health/ready", trust_env=False).status_code == 200
        answers = [httpx2.post(f"{url}/loans", json=loan, trust_env=False) for _ in range(3)]
        assert httpx2.get(f"{url}/health/ready", trust_env=False).status_code == 503
        process.stop()
        events = {event["event_id"]: event for event in kent.bodies("event")}
    assert [answer.status_code for answer in answers] == [503] * 3
    assert [events[answer.json()["event_id"]]["fingerprint"] for answer in answers] == [["database-unavailable"]] * 3
