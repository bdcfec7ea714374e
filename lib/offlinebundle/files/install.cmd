@echo off
chcp 65001 >nul
rem 安装：不联网，装在本文件夹的 env 里。需要 Python @PYTHON@（64 位）；装在别处的，先 set PYTHON=路径。
cd /d "%~dp0"
set PYTHONUTF8=1
set with=
python -c "" >nul 2>nul
if not errorlevel 1 set with=python
py -@PYTHON@ -c "" >nul 2>nul
if not errorlevel 1 set with=py -@PYTHON@
if defined PYTHON set with="%PYTHON%"
if defined with (%with% install.py) else echo 需要 Python @PYTHON@（64 位），本机没有找到：请装好后再运行；装在别处的，先 set PYTHON=路径
pause
