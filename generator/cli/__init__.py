"""The command line: one file per verb, imported when the verb is called.

`main` parses and turns whatever happens into an exit code, `context` composes what a verb works with, `console` is the
only module of the tool that prints, and `process` is all that comes from outside: console, AWS, Ctrl-C, which `early`
keeps until `main` can tell it.

The verbs that ask AWS share `cloud_options`, `wanted` (which environment, from `build/`), `connection` (AWS, or the
embedded one), `prospect` (what would be done, and what stands in its way), `refusal` and `consent`, `carrying_out` with
its `progress` (`live` on a terminal), and `ending`; `…_text` and `…_json` write what they are given. Exit codes:

    0    done
    1    the answer is no: findings, `build/` out of date, differences, a step that failed
    2    nothing was tried: wrong usage, a mistake in the app file, `build/` not ours or out of date, no consent
    3    refused by a guard: a risky change that nobody agreed to, another account, a plan of another world
    4    could not find out: credentials, AWS, an internal error, output that cannot be written
    130  interrupted
    141  the reader of the output went away; a roll-out that has begun goes on, and its own exit code counts
"""
