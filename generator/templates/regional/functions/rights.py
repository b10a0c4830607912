"""What every function may do besides what the app file says."""

from __future__ import annotations

from typing import Final

LOG_ACTIONS: Final = ("logs:CreateLogStream", "logs:PutLogEvents")
TRACE_ACTIONS: Final = ("xray:PutTelemetryRecords", "xray:PutTraceSegments")
