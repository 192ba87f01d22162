"""`zhuoyue.toml` as frozen models. What plugins own of it is checked once they are loaded, in project.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from zhuoyue.checking import checked
from zhuoyue.errors import ConfigError, Fault, SettingError
from zhuoyue.model.assessment import Organisation, Span
from zhuoyue.model.base import Number, Slug, Visibility
from zhuoyue.model.criteria import ItemKind, Theme, Topic
from zhuoyue.model.text import Language, Text
from zhuoyue.toml import TomlFile, read_toml

CONFIG_NAME = "zhuoyue.toml"
"""Name of the config file; its folder is the project folder."""


class Table(BaseModel):
    """Base of every table of the config."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class AssessmentTable(Table):
    """What is assessed, against what, for which time."""

    criteria: Slug = "gbt19580-2012"
    """Id of the criteria, edition included; `zhuoyue criteria` lists them."""
    scheme: Slug | None = None
    """Another scoring scheme than the one the criteria name, e.g. `pdca-fine-tuned` for CAF."""
    title: Text = Text(zh="卓越绩效自我评价报告", en="Performance excellence self-assessment")
    """Title of the report."""
    period: Span
    """The time the assessment speaks of, both days included."""
    as_of: date
    """The day on which validity of evidence is judged; also the time stamp of the assessment."""
    languages: tuple[Language, ...] = Field(default=("zh", "en"), min_length=1)
    """Languages to publish; the first is the default."""
    visibility: Visibility = Visibility.INTERNAL
    """Highest tier to publish; whatever is above it never reaches the assessment."""


class PluginsTable(Table):
    """Which plugins take part. Without this table all installed ones do."""

    local: tuple[str, ...] = ()
    """Plugin files or folders of your own, relative to this file."""
    enabled: tuple[str, ...] | None = None
    """If given, only these take part."""
    disabled: tuple[str, ...] = ()
    """These do not take part."""
    required: tuple[str, ...] = ()
    """The run fails if one of these is missing or broken."""


class CriteriaTable(Table):
    """Models of your own."""

    files: tuple[str, ...] = ()
    """Criteria files of your own, relative to this file; `zhuoyue criteria new` writes one."""


class ItemChange(Table):
    """One item of the published model that the project drops, or weighs or scores in another way."""

    item: str
    """Code of the item."""
    drop: bool = False
    """Leave the item out of the model."""
    points: Number | None = Field(default=None, gt=0)
    """Other points."""
    scheme: Slug | None = None
    """Another scheme."""
    reason: Text
    """Why; the method page shows it."""

    @model_validator(mode="after")
    def _something(self) -> ItemChange:
        changes = self.points is not None or self.scheme is not None
        if self.drop == changes:
            raise SettingError(
                "say either `drop = true`, or other `points` or another `scheme`",
                "请写 drop = true，或另给 points（分值）、scheme（评分方案），二者取一",
            )
        return self


class NewItem(Table):
    """One item that the project adds to the published model."""

    category: str
    """Code of the category it belongs to."""
    code: str = Field(pattern=r"^[A-Za-z0-9.]+$")
    """Its code."""
    title: Text
    """Its name."""
    kind: ItemKind
    """Process or result."""
    points: Number | None = Field(default=None, gt=0)
    """Its points; none in a model without a total."""
    theme: Theme | None = None
    """Its theme, where it is not its category's."""
    scheme: Slug | None = None
    """Its scheme, where it is not its category's."""
    text: Text | None = None
    """What it looks at."""
    topics: tuple[Topic, ...] = ()
    """What is asked."""
    reason: Text
    """Why; the method page shows it."""


class TailoringTable(Table):
    """How the project departs from the published model. Every departure is listed in the report, with its reason."""

    changes: tuple[ItemChange, ...] = ()
    """Items dropped, re-weighted, or scored by another scheme."""
    additions: tuple[NewItem, ...] = ()
    """Items added."""
    total: Number | None = Field(default=None, gt=0)
    """Another total; without it the weights must add up to the published one."""
    reason: Text | None = None
    """Why another total."""


class CrosswalkTable(Table):
    """Other models: how they relate to the one assessed, and which of them to report in as well."""

    files: tuple[str, ...] = ()
    """Crosswalks of your own, TOML or SSSOM TSV, relative to this file; yours counts before a plugin's of that pair."""
    report_in: tuple[Slug, ...] = ()
    """Ids of criteria to publish a report in besides, e.g. ["baldrige-2023", "efqm-2025"]: coverage, never scores."""


