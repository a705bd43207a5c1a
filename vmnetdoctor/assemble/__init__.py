"""From raw files to one lab; the only home of what VMware and the guests' systems do by default.

`sorting` recognises each file (`kinds`) and hands it to its side (`intake`).  Host: `hostside` reads its files, `networks`
joins what they say of each vmnet.  Guests: `vmx`, `owners` (whose file is it), `profiles` and `readers/` (what does it mean).
Captures: `captures` recognises them, `seen_*` say what they show.  `lab` puts the sides together.
"""
