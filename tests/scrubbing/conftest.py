"""The filter of a baked service, in this process, with each of the engines it can run on."""

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Bake

Filter = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session", params=["re", "re2"])
def scrubbed(bake: Bake, request: pytest.FixtureRequest) -> Filter:
    """What is left of an item of this kind (`event`, unless named) behind the filter."""
    project = bake(service_type="fastapi", database="none", ci="none")
    if request.param == "re2":
        pytest.importorskip("re2", exc_type=ImportError, reason="google-re2 has no wheel for this platform")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(project)
        for name in [name for name in sys.modules if name.split(".")[0] == "src"]:
            patch.delitem(sys.modules, name)
        if request.param == "re":
            patch.setitem(sys.modules, "re2", None)
        for name in [name for name in os.environ if name.startswith("SENTRY_")]:
            patch.delenv(name)
        filter_sensitive_data = importlib.import_module("src.core.sentry_config").filter_sensitive_data
        scrub = importlib.import_module("src.core.scrubbing").scrub

    def scrubbed(item: dict[str, Any], kind: str = "event") -> dict[str, Any]:
        return scrub(item) if kind in ("log", "metric") else filter_sensitive_data(item, {})

    return scrubbed
