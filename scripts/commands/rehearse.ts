import { existsSync, statSync } from "node:fs";
import { access, constants, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { defineCommand } from "citty";
import { context } from "../lib/context.ts";
import { project } from "../lib/project.ts";
import { Refusal } from "../lib/refusal.ts";
import { readOptions, rehearseArgs } from "../lib/rehearse/options.ts";
import { rehearse } from "../lib/rehearse/rehearse.ts";
import { reportPage } from "../lib/rehearse/report-page.ts";
import { reportText } from "../lib/rehearse/report-text.ts";
import { paint, print, tell } from "../lib/tell.ts";

export default defineCommand({
  meta: {
    name: "rehearse",
    description: "Let a crowd come to a sale here, in the real runtime, and check every promise",
  },
  args: rehearseArgs,
  run: async ({ args }) => {
    const options = readOptions(args);
    const file = options.report ?? join(project.build, "rehearsals", `${options.sale}.html`);
    await prepare(file);
    const result = await rehearse(options);
    const text = () => reportText(result, paint, context().io.stdout.columns);
    print(args.json ? JSON.stringify(result) : text());
    await writeFile(file, reportPage(result));
    tell(`the report with its charts: ${file}`);
    return result.promises.some(({ is }) => is === "broken") ? 1 : 0;
  },
});

/** Checks before the work, not after it, that the report can be written there. */
async function prepare(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const there = existsSync(file);
    await access(there ? file : dirname(file), constants.W_OK);
    if (there && statSync(file).isDirectory()) throw new Error("it is a folder");
  } catch (error) {
    throw new Refusal(`--report ${file} cannot be written: ${(error as Error).message}`, 2);
  }
}
