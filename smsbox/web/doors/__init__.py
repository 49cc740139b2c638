"""The ways by which programs that know other gateways come in: each contract as its real clients speak it."""
