"""What runs. Whoever imports a graph gets the guards of patient data with it: no log record and no trace leaves with identifiers."""

from graphs.tracing import configure
from nodes.redaction import guard_logs

guard_logs()
configure()
