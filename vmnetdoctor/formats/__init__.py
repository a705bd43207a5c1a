"""File formats: text to lossless syntax.  One module per format; parsers never raise on bad text."""
