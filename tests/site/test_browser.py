"""The site in a browser: notes, and no scripts."""

from playwright.sync_api import Browser, Page, expect

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
PHONE = {"width": 320, "height": 568}
DESK = {"width": 1280, "height": 800}


def test_a_note_is_read_and_left_again(address: str, page: Page) -> None:
    page.goto(f"{address}zh/trade/")
    mark = page.locator("a.footnote-ref").first
    mark.click()  # opens the note in place; its last link leads to the full one
    page.locator(".box--note .box__more a").click()
    note = page.locator(str(mark.get_attribute("href")).replace(":", "\\:"))
    expect(note).to_be_in_viewport()
    note.locator("a.footnote-backref").first.click()
    expect(mark).to_be_in_viewport()


def test_without_scripts_a_reader_chooses_a_language_and_changes_it(
    address: str, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(address)
        page.locator("a[hreflang=zh-Hans]").click()
        page.wait_for_url(f"{address}zh/")
        page.goto(f"{address}zh/zones/")
        expect(page.locator("h1")).to_be_visible()
        page.locator("[data-other-language]:visible").first.click()
        page.wait_for_url(f"{address}en/zones/")
