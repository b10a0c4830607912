"""The rule pack: what no linter checks in templates of several regions, one rule per file.

`RULES` is the whole list. Inside this tool the runner registers it; outside, the folder is enough:

    cfn-lint --append-rules generator/lint/rules -- template.json

Everything here needs only cfn-lint, and nothing reads more of a template than JSON. cfn-lint would load each file that
starts with a letter on its own, hence the underscores; `pack` is the one that it shall load.
"""

from __future__ import annotations

from ._e9001_own_region import OwnRegion
from ._e9002_duplicate_replica import DuplicateReplica
from ._e9003_unknown_region import UnknownRegion
from ._e9004_stream import Stream
from ._e9006_billing_mode import BillingMode
from ._e9007_write_autoscaling import WriteAutoscaling
from ._e9008_keys import Keys
from ._e9009_key_attributes import KeyAttributes
from ._e9012_time_to_live import TimeToLive
from ._e9013_index_quota import IndexQuota
from ._e9014_read_settings import ReadSettings
from ._e9015_table_class import TableClass
from ._e9016_strong_regions import StrongRegions
from ._e9017_replica_keys import ReplicaKeys
from ._e9018_capacity import CapacitySettings
from ._e9019_strong_indexes import StrongIndexes
from ._e9201_set_identifier import SetIdentifier
from ._e9202_routing_policy import RoutingPolicy
from ._e9204_mixed_policies import MixedPolicies
from ._e9205_duplicate_identifier import DuplicateIdentifier
from ._e9206_latency_region import LatencyRegion
from ._e9207_check_name import CheckName
from ._e9208_server_name import ServerName
from ._e9209_check_interval import CheckInterval
from ._e9210_self_check import SelfCheck
from ._e9211_record_in_zone import RecordInZone
from ._e9301_passthrough import Passthrough
from ._e9302_request_models import RequestModels
from ._e9303_content_type import ContentType
from ._e9304_deployment import Deployment
from ._e9305_domain_certificate import DomainCertificate
from ._e9306_mapped_stage import MappedStage
from ._e9307_local_backend import LocalBackend
from ._e9309_response_status import ResponseStatus
from ._e9401_vtl_words import VtlWords
from ._e9402_vtl_blocks import VtlBlocks
from ._e9403_response_override import ResponseOverride
from ._e9404_template_size import TemplateSize
from ._e9405_request_id import RequestId
from ._e9601_wildcard_action import WildcardAction
from ._e9602_wildcard_resource import WildcardResource
from ._e9603_any_principal import AnyPrincipal
from ._i9010_even_protection import EvenProtection
from ._i9308_deployment_by_name import DeploymentByName
from ._rule import PackRule
from ._w9005_stream_of_one import StreamOfOne
from ._w9011_retain import Retain
from ._w9203_unchecked_record import UncheckedRecord

RULES: tuple[type[PackRule], ...] = (
    OwnRegion,
    DuplicateReplica,
    UnknownRegion,
    Stream,
    StreamOfOne,
    BillingMode,
    WriteAutoscaling,
    Keys,
    KeyAttributes,
    EvenProtection,
    Retain,
    TimeToLive,
    IndexQuota,
    ReadSettings,
    TableClass,
    StrongRegions,
    ReplicaKeys,
    CapacitySettings,
    StrongIndexes,
    SetIdentifier,
    RoutingPolicy,
    UncheckedRecord,
    MixedPolicies,
    DuplicateIdentifier,
    LatencyRegion,
    CheckName,
    ServerName,
    CheckInterval,
    SelfCheck,
    RecordInZone,
    Passthrough,
    RequestModels,
    ContentType,
    Deployment,
    DomainCertificate,
    MappedStage,
    LocalBackend,
    DeploymentByName,
    ResponseStatus,
    VtlWords,
    VtlBlocks,
    ResponseOverride,
    TemplateSize,
    RequestId,
    WildcardAction,
    WildcardResource,
    AnyPrincipal,
)
"""Every rule, ordered by the number of its id."""
