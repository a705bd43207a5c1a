"""Prints the speed ratios of the budgets: whole processes, taking turns, medians.  A script, not a timed test.

python tests/bench.py [--guests 10000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLOOR = r"""
import os, re, sys
line = re.compile(rb"(?m)^[ \t]*([^\s=#]+)[ \t]*=[ \t]*(.*)$")
for base, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(base, name), "rb") as file:
            dict(line.findall(file.read()))
"""
HOST = {
    "vmnetdhcp.conf": "allow unknown-clients;\n# Virtual ethernet segment 8\nsubnet 10.0.0.0 netmask 255.240.0.0 {\n"
                      "range 10.0.0.128 10.0.0.254;\noption routers 10.0.0.2;\n}\nhost VMnet8 {\nhardware ethernet 00:50:56:C0:00:08;\n"
                      "fixed-address 10.0.0.1;\n}\n# End\n",
    "vmnetnat.conf": "[host]\nip = 10.0.0.2/12\ndevice = VMnet8\n",
}


def lab(top: Path, guests: int) -> Path:
    """A healthy lab of that many static NAT guests, a vmx of some ninety lines and an ifcfg file each."""
    folder = top / f"lab-{guests}"
    (folder / "host").mkdir(parents=True)
    for name, text in HOST.items():
        (folder / "host" / name).write_text(text)
    padding = "".join(f'guestInfo.note{n} = "value {n}"\n' for n in range(75))
    for number in range(guests):
        name = f"guest{number}"
        mac = f"00:0c:29:{number >> 16 & 255:02x}:{number >> 8 & 255:02x}:{number & 255:02x}"
        where = folder / "guests" / name
        where.mkdir(parents=True)
        (where / f"{name}.vmx").write_text(
            f'.encoding = "UTF-8"\nconfig.version = "8"\nvirtualHW.version = "16"\ndisplayName = "{name}"\nguestOS = "centos7-64"\n'
            f'{padding}ethernet0.present = "TRUE"\nethernet0.connectionType = "nat"\nethernet0.virtualDev = "e1000"\n'
            f'ethernet0.addressType = "generated"\nethernet0.generatedAddress = "{mac}"\nethernet0.generatedAddressOffset = "0"\n'
            f'ethernet0.pciSlotNumber = "33"\n')
        (where / "ifcfg-ens33").write_text(
            f"TYPE=Ethernet\nBOOTPROTO=none\nDEFROUTE=yes\nNAME=ens33\nDEVICE=ens33\nONBOOT=yes\nHWADDR={mac}\n"
            f"IPADDR=10.{1 + (number >> 14)}.{number >> 7 & 127}.{(number & 127) + 3}\nPREFIX=12\nGATEWAY=10.0.0.2\nDNS1=10.0.0.2\n")
    return folder


def yaml_files(top: Path, count: int) -> Path:
    folder = top / f"yaml-{count}"
    folder.mkdir()
    for number in range(count):
        lines = "".join(f'key{k}: "value {k}"\n' for k in range(90 if number % 2 else 15))
        (folder / f"f{number}.yaml").write_text("---\n" + lines)
    return folder


def race(rounds: int, *commands: list[str]) -> list[float]:
    """Median seconds of each command; they take turns so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in commands]
    for turn in range(rounds + 1):
        for slot, command in zip(times, commands, strict=True):
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            if turn:
                slot.append(time.perf_counter() - start)
    return [statistics.median(slot) for slot in times]


def report(name: str, ours: float, theirs: float, budget: float) -> None:
    print(f"{name:10} {ours / theirs:6.2f} (at most {budget:g})   {ours * 1e3:8.0f} ms : {theirs * 1e3:.0f} ms", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--guests", type=int, default=10000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    python = sys.executable
    program = [str(Path(python).with_name("vmnetdoctor"))]
    lint = [python, "-m", "yamllint", "-d", "relaxed"]
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        check = [*program, "check", "--format", "json"]
        report("start", *race(given.rounds, [*program, "--version"], [python, "-c", "import click"]), 1.2)
        report("small", *race(given.rounds, [*check, str(lab(top, 1))], [*lint, str(yaml_files(top, 4))]), 0.8)
        report("thousand", *race(given.rounds, [*check, str(lab(top, 499))], [*lint, str(yaml_files(top, 1000))]), 0.5)
        large, tenth = lab(top, given.guests), lab(top, given.guests // 10)
        floor = top / "floor.py"
        floor.write_text(FLOOR)
        many, few, least = race(given.rounds, [*check, str(large)], [*check, str(tenth)], [python, str(floor), str(large)])
        report("floor", many, least, 3)
        report("growth", many, few, 11)


if __name__ == "__main__":
    main()
