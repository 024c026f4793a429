"""What is put out: releases proved by hash, a folder exchanged whole, a branch, kept versions."""

import os
import shutil
import subprocess

import pytest

from factsheet.cache.record import Record
from factsheet.problems import ProblemsFoundError
from factsheet.publishing.branch import publish_branch
from factsheet.publishing.git import Git
from factsheet.releases.freeze import freeze
from factsheet.site.fresh import Fresh
from factsheet.site.released import copy_releases, make_release, releases_at_hand
from factsheet.site.stamp import STAMP, stamp
from tests.support import copy_small, edit, run, sound, tree

GIT = shutil.which("git") or "git"
ADDRESS = "https://facts.example/"
CLEAN = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": os.devnull}
FILES = {
    "index.html": b"<!doctype html>\n",
    "en/trade/index.html": b"<p>trade</p>\r\n",
    "en/brief.pdf": b"%PDF-1.7\n\x00\x01",
    "data/facts.json": b"{}\n",
    "_headers": b"/*\n",
    ".htaccess": b"\n",
    "robots.txt": b"User-agent: *\n",
    "en/sitemap.xml.gz": b"\x1f\x8b",
    "embed/en/a/index.html": b"<p>a</p>\n",
}


@pytest.fixture(scope="module")
def verified(tmp_path_factory):
    """The small sheet, verified, with the files of a site and what they were built from."""
    sheet = copy_small(tmp_path_factory.mktemp("verified") / "sheet")
    assert run(sheet, "verify").code == 0
    assert run(sheet, "render").code == 0
    write(sheet / "site", FILES)
    return mark(sheet)


@pytest.fixture
def sheet(verified, tmp_path, monkeypatch):
    """A copy to publish, on a machine where nobody ever told git a name."""
    for name, value in CLEAN.items():
        monkeypatch.setenv(name, value)
    return mark(shutil.copytree(verified, tmp_path / "sheet", symlinks=True))


