"""Who may deploy what: the roles that CloudFormation takes on, and the boundary of every role that it makes.

Deployed first and by the caller, in the main region; everything after it, and every replica that takes hours, is made
by these roles, so that a caller's credentials may expire [aws-facts 1.26]. The only fixed IAM names of an app are here,
all made of its id: IAM is the same in all regions [2.6].

DESIGN wants every role below the path of the app. The execution role cannot be there: StackSets take its bare name.
"""
