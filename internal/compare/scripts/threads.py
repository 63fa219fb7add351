"""Sends the requests of a file by threads that keep their connections.

threads.py URL WORKERS FILE TOKEN
"""

import http.client
import sys
import threading
from urllib.parse import urlsplit

url, workers, path, token = urlsplit(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
header = {"Content-Type": "application/json", "Authorization": "Bearer " + token}
requests = open(path, encoding="utf-8")
lock = threading.Lock()
refused = []


def work():
    connection = http.client.HTTPConnection(url.hostname, url.port)
    while True:
        with lock:
            line = requests.readline()
        if not line:
            return
        method, target, body = line.rstrip("\n").split("\t")
        connection.request(method, target, body.encode(), header)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            refused.append(response.status)


threads = [threading.Thread(target=work) for _ in range(workers)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sys.exit(1 if refused else 0)
