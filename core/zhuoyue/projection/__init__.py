"""Assess once, report in many models: an assessment seen through a crosswalk. Facts travel, scores do not."""

from zhuoyue.projection.projecting import project
from zhuoyue.projection.reporting import check_report_in, models_of, projected, projection_to

__all__ = ["check_report_in", "models_of", "project", "projected", "projection_to"]
