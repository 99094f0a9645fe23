#!/bin/sh
# Prints the interpreter to build .venv with: the first of the usual names that is at least 3.11,
# one that can make virtual environments preferred. Says in one sentence what is missing otherwise.

new_enough=''
too_old=''
for name in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
    command -v "$name" >/dev/null 2>&1 || continue
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        if "$name" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            echo "$name"
            exit 0
        fi
        new_enough=${new_enough:-$name}
    else
        version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        too_old=${too_old:-$version}
    fi
done

if [ -n "$new_enough" ]; then
    # Without ensurepip a finished .venv still runs; tools/install.py says what to install if it must make one.
    echo "$new_enough"
    exit 0
fi
if [ -n "$too_old" ]; then
    echo "需要 Python 3.11 或更新的版本，这台机器上只有 ${too_old}，请先安装：sudo apt install python3.11 python3.11-venv" >&2
else
    echo "没有找到 Python，请先安装 3.11 或更新的版本：sudo apt install python3 python3-venv" >&2
fi
exit 1
