"""Two environments in one account: neither their roles nor whoever deploys one of them can change the other.

Their ids are chosen to be taken for each other: each begins with another one, is what another one is called in full, or
differs from it only behind what is left of a long name that CloudFormation gives.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from generator.assembly.model import Assembly
from generator.deploy.permissions import deployer_policy
from tests.support.apps import FUNCTION, SHOP, assembled, patched
from tests.support.policies import ACCOUNT, STACK, Policies, documents, spelled
from tests.support.possessions import calls, of_execution, of_the_caller

LONG = "shop-aaaaaaaaaaaaaaaaaaaaaaaaaa"
NAMES = (
    "shop",
    "shop-dev",
    "shop-secondary",
    "shop-main",
    "shop-execution",
    "shop2",
    "my-shop",
    f"{LONG}-x",
    f"{LONG}-y",
)
PAIRS = list(permutations(NAMES, 2))


CALLED = {
    "functions": {
        "work": {
            **FUNCTION,
            "run_in": "main_region",
            "events": {
                "wanted": {"queue": "jobs"},
                "written": {"stream": "items"},
                "nightly": {"schedule": "rate(1 day)"},
            },
        },
        "backfill": {**FUNCTION, "run_in": "main_region"},
    },
    "migrations": ["backfill"],
}


def environment(name: str) -> Assembly:
    # All in one hosted zone, as the environments of one company are.
    own = {"name": name[: len(LONG)], "environments": {"one": {"suffix": name[len(LONG) :]}}}
    return assembled(patched(SHOP, {**CALLED, **own, "domain": {"name": f"{name}.example.com"}}))


ENVIRONMENTS = {name: environment(name) for name in NAMES}


def of_role(assembly: Assembly, *logical_ids: str) -> Policies:
    found = assembly.templates[0].body["Resources"]
    return Policies(document for name in logical_ids if name in found for document in documents(found[name]))


def execution(assembly: Assembly) -> Policies:
    return of_role(assembly, "ExecutionRole", "ExecutionPolicy", "ExecutionServicesPolicy")


@pytest.mark.parametrize("name", NAMES)
def test_an_environment_may_change_what_is_its_own(name: str) -> None:
    own = ENVIRONMENTS[name]

    assert [request for request in of_execution(own) if not execution(own).allows(*request)] == []
    caller = Policies([deployer_policy(own, ACCOUNT)])
    assert [request for request in of_the_caller(own) if not caller.allows(*request)] == []


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_the_execution_role_of_one_changes_nothing_of_another(name: str, other: str) -> None:
    ours, theirs = execution(ENVIRONMENTS[name]), ENVIRONMENTS[other]

    requests = [*of_execution(theirs), *of_the_caller(theirs)]
    assert [request for request in requests if ours.allows(*request)] == []


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_no_role_of_one_may_call_functions_or_use_queues_of_another(name: str, other: str) -> None:
    boundary = of_role(ENVIRONMENTS[name], "Boundary")
    ours, theirs = (list(calls(ENVIRONMENTS[one])) for one in (name, other))

    assert {request.resource.rpartition(":")[2].partition("_")[2] for request in ours} == {
        "work",
        "backfill",
        "migration-runner",
        f"jobs-{STACK}",
        f"jobs-dead-letters-{STACK}",
        f"work-written-dead-letters-{STACK}",
    }
    assert [request for request in ours if not boundary.allows(*request)] == []
    assert [request for request in theirs if boundary.allows(*request)] == []


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_who_deploys_one_changes_nothing_of_another(name: str, other: str) -> None:
    ours, theirs = Policies([deployer_policy(ENVIRONMENTS[name], ACCOUNT)]), ENVIRONMENTS[other]

    requests = [*of_execution(theirs), *of_the_caller(theirs)]
    assert [request for request in requests if ours.allows(*request)] == []


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_the_stack_set_of_one_takes_on_no_role_of_another(name: str, other: str) -> None:
    ours, theirs = ENVIRONMENTS[name], ENVIRONMENTS[other]
    administration = of_role(ours, "AdministrationRole")

    assert administration.allows("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/{ours.roles.execution}")
    assert not administration.allows("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/{theirs.roles.execution}")
    execution_role = theirs.templates[0].body["Resources"]["ExecutionRole"]
    trusted = spelled(execution_role["Properties"]["AssumeRolePolicyDocument"])["Statement"][0]
    assert trusted["Condition"] == {"ArnEquals": {"aws:PrincipalArn": {"Fn::GetAtt": ["AdministrationRole", "Arn"]}}}


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_the_boundary_of_one_reaches_no_data_of_another(name: str, other: str) -> None:
    boundary = of_role(ENVIRONMENTS[name], "Boundary")

    assert [request for request in of_execution(ENVIRONMENTS[other]) if boundary.allows(*request)] == []
