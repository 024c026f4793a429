"""The whole site of the frozen facts, built by the command, read as a reader and a crawler do."""

import mimetypes
import os
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest

from factsheet.edition.localize import edition_of
from factsheet.project import Project
from factsheet.site.outputs import OUTPUTS, paths_of
from tests.built import (
    HAN,
    article,
    by_id,
    dead_links,
    facts_of,
    heads_of,
    ids,
    links_of,
    notes_of,
    page_paths,
    read_html,
    read_page,
    spoken,
    with_class,
    words,
)
from tests.projects import ADDRESS, ROOT_ADDRESS, build, copy_project, edit, start
from tests.support import run

HTML_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
LANGUAGES = tuple(HTML_LANGUAGES)
TOPICS = ("trade", "channels", "zones", "policy")


@pytest.fixture(scope="module")
def whole(built: Callable[[str], Path]) -> Path:
    """The frozen sheet in short, with its site."""
    return built(ADDRESS)


@pytest.fixture(scope="module")
def site(whole: Path) -> Path:
    return whole / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Element]:
    """Every page by its address below the site's root; the pages for wrong addresses too."""
    found = {
        f"{path}/" if path else "": read_page(site / path / "index.html")
        for path in page_paths(site)
    }
    return found | {f"{lang}/404.html": read_page(site / lang / "404.html") for lang in LANGUAGES}


@pytest.fixture(scope="module")
def sheet(short_project: Project) -> Project:
    return short_project


