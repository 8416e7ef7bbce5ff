"""One version, from the commit to the image, to the release in Sentry, to the event, by the CI's own commands."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, Bake, clean_environment, run
from tests.service import apply_over_http, free_port, running, support

TOKEN = "-".join(["only", "in", "this", "test"])
REGISTRY = "registry.example/loans"
DEPLOYABLE = "hashFiles('deploy.sh') != ''"
# Writes down how it was called.
DOCKER = '#!/bin/sh\necho "$@" >> "$(dirname "$0")/docker.log"\n'
RELEASE = {"version": "", "dateCreated": "2026-01-01T00:00:00Z", "projects": [], "newGroups": 0}


class Recorder:
    """What a Sentry is told of releases."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.status = 200
        self.seconds = 0.0
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                time.sleep(recorder.seconds)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                assert self.headers["Authorization"] == f"Bearer {TOKEN}"
                recorder.calls.append((self.command, self.path, json.loads(body or "{}")))
                created = {"id": "1", "environment": "production"} if self.path.endswith("/deploys/") else RELEASE
                answer = json.dumps([] if "/repos/" in self.path else created).encode()
                with suppress(BrokenPipeError):  # of one who does not wait
                    self.send_response(recorder.status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)

            do_GET = do_PUT = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def changes(self) -> list[tuple[str, str, dict[str, Any]]]:
        """The calls that change something."""
        return [call for call in self.calls if call[0] != "GET"]


@pytest.fixture
def sentry() -> Iterator[Recorder]:
    """A Sentry on loopback that takes releases."""
    recorder = Recorder()
    thread = Thread(target=recorder.server.serve_forever)
    thread.start()
    yield recorder
    recorder.server.shutdown()
    thread.join()
    recorder.server.server_close()


class Pipeline:
    """A CI, where its jobs run one after the other, from a checkout of the only commit."""

    def __init__(self, project: Path, sentry: Recorder) -> None:
        self.project = project
        self.sentry = sentry
        git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.com")
        run(project, *git, "init", "--quiet")
        run(project, *git, "add", "--all")
        run(project, *git, "commit", "--quiet", "--message=First")
        self.sha = run(project, "git", "rev-parse", "HEAD").strip()
        self.bin = project.parent / "bin"
        self.bin.mkdir()
        (self.bin / "docker").write_text(DOCKER)
        (self.bin / "docker").chmod(0o755)
        self.patience = 60
        self.exit_codes: dict[str, int] = {}
        self.log = ""

    def deployable(self) -> None:
        """Let the team have written what deploys."""
        (self.project / "deploy.sh").write_text('echo "deploying $IMAGE"\n')

    def docker(self) -> list[str]:
        """How docker was called."""
        return (self.bin / "docker.log").read_text().splitlines()

    def shell(self, name: str, script: str, environment: dict[str, str]) -> None:
        """Run a step as its runner does, on a machine that has nothing of ours."""
        clean = clean_environment()
        result = subprocess.run(
            ["bash", "-e", "-c", script.replace("timeout 60", f"timeout {self.patience}")],
            cwd=self.project,
            env=clean | {"PATH": f"{self.bin}:{clean['PATH']}"} | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        self.exit_codes[name] = result.returncode
        self.log += result.stdout


class GitHub(Pipeline):
    """GitHub Actions: the job `deploy`."""

    answers = "github"

    def run(self) -> None:
        """Run its steps that have a name."""
        job = yaml.safe_load((self.project / ".github/workflows/ci.yml").read_text())["jobs"]["deploy"]
        for step in job["steps"]:
            if "name" not in step or (step.get("if") == DEPLOYABLE and not (self.project / "deploy.sh").exists()):
                continue
            assert step.get("if") in (None, DEPLOYABLE)
            variables = job["env"] | step.get("env", {})
            self.shell(step["name"], step["run"], {name: self.value(text) for name, text in variables.items()})

    def value(self, text: str) -> str:
        """A text with its expressions evaluated."""
        values = {
            "github.sha": self.sha,
            "secrets.SENTRY_AUTH_TOKEN": TOKEN,
            "vars.SENTRY_URL || 'https://sentry.io'": self.sentry.url,
        }
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda expression: values[expression[1]], text)


