#!/usr/bin/env python3
"""Makes Tests/StatisticsTests/Goldens/evidence.json: what scikit-learn, scipy and plain definitions say of the Statistics module's figures.

Where no library has a figure (DeLong, decision and coverage curves, conformal thresholds, the clustered bootstrap), it is computed here from its
definition, by comparing all pairs or trying all thresholds.

Run from the repository root: python3 Scripts/goldens/evidence.py
"""
import json
import math
import sys
import warnings

import numpy
import scipy
import sklearn
from scipy import optimize, special, stats
from sklearn import calibration, isotonic, metrics

random = numpy.random.default_rng(21)


def clean(value):
    return None if value is None or math.isnan(value) or math.isinf(value) else float(value)


def films(name, patients, spread, decimals=None):
    """Patients of one class each, with 1 to 6 films whose scores share the patient's own part; two models."""
    scores, second, labels, names = [], [], [], []
    for patient in range(patients):
        label = int(random.random() < 0.6)
        own = random.normal(scale=spread, size=2)
        for _ in range(random.integers(1, 7)):
            noise = random.normal(scale=0.8, size=2)
            scores.append(2.2 * label - 1 + own[0] + noise[0])
            second.append(1.6 * label - 0.8 + 0.5 * own[0] + own[1] + 0.5 * noise[0] + noise[1])
            labels.append(label)
            names.append(f"child{patient}")
    scores, second = special.expit(scores), special.expit(second)
    if decimals is not None:
        scores, second = numpy.round(scores, decimals), numpy.round(second, decimals)
    return {"name": name, "scores": scores.tolist(), "second": second.tolist(), "labels": labels, "patients": names}


sets = [films("children with several films", 90, 1.2), films("many ties", 60, 0.8, decimals=1), films("few", 4, 0.5, decimals=1)]
# The last set has to have both classes twice.
sets[2]["labels"] = [index % 2 for index in range(len(sets[2]["labels"]))]


def arrays(films):
    return numpy.array(films["scores"]), numpy.array(films["second"]), numpy.array(films["labels"])


def matrix(tn, fp, fn, tp):
    of = numpy.repeat([0, 0, 1, 1], [tn, fp, fn, tp])
    called = numpy.repeat([0, 1, 0, 1], [tn, fp, fn, tp])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        positive, negative = metrics.class_likelihood_ratios(of, called, labels=[0, 1])
        kappa = metrics.cohen_kappa_score(of, called, labels=[0, 1])
    sensitivity, specificity = tp / (tp + fn), tn / (tn + fp)
    scale = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    predictive = []
    for prevalence in [0.0, 0.01, 0.2, 0.625, 1.0]:
        right = sensitivity * prevalence
        called_positive = right + (1 - specificity) * (1 - prevalence)
        cleared = specificity * (1 - prevalence)
        called_negative = cleared + (1 - sensitivity) * prevalence
        predictive.append({
            "prevalence": prevalence, "positive": right / called_positive if called_positive else None,
            "negative": cleared / called_negative if called_negative else None,
        })
    return {
        "tn": tn, "fp": fp, "fn": fn, "tp": tp,
        # scikit-learn says 0 where there is no denominator.
        "matthews": clean(metrics.matthews_corrcoef(of, called)) if scale else None,
        "kappa": clean(kappa), "balancedAccuracy": float(metrics.balanced_accuracy_score(of, called)),
        "positiveRatio": clean(positive) if fp else None, "negativeRatio": clean(negative) if tn else None, "predictive": predictive,
    }


def precision_recall(films):
    scores, _, labels = arrays(films)
    precision, recall, thresholds = metrics.precision_recall_curve(labels, scores)
    return {
        # scikit-learn ascends and ends with a point of its own, recall 0; it drops none after full recall.
        "precision": precision[:-1][::-1].tolist(), "recall": recall[:-1][::-1].tolist(), "thresholds": thresholds[::-1].tolist(),
        "averagePrecision": float(metrics.average_precision_score(labels, scores)),
    }


