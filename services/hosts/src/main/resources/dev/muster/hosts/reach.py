"""Tries the connections that Spark will need between hosts. Standard library, 3.8+.

  listen ADDRESS PORT WORKER…  on the head, each worker as ADDRESS/PORT: says "listening", ends with its input. Who
                               connects sends its number; its port is tried, and it is told "yes" or why not.
  knock ADDRESS PORT STATE     on a worker, for the head's port; its input is "NUMBER ADDRESS PORT" of its own. Says "good",
                               "out WHY" when it cannot reach the head, or "in WHY" when the head cannot reach it. Of a
                               STATE "running" the master itself has the port: then only the way out is tried.
  here ADDRESS PORT            on the head: says "no" when surely nobody listens there, else "yes".
"""
import os
import socket
import sys
import threading

PATIENCE = 5
LONGEST = 120


def why(error):
    return "no answer within %d s" % PATIENCE if isinstance(error, socket.timeout) else str(error.strerror or error)


def server(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(128)
    return listener


def answer(connection, workers):
    with connection:
        try:
            connection.settimeout(PATIENCE)
            number = connection.recv(16).decode("ascii", "replace").strip()
            if not number.isdigit() or int(number) >= len(workers):
                return
            address, port = workers[int(number)].rsplit("/", 1)
            try:
                socket.create_connection((address, int(port)), PATIENCE).close()
                said = "yes"
            except OSError as error:
                said = why(error)
            connection.sendall(said.encode())
        except OSError:
            pass  # who connected has gone


def listen(address, port, workers):
    listener = server(address, int(port))

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=answer, args=(connection, workers), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    end = threading.Timer(LONGEST, os._exit, [1])
    end.daemon = True
    end.start()
    print("listening", flush=True)
    sys.stdin.read()


def knock(address, port, state):
    number, own_address, own_port = sys.stdin.readline().split()
    try:
        listener = server(own_address, int(own_port))
    except OSError:
        listener = None  # a worker has it already, which may be knocked at as well
    try:
        with socket.create_connection((address, int(port)), PATIENCE) as connection:
            said = "yes"
            if state != "running":
                connection.sendall(number.encode() + b"\n")
                connection.settimeout(3 * PATIENCE)
                said = connection.recv(1000).decode("utf-8", "replace")
    except OSError as error:
        print("out", why(error))
    else:
        print("good" if said == "yes" else "in " + (said or "the head hung up"))
    if listener:
        listener.close()


def here(address, port):
    try:
        socket.create_connection((address, int(port)), PATIENCE).close()
        print("yes")
    except ConnectionRefusedError:
        print("no")
    except OSError:
        print("yes")  # a firewall, of which the others will tell


{"listen": lambda a, p, *w: listen(a, p, w), "knock": knock, "here": here}[sys.argv[1]](*sys.argv[2:])
