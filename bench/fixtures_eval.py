"""Writes library/src/test/resources/org/cxrlab/eval/*.json: figures of scikit-learn that the tests hold ours to.

    .cxrlab/bench-venv/bin/python bench/fixtures_eval.py [FOLDER]

./cxrlab parity makes that environment, and asks whether the files are still what this writes.
"""

import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn.metrics as m
from scipy.optimize import brentq, root
from scipy.special import expit
from scipy.stats import norm
from sklearn.calibration import calibration_curve

OUT = pathlib.Path(__file__).parent.parent / "library/src/test/resources/org/cxrlab/eval"
CUT_OFF = 0.5


def case(scores, labels):
    """Every figure of one label; what scikit-learn does not define is null."""
    scores, labels = np.asarray(scores, float), np.asarray(labels, float)
    known = ~np.isnan(labels)
    s, y = scores[known], labels[known].astype(int)
    both = 0 < y.sum() < len(y)
    called = (s >= CUT_OFF).astype(int)
    (tn, fp), (fn, tp) = m.confusion_matrix(y, called, labels=[0, 1])
    fpr, tpr, roc_cuts = m.roc_curve(y, s, drop_intermediate=False)
    precision, recall, pr_cuts = m.precision_recall_curve(y, s)
    defined = lambda a: [None if not np.isfinite(v) else v for v in a.tolist()]
    return {
        "scores": scores.tolist(),
        "labels": [None if np.isnan(v) else v for v in labels.tolist()],
        "auroc": m.roc_auc_score(y, s) if both else None,
        "averagePrecision": m.average_precision_score(y, s) if y.any() else None,
        "brier": float(np.mean((s - y) ** 2)) if not both else m.brier_score_loss(y, s),
        "roc": {"x": defined(fpr), "y": defined(tpr), "cuts": defined(roc_cuts)},
        "pr": {"precision": precision.tolist(), "recall": recall.tolist(), "cuts": pr_cuts.tolist()}
        if y.any()
        else None,
        "confusion": {"tp": int(tp), "fn": int(fn), "fp": int(fp), "tn": int(tn)},
        "f1": m.f1_score(y, called, zero_division=np.nan),
        "ppv": m.precision_score(y, called, zero_division=np.nan),
        "sensitivity": m.recall_score(y, called, zero_division=np.nan),
    }


def cases():
    random = np.random.default_rng(20)
    n = 60
    y = (random.random(n) < 0.3).astype(float)
    p = 1 / (1 + np.exp(-(random.normal(size=n) + 1.5 * y - 1)))
    holes = y.copy()
    holes[random.random(n) < 0.2] = np.nan
    return {
        "smooth": case(p, y),
        "manyTies": case(np.round(p, 1), y),
        "unknown": case(p, holes),
        "oneScore": case(np.full(8, 0.25), [1, 0, 0, 1, 0, 0, 0, 0]),
        "perfect": case([0.9, 0.8, 0.3, 0.1], [1, 1, 0, 0]),
        "inverted": case([0.1, 0.3, 0.8, 0.9], [1, 1, 0, 0]),
        "onePositive": case(p[:9], [0, 0, 0, 1, 0, 0, 0, 0, 0]),
        "noPositives": case(p[:6], np.zeros(6)),
        "noNegatives": case(p[:6], np.ones(6)),
        "extremes": case([0, 1, 0, 1, 0.5, 0.5], [0, 1, 1, 0, 1, 0]),
        "oneFilm": case([0.7], [1]),
    }


def calibration():
    """Calibration curves; and lines on the logit fitted with scipy."""
    random = np.random.default_rng(21)
    n = 200
    truth = 1 / (1 + np.exp(-random.normal(-1, 1.2, n)))
    y = (random.random(n) < truth).astype(int)
    p = 1 / (1 + np.exp(-(2 * np.log(truth / (1 - truth)) + 0.7)))
    p[:20] = np.clip(np.round(p[:20], 1), 0.1, 0.9)  # on the edges between bins

    def curve(bins):
        observed, mean = calibration_curve(y, p, n_bins=bins, strategy="uniform")
        return {"observed": observed.tolist(), "mean": mean.tolist()}

    edges = np.linspace(0, 1, 11)
    at = np.searchsorted(edges[1:-1], p)
    error = sum(abs(p[at == b].sum() - y[at == b].sum()) for b in range(10)) / n
    z = np.log(p / (1 - p))
    targets = np.where(y == 1, (y.sum() + 1) / (y.sum() + 2), 1 / (n - y.sum() + 2))

    def gradient(line):
        error = expit(line[0] * z + line[1]) - targets
        return [np.sum(error * z), np.sum(error)]

    platt = root(gradient, [1.0, 0.0], tol=1e-14).x
    slope = brentq(lambda a: np.sum((expit(a * z) - y) * z), 1e-3, 1e3, xtol=1e-15)
    return {
        "scores": p.tolist(),
        "labels": y.astype(float).tolist(),
        "uniform10": curve(10),
        "uniform7": curve(7),
        "expectedError": error,
        "platt": platt.tolist(),
        "temperatureSlope": slope,
    }


def agreement():
    """Cohen's kappa, and DeLong's variance written out from its definition."""
    random = np.random.default_rng(22)
    a = (random.random(80) < 0.4).astype(float)
    b = np.where(random.random(80) < 0.8, a, 1 - a)
    y = (random.random(80) < 0.4).astype(float)
    first = np.round(random.normal(size=80) + y, 1)
    second = np.round(0.6 * first + random.normal(size=80) + 0.3 * y, 1)
    placements = lambda s: (s[y == 1][:, None] > s[y == 0]) + 0.5 * (s[y == 1][:, None] == s[y == 0])
    difference = placements(first) - placements(second)
    variance = difference.mean(1).var(ddof=1) / (y == 1).sum()
    variance += difference.mean(0).var(ddof=1) / (y == 0).sum()
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "cohen": m.cohen_kappa_score(a, b),
        "labels": y.tolist(),
        "first": first.tolist(),
        "second": second.tolist(),
        "aurocFirst": m.roc_auc_score(y, first),
        "aurocSecond": m.roc_auc_score(y, second),
        "standardError": np.sqrt(variance),
        "p": 2 * norm.sf(abs(difference.mean()) / np.sqrt(variance)),
    }


def write(name, value):
    """NaN becomes null, so that the file is JSON."""
    clean = lambda v: (
        {k: clean(w) for k, w in v.items()}
        if isinstance(v, dict)
        else [clean(w) for w in v]
        if isinstance(v, list)
        else None
        if isinstance(v, float) and not np.isfinite(v)
        else float(v)
        if isinstance(v, np.floating)
        else v
    )
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    rows = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in clean(value).items()]
    (out / name).write_text("{\n" + ",\n".join(rows) + "\n}\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    write("metrics.json", cases())
    write("calibration.json", calibration())
    write("agreement.json", agreement())
