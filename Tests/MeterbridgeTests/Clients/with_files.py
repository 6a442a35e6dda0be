# SPDX-License-Identifier: Apache-2.0
"""Becomes a program that has COUNT files open and may open LIMIT: with_files.py COUNT LIMIT PROGRAM ARGUMENT..."""
import os
import resource
import sys

count, limit = int(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
for _ in range(count):
    os.set_inheritable(os.open("/dev/null", os.O_RDONLY), True)
os.execv(sys.argv[3], sys.argv[3:])
