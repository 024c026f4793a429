"""The generator of the Shanxi fact sheet: facts typed once, proved, worded in every language."""
