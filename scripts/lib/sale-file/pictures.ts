/** The pictures in a sale's file, and their alternative texts. */
import { existsSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { type BodyPicture, picturesIn } from "./body.ts";
import type { Finding } from "./finding.ts";
import { FULL_WIDTH, HEAVY, LEAST_WIDTH, lookAt, type Picture, tooSmall } from "./picture.ts";
import { error, type Subject, warning } from "./subject.ts";

/** The sale's own picture: what shoppers see first. */
export async function picture(subject: Subject): Promise<Finding[]> {
  const written = String(subject.data.image);
  const where = subject.at("image");
  const looked = await lookAt(join(subject.folder, written));
  if (!looked.ok) {
    const todo = "save it as JPEG, PNG, WebP or AVIF, and name that file under image";
    return [error(subject, { where, text: `image ${written}: it ${looked.problem}`, todo })];
  }
  return [
    ...size(subject, written, looked.picture),
    ...weight(subject, where, written, looked.picture),
  ];
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
  const texts = bodyAlt(subject, one);
  // Files of site/public; whether they are there is seen in the built page.
  if (path.startsWith("/") || path.startsWith("data:")) return texts;
  if (!canDecode(path)) {
    const text = `the picture ${path} has a % in its name that no build can read`;
    return [error(subject, { where, text, todo: "call the file otherwise, without a %" })];
  }
  const file = join(subject.folder, decodeURI(path));
  if (!existsSync(file)) {
    const text = `there is no picture ${path}`;
    return [
      error(subject, {
        where,
        text,
        todo: "put it there, or fix its path: ./… is beside the file",
      }),
    ];
  }
  const looked = await lookAt(file);
  // A drawing is fine in the text.
  if (!looked.ok && extname(path).toLowerCase() !== ".svg") {
    const todo = "save it as JPEG, PNG, WebP or AVIF";
    return [
      error(subject, { where, text: `picture ${path}: it ${looked.problem}`, todo }),
      ...texts,
    ];
  }
  return looked.ok ? [...weight(subject, where, path, looked.picture), ...texts] : texts;
}

/** "100%.jpg" means nothing in an address; "50%20off.jpg" does. */
function canDecode(path: string): boolean {
  try {
    decodeURI(path);
    return true;
  } catch {
    return false;
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
