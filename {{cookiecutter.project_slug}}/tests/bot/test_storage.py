"""Conversations are kept in memory, or in Redis if one is named."""

import pytest
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.fsm.storage.redis import RedisStorage

from src.bot.app import create_dispatcher
from src.core.settings import Settings, SettingsError


def test_conversations_are_kept_in_memory_by_default() -> None:
    assert isinstance(create_dispatcher(Settings()).storage, MemoryStorage)


def test_conversations_are_kept_in_the_redis_of_the_settings() -> None:
    storage = create_dispatcher(Settings(redis_url="redis://127.0.0.1:6380/3")).storage
    assert isinstance(storage, RedisStorage)
    assert storage.redis.connection_pool.connection_kwargs["port"] == 6380


def test_a_url_that_is_none_of_a_redis_is_refused_by_name_and_not_shown() -> None:
    with pytest.raises(SettingsError, match=r"^REDIS_URL is not a Redis URL") as refused:
        create_dispatcher(Settings(redis_url="s3cr3t"))
    assert "s3cr3t" not in str(refused.value)
