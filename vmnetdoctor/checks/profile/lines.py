"""Rules about single lines of a profile, as its reader judges them (guest-ifcfg.md 3 to 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vmnetdoctor.checks import profile_fixes
from vmnetdoctor.checks.lookups import ISOLATED
from vmnetdoctor.checks.profile.traits import in_machine
from vmnetdoctor.checks.reader_remarks import remarked
from vmnetdoctor.patterns import late

if TYPE_CHECKING:
    from vmnetdoctor.checks.subjects import Nic

# keys without which an interface does not come up or reaches nothing
_VITAL = late(r"(?:DEVICE|HWADDR|TYPE|ONBOOT|BOOTPROTO|IPADDR|PREFIX|NETMASK|GATEWAY|DNS|NM_CONTROLLED"
                    r"|address|method|gateway|dns)\d*$")
# what a reader only takes in its own way, or what only a running shell could tell: no fault of the line itself
_HARMLESS = frozenset({"expansion-kept-literally", "line-continued", "multi-line-value", "shell-not-evaluated"})
_WHOLE_FILE = frozenset({"before-first-section", "section-unreadable", "syntax-error", "unterminated-block", "unterminated-quote",
                         "wide-encoding"})


def _needed_key(nic: Nic, remark: Any) -> str | None:
    """Error where the right key is missing and something fails without it."""
    values, reading = remark.values, nic.reading
    if values.get("meant_present") or not in_machine(nic):
        return None
    meant, outside = values.get("meant"), nic.network is None or nic.network.kind.value not in ISOLATED
    static = reading.method.value != "dhcp"
    needed = {
        "IPADDR": static and not reading.addresses,
        "NETMASK": static, "PREFIX": static,
        "GATEWAY": static and outside and reading.gateway.value is None,
        "DNS1": static and outside and not reading.dns and not nic.guest.resolvers,
        "BOOTPROTO": not reading.addresses and str(values.get("value")).lower() in ("dhcp", "bootp"),
    }
    return "error" if needed.get(str(meant)) else None


def _hurts(_nic: Nic, remark: Any) -> str | None:
    reason = remark.values.get("reason")
    if reason in _HARMLESS:
        return "info"
    keys = str(remark.values.get("keys") or remark.values.get("key") or "").split(", ")
    whole = remark.values.get("whole_file") or reason in _WHOLE_FILE
    return None if whole or any(map(_VITAL.match, keys)) else "warning"


def _refused(_nic: Nic, remark: Any) -> str | None:
    return "error" if remark.values.get("effect") in ("rejected", "card-ignored", "unhandled") else None


def _mistaken(nic: Nic, remark: Any) -> str | None:
    """A word taken as static where static is what the file goes on to say."""
    as_meant = remark.values.get("taken") == "static" and not remark.values.get("meant") and nic.reading.addresses
    return "warning" if as_meant else None


def _same_value(_nic: Nic, remark: Any) -> str | None:
    return None if remark.values.get("differ", True) else "info"


onboot_word_ignored = remarked("onboot-word-ignored", by="starts")
bootproto_unknown = remarked("bootproto-unknown", severity=_mistaken, fix=profile_fixes.respelt)
static_without_address = remarked("static-without-address", by="effect")
key_misspelt = remarked("key-misspelt", severity=_needed_key, fix=profile_fixes.renamed)
value_invalid = remarked("value-invalid", severity=_refused, by="effect")
profile_syntax = remarked("profile-syntax", severity=_hurts, by="reason", fix=profile_fixes.readable)
duplicate_key = remarked("duplicate-key", severity=_same_value)
device_key_missing = remarked("device-key-missing")
