/** Requests as they go over the wire, with the headers that a browser sends. */

/** What a page's script asks with, and what a browser asks with that goes to a page. */
const JSON_ONLY = "application/json";
export const PAGE = "text/html,application/xhtml+xml,*/*;q=0.8";

/** `accept`: JSON unless told otherwise. */
export function get(path: string, cookie: string, accept = JSON_ONLY): string {
  return `GET ${path} HTTP/1.1\r\n${headers(accept, cookie)}\r\n`;
}

/** `body`: JSON in ASCII. */
export function post(path: string, cookie: string, body = ""): string {
  return send(path, headers(JSON_ONLY, cookie), body === "" ? undefined : JSON_ONLY, body);
}

/** As a browser sends a form. `fields` in ASCII. */
export function postForm(path: string, cookie: string, fields: Record<string, string>): string {
  const body = new URLSearchParams(fields).toString();
  return send(path, headers(PAGE, cookie), "application/x-www-form-urlencoded", body);
}

function send(path: string, head: string, type: string | undefined, body: string): string {
  const kind = type === undefined ? "" : `Content-Type: ${type}\r\n`;
  return `POST ${path} HTTP/1.1\r\n${head}${kind}Content-Length: ${body.length}\r\n\r\n${body}`;
}

function headers(accept: string, cookie: string): string {
  const cookies = cookie === "" ? "" : `Cookie: ${cookie}\r\n`;
  return `Host: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (load)\r\nAccept: ${accept}\r\n${cookies}`;
}
