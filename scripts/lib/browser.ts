/** A real browser, for tests and the bench: the one that CHROMIUM names, an installed one, or the one in npm. */
import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { lock } from "./lock.ts";

/** Neither the browser nor a page of it reaches beyond this machine. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-default-apps",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];
const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const FONTS = "fonts-of-here.conf";

/** Another process may be unpacking it on a slow disk. Ms. */
const UNPACKING = 300_000;

/** What to run. */
export async function browserCommand() {
  const executablePath = await findBrowser();
  const fonts = join(dirname(executablePath), FONTS);
  const env = { ...process.env, ...(existsSync(fonts) && { FONTCONFIG_FILE: fonts }) };
  return { executablePath, args: FLAGS, env: env as Record<string, string> };
}

async function findBrowser(): Promise<string> {
  const named = process.env.CHROMIUM;
  if (named) return named;
  return INSTALLED.find((path) => existsSync(path)) ?? (await unpacked());
}

/** Unpacked once per version and person, however many processes ask at the same moment. */
async function unpacked(): Promise<string> {
  const folder = join(tmpdir(), `chromium-${packedVersion()}-${userInfo().uid}`);
  const release = await lock(`${folder}.lock`, UNPACKING, (pid) => `process ${pid} is unpacking`);
  try {
    if (!existsSync(folder)) await unpackTo(folder);
  } finally {
    release();
  }
  return join(folder, "chromium");
}

function packedVersion(): string {
  const main = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  return JSON.parse(readFileSync(join(dirname(main), "../package.json"), "utf8")).version;
}

/** The package unpacks into the temporary folder and takes any file there for a whole one. */
async function unpackTo(folder: string): Promise<void> {
  const { default: packed } = await import("@sparticuz/chromium");
  const staging = mkdtempSync(`${folder}-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = staging;
  try {
    await packed.executablePath();
    writeFileSync(join(staging, FONTS), fontsIn(folder));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  renameSync(staging, folder);
}

/** The package's own list of folders is that of a cloud function. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, "fonts")}</dir>
  <cachedir>${join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`;
}
