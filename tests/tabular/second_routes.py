"""Every deterministic model by a second route: its formula, another solver, another library.

A route takes ``(model, X, y, Z)`` (the fitted model, its training columns and target, columns to
predict) and returns two arrays that must be equal and the tolerance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import optimize, special, stats
from sklearn import discriminant_analysis, linear_model, preprocessing, svm


def _closed_ridge(X, y, Z, penalty):
    centre = X.mean(axis=0)
    C = X - centre
    weights = np.linalg.solve(C.T @ C + penalty * np.eye(X.shape[1]), C.T @ (y - y.mean()))
    return (Z - centre) @ weights + y.mean()


def linear(model, X, y, Z):
    wide = np.column_stack([np.ones(len(X)), X])
    return model.predict(Z), np.column_stack([np.ones(len(Z)), Z]) @ np.linalg.pinv(wide) @ y, 1e-9


def ridge(model, X, y, Z):
    return model.predict(Z), _closed_ridge(X, y, Z, 1.0), 1e-9


def _optimal(model, X, y, l1_share):
    """No weight can be moved for less loss: Hastie, Tibshirani & Wainwright (2015), eq. 2.6."""
    weights, z = model.regressor_.coef_, (y - y.mean()) / y.std()
    pull = (X - X.mean(axis=0)).T @ (z - model.regressor_.predict(X)) / len(z)
    pull -= 0.01 * (1 - l1_share) * weights
    limit = 0.01 * l1_share
    moved = np.where(
        weights == 0, np.maximum(np.abs(pull) - limit, 0), pull - limit * np.sign(weights)
    )
    return moved, np.zeros(len(weights)), 1e-3


def lasso(model, X, y, Z):
    return _optimal(model, X, y, 1.0)


def elastic_net(model, X, y, Z):
    return _optimal(model, X, y, 0.5)


def bayesian_ridge(model, X, y, Z):
    """The two precisions are where the evidence is largest: Bishop (2006), eq. 3.86."""
    z = (y - y.mean()) / y.std()
    turn, spread, _ = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    along = turn.T @ z
    rest = len(z) - len(spread)

    def surprise(logs):
        noise, prior = np.exp(-logs)
        variance = noise + prior * spread**2
        left = z @ z - along @ along
        squares = (along**2 / variance).sum() + left / noise
        return np.log(variance).sum() + rest * np.log(noise) + squares

    found = optimize.minimize(surprise, np.zeros(2), method="Nelder-Mead")
    ratio = np.exp(found.x[1] - found.x[0])
    return model.predict(Z), _closed_ridge(X, y, Z, ratio), 5e-3


def huber(model, X, y, Z):
    """All derivatives of Owen's (2007) objective are zero."""
    line, z = model.regressor_, (y - y.mean()) / y.std()
    held = np.clip(z - line.predict(X), -1.35 * line.scale_, 1.35 * line.scale_)
    slopes = X.T @ held / line.scale_ - 1e-4 * line.coef_
    derivatives = np.array([*slopes, held.sum() / line.scale_]) / len(z)
    return derivatives, np.zeros(len(derivatives)), 1e-4


def quantile(model, X, y, Z):
    """Interior points find no smaller loss than the simplex did."""
    line, z = model.regressor_, (y - y.mean()) / y.std()
    n, p = X.shape
    costs = np.concatenate([[0, 0], np.full(2 * p, 1e-3), np.full(2 * n, 0.5 / n)])
    ones, eye = np.ones((n, 1)), np.eye(n)
    rows = np.hstack([ones, -ones, X, -X, eye, -eye])
    best = optimize.linprog(costs, A_eq=rows, b_eq=z, method="highs-ipm").fun
    ours = np.abs(z - line.predict(X)).mean() / 2 + 1e-3 * np.abs(line.coef_).sum()
    return ours, best, 1e-6


def polynomial(model, X, y, Z):
    scaler = preprocessing.StandardScaler().fit(X)
    powers = preprocessing.PolynomialFeatures(2, include_bias=False)
    wide, tested = (powers.fit_transform(scaler.transform(part)) for part in (X, Z))
    return model.predict(Z), _closed_ridge(wide, y, tested, 1.0), 1e-8


