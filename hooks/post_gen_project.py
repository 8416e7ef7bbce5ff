"""Drops the files that the answers do not need, then says what comes next."""

from pathlib import Path

ANSWERS = {
    "service_type": {{ cookiecutter.service_type | python }},
    "database": {{ cookiecutter.database | python }},
    "ci": {{ cookiecutter.ci | python }},
}
TEMPLATE = Path({{ template_tree | python }})
BAKED_SINCE = {{ baked_since | python }}

# answer -> paths that it does not need
UNNEEDED = {
    ("service_type", "fastapi"): [
        "src/bot",
        "src/db/middleware.py",
        "src/loans/handlers.py",
        "tests/bot",
        "tests/loans/test_handlers.py",
        "tests/support/bot_api.py",
    ],
    ("service_type", "aiogram"): [
        "src/api",
        "src/db/session.py",
        "src/loans/routes.py",
        "tests/api",
        "tests/loans/test_routes.py",
    ],
    ("database", "sqlalchemy"): ["src/loans/users.py"],
    ("database", "none"): ["src/db", "tests/db", "tests/api/test_database.py"],
    ("ci", "github"): [".gitlab-ci.yml"],
    ("ci", "gitlab"): [".github"],
    ("ci", "none"): [".github", ".gitlab-ci.yml", "tests/checklist/ci.py"],
}


def drop(path):
    """Remove what this bake wrote at a path; files of the user's own stay, and so does a folder that holds one."""
    source = TEMPLATE / path
    for template in [source, *source.rglob("*")]:
        target = Path(template.relative_to(TEMPLATE))
        if template.is_file() and target.is_file() and target.stat().st_mtime >= BAKED_SINCE:
            target.unlink()
            for folder in target.parents:
                if any(folder.iterdir()):
                    break
                folder.rmdir()


for answer in ANSWERS.items():
    for path in UNNEEDED.get(answer, []):
        drop(path)

print(f"""
{Path.cwd().name} is ready. Next:

    cd {Path.cwd().name}
    uv sync
    uv run pytest
    uv run python -m src.main
""")
