"""What a user may write of the path model in `[sources.model]`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from zhuoyue import SettingError, Text
from zhuoyue.records import SettingsTable
from zhuoyue_plugins.satisfaction.pls.options import InnerScheme, Limits, Missing


class ModelSetting(SettingsTable):
    """A path model: a preset, or paths of one's own."""

    preset: str | None = None
    """acsi, ccsi, ecsi or delivery-centre."""
    constructs: dict[str, str] = Field(default={})
    """The preset's construct and yours, where their names differ."""
    paths: tuple[tuple[str, str], ...] | None = None
    """Pairs [cause, effect] of constructs; with a preset they replace its paths."""
    target: str | None = None
    """Construct that the importance–performance map explains; left out: the preset's, else the CSI."""
    formative: tuple[str, ...] = ()
    """Constructs made by their questions (mode B); the others are mirrored by them (mode A)."""
    title: Text | None = None
    """Name of the model."""
    scheme: InnerScheme = InnerScheme.PATH
    """Inner weighting: path, factorial or centroid."""
    missing: Missing = Missing.MEAN
    """Missing answers: mean (of the question) or casewise (the respondent is left out)."""
    answers: Literal["latest", "all"] = "latest"
    """Estimate from the latest period, or from all of them."""
    groups: Literal["segment", "tier"] | None = None
    """Compare the paths between segments or tiers."""
    weights: bool = True
    """Use the model's weights in the indices; false: all questions of a construct weigh the same."""
    seed: int = Field(default=19580, ge=0)
    """Seed of every draw."""
    resamples: int = Field(default=1000, ge=0, le=100_000)
    """Resamples of the bootstrap; 0: none."""
    permutations: int = Field(default=500, ge=0, le=100_000)
    """Permutations of the comparison of groups; 0: none."""
    repeats: int = Field(default=5, ge=0, le=1000)
    """Repetitions of the prediction test; 0: none."""
    least_answers: int = Field(default=30, ge=5)
    """With fewer answers the model is not estimated."""
    most_answers: int = Field(default=20_000, ge=100, le=1_000_000)
    """Of more answers a sample of this size is drawn, with the seed."""
    limits: Limits = Limits()
    """When a block or question is flagged as weak."""

    @model_validator(mode="after")
    def _one_or_other(self) -> ModelSetting:
        if not self.preset and not self.paths:
            raise SettingError(
                "needs preset (acsi, ccsi, ecsi, delivery-centre) or paths",
                "需要 preset（acsi、ccsi、ecsi、delivery-centre）或 paths",
            )
        return self
