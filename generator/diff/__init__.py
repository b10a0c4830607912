"""Stage 5: what a change does to production. Two assemblies in, one `Diff` out; offline, and without any credentials.

    normal      one spelling for what CloudFormation takes as the same; `lists`: where order says nothing
    values      two normal values ─▶ property changes; `statements`: those of a policy
    resources   two `Resources` ─▶ resource changes; `moves`: equal content under a new logical id
    lookups     a changed mapping ─▶ what looks it up, in the regions that it is for
    impact      property ─▶ replacement, from the schema data, carried on through Ref, GetAtt and Sub to a fixed point
    sections    everything else in a template and in the manifest
    regional    the same change in main and secondary is one change
    meaning     what that is across regions: replicas, DNS, protection, grants; each with its guard
    compare     puts them together: `compare(before, after) -> Diff`
    allow       `--allow KIND[:SUBJECT]`: which risky changes are agreed to
    summary     a `Comparison`: the diffs of all environments, their numbers and groups
    text, markdown, json_form     three readers of a comparison; `lines`, `marks`, `markup` and `picture` are theirs

Nothing here prints, reads a file or calls AWS; `model` is what flows out. The inputs are never changed.
"""
