"""A new sheet: place, title, languages and topics -> a folder that builds and can be published."""

from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from factsheet.cache.store import CACHE
from factsheet.evidence.archive import read_archive
from factsheet.evidence.verify import Verifier
from factsheet.facts.lock import locked, write_lock
from factsheet.language.stylefile import load_style
from factsheet.messages import phrase, say
from factsheet.pages.docs import render
from factsheet.printing.fonts import fonts
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.project import open_project
from factsheet.releases.history import editions_with_history
from factsheet.starter.configs import SHIPPED, configs_of
from factsheet.starter.facts import SHEET, description_of, facts_of, publisher_of
from factsheet.starter.plan import FALLBACK, HERE, Plan, words_of
from factsheet.starter.wheel import WHEEL, wheel
from factsheet.writing import write_all


def add_options(parser: ArgumentParser) -> None:
    """Add what the maker of a sheet can say of it."""
    parser.add_argument("folder", metavar="DIR")
    text = phrase(
        "what it is about: a province in any language, or a name in each: zh=成都,en=Chengdu"
    )
    parser.add_argument("--place", default="", help=text)
    text = phrase("its name; in several languages: zh=…,en=…")
    parser.add_argument("--title", default="", help=text)
    text = phrase("the first one's settings lead")
    parser.add_argument("--languages", default="zh,en", help=text)
    text = phrase("their keys, in order: trade,zones")
    parser.add_argument("--topics", default="trade", help=text)


def new_project(folder: Path, plan: Plan) -> None:
    """Write a sheet of one made-up fact into a folder that does not exist or is empty.

    Raises ProblemsFoundError where the folder holds anything.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        place = Place(file=str(folder))
        hint = say("name a folder that does not exist yet")
        raise ProblemsFoundError(
            [Problem(place=place, rule="new", message=say("the folder is not empty"), hint=hint)]
        )
    today = date.today()  # noqa: DTZ011  # the maker's own day
    files = {
        **facts_of(plan, today),
        **configs_of(plan),
        **_previews(plan),
        **_readmes(plan),
        **_generator(),
        **_copied(plan, today),
    }
    files |= _proved(files, today)
    write_all({folder / name: content for name, content in files.items()})


def _proved(files: dict[str, bytes], today: date) -> dict[str, bytes]:
    """Return what the program makes of a sheet that is to be committed: its lock and its pages."""
    with TemporaryDirectory(prefix="factsheet-") as name:
        folder = Path(name)
        write_all({folder / path: content for path, content in files.items()})
        project, problems = open_project(folder)
        if project is None or problems:
            raise ProblemsFoundError(problems)
        archive, _ = read_archive(project, folder / "archive")
        assert archive is not None
        if unproved := Verifier(project, archive).verify(frozenset()):
            raise ProblemsFoundError(unproved)
        write_lock(folder, locked(project.book, {}, {}, today))
        project, _ = open_project(folder)
        assert project is not None
        render(folder, editions_with_history(project))
        made = (p for p in folder.rglob("*") if p.is_file() and CACHE not in p.parts)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in made}


def _previews(plan: Plan) -> dict[str, bytes]:
    """Return the pictures that shared links show: the sheet's name, in its own letters."""
    pictures = {}
    for language in plan.languages:
        style, _ = load_style(SHIPPED, language)
        assert style is not None
        data = {
            "title": plan.title[language],
            "tagline": words_of(language)["tagline"],
            "faces": [face.name for face in style.print.heads],
            "lang": style.print.lang,
            "region": style.print.region,
        }
        engine = typst.Compiler(
            input=str(SHEET / "preview.typ"),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
        made = engine.compile(format="png", ppi=72)
        assert isinstance(made, bytes)
        pictures[f"templates/theme/assets/preview-{language}.png"] = made
    return pictures


def _readmes(plan: Plan) -> dict[str, bytes]:
    """Return a README in each language; the English one, or else the first, is README.md."""
    first = FALLBACK if FALLBACK in plan.languages else plan.languages[0]
    names = {
        language: "README.md" if language == first else f"README.{language}.md"
        for language in plan.languages
    }
    texts = {}
    for language, name in names.items():
        own = HERE / "readme" / f"{language.lower()}.md"
        text = (own if own.is_file() else HERE / "readme" / f"{FALLBACK}.md").read_text("utf-8")
        others = (f"[{plan.title[key]}]({names[key]})" for key in names if key != language)
        filled = text.format(
            title=plan.title[language],
            others=" · ".join(others),
            description=description_of(plan, language),
            address=f"https://example.org/{plan.slug}/",
        )
        texts[name] = filled.replace("\n\n\n", "\n").encode()
    return texts


def _generator() -> dict[str, bytes]:
    """Return the program's wheel, and the list that pins it with all that it needs."""
    made = wheel()
    pinned = f"./wheels/{WHEEL} \\\n    --hash=sha256:{hashlib.sha256(made).hexdigest()}\n"
    lock = (SHIPPED / "requirements.lock").read_bytes()
    return {f"wheels/{WHEEL}": made, "requirements.lock": lock + pinned.encode()}


def _copied(plan: Plan, today: date) -> dict[str, bytes]:
    """Return what is the same in every sheet."""
    license_text = (SHEET / "license.md").read_text("utf-8")
    publisher = publisher_of(plan, FALLBACK if FALLBACK in plan.languages else plan.languages[0])
    return {
        "Makefile": (SHEET / "Makefile").read_bytes(),
        ".gitignore": (SHEET / "gitignore").read_bytes(),
        ".github/workflows/site.yml": (SHEET / "github.yml").read_bytes(),
        ".gitlab-ci.yml": (SHEET / "gitlab.yml").read_bytes(),
        "LICENSE.md": license_text.format(year=today.year, publisher=publisher).encode(),
    }
