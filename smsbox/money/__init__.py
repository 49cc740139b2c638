"""What a SIM still has to spend: answers of the operator understood, kept, and turned into forecasts and stops."""
