"""The lab as a network that packets can be walked through.

`build` makes a `topology` of nodes out of the lab: the `outside`, the `vmnets` with their `dhcp`, the `guests`.  `walk` sends
a probe (`probe_*`) over it: `attempts` try every open question, a `packet` is carried on its `journey` from one of the
`neighbours` to the next, and `conclusion` says what came of it.  `matrix` and `losses` are many walks at once.
"""
