#!/usr/bin/env python3
"""Makes Tests/StatisticsTests/Goldens/spine.json: figures from scikit-learn and scipy for the Statistics module.

Run from the repository root: python3 Scripts/goldens/statistics.py
"""
import json
import math
import sys

import numpy
import scipy
import sklearn
from scipy import stats
from sklearn import metrics

random = numpy.random.default_rng(20)


def scored(name, scores, labels, thresholds):
    scores = numpy.asarray(scores, dtype=numpy.float64)
    labels = numpy.asarray(labels, dtype=int)
    fpr, tpr, cuts = metrics.roc_curve(labels, scores, drop_intermediate=False)
    positives, negatives = int(labels.sum()), int((1 - labels).sum())
    u = stats.mannwhitneyu(scores[labels == 1], scores[labels == 0]).statistic
    decisions = []
    for threshold in thresholds:
        called = (scores >= threshold).astype(int)
        tn, fp, fn, tp = metrics.confusion_matrix(labels, called, labels=[0, 1]).ravel()
        precision, recall, f1, support = metrics.precision_recall_fscore_support(
            labels, called, labels=[0, 1], zero_division=numpy.nan)
        clean = lambda values: [None if math.isnan(value) else float(value) for value in values]
        decisions.append({
            "threshold": float(threshold), "tn": int(tn), "fp": int(fp), "fn": int(fn), "tp": int(tp),
            "accuracy": float(metrics.accuracy_score(labels, called)),
            "precision": clean(precision), "recall": clean(recall), "f1": clean(f1), "support": [int(s) for s in support],
        })
    return {
        "name": name, "scores": scores.tolist(), "labels": labels.tolist(),
        "auroc": float(metrics.roc_auc_score(labels, scores)), "mannWhitney": float(u / (positives * negatives)),
        "falsePositiveRates": fpr.tolist(), "truePositiveRates": tpr.tolist(),
        # scikit-learn's first threshold is infinite: nothing is positive.
        "thresholds": cuts[1:].tolist(), "decisions": decisions,
    }


labels = random.integers(0, 2, 400)
smooth = random.normal(size=400) + labels
few = numpy.array([0.1, 0.4, 0.35, 0.8])
curves = [
    scored("scikit-learn's example", few, [0, 0, 1, 1], [0.35, 0.4, 0.9]),
    scored("smooth", 1 / (1 + numpy.exp(-smooth)), labels, [0.1, 0.5, 0.9]),
    scored("many ties", numpy.round(smooth), labels, [-1.0, 0.0, 1.0, 5.0]),
    scored("one score for all", numpy.full(20, 0.5), [0, 1] * 10, [0.4, 0.5, 0.6]),
    scored("perfect", [1, 2, 3, 4, 5], [0, 0, 0, 1, 1], [3.5]),
    scored("reversed", [5, 4, 3, 2, 1], [0, 0, 0, 1, 1], [3.5]),
    scored("one positive among many", random.random(150), [1] + [0] * 149, [0.5]),
]

intervals = []
for successes, trials in [(0, 1), (1, 1), (0, 30), (30, 30), (1, 2), (387, 390), (179, 234), (601, 624), (1, 1000), (999, 1000), (5, 100000)]:
    for confidence in [0.5, 0.9, 0.95, 0.99, 0.999999]:
        ends = stats.binomtest(successes, trials).proportion_ci(confidence, method="wilson")
        intervals.append({
            "successes": successes, "trials": trials, "confidence": confidence,
            "lower": float(ends.low), "upper": float(ends.high),
        })

probabilities = [1e-300, 1e-100, 1e-20, 1e-10, 1e-5, 0.001, 0.02424, 0.02425, 0.02426, 0.025, 0.1, 0.25, 0.4999999, 0.5, 0.5000001,
                 0.6, 0.9, 0.975, 0.97574, 0.97576, 0.995, 0.99999, 1 - 1e-10]
quantiles = [{"probability": p, "quantile": float(stats.norm.ppf(p))} for p in probabilities]
cumulatives = [{"x": x, "probability": float(stats.norm.cdf(x))} for x in [-37.0, -10.0, -3.0, -1.0, -0.1, 0.0, 0.5, 1.96, 5.0, 9.0]]

golden = {
    "script": "Scripts/goldens/statistics.py",
    "versions": {
        "python": sys.version.split()[0], "numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__,
    },
    "curves": curves, "intervals": intervals, "quantiles": quantiles, "cumulatives": cumulatives,
}
with open("Tests/StatisticsTests/Goldens/spine.json", "w") as file:
    json.dump(golden, file)
    file.write("\n")
