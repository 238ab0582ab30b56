"""What every HTTP route shares: problems (RFC 9457), values of bodies, size and rate limits, security headers, the server."""

from landsea.runtime.http.guards import CONTENT_SECURITY_POLICY, BodyLimit, Buckets, RateLimit, SecurityHeaders
from landsea.runtime.http.problems import (
    ErrorForm,
    install_problems,
    json_response,
    language_of,
    problem,
    retry_after,
    speak,
)
from landsea.runtime.http.server import run_server
from landsea.runtime.http.values import Day, Flag, Moment, Whole

__all__ = [
    "CONTENT_SECURITY_POLICY",
    "BodyLimit",
    "Buckets",
    "Day",
    "ErrorForm",
    "Flag",
    "Moment",
    "RateLimit",
    "SecurityHeaders",
    "Whole",
    "install_problems",
    "json_response",
    "language_of",
    "problem",
    "retry_after",
    "run_server",
    "speak",
]
