"""The generator of fact sheets: facts typed once, proved, worded in every language."""

import os

# No plugin of whatever else is installed reads records otherwise, and none is looked for.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"

__version__ = "0.2.0"
