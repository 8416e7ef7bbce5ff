"""Starts the service: `python -m src.main`."""

# jinja: if cookiecutter.service_type == "fastapi"
import uvicorn

from src.api.app import create_app
# jinja: else
from src.bot.app import create_bot, create_dispatcher, run
# jinja: endif
from src.core.logging import configure_logging
from src.core.sentry_config import init_sentry
from src.core.settings import get_settings
# jinja: if cookiecutter.database == "sqlalchemy"
from src.db.engine import migrate
# jinja: endif

settings = get_settings()
configure_logging(settings.log_level)
init_sentry()
# jinja: if cookiecutter.service_type == "fastapi"
app = create_app(settings)
# jinja: else
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
