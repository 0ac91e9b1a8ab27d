import { Notices } from "./notice.ts";

/** This isolate's notices. Losing them costs a question, never an answer. */
export const notices = new Notices();
