"""What the service's CI tells docker and sentry-cli: its steps are run, and both write down how they are called."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.checklist.image import ROOT

TOOLS = {
    "sentry-cli": '[ "$SENTRY_AUTH_TOKEN" ] && echo sentry-cli "$@" --depth="$GIT_DEPTH" >> "$CALLS"',
    "docker": 'echo docker "$@" >> "$CALLS"',
    "uvx": 'shift; exec sentry-cli "$@"',
    "timeout": 'shift; exec "$@"',
    "pip": "exit 0",
}
OURS = re.compile(r"sentry-cli|docker build")


def calls(folder: Path, sha: str) -> list[list[str]]:
    """The calls, as words, of a pipeline of this commit. None if there is no pipeline."""
    for name, script in TOOLS.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    file = folder / "calls"
    file.touch()
    base = {"PATH": f"{folder}:{os.environ['PATH']}", "CALLS": str(file), "SENTRY_AUTH_TOKEN": "token"}
    for script, variables in steps(sha):
        command = ["bash", "-e", "-c", script]
        subprocess.run(command, cwd=folder, env=base | variables, capture_output=True, timeout=30, check=False)
    return [shlex.split(line) for line in file.read_text().splitlines()]


def steps(sha: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The scripts that call one of them, with their variables."""
    for path in sorted((ROOT / ".github/workflows").glob("*.y*ml")):
        workflow = _read(path)
        for job in filter(_is_run, workflow["jobs"].values()):
            # Of a checkout, and as GitLab calls it: how many commits there are.
            checkouts = [step.get("with", {}) for step in job["steps"] if "actions/checkout" in step.get("uses", "")]
            depth = min((checkout.get("fetch-depth", 1) for checkout in checkouts), default=1)
            for step in filter(_is_run, job["steps"]):
                if OURS.search(step.get("run", "")):
                    variables = {"GIT_DEPTH": depth, "SENTRY_AUTH_TOKEN": ""}
                    variables |= workflow.get("env", {}) | job.get("env", {}) | step.get("env", {})
                    yield _github(step["run"], sha), {name: _github(str(v), sha) for name, v in variables.items()}
    pipeline = ROOT / ".gitlab-ci.yml"
    jobs = _read(pipeline) if pipeline.exists() else {}
    for name in jobs:
        job = _extended(jobs, name)
        script = "\n".join([*job.get("before_script", []), *job.get("script", [])])
        if OURS.search(script) and not name.startswith("."):
            variables = jobs.get("variables", {}) | job.get("variables", {})
            yield script, {"CI_COMMIT_SHA": sha} | {key: str(value) for key, value in variables.items()}


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def _is_run(part: dict[str, Any]) -> bool:
    """Whether a job or a step is not switched off."""
    return str(part.get("if")).strip("${} ").lower() != "false"


def _github(text: str, sha: str) -> str:
    """A text with its expressions evaluated: the commit is known, and that there are secrets; whatever else is not."""

    def value(match: re.Match[str]) -> str:
        return sha if "github.sha" in match[1] else "secret" if "secrets." in match[1] else ""

    return re.sub(r"\$[{]{2}(.*?)[}]{2}", value, text)


def _extended(jobs: dict[str, Any], name: str) -> dict[str, Any]:
    job = jobs[name] if isinstance(jobs[name], dict) else {}
    bases = job.get("extends", [])
    merged: dict[str, Any] = {}
    for base in [bases] if isinstance(bases, str) else bases:
        merged |= _extended(jobs, base)
    return merged | job
