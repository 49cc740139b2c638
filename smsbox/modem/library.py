"""python-gsmmodem-new's GsmModem with every unsafe path closed: type, exceptions and properties stay, transport goes.

What remains of it talks through one `write` over our link. What used to lose or repeat messages raises instead of
working badly.
"""

from __future__ import annotations

from typing import Any, NoReturn
from typing import Final as Constant

from gsmmodem.exceptions import CmeError, CmsError, CommandError, InvalidStateException, TimeoutException
from gsmmodem.modem import GsmModem

from smsbox.modem.at import command_name, number
from smsbox.modem.codes import ErrorCode
from smsbox.modem.identity import bare
from smsbox.modem.link import Link
from smsbox.modem.troubles import CommandTimeout

_BARE: Constant = frozenset({"+CGMI", "+CGMM", "+CGMR", "+CGSN", "+CIMI"})


def command_error(command: str, error: ErrorCode) -> CommandError:
    """The library's exception for a refusal: CmeError, CmsError (or their special kinds), else CommandError."""
    if error.code is not None and error.kind in ("CME", "CMS"):
        return (CmeError if error.kind == "CME" else CmsError)(command, error.code)
    return CommandError(f"{command} ({error.text})")


def _closed(name: str, instead: str) -> Any:
    """A method that refuses to work."""

    def refuse(self: object, *args: object, **kwargs: object) -> NoReturn:
        raise InvalidStateException(f"{name} loses or repeats messages; use {instead}")

    refuse.__name__ = name
    refuse.__doc__ = f"Closed: use {instead}."
    return refuse


class LibraryModem(GsmModem):
    """The part of GsmModem that is safe over a transport of our own."""

    _link: Link

    sendSms = _closed("sendSms", "submit")
    readStoredSms = _closed("readStoredSms", "read_slot")
    listStoredSms = _closed("listStoredSms", "stored")
    processStoredSms = _closed("processStoredSms", "stored and delete_slot")
    deleteMultipleStoredSms = _closed("deleteMultipleStoredSms", "delete_slot")
    sendUssd = _closed("sendUssd", "the USSD dialog")
    waitForNetworkCoverage = _closed("waitForNetworkCoverage", "registration")
    dial = _closed("dial", "nothing: smsbox does not call")
    checkForwarding = _closed("checkForwarding", "nothing")
    setForwarding = _closed("setForwarding", "nothing")
    GetIncomingDTMF = _closed("GetIncomingDTMF", "nothing")
    _unlockSim = _closed("_unlockSim", "connect")
    _readLoop = _closed("_readLoop", "wait")
    _handleLineRead = _closed("_handleLineRead", "wait")
    _handleModemNotification = _closed("_handleModemNotification", "wait")
    _setSmsMemory = _closed("_setSmsMemory", "read_slot")

    def write(
        self,
        data: str,
        waitForResponse: bool = True,
        timeout: float = 10,
        parseError: bool = True,
        writeTerm: str = "\r",
        expectedResponseTermSeq: str | None = None,
    ) -> list[str]:
        """One command as python-gsmmodem does it: the answer's lines, the final result last, URCs and echo removed.

        Raises gsmmodem's CommandError family and TimeoutException; LinkLost, Restarted, NotAnswering of ours.
        """
        if expectedResponseTermSeq or not waitForResponse or writeTerm != "\r" or "CPIN=" in data.upper():
            raise ValueError("only whole commands, and no PINs, go through write")
        try:
            reply = self._link.exchange(data, timeout)
        except CommandTimeout as error:
            raise TimeoutException(None) from error
        if reply.error is not None and parseError:
            raise command_error(data, reply.error)
        final = reply.error.text if reply.error is not None else "OK"
        if command_name(data) in _BARE:
            return [bare(reply, data) or final, final]
        return [*reply.lines, final]

    def delete_slot(self, memory: str, index: int) -> bool:
        """Free one slot; a subclass does it."""
        raise NotImplementedError

    def deleteStoredSms(self, index: int, memory: str | None = None) -> None:
        """Free one slot of `memory` (the one in use by default). Raises CommandError when the modem refuses."""
        if not self.delete_slot(memory or "", int(index)):
            raise CommandError(f"AT+CMGD={index}")

    @property
    def supportedCommands(self) -> None:
        """Unknown: asking (+CLAC) blocks many modems for ten seconds and decides nothing here."""
        return

    @property
    def smsTextMode(self) -> bool:
        """Always False: PDU mode only."""
        return False

    @smsTextMode.setter
    def smsTextMode(self, textMode: bool) -> None:
        if textMode:
            raise InvalidStateException("PDU mode only")

    @property
    def smsSupportedEncoding(self) -> list[str]:
        """Nothing to choose: PDUs carry their own alphabet."""
        return []

    @property
    def smsEncoding(self) -> str:
        """Always GSM; what the PDU carries is encoded by `smsbox.sms`."""
        return "GSM"

    @smsEncoding.setter
    def smsEncoding(self, encoding: str) -> None:
        if encoding != "GSM":
            raise InvalidStateException("the character set of the line is fixed")

    @property
    def gsmBusy(self) -> int | None:
        """Whether calls are rejected by the modem (+GSMBUSY); None when it does not know."""
        try:
            return number(self.write("AT+GSMBUSY?")[0].partition(":")[2].strip())
        except CommandError:
            return None

    @gsmBusy.setter
    def gsmBusy(self, gsmBusy: int) -> None:
        self.write(f"AT+GSMBUSY={int(gsmBusy)}")
