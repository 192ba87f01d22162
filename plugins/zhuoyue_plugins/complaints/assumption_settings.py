"""What a user may write in `[sources.assumptions]`: own figures in place of those the estimates assume."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field, model_validator

from zhuoyue import Number, SettingError, Text
from zhuoyue.records import SettingsTable


class OwnFigure(SettingsTable):
    """The organisation's own figure in place of an assumed one."""

    value: Number = Field(ge=0)
    """The figure."""
    origin: Text
    """Where it is from: the study, survey or count."""


class AssumptionSettings(SettingsTable):
    """Figures of the iceberg and loss estimates; each is an assumption of a source document until replaced here."""

    complain_formally: OwnFigure | None = None
    """Percent of dissatisfied customers that complain to the organisation; default 5."""
    say_so_elsewhere: OwnFigure | None = None
    """Percent that say so elsewhere; default 35."""
    stay_silent: OwnFigure | None = None
    """Percent that stay silent; default 60."""
    best_hours: OwnFigure | None = None
    """Hours within which no complainant is lost; default 24."""
    lost_per_day: OwnFigure | None = None
    """Percent of complainants lost for each further day; default 10."""
    return_unresolved: OwnFigure | None = None
    """Percent that buy again when the case is not settled; default 4."""
    return_resolved: OwnFigure | None = None
    """Percent that buy again when it is settled; default 60."""
    return_resolved_quickly: OwnFigure | None = None
    """Percent that buy again when it is settled quickly; default 95."""
    told: OwnFigure | None = None
    """People whom a complainant whose case was settled quickly tells about it; default 5."""

    @model_validator(mode="after")
    def _shares(self) -> AssumptionSettings:
        percents = [name for name in type(self).model_fields if name not in ("best_hours", "told")]
        given = {name: figure.value for name in percents if (figure := getattr(self, name))}
        if above := [name for name, value in given.items() if value > 100]:
            raise SettingError(
                f"a percentage is at most 100: {', '.join(above)}", f"百分比最多为 100：{'、'.join(above)}"
            )
        shares = {"complain_formally": Decimal(5), "say_so_elsewhere": Decimal(35), "stay_silent": Decimal(60)}
        total = sum(given.get(name, value) for name, value in shares.items())
        if total != 100:
            raise SettingError(
                f"{', '.join(shares)} are parts of one whole and must make 100, not {total}",
                f"{'、'.join(shares)} 是同一整体的各部分，合计应为 100，现为 {total}",
            )
        if given.get("complain_formally", 1) == 0:
            raise SettingError("complain_formally must be above 0", "complain_formally 应大于 0")
        return self
