"""The parts of the theme that tests look for, by names of our own: no other test names them."""

from string import Template

BANNER = "md-banner"
PARTS = {
    "switch": ".md-option",
    "switch_for": '.md-option[data-md-color-media*="${scheme}"]',
    "skip": ".md-skip",
    "title": ".md-header__title",
    "sidebar": ".md-sidebar",
    "marked": ".md-nav__link--active",
    "found": ".md-search-result__item",
    "found_link": ".md-search-result__link",
}


def themed(script: str) -> str:
    """Return a script of the browser with `$switch` and the like as the theme's selectors."""
    return Template(script).safe_substitute(PARTS)
