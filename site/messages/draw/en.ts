/** What a sale says that is a draw. In the draw's own script, not in the page. */
export const draw = {
  /** In place of the page's `live` texts of the same name. */
  live: {
    upcoming:
      "Everyone who opens this page before the start is in the draw. Being fast makes no difference.",
    soon: "The draw is in a few seconds. There is no need to be fast.",
    starting: "It is time. Your number appears here in a moment.",
    open: "Your number has been called: you can buy, as long as there are units left. One unit per {each}.",
    /** A number that has not been called yet: the button, and what to do. */
    waiting: "Not your turn yet",
    stay: "Numbers are being called, lowest first. You can close this page and come back: you keep your number, and once it has been called, it stays called.",
  },
  title: "The draw",
  fixed: "The draw is fixed. Its fingerprint:",
  why: "All numbers follow from a secret seed that has already been set. The fingerprint belongs to this seed and no other. At the start the seed is revealed, and anyone can check that nobody changed it after seeing who came.",
  in: "You are in the draw. You can close this page and come back with the same browser.",
  noCookies:
    "This browser keeps no cookies, so it cannot keep a number. To be in the draw, please allow cookies before the start.",
  number: "Your number",
  called: "Called up to",
  /** How far, when nobody is left. */
  everybody: "everybody",
  /** `{percent}` comes with its sign: "37%". */
  share:
    "About {percent} of all who were here before the start have a lower number. All units may be sold before your turn.",
  late: "You came after the start, so you are behind everyone who was here before it. All units may be sold before your turn.",
  /** About how many, rounded. */
  ahead: {
    one: "About {count} person is before you.",
    other: "About {count} people are before you.",
  },
  beginning: "The first numbers are about to be called.",
  unclear: "It is too early to say how long it will take.",
  standing:
    "The line is standing still, because all places are taken. It moves again as soon as one is free.",
  shortly: "If the line keeps this pace, it is your turn in less than a minute.",
  time: "If the line keeps this pace, it is your turn in about {time}.",
  long: "If the line keeps this pace, it takes more than two hours until it is your turn.",
  wasCalled: "Your number was called.",
  notCalled: "The sale ended before your number was called.",
  ring: "Play a sound when it is my turn",
  /** Of the browser's tab, when the number has been called. */
  turn: "Your turn! {title}",
  check: {
    title: "Check the draw yourself",
    intro:
      "Paste this line into your browser's console (F12, then “Console”). It calculates the fingerprint and your number from the seed, with nothing of ours:",
    expect: "The result must be this fingerprint and this number:",
    fits: "This browser has checked: the seed has the fingerprint that it noted before the start.",
    differs:
      "Warning: the seed does not have the fingerprint that this browser noted before the start ({time}). Please keep a picture of this page and contact the seller.",
    changed:
      "Warning: the fingerprint is not the one that this browser noted before ({time}). Please keep a picture of this page and contact the seller.",
    late: "You came after the start. Your number is not drawn: it only says how long after the start you came.",
    copy: "Copy the line",
    copied: "Copied",
  },
} as const;
