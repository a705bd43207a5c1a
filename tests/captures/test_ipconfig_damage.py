"""`ipconfig /all` in every language and encoding, whole and damaged in the ways people paste it: never a wrong fact, most survive."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.captures.ipconfig_tables import ANSI, LANGUAGES, OEM, facts, listing
from vmnetdoctor.assemble.captures import recognised, shown
from vmnetdoctor.assemble.seen_join import joined
from vmnetdoctor.model.addr import ip_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from vmnetdoctor.model.seen import Seen

Facts = set[tuple[Any, ...]]


def facts_of(seen: Seen) -> Facts:
    """What a capture shows, as `facts` of the table states it; guesses (an assumed mask) are none."""
    found: Facts = set()
    for card in seen.interfaces:
        found.add((card.name, "kind", card.kind))
        for what, fact in (("mac", card.mac), ("dhcp", card.dhcp), ("up", card.up)):
            if fact.known:
                found.add((card.name, what, fact.value))
        for fact in card.addresses:
            if fact.value is not None:
                found.add((card.name, "address", ip_text(fact.value.address)))
                if not fact.reason:
                    found.add((card.name, "prefix", ip_text(fact.value.address), fact.value.prefix))
        found |= {(card.name, "dns", ip_text(server.value)) for server in card.dns if server.value is not None}
        found |= {(card.name, what, ip_text(fact.value)) for what, fact in (("gateway", card.gateway), ("server", card.dhcp_server))
                  if fact.value is not None}
    return found


def read(*pieces: bytes) -> Facts:
    """The facts in one or several files of one machine."""
    captures = [recognised(f"host/{n}.txt", data) for n, data in enumerate(pieces)]
    return facts_of(joined([shown(capture) for capture in captures if capture is not None]))


ENCODINGS = sorted({(language, codec) for language in LANGUAGES
                    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", OEM.get(language), ANSI.get(language)) if codec})


@pytest.mark.parametrize(("language", "codec"), ENCODINGS)
def test_whole(language: str, codec: str) -> None:
    text = ("\ufeff" if codec == "utf-16-be" else "") + listing(LANGUAGES[language]).replace("\n", "\r\n")
    assert read(text.encode(codec, "replace")) == facts(LANGUAGES[language])


def cells(text: str) -> int:
    return sum(2 if char >= "\u1100" else 1 for char in text)


def console(text: str) -> str:
    """Every line broken hard after 80 cells, as text marked and copied in a console is."""
    lines = []
    for line in text.split("\n"):
        while cells(line) > 80:
            room = 80
            while cells(line[:room]) > 80:
                room -= 1
            lines.append(line[:room])
            line = line[room:]
        lines.append(line)
    return "\n".join(lines)


def mail(text: str) -> str:
    """Lines broken at blanks after 72 characters, as mail programs do."""
    lines = []
    for line in text.split("\n"):
        while len(line) > 72 and " " in line[40:72]:
            cut = line.rindex(" ", 40, 72)
            lines.append(line[:cut])
            line = line[cut + 1:]
        lines.append(line)
    return "\n".join(lines)


# name: (what happens to the text, the share of facts that must survive)
DAMAGES: dict[str, tuple[Callable[[str], str], float]] = {
    "prompts": (lambda t: "C:\\Users\\me>ipconfig /all\n" + t + "\n\nC:\\Users\\me>", 1),
    "powershell": (lambda t: "PS C:\\Users\\me> ipconfig /all\n" + t + "\nPS C:\\Users\\me> ", 1),
    "quoted": (lambda t: "\n".join("> " + line for line in t.split("\n")), 1),
    "quoted-twice": (lambda t: "\n".join(">> " + line for line in t.split("\n")), 1),
    "fenced": (lambda t: "My network:\n\n```\n" + t + "\n```\nThanks!\n", 1),
    "fenced-text": (lambda t: "~~~text\n" + t + "\n~~~\n", 1),
    "indented": (lambda t: "\n".join("    " + line for line in t.split("\n")), 1),
    "bullets-gone": (lambda t: "\n".join(line.strip() for line in t.split("\n")), 1),
    "console-80": (console, 1),
    "mail-72": (mail, 0.95),
    "no-empty-lines": (lambda t: re.sub("\n+", "\n", t), 1),
    "double-spaced": (lambda t: t.replace("\n", "\n\n"), 0.9),
    "tabs": (lambda t: t.replace("\n   ", "\n\t"), 1),
    "tab-before-value": (lambda t: t.replace(". : ", ".\t: "), 1),
    "full-width-colons": (lambda t: t.replace(". : ", ". ： ").replace(":\n", "：\n"), 1),
    "one-blank": (lambda t: re.sub("[ \t]+", " ", t), 1),
    "hard-blanks": (lambda t: t.replace(" ", "\u00a0"), 1),
    "smart-quotes": (lambda t: t.replace("'", "\u2019"), 1),
    "cr-only": (lambda t: t.replace("\n", "\r"), 1),
    "crlf": (lambda t: t.replace("\n", "\r\n"), 1),
    "cr-cr-lf": (lambda t: t.replace("\n", "\r\r\n"), 0.9),
    "nuls-behind": (lambda t: t + "\0" * 300, 1),
    "blanks-behind": (lambda t: t.replace("\n", "   \t\n"), 1),
    "line-numbers": (lambda t: "\n".join(f"{n:>4}  {line}" for n, line in enumerate(t.split("\n"), 1)), 1),
    "line-numbers-colon": (lambda t: "\n".join(f"{n}:{line}" for n, line in enumerate(t.split("\n"), 1)), 1),
    "no-width-marks": (lambda t: t.replace(": ", ":\u200b "), 1),
    "top-third-missing": (lambda t: t[t.index("\n", len(t) // 3):], 0.5),
    "half-missing-mid-line": (lambda t: t[len(t) // 2 + 7:], 0.3),
    "end-missing": (lambda t: t[:t.index("\n", len(t) // 2)], 0.3),
    "end-missing-mid-line": (lambda t: t[:len(t) * 2 // 3 + 5], 0.5),
    "middle-missing": (lambda t: t[:len(t) // 3] + "\n[...]\n" + t[len(t) * 2 // 3:], 0.4),
}


def wrong(found: Facts, whole: Facts) -> Facts:
    """Facts that the whole capture does not have; a card whose lines are missing may pass for plain Ethernet."""
    told = {fact[0] for fact in found if fact[1] != "kind"}
    return {fact for fact in found - whole if fact[1:] != ("kind", "ethernet") and not (fact[1] == "kind" and fact[0] not in told)}


@cache
def table(language: str) -> tuple[str, Facts]:
    return listing(LANGUAGES[language]), facts(LANGUAGES[language])


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_damaged(language: str, damage: str) -> None:
    text, whole = table(language)
    change, share = DAMAGES[damage]
    found = read(change(text).encode())
    assert wrong(found, whole) == set()
    assert len(found & whole) >= share * len(whole), sorted(whole - found, key=repr)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_halves_in_two_files(language: str) -> None:
    text, whole = table(language)
    cut = text.index("\n", len(text) // 2)
    found = read(text[:cut].encode(), text[cut:].encode())
    assert wrong(found, whole) == set()
    assert len(found & whole) >= 0.85 * len(whole), sorted(whole - found, key=repr)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_listing_twice(language: str) -> None:
    text, whole = table(language)
    assert read((text + "\nC:\\>ipconfig /all\n" + text).encode()) == whole


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(LANGUAGES)), st.integers(0, 12_000), st.integers(0, 12_000))
def test_a_cut_listing_says_nothing_new(language: str, low: int, high: int) -> None:
    text, whole = table(language)
    assert wrong(read(text[low:max(high, low)].encode()), whole) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_ends_within_an_address(language: str) -> None:
    text, whole = table(language)
    for found in re.finditer(r"\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9A-F]{2}-){5}[0-9A-F]{2}", text):
        for end in range(found.start() + 1, found.end()):
            assert wrong(read(text[max(0, found.start() - 900):end].encode()), whole) == set(), text[found.start():end]


def test_the_gateway_at_the_end_of_a_short_listing_is_whole() -> None:
    text = ("Windows IP\n\nEthernet adapter Ethernet:\n\n   Suffix DNS  . . . . . : x\n   IPv4 Address. . . . . : 10.1.2.3\n"
            "   Subnet Mask . . . . . : 255.255.255.0\n   Default Gateway . . . : 10.1.2.1")
    assert ("Ethernet", "gateway", "10.1.2.1") in read(text.encode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_begins_within_a_header(language: str) -> None:
    text, whole = table(language)
    found = re.search(r"\n(.*VMnet1 ?:)\n", text)
    assert found is not None
    for start in range(found.start(1), found.end(1) + 2):
        assert wrong(read(text[start:start + 900].encode()), whole) == set()


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(LANGUAGES)), st.sets(st.integers(0, 150), max_size=8))
def test_lost_lines_give_nothing_new(language: str, lost: set[int]) -> None:
    """But for headers and masks: with a mask and the next address lost, nobody can tell whose mask follows."""
    text, whole = table(language)
    kept = [line for n, line in enumerate(text.split("\n")) if n not in lost or line.endswith((":", "：")) or ": 255." in line]
    assert wrong(read("\n".join(kept).encode()), whole) == set()
