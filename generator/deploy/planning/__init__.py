"""What is wanted and what is there ─▶ steps, part by part. `generator.deploy.planner` puts the parts together.

    situation    the two boiled down: what each region and stack is like, which regions come, stay and go
    steps        the list that is being made: numbers, needs, titles
    stacks       a plain stack as a step
    estimates    how long a step takes
    …_told       updates in words
    imports      tables that exist without a stack
    foundation   bootstrap stacks, roles, and the code of functions in the buckets
    main_stack   the main stack, update after update
    data         what tables get, and the main region's API
    regions      the StackSet: instances that are updated, and new ones
    traffic      smoke tests, and regions that get their customers back
    dns          the DNS stack
    removal      regions that go, and what tables lose then
    checks       what stands in the way that only a plan knows of
    notes        what people should know besides the steps
    refusals     what cannot be planned at all

Each function adds the steps of its part and returns their numbers, for those who need them.
"""
