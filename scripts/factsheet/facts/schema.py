"""The shape of the files in facts/: unknown fields refused, everything else text.

These models check structure only and are left at once: `load` turns them into the frozen records
of `factbook`. A field's comment is the curator's documentation; `factsheet schema` prints it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
)


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _as_texts(value: Any) -> Any:
    return {"*": value} if isinstance(value, str) else value


def _none_as_missing(value: Any) -> Any:
    return None if value == "none" else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Slot = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Line = Annotated[int, Field(ge=1)]
Lines = Annotated[list[Line], BeforeValidator(_as_list), Field(min_length=1, max_length=4)]
Texts = Annotated[dict[str, Text], Field(min_length=1)]
Keys = Annotated[list[Key], BeforeValidator(_as_list)]
Status = Literal["outturn", "in-force", "underway", "plan", "target", "proposal", "estimate"]
Basis = Literal[
    "flow", "stock", "cumulative", "capacity", "rate", "share", "rank", "average-annual", "pledge"
]
ExclusionReason = Literal[
    "date",
    "part-of-name",
    "idiom",
    "page-furniture",
    "person",
    "duplicate",
    "out-of-scope",
    "site-detail",
]


class Record(BaseModel):
    """Base of all shapes: a field that is not declared is an error."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=False)


class FigureShape(Record):
    """A figure: `printed` exactly as in the article, or `formula` for a calculated one.

    `condition` is what it holds under; it follows the figure wherever that stands alone.
    """

    printed: Text | None = None
    formula: Text | None = None
    unit: Text | None = None
    digits: Annotated[int, Field(ge=1, le=9)] | None = None
    indicator: Key | None = None
    basis: Basis | None = None
    scope: Key | None = None
    condition: Texts | None = None
    near: Annotated[str, StringConstraints(min_length=1, max_length=12)] | None = None


class MisprintShape(Record):
    """A misprint: what stands there, how it is read, and why."""

    printed: Text
    read: Text
    basis: Texts


class CitationShape(Record):
    """A citation: article, lines (at most four), and what is to be found in them."""

    source: Key
    at: Lines
    printed: dict[Slot, Text] = {}
    near: dict[Slot, Text] = {}
    evidence: Annotated[list[Text], BeforeValidator(_as_list)] = []
    sic: list[MisprintShape] = []
    for_: Annotated[list[Literal["period"]], BeforeValidator(_as_list)] = Field([], alias="for")


class HoldShape(Record):
    """Why a fact is kept but not published."""

    reason: Text


class ApartShape(Record):
    """Why a fact has another speaker or kind of status than others of its line."""

    reason: Text


class AsideShape(Record):
    """Lines of a later article that hold a word searched for and mean something else."""

    source: Key
    at: Annotated[list[Line], BeforeValidator(_as_list), Field(min_length=1)]
    reason: Text


class SilentShape(Record):
    """A claim that later articles, up to those of `through`, do not mention a plan or project.

    `words` are searched for beside its names and figures.
    """

    through: Annotated[Keys, Field(min_length=1)]
    words: Annotated[list[Text], BeforeValidator(_as_list), Field(min_length=1)]
    basis: Texts
    aside: list[AsideShape] = []


class WithdrawnShape(Record):
    """When and why a published fact was taken back; its address stays."""

    date: Text
    reason: Texts


class FactShape(Record):
    """A fact."""

    id: Key
    status: Status
    text: Texts
    cite: list[CitationShape] = []
    period: Text | None = None
    periods: dict[Slot, Text] | None = None
    period_basis: dict[str, Text] | None = None
    figures: dict[Slot, FigureShape] = {}
    by: Keys = []
    note: Texts | None = None
    cells: dict[str, Annotated[dict[str, str], BeforeValidator(_as_texts)]] | None = None
    fulfilled_by: Keys = []
    reported_by: Keys = []
    updates: Key = ""
    silent: SilentShape | None = None
    apart: ApartShape | None = None
    reason: Texts | None = None
    hold: HoldShape | None = None
    withdrawn: WithdrawnShape | None = None


class ColumnShape(Record):
    """A column of a table."""

    key: Slot
    title: Texts


class TableShape(Record):
    """A table that facts fill through `cells`."""

    key: Key
    title: Texts
    columns: Annotated[list[ColumnShape], Field(min_length=1)]
    note: Texts | None = None


