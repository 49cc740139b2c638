"""smsbox: a shop's own SMS sender and answering desk on a Raspberry Pi, a USB GSM modem and a SIM card."""

__version__ = "0.1.0"
