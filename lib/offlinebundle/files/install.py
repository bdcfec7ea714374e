"""Installs the workbook beside this file, without network. Runs under any Python 3, to say which one is needed."""

import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = os.path.join(HERE, "env")
NEEDED, SYSTEM, MACHINE = "@PYTHON@", "@SYSTEM@", "@MACHINE@"
GLIBC = (2, int("@GLIBC@"))


def unfit():
    """Why this machine or this Python does not fit, in one line; empty if it does."""
    here = "%d.%d" % sys.version_info[:2]
    if here != NEEDED or platform.python_implementation() != "CPython":
        return "需要 Python %s（CPython，64 位），这里是 %s %s（%s）：请装好 Python %s 再运行" % (
            NEEDED, platform.python_implementation(), platform.python_version(), sys.executable, NEEDED,
        )
    if platform.system() != SYSTEM or platform.machine().lower() != MACHINE.lower() or sys.maxsize < 2**32:
        return "这个安装包用于 %s %s，本机是 %s %s：请换对应的安装包" % (
            SYSTEM, MACHINE, platform.system(), platform.machine(),
        )
    return old_glibc() if SYSTEM == "Linux" else ""


def old_glibc():
    name, version = platform.libc_ver()
    parts = version.split(".")
    if name != "glibc" or tuple(map(int, parts[:2])) < GLIBC:
        return "需要 glibc %d.%d 以上，本机是 %s %s：请升级系统，或换一台机器" % (*GLIBC, name or "其他 C 库", version)
    return ""


def run(command, failed):
    """Run a program without pip's settings; end with a message if it fails."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    variables.update(PIP_CONFIG_FILE=os.devnull, PYTHONUTF8="1")
    if subprocess.call(command, env=variables):
        sys.exit("安装没有完成：%s" % failed)


def main():
    reason = unfit()
    if reason:
        sys.exit(reason)
    if not os.access(HERE, os.W_OK):
        sys.exit("这个文件夹写不了（%s）：请把安装包解压到自己的目录下再安装" % HERE)
    print("正在安装到 %s" % ENVIRONMENT)
    run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], "建不了虚拟环境，请先装系统的 python%s-venv" % NEEDED)
    program = ("Scripts", "python.exe") if SYSTEM == "Windows" else ("bin", "python")
    python = os.path.join(ENVIRONMENT, *program)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    wheels = ["--no-index", "--no-deps", "--require-hashes", "--find-links", os.path.join(HERE, "wheels")]
    run(
        [*pip, "install", "-q", *wheels, "-r", os.path.join(HERE, "requirements.txt")],
        "安装包不全或已损坏，请重新拷贝、解压",
    )
    run([*pip, "check"], "装好的程序之间版本不合")
    run([python, "-m", "workreport.cli", "--version"], "程序启动不了")
    print("装好了。打开分析台：%s" % ("start.cmd" if SYSTEM == "Windows" else "./start.sh"))


if __name__ == "__main__":
    main()
