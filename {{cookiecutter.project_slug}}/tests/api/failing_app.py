"""The service with one more route, that fails: `uvicorn tests.api.failing_app:app`."""

import os

from src.main import app


@app.get("/fail")
async def fail() -> None:
    """Raise what nobody handles."""
    raise LookupError(f"failed in process {os.getpid()}")
