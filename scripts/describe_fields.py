"""The records of facts/ and what they mean -> guide/fields.en.md and fields.zh.md.

`make guide` writes them; a test compares. What a record is and what each field means stands in the
table once, in both languages; its shape is read from the records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter

from factsheet.facts.described import LANGUAGES, descriptions
from factsheet.facts.entry import OPEN, Part, Record, parts_of
from factsheet.facts.schema import FILES

GUIDE = Path(__file__).resolve().parents[1] / "guide"
ANY = "*"


def keys() -> Iterator[tuple[str, str]]:
    """Iterate over each record, and its fields with the keys that may describe them."""
    for record in all_records():
        yield record.__name__, record.__name__
        for part in _typed(record):
            yield record.__name__, key_of(part)


def all_records() -> tuple[type, ...]:
    """Return the records of all files, each once."""
    return tuple(dict.fromkeys(record for kind in FILES.values() for record in records_of(kind)))


def reference(language: str) -> str:
    """Return the reference of all files in a language, as Markdown."""
    words, told = _WORDS[language], descriptions()
    lines = [f"# {words['title']}", "", words["intro"], ""]
    done: set[type] = set()
    for path, kind in FILES.items():
        lines += [f"## `{path.replace('<', '‹').replace('>', '›')}`", ""]
        own = [record for record in records_of(kind) if record not in done]
        shown = [record.__name__ for record in records_of(kind) if record in done]
        done.update(own)
        for record in own:
            lines += _section(record, told, language)
        if shown:
            links = ", ".join(f"[{name}](#{name.lower()})" for name in shown)
            lines += [f"{words['above']}{links}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def records_of(kind: Any) -> tuple[type, ...]:
    """Return the records that a file is made of, in the order of their first mention."""
    found: dict[type, None] = {}
    waiting = [kind]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, type) and issubclass(one, Record):
            if one not in found:
                found[one] = None
                waiting += [part.hint for part in _typed(one)]
        else:
            waiting += get_args(one)
    return tuple(found)


def key_of(part: Part) -> str:
    """Return the key that a field is typed under; any language's is a star."""
    return ANY if part.key == OPEN else part.key


def meaning(told: Mapping[str, Mapping[str, str]], record: str, key: str) -> Mapping[str, str]:
    """Return what a field means: in its record, else in any; KeyError where nobody said."""
    own = f"{record}.{key}"
    return told[own] if own in told else told[key]


def _section(record: Any, told: Mapping[str, Mapping[str, str]], language: str) -> Iterator[str]:
    words, name = _WORDS[language], record.__name__
    schema = TypeAdapter(record).json_schema()
    shapes = schema.get("$defs", {}).get(name, schema)
    yield f"### {name}"
    yield ""
    yield told[name][language][0].upper() + told[name][language][1:] + words["stop"]
    yield ""
    yield f"| {words['field']} | {words['shape']} | {words['meaning']} |"
    yield "| --- | --- | --- |"
    required = shapes.get("required", [])
    for part in _typed(record):
        key = key_of(part)
        open_keys = shapes.get("additionalProperties", {})
        shape = open_keys if key == ANY else shapes["properties"][key]
        mark = f" {words['required']}" if key in required else ""
        text = meaning(told, name, key)[language]
        yield f"| `{key}`{mark} | {_shape(shape, words)} | {text.replace('|', '&#124;')} |"
    yield ""


def _typed(record: Any) -> list[Part]:
    return [part for part in parts_of(record) if part.given is None]


def _shape(shape: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Say in words what may be typed."""
    if "$ref" in shape:
        name = str(shape["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in shape:
        others = [each for each in shape["anyOf"] if each.get("type") != "null"]
        return f" {words['or']} ".join(dict.fromkeys(_shape(each, words) for each in others))
    if "enum" in shape or "const" in shape:
        return ", ".join(f"`{word}`" for word in shape.get("enum", [shape.get("const")]) if word)
    kind = shape.get("type")
    if kind == "array":
        return words["list"].format(_shape(shape.get("items", {}), words))
    if kind == "object":
        inner = shape.get("additionalProperties", {})
        return words["by"].format(_shape(inner if isinstance(inner, dict) else {}, words))
    return words.get(str(kind), words["string"])


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "The files of facts/, field by field",
        "intro": "Made from the records of the program by `make guide`; edit "
        "`scripts/factsheet/facts/fields.tsv`. "
        "A star behind a field says that it must be typed; `*` stands for any key.",
        "above": "Described above: ",
        "field": "Field",
        "shape": "Typed as",
        "meaning": "Meaning",
        "required": "★",
        "stop": ".",
        "or": "or",
        "list": "list of {}",
        "by": "{} by key",
        "string": "text",
        "boolean": "`true` or `false`",
        "integer": "whole number",
        "number": "number",
    },
    "zh": {
        "title": "facts/ 各文件字段说明",
        "intro": "由`make guide`据程序中的记录生成；文字请改`scripts/factsheet/facts/fields.tsv`。"
        "字段后的星号表示必填；`*`代表任意键。",
        "above": "见上文：",
        "field": "字段",
        "shape": "写法",
        "meaning": "含义",
        "required": "★",
        "stop": "。",
        "or": "或",
        "list": "{}的列表",
        "by": "按键列出的{}",
        "string": "文字",
        "boolean": "`true`或`false`",
        "integer": "整数",
        "number": "数",
    },
}


if __name__ == "__main__":
    for chosen in LANGUAGES:
        (GUIDE / f"fields.{chosen}.md").write_text(reference(chosen), "utf-8")
