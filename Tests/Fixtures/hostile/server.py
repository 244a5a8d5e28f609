"""A server on loopback that lies, one lie a name: GET /NAME/index.json and /NAME/blobs/SHA256 for `hipzoo pull`, and
/NAME/records/7 and /NAME/records/7/files/KEY/content for `hipzoo cohort pull`.

usage: server.py WEIGHTS COHORT     serves, and prints its address first
       server.py --list             the lies, a line each: its name, the exit status, and whom it is told
"""
import gzip, hashlib, http.server, json, os, socket, socketserver, struct, sys, threading, time, zlib

LIES = {}


def lie(name, status, of="pull"):
    """A lie to the commands `pull`, `cohort` or `both`."""
    def keep(answer):
        LIES[name] = (status, of, answer)
        return answer
    return keep


def say(name, status, *sent, of="index"):
    """A lie that sends the same bytes whenever it is asked for the index, a file or both."""
    @lie(name, status, "both")
    def answer(asked):
        return asked.send(*sent) if of in (asked.what, "both") else asked.truth()


def head(status="200 OK", *lines):
    return "\r\n".join(["HTTP/1.1 " + status, *lines]).encode("latin1") + b"\r\n\r\n"


def whole(body, *lines):
    return head("200 OK", "Content-Length: %d" % len(body), *lines) + body


def moved(place):
    return head("302 Found", "Location: " + place, "Content-Length: 0")


class Repeated:
    """A piece again and again, so fast or so slowly, for ever or so often."""

    def __init__(self, piece, pause=0.0, times=1 << 62):
        self.piece, self.pause, self.times = piece, pause, times


# Heads that never end, or are none.
say("endless-head", 74, b"HTTP/1.1 200 OK\r\n", Repeated(b"X-A: " + b"a" * 1000 + b"\r\n"))
say("endless-line", 74, b"HTTP/1.1 200 OK\r\nX: ", Repeated(b"a" * 65536))
say("dripping-head", 74, b"HTTP/1.1 200 OK\r\n", Repeated(b"X: a\r\n", 0.3))
say("continue-for-ever", 74, Repeated(b"HTTP/1.1 100 Continue\r\n\r\n", 0.01))
say("continue-at-once", 74, Repeated(b"HTTP/1.1 100 Continue\r\n\r\n"))
say("status-too-large", 74, b"HTTP/1.1 99999999999999999999 X\r\n\r\n")
say("status-negative", 74, b"HTTP/1.1 -200 X\r\n\r\n")
say("no-head", 74, b"hello")
say("nothing", 74)
say("zeros-in-head", 74, b"HTTP/1.1 200 OK\r\nA\0B: \0\0\r\nContent-Length: 5\r\n\r\n")
say("other-protocol", 74, b"SSH-2.0-OpenSSH_9.2\r\n")
say("switching", 74, head("101 Switching Protocols", "Upgrade: h2c"))
say("no-content", 66, head("204 No Content"), of="file")
say("not-modified", 66, head("304 Not Modified"), of="file")
say("status-500", 74, head("500 X", "Content-Length: 0"), of="both")
say("status-500-file", 74, head("500 X", "Content-Length: 0"), of="file")
say("status-404", 66, head("404 X", "Content-Length: 0"), of="both")
say("status-416", 66, head("416 X", "Content-Length: 0"), of="file")
say("come-again-in-80-s", 74, head("503 X", "Retry-After: 80", "Content-Length: 0"), of="both")
say("come-again-each-9-s", 74, head("503 X", "Retry-After: 9", "Content-Length: 0"), of="file")
say("come-again-never", 74, head("429 X", "Retry-After: 99999999999999999999", "Content-Length: 0"), of="file")
say("come-again-before", 74, head("429 X", "Retry-After: -5", "Content-Length: 0"), of="file")

