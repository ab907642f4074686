#!/usr/bin/env python3
"""Makes Tests/PulmoKitTests/Goldens/logistic.json: scikit-learn's penalised logistic regressions of drawn rows.

Run from the repository root, with scikit-learn installed: python3 Scripts/goldens/logistic.py
"""
import json
import os
import sys

# This folder is where Python looks first, and there statistics.py would stand for the module of its name.
sys.path = [path for path in sys.path if os.path.abspath(path or ".") != os.path.dirname(os.path.abspath(__file__))]

import numpy
import sklearn
from sklearn.linear_model import LogisticRegression


def case(name, design, labels, penalty):
    model = LogisticRegression(C=1 / penalty, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(design, labels)
    return {
        "name": name, "columns": design.shape[1], "design": design.ravel().tolist(), "labels": [bool(label) for label in labels],
        "penalty": penalty, "coefficients": model.coef_[0].tolist(), "intercept": float(model.intercept_[0]),
    }


generator = numpy.random.default_rng(7)
design = generator.normal(size=(40, 5)).round(3)
labels = (design @ [1.5, -1, 0, 0.5, 0] + generator.logistic(size=40) > 0).astype(int)
rare = (numpy.arange(40) % 13 == 0).astype(int)
cases = [
    case("overlapping classes", design, labels, 1.0),
    case("a strong penalty", design, labels, 100.0),
    case("classes that part, hardly held", design, (design[:, 0] > 0).astype(int), 1e-4),
    case("a rare class, large numbers", design * 1000 + 50, rare, 0.4),
    case("two columns that are one", numpy.hstack([design, design[:, :1]]), labels, 2.0),
]
golden = {
    "script": "Scripts/goldens/logistic.py", "versions": {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__}, "cases": cases,
}
with open("Tests/PulmoKitTests/Goldens/logistic.json", "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
