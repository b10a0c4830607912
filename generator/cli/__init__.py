"""The command line: one file per verb, imported when the verb is called.

`main` parses and turns whatever happens into an exit code, `context` composes what a verb works with, `console` is the
only module of the tool that prints. Exit codes:

    0    done
    1    the answer is no: findings, `build/` out of date, differences
    2    nothing was tried: wrong usage, a mistake in the app file, `build/` not ours
    3    refused by a guard: a risky change that nobody agreed to
    4    could not find out: an internal error, output that cannot be written
    130  interrupted
    141  the reader of the output went away
"""
