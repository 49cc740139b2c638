"""The certificate of the page: one made here on the first start, or the files a technician gives; its fingerprint.

Made by Debian's openssl: the Python packages for it have no wheels for the 32-bit Raspberry Pi. Valid for 820 days,
since Apple's systems refuse longer ones without a way round (support.apple.com/103769), and made anew in time.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import os
import re
import socket
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from smsbox.config import Config, WebConfig
from smsbox.web.server.reach import own_addresses
from smsbox.web.server.serve import CannotListen

if TYPE_CHECKING:
    import ssl

log = logging.getLogger(__name__)

DAYS = 820
_RENEW_S = 30 * 86_400
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_PATIENCE = 30
_CONFIG = """\
[req]
prompt = no
distinguished_name = name
x509_extensions = page
[name]
CN = {common}
O = smsbox
[page]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = @names
[names]
{names}
"""


class CertificateUnusable(CannotListen):
    """The certificate or its key cannot be used. Facts: `path`, `problem` (the system's words)."""

    key = "web.certificate"


def own_path(directory: Path) -> Path:
    """Where the certificate made here lies, with its key: one file, so that both change at once."""
    return directory / "page.pem"


def paths(web: WebConfig, directory: Path) -> tuple[Path, Path | None]:
    """Certificate and key in use; the key may be in the file of the certificate."""
    if web.tls == "files" and web.certificate is not None:
        return web.certificate, web.key
    return own_path(directory), None


def context(web: WebConfig, directory: Path) -> ssl.SSLContext | None:
    """What encrypts the page, None when nothing does; makes the own certificate. Raises CertificateUnusable."""
    if web.tls == "off":
        return None
    if web.tls == "own":
        ensure(web, directory)
    import ssl

    certificate, key = paths(web, directory)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_COMPRESSION
    made.set_alpn_protocols(["http/1.1"])
    try:
        # a key with a passphrase must not ask for it at a console nobody sits at
        made.load_cert_chain(certificate, key, password=lambda: b"")
    except (OSError, ValueError) as error:
        path = key if key is not None and not os.access(key, os.R_OK) else certificate
        raise CertificateUnusable(path=str(path), problem=_words(error)) from error
    return made


def ensure(web: WebConfig, directory: Path) -> bool:
    """Make the own certificate where there is none, or where it ends soon; whether it was made.

    Raises CertificateUnusable.
    """
    path = own_path(directory)
    if path.exists() and _usable(path):
        return False
    try:
        with TemporaryDirectory(dir=directory, prefix=".certificate-") as made:
            _make(Path(made), names(web))
            octets = (Path(made) / "key").read_bytes() + (Path(made) / "certificate").read_bytes()
            fresh = Path(made) / "both"
            with open(fresh, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(octets)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, path)
    except OSError as error:
        raise CertificateUnusable(path=str(path), problem=_words(error)) from error
    # browsers warn anew; whoever compares finds this one in the log
    log.warning("made a new certificate for the page, with the SHA-256 fingerprint %s", _fingerprint_of(path))
    return True


def fingerprint(config: Config) -> str | None:
    """SHA-256 of the certificate in use, as browsers show it (`AB:CD:…`); None without one."""
    if config.web.tls == "off":
        return None
    return _fingerprint_of(paths(config.web, config.store.directory)[0])


def _fingerprint_of(path: Path) -> str | None:
    import ssl

    try:
        text = path.read_text("ascii", "replace")
        begin = text.index("-----BEGIN CERTIFICATE-----")
        end = text.index("-----END CERTIFICATE-----", begin) + len("-----END CERTIFICATE-----")
        octets = ssl.PEM_cert_to_DER_cert(text[begin:end] + "\n")
    except (OSError, ValueError):
        return None
    return hashlib.sha256(octets).digest().hex(":").upper()


def names(web: WebConfig) -> list[str]:
    """What browsers may call the page: the names of the configuration, of this machine, and its addresses now."""
    host = socket.gethostname().lower()
    found = [
        *web.hosts,
        web.host,
        host,
        f"{host.split('.')[0]}.local",
        "localhost",
        "127.0.0.1",
        "::1",
        *own_addresses(),
    ]
    plain = dict.fromkeys(name.lower().strip("[]") for name in found)
    return [name for name in plain if name not in ("0.0.0.0", "::") and (_is_address(name) or _NAME.fullmatch(name))]


def _make(folder: Path, called: list[str]) -> None:
    """Raises OSError."""
    listed = [f"{'IP' if _is_address(name) else 'DNS'}.{number} = {name}" for number, name in enumerate(called, 1)]
    common = next((name for name in called if len(name) <= 64), "smsbox")
    (folder / "config").write_text(_CONFIG.format(common=common, names="\n".join(listed)))
    _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(folder / "key"))
    _openssl(
        *("req", "-new", "-x509", "-sha256", "-days", str(DAYS), "-config", str(folder / "config")),
        *("-key", str(folder / "key"), "-out", str(folder / "certificate")),
    )


def _openssl(*arguments: str) -> None:
    """Raises OSError."""
    try:
        subprocess.run(
            ["openssl", *arguments], check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE
        )
    except FileNotFoundError as error:
        raise OSError("the command openssl is missing") from error
    except subprocess.SubprocessError as error:
        output = getattr(error, "stderr", None) or b""
        raise OSError(output.decode(errors="replace").strip().splitlines()[0] if output else str(error)) from error


def _usable(path: Path) -> bool:
    """Whether it holds for another month and belongs to its key."""
    import ssl

    try:
        _openssl("x509", "-noout", "-checkend", str(_RENEW_S), "-in", str(path))
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path)
    except OSError:
        return False
    return True


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
