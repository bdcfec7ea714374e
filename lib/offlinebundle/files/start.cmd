@echo off
chcp 65001 >nul
rem 打开分析台（JupyterLab）。默认打开这里的样例局；打开本局的：start.cmd 本局文件夹（里面有 data）。
if "%~1"=="" (cd /d "%~dp0") else (cd /d "%~1")
if not exist "%~dp0env\Scripts\workreport.exe" (
    echo 还没有安装：请先运行 install.cmd
    pause
    exit /b 1
)
set PYTHONUTF8=1
"%~dp0env\Scripts\workreport.exe" lab
if errorlevel 1 pause