@pytest.fixture
def project(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample and its site that a test may break: small, but built by all stages."""
    return Path(shutil.copytree(sample, tmp_path / "project", symlinks=True))


# Links


def test_every_link_leads_to_a_file_and_an_anchor_of_the_site(
    site: Path, pages: dict[str, Element]
) -> None:
    assert dead_links(site, pages, ADDRESS) == []


def test_every_id_of_a_page_is_used_once(pages: dict[str, Element]) -> None:
    doubled = {
        path: [i for i, n in Counter(ids(page)).items() if n > 1] for path, page in pages.items()
    }
    assert {path: found for path, found in doubled.items() if found} == {}


def test_every_mark_leads_to_its_note_and_every_note_back(pages: dict[str, Element]) -> None:
    noted = 0
    for path, page in pages.items():
        marks = [a.attrib["href"] for a in with_class(page, "footnote-ref")]
        backs = [a.attrib["href"] for a in with_class(page, "footnote-backref")]
        assert sorted(mark.removeprefix("#fn:") for mark in marks) == sorted(
            back.removeprefix("#fnref:") for back in backs
        ), path
        assert {f"fn:{mark.removeprefix('#fn:')}" for mark in marks} == set(notes_of(page)), path
        noted += len(marks)
    assert noted > 0


def test_every_fact_has_a_note_on_its_page(pages: dict[str, Element]) -> None:
    for page in pages.values():
        assert {f"fn:{key}" for key in facts_of(page)} <= set(notes_of(page))


def test_pages_link_relatively_so_that_a_copy_works_in_any_folder(
    pages: dict[str, Element],
) -> None:
    for path, page in pages.items():
        if not path.endswith("404.html"):  # it is shown at any address, so it names its own
            absolute = [link for link in links_of(page) if link.startswith("/") or "://" in link]
            assert absolute == [], path


# Languages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_switch_leads_to_the_same_page(lang: str, pages: dict[str, Element]) -> None:
    other = next(key for key in LANGUAGES if key != lang)
    for path, page in _of(pages, lang).items():
        switches = [a for a in page.iter("a") if "data-other-language" in a.attrib]
        assert switches, path
        same = f"{other}/" + ("" if path.endswith("404.html") else path.removeprefix(f"{lang}/"))
        for switch in switches:
            assert urljoin(ADDRESS + path, switch.attrib["href"]) == ADDRESS + same
            assert same in pages
            assert switch.attrib["hreflang"] == switch.attrib["lang"] == HTML_LANGUAGES[other]


def test_both_languages_have_the_same_pages_sections_and_facts(pages: dict[str, Element]) -> None:
    english, chinese = (
        {path.removeprefix(f"{lang}/"): page for path, page in _of(pages, lang).items()}
        for lang in LANGUAGES
    )
    assert set(english) == set(chinese)
    for path, page in english.items():
        assert list(facts_of(page)) == list(facts_of(chinese[path])), path
        assert _sections(page) == _sections(chinese[path]), path


def test_every_published_fact_stands_on_its_page(pages: dict[str, Element], sheet: Project) -> None:
    for lang in LANGUAGES:
        facts = {key: page for page in _of(pages, lang) for key in facts_of(pages[page])}
        expected = {f.id: f"{lang}/{f.topic}/" for f in sheet.book.facts if f.is_published}
        assert facts == expected


@pytest.mark.parametrize(("lang", "html"), HTML_LANGUAGES.items())
def test_pages_say_their_language(lang: str, html: str, pages: dict[str, Element]) -> None:
    for path, page in _of(pages, lang).items():
        assert next(page.iter("html")).attrib["lang"] == html, path


def test_pages_name_themselves_and_their_other_languages_by_full_address(
    pages: dict[str, Element],
) -> None:
    for path, page in pages.items():
        if path.endswith("404.html"):
            assert not heads_of(page, "canonical")
            assert not heads_of(page, "alternate")
            continue
        lang, _, rest = path.partition("/")
        assert [e.attrib["href"] for e in heads_of(page, "canonical")] == [ADDRESS + path]
        links = [e for e in heads_of(page, "alternate") if "type" not in e.attrib]
        alternates = {e.attrib["hreflang"]: e.attrib["href"] for e in links}
        assert alternates == {
            "en": f"{ADDRESS}en/{rest}",
            "zh-Hans": f"{ADDRESS}zh/{rest}",
            "x-default": ADDRESS,
        }, lang
        feeds = [e.attrib["href"] for e in heads_of(page, "alternate") if e not in links]
        found = [urljoin(ADDRESS + path, feed).removeprefix(ADDRESS) for feed in feeds]
        assert found == [f"{key}/feed.xml" for key in ([lang] if lang else LANGUAGES)]


def test_chinese_on_an_english_page_is_marked_as_chinese(pages: dict[str, Element]) -> None:
    raw = [
        f"{path}: {text.strip()[:60]}"
        for path, page in _of(pages, "en").items()
        for lang, text in spoken(article(page), "en")
        if HAN.search(text) and lang != "zh-Hans"
    ]
    assert raw == []


def test_every_source_is_headed_by_its_newspaper_or_by_a_word_for_a_missing_one(
    pages: dict[str, Element],
) -> None:
    for lang in LANGUAGES:
        page = pages[f"{lang}/sources/"]
        heads = [words(head) for head in page.iter("h2") if with_class(head, "code")]
        assert len(heads) > 10
        assert [head for head in heads if not re.match(r"\[?\w", head)] == []


def test_no_english_sentence_stands_on_a_chinese_page(
    pages: dict[str, Element], sheet: Project
) -> None:
    publishers = {name.by for name in sheet.book.names.values()}
    raw = [
        f"{path}: {sentence}"
        for path, page in _of(pages, "zh").items()
        for lang, text in spoken(article(page), "zh-Hans")
        for sentence in re.findall(r"[A-Za-z][a-z]+(?: [A-Za-z’'-]+){3,}", text)
        if lang == "zh-Hans" and not any(sentence in by for by in publishers)
    ]
    assert raw == []


# What every page says

CODE = "cited"  # lines to copy, which show markup of other languages


def test_no_markup_is_left_in_what_a_reader_sees(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        if path and not path.endswith("404.html"):
            shown = words(article(page), without=CODE)
            left = [mark for mark in ("{:", "[[", "]]", "[^", "**", "///", "{{") if mark in shown]
            assert left == [], path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_shows_edition_cutoff_publisher_contact_and_disclaimer(
    lang: str, pages: dict[str, Element], sheet: Project
) -> None:
    edition = edition_of(sheet, lang)
    expected = [edition.number, edition.date, edition.cutoff]
    expected += [
        edition.texts[key] for key in ("publisher", "contact", "disclaimer", "not_official")
    ]
    for path, page in _of(pages, lang).items():
        if path and not path.endswith("404.html"):
            (footer,) = with_class(page, "edition")
            said = words(footer)
            assert [text for text in expected if text not in said] == [], path


def test_no_markup_is_left_in_the_words_of_a_page(pages: dict[str, Element]) -> None:
    left = re.compile(
        r"\[\^|\{[:{%]|\]\]|\[\[|\]\(|\*\*|^#+ |</?[a-z]|&[a-z]+;|///|\\[\[\]*_]|\[\]|undefined"
    )
    found = [
        f"{path}: {text.strip()[:60]}"
        for path, page in pages.items()
        for body in page.iter("article")
        for _, text in spoken(body, "", without=CODE)
        if left.search(text)
    ]
    assert found == []


def test_the_chooser_offers_every_language_in_its_own_words(
    pages: dict[str, Element], sheet: Project
) -> None:
    chooser = pages[""]
    links = {a.attrib["hreflang"]: a for a in chooser.iter("a")}
    assert {lang: a.attrib["href"] for lang, a in links.items()} == {"en": "en/", "zh-Hans": "zh/"}
    assert [words(a).split(" ")[0] for a in links.values()] == [s.name for s in sheet.languages]
    assert {item.attrib["lang"] for item in chooser.iter("li")} == set(links)
    assert not list(chooser.iter("script"))


def test_nothing_of_a_page_comes_from_another_host(site: Path, pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        asked = [e.attrib["src"] for e in page.iter() if "src" in e.attrib]
        asked += [
            e.attrib["href"]
            for e in page.iter("link")
            if not {"canonical", "alternate"} & set(e.get("rel", "").split())
        ]
        asked += re.findall(r"url\(([^)]+)\)", "".join(e.get("style", "") for e in page.iter()))
        assert asked
        assert [link for link in asked if urlsplit(link).netloc] == [], path
    for sheet in site.rglob("*.css"):
        text = sheet.read_text("utf-8")
        links = re.findall(r"url\(\s*[\"']?([^)\"']+)", text) + re.findall(
            r"@import\s+[\"']([^\"']+)", text
        )
        assert [link for link in links if urlsplit(link).netloc] == [], sheet.name


# Outputs

# What MkDocs writes below a language: pages, the page for wrong addresses, sitemaps, assets.
OF_MKDOCS = re.compile(r"(?:[\w-]+/)?index\.html|404\.html|sitemap\.xml(?:\.gz)?|assets/.+")


def test_every_file_is_declared_and_every_declared_file_is_there(site: Path) -> None:
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    own = {
        name
        for name in found
        for language, _, rest in [name.partition("/")]
        if not (language in LANGUAGES and OF_MKDOCS.fullmatch(rest))
    }
    declared = {
        re.compile(re.escape(p).replace(r"\*\*", ".+").replace(r"\*", "[^/]+")): p
        for p in paths_of(LANGUAGES, TOPICS)
    }
    told = {name: [d for pattern, d in declared.items() if pattern.fullmatch(name)] for name in own}
    assert {name: found for name, found in told.items() if len(found) != 1} == {}
    assert {path for found in told.values() for path in found} == set(declared.values())


def test_no_declared_file_is_empty_and_its_name_tells_its_type(site: Path) -> None:
    known = mimetypes.MimeTypes()
    known.add_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
    for name, output in paths_of(LANGUAGES, TOPICS).items():
        assert all(path.stat().st_size > 0 for path in site.glob(name)), name
        if not output.media:  # files of many kinds
            continue
        told = known.guess_type(name)[0]
        same = {"text/xml": "application/xml", None: "text/plain"}
        assert same.get(told, told) == output.media, name


def test_servers_compress_every_type_of_text(site: Path) -> None:
    types = {o.media for o in OUTPUTS} - {"", "application/pdf", "image/png", "text/plain"}
    types = {media for media in types if "officedocument" not in media}  # packed already
    apache = re.search(r"AddOutputFilterByType DEFLATE (.*)", (site / ".htaccess").read_text())
    nginx = re.search(r"gzip_types ([^;]*);", (site / "server/nginx.conf").read_text())
    assert apache is not None
    assert nginx is not None
    assert types <= set(apache[1].split())
    assert types - {"text/html"} <= set(nginx[1].split())  # nginx always compresses HTML


def test_the_readme_lists_the_outputs(root: Path) -> None:
    text = (root / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `site/(\S+)` \| (.*) \|$", text.partition("## Data")[2], re.M)
    told = [(path.replace("<language>", "{}"), words) for path, words in rows]
    assert told == [(output.path, output.words) for output in OUTPUTS]


# Builds


def test_a_second_build_elsewhere_gives_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    """PDFs are taken as they are, for all that they are made of is the same; test_print prints twice."""
    again = copy_project(whole, tmp_path)
    kept = shutil.copytree(whole / ".cache/print", again / ".cache/print")
    printed = set(kept.iterdir())
    build(again, TZ="Asia/Shanghai", LC_ALL="C", PYTHONHASHSEED="7")
    assert set(kept.iterdir()) == printed
    assert _bytes(again / "site") == _bytes(whole / "site")
    files = set(_bytes(again / "site"))
    assert {".htaccess", "404.html", "_headers", "robots.txt", "sitemap.xml"} <= files


def test_a_build_of_a_wrong_fact_names_its_line_and_leaves_the_last_good_site(
    project: Path,
) -> None:
    before = _bytes(project / "site")
    name = "facts/trade/goods.yml"
    line = edit(project / name, "  - id: goods-trade-2024\n", "  - idd: goods-trade-2024\n")
    done = run(project, "build")
    assert done.code == 1
    assert re.match(rf"{name}:{line}:\d+: ", done.out), done.out
    assert _bytes(project / "site") == before


def test_a_build_that_mkdocs_refuses_leaves_the_last_good_site(project: Path) -> None:
    before = _bytes(project / "site")
    _add_dead_link(project)
    done = run(project, "build", SITE_URL=ROOT_ADDRESS)  # its PDFs are kept
    assert done.code == 1
    for lang, config in (
        ("en", "mkdocs.yml"),
        ("zh", "mkdocs.zh.yml"),
        ("ja", "mkdocs.ja.yml"),
    ):
        assert re.search(rf"^{config}: {lang}: WARNING.*nowhere\.md.*\[mkdocs\]$", done.out, re.M)
    assert _bytes(project / "site") == before
    assert not list(project.glob(".site.new-*"))


def test_a_build_killed_between_its_renames_is_repaired_at_the_next_start(project: Path) -> None:
    before = _bytes(project / "site")
    (project / "site").rename(project / ".site.old")
    (project / ".site.new-1").mkdir()
    # A build that fails later shows that the site came back, not that it was made anew.
    edit(project / "facts/trade/goods.yml", "  - id: goods-trade-2024\n", "  - idd: x\n")
    assert run(project, "build").code == 1
    assert _bytes(project / "site") == before
    assert not (project / ".site.old").exists()
    assert not list(project.glob(".site.new-*"))


def test_a_killed_build_leaves_the_last_good_site_and_of_two_at_once_one_stops(
    project: Path,
) -> None:
    before = _bytes(project / "site")
    process = start(project, "factsheet", "build", SITE_URL=ROOT_ADDRESS)
    while process.poll() is None and not list(project.glob(".site.new-*/en")):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert _bytes(project / "site") == before
    running = start(project, "factsheet", "build", SITE_URL=ROOT_ADDRESS)
    while running.poll() is None and not (project / f".site.new-{running.pid}").exists():
        time.sleep(0.01)
    running.send_signal(signal.SIGSTOP)  # so that it is not done before the second begins
    second = start(project, "factsheet", "build", SITE_URL=ROOT_ADDRESS)
    refused, _ = second.communicate(timeout=60)
    running.send_signal(signal.SIGCONT)
    output, _ = running.communicate(timeout=60)
    assert (running.returncode, second.returncode) == (0, 1), (output, refused)
    assert "another build is running" in refused
    assert "Traceback" not in refused
    assert _bytes(project / "site") == before
    assert not list(project.glob(".site.new-*"))


# Pages on disk


def test_render_tells_where_a_page_was_edited_is_missing_or_has_no_template(project: Path) -> None:
    page = project / "docs/en/trade.md"
    line = edit(page, "\n# ", "\n#  ") + 1
    (project / "docs/zh/channels.md").unlink()
    (project / "docs/zh/stray.md").write_text("# x\n", "utf-8")
    done = run(project, "render", "--check")
    assert done.code == 1
    found = [problem.partition(" ")[0] for problem in done.out.split("\n") if "[stale]" in problem]
    assert found == [f"docs/en/trade.md:{line}:1:", "docs/zh/channels.md:", "docs/zh/stray.md:"]

    assert run(project, "render").code == 0
    assert run(project, "render", "--check").code == 0
    assert not (project / "docs/zh/stray.md").exists()
    assert by_id(read_page(project / "site/zh/channels/index.html"), "channels") is not None


def _add_dead_link(project: Path) -> None:
    """Give every language a page that the checks cannot judge and MkDocs refuses."""
    template = project / "templates/pages/about.md.j2"
    template.write_text(template.read_text("utf-8") + "\n[x](nowhere.md)\n", "utf-8")


def _of(pages: dict[str, Element], lang: str) -> dict[str, Element]:
    return {path: page for path, page in pages.items() if path.startswith(f"{lang}/")}


def _sections(page: Element) -> dict[str, set[str]]:
    """Return what stands under each heading, by its id: only order may differ in a language."""
    inside: set[str] = set()
    sections = {"": inside}
    for element in article(page).iter():
        key = element.get("id", "")
        if element.tag in ("h1", "h2", "h3"):
            inside = sections.setdefault(key, set())
        elif key and element.get("class") != "initial":  # letters are the language's own
            inside.add(key)
    return sections


def _plain(markup: str) -> str:
    return words(read_html(markup), without="mark footnote-ref")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
