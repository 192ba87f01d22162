"""The models that the subcommands of `zhuoyue criteria` choose from: installed ones, the project's own, files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhuoyue.errors import ConfigError, Fault, InputError, did_you_mean

if TYPE_CHECKING:
    from zhuoyue.config import Draft
    from zhuoyue.criteria_file import CriteriaFile
    from zhuoyue.model.criteria import Criteria
    from zhuoyue.model.crosswalk import Crosswalk
    from zhuoyue.model.scheme import Scheme


@dataclass(frozen=True)
class Models:
    """What there is."""

    files: Mapping[str, CriteriaFile]
    """Models by id, as they are published."""
    origins: Mapping[str, str]
    """Where each comes from: a plugin's name, or a file."""
    schemes: Mapping[str, Scheme]
    """Installed schemes by name."""
    crosswalks: Mapping[str, Crosswalk]
    """Crosswalks by `source>target`."""
    draft: Draft | None = None
    """The project's config, if there is a project."""

    @property
    def chosen(self) -> str:
        """Id of the model that the project is assessed against."""
        return self.draft.config.assessment.criteria if self.draft and self.draft.config else ""

    def find(self, name: str) -> CriteriaFile:
        """Return a model by id, or that of a criteria file.

        Raises:
            InputError: there is no such model or file; the message names the nearest.
        """
        from zhuoyue.criteria_file import read_criteria

        if name in self.files:
            return self.files[name]
        path = Path(name)
        if path.suffix == ".toml":
            return read_criteria(path, name, self.schemes)
        en, zh = did_you_mean(name, self.files)
        raise InputError(Fault(f"no criteria {name!r}{en}", f"没有准则 {name!r}{zh}"))

    def tailored(self) -> Criteria:
        """Return the project's model as it is assessed: tailored. Licensed wording is not merged: it goes nowhere.

        Raises:
            InputError: there is no project here, or it names no model that there is.
            ConfigError: the tailoring is wrong.
        """
        from zhuoyue.tailoring import tailored

        if self.draft is None or self.draft.config is None:
            raise InputError(
                Fault(
                    "there is no project here; name two models, or the project with --project",
                    "当前文件夹不是项目；请指定两个准则，或用 --project 指定项目",
                )
            )
        faults: list[Fault] = []
        found = tailored(self.find(self.chosen).criteria, self.draft.config, self.draft.file, faults)
        if faults:
            raise ConfigError(*faults)
        return found

    def shown(self, name: str) -> CriteriaFile:
        """Return a model as somebody wants to see it: the project's own one as the project has tailored it."""
        from dataclasses import replace

        found = self.find(name)
        if self.draft is None or name != self.chosen:
            return found
        return replace(found, criteria=self.tailored())


def models(project: Path | None) -> Models:
    """Return what there is: with a project also its own files.

    Args:
        project: the project named; None for the current folder, if that is one.

    Raises:
        ConfigError, InputError: the project or one of its criteria files is wrong.
    """
    from zhuoyue.config import CONFIG_NAME, read_draft
    from zhuoyue.criteria_file import CriteriaFile, read_criteria
    from zhuoyue.model.collector import inside
    from zhuoyue.project import open_plugins

    root = project if project is not None else Path() if Path(CONFIG_NAME).is_file() else None
    plugins = open_plugins(root)
    schemes = {name: one for name, (one, _) in plugins.schemes.items()}
    files = {name: CriteriaFile(one) for name, (one, _) in plugins.criteria.items()}
    origins = {name: found.name for name, (_, found) in plugins.criteria.items()}
    draft = None if root is None else read_draft(root)
    if draft is not None:
        if draft.config is None:
            raise ConfigError(*draft.faults)
        for name in draft.config.criteria.files:
            read = read_criteria(inside(draft.root, name), name, schemes)
            files[read.criteria.id], origins[read.criteria.id] = read, name
    crosswalks = {name: one for name, (one, _) in plugins.crosswalks.items()}
    return Models(files, origins, schemes, crosswalks, draft)