class OverlayTable(Table):
    """Wording of a standard you own a licence of, merged where the published tier may show it."""

    files: tuple[str, ...] = ()
    """Files with the wording, relative to this file; keep them out of any shared repository."""
    visibility: Visibility = Visibility.CONFIDENTIAL
    """Lowest tier whose reports carry the wording."""


class CollectTable(Table):
    """How sources are read."""

    timeout: float = Field(default=300, gt=0)
    """Seconds a source may take before it is stopped and recorded as a problem."""
    workers: int = Field(default=2, ge=1, le=64)
    """Sources read at the same time."""


class ScoringTable(Table):
    """Scoring policy."""

    not_agreed: Literal["leave", "median"] = "leave"
    """What an item rated differently by several assessors gets before they agree: its range, or their median."""
    unrated: Literal["leave", "suggested"] = "leave"
    """What an item without rating gets: nothing (its range stays open), or a plugin's suggestion, so marked."""
    suggestions_from: tuple[str, ...] = ()
    """Plugins whose suggestions may be used, first come first served; empty means the only one that suggests."""


class AssessorTable(Table):
    """One assessor of the team, and what is assigned to them."""

    name: Slug
    """Short name; the rating sheet is `ratings/<name>.toml`."""
    title: Text | None = None
    """Full name, as pages show it."""
    items: tuple[str, ...] = ()
    """Codes of the categories and items assigned; empty means all."""


class RatingsTable(Table):
    """Where assessors' ratings are, and who rates what."""

    files: tuple[str, ...] = ("ratings/*.toml",)
    """Files or patterns, relative to this file."""
    assessors: tuple[AssessorTable, ...] = ()
    """The team. Without it whoever has a sheet is an assessor."""
    seal_to: tuple[str, ...] = ()
    """Public age keys (`age1…`) that sealed sheets are encrypted to, the team leader's above all."""


class ConsensusTable(Table):
    """When a team must discuss an item, and how sure its statistics are to be."""

    max_range: int = Field(default=20, ge=0, le=100)
    """An item must be discussed when its percents lie further apart than this. A convention, not a published rule."""
    max_bands: int = Field(default=1, ge=0)
    """An item must be discussed when its percents lie more bands apart than this."""
    outlier: int = Field(default=15, ge=0, le=100)
    """An assessor is an outlier on an item when further than this from the median of the others."""
    level: float = Field(default=0.95, gt=0.5, lt=1)
    """Confidence of intervals."""


class UncertaintyTable(Table):
    """What the disagreement of assessors means for the points."""

    level: float = Field(default=0.95, gt=0.5, lt=1)
    """Confidence of the intervals."""
    resamples: int = Field(default=10_000, ge=100, le=1_000_000)
    """How many panels are drawn."""
    seed: int = Field(default=19580, ge=0)
    """Seed of the drawing: the same seed gives the same figures."""
    thresholds: tuple[int, ...] = ()
    """Totals whose probability of being reached is shown, e.g. [500, 600]."""


class SignOffTable(Table):
    """Who may sign off."""

    distinct: bool = True
    """Self-check, review and approval must be three different people."""


class ExceptionTable(Table):
    """A rule that need not be kept for some items, with the reason."""

    rule: str
    """Code or name of the rule."""
    items: tuple[str, ...] = Field(min_length=1)
    """Codes of the items."""
    reason: str = Field(min_length=1)
    """Why."""


class CheckTable(Table):
    """Which examiner's rules `zhuoyue check` applies."""

    select: tuple[str, ...] | None = None
    """Codes, names or beginnings of codes of the rules to apply. Without it all rules are applied."""
    ignore: tuple[str, ...] = ()
    """Codes, names or beginnings of codes of rules to leave out."""
    exceptions: tuple[ExceptionTable, ...] = ()
    """Rules that need not be kept for some items."""


class ImprovementTable(Table):
    """Actions, and the percents aimed at."""

    file: str = "actions.toml"
    """File of the actions, relative to this file; it need not exist."""
    target: int | str | None = None
    """Percent or level aimed at for every item; without it the lowest percent of the next band, or the next level."""
    targets: dict[str, int | str] = {}
    """Percents or levels aimed at by item code, where they differ."""


