"""`Table`s -> datapackage.json: the CSV files as a Data Package, version 2."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from factsheet.site.tables import Column, Editions, Table, words_of

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def data_package(editions: Editions, tables: Sequence[Table], address: str) -> str:
    """Return datapackage.json; `address` is the site's root, with a slash at its end."""
    first = next(iter(editions.values()))
    info = first.imprint
    package = {
        "$schema": PROFILE,
        "name": "fact-sheet",
        "title": first.texts["title"],
        "description": first.texts["not_official"],
        "homepage": address,
        "version": first.number,
        "created": f"{info.date.isoformat()}T00:00:00Z",
        "licenses": [{"path": info.license}],
        "contributors": [{"title": first.texts["publisher"], "roles": ["publisher"]}],
        "resources": [_resource(table, editions) for table in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, editions: Editions) -> dict[str, Any]:
    refers = [column for column in table.columns if column.refers]
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": next(iter(editions.values())).word(table.title),
        "schema": {
            "fields": [_field(column, editions) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign(column, table) for column in refers],
        },
    }


def _field(column: Column, editions: Editions) -> dict[str, Any]:
    first = next(iter(editions.values()))
    words = words_of(column, first, editions)
    return {"name": column.name, "type": column.kind, "description": words}


def _foreign(column: Column, table: Table) -> dict[str, Any]:
    resource, _, field = column.refers.partition(".")
    own = {} if resource == table.name else {"resource": resource}
    return {"fields": [column.name], "reference": {**own, "fields": [field]}}
