"""Regular expressions that are compiled when they are first used: a service's start is not the time for all of them."""

import re
from typing import Any, cast


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` makes of a pattern, made later."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(re.compile(self.pattern, self.flags), name)
        setattr(self, name, attribute)  # found before this method from now on
        return attribute