def decision_curve(films, prevalence):
    scores, _, labels = arrays(films)
    share = labels.mean() if prevalence is None else prevalence
    points = []
    for threshold in [0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.99]:
        sensitivity = (scores[labels == 1] >= threshold).mean()
        alarms = (scores[labels == 0] >= threshold).mean()
        odds = threshold / (1 - threshold)
        points.append({
            "threshold": threshold, "netBenefit": float(share * sensitivity - (1 - share) * alarms * odds),
            "actingOnAll": float(share - (1 - share) * odds),
        })
    return {"prevalence": prevalence, "points": points}


def coverage(films):
    scores, _, labels = arrays(films)
    right = (scores >= 0.4) == (labels == 1)
    certainty = numpy.abs(scores - 0.4)
    return [{"certainty": float(c), "kept": int((certainty >= c).sum()), "right": int(right[certainty >= c].sum())}
            for c in sorted(set(certainty), reverse=True)]


def reliability(films, strategy):
    scores, _, labels = arrays(films)
    rate, mean = calibration.calibration_curve(labels, scores, n_bins=10, strategy=strategy)
    ends = numpy.linspace(0, 1, 11) if strategy == "uniform" else numpy.percentile(scores, numpy.linspace(0, 1, 11) * 100)
    place = numpy.searchsorted(ends[1:-1], scores)
    counts = numpy.bincount(place, minlength=10)
    counts = counts[counts > 0]
    gaps = numpy.abs(rate - mean)
    return {"positiveRates": rate.tolist(), "meanProbabilities": mean.tolist(), "counts": counts.tolist(),
            "expectedError": float((counts * gaps).sum() / counts.sum()), "maximumError": float(gaps.max())}


def fits(films):
    scores, _, labels = arrays(films)
    logits = special.logit(numpy.clip(scores, 2.0**-53, 1 - 2.0**-53))
    gradient = lambda inverse: float(((special.expit(inverse * logits) - labels) * logits).sum())
    inverse = optimize.brentq(gradient, 1e-6, 100, xtol=1e-15, rtol=1e-15, maxiter=1000)
    positives, negatives = labels.sum(), (1 - labels).sum()
    targets = numpy.where(labels == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def equations(fit):
        error = special.expit(fit[0] * logits + fit[1]) - targets
        return [(error * logits).sum(), error.sum()]

    fit = optimize.root(equations, [1, 0], tol=1e-15).x
    fit = optimize.root(equations, fit, tol=1e-15).x
    assert numpy.abs(equations(fit)).max() < 1e-10, equations(fit)
    by_sklearn = calibration._SigmoidCalibration().fit(logits, labels)
    assert numpy.allclose([-by_sklearn.a_, -by_sklearn.b_], fit, atol=1e-3), (by_sklearn.a_, by_sklearn.b_, fit)
    model = isotonic.IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, labels.astype(float))
    at = numpy.concatenate([[-1, 0, 0.123, 0.5, 0.777, 1, 2], scores[:50]])
    return {"temperature": 1 / inverse, "slope": float(fit[0]), "intercept": float(fit[1]),
            "isotonicAt": at.tolist(), "isotonic": model.predict(at).tolist()}


def placements(scores, labels):
    sick, healthy = scores[labels == 1], scores[labels == 0]
    wins = (sick[:, None] > healthy[None, :]) + 0.5 * (sick[:, None] == healthy[None, :])
    return wins.mean(axis=1), wins.mean(axis=0)


def delong(films):
    scores, second, labels = arrays(films)
    (s1, h1), (s2, h2) = placements(scores, labels), placements(second, labels)
    covariance = numpy.cov([s1, s2], ddof=1) / len(s1) + numpy.cov([h1, h2], ddof=1) / len(h1)
    difference = s1.mean() - s2.mean()
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    half = stats.norm.ppf(0.975) * math.sqrt(covariance[0, 0])
    return {"auroc": float(s1.mean()), "variance": float(covariance[0, 0]), "lower": float(max(0, s1.mean() - half)),
            "upper": float(min(1, s1.mean() + half)), "difference": float(difference), "varianceOfDifference": float(variance),
            "z": float(difference / math.sqrt(variance)), "pValue": float(2 * stats.norm.sf(abs(difference) / math.sqrt(variance)))}


