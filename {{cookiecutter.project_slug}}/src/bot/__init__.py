"""The door: Telegram."""
