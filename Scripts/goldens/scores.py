#!/usr/bin/env python3
"""Makes Tests/PulmoCommandTests/Goldens/scores.json: score files of the field's usual shapes, and what scikit-learn says of them.

Run from the repository root: python3 Scripts/goldens/scores.py
"""
import json
import sys

import numpy
import sklearn
from scipy import special
from sklearn import calibration, metrics

random = numpy.random.default_rng(22)
THRESHOLD = 0.35

count = 180
kinds = random.choice(3, size=count, p=[0.3, 0.45, 0.25])
names = ["normal", "bacterial", "viral"]
logits = random.normal(size=(count, 3)) + 1.4 * numpy.eye(3)[kinds]
classes = special.softmax(logits, axis=1)
labels = (kinds > 0).astype(int)
scores = numpy.round(1 - classes[:, 0], 4)
called = (scores >= THRESHOLD).astype(int)

plain = "path,label,score\n" + "".join(f"films/{i}.jpeg,{labels[i]},{scores[i]}\n" for i in range(count))
words = "label;id;probability;model\n" + "".join(
    f"{'PNEUMONIA' if labels[i] else 'NORMAL'};films/{i}.jpeg;{scores[i]};resnet\n" for i in range(count))
three = "id,patient,label,probability,normal,bacterial,viral\n" + "".join(
    f"films/{i}.jpeg,child{i // 3},{names[kinds[i]]},{scores[i]}," + ",".join(repr(float(p)) for p in classes[i]) + "\n" for i in range(count))

rate, mean = calibration.calibration_curve(labels, scores, n_bins=10)
place = numpy.searchsorted(numpy.linspace(0, 1, 11)[1:-1], scores)
bins = numpy.bincount(place, minlength=10)
positive, negative = metrics.class_likelihood_ratios(labels, called)
decided = classes.argmax(axis=1)

golden = {
    "script": "Scripts/goldens/scores.py",
    "versions": {"python": sys.version.split()[0], "numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
    "threshold": THRESHOLD,
    "files": {"plain": plain, "words": words, "three": three},
    "figures": {
        "count": count,
        "auroc": metrics.roc_auc_score(labels, scores),
        "averagePrecision": metrics.average_precision_score(labels, scores),
        "accuracy": metrics.accuracy_score(labels, called),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, called),
        "sensitivity": metrics.recall_score(labels, called),
        "specificity": metrics.recall_score(labels, called, pos_label=0),
        "ppv": metrics.precision_score(labels, called),
        "npv": metrics.precision_score(labels, called, pos_label=0),
        "f1": metrics.f1_score(labels, called),
        "mcc": metrics.matthews_corrcoef(labels, called),
        "kappa": metrics.cohen_kappa_score(labels, called),
        "positiveLikelihoodRatio": positive,
        "negativeLikelihoodRatio": negative,
        "brier": metrics.brier_score_loss(labels, scores),
        "ece": float((bins[bins > 0] * numpy.abs(rate - mean)).sum() / count),
        "mce": float(numpy.abs(rate - mean).max()),
    },
    "threeClasses": {
        "accuracy": metrics.accuracy_score(kinds, decided),
        "balancedAccuracy": metrics.balanced_accuracy_score(kinds, decided),
        "kappa": metrics.cohen_kappa_score(kinds, decided),
        "macroF1": metrics.f1_score(kinds, decided, average="macro"),
        "macroAUROC": metrics.roc_auc_score(kinds, classes, multi_class="ovr", average="macro"),
    },
    "confusion": metrics.confusion_matrix(kinds, decided).tolist(),
}
golden["figures"] = {name: float(value) for name, value in golden["figures"].items()}
golden["threeClasses"] = {name: float(value) for name, value in golden["threeClasses"].items()}
with open("Tests/PulmoCommandTests/Goldens/scores.json", "w") as file:
    json.dump(golden, file)
    file.write("\n")