def mcnemar(b, c):
    statistic = max(0, abs(b - c) - 1) ** 2 / (b + c) if b + c else None
    return {"onlyFirst": b, "onlySecond": c, "pValue": float(stats.binomtest(b, b + c, 0.5).pvalue) if b + c else 1.0,
            "statistic": statistic, "correctedPValue": float(stats.chi2.sf(statistic, 1)) if b + c else None}


def paired_difference(a, b, c, d):
    """Newcombe's method 10; Wilson's ends by scipy."""
    n = a + b + c + d
    first, second = (stats.binomtest(k, n).proportion_ci(method="wilson") for k in (a + b, a + c))
    p1, p2 = (a + b) / n, (a + c) / n
    scale = math.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    product = a * d - b * c
    phi = (max(product - n / 2, 0) if product > 0 else product) / scale if scale else 0
    down, up = (p1 - first.low, second.high - p2), (first.high - p1, p2 - second.low)
    half = lambda x, y: math.sqrt(x * x - 2 * phi * x * y + y * y)
    return {"counts": [a, b, c, d], "value": (b - c) / n, "lower": max(-1, (b - c) / n - half(*down)), "upper": min(1, (b - c) / n + half(*up))}


def bootstrap(films, strata, threshold=0.5, count=40_000):
    """Percentile ends of resampled patients, and each figure's spread: the measure of the ends' Monte-Carlo error."""
    scores, second, labels = arrays(films)
    names = list(dict.fromkeys(films["patients"]))
    members = [numpy.array([i for i, p in enumerate(films["patients"]) if p == name]) for name in names]
    kinds = numpy.array([(labels[m].min(), labels[m].max()) for m in members])
    groups = [numpy.arange(len(names))] if strata == "none" else [
        numpy.flatnonzero((kinds == kind).all(axis=1)) for kind in [(0, 0), (1, 1), (0, 1)]]
    generator = numpy.random.default_rng(5)
    times = numpy.zeros((count, len(names)))
    for group in groups:
        if len(group):
            times[:, group] = generator.multinomial(len(group), numpy.full(len(group), 1 / len(group)), size=count)
    of = numpy.array([names.index(p) for p in films["patients"]])
    weights = times[:, of]
    sick, healthy = labels == 1, labels == 0

    def figures(scores):
        called = scores >= threshold
        tp, fn = weights[:, sick & called].sum(1), weights[:, sick & ~called].sum(1)
        fp, tn = weights[:, healthy & called].sum(1), weights[:, healthy & ~called].sum(1)
        wins = (scores[sick][:, None] > scores[healthy][None, :]) + 0.5 * (scores[sick][:, None] == scores[healthy][None, :])
        with numpy.errstate(invalid="ignore"):
            return {
                "auroc": ((weights[:, sick] @ wins) * weights[:, healthy]).sum(1) / ((tp + fn) * (fp + tn)),
                "sensitivity": tp / (tp + fn), "specificity": tn / (tn + fp), "positivePredictiveValue": tp / (tp + fp),
                "brier": (weights * (scores - labels) ** 2).sum(1) / weights.sum(1),
            }

    def ends(values):
        values = values[~numpy.isnan(values)]
        low, high = numpy.percentile(values, [2.5, 97.5])
        return {"lower": float(low), "upper": float(high), "spread": float(values.std())}

    first, other = figures(scores), figures(second)
    average = [metrics.average_precision_score(labels, scores, sample_weight=w) for w in weights[:2000]]
    return {"strata": strata, "threshold": threshold, "figures": {name: ends(values) for name, values in first.items()},
            "differences": {name: ends(values - other[name]) for name, values in first.items() if name != "brier"},
            "averagePrecision": ends(numpy.array(average))}


