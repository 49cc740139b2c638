"""The modem: the driver of a real one (`line`), and a simulated one (`simulator`) that shares no code with it."""

import warnings

# What Python says of the library's own sources when it compiles them is nothing the person at the console can mend.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*gsmmodem")
