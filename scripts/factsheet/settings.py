"""MkDocs settings read as data: tags such as !ENV ignored, INHERIT followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read_settings(root: Path, name: str) -> dict[str, Any]:
    """Return the top-level settings of a config file over those it inherits."""
    text = (root / name).read_text("utf-8")
    settings: dict[str, Any] = yaml.load(text, SettingsLoader)  # noqa: S506  # a SafeLoader
    parent = settings.pop("INHERIT", None)
    return {**read_settings(root, str(parent)), **settings} if parent else settings


class SettingsLoader(yaml.SafeLoader):
    """Reads settings without acting on their tags."""


def _ignore(_loader: yaml.Loader, _suffix: str, _node: yaml.Node) -> object:
    return None


SettingsLoader.add_multi_constructor("", _ignore)
