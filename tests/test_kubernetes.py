"""What docs/kubernetes/ makes of a baked service is valid, and is what that service reads, serves and runs as."""

import re
import shutil
import sys
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from tests.conftest import ROOT, Bake, each, run
from tests.redis import running_redis
from tests.service import free_port, running, support

OVERLAYS = {"fastapi": "web", "aiogram": "bot"}
READY = {"fastapi": "Application startup complete.", "aiogram": "Webhook set: Telegram sends updates"}
SERVICES = each(service_type=("fastapi", "aiogram"), database=("none",))


def manifests(service_type: str) -> Path:
    """The folder of an overlay's own kustomization."""
    return ROOT / "docs/kubernetes/overlays" / OVERLAYS[service_type]


@cache
def built(service_type: str) -> str:
    """What an overlay comes to."""
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl, which builds the overlays, is not installed")
    return run(ROOT, "kubectl", "kustomize", str(manifests(service_type)))


def deployment(service_type: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The pod of the service, and its only container."""
    resources = yaml.safe_load_all(built(service_type))
    (pod,) = (resource["spec"]["template"]["spec"] for resource in resources if resource["kind"] == "Deployment")
    (container,) = pod["containers"]
    return pod, container


@pytest.mark.parametrize("service_type", OVERLAYS)
def test_it_is_valid(service_type: str, tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(built(service_type))
    validate = str(Path(sys.executable).with_name("kubernetes-validate"))
    log = run(tmp_path, validate, "--strict", "all.yaml")
    kinds = {"Deployment", "Service"} | ({"HorizontalPodAutoscaler"} if service_type == "fastapi" else {"StatefulSet"})
    assert {resource["kind"] for resource in yaml.safe_load_all(built(service_type))} == kinds
    assert log.count(" passed ") == log.count("\n")


@pytest.mark.parametrize("answers", SERVICES)
def test_it_runs_as_the_image_does_and_writes_nowhere(bake: Bake, answers: dict[str, str]) -> None:
    pod, container = deployment(answers["service_type"])
    dockerfile = (bake(**answers, ci="none") / "Dockerfile").read_text()
    (user,) = re.findall(r"^USER (\d+)$", dockerfile, re.MULTILINE)
    (port,) = re.findall(r"^EXPOSE (\d+)$", dockerfile, re.MULTILINE)
    assert (pod["securityContext"]["runAsNonRoot"], pod["securityContext"]["runAsUser"]) == (True, int(user))
    assert container["ports"] == [{"name": "http", "containerPort": int(port)}]
    assert f" PORT={port} " in dockerfile
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert [mount["mountPath"] for mount in container["volumeMounts"]] == ["/tmp"]


@pytest.mark.parametrize("answers", SERVICES)
def test_the_service_reads_its_variables_and_answers_its_probes(service: Bake, answers: dict[str, str]) -> None:
    project = service(**answers)
    _, container = deployment(answers["service_type"])
    declared = (project / "src/core/settings.py").read_text()
    variables = {variable["name"]: variable.get("value") for variable in container["env"]}
    read = {name.upper() for name in re.findall(r"^    ([a-z_]+): \S", declared, re.MULTILINE)} | {"DATABASE_URL"}
    assert set(variables) <= read
    # The image says which release it is, and where it listens.
    assert not set(variables) & {"APP_RELEASE", "SENTRY_RELEASE", "HOST", "PORT"}

    port = free_port()
    with ExitStack() as stack:
        kent = stack.enter_context(support(project, "kent").running_kent())
        variables |= {"SENTRY_DSN": kent.dsn, "DATABASE_URL": "", "APP_RELEASE": "1f0c2d9"}
        if answers["service_type"] == "aiogram":
            telegram = stack.enter_context(support(project, "bot_api").running_bot_api())
            variables |= {"REDIS_URL": stack.enter_context(running_redis())} | telegram.settings
        variables["PORT"] = str(port)
        stack.enter_context(running(project, ready=READY[answers["service_type"]], **variables))
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            http = container[probe]["httpGet"]
            assert http["port"] == container["ports"][0]["name"]
            answer = httpx2.get(f"http://127.0.0.1:{port}{http['path']}", trust_env=False)
            assert answer.status_code == 200, (probe, answer.text)
        if answers["service_type"] == "aiogram":
            (webhook,) = telegram.wait_for("setWebhook")
            assert webhook["url"] == variables["TELEGRAM_WEBHOOK_URL"]


def test_the_page_makes_the_secret_that_the_manifests_read() -> None:
    page = (ROOT / "docs/kubernetes/README.md").read_text()
    manifests = "".join(path.read_text() for path in ROOT.glob("docs/kubernetes/**/*.yaml"))
    (names,) = set(re.findall(r"secretKeyRef:\n +name: (\w+)", manifests))
    assert f"kubectl create secret generic {names} " in page
    assert set(re.findall(r"--from-literal=(\w+)=", page)) == set(
        re.findall(r"^ +key: (\w+)$", manifests, re.MULTILINE)
    )
