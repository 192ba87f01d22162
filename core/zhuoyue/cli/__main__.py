"""`python -m zhuoyue.cli`."""

from zhuoyue.cli.main import run

if __name__ == "__main__":
    run()
