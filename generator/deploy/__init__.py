"""Stage 6: an assembly and what is deployed in, a plan out, and the plan carried out.

    state       reads what is deployed, in parallel ─▶ `Deployed`; `asking` copes with regions that do not answer
    bodies      a deployed and a wanted template ─▶ the templates in between, each a pure edit of the two
    planner     assembly + `Deployed` ─▶ `Plan`: numbered steps, each with its reason and what it waits for; `planning`
                has its parts, `budget` and `fingerprint` belong to every plan
    destruction assembly + `Deployed` ─▶ the plan that leaves nothing, or nothing but data
    deployed_assembly   what is deployed as an assembly, for `diff` and for the guards
    preflight   what can be known to fail before anything is tried ─▶ checks; `checking` has them by topic
    guards      what has to be agreed to first
    executor    carries a plan out: independent steps at once, a failed one skips what depends on it ─▶ `Report`
                `calls` and `waiting` do what a step says, `outputs` looks late values up, `observer` is told
    status      what is deployed, region by region, held against what is wanted; `health` says whether regions serve
    duration    how long a plan takes; `plan_file` a plan as a file; `permissions` what the caller has to be allowed
    cloud       what all of them ask of AWS, as a protocol; `generator.aws.cloud` is it, and so is the fake of the tests
    deployed, model     what is there; the steps (a closed union), the plan, the report

Nothing is remembered between runs but AWS itself: an interrupted roll-out goes on by planning again. Read-only are
`state`, `preflight`, `guards` and the planners; only `executor` changes anything. Nothing here prints.
"""
