/**
 * All copy in English, which sets the keys and the gaps of every language (docs/languages.md).
 * `{name}` is a gap; `one`/`other` are plural forms (Intl.PluralRules).
 */
export const en = {
  /** What a page is marked as: the browser chooses fonts and a screen reader its voice by it. */
  tag: "en",
  /** For Intl: which English writes numbers and dates. */
  locale: "en-GB",
  dir: "ltr",
  units: { one: "{count} unit", other: "{count} units" },

  site: {
    name: "Doorbuster",
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
    intro: "A few units, one low price, one exact moment. Here is what is coming.",
    empty: "There is no sale at the moment. Please look in again later.",
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
    /** Below the start; the page's script knows the visitor's own zone. `{start}` is short. */
    zone: {
      own: "In the sale's own time zone",
      same: "In your time zone",
      apart: "Your time; the sale's: {start}",
    },
    ends: "Ends",
    stock: "In this sale",
    quantity: "Per person",
    quantityOne: "1 unit",
    shipping: "Delivery",
    payment: "Payment",
    details: "The sale at a glance",
    about: "About the product",
    how: "How this sale works",
    steps: {
      wait: "Be here at the start. The button opens by itself; you need not reload the page.",
      click:
        "Click it. If a place is free, it is yours for {hold}: enough to fill in a short form.",
      race: "Send the form. A place does not reserve a unit: the first complete orders get one.",
      reserve: "Send the form in that time. Your place holds one unit for you until then.",
    },
    fair: "Everyone has the same chance: one place and one order per person, and nobody gets in early.",
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
      claiming: "Hold on …",
      wait: "Try again in {seconds} s",
      paused: "Sale paused",
      sold_out: "Sold out",
      closed: "Sale closed",
      offline: "Connecting …",
    },
    loading: "Asking how the sale stands …",
    upcoming: "The button opens by itself at the start. You can stay on this page.",
    soon: "Get ready: the button opens by itself in a few seconds.",
    /** Read out to those who cannot see the countdown: "12 minutes until the sale starts." */
    left: "{time} until the sale starts.",
    starting: "It is time. The button opens in a moment.",
    open: "The sale is open. One unit per person.",
    claiming: "Looking for a free place for you. Please do not reload.",
    full: "All places are taken for the moment. Places come free when others finish or give up, so try again shortly.",
    again: "You can try again now.",
    paused:
      "The sale is paused for a moment. This page goes on by itself as soon as it is open again.",
    soldOut: "Every unit has found a buyer. Thank you for being here.",
    soldOutIn: {
      one: "Sold out: {count} unit in {time}. Thank you for being here.",
      other: "Sold out: all {count} units in {time}. Thank you for being here.",
    },
    closed: "This sale has ended. Thank you for being here.",
    /** Until the page knows whether it is a place (`slot`) or an order (`ordered`). */
    holder: "You have a place or an order in this sale. Your order page shows how it stands.",
    slot: "You have a place in this sale. The order form waits for you while your time lasts.",
    ordered:
      "You have already ordered, with the number {number}. Your receipt is here whenever you need it.",
    orderLinks: {
      holder: "Go to my order",
      /** `{left}` is m:ss. */
      slot: "Go on with my order ({left})",
      ordered: "Show my receipt",
    },
    lapsed:
      "The time for your order form is over, and nothing was ordered. You can try for another place.",
    offline: "Your connection to the shop is gone. We try again by ourselves; you need not reload.",
    network:
      "Your click did not reach the shop, although we tried more than once. Check your connection and try again.",
    stale: "The shop could not accept that click. Please try again.",
    failed: "Something went wrong on our side. Please try again.",
  },

  ended: {
    title: "About this sale",
    generic: {
      title: "No place just now",
      text: "This sale is either over, paused, or every place in it is taken at the moment. The sale's page tells you which.",
    },
    sold_out: {
      title: "Sold out",
      text: "Every unit in this sale has found a buyer. We are sorry that it was not you this time.",
    },
    full: {
      title: "All places are taken",
      text: "At the moment others are filling in the order form. Places come free when they finish or give up, so another try is worth it.",
    },
    closed: {
      title: "This sale has ended",
      text: "It is over, and orders are no longer taken. Thank you for your interest.",
    },
    paused: {
      title: "The sale is paused",
      text: "It goes on in a while. Nothing is lost: the sale's page opens the button again by itself.",
    },
    back: "Back to the sale",
    retry: "Try again",
    others: "See all sales",
  },

  form: {
    title: "Your order",
    eyebrow: "You have a place",
    intro: "Fill in the form while your place lasts. It is held for {hold}.",
    timeLeft: "Your place is held for",
    /** Read out at whole minutes and shortly before the end: "1 minute left." */
    left: "{time} left to send the form.",
    lapsed: "Your time is up, and your place is open to others again. Nothing was ordered.",
    lapsedLink: "Back to the sale to try again",
    untilLabel: "Held until",
    about: "About you",
    optional: "(optional)",
    labels: {
      name: "Full name",
      email: "Email",
      phone: "Phone",
      address: "Delivery address",
      note: "Note to the seller",
    },
    hints: {
      name: "",
      email: "The seller writes to this address about your order.",
      phone: "",
      address: "You may leave it empty; the seller then asks you for it by email.",
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
        malformed: "This does not look like an email address, such as name@example.com.",
      },
      phone: {
        required: "Please enter your phone number.",
        too_long: "This number is too long: 40 characters at most.",
        malformed: "This does not look like a phone number.",
      },
      address: {
        required: "Please enter your address.",
        too_long: "This address is too long: 500 characters at most.",
        malformed: "This address contains characters that cannot be used.",
      },
      note: {
        required: "Please enter a note.",
        too_long: "This note is too long: 500 characters at most.",
        malformed: "This note contains characters that cannot be used.",
      },
    },
    notices: {
      invalid: "Your order has not been placed yet. Please look at these fields:",
      full: "All units are in other people's hands at this moment. Your place is kept: please send the form again in a few seconds.",
      paused:
        "The sale is paused for a moment. Your place is kept while its time runs: please try again shortly.",
      offline:
        "Your connection is gone, so nothing was sent. What you typed stays here: send the form again as soon as you are back.",
    },
    legal: "By ordering you accept the seller's {terms}. How your data is used: {privacy}.",
    submit: "Order with obligation to pay",
    sending: "Sending your order …",
    giveUp: "Give up my place",
    giveUpHint: "Changed your mind? Somebody else gets the place right away.",
  },

  summary: {
    title: "What you order",
    quantity: "Quantity: 1",
    shipping: "Delivery",
    payment: "Payment",
    price: "Price",
  },

  receipt: {
    title: "Thank you for your order",
    eyebrow: "Order placed",
    intro: "It is yours. The seller receives your order and takes care of it from here.",
    number: "Order number",
    placed: "Placed",
    next: "What happens next",
    steps: {
      mail: "The seller confirms your order by email.",
      payment: "Payment: {payment}",
      delivery: "Delivery: {shipping}",
    },
    help: "Questions about this order? Name the order number to {seller}.",
    seller: "the seller",
    keep: "Keep this page: bookmark or print it. Its address is private, so please do not share it.",
    again: "Back to the sale",
  },

  expired: {
    title: "Your place has lapsed",
    text: "The time to fill in the order form is over, and your place is open to others again. Nothing was ordered. If units are left, you can try for another place.",
    back: "Back to the sale",
  },

  refusals: {
    unauthorized: {
      title: "Not for visitors",
      text: "This address is for the people who run the sale, and needs their key.",
    },
    bad_token: {
      title: "This link does not work",
      text: "It is incomplete, too old, or belongs to somebody else. Please go back to the sale and start from there, in the same browser.",
    },
    cross_site: {
      title: "This came from another site",
      text: "Another website sent you here to do something in your name, so nothing was done. Please go to the sale and start from there.",
    },
    not_found: {
      title: "There is nothing here",
      text: "This address leads nowhere. The sale that you look for may be over, or the link has a typing error.",
    },
    method_not_allowed: {
      title: "That is not possible here",
      text: "This address cannot be used in this way. Please go back to the sale and start from there.",
    },
    too_large: {
      title: "That was too much text",
      text: "What you sent is larger than an order can be. Please go back and shorten it.",
    },
    unsupported_type: {
      title: "That could not be read",
      text: "What you sent did not come in a form that the shop can read. Please go back and use the order form.",
    },
    too_many: {
      title: "Too many tries",
      text: "There were too many tries from your network. Please wait a minute, then try again.",
    },
    invalid: {
      title: "That could not be read",
      text: "What you sent was not complete. Please go back and look through the form.",
    },
    internal: {
      title: "Something went wrong on our side",
      text: "Whatever has been confirmed to you stays as it is. Please go back and try again in a moment.",
    },
    full: {
      title: "Too much is going on at this moment",
      text: "We cannot reach your order right now. Your place or your order stays as it is: please load this page again in a few seconds.",
    },
    back: "See all sales",
  },
} as const;