def isotonic(model, X, y, Z):
    rho = np.array([stats.spearmanr(column, y).statistic for column in X.T])
    best = int(np.abs(rho).argmax())
    places, which, counts = np.unique(X[:, best], return_inverse=True, return_counts=True)
    means = np.bincount(which, y) / counts
    stairs = optimize.isotonic_regression(means, weights=counts, increasing=rho[best] >= 0).x
    return model.predict(Z), np.interp(Z[:, best], places, stairs), 1e-9


def logistic(model, X, y, Z):
    newton = linear_model.LogisticRegression(solver="newton-cholesky", tol=1e-10)
    return model.predict_proba(Z), newton.fit(X, y).predict_proba(Z), 2e-3


def lda(model, X, y, Z):
    other = discriminant_analysis.LinearDiscriminantAnalysis(solver="svd").fit(X, y)
    return model.predict_proba(Z), other.predict_proba(Z), 1e-8


def _bayes(heights):
    return special.softmax(np.column_stack(heights), axis=1)


def qda(model, X, y, Z):
    scaler = preprocessing.StandardScaler().fit(X)
    S, T = scaler.transform(X), scaler.transform(Z)
    heights = []
    for k in range(y.max() + 1):
        covariance = np.cov(S[y == k].T, bias=True)
        round_bell = np.trace(covariance) / len(covariance) * np.eye(len(covariance))
        bell = stats.multivariate_normal(S[y == k].mean(0), 0.9 * covariance + 0.1 * round_bell)
        heights.append(bell.logpdf(T) + np.log(np.mean(y == k)))
    return model.predict_proba(Z), _bayes(heights), 1e-8


def gaussian_nb(model, X, y, Z):
    scaler = preprocessing.StandardScaler().fit(X)
    S, T = scaler.transform(X), scaler.transform(Z)
    heights = []
    for k in range(y.max() + 1):
        bell = stats.norm(S[y == k].mean(axis=0), np.sqrt(S[y == k].var(axis=0) + 1e-9))
        heights.append(bell.logpdf(T).sum(axis=1) + np.log(np.mean(y == k)))
    return model.predict_proba(Z), _bayes(heights), 1e-8


def multinomial_nb(model, X, y, Z):
    heights = []
    for k in range(y.max() + 1):
        counts = X[y == k].sum(axis=0) + 1
        heights.append(Z @ np.log(counts / counts.sum()) + np.log(np.mean(y == k)))
    return model.predict_proba(Z), _bayes(heights), 1e-8


def knn(model, X, y, Z):
    distances = ((Z[:, None, :] - X[None, :, :]) ** 2).sum(axis=2)
    nearest = y[np.argsort(distances, axis=1)[:, :5]]
    if hasattr(model, "classes_"):
        shares = np.stack([(nearest == k).mean(axis=1) for k in model.classes_], axis=1)
        return model.predict_proba(Z), shares, 1e-9
    return model.predict(Z), nearest.mean(axis=1), 1e-9


def _kernel(kind, A, B, X):
    gamma = 1 / (X.shape[1] * X.var())
    if kind == "poly":
        return (gamma * A @ B.T + 1) ** 3
    return np.exp(-gamma * ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2))


def _margin(kind: str) -> Any:
    def route(model, X, y, Z):
        known, asked = _kernel(kind, X, X, X), _kernel(kind, Z, X, X)
        if hasattr(model, "calibrated_classifiers_"):
            ours = model.calibrated_classifiers_[0].estimator.decision_function(Z)
            return ours, svm.SVC(kernel="precomputed").fit(known, y).decision_function(asked), 5e-3
        z = (y - y.mean()) / y.std()
        theirs = svm.SVR(kernel="precomputed", epsilon=0.1).fit(known, z).predict(asked)
        return model.predict(Z), theirs * y.std() + y.mean(), 5e-3

    return route


ROUTES = {
    "linear": linear,
    "ridge": ridge,
    "lasso": lasso,
    "elastic_net": elastic_net,
    "bayesian_ridge": bayesian_ridge,
    "huber": huber,
    "quantile": quantile,
    "polynomial": polynomial,
    "isotonic": isotonic,
    "logistic": logistic,
    "lda": lda,
    "qda": qda,
    "gaussian_nb": gaussian_nb,
    "multinomial_nb": multinomial_nb,
    "knn": knn,
    "svm_rbf": _margin("rbf"),
    "svm_poly": _margin("poly"),
}
