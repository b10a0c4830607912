"""Somebody who works with an app: writes it, builds, rolls out, and calls it over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from generator.aws.cloud import AwsCloud, Endpoint
from generator.aws.session import Session, boto_session
from generator.aws.waiting import Clock
from generator.cli.connection import zone_name
from generator.cli.process import Connection, Target
from generator.deploy.control import Control
from generator.local.remote import Local
from tests.cli.clouds import CtrlC
from tests.cli.support import Outcome, invoke
from tests.journeys.requests import sent

NAME = "api.example.com"
ATTEMPTS = 2
"""Before each further one botocore waits for a second or more, on a clock of its own."""

APP = """\
name: shop
domain: {name: api.example.com, hosted_zone_id: Z0123456789ABCDEFGHIJ}
regions: {main: us-east-1, secondary: [eu-west-1, ap-southeast-2]}
tables:
  things:
    partition_key: {name: id, type: S}
api:
  auth: none
  routes:
    POST /things: {action: PutItem, table: things, item: {id: $unique_id, name: $request.body.name, made_in: $region}}
    GET /things/{id}: {action: GetItem, table: things, key: {id: $request.path.id}}
"""


def with_regions(*secondary: str, app: str = APP) -> str:
    """The app with these secondary regions."""
    return app.replace("[eu-west-1, ap-southeast-2]", f"[{', '.join(secondary)}]")


class Answer(NamedTuple):
    status: int
    body: Any


class Traveller:
    """Works in `folder`, with `local` for AWS."""

    def __init__(self, local: Local, folder: Path) -> None:
        self.local = local
        self.folder = folder
        self._known = 0

    def write(self, app: str) -> None:
        """The app file, and what is built from it."""
        (self.folder / "app.yaml").write_text(app, encoding="utf-8")
        assert invoke("build").code == 0

    def run(self, *arguments: str, interrupted_at: int | None = None) -> Outcome:
        """A command that asks the embedded AWS. Ctrl-C is pressed when so many changes of stacks have begun."""
        key = CtrlC()
        press = None if interrupted_at is None else partial(_count, count(1), interrupted_at, key.press)
        return invoke(*arguments, "--local", connect=partial(self._connect, press), interrupts=key.interrupts)

    def deploy(self, app: str, *flags: str) -> Outcome:
        """The app is written, built, and rolled out; which has to work."""
        self.write(app)
        done = self.run("deploy", "--yes", *flags)
        assert done.code == 0, done.err
        return done

    def is_settled(self) -> bool:
        """Nothing is left to do, and all is as it is wanted."""
        codes = self.run("plan", "--exit-code").code, self.run("status", "--exit-code").code
        return codes == (0, 0)

    def call(self, method: str, region: str, path: str, body: Any = None) -> Answer:
        """A request to the app by a region's own name; an empty region: by the name that all share."""
        host = f"{region}.{NAME}" if region else NAME
        data = None if body is None else json.dumps(body).encode()
        headers = {"Host": host, "Content-Type": "application/json"}
        request = Request(self.local.url + path, data=data, method=method, headers=headers)
        try:
            with urlopen(request, timeout=60) as answer:
                return _answer(answer.status, answer.read())
        except HTTPError as refusal:
            with refusal:
                return _answer(refusal.code, refusal.read())

    def sent(self) -> str:
        """What was sent to AWS since this was last asked, as far as it changes something."""
        requests = self.local.requests()
        fresh, self._known = requests[self._known :], len(requests)
        return sent(fresh)

    def tables(self, region: str) -> list[str]:
        """Names of the tables in a region."""
        names: list[str] = self.client("dynamodb", region).list_tables()["TableNames"]
        return names

    def indexes(self, region: str, table: str) -> list[str]:
        """Names of the global secondary indexes that a region's replica has."""
        described = self.client("dynamodb", region).describe_table(TableName=table)["Table"]
        return [index["IndexName"] for index in described.get("GlobalSecondaryIndexes", ())]

    def client(self, service: str, region: str) -> Any:
        """boto3, for what a test wants to see or to spoil."""
        return _boto().client(service, region_name=region, endpoint_url=self.local.url)

    @contextmanager
    def _connect(self, press: Callable[[], None] | None, target: Target, control: Control) -> Iterator[Connection]:
        if target.domain is not None:
            self.local.prepare(target.domain.hosted_zone_id, zone_name(target.domain.name))
        hurry = Hurry(control)
        clock = Clock(sleep=hurry.sleep, now=hurry.now)
        cloud = AwsCloud(Session(_boto(), clock, Endpoint(url=self.local.url), ATTEMPTS), target.packages)
        yield Connection(cloud=cloud if press is None else Watched(cloud, press), url=self.local.url)


class Watched:
    """A cloud that tells before each change of a stack."""

    def __init__(self, cloud: AwsCloud, tell: Callable[[], None]) -> None:
        self._cloud = cloud
        self._tell = tell

    def __getattr__(self, name: str) -> Any:
        if name in ("create_instances", "deploy_stack", "deploy_stack_set"):
            self._tell()
        return getattr(self._cloud, name)


def _count(calls: Iterator[int], last: int, press: Callable[[], None]) -> None:
    if next(calls) == last:
        press()


class Hurry:
    """A clock on which a wait is over at once: here all is done in a moment, but a minute of DNS would be a minute."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._ahead = 0.0

    def sleep(self, seconds: float) -> None:
        short = min(seconds, 0.02)
        self._control.sleep(short)
        self._ahead += seconds - short

    def now(self) -> float:
        return self._control.now() + self._ahead


class OnceMade:
    """boto3's session, as `connect` makes it, but with one client of a kind for all commands: making costs the most."""

    def __init__(self) -> None:
        self._session = boto_session(None, Endpoint(url=""))
        self._clients: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def client(self, service: str, **settings: Any) -> Any:
        """A client that was made like this."""
        config = settings.pop("config", None)
        key = repr((service, settings, config and vars(config)))
        if key not in self._clients:
            self._clients[key] = self._session.client(service, config=config, **settings)
        return self._clients[key]


@cache
def _boto() -> OnceMade:
    return OnceMade()


def _answer(status: int, content: bytes) -> Answer:
    return Answer(status, json.loads(content) if content.strip() else None)
