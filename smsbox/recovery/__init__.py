"""How a dead modem is brought back: the ladder of measures, each with its wait, counted, never in a loop."""
