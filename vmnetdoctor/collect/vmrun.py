"""Asks inside running guests through VMware Tools, with `vmrun`; the text comes back as the guest's transcript."""

from __future__ import annotations

import os
import secrets
import tempfile
from typing import TYPE_CHECKING

from vmnetdoctor.collect.bundle import Left, Taken
from vmnetdoctor.collect.guest import TRANSCRIPT, script
from vmnetdoctor.collect.machines import named_running

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vmnetdoctor.collect.gather import Collector

SECONDS = 120


class Login(tuple[str, str]):
    """User and password of an account in the guests; never shown."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Login(...)"


def ask_guests(collector: Collector, machines: Mapping[str, str], login: Login) -> bool:
    """The transcript of each machine (folder of the bundle: vmx) that runs, or why there is none.  False without `vmrun`."""
    listing = collector.ask(("vmrun", "-T", collector.system.places.product, "list"))
    if listing.trouble == "no-program":
        collector.bundle.left.append(Left("vmrun", "no-program"))
        return False
    alive = {path.replace("\\", "/").lower() for path in named_running(listing)}
    for folder, path in machines.items():
        if path.lower() in alive:
            _ask(collector, path, folder, login)
        else:
            collector.bundle.left.append(Left(f"vmrun: {folder}", "not-running"))
    return True


def _ask(collector: Collector, path: str, folder: str, login: Login) -> None:
    """Run, copy, delete: a file of its own name in the guest, which only its owner can read."""
    there = f"/tmp/vmnetdoctor-{secrets.token_hex(8)}.txt"
    into = f"guests/{folder}/{TRANSCRIPT}"
    with tempfile.TemporaryDirectory() as here:
        copy = os.path.join(here, TRANSCRIPT)
        steps = (("runScriptInGuest", path, "/bin/sh", f"umask 077; ( {script()} ) > {there}"),
                 ("copyFileFromGuestToHost", path, there, copy))
        trouble = next(filter(None, (_step(collector, step, folder, login) for step in steps)), "")
        if trouble != "not-run":
            _step(collector, ("deleteFileInGuest", path, there), folder, login)
        data = b""
        if not trouble and os.path.isfile(copy):
            with open(copy, "rb") as file:
                data = file.read()
    if trouble:
        collector.bundle.left.append(Left(f"vmrun: {folder}", trouble))
    elif data.strip():
        collector.add(Taken(into, f"vmrun: {folder}", data, True, 0), "profile")
    else:
        collector.bundle.left.append(Left(f"vmrun: {folder}", "failed"))


def _step(collector: Collector, words: tuple[str, ...], folder: str, login: Login) -> str:
    """The trouble that a step met; "" for none."""
    user, password = login
    line = ("vmrun", "-T", collector.system.places.product, "-gu", user, "-gp", password, *words)
    ran = collector.ask(line, "", SECONDS, f"vmrun {words[0]} {folder}")
    return ran.trouble or ("failed" if ran.code else "")
