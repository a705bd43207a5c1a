"""Rules about the NAT service of a vmnet and its port forwards (causes.md, NAT service)."""

from vmnetdoctor.checks.nat import forwards, service

__all__ = ["forwards", "service"]
