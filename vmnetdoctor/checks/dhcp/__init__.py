"""Rules about the DHCP service of a vmnet (causes.md): the service, its reservations, overlapping subnets."""

from vmnetdoctor.checks.dhcp import overlap, reservations, service

__all__ = ["overlap", "reservations", "service"]
