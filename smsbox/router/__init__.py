"""What customers write, shown to the stages in fixed order; the first that claims a message answers it."""
