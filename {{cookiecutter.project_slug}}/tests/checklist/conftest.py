"""What came of the service's starts, and of its compose.yaml."""

from collections.abc import Callable
# jinja: if cookiecutter.service_type == "aiogram"
from contextlib import ExitStack
# jinja: endif

# jinja: if cookiecutter.service_type == "fastapi"
import httpx2
# jinja: endif
import pytest

from src.core.settings import Settings
from tests.checklist.compose import settings_in_containers
from tests.checklist.starts import Door, Evidence, gather, running
# jinja: if cookiecutter.service_type == "aiogram"
from tests.support.bot_api import running_bot_api
# jinja: endif
from tests.support.kent import running_kent


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """What came of the three starts. Their processes have ended."""
    with running_kent() as kent:
        evidence = Evidence(tmp_path_factory.mktemp("starts"), kent)
        # jinja: if cookiecutter.service_type == "fastapi"
        with httpx2.Client(trust_env=False, timeout=30, limits=httpx2.Limits(max_keepalive_connections=0)) as http:
            doors = [Door(start, http) for start in evidence.starts]
            with running(evidence):
                gather(evidence, doors, kent)
        # jinja: else
        with ExitStack() as stack:
            doors = [Door(start, stack.enter_context(running_bot_api())) for start in evidence.starts]
            with running(evidence):
                gather(evidence, doors, kent)
        # jinja: endif
        for item in kent.items():
            evidence.starts[item["project"] - 1].items.append(item)
    return evidence


@pytest.fixture
def containers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Settings]]:
    """What each service of compose.yaml makes of these variables."""
    return lambda **given: settings_in_containers(monkeypatch, **given)