# Bodies whose length is a lie.
say("dripping-index", 74, head("200 OK", "Content-Length: 4000000"), b'{"schema": 1,', Repeated(b" ", 0.4))
say("steady-index", 74, head("200 OK", "Content-Length: 4000000"), b'{"schema": 1,', Repeated(b" " * 300, 0.2))
say("endless-index", 65, head("200 OK"), Repeated(b" " * 65536))
say("chunk-of-2-to-64", 74, head("200 OK", "Transfer-Encoding: chunked"), b"FFFFFFFFFFFFFFFF\r\n{}")
say("chunk-of-2-to-63-file", 74, head("200 OK", "Transfer-Encoding: chunked"), b"7FFFFFFFFFFFFFFF\r\nhello", of="file")
say("chunk-negative", 74, head("200 OK", "Transfer-Encoding: chunked"), b"-1\r\nhello\r\n0\r\n\r\n", of="file")
say("chunk-without-end", 74, head("200 OK", "Transfer-Encoding: chunked"), b"5\r\nhello\r\n", of="file")
say("endless-trailer", 74, head("200 OK", "Transfer-Encoding: chunked"), b"2\r\n{}\r\n0\r\n", Repeated(b"X: a\r\n"))
say("endless-chunk-name", 74, head("200 OK", "Transfer-Encoding: chunked"), b"5;", Repeated(b"a" * 65536), of="file")
say("tiny-chunks", 65, head("200 OK", "Transfer-Encoding: chunked"), Repeated(b"1\r\nx\r\n" * 4096), of="file")
say("length-negative", 74, head("200 OK", "Content-Length: -5"), of="file")
say("length-of-2-to-63", 65, head("200 OK", "Content-Length: 9223372036854775807"), b"x", of="file")
say("length-of-2-to-70", 74, head("200 OK", "Content-Length: 1180591620717411303424"), b"x", of="file")
say("length-in-hex", 74, head("200 OK", "Content-Length: 0x10"), b"x" * 16, of="file")
say("length-twice", 74, head("200 OK", "Content-Length: 5", "Content-Length: 7"), b"hello", of="file")
say("endless-file", 65, head("200 OK"), Repeated(b"x" * 65536), of="file")
say("empty-file", 74, whole(b""), of="file")
say("web-page", 65, whole(b"<!DOCTYPE html><title>Sign in</title>"), of="both")
say("web-page-file", 65, whole(b"<html>Sign in"), of="file")
say("gzip-index", 65, whole(gzip.compress(b" " * (1 << 26)), "Content-Encoding: gzip"))
say("deflate-index", 65, whole(zlib.compress(b"[" * (1 << 26)), "Content-Encoding: deflate"))
say("brotli-file", 74, whole(b"\x8b\x02\x80hello\x03", "Content-Encoding: br"), of="file")

# Redirects.
say("redirect-loop", 65, moved("/redirect-loop/blobs/again"), of="file")
say("redirect-loop-index", 66, moved("/redirect-loop-index/index.json"))
say("redirect-to-file", 65, moved("file:///etc/passwd"))
say("redirect-to-file-file", 65, moved("file:///etc/passwd"), of="file")
say("redirect-nowhere", 65, head("302 Found", "Content-Length: 0"))
say("redirect-nowhere-file", 66, head("302 Found", "Content-Length: 0"), of="file")
say("redirect-to-http", 65, moved("http://example.com/x"), of="file")
say("redirect-to-ftp", 65, moved("ftp://127.0.0.1/x"), of="file")
say("redirect-to-data", 65, moved("data:text/plain,hello"), of="file")
say("redirect-to-user", 65, moved("http://root:root@127.0.0.1/x"), of="file")
say("redirect-to-likeness", 65, moved("http://127.0.0.1.example.com/x"), of="file")
say("redirect-to-number", 65, moved("http://2130706433/x"), of="file")
say("redirect-too-long", 65, moved("https://" + "a" * 90000), of="file")
say("redirect-with-colours", 65, moved("http://x/\x1b[31mred\x07"), of="file")

