"""Rules about a guest's profiles: who reads them, which card they fit, whether they start (causes.md, Guest profile)."""

from vmnetdoctor.checks.profile import binding, clones, files, lines, running, starting

__all__ = ["binding", "clones", "files", "lines", "running", "starting"]