class GitLab(Pipeline):
    """GitLab CI: the jobs after the test."""

    answers = "gitlab"

    def run(self) -> None:
        """Run them, stage by stage."""
        jobs = yaml.safe_load((self.project / ".gitlab-ci.yml").read_text())
        for stage in jobs["stages"][1:]:
            job = self.extended(jobs, stage)
            if "exists" in job["rules"][0] and not (self.project / "deploy.sh").exists():
                continue
            environment = {
                "CI_COMMIT_SHA": self.sha,
                "CI_REGISTRY_IMAGE": REGISTRY,
                "CI_REGISTRY": REGISTRY.split("/", maxsplit=1)[0],
                "CI_REGISTRY_USER": "ci",
                "CI_REGISTRY_PASSWORD": "",
                "SENTRY_URL": self.sentry.url,
                "SENTRY_AUTH_TOKEN": TOKEN,
            }
            self.shell(stage, "\n".join(job.get("before_script", []) + job["script"]), environment)
            if self.exit_codes[stage] != 0:
                assert job["allow_failure"] is True

    def extended(self, jobs: dict[str, Any], name: str) -> dict[str, Any]:
        """A job, with what it extends."""
        job = jobs[name]
        bases = job.get("extends", [])
        merged: dict[str, Any] = {}
        for base in [bases] if isinstance(bases, str) else bases:
            merged |= self.extended(jobs, base)
        return merged | job

    def shell(self, name: str, script: str, environment: dict[str, str]) -> None:
        """The same; what pip would install into the job's container, uv keeps apart."""
        if package := re.match(r"pip install (\S+)\n", script):
            (self.bin / "script").write_text(f"set -e\n{script[package.end() :]}")
            script = f"timeout 60 uvx --from {package[1]} bash {self.bin / 'script'}"
        super().shell(name, script, environment)


@pytest.fixture(params=[GitHub, GitLab])
def pipeline(request: pytest.FixtureRequest, bake: Bake, tmp_path: Path, sentry: Recorder) -> Pipeline:
    project = shutil.copytree(bake(service_type="fastapi", database="none", ci=request.param.answers), tmp_path / "it")
    return request.param(project, sentry)


def test_one_version_is_followed_from_the_commit_to_the_event(pipeline: Pipeline, service: Bake) -> None:
    pipeline.deployable()
    pipeline.run()
    assert set(pipeline.exit_codes.values()) == {0}, pipeline.log
    assert "::warning" not in pipeline.log

    releases = "/api/0/organizations/my-org/releases/"
    new, again, commits, finalize, deploy = pipeline.sentry.changes()
    assert (new[:2], new[2]["version"], new[2]["projects"]) == (("POST", releases), pipeline.sha, ["loan-service"])
    assert (again[:2], again[2]["version"]) == (("POST", releases), pipeline.sha)
    assert commits[:2] == finalize[:2] == ("PUT", f"{releases}{pipeline.sha}/")
    assert [commit["id"] for commit in commits[2]["commits"]] == [pipeline.sha]
    assert "dateReleased" in finalize[2]
    assert (deploy[:2], deploy[2]["environment"]) == (("POST", f"{releases}{pipeline.sha}/deploys/"), "production")

    (build,) = (line for line in pipeline.docker() if line.startswith("build "))
    image = f"{REGISTRY if isinstance(pipeline, GitLab) else 'service'}:{pipeline.sha}"
    assert build == f"build --build-arg GIT_SHA={pipeline.sha} --tag {image} ."
    assert f"deploying {image}\n" in pipeline.log

    # What the Dockerfile makes of that argument; tests/test_image.py builds it.
    (name,) = re.findall(r"^ENV (\w+)=\$\{GIT_SHA\}$", (pipeline.project / "Dockerfile").read_text(), re.MULTILINE)
    (argument,) = re.findall(r"GIT_SHA=(\S+)", build)
    project = service(service_type="fastapi", database="none")
    with support(project, "kent").running_kent() as kent:
        apply_over_http(project, SENTRY_DSN=kent.dsn, **{name: argument})
        (event,) = kent.bodies("event")
    assert event["release"] == pipeline.sha


