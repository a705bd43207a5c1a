"""Fault injection: healthy labs, one mutation for each rule, and the test that the fault is what comes out first."""