class HistoryTable(Table):
    """Closed cycles."""

    folder: str = "history"
    """Folder of the closed cycles, relative to this file."""


class SourceTable(Table):
    """One source of evidence and measures. The collector's own settings stand in the same table."""

    model_config = ConfigDict(extra="allow")

    name: Slug
    """Name of the source; prefix of the ids it makes."""
    collector: str
    """Which collector reads it; `zhuoyue plugins` lists them."""
    items: tuple[str, ...] = ()
    """Codes of the items that everything of this source supports, unless the records say otherwise."""
    visibility: Visibility = Visibility.INTERNAL
    """Tier of everything of this source, unless the records say otherwise."""
    timeout: float | None = Field(default=None, gt=0)
    """Seconds it may take; overrides `[collect] timeout`."""


class SiteConfig(Table):
    """How the site looks and where it goes."""

    folder: str = "site"
    """Folder the site is written to, relative to this file."""
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#0b57a4"
    """Main colour as #rrggbb."""
    logo: str | None = None
    """Logo, SVG or PNG, relative to this file."""
    templates: str | None = None
    """Folder whose templates replace ours of the same name."""
    styles: tuple[str, ...] = ()
    """Your own style sheets, relative to this file."""
    url: str | None = None
    """Address the site will be published at; needed for nothing but its sitemap."""


class Config(Table):
    """`zhuoyue.toml`."""

    organisation: Organisation
    """Who is assessed."""
    assessment: AssessmentTable
    """What is assessed, against what, for which time."""
    plugins: PluginsTable = PluginsTable()
    """Which plugins take part."""
    criteria: CriteriaTable = CriteriaTable()
    """Models of your own."""
    tailoring: TailoringTable = TailoringTable()
    """How the project departs from the published model."""
    crosswalk: CrosswalkTable = CrosswalkTable()
    """Other models to report in."""
    overlay: OverlayTable = OverlayTable()
    """Wording of a standard you own a licence of."""
    collect: CollectTable = CollectTable()
    """How sources are read."""
    scoring: ScoringTable = ScoringTable()
    """Scoring policy."""
    ratings: RatingsTable = RatingsTable()
    """Where assessors' ratings are, and who rates what."""
    consensus: ConsensusTable = ConsensusTable()
    """When a team must discuss an item, and how sure its statistics are to be."""
    uncertainty: UncertaintyTable = UncertaintyTable()
    """What the disagreement of assessors means for the points."""
    sign_off: SignOffTable = SignOffTable()
    """Who may sign off."""
    check: CheckTable = CheckTable()
    """Which examiner's rules `zhuoyue check` applies."""
    improvement: ImprovementTable = ImprovementTable()
    """Actions, and the percents aimed at."""
    history: HistoryTable = HistoryTable()
    """Closed cycles."""
    sources: tuple[SourceTable, ...] = ()
    """Sources of evidence and measures."""
    site: SiteConfig = SiteConfig()
    """How the site looks and where it goes."""


class Draft:
    """A config as far as it could be checked without its plugins."""

    def __init__(self, root: Path, file: TomlFile) -> None:
        core = {key: value for key, value in file.data.items() if key in Config.model_fields}
        self.root = root
        self.file = file
        self.config, self.faults = checked(Config, core, file)
        self.plugins, _ = checked(PluginsTable, core.get("plugins", {}), file, ("plugins",))
        self.tables: dict[str, Any] = {key: value for key, value in file.data.items() if key not in core}
        """Tables the core does not know: each must be a plugin's."""


def find_config(path: Path) -> Path:
    """Return the config file that `path` (a file or project folder) stands for.

    Raises:
        ConfigError: there is none; the message says how to make one.
    """
    candidate = path / CONFIG_NAME if path.is_dir() else path
    if not candidate.is_file():
        raise ConfigError(
            Fault(
                f"no {CONFIG_NAME} there; `zhuoyue init {path}` makes a working one",
                f"未找到 {CONFIG_NAME}；运行 `zhuoyue init {path}` 可创建一个可用的配置",
                str(path),
            )
        )
    return candidate


def read_draft(path: Path) -> Draft:
    """Read a config file; raises InputError when it is not TOML."""
    file = find_config(path)
    return Draft(file.parent.resolve(), read_toml(file, file.name if path.is_dir() else str(path)))
