/** Requests as they go over the wire, with the headers that a browser's scripts send. */

const HEADERS = `Host: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (bench)\r\nAccept: application/json\r\n`;

export function get(path: string, cookie: string): string {
  return `GET ${path} HTTP/1.1\r\n${HEADERS}${cookieLine(cookie)}\r\n`;
}

/** `body`: JSON in ASCII. */
export function post(path: string, cookie: string, body = ""): string {
  const type = body === "" ? "" : "Content-Type: application/json\r\n";
  const length = `Content-Length: ${body.length}\r\n`;
  return `POST ${path} HTTP/1.1\r\n${HEADERS}${cookieLine(cookie)}${type}${length}\r\n${body}`;
}

function cookieLine(cookie: string): string {
  return cookie === "" ? "" : `Cookie: ${cookie}\r\n`;
}
