"""Cause and next step of what goes wrong with USB sticks, and what each measure of recovery means."""

from __future__ import annotations

from smsbox.i18n.marks import N_

_BY_ITSELF = N_("smsbox goes on by itself; if it happens often, the stick needs a better power supply, or replacing.")

RECOVERY: dict[str, tuple[str, str]] = {
    # ── the stick
    "usb.cdrom": (
        N_("The stick {device} still shows itself as a CD-ROM with its Windows driver, not as a modem."),
        N_("Install usb-modeswitch (apt install usb-modeswitch) and plug the stick in again."),
    ),
    "usb.bootloader": (
        N_("The stick {device} has crashed into its boot loader."),
        N_("Take its power for ten seconds: unplug it and plug it in again. If that does not help, it is broken."),
    ),
    "usb.hilink": (
        N_("The stick {device} has HiLink firmware: it is a network card ({detail}), not a modem with a port."),
        N_("Switch it to stick mode, or use another one: smsbox needs its AT port."),
    ),
    "usb.no_ports": (
        N_("The stick {device} is plugged in, but the system has made no serial port for it."),
        N_("Load its driver (modprobe option); a stick newer than the system needs a newer kernel."),
    ),
    "usb.modemmanager": (
        N_("ModemManager holds {port}."),
        N_("Install the udev rule of smsbox, or switch it off: systemctl disable --now ModemManager."),
    ),
    "usb.wrong_port": (
        N_("{port} is the wrong port of this stick: nobody talks AT there."),
        N_("Set port to {use}, or better: write the imei instead of the port."),
    ),
    "usb.reset_refused": (
        N_("The stick {device} could not be reset over USB ({reason}: {why})."),
        N_("Check /etc/smsbox/usb-devices and the unit smsbox-usb.socket; unplug the stick by hand meanwhile."),
    ),
    # ── what made a working line give up
    "relay.needs_recovery": (
        N_("The modem answers, but does not do its work ({reason})."),
        N_("smsbox restarts its radio, then the modem."),
    ),
    # ── the rungs
    "recovery.resync": (N_("The line was out of step and was cleaned."), _BY_ITSELF),
    "recovery.reopen": (N_("The port is opened again."), N_("Nothing to do.")),
    "recovery.radio": (N_("The modem's radio was switched off and on (attempt {tries})."), _BY_ITSELF),
    "recovery.reboot": (N_("The modem was told to restart (attempt {tries})."), _BY_ITSELF),
    "recovery.usb": (N_("The modem was reset over USB (attempt {tries})."), _BY_ITSELF),
    "recovery.alarm": (
        N_("Nothing has brought this modem back; smsbox tries again, ever more seldom."),
        N_("Unplug it for ten seconds, use another USB socket or a powered hub, check the SIM; or replace the modem."),
    ),
}