def write(folder, files):
    """Write files below a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def mark(sheet, *, draft=False):
    """Say that the site was built from the sheet as it is."""
    made = stamp(Record(sheet).made_of(), ADDRESS, releases_at_hand(sheet), draft=draft)
    (sheet / "site" / STAMP).write_text(made, "utf-8")
    return sheet


def git(folder, *arguments):
    """Run git and return what it printed."""
    done = subprocess.run([GIT, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.rstrip("\n")


def told(found):
    """Return the problems that a command raised, in words."""
    return [f"{p.place.file}: {p.message}" for p in found.value.problems]


# Releases


@pytest.fixture
def released(sheet):
    """The sheet with its present edition released."""
    number = sound(sheet).book.edition.number
    freeze(sound(sheet), make_release(sheet, number, sheet / "site"))
    return sheet, number


def test_a_release_is_of_its_edition_alone(released, tmp_path):
    """Pages, data and PDFs byte by byte; no settings of servers, no lists for crawlers, no frames."""
    sheet, number = released
    own = {name: FILES[name] for name in list(FILES)[:4]}
    assert tree(sheet / "releases" / number) == own
    copy_releases(releases_at_hand(sheet), Fresh(tmp_path / "built"))
    assert tree(tmp_path / "built") == {f"e/{number}/{name}": own[name] for name in own}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("en/brief.pdf", b"%PDF-1.8\n", "this file is not what was published"),
        ("en/brief.pdf", None, "a file that was published is missing"),
        ("en/other.pdf", b"%PDF-1.7\n", "this file was not published"),
    ],
)
def test_a_release_that_differs_is_published_nowhere(released, name, content, message):
    """Each file that is not what was published is named."""
    sheet, number = released
    path = sheet / "releases" / number / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(ProblemsFoundError) as found:
        releases_at_hand(sheet)
    assert told(found) == [f"releases/{number}/{name}: edition {number}: {message}"]
    ran = run(sheet, "build")
    assert ran.code == 1
    assert f"releases/{number}/{name}" in ran.out


def test_an_edition_whose_folder_is_elsewhere_is_no_problem(released, tmp_path, monkeypatch):
    """The folder may lie anywhere, or not be at hand."""
    sheet, number = released
    away = tmp_path / "away"
    (sheet / "releases").rename(away)
    assert releases_at_hand(sheet) == {}
    monkeypatch.setenv("FACTSHEET_RELEASES", str(away))
    assert releases_at_hand(sheet) == {number: away / number}


def test_an_edition_is_released_once(released):
    """Neither a second time, nor later when the sheet says something else."""
    sheet, number = released
    ran = run(sheet, "edition", "release")
    assert ran.code == 1
    assert f"edition {number} is kept already" in ran.out
    (sheet / "editions" / number / "FILES.sha256").unlink()
    freeze(sound(sheet), "0  later\n")  # kept by facts alone, and the sheet is the same
    (sheet / "editions" / number / "FILES.sha256").unlink()
    edit(sheet, "facts/trade/goods.yml", "口径未载", "口径未印")
    edit(sheet, "facts/trade/goods.yml", "出口下降", "出口减少")
    ran = run(sheet, "edition", "release")
    assert ran.code == 1
    assert "the sheet says something else by now" in ran.out


# A folder


def test_a_site_is_published_to_a_folder(sheet, tmp_path):
    """New, then unchanged, then exchanged; a host's own files stay, of the old site nothing does."""
    folder = tmp_path / "www" / "host"
    ran = run(sheet, "publish", "--to", str(folder))
    assert (ran.code, ran.out) == (0, f"{folder}: published\n")
    assert tree(folder) == tree(sheet / "site")
    own = {"CNAME": b"facts.example\n", ".well-known/security.txt": b"Contact: x\n"}
    write(folder, own)
    assert run(sheet, "publish", "--to", str(folder)).out == f"{folder}: unchanged\n"
    (sheet / "site/en/brief.pdf").rename(sheet / "site/en/other.pdf")
    assert run(sheet, "publish", "--to", str(folder)).code == 0
    assert tree(folder) == {**tree(sheet / "site"), **own}
    assert [path.name for path in folder.parent.iterdir()] == ["host"]


@pytest.mark.parametrize(
    ("folder", "files", "message"),
    [
        ("home", {"letter.docx": b"x"}, "the folder holds something else"),
        ("home", {".git/HEAD": b"ref: x"}, "the folder is a git repository"),
        ("sheet/site/en", {}, "the folder and the project's own site lie in each other"),
        ("sheet", {}, "the folder and the project's own site lie in each other"),
    ],
)
def test_a_folder_that_holds_anything_else_is_left_alone(sheet, tmp_path, folder, files, message):
    """Nobody's files give way to a site."""
    write(tmp_path / folder, files)
    before = tree(tmp_path / folder)
    ran = run(sheet, "publish", "--to", str(tmp_path / folder))
    assert ran.code == 1
    assert message in ran.out
    assert tree(tmp_path / folder) == before


def no_site(sheet):
    shutil.rmtree(sheet / "site")


def draft(sheet):
    mark(sheet, draft=True)


def stale(sheet):
    edit(sheet, "facts/edition.yml", "tagline:", "# a remark\ntagline:")


def unverified(sheet):
    edit(sheet, "facts/trade/goods.yml", "下降2.4%", "下降2.5%")
    mark(sheet)