# What is in the index.
say("deep-lists", 65, whole(b"[" * 2000000))
say("deep-objects", 65, whole(b'{"a":' * 400000))
say("many-entries", 65, whole(b'{"schema":1,"hipzoo":"1","entries":[' + b"{}," * 1300000 + b"{}]}"))
say("utf-16", 65, whole('{"schema": 1}'.encode("utf-16")))
say("half-a-letter", 65, whole(b'{"schema": 1, "hipzoo": "\\ud800", "entries": [\xff]}'))
say("number-too-large", 65, whole(b'{"schema": 1e400, "hipzoo": "1", "entries": []}'))


def index(name, status, /, **changed):
    @lie(name, status)
    def answer(asked):
        return asked.send(whole(asked.index(**changed))) if asked.what == "index" else asked.truth()


index("name-leads-out", 65, file="../../../../tmp/pwned")
index("name-leads-out-by-digest", 65, sha256="../../../../etc/passwd".ljust(64, "a"))
index("name-with-zero", 65, file="a\0/../b")
index("name-with-backslashes", 0, file="..\\pwned".lstrip("."))
index("name-steers-terminal", 0, file="a\x1b[2J\r\nHELLO\x07")
index("name-too-long", 65, file="a" * 3000000)
index("bytes-of-2-to-63", 65, bytes=(1 << 63) - 1)
index("bytes-of-2-to-70", 65, bytes=1 << 70)
index("bytes-negative", 65, bytes=-5)
index("bytes-broken", 65, bytes=0.5)
index("unknown-format", 0, format="exe")
index("entry-leads-out", 66, name="../../x")
index("another-layout", 65, schema=2)


@lie("truth", 0, "both")
def truth(asked):
    asked.truth()


@lie("many-names", 66)
def many_names(asked):
    names = ",".join('{"name":"n%d","task":"t","architecture":"a","manifest":"m","card":"c","weights":[]}' % n for n in range(40000))
    asked.send(whole(b'{"schema":1,"hipzoo":"1","entries":[' + names.encode() + b"]}"))


@lie("many-files", 65)
def many_files(asked):
    one = json.loads(asked.index())
    one["entries"][0]["weights"] *= 10000
    asked.send(whole(json.dumps(one).encode()))


@lie("each-of-60-files-stalls", 74)
def each_stalls(asked):
    if asked.what != "index":
        return asked.send(head("500 X", "Content-Length: 0"))
    one = json.loads(asked.index())
    first = one["entries"][0]["weights"][0]
    one["entries"][0]["weights"] = [dict(first, sha256="%064x" % n) for n in range(60)]
    asked.send(whole(json.dumps(one).encode()))


@lie("keys-twice", 65)
def keys_twice(asked):
    asked.send(whole(asked.index().replace(b'"schema": 1', b'"schema": 2, "schema": 1')))


def file(name, status):
    def keep(answer):
        @lie(name, status, "both")
        def answers(asked):
            return asked.truth() if asked.what != "file" else answer(asked, asked.blob, len(asked.blob))
    return keep


def part(asked, blob, start, length=None, total=None):
    length = len(blob) - start if length is None else length
    asked.send(head("206 P", "Content-Length: %d" % length, "Content-Range: bytes %d-%d/%s" % (start, start + length - 1, total or len(blob))),
               blob[start:start + max(min(length, len(blob)), 0)])


