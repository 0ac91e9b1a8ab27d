/** The text of a new sale's page, until somebody writes it. */

/** So that `check` can tell when nobody has written anything else. */
export const STARTER_SIGN = "Say here why somebody should want it";
export const STARTER = `${STARTER_SIGN}: what it is, who made it, and how. Two or three sentences are
enough; the page stays small, and small pages are fast.

### What is good about it

- **One thing** that nothing else has
- **Another**, with a number in it
- **What happens** if it breaks

### In the box

Everything that the parcel holds.
`;
