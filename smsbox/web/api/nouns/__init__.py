"""The things programs handle by the API: for each the operations that look at it or change it."""
