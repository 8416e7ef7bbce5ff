"""Images, built from a baked Dockerfile by buildah and run as Kubernetes would, with no daemon and no registry."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import run

PYTHON = "docker.io/library/python:3.13-slim"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
# Debian's own Python, unpacked and not set up. Like the real image it lets pip install, and has a root to do so.
UNPACK = (
    "mmdebstrap",
    "--quiet",
    "--variant=extract",
    "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr",
    "--include=dash,coreutils,libstdc++6,passwd,python3,python3-pip,python-is-python3",
    '--extract-hook=rm "$1"/usr/lib/python3*/EXTERNALLY-MANAGED',
    '--extract-hook=echo root:x:0:0:root:/root:/bin/sh > "$1/etc/passwd"; echo root:x:0: > "$1/etc/group"',
    "bookworm",
)

# Runs a command as process 1 of a container with a root that cannot be written and a /tmp that can, and passes SIGTERM
# on to it, as `docker run --read-only --tmpfs /tmp` does. The network is this machine's.
RUN = """
setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child bash -euc '
    cd "$1"; mount --bind . .; cd "$PWD"; mount -o remount,bind,ro .
    mount -t proc proc proc; mount --rbind /dev dev; mount -t tmpfs tmpfs tmp
    exec chroot --userspec="$2" . env -i -C "${@:3}"
' _ "$@" &
trap 'kill -TERM "$(cat "/proc/$!/task/$!/children")"' TERM
wait $! || wait $!
"""


def cannot_build() -> str | None:
    """Why images cannot be built here, if they cannot."""
    if os.geteuid() != 0:
        return "images are built by root"
    for command in ("buildah", "mmdebstrap"):
        if shutil.which(command) is None:
            return f"{command} is not installed: apt-get install {command}"
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True, check=False).returncode:
        return "namespaces cannot be made here"
    return None


class Container:
    """What an image runs, with settings of one's own beside the image's."""

    def __init__(self, root: str, image: dict[str, Any], settings: dict[str, str]) -> None:
        self._where = (root, image["User"], image["WorkingDir"])
        self._environment = (*image["Env"], *(f"{name}={value}" for name, value in settings.items()))
        self.service = self.running(*image["Cmd"])
        self.healthcheck = image["Healthcheck"]["Test"][1:]

    def running(self, *command: str) -> tuple[str, ...]:
        """What runs a command in the container."""
        return ("bash", "-uc", RUN, "_", *self._where, *self._environment, *command)


class Images:
    """A store of images."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._command = ["buildah", f"--root={folder / 'root'}", f"--runroot={folder / 'run'}", "--storage-driver=vfs"]

    def buildah(self, *arguments: str) -> str:
        """What a command of buildah prints."""
        return run(self._folder, *self._command, *arguments).strip()

    def make_python(self) -> None:
        """Put a stand-in for python:3.13-slim into the store."""
        root = self._folder / "python.tar"
        run(self._folder, *UNPACK, str(root))
        container = self.buildah("from", "scratch")
        self.buildah("add", "--quiet", container, str(root), "/")
        self.buildah("add", "--quiet", container, str(CERTIFICATES), str(CERTIFICATES))
        for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
            if name in os.environ:
                self.buildah("config", f"--env={name}={os.environ[name]}", container)
        self.buildah("config", f"--env=SSL_CERT_FILE={CERTIFICATES}", f"--env=PIP_CERT={CERTIFICATES}", container)
        self.buildah("commit", "--quiet", "--rm", container, PYTHON)

    def build(self, project: Path, tag: str, **arguments: str) -> None:
        """Build the image of a project, with these arguments."""
        build_args = [f"--build-arg={name}={value}" for name, value in arguments.items()]
        how = ("--isolation=chroot", "--format=docker", "--pull=never")
        self.buildah("bud", *how, *build_args, f"--tag={tag}", str(project))

    @contextmanager
    def container(self, tag: str, **settings: str) -> Iterator[Container]:
        """A container of an image."""
        container = self.buildah("from", "--pull=never", tag)
        try:
            image = json.loads(self.buildah("inspect", container))["Docker"]["config"]
            yield Container(self.buildah("mount", container), image, settings)
        finally:
            self.buildah("rm", container)


@contextmanager
def image_store(folder: Path) -> Iterator[Images]:
    """A store with a stand-in for Python's image, which leaves nothing."""
    images = Images(folder)
    images.make_python()
    try:
        yield images
    finally:
        images.buildah("rmi", "--all", "--force")
        shutil.rmtree(folder)
