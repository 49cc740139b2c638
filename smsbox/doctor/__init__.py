"""The doctor: looks for what commonly goes wrong and says it as findings, the same on page and command line."""

from smsbox.doctor.examination import Means, examine, examine_box
from smsbox.doctor.findings import WORST_FIRST, Finding, Severity, Told

__all__ = ["WORST_FIRST", "Finding", "Means", "Severity", "Told", "examine", "examine_box"]
