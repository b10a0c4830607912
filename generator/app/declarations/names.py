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

Positive = Annotated[int, Meta(ge=1)]
KeyType = Literal["S", "N", "B"]
