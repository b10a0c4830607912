"""What flows through a roll-out: steps, plan, results. Plain frozen values, and JSON in `plan.json`.

A step is one thing that AWS is asked to do or to be waited for; steps are a closed union, told apart by `kind`. A plan
is a value: it is printed, written to a file, or carried out; all three read the same steps.
"""

# No `from __future__ import annotations`: msgspec reads these annotations when it encodes and decodes.
from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from generator.assembly.model import FromOutput, Json, RoleNames

PLAN_VERSION: Final = 1

Body = Mapping[str, Json]


class _Step(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Every step concerns a region: where AWS is asked, or the region that it is about. Empty: several."""

    region: str = ""


class DeployStack(_Step, frozen=True, kw_only=True, tag="deploy-stack"):
    """Create, update or import into a plain stack. `template` is `bootstrap`, `roles`, `main` or `dns`.

    `body` may be an intermediate one. `imports`: logical id ─▶ identifier. With `service_role` CloudFormation takes on
    the execution role of `<id>-roles`; otherwise it has the caller's rights. `widens_rights`: what comes next needs
    rights that this step gives, so it ends only when IAM has told them everywhere.
    """

    template: str
    stack_name: str
    body: Body
    parameters: Mapping[str, str | FromOutput] = {}
    capabilities: tuple[str, ...] = ()
    imports: Mapping[str, Mapping[str, str]] = {}
    service_role: bool = False
    termination_protection: bool = False
    widens_rights: bool = False


class UploadAssets(_Step, frozen=True, kw_only=True, tag="upload-assets"):
    """Put packages into the artifact bucket of `region`: `assets` are their names there.

    What is under a name never changes, so those in `copies` (name ─▶ region) are taken from the bucket of a region that
    has them: what was installed into a package once is then the same everywhere, also in a region that comes later.
    """

    assets: tuple[str, ...]
    copies: Mapping[str, str] = {}


class DeployStackSet(_Step, frozen=True, kw_only=True, tag="deploy-stack-set"):
    """Create the StackSet, or give it `body` and bring the instances in `regions` to it.

    `region` is the administrator's. No instance is created here. `regions` empty: only the StackSet itself.
    """

    stack_set_name: str
    body: Body
    capabilities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    parallel: bool = False


class CreateInstances(_Step, frozen=True, kw_only=True, tag="create-instances"):
    """Create the StackSet's instances in `regions`, from the template that the StackSet has by then."""

    stack_set_name: str
    regions: tuple[str, ...]
    capabilities: tuple[str, ...] = ()
    parallel: bool = True


class DeleteInstances(_Step, frozen=True, kw_only=True, tag="delete-instances"):
    """Delete the StackSet's instances in `regions`, with their stacks."""

    stack_set_name: str
    regions: tuple[str, ...]


class DeleteStackSet(_Step, frozen=True, kw_only=True, tag="delete-stack-set"):
    """Delete the StackSet, which has no instances any more."""

    stack_set_name: str


class DeleteStack(_Step, frozen=True, kw_only=True, tag="delete-stack"):
    """Delete a stack; resources with `DeletionPolicy: Retain` stay. Termination protection is switched off first."""

    template: str
    stack_name: str
    service_role: bool = False


class AwaitReplicas(_Step, frozen=True, kw_only=True, tag="await-replicas"):
    """Wait until `tables` (asked for in `region`, the main one) are ACTIVE in every region of `regions`."""

    tables: tuple[str, ...]
    regions: tuple[str, ...]


class AwaitIndexes(_Step, frozen=True, kw_only=True, tag="await-indexes"):
    """Wait until `indexes` (table ─▶ names) are ACTIVE and those of `gone` no longer there: CloudFormation does not
    [aws-facts 1.5].

    `region` is the main one. Each replica fills an index by itself, so every region of `regions` is asked that has one.
    """

    regions: tuple[str, ...]
    indexes: Mapping[str, tuple[str, ...]] = {}
    gone: Mapping[str, tuple[str, ...]] = {}


class Probe(Struct, frozen=True, kw_only=True):
    """A request of a smoke test and what has to come back. `naming`: what the body has to hold; empty: anything."""

    method: str
    path: str
    status: int
    naming: str = ""


class SmokeTest(_Step, frozen=True, kw_only=True, tag="smoke-test"):
    """Ask `region` by its own name, `url`, until every probe is answered as it should be, or the time is up."""

    url: str | FromOutput
    probes: tuple[Probe, ...]


class Drain(_Step, frozen=True, kw_only=True, tag="drain"):
    """Write the row of the control table that makes the health check of `region` fail. Written in `via`."""

    table: str
    via: str


class Restore(_Step, frozen=True, kw_only=True, tag="restore"):
    """Delete that row again, in `via`: nothing keeps `region` out of DNS any more but its health."""

    table: str
    via: str


class AwaitTtl(_Step, frozen=True, kw_only=True, tag="await-ttl"):
    """Wait until resolvers have forgotten the records of `region`."""

    seconds: int


class AwaitReplication(_Step, frozen=True, kw_only=True, tag="await-replication"):
    """Wait until what was written to `tables` in `region` has reached `towards`: `ReplicationLatency` says [7.1]."""

    tables: tuple[str, ...]
    towards: tuple[str, ...]


class DeleteTable(_Step, frozen=True, kw_only=True, tag="delete-table"):
    """Delete a table that no stack owns any more, with all of its replicas. `regions`: where it has any, main first."""

    table: str
    regions: tuple[str, ...]


Step = (
    DeployStack
    | UploadAssets
    | DeployStackSet
    | CreateInstances
    | DeleteInstances
    | DeleteStackSet
    | DeleteStack
    | AwaitReplicas
    | AwaitIndexes
    | SmokeTest
    | Drain
    | Restore
    | AwaitTtl
    | AwaitReplication
    | DeleteTable
)


class PlannedStep(Struct, frozen=True, kw_only=True):
    """A step in its plan. `number` counts from 1; `needs` are the numbers of the steps that have to be done before it.

    `title` says what happens in a few words, `reason` why. `estimate` is in seconds.
    """

    number: int
    step: Step
    title: str
    reason: str
    needs: tuple[int, ...] = ()
    estimate: int = 0


class Check(Struct, frozen=True, kw_only=True):
    """One thing that preflight looked at. `unknown`: it could not be found out, which stops nothing."""

    id: str
    outcome: Literal["ok", "warning", "error", "unknown"]
    text: str
    advice: str = ""


class Budget(Struct, frozen=True, kw_only=True):
    """How long customers can be led to a region that is down, and what looking costs.

    `detection` (interval times threshold) and `ttl` are seconds; `checks_per_month` are requests to each region.
    """

    detection: int
    ttl: int
    checks_per_month: int


class Plan(Struct, frozen=True, kw_only=True):
    """What leads from what is deployed to what is wanted; no steps: nothing to do.

    `fingerprint` is of everything that the plan was made from: the assembly and what was deployed. `wanted` is the
    `app_sha256` of the assembly. `purpose` `destroy` wants nothing to be left. `stack_names`: template ─▶ the stack or
    StackSet that it is deployed as, also for those that have no step here.
    """

    version: Literal[1] = 1
    purpose: Literal["deploy", "destroy"] = "deploy"
    app: str
    environment: str
    id: str
    account: str
    main_region: str
    regions: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    wanted: str
    fingerprint: str
    stack_names: Mapping[str, str] = {}
    roles: RoleNames
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    budget: Budget | None = None
    steps: tuple[PlannedStep, ...] = ()

    @property
    def mistakes(self) -> tuple[Check, ...]:
        """The checks that say that it cannot work."""
        return tuple(check for check in self.checks if check.outcome == "error")


Outcome = Literal["done", "failed", "skipped", "interrupted"]


class StepResult(Struct, frozen=True, kw_only=True):
    """What became of a step. `reason`: why it failed or was skipped; `exit_code` that of its error, 0 without one.

    `region` and `resource` say where it failed, as exactly as AWS told.
    """

    number: int
    outcome: Outcome
    seconds: float = 0.0
    reason: str = ""
    advice: str = ""
    region: str = ""
    resource: str = ""
    exit_code: int = 0


class Report(Struct, frozen=True, kw_only=True):
    """What became of a plan: one result per step, in the order of the plan. `urls`: where the API answers, by words."""

    plan: Plan
    results: tuple[StepResult, ...]
    detached: bool = False
    urls: Mapping[str, str] = {}

    @property
    def is_interrupted(self) -> bool:
        """Whether somebody stopped it before it was through."""
        return any(result.outcome == "interrupted" for result in self.results)

    @property
    def failed(self) -> tuple[StepResult, ...]:
        """The steps that failed, in the order of the plan."""
        return tuple(result for result in self.results if result.outcome == "failed")

    @property
    def exit_code(self) -> int:
        """0 done, 1 a step failed, 4 it could not be found out whether, 130 interrupted."""
        if self.is_interrupted:
            return 130
        return max((result.exit_code for result in self.failed), default=0)
