"""The languages of page and command line: catalogues, plurals, dates, and the words that explain errors and states.

Nothing is imported here: whoever only marks a phrase need not wait for the catalogues' machinery.
"""
