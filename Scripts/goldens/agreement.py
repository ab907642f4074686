#!/usr/bin/env python3
"""Makes Tests/StatisticsTests/Goldens/agreement.json: Spearman's rank correlation from scipy.

Run from the repository root: python3 Scripts/goldens/agreement.py
"""
import json
import math
import os
import sys
import warnings

# This folder is where Python looks first, and there statistics.py would stand for the module of its name.
sys.path = [path for path in sys.path if os.path.abspath(path or ".") != os.path.dirname(os.path.abspath(__file__))]

import numpy
import scipy
from scipy import stats

random = numpy.random.default_rng(6)
smooth = random.normal(size=60)
cases = [
    ("two numbers", [1, 2], [5, 3]),
    ("the same order", smooth[:20], numpy.exp(smooth[:20])),
    ("the order reversed", smooth[:20], -smooth[:20]),
    ("nothing in common", smooth, random.normal(size=60)),
    ("something in common", smooth, smooth + random.normal(size=60)),
    ("many ties", numpy.round(smooth), numpy.round(smooth + random.normal(size=60))),
    ("ties in one", numpy.round(smooth), smooth + random.normal(size=60)),
    ("one number for all", numpy.full(5, 0.3), smooth[:5]),
]


def spearman(first, second):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = float(stats.spearmanr(first, second).statistic)
    return None if math.isnan(value) else value


golden = {
    "version": 1,
    "script": "Scripts/goldens/agreement.py",
    "versions": {"python": sys.version.split()[0], "numpy": numpy.__version__, "scipy": scipy.__version__},
    "spearman": [
        {"name": name, "first": [float(x) for x in first], "second": [float(x) for x in second], "value": spearman(first, second)}
        for name, first, second in cases
    ],
}
with open("Tests/StatisticsTests/Goldens/agreement.json", "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
