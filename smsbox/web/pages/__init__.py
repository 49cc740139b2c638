"""The screens. To add one: a module with `routes = Routes()`, a template, and its name in `smsbox.web.screens`."""
