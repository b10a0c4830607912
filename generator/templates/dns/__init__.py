"""What brings clients to a region: one health check per region, and latency records that obey them.

One stack, in us-east-1, where the metrics of health checks are [aws-facts 4.18] and where the control plane of Route
53 is anyway [4.19]. Failover itself needs neither.
"""
