import { consoleTexts } from "./console/en.ts";
import { door } from "./door/en.ts";
import { draw } from "./draw/en.ts";

/**
 * All copy in English. It defines the keys and the gaps of every language (docs/languages.md).
 * `{name}` is a gap; `one`/`other` are plural forms (Intl.PluralRules).
 */
export const en = {
  /** The page's language tag: browsers choose fonts by it, and screen readers their voice. */
  tag: "en",
  /** For Intl: numbers and dates as in this variety of English. */
  locale: "en-GB",
  dir: "ltr",
  units: { one: "{count} unit", other: "{count} units" },
  /** Slots of one gate. */
  places: { one: "{count} place", other: "{count} places" },

  site: {
    skip: "Skip to content",
    home: "All sales",
    seller: "Sold by",
    terms: "Terms",
    privacy: "Privacy",
    imprint: "Imprint",
    contact: "Contact",
    noscript: "Buying needs JavaScript.",
  },

  list: {
    title: "Flash sales",
    intro: "A few units, one low price, one exact moment. Here is what comes next.",
    empty: "There are no sales at the moment. Please check back later.",
    starts: "Starts",
    view: "View sale",
  },

  price: {
    now: "Price",
    was: "Regular price",
    /** `{percent}` comes with its sign: "74%". */
    off: "{percent} off",
  },

  product: {
    description: "{title} for {price}. The sale starts {start}.",
    calendar: "Add to calendar",
    starts: "Starts",
    started: "Started",
    /** Below the start. The page's script knows the visitor's own zone; `{start}` is short. */
    zone: {
      own: "In the sale's own time zone",
      same: "In your time zone",
      apart: "In your time zone; sale time: {start}",
    },
    ends: "Ends",
    ended: "Ended",
    stock: "In this sale",
    limit: "Limit",
    /** `{each}` is one of `each`: what counts as one shopper at the sale's door. */
    limitOne: "1 unit per {each}",
    /** `{contacts}` is a list like "email address or phone number". */
    limitContacts: "and one order per {contacts}",
    each: { browser: "browser", member: "customer account", invite: "invitation code" },
    contacts: { email: "email address", phone: "phone number", address: "delivery address" },
    shipping: "Delivery",
    payment: "Payment",
    details: "The sale at a glance",
    about: "About the product",
    how: "How this sale works",
    steps: {
      wait: "Be on this page when the sale starts. The button becomes active by itself; there is no need to reload.",
      click:
        "Click it. If a place is free, it is yours for {hold}: enough time to fill in a short form.",
      race: "Send the form. A place does not reserve a unit: the units go to the first complete orders.",
      reserve: "Send the form within that time. Until then, one unit is reserved for you.",
      /** Of a draw, in place of the first one. */
      draw: {
        wait: "Open this page before the start, at any time: everyone who is here by then is in the draw.",
        call: "At the start you get a number by lot, and numbers are called, lowest first. You can leave and come back. When yours has been called, the button becomes active.",
      },
    },
    fair: "The same rules for everyone: one place and one order per {each}, and nobody gets in early.",
    /** After `site.noscript`. */
    noscript: "It is switched off in this browser. The sale starts {start}.",
  },

  countdown: {
    label: "Time until the sale starts",
    days: "days",
    hours: "hours",
    minutes: "minutes",
    seconds: "seconds",
  },

  live: {
    buttons: {
      loading: "One moment …",
      upcoming: "Not open yet",
      /** The last ten seconds. */
      soon: "Opens in {seconds} s",
      starting: "Opening …",
      open: "Buy now",
      claiming: "Please wait …",
      wait: "Next try in {seconds} s",
      door: "One step first",
      crowded: "One moment …",
      trying: "Trying again …",
      paused: "Sale paused",
      sold_out: "Sold out",
      closed: "Sale closed",
      offline: "Connecting …",
    },
    loading: "Checking the sale …",
    upcoming: "Stay on this page: the button becomes active by itself when the sale starts.",
    soon: "Get ready: the button becomes active in a few seconds.",
    /** For screen readers, in place of the countdown: "12 minutes until the sale starts." */
    left: "{time} until the sale starts.",
    starting: "It is time. The button becomes active in a moment.",
    open: "The sale is open. One unit per {each}.",
    door: "The sale is open, but one step is missing: it is right below.",
    crowded:
      "Many people are coming from your network right now. This page tries again by itself in a minute.",
    claiming: "Looking for a free place. Please do not reload.",
    /** `{places}` is like "10 places": those that this shopper could get. */
    full: "All places in your group are taken right now ({places}). As soon as others finish or give up, one becomes free. This page tries again by itself while you are looking at it.",
    /** With `reserve: true`, when each unit waits for somebody. */
    fullReserved:
      "Everything is reserved for others right now. If they do not order in time, you get a chance. This page tries again by itself while you are looking at it.",
    again: "There was no free place for some time. You can try again now.",
    paused: "The sale is paused. Stay on this page: it continues by itself when the sale resumes.",
    soldOut: "Every unit has been sold. Thank you for being here.",
    soldOutIn: {
      one: "Sold out: {count} unit in {time}. Thank you for being here.",
      other: "Sold out: all {count} units in {time}. Thank you for being here.",
    },
    closed: "This sale has ended. Thank you for being here.",
    /** Until the page knows which of the two it is: a place (`slot`) or an order (`ordered`). */
    holder: "You have a place or an order in this sale. Your order page has the details.",
    slot: "You have a place in this sale. You can fill in the order form until your time is up.",
    ordered:
      "You have already ordered. Your order number is {number}, and you can open your receipt here at any time.",
    orderLinks: {
      holder: "Go to my order",
      /** `{left}` is m:ss. */
      slot: "Continue my order ({left})",
      ordered: "Show my receipt",
    },
    lapsed:
      "The time for your order form is up, and nothing was ordered. You can try for another place.",
    offline: "The connection to the shop was lost. We keep trying; there is no need to reload.",
    network:
      "Your click did not reach the shop, even after several tries. Please check your connection and try again.",
    stale: "The shop could not accept that click. Please try again.",
    failed: "Something went wrong on our side. Please try again.",
  },

  door,
  draw,

  ended: {
    title: "About this sale",
    generic: {
      title: "How this sale stands",
      text: "The sale's page shows whether you can still order.",
    },
    sold_out: {
      title: "Sold out",
      text: "Every unit in this sale has been sold. We are sorry that you did not get one this time.",
    },
    full: {
      title: "All places are taken",
      text: "Others are filling in the order form right now. Places become free when they finish or give up, so it is worth trying again.",
    },
    closed: {
      title: "This sale has ended",
      text: "It is over and no longer takes orders. Thank you for your interest.",
    },
    paused: {
      title: "The sale is paused",
      text: "When it resumes, the button on the sale's page becomes active again by itself.",
    },
    back: "Back to the sale",
    retry: "Try again",
    others: "See all sales",
  },

  form: {
    title: "Your order",
    eyebrow: "You have a place",
    intro: "Please fill in the form in time: your place is held for {hold}.",
    timeLeft: "Your place is held for",
    /** Read out at whole minutes and shortly before the end: "1 minute left to send the form." */
    left: "{time} left to send the form.",
    lapsed: "Your time is up, and your place is open to others again. Nothing was ordered.",
    lapsedLink: "Back to the sale to try again",
    untilLabel: "Held until",
    about: "Your details",
    optional: "(optional)",
    labels: {
      name: "Full name",
      email: "Email",
      phone: "Phone",
      address: "Delivery address",
      street: "Street and house number",
      postcode: "Postcode",
      city: "Town or city",
      country: "Country",
      note: "Note to the seller",
    },
    hints: {
      name: "",
      email: "The seller will write to this address about your order.",
      phone: "",
      address: "If you leave it empty, the seller will ask for it by email.",
      street: "",
      postcode: "",
      city: "",
      country: "",
      note: "",
    },
    problems: {
      name: {
        required: "Please enter your name.",
        too_long: "This name is too long: 100 characters at most.",
        malformed: "This name contains characters that cannot be used.",
      },
      email: {
        required: "Please enter your email address.",
        too_long: "This address is too long: 254 characters at most.",
        malformed: "Please enter an email address, such as name@example.com.",
      },
      phone: {
        required: "Please enter your phone number.",
        too_long: "This number is too long: 40 characters at most.",
        malformed: "Please enter a phone number, such as +44 20 7946 0000.",
      },
      address: {
        required: "Please enter your address.",
        too_long: "This address is too long: 500 characters at most.",
        malformed: "This address contains characters that cannot be used.",
      },
      street: {
        required: "Please enter your street and house number.",
        too_long: "This is too long: 200 characters at most.",
        malformed: "This contains characters that cannot be used.",
      },
      postcode: {
        required:
          "Please enter your postcode. If there is none where you live, enter a hyphen (-).",
        too_long: "This postcode is too long: 20 characters at most.",
        malformed: "This postcode contains characters that cannot be used.",
      },
      city: {
        required: "Please enter your town or city.",
        too_long: "This name is too long: 100 characters at most.",
        malformed: "This name contains characters that cannot be used.",
      },
      country: {
        required: "Please enter your country.",
        too_long: "This name is too long: 100 characters at most.",
        malformed: "This name contains characters that cannot be used.",
      },
      note: {
        required: "Please enter a note.",
        too_long: "This note is too long: 500 characters at most.",
        malformed: "This note contains characters that cannot be used.",
      },
    },
    /** With `onePer`: by the field; an address in parts says it at the street. */
    used: {
      email: "We already have an order with this email address. Please use another one.",
      phone: "We already have an order with this phone number. Please use another one.",
      address: "We already have an order for this address. Only one can be placed for each.",
      street: "We already have an order for this address. Only one can be placed for each.",
    },
    notices: {
      contact_used:
        "Somebody has already ordered with one of these details. Your place is still yours: please change them and send the form again.",
      invalid: "Your order has not been placed yet. Please check these fields:",
      full: "No unit is available at this moment, but one may still become free. You keep your place: please send the form again in a few seconds.",
      paused:
        "The sale is paused. You keep your place while its time runs: please try again shortly.",
      offline:
        "You are offline, so nothing was sent. What you typed is still here: please send the form again when you are back online.",
    },
    legal: "By ordering you accept the seller's {terms}. How your data is used: {privacy}.",
    total: "Total",
    /** Where the law wants the button to say that it obliges to pay, and nothing else. */
    submit: "Order with obligation to pay",
    /** Elsewhere. `{total}` is an amount of money. */
    submitTotal: "Place order for {total}",
    sending: "Sending your order …",
    giveUp: "Give up my place",
    giveUpHint:
      "Your place becomes free for somebody else right away, and you may not get another one.",
    giveUpSure: "Yes, give up my place",
  },

  summary: {
    title: "Order summary",
    quantity: "Quantity: 1",
    shipping: "Delivery",
    payment: "Payment",
    price: "Price",
  },

  receipt: {
    title: "Thank you for your order",
    eyebrow: "Order placed",
    intro: "One unit is yours. Your order goes to the seller, who takes care of the rest.",
    number: "Order number",
    placed: "Placed",
    next: "What happens next",
    steps: {
      mail: "You will get a confirmation by email.",
      contact: "The seller has your order, and will write to you if anything is missing.",
      payment: "Payment: {payment}",
      delivery: "Delivery: {shipping}",
    },
    help: "Questions about this order? Quote your order number when you contact {seller}.",
    seller: "the seller",
    keep: "Keep this page: bookmark it or print it. Its address is private, so please do not share it.",
    again: "Back to the sale",
    print: "Print",
    save: "Save as a file",
    cancelled: {
      eyebrow: "Order cancelled",
      title: "Your order was cancelled",
      unpaid: "It was not paid in time, so the unit is on sale again. Nothing will be delivered.",
      cancelled:
        "The seller cancelled it, so nothing will be delivered. If you have paid already, please contact the seller about your money.",
      again: "While there are units left, you can order again.",
    },
    pay: {
      title: "Payment",
      paid: "Paid. Thank you!",
      by: "Please pay by",
      left: "Time left to pay",
      lapses: "An order that is not paid in time is cancelled.",
      button: "Pay now",
    },
  },

  mail: {
    hello: "Hello {name},",
    placed: {
      subject: "Your order: {title}",
      intro: "Thank you for your order. One unit is yours.",
    },
    cancelled: {
      subject: "Your order was cancelled: {title}",
      intro: "Your order was cancelled.",
    },
  },

  expired: {
    title: "Your place has expired",
    text: "The time to fill in the order form is up, and your place is open to others again. Nothing was ordered. If any units are left, you can try for another place.",
    back: "Back to the sale",
  },

  refusals: {
    unauthorized: {
      title: "This page is not public",
      text: "It is for the people who run the sale, and requires their key.",
    },
    bad_token: {
      title: "This link does not work",
      text: "It is incomplete, too old, or somebody else's. Please go back to the sale and start from there, in the same browser.",
    },
    cross_site: {
      title: "This came from another site",
      text: "Another website sent you here to do something in your name, so nothing was done. Please go to the sale and start from there.",
    },
    not_found: {
      title: "Page not found",
      text: "There is no page at this address. The sale may be over, or the link may contain a typo.",
    },
    method_not_allowed: {
      title: "This is not possible here",
      text: "This address cannot be used this way. Please go back to the sale and start from there.",
    },
    too_large: {
      title: "That is too much text",
      text: "What you sent is longer than an order may be. Please go back and shorten it.",
    },
    unsupported_type: {
      title: "That could not be read",
      text: "The shop cannot read what you sent. Please go back and use the order form.",
    },
    too_many: {
      title: "Too many tries",
      text: "There were too many tries from your network. Please wait a minute, then try again.",
    },
    invalid: {
      title: "That could not be read",
      text: "What you sent was incomplete. Please go back and check the form.",
    },
    internal: {
      title: "Something went wrong on our side",
      text: "Anything that was confirmed to you still stands. Please go back and try again in a moment.",
    },
    full: {
      title: "Very busy right now",
      text: "We cannot reach your order at this moment. Your place or your order has not changed: please reload this page in a few seconds.",
    },
    back: "See all sales",
  },

  console: consoleTexts,
} as const;
