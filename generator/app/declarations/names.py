"""The kinds of name and number that the app file uses, with their limits.

`words` finishes the sentence "use …": what a pattern allows, for people.
"""

from typing import Annotated, Literal

from msgspec import Meta

AppName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9-]{1,30}$",
        extra={"words": "lower-case letters, digits and hyphens, 2 to 31 characters, starting with a letter"},
    ),
]
EnvironmentName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9-]{0,15}$",
        extra={"words": "lower-case letters, digits and hyphens, up to 16 characters, starting with a letter"},
    ),
]
Suffix = Annotated[
    str,
    Meta(
        pattern=r"^(-[a-z0-9-]{0,15})?$",
        extra={"words": "a hyphen and up to 15 lower-case letters, digits and hyphens, or nothing at all"},
    ),
]
AccountId = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{12}$",
        extra={"words": "the 12 digits of an AWS account, in quotes"},
    ),
]
DomainName = Annotated[
    str,
    Meta(
        pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
        extra={"words": "a domain name in lower case without a final dot, such as api.example.com"},
    ),
]
HostedZoneId = Annotated[
    str,
    Meta(
        pattern=r"^(/hostedzone/)?Z[A-Z0-9]{1,31}$",
        extra={"words": "the id of a hosted zone: Z and up to 31 capital letters and digits"},
    ),
]
Region = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2,4}(-[a-z]+)+-[0-9]$",
        extra={"words": "the name of an AWS region, such as eu-west-1"},
    ),
]

TableKey = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]*$",
        max_length=64,
        extra={"words": "lower-case letters, digits and underscores, starting with a letter"},
    ),
]
TableName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_.-]{3,255}$",
        extra={"words": "3 to 255 of A-Z, a-z, 0-9, hyphen, dot and underscore"},
    ),
]
IndexName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_.-]{3,255}$",
        extra={"words": "3 to 255 of A-Z, a-z, 0-9, hyphen, dot and underscore"},
    ),
]
HealthPath = Annotated[
    str,
    Meta(
        pattern=r"^/[A-Za-z0-9._/-]{0,254}$",
        extra={"words": "a path of letters, digits and . _ - /, starting with a slash"},
    ),
]
RequestPath = Annotated[
    str,
    Meta(
        pattern=r"^/[A-Za-z0-9._~:@!$&'()*+,;=%/?-]{0,1023}$",
        extra={"words": "the path of a request as it is sent, such as /items/1?limit=5, starting with a slash"},
    ),
]
ValueName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_]{1,255}$",
        extra={"words": "letters, digits and underscores, without the colon"},
    ),
]
AttributeName = Annotated[str, Meta(min_length=1, max_length=255)]

RouteKey = Annotated[
    str,
    Meta(
        pattern=r"^(GET|POST|PUT|PATCH|DELETE|HEAD|ANY) /",
        extra={
            "words": "a method and a path, such as GET /items/{id}; "
            "the methods are GET, POST, PUT, PATCH, DELETE, HEAD and ANY"
        },
    ),
]
HeaderName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$",
        extra={"words": "the name of an HTTP header: letters, digits and hyphens, up to 128 characters"},
    ),
]
Description = Annotated[str, Meta(max_length=1024)]

TagKey = Annotated[
    str,
    Meta(
        pattern=r"^(?!aws:)[A-Za-z0-9 _.:/=+@-]{1,128}$",
        extra={"words": "1 to 128 letters, digits, spaces and _ . : / = + @ -, not starting with aws:"},
    ),
]
TagValue = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9 _.:/=+@-]{0,256}$",
        extra={"words": "up to 256 letters, digits, spaces and _ . : / = + @ -"},
    ),
]

