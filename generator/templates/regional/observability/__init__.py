"""What a region tells of itself: access logs, alarms, and the heartbeat by which others see that it is there.

section       all of it, for the regional template
access_logs   a line of JSON per request
heartbeat     a write per minute, so that replication always has something to replicate
replication   alarms on the way from this region to each other one
api_alarms    errors and latency of the API
table_alarms  throttling and failures of tables
function_alarms            failures and throttling of functions
queue_alarms  what has failed for good
"""
