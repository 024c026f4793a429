"""The finished site as a browser, a crawler and a server see it: policy, links, descriptions."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element, parse

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from factsheet.language.vocabulary import PRINTED
from factsheet.problems import ProblemsFoundError
from factsheet.settings import read_words
from factsheet.site.csp import Inline, policy_of, read_inline
from factsheet.site.postprocess import label_notes
from tests.built import facts_of, ids, page_paths, read_page, with_class, words
from tests.projects import copy_project, edit, keep_code
from tests.site.walk import REPORT, Walked, paths_of, strangers, walking
from tests.support import run
from tests.web import LANGUAGES, TOPICS, WIDE, Web, read_headers

SITES = ("web", "web_below")
HEADERS = ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options")


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Web:
    """The sample at the root of a host, and the frozen sheet below a path of one."""
    found: Web = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]}) as context:
        context.set_default_timeout(10_000)
        yield context


# Links


def test_every_link_anchor_note_and_way_back_resolves(site: Web) -> None:
    pages = _pages(site)
    anchors = {path: {"", *ids(page)} for path, page in pages.items()}
    checked, dead = 0, []
    for path, page in pages.items():
        for element in page.iter():
            for link in (element.get("href"), element.get("src")):
                if link is None or {"canonical", "alternate"} & set(element.get("rel", "").split()):
                    continue
                checked += 1
                target = urlsplit(urljoin(f"{site.address}{path}", link))
                if link == f"mailto:{site.held.contact}":
                    continue
                name = unquote(target.path).removeprefix(site.path)
                inside = f"{target.scheme}://{target.netloc}{target.path}".startswith(site.address)
                if not inside or (
                    unquote(target.fragment) not in anchors.get(name, {""})
                    or (name not in pages and not _is_there(site.folder / name))
                ):
                    dead.append(f"{path}: {link}")
    assert dead == []
    assert checked > 1000


def _is_there(path: Path) -> bool:
    """Tell whether a server answers an address: a file, or a folder with a page."""
    return path.is_file() or (path / "index.html").is_file()


def test_languages_name_each_other_completely_and_in_both_directions(site: Web) -> None:
    stated = {
        f"{site.root}{path}": {
            link.attrib["hreflang"]: link.attrib["href"]
            for link in page.iter("link")
            if "hreflang" in link.attrib
        }
        for path, page in _pages(site).items()
        if not path.endswith("404.html")
    }
    for address, others in stated.items():
        assert set(others) == {*site.held.languages.values(), "x-default"}, address
        assert others["x-default"] == site.root
        assert address in {*others.values(), site.root}
        for other in others.values():
            if site.root not in (other, address):
                assert stated[other] == others, f"{address} and {other}"


def test_the_language_switch_lands_on_the_same_fact_and_leads_back(
    web_below: Web, page: Page
) -> None:
    """By the fact of the address, and by another that the reader has gone to since."""
    for topic in ("trade", "policy"):
        keys = list(facts_of(read_page(web_below.folder / "en" / topic / "index.html")))
        page.goto(f"{web_below.address}en/{topic}/#{keys[-1]}")
        for lang in ("zh", "en"):
            _switched(page, web_below, f"{lang}/{topic}/#{keys[-1]}")
    for lang, key in (("zh", keys[len(keys) // 2]), ("en", keys[0])):
        page.evaluate("key => { location.hash = key }", key)
        _switched(page, web_below, f"{lang}/{topic}/#{key}")


def _switched(page: Page, site: Web, path: str) -> None:
    """Change the language; the same fact of the other is seen."""
    page.locator("[data-other-language]:visible").first.click()
    page.wait_for_url(site.address + path)
    assert page.locator("html").get_attribute("lang") == LANGUAGES[path[:2]]
    expect(page.locator(f"#{path.partition('#')[2]}")).to_be_in_viewport()  # there is one of it


# Security policy


def test_every_page_opens_without_strangers_complaints_or_violations(
    web: Web, context: BrowserContext
) -> None:
    """At the root of a host all of a third language, and of each other one its home page."""
    told, asked = _listen(context)
    page = context.new_page()
    apart = {page for lang in LANGUAGES for page in web.pages(lang)[1:]}
    paths = [path for path in web.every_page() if path not in apart]
    assert {"en/", "zh/", *web.pages("ja")} < set(paths)
    for path in paths:
        page.goto(web.address + path)
        page.wait_for_timeout(100)  # for what scripts ask for and say after loading
    _check_told(told)
    assert strangers(asked, web) == []
    assert len(asked) > 25


@pytest.mark.parametrize("lang", [*LANGUAGES, "root"])
def test_every_page_below_a_path_opens_without_strangers_complaints_or_violations(
    lang: str, web_below: Web, walked: Walked
) -> None:
    pages = walked(lang)
    assert list(pages) == paths_of(web_below, lang)
    _check_told([text for page in pages.values() for text in page["told"]])
    assert {path: page["strangers"] for path, page in pages.items() if page["strangers"]} == {}
    assert min(page["asked"] for page in pages.values()) > 1


def test_the_walk_leaves_no_page_out(web_below: Web) -> None:
    walked_on = {path for lang in (*LANGUAGES, "root") for path in paths_of(web_below, lang)}
    assert {path.replace("such/page", "such") for path in web_below.every_page()} == {
        path.replace("such/page", "such") for path in walked_on
    }


def _check_told(told: list[str]) -> None:
    """Only what is not there may be complained of, where it was asked for."""
    allowed = "Failed to load resource: the server responded with a status of 404"
    assert [text for text in told if not text.startswith(f"error: {allowed}")] == []
    assert [text for text in told if allowed in text and "no/such" not in text] == []


@pytest.mark.parametrize("headers", [True, False], ids=["headers", "pages alone"])
def test_an_injected_script_style_or_handler_does_nothing(
    headers: bool, web: Web, context: BrowserContext
) -> None:
    evil = (
        "<script>document.title = 'owned'</script><style>h1 { color: rgb(1, 2, 3) }</style>"
        "<p id=evil style='color: rgb(1, 2, 3)'>x</p>"
        "<img src=x onerror=\"document.title = 'owned'\"><form action='https://evil.example/'>"
        "<button id=send>x</button></form><iframe src='https://evil.example/'></iframe>"
    )
    told, asked = _listen(context)
    stopped: dict[str, str | None] = {}
    context.on("requestfailed", lambda request: stopped.update({request.url: request.failure}))
    if not headers:
        context.route("**/*", _without_policy_header)
    web.swaps = {"en/trade/": ("</article>", f"{evil}</article>")}
    try:
        page = context.new_page()
        page.goto(f"{web.address}en/trade/")
    finally:
        web.swaps = {}
    page.evaluate(
        """html => {
          const box = document.createElement("div"); box.innerHTML = html; document.body.append(box)
          for (const tag of ["script", "style"]) {
            const element = document.createElement(tag)
            element.textContent = tag === "script" ? "document.title = 'owned'"
              : "h1 { color: rgb(1, 2, 3) }"
            document.body.append(element)
          }
          const far = document.createElement("script"); far.src = "https://evil.example/x.js"
          document.body.append(far)
        }""",
        evil,
    )
    assert "owned" not in page.title()
    for target in ("h1", "#evil"):
        color = page.locator(target).first.evaluate("e => getComputedStyle(e).color")
        assert color != "rgb(1, 2, 3)", target
    page.evaluate("document.getElementById('send').click()")
    page.wait_for_timeout(300)
    # The browser tells of a request that it stops before it is sent.
    assert {url for url in asked if "evil" in url and stopped.get(url) != "csp"} == set()
    for directive in ("script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr"):
        assert any(directive in text for text in told), directive
    assert any("form-action" in text for text in told)
    assert any("frame-src" in text for text in told)


def test_pages_and_server_settings_state_one_policy_without_exceptions(site: Web) -> None:
    stated = {
        meta.attrib["content"]
        for page in _pages(site).values()
        for meta in page.iter("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    }
    (policy,) = stated
    assert "unsafe" not in policy
    assert "*" not in policy
    assert policy.startswith("default-src 'none'; ")
    for settings in (_static_host(site), _apache(site), _nginx(site)):
        assert settings.pop("Content-Security-Policy") == f"{policy}; frame-ancestors 'none'"
        assert settings == _static_host(site, without="Content-Security-Policy")


def test_the_policy_is_the_first_thing_that_a_page_says_and_on_every_page(site: Web) -> None:
    for path in _files(site):
        page = path.read_text("utf-8")
        before, found, _ = page.partition('<meta http-equiv="Content-Security-Policy"')
        assert found, path
        assert not re.search(r"<(script|style|link|body)", before), path
        assert len(before) < 1024, path


def test_the_policy_names_every_script_inside_a_page_and_no_other(site: Web) -> None:
    pages = [read_inline(path.read_text("utf-8")) for path in _files(site)]
    (meta,) = (
        e.attrib["content"]
        for e in read_page(site.folder / "index.html").iter("meta")
        if e.get("http-equiv")
    )
    assert meta == policy_of(pages)
    assert 3 <= meta.count("'sha256-") <= 8
    assert [page.refused for page in pages if page.refused] == []


@pytest.mark.parametrize(
    "page",
    [
        "<p>\n<script>a()</script>\n<script src=x.js></script><script type=module>b()</script>",
        "<SCRIPT>a()</SCRIPT\n><p on=1>only = 2; x style = 3</p>",
        "<p>\n<b\nonclick = 'a()'>c</b>",
        "<p STYLE='a: b'>",
        "<i class=a/style=b>",
        "<style>p {}</style>",
        '<a href="javascript:a()">b</a>',
        '<a href="java&#115;cript:a()">b</a>',
        '<a href="javascript&colon;a()">b</a>',
        '<a data-href="c" onclick="a(&#39;b&#39;)">b</a>',
        '<a title="<script>a()</script>">b</a>',
        "<!-- <script>a()</script> --><script>b()</script>",
        "<script>a()",
        "İ<script>a()</script>",
        '<script type="application/ld+json">{"a": "b"}</script>',
    ],
)
def test_a_page_read_at_its_scripts_alone_is_read_as_a_whole_page_is(page: str) -> None:
    whole = Inline()
    whole.feed(page)
    whole.close()
    found = read_inline(page)
    assert (found.scripts, found.lines, found.refused) == (
        whole.scripts,
        whole.lines,
        whole.refused,
    )


def test_files_named_by_their_content_are_kept_and_all_others_asked_for_again(site: Web) -> None:
    kept = {
        pattern.removeprefix(site.path)
        for pattern, name, value in read_headers(site.folder / "_headers")
        if name == "Cache-Control" and "immutable" in value
    }
    assert kept == {
        path.relative_to(site.folder).as_posix()
        for path in site.folder.rglob("*")
        if re.search(r"\.[0-9a-f]{8}\.min\.(css|js)$", path.name)
    }
    assert kept


def test_a_style_and_a_script_that_no_policy_allows_fail_the_build(
    sample: Path, tmp_path: Path
) -> None:
    """An inline style of a template, and a script in a page that no template holds: both told."""
    project = keep_code(copy_project(sample, tmp_path))
    edit(project / "templates/site/index.html.j2", "<main>", '<main style="color: red">')
    edit(
        project / "templates/pages/about.md.j2",
        '## {{ _("Marks") }}',
        '<script>evil()</script>\n\n## {{ _("Marks") }}',
    )
    done = run(project, "build", "--draft")
    assert done.code == 1
    told = r"^site/index\.html:\d+:1: style= stands in the page \[policy\]$"
    assert re.search(told, done.out, re.M)
    scripts = re.findall(
        r"^site/(\w+)/about/index\.html:\d+:1: a script that no template holds", done.out, re.M
    )
    assert sorted(scripts) == ["en", "ja", "zh"]
    assert not (project / "site").exists()


def test_texts_that_pages_need_and_settings_lack_are_problems(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("extra: {notes: {back: b}}\n")
    (tmp_path / "mkdocs.ja.yml").write_text("INHERIT: mkdocs.yml\nextra: {notes: {more: m}}\n")
    assert read_words(tmp_path, "mkdocs.ja.yml", "extra.notes.back", "extra.notes.more") == (
        "b",
        "m",
    )
    with pytest.raises(ProblemsFoundError) as raised:
        read_words(tmp_path, "mkdocs.ja.yml", "extra.notes.reference", "site_name")
    assert [(p.place.file, p.message) for p in raised.value.problems] == [
        ("mkdocs.ja.yml", "the text extra.notes.reference is missing"),
        ("mkdocs.ja.yml", "the text site_name is missing"),
    ]


# Notes


@pytest.mark.parametrize(
    ("lang", "mark", "back"),
    [("en", "source 1", "back to fact 1"), ("zh", "来源1", "返回正文第1处")],
)
def test_marks_of_notes_and_ways_back_say_what_they_are(
    lang: str, mark: str, back: str, web_below: Web
) -> None:
    for topic in TOPICS:
        page = read_page(web_below.folder / lang / topic / "index.html")
        for name, role, label in (
            ("footnote-ref", "doc-noteref", mark),
            ("footnote-backref", "doc-backlink", back),
        ):
            links = with_class(page, name)
            assert {link.get("role") for link in links} == {role}
            labels = [link.attrib["aria-label"] for link in links]
            assert labels[0] == label
            assert len(set(labels)) == len(labels) > 1


def test_a_note_that_is_used_twice_has_one_number_and_own_labels_stay() -> None:
    first = '<a class="footnote-ref" href="#fn:x">[7]</a>'
    backs = '<a class="footnote-backref" href="#fnref2:x" title="y">b</a>'
    own = '<a class="footnote-ref" aria-label="own" href="#fn:z">[8]</a>'
    done = label_notes(first + own + first + backs, "<{}>", "back {}")
    assert done.count('aria-label="&lt;7&gt;"') == 2
    assert 'aria-label="back 7"' in done
    assert own in done


# Descriptions


def test_crawlers_find_every_page(site: Web) -> None:
    robots = (site.folder / "robots.txt").read_text("utf-8")
    assert f"Sitemap: {site.root}sitemap.xml" in robots
    assert "Disallow" not in robots
    index = _locations(site.folder / "sitemap.xml")
    assert index == [f"{site.root}{lang}/sitemap.xml" for lang in site.held.languages]
    for lang in site.held.languages:
        listed = _locations(site.folder / lang / "sitemap.xml")
        assert sorted(listed) == sorted(site.root + page for page in site.pages(lang))


def test_the_home_page_describes_the_data_for_search_engines(site: Web) -> None:
    for lang in site.held.languages:
        data = _data(site, f"{lang}/")
        assert (data["@context"], data["@type"]) == ("https://schema.org", "Dataset")
        assert data["url"] == f"{site.root}{lang}/"
        assert data["inLanguage"] == site.held.languages[lang]
        assert data.get("license", "") == site.held.license
        assert site.held.summary <= len(data["description"]) <= 5000
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", data["datePublished"])
        assert data["temporalCoverage"] == site.held.years
        for key in site.held.described:
            assert data[key], key
        articles = data["isBasedOn"]
        assert len(articles) == site.held.articles
        anchors = ids(read_page(site.folder / lang / "sources/index.html"))
        for article in articles:
            assert article["@type"] == "NewsArticle"
            assert article["name"]
            assert article["@id"].partition("/sources/#")[2] in anchors
        assert sum("datePublished" in article for article in articles) >= 1
        assert all("author" not in a or all(p["name"] for p in a["author"]) for a in articles)
        offered = [item["contentUrl"].removeprefix(site.root) for item in data["distribution"]]
        assert {"data/facts.json", "data/facts.csv"} <= set(offered)
        for name in PRINTED:
            assert (f"{lang}/{name}" in offered) == (site.folder / lang / name).is_file()
        assert [name for name in offered if not (site.folder / name).is_file()] == []


def test_home_pages_offer_the_printed_sheet(site: Web) -> None:
    for lang in site.held.languages:
        home = read_page(site.folder / lang / "index.html")
        offered = [m.attrib["href"] for m in home.iter("a") if "download" in m.attrib]
        offered = [href for href in offered if href.endswith(".pdf")]
        assert offered == list(PRINTED)
        for name in offered:
            assert (site.folder / lang / name).read_bytes().startswith(b"%PDF-")


def test_topic_pages_say_where_they_belong(site: Web) -> None:
    for lang in site.held.languages:
        home = _data(site, f"{lang}/")
        for topic in site.held.topics:
            data = _data(site, f"{lang}/{topic}/")
            assert data["isPartOf"]["@id"] == home["@id"]
            trail = [item["item"] for item in data["breadcrumb"]["itemListElement"]]
            assert trail == [home["url"], data["url"]]


def test_a_shared_link_shows_title_words_and_picture(site: Web) -> None:
    for lang in site.held.languages:
        territory = {"en": "en_US", "zh": "zh_CN", "ja": "ja_JP"}
        for path in site.pages(lang):
            page = read_page(site.folder / path / "index.html")
            told = {
                m.attrib["property"]: m.attrib["content"]
                for m in page.iter("meta")
                if "property" in m.attrib
            }
            assert told["og:url"] == site.root + path
            assert words(next(page.iter("title"))).startswith(told["og:title"])
            (description,) = (
                m.attrib["content"] for m in page.iter("meta") if m.get("name") == "description"
            )
            assert told["og:description"] == description
            assert told["og:type"] == ("website" if path == f"{lang}/" else "article")
            assert told["og:locale"] == territory[lang]
            others = [
                m.attrib["content"]
                for m in page.iter("meta")
                if m.get("property") == "og:locale:alternate"
            ]
            assert sorted([told["og:locale"], *others]) == sorted(
                territory[key] for key in site.held.languages
            )
            picture = site.folder / told["og:image"].removeprefix(site.root)
            size = picture.read_bytes()[16:24]
            assert (int.from_bytes(size[:4]), int.from_bytes(size[4:])) == (1200, 630)
            assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")


# Wrong addresses


def test_a_wrong_address_answers_in_both_languages_at_any_depth(site: Web, page: Page) -> None:
    for path in ("nowhere", "very/deep/down/nowhere"):
        answer = page.goto(site.address + path)
        assert answer is not None
        assert answer.status == 404
        headings = page.locator("h1")
        assert headings.count() == len(site.held.languages)
        assert headings.first.evaluate("e => getComputedStyle(e).fontWeight") == "600"  # styled
        for lang, html in site.held.languages.items():
            link = page.locator(f"a[hreflang={html}]")
            assert link.evaluate("e => e.href") == f"{site.address}{lang}/"
    for lang, html in site.held.languages.items():
        page.goto(f"{site.address}{lang}/trade/nowhere/")
        assert page.locator("html").get_attribute("lang") == html
        page.locator("article a").first.click()
        page.wait_for_url(f"{site.address}{lang}/")


# Weight and steadiness


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_view_of_home_and_topics_weighs_at_most_200_kilobytes(
    lang: str, walked: Walked
) -> None:
    for page in ("", *(f"{topic}/" for topic in TOPICS)):
        sizes = walked(lang)[f"{lang}/{page}"]["sizes"]
        assert sum(sizes.values()) <= 200_000, sizes
        assert len(sizes) >= 4


@pytest.mark.parametrize("lang", [*LANGUAGES, "root"])
def test_nothing_moves_while_a_page_of_any_kind_loads_slowly(lang: str, walked: Walked) -> None:
    """Not even when faces come late, where the machine has one that may stand in for them.

    On a wide screen; on a phone, test_page asks whether anything moves.
    """
    moved = {path: page["moved"] for path, page in walked(lang).items()}
    assert len(moved) >= 3
    if not any(told["stands"] for told in moved.values()):
        pytest.skip("no face of this machine can stand in")
    limits = {"all": 0.02, "down": 0.001}
    found = {(path, way): told[way] for path, told in moved.items() for way in limits}
    assert {key: shift for key, shift in found.items() if shift > limits[key[1]]} == {}


def test_a_page_moves_where_nothing_stands_in_for_late_faces(
    web_below: Web, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_ins = '"Sheet Sans Stand-in", "Sheet Sans Wide Stand-in", '
    monkeypatch.setitem(web_below.swaps, "en/assets/faces.css", (stand_ins, ""))
    with walking(browser, web_below, "en") as see:
        assert see("en/about/")["moved"]["down"] > 0.001


# Without scripts


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """A window that runs no scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_scripts_pages_are_read_and_links_work(
    lang: str, web_below: Web, plain: Page
) -> None:
    plain.goto(f"{web_below.address}{lang}/")
    plain.locator("article a[href$='trade/'], article a[href*='trade/#']").first.click()
    plain.wait_for_url(lambda url: "/trade/" in url)
    key = next(iter(facts_of(read_page(web_below.folder / lang / "trade/index.html"))))
    mark = plain.locator(f"a.footnote-ref[href='#fn:{key}']").first
    mark.click()
    note = plain.locator(f"[id='fn:{key}']")
    expect(note).to_be_in_viewport()
    note.locator("a.footnote-backref").first.click()
    expect(mark).to_be_in_viewport()
    for name in page_paths(web_below.folder / lang):
        plain.goto(f"{web_below.address}{lang}/{name}")
        expect(plain.locator("h1")).to_be_visible()


