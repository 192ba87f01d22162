"""The other models in which a project reports, `[crosswalk] report_in`."""

from __future__ import annotations

from collections.abc import Iterator

from zhuoyue.criteria_file import read_criteria
from zhuoyue.crosswalk import Way
from zhuoyue.crosswalk.files import known_crosswalks
from zhuoyue.crosswalk.models import Models
from zhuoyue.crosswalk.ways import way_between
from zhuoyue.errors import Fault, InputError
from zhuoyue.model.assessment import Assessment
from zhuoyue.model.collector import inside
from zhuoyue.project import Project
from zhuoyue.projection.projecting import project as project_assessment


def models_of(project: Project) -> Models:
    """Return the models and crosswalks of the plugins and of the project itself.

    Raises:
        InputError: every fault of the project's crosswalk files.
    """
    registered = {name: one for name, (one, _) in project.plugins.schemes.items()}
    criteria = {name: one for name, (one, _) in project.plugins.criteria.items()}
    schemes = registered | project.schemes
    for name in project.config.criteria.files:
        own = read_criteria(inside(project.root, name), name, registered)
        criteria[own.criteria.id] = own.criteria
        schemes |= own.schemes
    criteria[project.criteria.id] = project.criteria  # as the project has tailored it
    shipped = [one for one, _ in project.plugins.crosswalks.values()]
    crosswalks = known_crosswalks(shipped, project.root, project.config.crosswalk.files, criteria)
    return Models(criteria, crosswalks, schemes)


def projection_to(assessment: Assessment, models: Models, target: str, where: str = "") -> Assessment:
    """Return an assessment in the terms of another model.

    Raises:
        InputError: there is no such model, no way to it, or its scheme is missing.
    """
    way = way_between(models.crosswalks, models.criteria, assessment.criteria.id, target, where)
    return _projected(assessment, models, target, way, where)


def _projected(assessment: Assessment, models: Models, target: str, way: Way, where: str) -> Assessment:
    criteria = models.criteria[target]
    missing = [name for name in criteria.schemes if name not in models.schemes]
    if missing:
        names = ", ".join(missing)
        raise InputError(
            Fault(
                f"{target} is scored by {names}, which no plugin brings",
                f"{target} 采用评分方案 {names}，但没有插件提供它",
                where,
            )
        )
    return project_assessment(assessment, criteria, models.schemes, way)


def check_report_in(project: Project) -> None:
    """Check `[crosswalk]`: every model of `report_in` exists, is another one, and can be reached.

    Raises:
        InputError: every fault, with file and line.
    """
    models = models_of(project)
    faults: list[Fault] = []
    for name, where in _wanted(project):
        try:
            way_between(models.crosswalks, models.criteria, project.criteria.id, name, where)
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(*faults)


def _wanted(project: Project) -> Iterator[tuple[str, str]]:
    """Yield the models to report in, each once, and where the config names them."""
    names = project.config.crosswalk.report_in
    for name in dict.fromkeys(names):
        yield name, project.file.where(("crosswalk", "report_in", names.index(name)))


def projected(project: Project, assessment: Assessment) -> tuple[Assessment, ...]:
    """Return the assessment in the terms of every other model that the project reports in.

    Raises:
        InputError: every model that cannot be reported in, with file and line.
    """
    if not project.config.crosswalk.report_in:
        return ()
    models = models_of(project)
    found: list[Assessment] = []
    faults: list[Fault] = []
    for name, where in _wanted(project):
        try:
            found.append(projection_to(assessment, models, name, where))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError(*faults)
    return tuple(found)
