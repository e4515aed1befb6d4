"""How far raters agree: pure statistics. Ratings in, coefficients with intervals and reasons out."""

from standards.agreement.alpha import alpha
from standards.agreement.benchmark import Label, label
from standards.agreement.coefficient import Coefficient, Interval
from standards.agreement.concordance import kendall_w
from standards.agreement.generalizability import Generalizability, generalizability
from standards.agreement.gwet import ac1, ac2, brennan_prediger, fleiss
from standards.agreement.icc import icc, iccs
from standards.agreement.kappa import cohen, conger
from standards.agreement.leniency import Leniency, leniency
from standards.agreement.percent import apart, level_agreement, percent_same, percent_within
from standards.agreement.ratings import Ratings, Row
from standards.agreement.resample import Bootstrap
from standards.agreement.summary import Line, Summary, summary

__all__ = [
    "Bootstrap",
    "Coefficient",
    "Generalizability",
    "Interval",
    "Label",
    "Leniency",
    "Line",
    "Ratings",
    "Row",
    "Summary",
    "ac1",
    "ac2",
    "alpha",
    "apart",
    "brennan_prediger",
    "cohen",
    "conger",
    "fleiss",
    "generalizability",
    "icc",
    "iccs",
    "kendall_w",
    "label",
    "leniency",
    "level_agreement",
    "percent_same",
    "percent_within",
    "summary",
]
