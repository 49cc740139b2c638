"""The configuration file: read, checked as a whole against `smsbox.settings`, and handed out as frozen values."""

from __future__ import annotations

from smsbox.config.layers import Difference, Judged, in_force, judge, undoing
from smsbox.config.load import DEFAULT_PATH, load
from smsbox.config.model import (
    LINE,
    REACH,
    Config,
    ModemConfig,
    PaceConfig,
    RegionConfig,
    SendingConfig,
    StoreConfig,
    WebConfig,
)
from smsbox.config.problems import ConfigErrors, ConfigMissing, PinFileUnusable, Problem
from smsbox.config.secrets import SecretUnusable, secret

__all__ = [
    "DEFAULT_PATH",
    "LINE",
    "REACH",
    "Config",
    "ConfigErrors",
    "ConfigMissing",
    "Difference",
    "Judged",
    "ModemConfig",
    "PaceConfig",
    "PinFileUnusable",
    "Problem",
    "RegionConfig",
    "SecretUnusable",
    "SendingConfig",
    "StoreConfig",
    "WebConfig",
    "in_force",
    "judge",
    "load",
    "secret",
    "undoing",
]
