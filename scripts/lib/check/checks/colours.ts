/** The colours that a sale's file chooses: where they lack contrast, pages use others; which, is told. */
import { judgeColors, judgedLine } from "../../../../site/build/theme.ts";
import type { Finding } from "../finding.ts";
import { type Subject, warning } from "../subject.ts";

export function colours(subject: Subject): Finding[] {
  const moved = judgeColors(subject.file.colors).filter(({ chosen, used }) => chosen !== used);
  return moved.map((judged) =>
    warning(subject, {
      where: subject.at("colors"),
      text: judgedLine(judged),
      todo: "nothing, if you like what the pages make of it; otherwise choose another colour",
    }),
  );
}
