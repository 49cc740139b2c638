"""The settings of [backup]: when a copy of the database is made, how many are kept, and where else they are taken."""

from __future__ import annotations

from smsbox.settings.kinds import Kind, Section, Setting

BACKUP_SECTION = Section(
    "backup",
    "Copies of the database, made once a night, looked through, and kept for some days and weeks.",
    title="Backups",
)

BACKUP: tuple[Setting, ...] = (
    Setting(
        "backup",
        "nightly",
        Kind.CHOICE,
        "on",
        'Whether a backup is made each night. "off": only when somebody asks for one.',
        choices=("on", "off"),
        example="on",
        title="A backup each night",
    ),
    Setting(
        "backup",
        "hour",
        Kind.COUNT,
        3,
        "The hour in which it is made, by the clock of the shop. A box that was off then makes it when it is on again.",
        0,
        23,
        example=3,
        title="Hour of the backup",
    ),
    Setting(
        "backup",
        "folder",
        Kind.PATH,
        None,
        "Where backups are kept. Left out: the folder `backups` beside the database, which survives mistakes but not\n"
        "the end of the card: take them to a stick or a server as well.",
        example="/var/lib/smsbox/backups",
        title="Folder of the backups",
    ),
    Setting(
        "backup",
        "daily",
        Kind.COUNT,
        7,
        "How many days keep their backup, the newest of each.",
        1,
        365,
        example=7,
        title="Days kept",
    ),
    Setting(
        "backup",
        "weekly",
        Kind.COUNT,
        4,
        "How many weeks keep one more, the newest of each.",
        0,
        520,
        example=4,
        title="Weeks kept",
    ),
    Setting(
        "backup",
        "stick",
        Kind.PATH,
        None,
        "Where a USB stick is to be seen; each backup is copied to it while one is in. Left out: the folder `stick`\n"
        "beside the database, where smsbox finds a stick with the label SMSBOX by itself.",
        example="/var/lib/smsbox/stick",
        title="USB stick",
    ),
    Setting(
        "backup",
        "url",
        Kind.TEXT,
        None,
        "A folder on a server to which each backup is sent as well, by PUT over HTTPS: WebDAV, as Nextcloud and many\n"
        "storage boxes speak it.",
        example="https://cloud.example.com/remote.php/dav/files/shop/smsbox/",
        title="Folder on a server",
    ),
    Setting(
        "backup",
        "user",
        Kind.TEXT,
        None,
        "The name by which the server knows this box.",
        example="shop",
        title="Name at the server",
    ),
    Setting(
        "backup",
        "password_file",
        Kind.PATH,
        None,
        "File with the password of that name and nothing else, readable by its owner alone (chmod 600).\n"
        "A bare name is looked for in /etc/smsbox/credentials, whose files systemd hands to the service.",
        example="backup",
        title="File of the password",
    ),
    Setting(
        "backup",
        "authority",
        Kind.PATH,
        None,
        "A file with the certificate (PEM) by which the server is known, if its own is signed by nobody well known.\n"
        "Left out: those this machine trusts.",
        example="/etc/smsbox/server.pem",
        title="Certificate of the server",
    ),
)
