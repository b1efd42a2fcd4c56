"""The processes below this one: who they are, what memory they use, and their end."""

import os
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
END_DEADLINE = 5.0

HAVE_PROC = os.path.exists("/proc/self/statm")
HAVE_CHILDREN = os.path.exists("/proc/self/task/%d/children" % os.getpid())


def _prctl(option, value):
    """Linux's prctl; elsewhere, or without ctypes, nothing: Muster's sweep is then the net."""
    if not sys.platform.startswith("linux"):
        return
    try:
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        pass


def adopt_orphans():
    """Makes daemons of the user's code children of this process, so that it can end them."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent):
    """Has the kernel kill this process when its parent dies."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def descendants(root):
    """Ids of all processes below one, by the kernel's lists of children."""
    if not HAVE_PROC:
        return []
    if not HAVE_CHILDREN:
        return _descendants_by_scan(root)
    found = []
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        try:
            for thread in os.listdir("/proc/%d/task" % pid):
                with open("/proc/%d/task/%s/children" % (pid, thread), "rb") as file:
                    children = [int(child) for child in file.read().split()]
                found += children
                waiting += children
        except OSError:
            continue  # it ended meanwhile
    return found


def _descendants_by_scan(root):
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name, "rb") as file:
                    parent = int(file.read().rpartition(b")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(name))
    found = []
    waiting = [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def end_all():
    """Kills every process below this one and waits until all of them are gone."""
    deadline = time.monotonic() + END_DEADLINE
    while True:
        for pid in descendants(os.getpid()):
            kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        if time.monotonic() > deadline:
            return  # one that even SIGKILL does not end now: it waits for a device
        time.sleep(0.001)


def kill(pid, number):
    """Sends a signal to a process that may be gone."""
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def kill_group(group, number):
    """Sends a signal to a process group that may be gone."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        pass


def signal_name(number):
    """For instance SIGSEGV."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal %d" % number


def how_it_ended(status):
    """Words for the status that waitpid gave, as they follow 'the process'."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        hint = "; the kernel does so when memory runs out" if number == signal.SIGKILL else ""
        return "was killed by %s%s" % (signal_name(number), hint)
    return "ended with status %d" % os.WEXITSTATUS(status)


class MemoryGuard:
    """Watches the resident memory of all processes below this one, while a limit is set.

    Looking costs time: the more processes, the less often, never more than every 100 ms.
    """

    SHORTEST = 0.1
    LONGEST = 1.0
    SHARE = 20

    def __init__(self, limit):
        self.limit = limit if HAVE_PROC else 0
        self._next = 0.0
        self._page = os.sysconf("SC_PAGE_SIZE")

    def wait(self):
        """Milliseconds until the next look, None where there is no limit."""
        if not self.limit:
            return None
        return max(0, int((self._next - time.monotonic()) * 1000) + 1)

    def excess(self):
        """Bytes in use when they are above the limit, else 0; looks only when it is time to."""
        if not self.limit:
            return 0
        begin = time.monotonic()
        if begin < self._next:
            return 0
        used = 0
        for pid in descendants(os.getpid()):
            try:
                with open("/proc/%d/statm" % pid, "rb") as file:
                    used += int(file.read().split()[1]) * self._page
            except (OSError, IndexError):
                continue
        end = time.monotonic()
        self._next = end + min(self.LONGEST, max(self.SHORTEST, (end - begin) * self.SHARE))
        return used if used > self.limit else 0

    def message(self, used):
        """What to say of it."""
        return "its processes used %s of memory, memory_limit is %s" % (size(used), size(self.limit))


def size(count):
    """For instance 1.5 GiB."""
    if count < 1024:
        return "%d bytes" % count
    for unit in ("KiB", "MiB", "GiB"):
        count /= 1024.0
        if count < 1024 or unit == "GiB":
            return ("%.1f" % count).rstrip("0").rstrip(".") + " " + unit
    return ""
