#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints the programs that a command of Cordon's calls, without running it: a
# line each, the program and where it is called first, with a tab between. Reads
# recipes as `make -p` prints them, and scripts as shfmt parses them; follows
# goals into recipes, recipes into scripts, and scripts into others.
#
# usage: tests/deps/called.py GOAL... | GUIDE.md
#
# GUIDE.md: what is in its ```sh blocks. What a script makes up as it runs (a
# name put together from a parameter) is not seen, nor is what is run in a guest
# or in another root: it comes with that one's packages.

import fnmatch
import itertools
import json
import os
import re
import subprocess
import sys

UNKNOWN = "\0"
# shfmt's numbers for ${NAME-WORD} and ${NAME:-WORD}.
DEFAULTS = 70, 71
SHELL_WORDS = set("""
. : [ alias bg bind break builtin caller cd command compgen complete continue declare dirs
disown echo enable eval exec exit export false fc fg getopts hash help history jobs kill let
local logout mapfile popd printf pushd pwd read readarray readonly return set shift shopt
source suspend test times trap true type typeset ulimit umask unalias unset wait
""".split())
# Programs that run another: their options that take a word of their own, and how
# many words stand before the other program.
WRAPPERS = {
    "builtin": ("", 0), "command": ("", 0), "env": ("-u -C", 0), "exec": ("-a", 0),
    "flock": ("-w -E", 1), "nice": ("-n", 0), "nohup": ("", 0), "setpriv": ("--pdeathsig", 0),
    "setsid": ("", 0), "sudo": ("-u", 0), "time": ("", 0), "timeout": ("-s -k", 1),
    "unshare": ("", 0), "xargs": ("-P -n -I -d -s -L -a -E", 0),
}


def tracked():
    out = subprocess.run(["git", "ls-files"], check=True, capture_output=True, text=True).stdout
    return out.split("\n")[:-1]


def parse(text):
    """The syntax tree of a piece of shell, or None if it is none."""
    run = subprocess.run(["shfmt", "-ln", "bash", "--to-json"], input=text,
                         capture_output=True, text=True, check=False)
    return json.loads(run.stdout) if run.returncode == 0 else None


def nodes(tree):
    """Every object in a syntax tree, itself first."""
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from nodes(part)


class Script:
    """A piece of shell: what it assigns, and which functions it has."""

    def __init__(self, tree):
        self.tree = tree
        self.values, self.arrays, self.functions = {}, {}, {}
        for node in nodes(tree):
            if node.get("Type") == "FuncDecl":
                self.functions[node["Name"]["Value"]] = node["Body"]
            elif node.get("Type") == "WordIter":
                self.values.setdefault(node["Name"]["Value"], []).extend(node.get("Items", []))
            elif "Name" in node and "Array" in node:
                words = [e["Value"] for e in node["Array"].get("Elems", []) if "Value" in e]
                self.arrays.setdefault(node["Name"]["Value"], []).append(words)
            elif "Name" in node and isinstance(node.get("Value"), dict) and "Parts" in node["Value"]:
                self.values.setdefault(node["Name"]["Value"], []).append(node["Value"])

    def texts(self, word, depth=0):
        """What a word may be, as far as it is written down."""
        choices = [self.part(p, depth) for p in word.get("Parts", [])]
        found = ["".join(c) for c in itertools.islice(itertools.product(*choices), 64)]
        return list(dict.fromkeys(found))

    def part(self, part, depth):
        kind = part["Type"]
        if kind in ("Lit", "SglQuoted"):
            return [part.get("Value", "")]
        if kind == "DblQuoted":
            return self.texts(part, depth)
        expansion = part.get("Exp", {"Op": None})
        if kind == "ParamExp" and depth < 3 and expansion["Op"] in (None, *DEFAULTS):
            words = self.values.get(part["Param"]["Value"], []) + \
                ([expansion["Word"]] if "Word" in expansion else [])
            return [t for w in words for t in self.texts(w, depth + 1)] or [UNKNOWN]
        return [UNKNOWN]

    def is_array(self, word):
        """The words of each array that this word stands for."""
        parts = word.get("Parts", [])
        if len(parts) == 1 and parts[0]["Type"] == "DblQuoted":
            parts = parts[0].get("Parts", [])
        if len(parts) == 1 and parts[0]["Type"] == "ParamExp" and "Index" in parts[0]:
            return self.arrays.get(parts[0]["Param"]["Value"], [])
        return []

    def runs_arguments(self, name):
        """Does this function of its run its own arguments? "eval": as text."""
        found = None
        for node in nodes(self.functions.get(name)):
            if node.get("Type") != "CallExpr" or not node.get("Args"):
                continue
            if self.texts(node["Args"][0]) == ["eval"]:
                return "eval"
            for param in nodes(node["Args"][0]):
                if param.get("Type") == "ParamExp" and param["Param"]["Value"] in "@*123":
                    found = "run"
        return found