def test_links_that_lead_nowhere_are_told(sheet, tmp_path):
    """A target that is a link to itself, a file of the site that is gone: nothing is written."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    ran = run(sheet, "publish", "--to", str(loop))
    assert (ran.code, f"{loop}: there is a file of this name" in ran.out) == (1, True), ran.out
    (sheet / "site/en/lost.html").symlink_to("nowhere")
    ran = run(sheet, "publish", "--to", str(tmp_path / "served"))
    assert (ran.code, "site/en/lost.html: this file of the site cannot" in ran.out) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loop", "sheet"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (no_site, "there is no built site"),
        (draft, "the site is a draft"),
        (stale, "facts, templates or settings have changed since the site was built"),
        (unverified, "exports-fell-2024"),
    ],
)
def test_what_is_not_fit_is_not_published(sheet, tmp_path, spoil, message):
    """No site, a draft, a stale site, facts that nobody verified: each is refused in words."""
    spoil(sheet)
    ran = run(sheet, "publish", "--to", str(tmp_path / "www"))
    assert ran.code == 1
    assert message in ran.out
    assert not (tmp_path / "www").exists()


# A branch


@pytest.fixture
def pages(sheet, tmp_path):
    """The sheet as a repository whose settings name a branch, and a bare one to send it to."""
    edit(sheet, "mkdocs.yml", "docs_dir: docs/en\n", "docs_dir: docs/en\nremote_branch: pages\n")
    mark(sheet)
    assert run(sheet, "keep", "first").code == 0
    git(tmp_path, "init", "--quiet", "--bare", "host.git")
    git(sheet, "remote", "add", "origin", str(tmp_path / "host.git"))
    return sheet


def branch_files(repository):
    """Return the files of the branch by their bytes."""
    names = git(repository, "ls-tree", "-r", "--name-only", "pages").splitlines()
    return {
        name: subprocess.run(
            [GIT, "show", f"pages:{name}"], cwd=repository, check=True, capture_output=True
        ).stdout
        for name in names
    }


def test_a_site_is_published_to_a_branch(pages, tmp_path):
    """Byte by byte, sent to the host; no work tree changes; the same bytes are no new commit."""
    before = git(pages, "status", "--porcelain")
    ran = run(pages, "publish")
    assert (ran.code, ran.out) == (0, "pages: published, sent to origin\n"), ran.out
    host = tmp_path / "host.git"
    assert branch_files(host) == {**tree(pages / "site"), ".nojekyll": b""}
    assert git(pages, "status", "--porcelain") == before
    assert run(pages, "publish").out == "pages: unchanged, sent to origin\n"
    assert git(host, "rev-list", "--count", "pages") == "1"
    assert git(host, "log", "-1", "--format=%an <%ae>", "pages").endswith("<factsheet@localhost>")


def test_what_the_host_added_stays(pages, tmp_path):
    """A domain set at the host since is fetched and kept; other files of an old site go."""
    run(pages, "publish")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--branch", "pages", str(tmp_path / "host.git"), str(clone))
    write(clone, {"CNAME": b"facts.example\n", "stray.html": b"x"})
    git(clone, "add", "--all")
    git(clone, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "--quiet", "-m", "x")
    git(clone, "push", "--quiet")
    assert run(pages, "publish").out == "pages: published, sent to origin\n"
    found = branch_files(tmp_path / "host.git")
    assert found == {**tree(pages / "site"), ".nojekyll": b"", "CNAME": b"facts.example\n"}
    assert git(tmp_path / "host.git", "rev-list", "--count", "pages") == "3"


def test_a_branch_without_a_remote_is_kept_here(pages):
    """Where no remote is configured it says so."""
    git(pages, "remote", "remove", "origin")
    assert "no remote is configured" in run(pages, "publish").out
    assert len(branch_files(pages)) == len(tree(pages / "site")) + 1


@pytest.mark.parametrize(
    ("branch", "message"),
    [("", "no place to publish to is named"), ("main", "is the branch of the project itself")],
)
def test_a_branch_must_be_named_and_be_another(pages, branch, message):
    """Without a name nothing is written; the project's own branch is never written to."""
    git(pages, "branch", "-M", "main")
    settings = f"remote_branch: {branch}\n" if branch else ""
    edit(pages, "mkdocs.yml", "remote_branch: pages\n", settings)
    mark(pages)
    ran = run(pages, "publish")
    assert ran.code == 1
    assert message in ran.out


def test_git_that_is_missing_is_told(pages, monkeypatch):
    """Publishing to a folder needs none, as the hint says."""
    monkeypatch.setenv("PATH", "")
    ran = run(pages, "publish")
    assert ran.code == 1
    assert "git is not installed" in ran.out
    assert "publish --to FOLDER works without it" in ran.out


