"""Commands whose every step leaves a line with its key, so that a test sees what was really done."""

from __future__ import annotations

from pathlib import Path

FLOWS = {
    "chain": "- trial.effect: {{file: '{f}', text: '{{{{ n }}}} a', seconds: 0.02}}\n"
    "- trial.effect: {{file: '{f}', text: '{{{{ n }}}} b', seconds: 0.05}}\n"
    "- trial.effect: {{file: '{f}', text: '{{{{ n }}}} c', seconds: 0.02}}\n",
    "loop": "- for_each: ['1', '2', '3', '4']\n  steps:\n  - trial.effect: {{file: '{f}', text: '{{{{ n }}}} {{{{ item }}}}', seconds: 0.03}}\n"
    "  collect: '{{{{ item }}}}'\n",
    "fork": "- parallel:\n    left:\n    - trial.effect: {{file: '{f}', text: '{{{{ n }}}} l', seconds: 0.05}}\n"
    "    right:\n    - trial.effect: {{file: '{f}', text: '{{{{ n }}}} r', seconds: 0.08}}\n",
    "rest": "- trial.effect: {{file: '{f}', text: '{{{{ n }}}} before'}}\n- wait: {{seconds: 0.4}}\n"
    "- trial.effect: {{file: '{f}', text: '{{{{ n }}}} after'}}\n",
    "enquire": "- trial.effect: {{file: '{f}', text: '{{{{ n }}}} before'}}\n- ask: 'go on with {{{{ n }}}}?'\n  as: yes\n"
    "- trial.effect: {{file: '{f}', text: '{{{{ n }}}} after'}}\n",
    "post": "- trial.send: {{file: '{f}', before: 0.05, after: 0.05}}\n",
    "deliver": "- trial.post: {{url: '{sink}', text: '{{{{ n }}}}'}}\n",
    "round": "- for_each: ['1', '2', '3']\n  steps:\n  - trial.post: {{url: '{sink}', text: '{{{{ n }}}} {{{{ item }}}}'}}\n",
    "blind": "- trial.send: {{file: '{f}', traceable: false, before: 0.05, after: 0.05}}\n",
}
"""Name -> steps. What is said is the name and a number: `chain 17`."""


def write(folder: Path, lines: Path, sink: str = "") -> Path:
    """Write the command files into a folder; every step writes to `lines`, or posts to `sink`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, steps in FLOWS.items():
        head = f"title: {name}\nphrases: {{en: ['{name} {{n}}']}}\nslots: {{n: text}}\nsteps:\n"
        (folder / f"{name}.yaml").write_text(head + steps.format(f=lines, sink=sink), encoding="utf-8")
    return folder
