"""One module per reader: what a guest's interface profile means to it.  Pieces that two readers share stand beside them."""
