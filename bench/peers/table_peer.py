"""pandas' and scikit-learn's side of ./cxrlab bench, as their documentation writes it."""

import io

import worker

NIH = (
    "Atelectasis Cardiomegaly Consolidation Edema Effusion Emphysema Fibrosis Hernia Infiltration"
    " Mass Nodule Pleural_Thickening Pneumonia Pneumothorax"
).split()


def eda(settings):
    import pandas as pd

    def work():
        table = pd.read_csv(settings["table"])
        table.info(buf=io.StringIO())
        missing = int(table.isnull().sum().sum())
        rows, images, patients = len(table), table["Image Index"].nunique(), table["Patient ID"].nunique()
        positives = table["Finding Labels"].str.get_dummies("|").sum()
        listed = pd.read_csv(settings["list"], header=None)[0]
        in_list = table["Image Index"].isin(set(listed))
        shared = set(table.loc[in_list, "Patient ID"]) & set(table.loc[~in_list, "Patient ID"])
        return [missing, rows, images, patients, int(positives["Hernia"]), len(shared)]

    return work, f"pandas {pd.__version__}"


def metrics(settings):
    import joblib
    import numpy as np
    import pandas as pd
    import sklearn
    from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

    table = pd.read_csv(settings["scores"])
    truth = table.iloc[:, 1:15].to_numpy()
    scores = table.iloc[:, 15:29].to_numpy()
    films_of = [np.asarray(rows) for rows in table.groupby("Patient").indices.values()]
    resamples, jobs = settings.number("resamples"), settings.number("jobs")

    def values(rows):
        return [
            (measure(truth[rows, label], scores[rows, label]))
            for label in range(14)
            for measure in (roc_auc_score, average_precision_score, brier_score_loss)
        ]

    def resample(seed):
        drawn = np.random.default_rng(seed).integers(len(films_of), size=len(films_of))
        return values(np.concatenate([films_of[p] for p in drawn]))

    def work():
        once = values(np.arange(len(truth)))
        if jobs == 1:
            drawn = [resample(seed) for seed in range(resamples)]
        else:
            drawn = joblib.Parallel(n_jobs=jobs)(joblib.delayed(resample)(seed) for seed in range(resamples))
        np.nanpercentile(drawn, [2.5, 97.5], axis=0)
        return once[0::3]

    return work, f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}"


if __name__ == "__main__":
    worker.serve({"eda": eda, "metrics": metrics})
