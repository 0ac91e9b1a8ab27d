/** The pictures in a sale's file, and their alternative texts. */
import { existsSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { findPicture } from "../../../site/build/picture-path.ts";
import { type BodyPicture, picturesIn } from "./body.ts";
import type { Finding } from "./finding.ts";
import {
  endingProblem,
  FULL_WIDTH,
  HEAVY,
  LEAST_WIDTH,
  type Looked,
  lookAt,
  type Picture,
  tooSmall,
} from "./picture.ts";
import { error, type Subject, warning } from "./subject.ts";

/** The sale's own picture: what shoppers see first. */
export async function picture(subject: Subject): Promise<Finding[]> {
  const written = subject.file.content.data.image;
  const where = subject.at("image");
  const looked = await lookAtNamed(join(subject.folder, written));
  if (!looked.ok) {
    const todo = "save it as JPEG, PNG, WebP or AVIF, and name that file under image";
    return [error(subject, { where, text: `image ${written}: it ${looked.problem}`, todo })];
  }
  return [
    ...size(subject, written, looked.picture),
    ...weight(subject, where, written, looked.picture),
  ];
}

/** Astro goes by the name, and would send what is inside under the name of something else. */
async function lookAtNamed(file: string): Promise<Looked> {
  const looked = await lookAt(file);
  const problem = looked.ok ? endingProblem(file, looked.picture) : undefined;
  return problem === undefined ? looked : { ok: false, problem };
}

function size(subject: Subject, written: string, picture: Picture): Finding[] {
  const { width, height } = picture;
  if (width >= FULL_WIDTH) return [];
  const text = `image ${written} is ${width} × ${height} pixels; pages show it up to ${FULL_WIDTH} wide`;
  const todo = `take one that is ${FULL_WIDTH} pixels wide or wider`;
  const judged = tooSmall(picture)
    ? error(subject, {
        where: subject.at("image"),
        text: `${text}, and never under ${LEAST_WIDTH}`,
        todo,
      })
    : warning(subject, {
        where: subject.at("image"),
        text: `${text}, so it is blurred on some`,
        todo,
      });
  return [judged];
}

function weight(subject: Subject, where: string, written: string, { bytes }: Picture): Finding[] {
  if (bytes <= HEAVY) return [];
  const text = `${written} has ${(bytes / 1e6).toFixed(0)} MB; shoppers get a smaller copy, but every build reads it`;
  return [warning(subject, { where, text, todo: "save it with 2,400 pixels in width" })];
}

/** The text for the sale's own picture. */
export function pictureText(subject: Subject): Finding[] {
  const { imageAlt, image, title } = subject.data;
  const where = subject.at("imageAlt");
  return altProblem(String(imageAlt), String(image), String(title)).map((text) =>
    warning(subject, {
      where,
      text: `imageAlt ${text}`,
      todo: "say in a few words what the picture shows, for those who cannot see it",
    }),
  );
}

const SHORT = 10;

/** None or one. */
function altProblem(alt: string, path: string, title: string): string[] {
  const file = basename(path);
  const same = (a: string, b: string) => plain(a) === plain(b);
  if (same(alt, file) || same(alt, file.slice(0, -extname(file).length))) {
    return [`is the file's name ("${alt}")`];
  }
  if (same(alt, title)) return ["is the title again"];
  return alt.trim().length < SHORT ? [`is very short ("${alt}")`] : [];
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** The pictures in the text below the frontmatter. */
export async function bodyPictures(subject: Subject): Promise<Finding[]> {
  const found = picturesIn(subject.body).map((one) => judge(subject, one));
  return (await Promise.all(found)).flat();
}

async function judge(subject: Subject, one: BodyPicture): Promise<Finding[]> {
  const { path, line } = one;
  const where = subject.at(line);
  if (/^(?:https?:)?\/\//.test(path)) {
    const text = `the picture ${path} is on another site, and pages show their own pictures only`;
    return [
      error(subject, { where, text, todo: "save it beside the sale's file, and name it ./…" }),
    ];
  }
  if (path.startsWith("data:")) {
    const text = "a picture is written out in the text, and browsers are told not to show such";
    return [error(subject, { where, text, todo: "save it as a file, and name it ./…" })];
  }
  const texts = bodyAlt(subject, one);
  // Files of site/public; whether they are there is seen in the built page.
  if (path.startsWith("/")) return texts;
  if (one.byReference) {
    const text = `the picture ${path} is named in another place than it is shown`;
    return [
      error(subject, { where, text, todo: `write its path where it is shown: ![…](${path})` }),
    ];
  }
  const named = decoded(path);
  const found = findPicture(subject.folder, named);
  if (extname(named).toLowerCase() === ".svg") return drawing(subject, one, named);
  const problem = found.ok ? spellingProblem(named, found.path) : found.problem;
  if (!found.ok || problem !== undefined) {
    const text = `picture ${path}: it ${problem}`;
    return [error(subject, { where, text, todo: "correct its path: ./… is beside the file" })];
  }
  const looked = await lookAtNamed(join(subject.folder, found.path));
  if (!looked.ok) {
    const todo = "save it as JPEG, PNG, WebP or AVIF";
    const text = `picture ${path}: it ${looked.problem}`;
    return [error(subject, { where, text, todo }), ...texts];
  }
  return [...weight(subject, where, path, looked.picture), ...texts];
}

/** Fine in the text, and shown as it is. */
function drawing(subject: Subject, one: BodyPicture, named: string): Finding[] {
  if (existsSync(join(subject.folder, named))) return bodyAlt(subject, one);
  const where = subject.at(one.line);
  const todo = "put it there, or correct its path: ./… is beside the file";
  return [error(subject, { where, text: `there is no picture ${one.path}`, todo })];
}

/** The text is handed on as it is, so its path must be the file's own to the byte. */
function spellingProblem(named: string, path: string): string | undefined {
  if (join(named) === join(path)) return undefined;
  return "must be written as the file is called: the letters are the same, but not their bytes; rename the file";
}

/** "50%20off.jpg" has a space; "100%.jpg" means nothing in an address, and stands for itself. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function bodyAlt(subject: Subject, { alt, path, line }: BodyPicture): Finding[] {
  const problems = alt === "" ? ["is missing"] : altProblem(alt, path, "");
  return problems.map((text) =>
    warning(subject, {
      where: subject.at(line),
      text: `the text for the picture ${path} ${text}`,
      todo: "write between the brackets what the picture shows: ![…](…)",
    }),
  );
}
