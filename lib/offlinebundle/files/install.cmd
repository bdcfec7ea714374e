@echo off
rem 安装：不联网，装在本文件夹的 env 里。需要 Python @PYTHON@（64 位）。
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
py -@PYTHON@ -c "" >nul 2>nul && (py -@PYTHON@ install.py & goto end)
python -c "" >nul 2>nul && (python install.py & goto end)
echo 需要 Python @PYTHON@（64 位），本机没有找到：请装好后再运行。
:end
pause
