"""What every region holds, the same in all of them: the REST API, its role and the custom domain.

Regions differ only by `AWS::Region` and its like. Tables are named, never referred to: the ARN made of `AWS::Region` is
that of the local replica [aws-facts 1.9, 6.6].
"""
