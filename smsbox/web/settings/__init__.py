"""Settings as the pages show and change them."""
