"""Gathers on a host what `check` reads: VMware's files, the vmx files of known machines, and output of commands that only read.

What is taken from each system is data: `windows.py`, `linux.py`, `macos.py`; `guest.py` holds what is asked inside a guest.
"""
