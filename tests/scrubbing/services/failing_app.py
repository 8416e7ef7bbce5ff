"""The FastAPI service, with one more route: `uvicorn failing_app:app`."""

from typing import Any

from fastapi import Request
from plant import plant
from src.main import app


@app.post("/fail/{case}/{note:path}")
async def fail(case: int, note: str, request: Request) -> None:  # noqa: ARG001
    """Fail with the request's own data in local variables too."""
    body: Any = await request.json()  # noqa: F841
    headers = dict(request.headers)  # noqa: F841
    plant(case)
