"""The languages of the page: catalogues, plurals, dates, and the words that explain every error and every state."""

from smsbox.i18n.translator import LANGUAGES, Translator, negotiate, of_environment, translator

__all__ = ["LANGUAGES", "Translator", "negotiate", "of_environment", "translator"]
