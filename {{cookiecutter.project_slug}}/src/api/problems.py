"""Errors as answers: `application/problem+json` (RFC 9457), with the ids to find them by and nothing internal."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

# jinja: if cookiecutter.database == "sqlalchemy"
import sentry_sdk
# jinja: endif
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
# jinja: if cookiecutter.database == "sqlalchemy"
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
# jinja: endif
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response

from src.api.requests import report
# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.engine import DatabaseUnavailableError
# jinja: endif

WITHOUT_BODY = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
# jinja: if cookiecutter.database == "sqlalchemy"
RETRY_AFTER_SECONDS = 5
# jinja: endif


def problem(
    request: HTTPConnection, status: int, headers: Mapping[str, str] | None = None, **members: Any
) -> JSONResponse:
    """The answer for an error: its status, the ids of the request, of its trace and of its event, and these members."""
    try:
        title = HTTPStatus(status).phrase
    except ValueError:
        title = "Error"
    content = {"type": "about:blank", "title": title, "status": status, **members, **request.scope["ids"]}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def answer_errors(app: FastAPI) -> None:
    """Answer every error of an application with a problem."""
    app.add_exception_handler(HTTPException, answer_http_exception)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, answer_invalid_request)  # type: ignore[arg-type]
    # jinja: if cookiecutter.database == "sqlalchemy"
    app.add_exception_handler(DatabaseUnavailableError, answer_unavailable)
    app.add_exception_handler(PoolTimeoutError, answer_unavailable)
    # jinja: endif
    app.add_exception_handler(Exception, answer_unhandled)


async def answer_http_exception(request: HTTPConnection, error: HTTPException) -> Response:
    """What was raised as an HTTP error. The SDK reports those from 500 on; what they say is not for the client."""
    if error.status_code in WITHOUT_BODY:
        return Response(status_code=error.status_code, headers=error.headers)
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return problem(request, error.status_code, error.headers)
    return problem(request, error.status_code, error.headers, detail=error.detail)


async def answer_invalid_request(request: HTTPConnection, error: RequestValidationError) -> JSONResponse:
    """What is wrong with a request, and where; without what was sent."""
    errors = [{key: problem[key] for key in ("loc", "msg", "type")} for problem in error.errors()]
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, errors=errors)
# jinja: if cookiecutter.database == "sqlalchemy"


async def answer_unavailable(request: HTTPConnection, error: Exception) -> JSONResponse:
    """The database is down, or all of its connections are busy: a matter of time."""
    sentry_sdk.capture_exception(error)
    return problem(request, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": str(RETRY_AFTER_SECONDS)})
# jinja: endif


async def answer_unhandled(request: HTTPConnection, error: Exception) -> JSONResponse:
    """What nobody handles. The SDK would report it too, but after the answer, which names the event."""
    report(error)
    # The server closes the connection of a request that failed: one sent after it on the same would be lost.
    return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, {"Connection": "close"})
