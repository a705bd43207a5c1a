"""What a virtual network is: records made of facts.  Knows no file format."""
