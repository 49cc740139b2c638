"""The fault campaign: the whole smsbox under kills, power cuts, full disks and every fault of the simulated modem.

`python -m tests.campaign` runs it (`--list` shows the cases). A short slice of it is `tests/whole/test_faults_*.py`.
The oracle is the simulator's wire log: what the network really took, held against what the command line claims.
"""
