#!/bin/sh
# 打开分析台（JupyterLab）。默认打开这里的样例局；打开本局的：./start.sh 本局文件夹（里面有 data）。
here=$(cd "$(dirname "$0")" && pwd) || exit 1
cd "${1:-$here}" || exit 1
if [ ! -x "$here/env/bin/workreport" ]; then
    echo "还没有安装：请先运行 $here/install.sh" >&2
    exit 1
fi
PYTHONUTF8=1 exec "$here/env/bin/workreport" lab
