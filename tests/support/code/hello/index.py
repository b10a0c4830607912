"""A function for tests."""


def handler(event: object, context: object) -> dict[str, object]:
    """Says hello."""
    return {"statusCode": 200, "body": "hello"}
