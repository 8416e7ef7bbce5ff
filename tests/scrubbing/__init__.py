"""The scrubbing filter, measured against labelled secrets and near misses."""
