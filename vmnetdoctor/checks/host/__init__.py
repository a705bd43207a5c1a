"""Rules about the host (causes.md, Host): its virtual adapters and services, its bridges, its firewall."""

from vmnetdoctor.checks.host import adapters, bridges, firewall, services

__all__ = ["adapters", "bridges", "firewall", "services"]
