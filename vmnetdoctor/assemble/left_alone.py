"""Which interfaces NetworkManager leaves alone: told by its settings, or seen in `nmcli device` (NetworkManager.conf(5))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vmnetdoctor.model.facts import UNKNOWN, Fact

if TYPE_CHECKING:
    from vmnetdoctor.assemble.nm_settings import NmSettings
    from vmnetdoctor.model.guest import Guest, Profile


def left_alone(guest: Guest, settings: NmSettings) -> dict[str, Fact[bool]]:
    """By interface: True with the places that say so; a capture outranks the settings where it shows the card managed."""
    macs = {adapter.index: adapter.mac.value for adapter in guest.plugs}
    found: dict[str, Fact[bool]] = {}
    for profile in guest.profiles:
        device = profile.device.value
        if device is None or device in found:
            continue
        seen = guest.shown(device)
        told = _told(profile, settings, profile.mac.value or macs.get(profile.adapter if profile.adapter is not None else -1))
        shown = seen.managed if seen is not None else UNKNOWN
        if shown.value is not True and (told.value or shown.value is False):
            found[device] = Fact(True, (*told.places, *shown.places))
    return found


def _told(profile: Profile, settings: NmSettings, address: str | None) -> Fact[bool]:
    """The plugin for Debian's interfaces leaves what that file names alone unless it says managed=true."""
    told = settings.leaves_alone(profile.device.value, address)
    if told.value or profile.format != "ifupdown":
        return told
    plugins, managed = settings.plugins, settings.ifupdown_managed
    with_plugin = plugins.value is None or "ifupdown" in plugins.value
    if managed.value is False and with_plugin:
        return Fact(True, managed.places)
    return Fact(True, plugins.places) if managed.value is None and plugins.value and with_plugin else UNKNOWN
