"""Submissions on disk: what is not finished survives a crash, a restart and a change of workstation."""
