"""A fake AWS below botocore: requests are validated by botocore's own models and recorded, answers are told beforehand.

It stands where a request would leave the machine (`before-call`), so everything above it is real: parameter validation,
pagination, the making of exceptions, what botocore does to answers. An answer is checked against the model as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from botocore.validate import validate_parameters

from generator.aws.model import Progress
from generator.aws.session import Endpoint, Session, boto_session
from generator.aws.waiting import Clock

Parameters = Mapping[str, Any]


class Call(NamedTuple):
    """A request that AWS would have got."""

    operation: str
    region: str
    parameters: Parameters


class Refusal(NamedTuple):
    """An error that AWS answers with."""

    code: str
    message: str = ""
    status: int = 400


IDENTITY = {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/x", "UserId": "x"}
"""An answer of GetCallerIdentity."""

NO_TABLE = Refusal("ResourceNotFoundException", "Requested resource not found: Table: shop-items not found")
"""What DynamoDB answers when there is no table `shop-items`."""

Answer = Parameters | Refusal | Exception | Callable[[Parameters], Parameters | Refusal]


class FakeClock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Waits for nobody."""
        self.naps.append(seconds)
        self.time += seconds

    def now(self) -> float:
        """Seconds slept so far."""
        return self.time


class FakeAws:
    """Answers told with `on`, requests in `calls`, progress in `told`."""

    def __init__(self, endpoint: Endpoint | None = None) -> None:
        self.calls: list[Call] = []
        self.told: list[Progress] = []
        self.clock = FakeClock()
        self._answers: dict[tuple[str, str], list[Answer]] = {}
        STAGE.aws = self
        self.session = Session(STAGE, Clock(self.clock.sleep, self.clock.now), endpoint)

    def on(self, operation: str, *answers: Answer, region: str = "") -> None:
        """Answer an operation (in a region) with these, one after the other; the last one again and again."""
        self._answers[operation, region] = list(answers)

    def watch(self, progress: Progress) -> None:
        """Where progress is told."""
        self.told.append(progress)

    def sent(self, operation: str) -> list[Parameters]:
        """The parameters of each call of an operation."""
        return [call.parameters for call in self.calls if call.operation == operation]

    @property
    def operations(self) -> list[str]:
        """The operations called, in order."""
        return [call.operation for call in self.calls]

    def answer(self, *, model: Any, context: Any, **_: Any) -> tuple[Any, Parameters]:
        """What `before-call` gives back instead of asking: the HTTP response and what is in it."""
        region = context["client_region"]
        self.calls.append(Call(model.name, region, context["parameters"]))
        known = self._answers.get((model.name, region)) or self._answers.get((model.name, ""))
        assert known, f"nobody said what {model.name} in {region} answers"
        answer = known.pop(0) if len(known) > 1 else known[0]
        if callable(answer):
            answer = answer(context["parameters"])
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Refusal):
            error = {"Code": answer.code, "Message": answer.message}
            return SimpleNamespace(status_code=answer.status, headers={}, content=b""), {"Error": error}
        if model.output_shape is not None:
            validate_parameters(answer, model.output_shape)
        return SimpleNamespace(status_code=200, headers={}, content=b""), dict(answer)


class Stage:
    """boto3's clients, made once for all tests, for that is slow; the newest `FakeAws` answers them."""

    region_name = "us-east-1"

    aws: FakeAws

    def __init__(self) -> None:
        self._boto = boto_session(None, Endpoint(url="http://nowhere"))
        self._boto.events.register("before-parameter-build.*.*", _remember)
        self._boto.events.register("before-call.*.*", self._answered)
        self._clients: dict[object, Any] = {}

    def _answered(self, **call: Any) -> tuple[Any, Parameters]:
        return self.aws.answer(**call)

    def client(self, service: str, *, region_name: str, endpoint_url: str | None, config: Any) -> Any:
        """As a session of boto3 makes one."""
        wanted = (service, region_name, endpoint_url, str(config.s3))
        if wanted not in self._clients:
            self._clients[wanted] = self._boto.client(
                service, region_name=region_name, endpoint_url=endpoint_url, config=config
            )
        return self._clients[wanted]


def _remember(*, params: Parameters, context: dict[str, Any], **_: Any) -> None:
    context["parameters"] = dict(params)


STAGE = Stage()


def stack_id(name: str = "shop-main", region: str = "eu-west-1") -> str:
    """A stack id as CloudFormation gives them."""
    return f"arn:aws:cloudformation:{region}:123456789012:stack/{name}/11111111-2222-3333-4444-555555555555"


def described(status: str, name: str = "shop-main", region: str = "eu-west-1", **more: Any) -> Parameters:
    """An answer of DescribeStacks with one stack."""
    stack = {
        "StackName": name,
        "StackId": stack_id(name, region),
        "StackStatus": status,
        "CreationTime": "2026-01-01T00:00:00Z",
    }
    return {"Stacks": [stack | more]}


def no_stack(name: str = "shop-main") -> Refusal:
    """What DescribeStacks answers when there is no such stack."""
    return Refusal("ValidationError", f"Stack with id {name} does not exist")


def event(number: int, status: str, resource: str = "", reason: str = "", stack: str = "") -> dict[str, Any]:
    """An event of a stack; without a resource it is about the stack itself."""
    owner = stack or stack_id()
    told = {
        "StackId": owner,
        "EventId": f"event-{number}",
        "StackName": owner.split("/")[1],
        "LogicalResourceId": resource or owner.split("/")[1],
        "PhysicalResourceId": f"physical-{resource}" if resource else owner,
        "ResourceStatus": status,
        "Timestamp": "2026-01-01T00:00:00Z",
    }
    return told | ({"ResourceStatusReason": reason} if reason else {})


def events(*told: Parameters) -> dict[str, Any]:
    """An answer of DescribeStackEvents; given oldest first, answered newest first."""
    return {"StackEvents": list(reversed(told))}


def words(progress: Iterable[Progress]) -> list[str]:
    """Progress in short: region, resource, status, reason."""
    return [" ".join(filter(None, (one.region, one.resource, one.status, one.reason))) for one in progress]
