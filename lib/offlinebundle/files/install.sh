#!/bin/sh
# 安装：不联网，装在本文件夹的 env/ 里。需要 Python @PYTHON@。
cd "$(dirname "$0")" || exit 1
for python in "${PYTHON:-}" python@PYTHON@ python3; do
    if [ -n "$python" ] && command -v "$python" >/dev/null 2>&1; then
        PYTHONUTF8=1 exec "$python" install.py
    fi
done
echo "需要 Python @PYTHON@，本机没有找到：请装好后再运行；装在别处的，用 PYTHON=路径 ./install.sh" >&2
exit 1
