"""The doors to the path model: check, estimate, test. numpy is loaded when they are called."""

from __future__ import annotations

from zhuoyue import Fault
from zhuoyue_plugins.satisfaction.pls.checking import model_faults
from zhuoyue_plugins.satisfaction.pls.model import PathModel
from zhuoyue_plugins.satisfaction.pls.options import Options
from zhuoyue_plugins.satisfaction.pls.result import Analysis, Answers


def check_model(model: PathModel, where: str = "") -> tuple[Fault, ...]:
    """Return everything wrong with the model itself; nothing if it can be estimated given enough answers."""
    return model_faults(model, where)


def analyse(model: PathModel, answers: Answers, options: Options | None = None, where: str = "") -> Analysis:
    """Estimate the model with everything `options` asks for.

    Raises:
        InputError: with every fault, if the model cannot be estimated (too few answers, unknown items, a construct
            that loses its last item, no convergence). The caller records it and goes on without the model.
    """
    from zhuoyue_plugins.satisfaction.pls.fitting import fit
    from zhuoyue_plugins.satisfaction.pls.grouping import compare
    from zhuoyue_plugins.satisfaction.pls.prediction import predict
    from zhuoyue_plugins.satisfaction.pls.preparing import prepare
    from zhuoyue_plugins.satisfaction.pls.quality import judge
    from zhuoyue_plugins.satisfaction.pls.resampling import resample
    from zhuoyue_plugins.satisfaction.pls.weak_spots import weak_spots

    options = options or Options()
    sample = prepare(model, answers, options, where)
    fitted = fit(sample, options, where)
    quality = judge(fitted, sample.design)
    bootstrap, drawn = resample(sample, options)
    groups, compared = compare(sample, options)
    prediction, predicted = predict(sample, options)
    spots = weak_spots(fitted, quality, options.limits, prediction)
    return Analysis(
        answers=answers,
        options=options,
        fit=fitted,
        quality=quality,
        bootstrap=bootstrap,
        groups=groups,
        prediction=prediction,
        flags=spots,
        notes=(*sample.notes, *drawn, *compared, *predicted),
    )
