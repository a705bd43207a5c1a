"""Rules: one function per rule, named like its YAML file.  Knows no file format and holds no sentence for people."""
