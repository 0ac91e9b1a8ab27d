/** The step before a sale that has a door; by its kind. In the door's own script, not in the page. */
export const door = {
  title: "One step before you can buy",
  code: "Invitation code",
  use: "Use this code",
  again: "Try again",
  progress: "Progress",
  shop: "To the shop",
  needed: {
    work: "Your device solves a small puzzle, so that programs cannot take everything.",
    turnstile: "Please confirm below that you are a person.",
    members:
      "This sale is for the customers of {seller}. Log in to the shop and open the sale from there.",
    invites: "This sale is by invitation. Please enter the code from your invitation.",
  },
  doing: {
    work: "Your device is solving a small puzzle, so that programs cannot take everything. Please leave this page open.",
    check: "One moment, we are checking …",
  },
  invalid: {
    work: "That did not work. Please try again.",
    turnstile: "That did not work. Please try again.",
    members:
      "This link does not work for this sale. Please open the sale from your customer account again.",
    invites: "This code does not work. Please check every letter and digit.",
  },
  expiredLink: "This link has expired. Please open the sale from your customer account again.",
  steps: {
    in: "Done. This browser can take part in the sale.",
    early: "There is one small step before the sale. It starts here by itself: {time}.",
    over: "It is too late to take part in this sale.",
    unsupported: "This browser cannot do this step. Please update it, or use another one.",
    expired: "That took too long. Please try again.",
    crowded:
      "Many people are coming from your network right now. This page tries again by itself in a minute.",
    unavailable: "The check cannot be reached right now. This page tries again by itself.",
    network: "The connection was lost. This page tries again by itself.",
    failed: "Something went wrong on our side. Please try again.",
  },
} as const;
