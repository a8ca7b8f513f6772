"""A stand-in for an endpoint, on loopback: each request gets the next of the replies it was made with."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def completion(content):
    return 200, "application/json", json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})


@contextlib.contextmanager
def endpoint(*replies):
    """Yield the address, and the list of requests (path, headers, body) that fills as they come in.

    A reply is a tuple of status, content type and body; or a number of seconds to wait before a good one.
    """
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, dict(self.headers), json.loads(body)))
            reply = replies[min(len(asked), len(replies)) - 1]
            if isinstance(reply, float):
                time.sleep(reply)
                reply = completion("{}")
            status, kind, text, *headers = reply
            data = text if isinstance(text, bytes) else text.encode()
            with contextlib.suppress(OSError):
                self.send_response(status)
                if kind:
                    self.send_header("Content-Type", kind)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
