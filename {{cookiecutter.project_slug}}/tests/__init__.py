"""The service's tests. They need nothing running and talk to 127.0.0.1 only."""
