"""What every part of the service stands on: settings, logs, Sentry."""
