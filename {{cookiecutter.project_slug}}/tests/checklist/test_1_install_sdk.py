"""1. Install Sentry SDK: what the image installs has it, in a version that pyproject.toml bounds."""

from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.checklist import image
from tests.checklist.starts import Evidence
from tests.support.checklist import Proof

ADD = "uv add 'sentry-sdk>=2.75,<3'"


def declared() -> Requirement:
    """What the image installs of it."""
    found = [wanted for wanted in image.requirements() if wanted.name == "sentry-sdk"]
    assert found, f"sentry-sdk is no run-time dependency that the image installs; {ADD}"
    return found[0]


@pytest.mark.checklist(1)
def test_it_is_a_bounded_runtime_dependency(proof: Proof) -> None:
    wanted = declared()
    operators = {specifier.operator for specifier in wanted.specifier}
    bounded = operators & {"==", "===", "~="} or (operators & {">", ">="} and operators & {"<", "<="})
    assert bounded, f"{wanted} is not bounded from both sides: a new major release would come unasked; {ADD}"
    installed = metadata.version("sentry-sdk")
    assert wanted.specifier.contains(installed, prereleases=True), f"{wanted}, but {installed} is installed; uv sync"
    proof(f"{wanted}, {installed} here")


@pytest.mark.checklist(1)
def test_the_service_can_import_it_with_what_the_image_installs(evidence: Evidence, proof: Proof) -> None:
    error = evidence.import_errors.get("sentry_sdk")
    assert error is None, f"{error}; {ADD}"
    proof("imported with what the image installs alone")