@file("short-for-ever", 74)
def _(asked, blob, n): asked.send(head("200 OK", "Content-Length: %d" % n), blob[:n // 2])


@file("short-resumed", 0)
def _(asked, blob, n):
    asked.send(head("206 P", "Content-Length: %d" % (n - asked.start), "Content-Range: bytes %d-%d/%d" % (asked.start, n - 1, n)) if asked.start
               else head("200 OK", "Content-Length: %d" % n), blob[asked.start:asked.start + n // 3 + 1])


@file("one-byte-more", 65)
def _(asked, blob, n): asked.send(whole(blob + b"x"))


@file("more-than-said", 65)
def _(asked, blob, n): asked.send(head(), blob + b"x" * 100000)


@file("a-byte-now-and-then", 74)
def _(asked, blob, n): asked.send(head("200 OK", "Content-Length: %d" % n), Repeated(b"x", 0.4))


@file("stalls", 74)
def _(asked, blob, n): asked.send(head("200 OK", "Content-Length: %d" % n), blob[:1000], Repeated(b"", 1, 90))


@file("ignores-range", 0)
def _(asked, blob, n): asked.send(head("200 OK", "Content-Length: %d" % n), blob[:n // 2] if asked.count < 3 else blob)


@file("range-unasked", 65)
def _(asked, blob, n): part(asked, blob, 5)


@file("range-of-2-to-63", 65)
def _(asked, blob, n):
    if not asked.start: return asked.send(head("200 OK", "Content-Length: %d" % n), blob[:1000])
    asked.send(head("206 P", "Content-Length: 9223372036854775807", "Content-Range: bytes %d-99/*" % asked.start), b"x")


@file("range-from-the-start", 65)
def _(asked, blob, n):
    part(asked, blob, 0, 100) if asked.start else asked.send(head("200 OK", "Content-Length: %d" % n), blob[:n // 2])


@file("range-negative", 65)
def _(asked, blob, n):
    if not asked.start: return asked.send(head("200 OK", "Content-Length: %d" % n), blob[:n // 2])
    asked.send(head("206 P", "Content-Length: 5", "Content-Range: bytes -5--1/*"), b"hello")


@file("ranges-in-parts", 65)
def _(asked, blob, n):
    if not asked.start: return asked.send(head("200 OK", "Content-Length: %d" % n), blob[:n // 2])
    asked.send(head("206 P", "Content-Type: multipart/byteranges; boundary=B", "Content-Length: 50"), b"--B\r\nContent-Range: bytes 0-9/10\r\n\r\n")


@file("range-of-another-file", 65)
def _(asked, blob, n):
    other = bytes(n)
    if asked.start: return part(asked, other, asked.start)
    asked.send(head("200 OK", "Content-Length: %d" % n), (blob if asked.count < 2 else other)[:n // 2 if asked.count < 2 else n])


@file("other-bytes", 65)
def _(asked, blob, n): asked.send(whole(bytes(n)))


@file("zipped-file", 74)
def _(asked, blob, n): asked.send(whole(gzip.compress(blob)[:n - 1], "Content-Encoding: gzip"))


@file("length-and-chunks", 0)
def _(asked, blob, n): asked.send(head("200 OK", "Content-Length: 5", "Transfer-Encoding: chunked"), b"%X\r\n" % n + blob + b"\r\n0\r\n\r\n")


def other(name, status, make):
    """A file that is what the index says of it, and no weights."""
    @lie(name, status)
    def answer(asked):
        body = make(asked.blob)
        changed = dict(sha256=hashlib.sha256(body).hexdigest(), bytes=len(body))
        asked.send(whole(asked.index(**changed) if asked.what == "index" else body))


other("four-bytes", 65, lambda blob: b"evil")
other("header-of-2-to-63", 65, lambda blob: struct.pack("<Q", (1 << 63) - 1) + blob[8:])
other("header-of-itself", 65, lambda blob: struct.pack("<Q", len(blob)) + blob[8:])
other("tensor-leads-out", 65, lambda blob: (lambda h: struct.pack("<Q", len(h)) + h + b"abcd")(
    b'{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,18446744073709551616]}}'))
other("pickle-that-acts", 65, lambda blob: b"\x80\x02cposix\nsystem\nX\x05\x00\x00\x00touch\x85R.")


@lie("reset", 74, "both")
def reset(asked):
    asked.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    asked.request.close()


# Of a record of a cohort alone; the description holds the true size and checksum, where it has been described before.
def record(name, status, /, **changed):
    @lie("record-" + name, status, "cohort")
    def answer(asked):
        return asked.send(whole(asked.record(**changed))) if asked.what == "index" else asked.truth()


record("other-checksum", 65, checksum="md5:" + "0" * 32)
record("broken-checksum", 0, checksum="md5:\x1b[2J")
record("size-of-2-to-63", 0, size=(1 << 63) - 1)
record("size-negative", 0, size=-1)
record("size-too-small", 0, size=100)
record("key-leads-out", 65, key="../../../tmp/pwned")
record("other-key", 66, key="a" * 3000000)


# A second round: what is between the answers, twice in them, or behind them.
say("hints-for-ever", 74, Repeated(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 0.05))
say("signed-octet", 65, moved("http://127.0.0.+1/x"), of="file")
say("tls-alert", 74, b"\x15\x03\x03\x00\x02\x02\x28")
say("two-heads", 65, head("200 OK") + head("206 P", "Content-Range: bytes 5-9/10"), b"hello")
say("folded-length", 74, b"HTTP/1.1 200 OK\r\nContent-Length:\r\n 99999999999999999999\r\n\r\n{}")
say("bare-returns", 74, b"HTTP/1.1 200 OK\rContent-Length: 2\r\r{}")
say("redirect-with-tab", 65, moved("ht\ttp://127.0.0.1/x"), of="file")
say("redirect-to-zone", 65, moved("http://[::1%25lo]/x"), of="file")
say("see-other-300", 66, head("300 Multiple Choices", "Location: file:///etc/passwd", "Content-Length: 0"), of="file")
say("bom-only", 65, whole(b"\xef\xbb\xbf"))
say("zeros", 65, whole(bytes(4 << 20)))
index("digest-in-capitals", 65, sha256="A" * 64)
index("digest-in-wide-digits", 65, sha256="\uff10" * 64)
index("name-of-dots", 65, file="...")
index("name-turns-direction", 0, file="w\u202esrotcevs.exe")
index("bytes-in-a-text", 65, bytes="10")
index("bytes-of-nothing", 65, bytes=0)
index("files-none", 66, name="lstm-mf60")


@lie("trailer-of-lies", 0, "both")
def trailer_of_lies(asked):
    if asked.what == "index": return asked.truth()
    asked.send(head("200 OK", "Transfer-Encoding: chunked"), b"%X\r\n" % len(asked.blob) + asked.blob,
               b"\r\n0\r\nContent-Range: bytes 99-100/7\r\nLocation: file:///etc/passwd\r\nRetry-After: 9\r\n\r\n")


@lie("redirect-to-a-growing-place", 65, "both")
def growing(asked):
    asked.truth() if asked.what == "index" else asked.send(moved(asked.path + "x" * 2000))


@lie("redirects-slowly", 74, "both")
def redirects_slowly(asked):
    time.sleep(13)
    asked.send(moved(asked.path + "?"))


@file("a-byte-a-connection", 74)
def _(asked, blob, n):
    asked.send(head("206 P" if asked.start else "200 OK", "Content-Length: %d" % (n - asked.start),
                    "Content-Range: bytes %d-%d/%d" % (asked.start, n - 1, n)), blob[asked.start:asked.start + 1])


@file("another-half-each-time", 74)
def _(asked, blob, n): asked.send(head("200 OK", "Content-Length: %d" % n), bytes([asked.count]) * (n // 2))


@file("wrong-then-right", 65)
def _(asked, blob, n): asked.send(whole(bytes(n) if asked.count < 2 else blob))


@file("right-but-ends-wrong", 65)
def _(asked, blob, n): asked.send(whole(blob[:-1] + bytes([blob[-1] ^ 1])))


@lie("same-name-twice", 0)
def same_name_twice(asked):
    one = json.loads(asked.index())
    first = one["entries"][0]["weights"][0]
    one["entries"][0]["weights"] = [dict(first, sha256="0" * 64, bytes=5), first]
    if asked.what == "index": return asked.send(whole(json.dumps(one).encode()))
    asked.send(whole(b"hello")) if asked.path.endswith("0" * 64) else asked.truth()


def metadata(name, status, **changed):
    """Weights whose tensors are right and whose metadata are not."""
    def make(blob):
        size = struct.unpack("<Q", blob[:8])[0]
        head = json.loads(blob[8:8 + size])
        head["__metadata__"].update(changed)
        body = json.dumps(head).encode()
        return struct.pack("<Q", len(body)) + body + blob[8 + size:]
    other("metadata-" + name, status, make)


metadata("of-a-huge-network", 65, configuration='{"dropout":0.1,"hidden":1000000000,"layers":1000000000}')
metadata("of-a-wide-network", 65, configuration='{"dropout":0.1,"hidden":4096,"layers":16}')
metadata("of-another-entry", 0, entry="transformer-mf60")
metadata("that-leads-out", 0, entry="../../x")
metadata("that-steers", 65, entry="lstm\x1b[2J\r\n-jm60", architecture="\x1b]0;x\x07")
metadata("without-mean", 65, mean="[]")
metadata("of-infinity", 65, mean="[" + ",".join(["1e999"] * 10) + "]")
metadata("of-no-deviation", 65, deviation="[" + ",".join(["0"] * 10) + "]")
metadata("deep", 65, configuration="[" * 100000)
metadata("of-many-frames", 65, frames="99999999999999999999")
other("tensors-of-nothing", 65, lambda blob: (lambda h: struct.pack("<Q", len(h)) + h)(
    json.dumps({"t%d" % n: {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for n in range(15000)}).encode()))

record("checksum-in-capitals", 65, checksum="md5:" + "A" * 32)
record("checksum-of-another-kind", 0, checksum="sha512:" + "0" * 128)
record("size-in-a-text", 0, size="12")
record("key-with-folder", 65, key="walkers_JM60.npz/../../x")


class Asked(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    counts = {}

    def log_message(self, *words):
        pass

    def do_GET(self):
        self.close_connection = True
        name = self.path.split("/")[1]
        self.what = "index" if self.path.endswith("index.json") or "/api/records/" in self.path else "file"
        self.is_record = "/records/" in self.path
        self.blob = self.cohort if self.is_record else self.weights
        self.start = int(self.headers.get("Range", "=0-").split("=")[1].split("-")[0])
        self.count = Asked.counts[name, self.what, self.is_record] = Asked.counts.get((name, self.what, self.is_record), 0) + 1
        try:
            LIES[name][2](self)
        except OSError:
            pass

    def send(self, *pieces):
        for piece in pieces:
            if isinstance(piece, Repeated):
                left = piece.times
                while left > 0:
                    self.wfile.write(piece.piece)
                    time.sleep(piece.pause)
                    left -= 1
            else:
                self.wfile.write(piece)

    def truth(self):
        if self.what == "index":
            return self.send(whole(self.record() if self.is_record else self.index()))
        part(self, self.blob, self.start) if self.start else self.send(whole(self.blob))

    def index(self, **changed):
        name = changed.pop("name", "lstm-jm60")
        schema = changed.pop("schema", 1)
        weights = dict(dict(file="w.safetensors", sha256=hashlib.sha256(self.weights).hexdigest(), bytes=len(self.weights),
                            format="safetensors", license="MIT"), **changed)
        return json.dumps(dict(schema=schema, hipzoo="0.1.0", entries=[dict(
            name=name, description="d", task="joint-moment", architecture="LSTM", license="MIT", manifest="m", card="c",
            weights=[weights])])).encode()

    def record(self, **changed):
        file = dict(dict(key="walkers_JM60.npz", size=len(self.cohort),
                         checksum="md5:" + hashlib.md5(self.cohort).hexdigest()), **changed)
        return json.dumps(dict(id=7, doi="10.5281/zenodo.7", metadata=dict(title="t", license=dict(id="cc-by-4.0")), files=[file])).encode()


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads, request_queue_size = True, 200

    def handle_error(self, request, address):
        pass


if sys.argv[1] == "--list":
    for name, (status, of, _) in LIES.items():
        print(name, status, of)
    sys.exit(0)
Asked.weights, Asked.cohort = (open(path, "rb").read() for path in sys.argv[1:3])
server = Server(("127.0.0.1", 0), Asked)
print("http://127.0.0.1:%d" % server.server_address[1], flush=True)
# Ends with whoever began it.
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server.serve_forever()
