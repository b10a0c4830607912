"""Extensions: functions of the user's, each called with a `Site` for every template of the app.

    extensions of the app ─▶ running ─▶ a Site for each template ─▶ rendering ─▶ checking ─▶ regions ─▶ Additions
    Additions, and the templates that hold them ─▶ judging

Nothing of an app without extensions is loaded from here. An extension only adds; what it adds to main and secondary is
compared, so that regions stay equal. What is found is told of all extensions at once; what stands in the way of much
else, first:

A142  extension that is not there, or whose file has no such function
A147  extension that fails
A148  addition that cannot be taken
A149  addition that is not the same in every region
A175  addition whose deployment nothing allows
A179  logical id, or route, that something else has already
"""