class Makefile:
    """The rules and variables of the Makefile, as make itself prints them."""

    def __init__(self):
        made = subprocess.run(["make", "-npqr", "help"], capture_output=True, text=True, check=False)
        text = made.stdout
        if "\nhelp:" not in text:
            sys.exit(f"called.py: make does not read the Makefile: {made.stderr}")
        self.rules, self.variables = {}, {"MAKE": "make"}
        rule = where = None
        for line in text.split("\n"):
            if not line:
                rule = None
            elif line.startswith("\t"):
                if rule:
                    rule["recipe"].append([where, line[1:]])
            elif match := re.match(r"#  recipe to execute \(from '(.*)', line (\d+)\)", line):
                where = f"{match[1]}:{match[2]}"
            elif match := re.match(r"([A-Za-z_]\w*) [:?+]?= ?(.*)", line):
                self.variables[match[1]] = match[2]
            elif match := re.match(r"([^#\s=][^=]*?):{1,2}(?!=) ?(.*)", line):
                rule = {"needs": match[2].replace("|", " ").split(), "recipe": []}
                for target in match[1].split():
                    self.rules[target] = rule

    def expand(self, text, depth=0):
        """Variables replaced; what is left of functions is unknown."""
        if depth > 8:
            return UNKNOWN
        out, i = "", 0
        while i < len(text):
            if text[i] != "$":
                out, i = out + text[i], i + 1
            elif text[i + 1:i + 2] == "$":
                out, i = out + "$", i + 2
            elif text[i + 1:i + 2] in "({":
                level, j = 1, i + 2
                while level and j < len(text):
                    level += {"(": 1, "{": 1, ")": -1, "}": -1}.get(text[j], 0)
                    j += 1
                out, i = out + self.value(text[i + 2:j - 1], depth), j
            else:
                out, i = out + UNKNOWN, i + 2
        return out

    def value(self, name, depth):
        if name in self.variables:
            return self.expand(self.variables[name], depth + 1)
        if name.startswith("shell "):
            return f"`{self.expand(name[6:], depth + 1)}`"
        return UNKNOWN

    def matching(self, goal):
        """The rules for a goal, which may have unknown parts."""
        if goal in self.rules and (self.rules[goal]["recipe"] or UNKNOWN not in goal):
            yield goal
        if len(goal.split(UNKNOWN)[0]) < 3:
            return
        pattern = goal.replace(UNKNOWN, "*")
        for target in self.rules:
            if "%" in target.strip("%") and fnmatch.fnmatchcase(goal, target.replace("%", "?*")):
                yield target
            elif UNKNOWN in goal and ("%" in target.strip("%") or "/" not in target) and \
                    fnmatch.fnmatchcase(target, pattern):
                yield target


