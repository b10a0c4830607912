"""API Gateway's mapping templates: Velocity 1.x with Java's semantics, strictly.

    mapping     `mapped`: a template with all that API Gateway hands to it
    engine      `render(template, variables)`: parsed by `airspeed-ext` (extra `local`), evaluated here
    java        values as Java has them: methods, text, comparison; `RenderError`
    functions   `$input`, `$util` and `$context.responseOverride`

What Velocity passes over in silence is an error here, for API Gateway does it in silence as well. One engine serves the
tests of the templates and the embedded AWS. Only `engine` and `mapping`
need `airspeed-ext`.
"""
