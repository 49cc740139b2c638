"""What every typed error means to a person, by its `key`; one module a subject, put together here."""

from smsbox.i18n.causes.alarms import ALARMS
from smsbox.i18n.causes.appointments import APPOINTMENTS
from smsbox.i18n.causes.backup import BACKUP
from smsbox.i18n.causes.campaigns import CAMPAIGNS
from smsbox.i18n.causes.collecting import COLLECTING
from smsbox.i18n.causes.consent import CONSENT
from smsbox.i18n.causes.contests import CONTESTS
from smsbox.i18n.causes.customers import CUSTOMERS
from smsbox.i18n.causes.ground import GROUND
from smsbox.i18n.causes.hand import HAND
from smsbox.i18n.causes.hooks import HOOKS
from smsbox.i18n.causes.intake import INTAKE
from smsbox.i18n.causes.messages import MESSAGES
from smsbox.i18n.causes.modems import MODEMS
from smsbox.i18n.causes.money import MONEY
from smsbox.i18n.causes.orders import ORDERS
from smsbox.i18n.causes.people import PEOPLE
from smsbox.i18n.causes.programs import PROGRAMS
from smsbox.i18n.causes.recovery import RECOVERY
from smsbox.i18n.causes.routes import ROUTES
from smsbox.i18n.causes.scenarios import SCENARIOS
from smsbox.i18n.causes.settings import SETTINGS
from smsbox.i18n.causes.votes import VOTES
from smsbox.i18n.causes.wording import WORDING

EXPLANATIONS: dict[str, tuple[str, str]] = {
    **ALARMS,
    **APPOINTMENTS,
    **BACKUP,
    **CAMPAIGNS,
    **COLLECTING,
    **CONSENT,
    **CONTESTS,
    **CUSTOMERS,
    **GROUND,
    **HAND,
    **HOOKS,
    **INTAKE,
    **MESSAGES,
    **MODEMS,
    **MONEY,
    **ORDERS,
    **PEOPLE,
    **PROGRAMS,
    **RECOVERY,
    **ROUTES,
    **SCENARIOS,
    **SETTINGS,
    **VOTES,
    **WORDING,
}
"""Key → cause, next step."""
