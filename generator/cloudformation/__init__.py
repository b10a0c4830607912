"""What CloudFormation itself is: its limits, regions, resource types and references. Pure, and a leaf.

    limits          numbers that AWS refuses to go beyond
    regions         where an app can run
    resource_types  which properties of a type replace the resource, are made by AWS or cannot be read back
    handler_permissions  what CloudFormation has to be allowed to make a resource of a type
    references      every `Ref`, `GetAtt`, `Sub`, `DependsOn` and condition of a template
    template_text   a template as it is sent, and how large that is
    names           what templates, calls and policies have to call the same

The facts lie in `data/*.json`, made by `scripts/refresh_data.py` from what cfn-lint, botocore and tzdata hold. They are
committed, so that what `build` does hangs on the versions of none of these; a test tells when they drift apart.
"""