@pytest.mark.parametrize(("status", "seconds"), [(401, 0), (200, 2)], ids=["refused", "does not answer"])
def test_a_release_that_fails_does_not_fail_the_deployment_and_says_so(
    pipeline: Pipeline, status: int, seconds: float
) -> None:
    pipeline.sentry.status, pipeline.sentry.seconds = status, seconds
    if seconds:
        pipeline.patience = 1
    pipeline.deployable()
    pipeline.run()
    assert f"{pipeline.sha}\n" in pipeline.log[pipeline.log.index("deploying ") :]
    if isinstance(pipeline, GitHub):
        assert set(pipeline.exit_codes.values()) == {0}
        warnings = re.findall(r"^::warning title=Sentry::.+", pipeline.log, re.MULTILINE)
        assert len(warnings) == 4
        assert all(pipeline.sha in warning for warning in warnings)
    else:  # the jobs show it, and may fail
        failed = {stage for stage, code in pipeline.exit_codes.items() if code != 0}
        assert failed == {"release", "deployed"}


def test_without_a_deployment_sentry_is_told_of_none(pipeline: Pipeline) -> None:
    pipeline.run()
    assert set(pipeline.exit_codes.values()) == {0}, pipeline.log
    assert len(pipeline.sentry.changes()) == 4
    assert not any(path.endswith("/deploys/") for _, path, _ in pipeline.sentry.changes())


def test_what_sentry_is_told_is_as_its_published_api_has_it(pipeline: Pipeline, tmp_path: Path) -> None:
    published, prism = os.environ.get("SENTRY_OPENAPI"), shutil.which("prism")
    if not published or prism is None:
        pytest.skip("no SENTRY_OPENAPI (Sentry's openapi-derefed.json), or no prism (npm's @stoplight/prism-cli)")
    api = json.loads(Path(published).read_text())
    api["paths"] = {path: methods for path, methods in api["paths"].items() if re.search("/(releases|repos)/", path)}
    for operation in (operation for methods in api["paths"].values() for operation in methods.values()):
        if isinstance(operation, dict):
            operation["responses"] = {"2XX": {"description": "What the recorder says is its own."}}
    (tmp_path / "api.json").write_text(json.dumps(api))
    recorder, port = pipeline.sentry, free_port()
    command = (prism, "proxy", "api.json", recorder.url, "--errors", "--host=127.0.0.1", f"--port={port}")
    with running(tmp_path, *command, ready="Prism is listening") as proxy:
        recorder.url = f"http://127.0.0.1:{port}"
        pipeline.deployable()
        pipeline.run()
        assert set(pipeline.exit_codes.values()) == {0}, proxy.log
        assert "::warning" not in pipeline.log, proxy.log
    assert len(recorder.changes()) == 5


def test_sentry_cli_is_one_version_and_sends_no_environment(service: Bake, bake: Bake, tmp_path: Path) -> None:
    files = [bake(ci="github") / ".github/workflows/ci.yml", bake(ci="gitlab") / ".gitlab-ci.yml"]
    files += [path / "README.md" for path in (ROOT, bake(ci="github"))]
    text = "".join(path.read_text() for path in files)
    (version,) = set(re.findall(r"sentry-cli(?:@|==)([\d.]+)", text))
    commands = re.findall(r"^ +(.*send-event.*)$", text, re.MULTILINE)
    assert commands
    with support(service(service_type="fastapi", database="none"), "kent").running_kent() as kent:
        for command in commands:
            run(tmp_path, "bash", "-ec", command, SENTRY_DSN=kent.dsn, PASSPHRASE=TOKEN)
        events = [json.dumps(event) for event in kent.bodies("event")]
    assert len(events) == len(commands)
    assert version in text
    assert not [event for event in events if TOKEN in event]
