"""Modems as the pages show them: status, ports, signal, purse, and the questions a person puts to one."""
