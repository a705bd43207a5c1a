"""Rules about a guest's addressing: addresses and masks, gateways and routes, resolvers."""

from vmnetdoctor.checks.guest import address, gateway, resolver

__all__ = ["address", "gateway", "resolver"]
