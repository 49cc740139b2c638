"""The modem: the driver of a real one (`line`), and a simulated one (`simulator`) that shares no code with it."""
