"""The generator of fact sheets: facts typed once, proved, worded in every language."""

__version__ = "0.2.0"
