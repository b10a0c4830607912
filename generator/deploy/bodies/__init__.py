"""From a deployed body and a wanted body of one template to the bodies in between. Pure: JSON in, JSON out.

    parts       a template taken apart into its tables and the rest, and put together again; when two say the same
    tables      edits of one global table: replicas, indexes, and the attributes that they use
    widening    what has to be there before the API needs it: replicas, indexes, tables
    narrowing   what may go only when no API needs it any more
    grants      what roles may do, before and after, at the same time
    migrations  those that have not run, and all that they need, before anything else
    rest        the updates of an API: paths that go first, rights that go last
    records     the part of a DNS template that belongs to some regions

Every body is made of resources of the two that were given, edited as little as the step needs. Nothing is changed in
place. An update that failed leaves the body that was there before it, so the way is found anew from any of them.
"""
