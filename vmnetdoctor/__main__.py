"""`python -m vmnetdoctor`."""

from vmnetdoctor.cli import main

if __name__ == "__main__":
    main()
