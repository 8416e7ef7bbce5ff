"""Starts the service: `python -m src.main`."""

# jinja: if cookiecutter.service_type == "fastapi"
import uvicorn

from src.api.app import create_app
# jinja: else
from typing import Any

from src.bot.app import create_bot, create_dispatcher, run
from src.bot.sentry import redact_item
# jinja: endif
from src.core.logging import configure_logging
# jinja: if cookiecutter.service_type == "fastapi"
from src.core.sentry_config import init_sentry
# jinja: else
from src.core.sentry_config import HOOKS, init_sentry
# jinja: endif
from src.core.settings import get_settings
# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.engine import migrate
# jinja: endif

settings = get_settings()
configure_logging(settings.log_level)
# jinja: if cookiecutter.service_type == "fastapi"
init_sentry()
app = create_app(settings)
# jinja: else
# Nothing that somebody wrote leaves, wherever a handler puts it.
hooks: dict[str, Any] = dict.fromkeys(HOOKS, redact_item)
init_sentry(**hooks)
bot, dispatcher = create_bot(settings), create_dispatcher(settings)
# jinja: endif

if __name__ == "__main__":
    # jinja: if cookiecutter.database == "sqlalchemy"
    migrate(settings)
    # jinja: endif
    # jinja: if cookiecutter.service_type == "fastapi"
    # The app itself and not "src.main:app", which would import this module, and start Sentry, a second time.
    uvicorn.run(app, host=settings.host, port=settings.port, log_config=None)
    # jinja: else
    run(bot, dispatcher, settings)
    # jinja: endif
