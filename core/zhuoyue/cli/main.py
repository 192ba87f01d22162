"""The `zhuoyue` command: finds the command's module, runs it, turns what goes wrong into a message and exit code."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from collections.abc import Sequence

from zhuoyue import __version__
from zhuoyue.cli.console import Console, language_of
from zhuoyue.errors import ExitCode, PluginError, UserError, describe, did_you_mean, system_reason

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("make a small working project", "创建一个可运行的小项目"),
    "check": ("check config, sources and ratings; write nothing", "检查配置、来源和评分，不写任何文件"),
    "assess": ("turn the records into assessment.json", "由记录生成 assessment.json"),
    "build": ("turn assessment.json into the website", "由 assessment.json 生成网站"),
    "run": ("assess and build", "评价并生成网站"),
    "serve": ("show the website at a local address", "在本机地址上查看网站"),
    "explain": ("show how an item's score came about", "说明某一条款得分的由来"),
    "diff": ("compare two assessments", "比较两次评价"),
    "export": ("write the assessment as another file", "将评价导出为其他文件"),
    "worksheet": ("write an assessor's scoring sheet for Excel", "为评审员生成 Excel 评分表"),
    "ratings": ("import rating sheets, seal them, see who has answered", "导入评分表、封存评分表、查看谁还未提交"),
    "consensus": ("show where assessors differ, and how far they agree", "显示评审员的分歧与一致程度"),
    "meeting": ("hold the consensus meeting on a local web page", "在本机网页上召开合议会"),
    "sign-off": ("sign the decisions: self-check, review, approval", "签署评价结论：自检、审核、批准"),
    "verify": ("check that nothing accepted was changed since", "核验已确认的内容未被改动"),
    "actions": ("exchange improvement actions with Excel", "与 Excel 交换改进措施"),
    "what-if": ("see the total if items had other percents", "测算条款达到其他百分比时的总分"),
    "cycle": ("close a cycle of assessment, start the next", "结束本轮评价、开始下一轮"),
    "calibrate": ("compare assessors with a case's reference scores", "用校准案例比较评审员与参考分"),
    "plugins": ("list plugins, their hooks and problems", "列出插件、钩子和问题"),
    "criteria": ("list, show, compare, write, check and exchange models", "列出、显示、比较、编写、检查和交换评价准则"),
    "crosswalk": ("how the items of two models relate; SSSOM in and out", "查看两套准则条款的对应关系，SSSOM 导入导出"),
    "project": ("show the assessment in the terms of another model", "以另一套准则呈现评价：只转证据，不转得分"),
    "new-plugin": ("write a plugin file to start from", "生成一个插件文件作为起点"),
}
"""Command ▸ what it does in English and Chinese. The module is the name with underscores."""


def run() -> None:
    """Entry point of the `zhuoyue` command. Being terminated is like Ctrl-C: what was begun is tidied away."""
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run one command and return the exit code."""
    language = language_of(argv)
    name = _name(argv)
    if name in COMMANDS:
        return _command(name, argv, language)
    if name is not None:
        console = Console(language)
        en, zh = did_you_mean(name, COMMANDS)
        console.error(f"no command {name!r}{en}", f"没有命令 {name!r}{zh}")
        return ExitCode.USAGE
    return _overview(argv, language)


def _name(argv: Sequence[str]) -> str | None:
    """Return the first word that is neither an option nor the value of `--lang`."""
    before = ""
    for word in argv:
        if not word.startswith("-") and before != "--lang":
            return word
        before = word
    return None


def _overview(argv: Sequence[str], language: str) -> int:
    zh = language == "zh"
    parser = argparse.ArgumentParser(
        prog="zhuoyue",
        usage="zhuoyue COMMAND [--help]",
        description="依据卓越绩效准则评价组织，并将结果发布为网站。"
        if zh
        else "Assess an organisation against performance-excellence criteria and publish the result as a website.",
        epilog="\n".join(
            ["命令：" if zh else "commands:", *(f"  {name:<11} {texts[zh]}" for name, texts in COMMANDS.items())]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"zhuoyue {__version__}")
    _common(parser, language)
    parser.parse_args(argv)
    parser.print_help()
    return ExitCode.OK


def _common(parser: argparse.ArgumentParser, language: str) -> None:
    zh = language == "zh"
    parser.add_argument("--lang", choices=("zh", "en"), help="界面语言" if zh else "language of messages")
    parser.add_argument("--quiet", action="store_true", help="只输出错误" if zh else "print errors only")
    parser.add_argument("--debug", action="store_true", help="出错时显示调用栈" if zh else "show tracebacks")


def _command(name: str, argv: Sequence[str], language: str) -> int:
    module = importlib.import_module(f"zhuoyue.cli.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"zhuoyue {name}", description=COMMANDS[name][language == "zh"])
    module.arguments(parser, language)
    _common(parser, language)
    rest = list(argv)
    rest.remove(name)
    args = parser.parse_args(rest)
    console = Console(language, quiet=args.quiet)
    try:
        return int(module.run(args, console))
    except UserError as error:
        if args.debug:
            raise
        console.faults(error.faults)
        return ExitCode.USAGE
    except PluginError as error:
        if args.debug:
            raise
        console.error(f"plugin {error}", f"插件 {error}")
        return ExitCode.FAILURE
    except KeyboardInterrupt:
        console.error("stopped; what was there before is untouched", "已中断；原有结果未受影响")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return ExitCode.FAILURE
    except OSError as error:
        if args.debug:
            raise
        en, zh = system_reason(error)
        place = f" ({error.filename})" if error.filename else ""
        console.error(
            f"the system refused: {en}{place}; what was there before is untouched",
            f"系统错误：{zh}{place}；原有结果未受影响",
        )
        return ExitCode.FAILURE
    except Exception as error:
        if args.debug:
            raise
        what = describe(error)
        console.error(
            f"internal error: {what}; --debug shows where. What was there before is untouched",
            f"内部错误：{what}；使用 --debug 查看位置。原有结果未受影响",
        )
        return ExitCode.FAILURE
