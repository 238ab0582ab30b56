"""What every HTTP route shares: problems (RFC 9457), values of bodies, size and rate limits, security headers, the server."""

from landsea.runtime.http.guards import CONTENT_SECURITY_POLICY, BodyLimit, Buckets, RateLimit, SecurityHeaders
from landsea.runtime.http.problems import install_problems, json_response, language_of, retry_after
from landsea.runtime.http.server import run_server
from landsea.runtime.http.values import Day, Flag, Moment, Whole

__all__ = [
    "CONTENT_SECURITY_POLICY",
    "BodyLimit",
    "Buckets",
    "Day",
    "Flag",
    "Moment",
    "RateLimit",
    "SecurityHeaders",
    "Whole",
    "install_problems",
    "json_response",
    "language_of",
    "retry_after",
    "run_server",
]