_CHOSEN = Meta(
    pattern=r"^[a-z][a-z0-9_]*$",
    max_length=64,
    extra={"words": "lower-case letters, digits and underscores, starting with a letter"},
)
FunctionKey = Annotated[str, _CHOSEN]
AuthorizerKey = Annotated[str, _CHOSEN]
EventKey = Annotated[str, _CHOSEN]
QueueKey = Annotated[str, _CHOSEN]
ScheduleExpression = Annotated[
    str,
    Meta(
        pattern=r"^(rate|cron|at)\([^()]{1,200}\)$",
        extra={"words": "rate(5 minutes), cron(0 3 * * ? *) or at(2030-01-31T03:00:00)"},
    ),
]
TimeZone = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_+-]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2}$",
        extra={"words": "a name of the time zone database, such as Europe/Berlin"},
    ),
]
HttpUrl = Annotated[
    str,
    Meta(
        pattern=r"^https?://[!-~]{1,2040}$",
        extra={"words": "an address that starts with https:// (or http://), in ASCII and without spaces"},
    ),
]
MediaType = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$",
        extra={"words": "a whole media type in lower case, such as image/png"},
    ),
]
WebAclArn = Annotated[
    str,
    Meta(
        pattern=r"^arn:aws:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/[A-Za-z0-9_-]{1,128}/[0-9a-f-]{36}$",
        extra={
            "words": "the ARN of a web ACL of AWS WAF for regional resources, such as arn:aws:wafv2:eu-west-1:"
            "123456789012:regional/webacl/name/12345678-1234-1234-1234-123456789012"
        },
    ),
]
Handler = Annotated[
    str,
    Meta(
        pattern=r"^[^\s]{1,128}$",
        extra={"words": "file and function, such as index.handler, up to 128 characters without spaces"},
    ),
]
Runtime = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9.]{1,31}$",
        extra={"words": "the name of a Lambda runtime, such as python3.13"},
    ),
]
VariableName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_]{1,254}$",
        extra={"words": "at least two letters, digits and underscores, starting with a letter"},
    ),
]
ActionName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9-]{1,64}:[A-Za-z0-9]{1,128}$",
        extra={"words": "one action of IAM by name, such as s3:GetObject, without wildcards"},
    ),
]
LayerArn = Annotated[
    str,
    Meta(
        pattern=r"^arn:aws:lambda:[a-z0-9-]+:[0-9]{12}:layer:[A-Za-z0-9_-]{1,140}:[0-9]{1,10}$",
        extra={"words": "the ARN of a layer's version, such as arn:aws:lambda:eu-west-1:123456789012:layer:name:1"},
    ),
]
SourceFolder = Annotated[
    str,
    Meta(
        pattern=r"^[^\x00-\x1f\\:/][^\x00-\x1f\\:]{0,1023}$",
        extra={"words": "a folder relative to that of the app file, with slashes, such as functions/orders"},
    ),
]
ExtensionName = Annotated[
    str,
    Meta(
        pattern=r"^[^\x00-\x1f\\:/][^\x00-\x1f\\:]{0,1023}\.py:[A-Za-z_][A-Za-z0-9_]{0,127}$",
        extra={
            "words": "a Python file relative to the folder of the app file and a function in it, such as "
            "extensions.py:add_queue"
        },
    ),
]
# `RetentionInDays` of `AWS::Logs::LogGroup`, and nothing in between.
LogRetention = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]
KmsKey = Annotated[
    str,
    Meta(
        pattern=r"^(alias/(?!aws/)[A-Za-z0-9/_-]{1,250}|arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]{1,128})$",
        extra={
            "words": "alias/ and a name of yours, the same in every region, or the ARN of a key, such as "
            "arn:aws:kms:eu-west-1:123456789012:key/mrk-1234; the key that AWS manages is `encryption: aws_managed`"
        },
    ),
]

# What AWS calls an integer has 32 bits [botocore: ResourceCapacity, ReservedConcurrentExecutions].
INTEGER = 2_147_483_647
Positive = Annotated[int, Meta(ge=1, le=INTEGER)]
KeyType = Literal["S", "N", "B"]
