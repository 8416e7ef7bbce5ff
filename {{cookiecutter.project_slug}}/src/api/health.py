"""Is the process alive, and can it do its work?"""

# jinja: if cookiecutter.database == "sqlalchemy"
import asyncio

from fastapi import APIRouter, Request, Response
from sqlalchemy import text

READY_WITHIN_SECONDS = 2.0
# jinja: else
from fastapi import APIRouter
# jinja: endif

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/ready")
# jinja: if cookiecutter.database == "sqlalchemy"
async def ready(request: Request, response: Response) -> dict[str, str]:
    """Whether the database answers: 200, or 503."""
    try:
        async with asyncio.timeout(READY_WITHIN_SECONDS), request.app.state.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except Exception:  # whatever keeps the database from answering, it does not
        response.status_code = 503
        return {"status": "unavailable", "database": "does not answer"}
    return {"status": "ok", "database": "ok"}
# jinja: else
async def ready() -> dict[str, str]:
    """It depends on nothing else."""
    return {"status": "ok"}
# jinja: endif
