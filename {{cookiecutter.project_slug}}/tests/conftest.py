"""What every test stands on: nothing of the surroundings gets in, nothing but what a test sends to Kent gets out."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from src.core.settings import Settings
from tests.support.kent import Kent, running_kent

pytest_plugins = ["tests.support.checklist"]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from the environment or from a file `.env`, no proxy between us and loopback."""
    for name in os.environ:
        setting = name.lower()
        if setting in Settings.model_fields or setting.startswith("sentry_") or setting.endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def log_as_before() -> Iterator[None]:
    """What a test configures of the log is undone after it."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture(scope="session")
def _kent() -> Iterator[Kent]:
    with running_kent() as kent:
        yield kent


@pytest.fixture
def kent(_kent: Kent) -> Kent:
    """A Sentry on loopback at which nothing has arrived yet."""
    _kent.forget()
    return _kent


@pytest.fixture
def sentry(kent: Kent) -> Iterator[Kent]:
    """The SDK in this process, set up as the service sets it up, sending all it has to Kent."""
    # The checklist runs without it, and says so, where it is not installed.
    import sentry_sdk  # noqa: PLC0415

    from src.core.sentry_config import init_sentry  # noqa: PLC0415

    with sentry_sdk.isolation_scope():
        init_sentry(
            dsn=kent.dsn,
            environment="test",
            release="loans@1.2.3",
            traces_sample_rate=1.0,
            profile_session_sample_rate=1.0,
        )
        yield kent
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)
