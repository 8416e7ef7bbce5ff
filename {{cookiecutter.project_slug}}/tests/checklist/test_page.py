"""docs/sentry-checklist.md and this folder say the same."""

import ast
import re
from pathlib import Path

from tests.checklist.image import ROOT
from tests.support.checklist import ITEMS

PAGE = (ROOT / "docs/sentry-checklist.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", PAGE, re.MULTILINE))


def names_in(path: Path) -> list[str]:
    """The tests of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [name for name in names if name.startswith("test_")]


def test_the_page_has_each_item_in_its_words_and_each_of_its_tests() -> None:
    for number, words in ITEMS.items():
        (path,) = Path(__file__).parent.glob(f"test_{number}_*.py")
        named = re.findall(r"^- `(test_\w+)`", SECTIONS[f"{number}. {words}"], re.MULTILINE)
        assert sorted(named) == sorted(names_in(path))


def test_the_page_has_what_only_a_real_sentry_can_prove() -> None:
    named = re.findall(r"^- `(test_\w+)`", SECTIONS["At a real Sentry"], re.MULTILINE)
    assert sorted(named) == sorted(names_in(Path(__file__).with_name("test_live.py")))
