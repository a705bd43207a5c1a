"""Rules about the DHCP service of a vmnet (causes.md): the service, its reservations, overlapping subnets."""

from vmnetdoctor.checks.dhcp import leases, overlap, reservations, rivals, service

__all__ = ["leases", "overlap", "reservations", "rivals", "service"]
