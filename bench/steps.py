#!/usr/bin/env python3
"""What Muster adds to each step of a pipeline: 200 steps that do nothing, one after another and side by side.

  bench/steps.py [RUNS]

Prints milliseconds a step, from the run's begin to its end in the ledger (the start of Java is not in it), and beside it what a
shell needs to start the same 200 commands under setsid, each with a file for its output. Median of RUNS, interleaved."""
import json, os, shutil, statistics, subprocess, sys, tempfile, time

STEPS = 200
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
MUSTER = os.environ.get("MUSTER", os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "muster"))


def pipeline(path, width):
    with open(path, "w") as out:
        out.write("steps:\n")
        for i in range(STEPS):
            before = f"s{i - width}" if i >= width else ""
            out.write(f'  - {{id: s{i}, command: ["true"], depends_on: [{before}]}}\n')


def muster(folder, name, parallel):
    env = dict(os.environ, MUSTER_HOME=os.path.join(folder, "home"))
    subprocess.run([MUSTER, "pipeline", "run", name, "--parallel", str(parallel), "-q"], cwd=folder, env=env, check=True,
                   stdout=subprocess.DEVNULL)
    shown = subprocess.run([MUSTER, "pipeline", "show", "latest", "--json"], cwd=folder, env=env, check=True, stdout=subprocess.PIPE)
    run = json.loads(shown.stdout)
    assert run["state"] == "COMPLETED" and len(run["steps"]) == STEPS, run["state"]
    begin = min(step["started"] for step in run["steps"])
    end = max(step["ended"] for step in run["steps"])
    return (stamp(end) - stamp(begin)) * 1000 / STEPS


def stamp(text):
    whole, _, fraction = text.rstrip("Z").partition(".")
    return time.mktime(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) + float("0." + (fraction or "0"))


def shell(folder):
    script = 'i=0; while [ $i -lt %d ]; do setsid sh -c "/bin/true; echo 0" >log.$i 2>&1; i=$((i + 1)); done' % STEPS
    begin = time.monotonic()
    subprocess.run(["sh", "-c", script], cwd=folder, check=True)
    return (time.monotonic() - begin) * 1000 / STEPS


folder = tempfile.mkdtemp()
try:
    pipeline(os.path.join(folder, "chain.yaml"), 1)
    pipeline(os.path.join(folder, "wide.yaml"), 4)
    figures = {"one after another": [], "four at once": [], "a shell's loop": []}
    for _ in range(RUNS):
        figures["one after another"].append(muster(folder, "chain.yaml", 1))
        figures["four at once"].append(muster(folder, "wide.yaml", 4))
        figures["a shell's loop"].append(shell(folder))
    for name, values in figures.items():
        print(f"{name:20} {statistics.median(values):6.2f} ms a step   ({min(values):.2f} to {max(values):.2f})")
finally:
    shutil.rmtree(folder)
