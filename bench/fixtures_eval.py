"""Writes src/test/resources/org/cxrlab/eval/*.json: figures of scikit-learn that the tests hold ours to.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 && venv/bin/python bench/fixtures_eval.py
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn.metrics as m

OUT = pathlib.Path(__file__).parent.parent / "src/test/resources/org/cxrlab/eval"
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
    OUT.mkdir(parents=True, exist_ok=True)
    rows = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in clean(value).items()]
    (OUT / name).write_text("{\n" + ",\n".join(rows) + "\n}\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    write("metrics.json", cases())
