/** Passes a request on to the Worker, and its answer back. */
import { type IncomingMessage, request, type ServerResponse } from "node:http";

type Handler = (asked: IncomingMessage, answer: ServerResponse, next: () => void) => void;

/** Whatever matches one of `patterns` goes to `port`, once that is known; the rest is not ours. */
export function passTo(port: () => Promise<number>, patterns: string[]): Handler {
  return (asked, answer, next) => {
    const path = (asked.url ?? "").split("?")[0] ?? "";
    if (!patterns.some((pattern) => matches(path, pattern))) return next();
    port().then(
      (known) => pass(asked, answer, known),
      () => fail(answer),
    );
  };
}

function matches(path: string, pattern: string): boolean {
  return pattern.endsWith("/*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function pass(asked: IncomingMessage, answer: ServerResponse, port: number): void {
  const { url, method, headers } = asked;
  const onward = request({ host: "127.0.0.1", port, path: url, method, headers }, (came) => {
    answer.writeHead(came.statusCode ?? 502, came.rawHeaders);
    came.pipe(answer);
  });
  onward.on("error", () => fail(answer));
  answer.on("close", () => onward.destroy());
  asked.pipe(onward);
}

/** Between two boots; whoever asks again gets an answer. */
function fail(answer: ServerResponse): void {
  if (!answer.headersSent) answer.writeHead(503, { "retry-after": "1" });
  answer.end();
}