class CaveatShape(Record):
    """A caution beside a section; any language key holds its text."""

    model_config = ConfigDict(extra="allow")
    id: Key
    facts: Keys = []
    __pydantic_extra__: dict[str, Text] = Field(init=False)


class SectionShape(Record):
    """A file facts/<topic>/<section>.yml."""

    title: Texts
    intro: Texts | None = None
    tables: list[TableShape] = []
    facts: list[FactShape] = []
    gaps: list[Texts] = []
    caveats: list[CaveatShape] = []


class QuestionShape(Record):
    """An investor's question."""

    question: Texts
    answer: Texts
    section: Key


class NoticeShape(Record):
    """A key statement of the home page in words, resting on a fact."""

    title: Texts
    text: Texts
    fact: Key


class HomeShape(Record):
    """The home page."""

    intro: Texts
    notices: list[NoticeShape] = []
    pinned: Keys = []
    highlights: Keys = []
    warnings: list[Texts] = []
    questions: list[QuestionShape] = []


class TopicShape(Record):
    """A topic: a page."""

    key: Key
    title: Texts
    intro: Texts
    highlights: Keys = []
    sections: Annotated[list[Key], Field(min_length=1)]


class TopicsShape(Record):
    """The file facts/topics.yml."""

    home: HomeShape
    topics: Annotated[list[TopicShape], Field(min_length=1)]


class EditionShape(Record):
    """The file facts/edition.yml."""

    number: Text
    date: Text
    cutoff: Text
    title: Texts
    tagline: Texts
    publisher: Texts
    contact: Texts
    disclaimer: Texts
    not_official: Texts
    subject: Key = ""
    place: Texts | None = None
    license: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] = ""


class ArchiveShape(Record):
    """Where the archived text of an article stands."""

    file: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+$")]
    lines: Annotated[
        list[Annotated[list[Line], Field(min_length=2, max_length=2)]], Field(min_length=1)
    ]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


OptionalTexts = Annotated[Texts | None, BeforeValidator(_none_as_missing)]
SourceBasis = Annotated[Texts | None, BeforeValidator(lambda v: None if v == "printed" else v)]


class SourceShape(Record):
    """A file facts/sources/<key>.yml: one article in CSL's words."""

    kind: Literal["article", "reference"] = "article"
    title: OptionalTexts
    title_basis: SourceBasis = None
    description: Texts | None = None
    subtitle: Texts | None = None
    author: list[Texts] = []
    publication: OptionalTexts = None
    publication_basis: SourceBasis = None
    section: Texts | None = None
    issued: Text
    issued_basis: SourceBasis
    number: Text | None = None
    page: Text | None = None
    via: Texts | None = None
    url: Text | None = None
    identifier: Texts | None = None
    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}([1-9][0-9]*)?$")]
    note: Texts | None = None
    coverage: Literal["full", "partial"] = "full"
    archive: ArchiveShape | None = None


class FormsShape(Record):
    """The forms of a name in one language."""

    full: Text
    short: Text | None = None


class NameShape(Record):
    """A name; each language key holds its forms."""

    model_config = ConfigDict(extra="allow")
    kind: Literal["term", "place", "organization", "program", "document", "event", "route"]
    gloss: Texts | None = None
    aliases: list[Text] = []
    english: Literal["published", "ours"] = "ours"
    by: Text | None = None
    __pydantic_extra__: dict[str, FormsShape] = Field(init=False)


class IndicatorShape(Record):
    """A statistical series; `rhythm` is its full period; `growth_of` and `parts` name others."""

    title: Texts
    unit: Text
    rhythm: Literal["year", "half", "quarter", "month", "years", "date"] | None = None
    growth_of: Key | None = None
    parts: Keys = []


class DisagreementShape(Record):
    """A declared difference between facts; each language key holds its public words."""

    model_config = ConfigDict(extra="allow")
    id: Key
    kind: Literal["conflict", "scope", "date", "wording", "misprint"]
    title: Texts
    facts: Annotated[list[Key], Field(min_length=1)]
    __pydantic_extra__: dict[str, Text] = Field(init=False)


Mode = Literal["freighter", "air-feeder", "land", "train", "rail-sea", "plan"]