class Caller:
    """Follows what is called."""

    def __init__(self):
        self.files = tracked()
        self.functions = {}
        self.make = Makefile()
        self.programs, self.unknown, self.seen = {}, set(), set()
        self.queue = []

    def later(self, *what):
        if what not in self.seen:
            self.seen.add(what)
            self.queue.append(what)

    def follow(self):
        while self.queue:
            what = self.queue.pop(0)
            getattr(self, what[0])(*what[1:])

    def goal(self, name):
        for target in self.make.matching(name):
            rule = self.make.rules[target]
            for need in rule["needs"]:
                self.later("goal", self.make.expand(need))
            text, first = "", ""
            for where, line in rule["recipe"]:
                first = first or where
                text += line
                if line.endswith("\\"):
                    text += "\n"
                    continue
                # What is unknown to make is no word of the shell's, but must parse.
                shell = self.make.expand(text.lstrip("@+- \t")).replace(UNKNOWN, "${unknown}")
                self.shell(shell, first)
                text, first = "", ""

    def file(self, path):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if path.endswith(".md"):
            text = "\n".join(re.findall(r"^```sh\n(.*?)^```$", text, re.S | re.M))
        elif not re.match(r"#!.*\b(ba|da)?sh\b|(#.*\n)*# shellcheck shell=", text):
            self.called(re.match(r"#!\s*(?:\S*/env )?(\S*)|", text)[1] or "", path)
            return
        self.shell(text, path, path)

    def shell(self, text, where, path=None):
        tree = parse(text)
        if tree is None:
            self.unknown.add(f"{where}: not understood: {text.strip()[:80]}")
            return
        script = Script(tree)
        # What it sources belongs to it: functions and variables.
        for call in list(nodes(tree)):
            if call.get("Type") == "CallExpr" and len(call.get("Args", [])) > 1 and \
                    script.texts(call["Args"][0]) in (["."], ["source"]):
                for other in self.resolve(script.texts(call["Args"][1]), path):
                    with open(other, encoding="utf-8") as file:
                        sourced = Script(parse(file.read()))
                    script.functions = sourced.functions | script.functions
                    script.arrays = sourced.arrays | script.arrays
                    script.values = sourced.values | script.values
                    self.later("file", other)
        for node in nodes(tree):
            if node.get("Type") == "CallExpr" and node.get("Args"):
                line = f"{where}:{node['Pos']['Line']}" if path else where
                self.call(script, node["Args"], line, path)
            # Goals that a script makes up.
            for text in script.texts(node) if "Parts" in node else []:
                if re.match(r"fw-[a-z]+-.", text):
                    self.later("goal", text)

    def resolve(self, texts, path):
        """The files of ours that a word may stand for."""
        for text in texts:
            text = text.replace("/./", "/")
            if text in self.files:
                yield text
            elif UNKNOWN in text and "/" in text:
                tail = text.rsplit(UNKNOWN, 1)[1]
                found = [f for f in self.files if tail.startswith("/") and f"/{f}".endswith(tail)]
                near = [f for f in found if path and os.path.dirname(f) == os.path.dirname(path)]
                yield from near or (f for f in found if tail.count("/") > 1)

    def call(self, script, words, where, path):
        if not words:
            return
        for array in script.is_array(words[0]):
            self.call(script, array + words[1:], where, path)
        texts = script.texts(words[0])
        ours = list(self.resolve(texts, path))
        for file in ours:
            self.later("file", file)
            if file == "tests/suites":
                self.goals(script, words[1:])
        for name in texts:
            if UNKNOWN in name or ours:
                if not ours and "/build/" not in name and not script.is_array(words[0]):
                    self.unknown.add(f"{where}: {name.replace(UNKNOWN, '?')}")
            elif name in script.functions or name in self.functions_near(path):
                self.arguments(script, script.runs_arguments(name), words[1:], where, path)
            else:
                self.called(name, where)
                self.nested(script, name, words[1:], where, path)

    def functions_near(self, path):
        """Those of a script's neighbours: who sources it may have them."""
        near = path and os.path.dirname(path)
        if path and near not in self.functions:
            found = self.functions[near] = set()
            for file in self.files:
                if os.path.dirname(file) == near and file.endswith(".sh"):
                    with open(file, encoding="utf-8") as text:
                        found |= set(re.findall(r"^([a-z_]\w*)\s?\(\)", text.read(), re.M))
        return self.functions.get(near, ())

    def called(self, name, where):
        """A program, unless the shell does it itself or we have built it."""
        if name and "=" not in name and name not in SHELL_WORDS and \
                re.fullmatch(r"/?[a-z_/][\w+./-]*", name) and \
                not re.match(r"(\./)?build/|(\.\.?)?/?[a-z_]+/.*$(?<!bin)", name):
            self.programs.setdefault(name, where)
        elif re.match(r"/(usr/)?s?bin/", name or ""):
            self.programs.setdefault(name, where)

    def arguments(self, script, how, words, where, path):
        """Arguments of a function of the script's that runs them."""
        for i, word in enumerate(words if how else []):
            for text in script.texts(word):
                if text in script.functions:
                    self.arguments(script, script.runs_arguments(text), words[i + 1:], where, path)
                elif how == "eval":
                    tree = parse(text) if UNKNOWN not in text else None
                    for node in nodes(tree):
                        if node.get("Type") == "CallExpr" and node.get("Args"):
                            self.call(script, node["Args"], where, path)
                elif "build/" in text:
                    return
                elif self.is_program(text):
                    self.call(script, words[i:], where, path)
                    return
                for file in self.resolve([text], path):
                    if i == 0 or os.access(file, os.X_OK):
                        self.later("file", file)

    @staticmethod
    def is_program(name):
        """Which words of a title are programs only this machine can tell."""
        return re.fullmatch(r"[a-z][\w+.-]+", name) and name not in SHELL_WORDS and \
            any(os.access(f"{d}/{name}", os.X_OK) for d in ("/usr/bin", "/usr/sbin"))

    def goals(self, script, words):
        for word in words:
            for text in script.texts(word):
                for goal in text.split():
                    self.later("goal", goal)

    def nested(self, script, name, words, where, path):
        """What a program is told to run."""
        if name == "make":
            # The kernel's own word for it.
            if ["C=2"] in map(script.texts, words):
                self.called("sparse", where)
            self.goals(script, [w for w in words if not script.texts(w)[0].startswith("-")])
        elif name == "find":
            for i, word in enumerate(words):
                if script.texts(word) in (["-exec"], ["-execdir"]):
                    self.call(script, words[i + 1:], where, path)
        elif name in ("trap", "eval"):
            self.arguments(script, "eval", words[:1] if name == "trap" else words, where, path)
        elif name in ("bash", "sh"):
            if words and re.fullmatch(r"-\w*c\w*", script.texts(words[0])[0]):
                self.arguments(script, "eval", words[1:2], where, path)
            elif words:
                for file in self.resolve(script.texts(words[0]), path):
                    self.later("file", file)
        elif name in WRAPPERS:
            takes, before = WRAPPERS[name]
            while words:
                first = (script.texts(words[0]) or [""])[0]
                if first in takes.split():
                    words = words[2:]
                elif first.startswith("-") or re.match(r"\w+=", first):
                    words = words[1:]
                else:
                    break
            self.call(script, words[before:], where, path)


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: tests/deps/called.py GOAL... | GUIDE.md")
    os.chdir(os.path.dirname(os.path.abspath(__file__)) + "/../..")
    caller = Caller()
    for what in sys.argv[1:]:
        caller.later("file" if what.endswith(".md") else "goal", what)
    caller.follow()
    for name, where in sorted(caller.programs.items()):
        print(f"{name}\t{where}")
    for what in sorted(caller.unknown):
        print(f"# {what}", file=sys.stderr)


main()