def conformal(films, miss, alarm, loss):
    """Every score tried as a threshold, the promise read off its definition."""
    scores, _, labels = arrays(films)
    patients = numpy.array(films["patients"])

    def rate(label, wrong):
        names = sorted(set(patients[labels == label]))
        losses = [wrong[(patients == name) & (labels == label)] for name in names]
        losses = [float(each.any()) if loss == "anyFilm" else float(each.mean()) for each in losses]
        return (sum(losses) + 1) / (len(names) + 1)

    clear = [t for t in set(scores) if rate(1, scores < t) <= miss + 1e-12]
    urgent = [t for t in set(scores) if rate(0, scores > t) <= alarm + 1e-12]
    # A threshold is one of its own class's scores: beyond the last of them nothing changes for it.
    clear = [t for t in clear if t in set(scores[labels == 1])]
    urgent = [t for t in urgent if t in set(scores[labels == 0])]
    return {"missRate": miss, "alarmRate": alarm, "loss": loss, "clearBelow": float(max(clear)) if clear else None,
            "urgentAbove": float(min(urgent)) if urgent else None}


def multiclass():
    labels = random.choice(3, size=250, p=[0.3, 0.45, 0.25])
    logits = random.normal(size=(250, 3)) + 1.3 * numpy.eye(3)[labels]
    probabilities = special.softmax(logits, axis=1)
    called = probabilities.argmax(axis=1)
    onehot = numpy.eye(3)[labels]
    return {
        "probabilities": probabilities.tolist(), "labels": labels.tolist(), "counts": metrics.confusion_matrix(labels, called).tolist(),
        "accuracy": float(metrics.accuracy_score(labels, called)), "macroF1": float(metrics.f1_score(labels, called, average="macro")),
        "f1": metrics.f1_score(labels, called, average=None).tolist(), "kappa": float(metrics.cohen_kappa_score(labels, called)),
        "balancedAccuracy": float(metrics.balanced_accuracy_score(labels, called)),
        "auroc": [float(metrics.roc_auc_score(onehot[:, k], probabilities[:, k])) for k in range(3)],
        "macroAUROC": float(metrics.roc_auc_score(labels, probabilities, multi_class="ovr", average="macro")),
        "averagePrecision": [float(metrics.average_precision_score(onehot[:, k], probabilities[:, k])) for k in range(3)],
        "macroAveragePrecision": float(metrics.average_precision_score(onehot, probabilities, average="macro")),
    }


golden = {
    "script": "Scripts/goldens/evidence.py",
    "versions": {
        "python": sys.version.split()[0], "numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__,
    },
    "sets": sets,
    "matrices": [matrix(*counts) for counts in [
        (179, 55, 3, 387), (1, 2, 3, 4), (10, 0, 0, 10), (0, 10, 10, 0), (5, 0, 7, 0), (0, 5, 0, 7), (7, 0, 1, 5), (100000, 3, 50000, 70000)]],
    "precisionRecall": [precision_recall(films) for films in sets],
    "decisionCurves": [[decision_curve(films, prevalence) for prevalence in [None, 0.05]] for films in sets],
    "coverage": [coverage(films) for films in sets],
    "brier": [float(metrics.brier_score_loss(films["labels"], films["scores"])) for films in sets],
    "reliability": [{strategy: reliability(films, strategy) for strategy in ["uniform", "quantile"]} for films in sets],
    "fits": [fits(films) for films in sets[:2]],
    "delong": [delong(films) for films in sets],
    "mcnemar": [mcnemar(*counts) for counts in [(0, 0), (1, 0), (0, 5), (3, 3), (10, 2), (40, 21), (4, 5), (150, 1200), (2510, 2490)]],
    "pairedDifferences": [paired_difference(*counts) for counts in [
        (36, 12, 2, 0), (1, 1, 7, 12), (50, 0, 0, 0), (0, 0, 0, 9), (380, 3, 4, 3), (0, 10, 12, 0), (1, 0, 0, 0), (0, 4, 0, 0), (10, 0, 1, 30)]],
    "bootstrap": [bootstrap(sets[0], strata) for strata in ["labels", "none"]],
    "conformal": [[conformal(films, miss, alarm, loss) for loss in ["anyFilm", "shareOfFilms"]
                   for miss, alarm in [(0.005, 0.01), (0.05, 0.1), (0.1, 0.05), (0.2, 0.3), (0.5, 0.9)]] for films in sets],
    "multiclass": multiclass(),
}
with open("Tests/StatisticsTests/Goldens/evidence.json", "w") as file:
    json.dump(golden, file)
    file.write("\n")
