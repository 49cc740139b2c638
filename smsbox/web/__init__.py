"""The local page: one short file per screen in `pages`, what they share beside it; it decides nothing."""