class LinkShape(Record):
    """An edge of the channel schematic."""

    id: Key
    mode: Mode
    stops: Annotated[list[Key], Field(min_length=2)]
    facts: Annotated[list[Key], Field(min_length=1)]


Ref = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z][a-z0-9_-]*$", max_length=120)]
Point = Annotated[list[Annotated[int, Field(ge=0, le=400)]], Field(min_length=2, max_length=2)]


class DrawnShape(Record):
    """A figure of a chart, named as fact.figure; bars are labeled with their period."""

    figure: Ref
    label: Annotated[Texts, BeforeValidator(_as_texts)] | None = None


def _as_drawn(value: Any) -> Any:
    return {"figure": value} if isinstance(value, str) else value


DrawnFigure = Annotated[DrawnShape, BeforeValidator(_as_drawn)]


class ChartShape(Record):
    """A chart: bars from zero, or one bar of the parts of a whole. It types no number."""

    id: Key
    kind: Literal["bars", "parts"]
    section: Key
    table: Key | None = None
    title: Texts
    subtitle: Texts | None = None
    alt: Texts
    note: Texts | None = None
    figures: Annotated[list[DrawnFigure], Field(min_length=1)]
    inside: list[DrawnFigure] = []
    whole: DrawnFigure | None = None
    rest: DrawnFigure | None = None


class PlaceShape(Record):
    """A place of the schematic; `to` makes it a box, `fact` is for a place without a link."""

    name: Key
    kind: Literal[
        "block",
        "airport",
        "airport-of-entry",
        "station",
        "site",
        "border",
        "sea",
        "gateway",
        "abroad",
        "province",
        "flag",
    ]
    at: Point
    to: Point | None = None
    label: Literal["left", "right", "above", "below"] = "right"
    full: bool = False
    remark: Texts | None = None
    fact: Key | None = None


class HeadingShape(Record):
    """Words over a part of the schematic."""

    at: Point
    text: Texts


class BendShape(Record):
    """The points that the line from one stop to the next runs through."""

    from_: Key = Field(alias="from")
    to: Key
    through: Annotated[list[Point], Field(min_length=1)]


class SchematicShape(Record):
    """The file facts/schematic.yml: where the stops of links.yml stand."""

    title: Texts
    note: Texts
    alt: Texts
    size: Point
    remarks: dict[Mode, Texts] = {}
    headings: list[HeadingShape] = []
    places: Annotated[list[PlaceShape], Field(min_length=1)]
    bends: list[BendShape] = []


class StageShape(Record):
    """What a fact says of a project's stage."""

    fact: Key
    stage: Literal["called", "planned", "started", "building", "built", "running"]
    remark: Texts | None = None


class StagedShape(Record):
    """A project followed over the pages; a page is silent where `silent` proves it."""

    project: Texts
    note: Texts | None = None
    silent: SilentShape | None = None
    stages: Annotated[list[StageShape], Field(min_length=1)]


class ExclusionShape(Record):
    """A numeral that no fact uses; `pattern` instead of `source` and `at` covers an idiom."""

    source: Key | None = None
    at: Annotated[list[Line], BeforeValidator(_as_list)] = []
    printed: Annotated[list[Text], BeforeValidator(_as_list)] = []
    pattern: Text | None = None
    reason: ExclusionReason
    note: Text | None = None


class CorrectionShape(Record):
    """A correction of a published fact."""

    date: Text
    fact: Key
    said: Texts
    says: Texts
    why: Texts


FILES: dict[str, Any] = {
    "facts/edition.yml": EditionShape,
    "facts/topics.yml": TopicsShape,
    "facts/<topic>/<section>.yml": SectionShape,
    "facts/names/<kind>.yml": dict[Key, NameShape],
    "facts/sources/<key>.yml": SourceShape,
    "facts/indicators.yml": dict[Key, IndicatorShape],
    "facts/disagreements/<topic>.yml": list[DisagreementShape],
    "facts/links.yml": list[LinkShape],
    "facts/charts.yml": list[ChartShape],
    "facts/schematic.yml": SchematicShape,
    "facts/stages.yml": list[StagedShape],
    "facts/exclusions.yml": list[ExclusionShape],
    "facts/corrections.yml": list[CorrectionShape],
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of each kind of file in facts/, by its path."""
    return {path: TypeAdapter(shape).json_schema() for path, shape in FILES.items()}
