"""Images, built from a baked Dockerfile by buildah and run, with no daemon and no registry."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def cannot_build() -> str | None:
    """Why images cannot be built here, if they cannot."""
    if os.geteuid() != 0:
        return "images are built by root"
    for command in ("buildah", "mmdebstrap"):
        if shutil.which(command) is None:
            return f"{command} is not installed: apt-get install {command}"
    return None


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
    def container(self, tag: str, **settings: str) -> Iterator[tuple[str, ...]]:
        """The command that runs what the image runs, in the network of this machine."""
        container = self.buildah("from", "--pull=never", tag)
        command = self.buildah("inspect", "--format={{range .OCIv1.Config.Cmd}}{{.}} {{end}}", container).split()
        environment = [f"--env={name}={value}" for name, value in settings.items()]
        try:
            yield (*self._command, "run", "--isolation=chroot", *environment, container, "--", *command)
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
