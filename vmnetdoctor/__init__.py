"""vmnetdoctor: finds out why a VMware desktop virtual machine has no network."""

__version__ = "0.1.0"