def test_what_git_refuses_is_told(pages):
    """A remote that is not there, in git's own words."""
    git(pages, "remote", "set-url", "origin", str(pages / "nowhere.git"))
    ran = run(pages, "publish")
    assert ran.code == 1
    assert ".git: git push: " in ran.out


def test_a_folder_without_repository_has_no_branch(sheet):
    """It says what to do instead."""
    edit(sheet, "mkdocs.yml", "docs_dir: docs/en\n", "docs_dir: docs/en\nremote_branch: pages\n")
    mark(sheet)
    ran = run(sheet, "publish")
    assert ran.code == 1
    assert "there is no git repository here" in ran.out


# Versions


def test_a_version_is_kept_without_git_commands(sheet):
    """The first begins a repository; only the sheet is kept; the same again is none."""
    write(sheet, {"an article.docx": b"belongs to others"})
    ran = run(sheet, "keep", "一月")
    assert ran.code == 0, ran.out
    kept = set(git(sheet, "ls-files").splitlines())
    assert {name.partition("/")[0] for name in kept} == {
        "facts",
        "docs",
        "templates",
        "mkdocs.yml",
        "mkdocs.zh.yml",
    }
    assert git(sheet, "log", "-1", "--format=%s") == "一月"
    assert run(sheet, "keep", "again").out == "nothing has changed since\n"
    edit(sheet, "facts/trade/goods.yml", "口径未载", "口径未印")
    (sheet / "facts/links.yml").unlink()
    assert run(sheet, "keep", "two files").out.endswith(": 2 files\n")
    assert git(sheet, "show", "--format=", "--name-status").splitlines() == [
        "D\tfacts/links.yml",
        "M\tfacts/trade/goods.yml",
    ]


@pytest.mark.parametrize("words", ["", " \n"])
def test_a_version_without_words_begins_nothing(sheet, words):
    """It is refused before git is asked for anything."""
    ran = run(sheet, "keep", words)
    assert (ran.code, "a version has no name" in ran.out) == (1, True), ran.out
    assert not (sheet / ".git").exists()


def test_a_version_leaves_what_somebody_else_prepared(sheet):
    """Files outside of the sheet that wait in git's index go on waiting."""
    assert run(sheet, "keep", "first").code == 0
    write(sheet, {"notes.txt": b"mine\n"})
    git(sheet, "add", "notes.txt")
    edit(sheet, "facts/trade/goods.yml", "口径未载", "口径未印")
    assert run(sheet, "keep", "second").out.endswith(": 1 file\n")
    assert git(sheet, "status", "--porcelain").splitlines()[0] == "A  notes.txt"


def test_a_broken_sheet_is_kept_too(sheet):
    """A version is no release: what is half done is safe as well."""
    (sheet / "facts/topics.yml").write_text("topics: [", "utf-8")
    assert run(sheet, "keep", "half done").code == 0


def test_a_folder_that_is_no_sheet_is_not_kept(tmp_path):
    """No repository begins where no sheet is."""
    assert run(tmp_path, "keep", "x").code == 1
    assert list(tmp_path.iterdir()) == []


def test_objects_are_written_as_they_are(tmp_path, monkeypatch):
    """Attributes and line-end settings of a machine change no byte of a site."""
    for name, value in CLEAN.items():
        monkeypatch.setenv(name, value)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "core.autocrlf", "true")
    write(tmp_path, {"site/a.txt": b"one\r\ntwo\r\n", ".gitattributes": b"* text=auto eol=crlf\n"})
    environment = {f"GIT_{r}_{w}": "x" for r in ("AUTHOR", "COMMITTER") for w in ("NAME", "EMAIL")}
    repository = Git(folder=tmp_path, environment=environment)
    publish_branch(tmp_path / "site", repository, "pages", "origin", "x")
    assert branch_files(tmp_path) == {".nojekyll": b"", "a.txt": b"one\r\ntwo\r\n"}
