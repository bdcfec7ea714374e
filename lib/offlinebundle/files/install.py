"""Installs the workbook beside this file, without network. Runs under old versions of Python 3 too, to say which one is needed."""

import importlib.util
import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = os.path.join(HERE, "env")
NEEDED, SYSTEM, MACHINE = "@PYTHON@", "@SYSTEM@", "@MACHINE@"
GLIBC = (2, int("@GLIBC@"))
PARTS = ("_bz2", "_ctypes", "_lzma", "_sqlite3", "_ssl", "zlib")
"""Modules that a Python lacks which was compiled without the system's development packages."""
WITH_VENV = {
    "Linux": f"请先装系统的 python{NEEDED}-venv",
    "Windows": "请用 Python 官网的安装程序装 Python，不用免安装的压缩包（embeddable）",
}


def unfit():
    """Why this machine or this Python does not fit, in one line; empty if it does."""
    kind, version = platform.python_implementation(), platform.python_version()
    if ".".join(version.split(".")[:2]) != NEEDED or kind != "CPython":
        here = f"这里是 {kind} {version}（{sys.executable}）"
        return f"需要 Python {NEEDED}（CPython，64 位），{here}：请装好 Python {NEEDED} 再运行"
    system, machine = platform.system(), platform.machine()
    if system != SYSTEM or machine.lower() != MACHINE.lower() or sys.maxsize < 2**32:
        return f"这个安装包用于 {SYSTEM} {MACHINE}，这里是 {system} {machine}：请换对应的安装包"
    missing = [name for name in PARTS if importlib.util.find_spec(name) is None]
    if missing:
        return f"这个 Python 编译时缺了 {'、'.join(missing)}（{sys.executable}）：请装好相应的开发包重新编译，或换一个 Python {NEEDED}"
    return old_glibc() if SYSTEM == "Linux" else ""


def old_glibc():
    """Why the C library does not fit; empty if it does."""
    name, version = platform.libc_ver()
    if name == "glibc" and tuple(map(int, version.split(".")[:2])) >= GLIBC:
        return ""
    needed = ".".join(map(str, GLIBC))
    return f"需要 glibc {needed} 以上，本机是 {name or '其他 C 库'} {version}：请升级系统，或换一台机器"


def run(command, failed):
    """Run a program without pip's settings; end with a message if it fails."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    variables.update(PIP_CONFIG_FILE=os.devnull, PYTHONUTF8="1")
    if subprocess.call(command, env=variables):
        sys.exit(f"安装没有完成：{failed}")


def main():
    reason = unfit()
    if reason:
        sys.exit(reason)
    if not os.access(HERE, os.W_OK):
        sys.exit(f"这个文件夹写不了（{HERE}）：请把安装包解压到自己的目录下再安装")
    print(f"正在安装到 {ENVIRONMENT}，要几分钟", flush=True)
    run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], f"建不了虚拟环境，{WITH_VENV[SYSTEM]}")
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
    print(f"装好了。打开分析台：{'start.cmd' if SYSTEM == 'Windows' else './start.sh'}")


if __name__ == "__main__":
    main()
