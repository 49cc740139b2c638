"""The tables as peewee models, for everything that is not on the hot path; `smsbox.store.migrations` makes them.

Models are not bound to a database: a query is run by `Store.query` or `Store.change`, so several stores can be open
at once.
"""

from __future__ import annotations

from peewee import BigIntegerField, BlobField, CompositeKey, Model, SmallIntegerField, TextField


class Sim(Model):
    """A subscription: what quotas, references and reports belong to."""

    id = BigIntegerField(primary_key=True)
    imsi = TextField()
    iccid = TextField(null=True)
    modem = TextField(null=True)
    number = TextField(null=True)
    first_seen_at = BigIntegerField()
    last_seen_at = BigIntegerField()
    last_reference = SmallIntegerField(null=True)

    class Meta:
        table_name = "sims"


class Message(Model):
    """One outgoing text to one person."""

    id = BigIntegerField(primary_key=True)
    recipient = TextField()
    text = TextField()
    kind = SmallIntegerField()
    priority = SmallIntegerField()
    alphabet = SmallIntegerField()
    total = SmallIntegerField()
    cuts = TextField(null=True)
    flash = SmallIntegerField()
    report = SmallIntegerField()
    validity_s = BigIntegerField(null=True)
    state = SmallIntegerField()
    reason = TextField(null=True)
    created_at = BigIntegerField()
    send_after = BigIntegerField(null=True)
    send_before = BigIntegerField(null=True)
    due_at = BigIntegerField(null=True)
    queue_key = BigIntegerField(null=True)
    lane = BigIntegerField(null=True)
    pinned_sim_id = BigIntegerField(null=True)
    sim_id = BigIntegerField(null=True)
    concat_reference = SmallIntegerField(null=True)
    reply_to = BigIntegerField(null=True)
    batch = TextField(null=True)
    topic = TextField(null=True)

    class Meta:
        table_name = "messages"


class Segment(Model):
    """One segment that was claimed at least once; those before their first claim have no row."""

    message_id = BigIntegerField()
    seq = SmallIntegerField()
    state = SmallIntegerField()
    attempts = SmallIntegerField()
    refusals = SmallIntegerField()
    maybe_duplicate = SmallIntegerField()
    sim_id = BigIntegerField(null=True)
    reference = SmallIntegerField(null=True)
    reference_before = SmallIntegerField(null=True)
    submitted_at = BigIntegerField(null=True)
    await_until = BigIntegerField(null=True)
    reported_at = BigIntegerField(null=True)
    report_status = SmallIntegerField(null=True)
    doubted_at = BigIntegerField(null=True)
    owner = TextField(null=True)
    lease_until = BigIntegerField(null=True)
    early = TextField(null=True)
    error = TextField(null=True)

    class Meta:
        table_name = "segments"
        primary_key = CompositeKey("message_id", "seq")


class ReceivedMessage(Model):
    """One incoming text; `state` 0 waits for more segments, 1 is shown with gaps, 2 is whole."""

    id = BigIntegerField(primary_key=True)
    sim_id = BigIntegerField()
    sender = TextField()
    sender_kind = SmallIntegerField()
    text = TextField()
    received_at = BigIntegerField()
    sent_at = BigIntegerField(null=True)
    reference = BigIntegerField(null=True)
    wide = SmallIntegerField()
    total = SmallIntegerField()
    state = SmallIntegerField()
    missing = SmallIntegerField()
    flash = SmallIntegerField()
    damaged = SmallIntegerField()
    settled_at = BigIntegerField(null=True)
    routed_at = BigIntegerField(null=True)
    routed_by = TextField(null=True)

    class Meta:
        table_name = "received"


class ReceivedSegment(Model):
    """What lay in one slot; `live` until the slot is known to be cleared."""

    id = BigIntegerField(primary_key=True)
    received_id = BigIntegerField()
    seq = SmallIntegerField()
    repeated = SmallIntegerField()
    sim_id = BigIntegerField()
    memory = TextField()
    slot = BigIntegerField(null=True)
    live = SmallIntegerField()
    pdu = BlobField()
    received_at = BigIntegerField()

    class Meta:
        table_name = "received_segments"


class Event(Model):
    """One line of the append-only log."""

    id = BigIntegerField(primary_key=True)
    at = BigIntegerField()
    kind = TextField()
    message_id = BigIntegerField(null=True)
    modem = TextField(null=True)
    data = TextField(null=True)

    class Meta:
        table_name = "events"


class ModemState(Model):
    """The last known status of a modem."""

    name = TextField(primary_key=True)
    json = TextField()
    at = BigIntegerField()

    class Meta:
        table_name = "modem_states"


class Setting(Model):
    """A value set on the page."""

    key = TextField(primary_key=True)
    value = TextField()
    at = BigIntegerField()

    class Meta:
        table_name = "settings"


class User(Model):
    """A person who may log in."""

    id = BigIntegerField(primary_key=True)
    name = TextField()
    role = TextField()
    password_hash = TextField()
    created_at = BigIntegerField()
    language = TextField(null=True)
    disabled_at = BigIntegerField(null=True)
    password_changed_at = BigIntegerField(null=True)
    invitation_hash = TextField(null=True)
    invited_until = BigIntegerField(null=True)
    totp_secret = TextField(null=True)
    totp_since = BigIntegerField(null=True)
    totp_step = BigIntegerField(null=True)

    class Meta:
        table_name = "users"


class Session(Model):
    """One log-in; only the hash of its token is kept."""

    token_hash = BlobField(primary_key=True)
    user_id = BigIntegerField()
    created_at = BigIntegerField()
    last_used_at = BigIntegerField()
    expires_at = BigIntegerField()
    agent = TextField()
    address = TextField()

    class Meta:
        table_name = "sessions"


class Throttle(Model):
    """Failures counted against a name or an address."""

    key = TextField(primary_key=True)
    failures = SmallIntegerField()
    first_at = BigIntegerField()
    last_at = BigIntegerField()

    class Meta:
        table_name = "throttle"


MODELS: tuple[type[Model], ...] = (
    Sim,
    Message,
    Segment,
    ReceivedMessage,
    ReceivedSegment,
    Event,
    ModemState,
    Setting,
    User,
    Session,
    Throttle,
)