def _pages(site: Web) -> dict[str, Element]:
    """Return every page by its address below the root; those for wrong addresses by their file."""
    pages = {
        f"{path}/" if path else "": read_page(site.folder / path / "index.html")
        for path in page_paths(site.folder)
    }
    wrong = ("404.html", *(f"{lang}/404.html" for lang in site.held.languages))
    return pages | {name: read_page(site.folder / name) for name in wrong}


def _files(site: Web) -> list[Path]:
    return sorted(site.folder.rglob("*.html"))


def _data(site: Web, path: str) -> dict[str, object]:
    text = (site.folder / path / "index.html").read_text("utf-8")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    found: dict[str, object] = json.loads(block)
    return found


def _locations(file: Path) -> list[str]:
    tree = parse(file)  # noqa: S314  # our own file
    return [e.text or "" for e in tree.iter() if e.tag.endswith("}loc")]


def _listen(context: BrowserContext) -> tuple[list[str], list[str]]:
    """Return the lists that a context's complaints and requests will be added to."""
    told: list[str] = []
    asked: list[str] = []
    context.add_init_script(REPORT)
    context.on("console", lambda m: told.append(f"{m.type}: {m.text} {m.location['url']}"))
    context.on("weberror", lambda error: told.append(str(error.error)))
    context.on("request", lambda request: asked.append(request.url))
    return told, asked


def _without_policy_header(route: Route) -> None:
    """Answer as a host that sends no security headers."""
    answer = route.fetch()
    kept = {k: v for k, v in answer.headers.items() if k != "content-security-policy"}
    route.fulfill(response=answer, headers=kept)


def _static_host(site: Web, without: str = "") -> dict[str, str]:
    rules = read_headers(site.folder / "_headers")
    return {n: v for pattern, n, v in rules if pattern == f"{site.path}*" and n != without}


def _apache(site: Web) -> dict[str, str]:
    text = (site.folder / ".htaccess").read_text("utf-8")
    return dict(re.findall(r'^  Header always set (\S+) "(.*)"$', text, re.M))


def _nginx(site: Web) -> dict[str, str]:
    text = (site.folder / "server/nginx.conf").read_text("utf-8")
    return dict(re.findall(r'^  add_header (\S+) "(.*)" always;$', text, re.M))
